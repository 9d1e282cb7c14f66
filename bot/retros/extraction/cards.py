"""Cards of a board that its bot posts one by one: "*Loved*  ·  the new ramp  ·  _Ana, 4 votes_"."""

from __future__ import annotations

import re
from typing import NamedTuple

_BETWEEN = re.compile(r"\s+[·•‧|—–]\s+")
_COLUMN = re.compile(r"^\W{0,3}[*_\[\"“](?P<column>[^*_\[\]\"“”\n]{2,40}?)[*_\]\"”:]+$")
_MOST_WORDS = 5
_ABOUT = re.compile(
    r"^_?[^.!?]{0,40}?\b(?P<votes>\d{1,3})\s*(?:votes?|likes?|dots?|points?|stimmen?|punkte?|👍)[\W_]*$", re.IGNORECASE
)
_BY = re.compile(r"^_[^_]{1,40}_$")


class Card(NamedTuple):
    """A note of a board, under the heading of its column."""

    column: str
    note: str
    votes: int


def card_in(text: str) -> Card | None:
    """The card that a bot’s message is; None where it is another one."""
    if "\n" in text.strip():
        return None
    first, *rest = _BETWEEN.split(text.strip())
    found = _COLUMN.match(first)
    if found is None or not rest or len(found["column"].split()) > _MOST_WORDS:
        return None
    votes = _ABOUT.match(rest[-1])
    told = rest[:-1] if len(rest) > 1 and (votes or _BY.match(rest[-1])) else rest
    return Card(found["column"].strip(" :"), " · ".join(told).strip(), int(votes["votes"]) if votes else 0)
