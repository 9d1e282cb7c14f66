"""What people say after a question for all is likelier what was asked for than by what it means alone."""

from __future__ import annotations

import re

from bot.retros.extraction.log import Section
from bot.retros.extraction.moods import OPINIONS
from bot.retros.extraction.opinions import Likely

_ASKED_FOR, _ANOTHER = 4.0, 0.4
"""How much likelier that is which was asked for, and each of the other opinions. Chosen on sets that were worked on,
with weights learned from others."""

_ECHOES = re.compile(
    r"^\W*(?:same|yep|yes|yeah|ja|true|stimmt|genau|correct|exactly|indeed|agree\w*|right|valid|\+1|also that|me too|"
    r"ditto|because|that|it(?:['’]s)?|they|this|then|or|and|on \w+ too|\w+ too)\b",
    re.IGNORECASE,
)
"""How a remark begins that goes on with the one before it."""


def goes_on(text: str) -> bool:
    """Whether a remark goes on with the one before it, and is no answer of its own."""
    return _ECHOES.match(text) is not None


def leaning(text: str, likely: Likely, asked: Section | None) -> Likely:
    """How likely each kind is once a part was asked for; adds up to 1 again. What goes on with a remark is left."""
    if asked not in OPINIONS or goes_on(text):
        return likely
    times: dict[str, float] = {opinion: _ASKED_FOR if opinion == asked else _ANOTHER for opinion in OPINIONS}
    leant = {kind: share * times.get(kind, 1.0) for kind, share in likely.items()}
    whole = sum(leant.values())
    return {kind: share / whole for kind, share in leant.items()}
