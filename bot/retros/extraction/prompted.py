"""What people say after a question for all is likelier what was asked for than by what it means alone."""

from __future__ import annotations

from bot.retros.extraction.log import Section
from bot.retros.extraction.moods import OPINIONS
from bot.retros.extraction.opinions import Likely

_ASKED_FOR, _ANOTHER = 4.0, 0.4
"""How much likelier that is which was asked for, and each of the other opinions. Chosen on sets that were worked on,
with weights learned from others."""


def leaning(likely: Likely, asked: Section | None) -> Likely:
    """How likely each kind is once a part was asked for; adds up to 1 again."""
    if asked not in OPINIONS:
        return likely
    times: dict[str, float] = {opinion: _ASKED_FOR if opinion == asked else _ANOTHER for opinion in OPINIONS}
    leant = {kind: share * times.get(kind, 1.0) for kind, share in likely.items()}
    whole = sum(leant.values())
    return {kind: share / whole for kind, share in leant.items()}
