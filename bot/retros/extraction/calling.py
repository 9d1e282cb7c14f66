"""How whoever leads calls on one of the others: "Niamh, would you start", "Thank you. Pedro?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.chat import Person
from bot.retros.extraction.log import called
from bot.retros.extraction.names import CAPITAL

_NAME = rf"@?(?-i:{CAPITAL})"
_END = re.compile(r"(?<=[.!?])\s+")
_CALL = re.compile(
    rf"(?:(?P<name>{_NAME})(?:,?\s+(?:(?:would|will|could|can|do) you (?:like to |want to )?(?:please )?(?:start|begin|"
    r"go|kick)\b|(?:you |to )?(?:starts?|begins?|goes|go|first)\b|magst du\b|fängst du\b|zuerst\b)[^.!?]*)?|"
    r"(?:who|wer)\b(?![^.!?]*\b(?:with|mit)\b)[^.!?]*?\b(?:starts?|begins?|first|fängt an|zuerst)\b[^.!?]*|"
    r"(?:no|not|without|please|bitte|kein\w*)\b[^.!?]*?\b(?:please|yet|bitte|for now)\b[^.!?]*)[.!?]*\s*",
    re.IGNORECASE,
)
_LONGEST = 200  # letters of a sentence that does nothing else
_ONLY = re.compile(
    rf"^\W*(?:(?:thank you|thanks|thx|ok(?:ay)?|right|great|lovely|good|cool|danke|gut|super|and|so|und|next)\b"
    r"[\s,.!]*)*"
    rf"(?P<name>{_NAME})\s*(?:,?\s*(?:you|please|next|go|your turn|bitte|du)\b)?[\s?.!:…]*$",
    re.IGNORECASE,
)


def without_call(text: str, people: Sequence[Person]) -> str:
    """A message without the end that says which of the people begins, or how to answer."""
    end = len(text)
    for gap in reversed([*_END.finditer(text)]):
        call = _CALL.fullmatch(text, gap.end(), end) if end - gap.end() <= _LONGEST else None
        if call is None or (call["name"] and called(call["name"], people) is None):
            break
        end = gap.start()
    return text[:end]


def calls_on(text: str, people: Sequence[Person], *, whole: bool = False) -> bool:
    """Whether a message does nothing but call on one of the people; `whole`: not by the beginning of a name."""
    found = _ONLY.match(text)
    known = called(found["name"], people) if found else None
    return known is not None and not (whole and found and not _is_whole(found["name"], known))


def _is_whole(name: str, known: Person) -> bool:
    return name.lstrip("@").casefold() in known.name.casefold().split()
