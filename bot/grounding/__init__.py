"""Whether a line says only what somebody said: the check that everything a language model writes has to pass."""

from bot.grounding.checks import LEAST_KEPT, LEAST_RELATED, LEAST_SHARED, Ground, refusal, unsaid
from bot.grounding.verdict import Refusal, Verdict

__all__ = ["LEAST_KEPT", "LEAST_RELATED", "LEAST_SHARED", "Ground", "Refusal", "Verdict", "refusal", "unsaid"]
