"""How whoever leads calls on one of the others: "Niamh, would you start", "Thank you. Pedro?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.chat import Person

_NAME = r"@?(?-i:[A-ZÄÖÜ])[\w'’-]+"
_CALL = re.compile(
    rf"(?<=[.!?])\s+(?:{_NAME},?\s+(?:(?:would|will|could|can|do) you (?:like to |want to )?(?:please )?(?:start|begin|"
    rf"go|kick)\b|(?:you |to )?(?:starts?|begins?|goes|go|first)\b|magst du\b|fängst du\b|zuerst\b)[^.!?]*|"
    rf"(?:who|wer)\b[^.!?]*\b(?:starts?|begins?|first|fängt an|zuerst)\b[^.!?]*|"
    rf"(?:no|not|without|please|bitte|kein\w*)\b[^.!?]*\b(?:please|yet|bitte|for now)\b[^.!?]*|{_NAME})[.!?]*\s*$",
    re.IGNORECASE,
)
_ONLY = re.compile(
    rf"^\W*(?:(?:thank you|thanks|thx|ok(?:ay)?|right|great|lovely|good|cool|danke|gut|super|and|so|und|next)\b"
    r"[\s,.!]*)*"
    rf"(?P<name>{_NAME})\s*(?:,?\s*(?:you|please|next|go|your turn|bitte|du)\b)?[\s?.!:…]*$",
    re.IGNORECASE,
)


def without_call(text: str) -> str:
    """A message without the end that says who begins, or how to answer."""
    shorter = _CALL.sub("", text)
    return shorter if shorter == text else without_call(shorter)


def calls_on(text: str, people: Sequence[Person]) -> bool:
    """Whether a message does nothing but call on one of the people."""
    found = _ONLY.match(text)
    if found is None:
        return False
    name = found["name"].lstrip("@").casefold()
    return any(name in each.name.casefold().split() for each in people)
