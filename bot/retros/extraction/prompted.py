"""What people say after a question for all is likelier what was asked for than by what it means alone."""

from __future__ import annotations

from collections.abc import Mapping

from bot.retros.extraction.log import Section
from bot.retros.extraction.moods import OPINIONS
from bot.retros.extraction.opinions import Likely

_ASKED_FOR, _ANOTHER, _SETTLED = 4.0, 0.4, 0.6
"""How much likelier that is which was asked for, each of the other opinions, and what settles something. Chosen on
sets that were worked on, with the weights learned from other ones; half and double these do nearly as well."""


def leaning(likely: Likely, asked: Section | None) -> Likely:
    """How likely each kind is once a part was asked for; adds up to 1 again."""
    if asked not in OPINIONS:
        return likely
    times: Mapping[str, float] = dict.fromkeys(OPINIONS, _ANOTHER) | {"decision": _SETTLED, "action": _SETTLED}
    leant = {kind: share * (_ASKED_FOR if kind == asked else times.get(kind, 1.0)) for kind, share in likely.items()}
    whole = sum(leant.values())
    return {kind: share / whole for kind, share in leant.items()}
