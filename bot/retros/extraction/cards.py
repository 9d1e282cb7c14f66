"""Cards of a board that its bot posts one by one: "*Loved*  ·  the new ramp  ·  _Ana, 4 votes_"."""

from __future__ import annotations

import re
from typing import NamedTuple

_CARD = re.compile(
    r"^\W{0,3}[*_\[\"“](?P<column>[^*_\[\]\"“”\n]{2,40}?)[*_\]\"”:]+[^\S\n]+(?P<between>[·•‧|—–])[^\S\n]+(?P<note>\S.*)$"
)
_MOST_WORDS = 5
_ABOUT = re.compile(
    r"^_?[^.!?]{0,40}?\b(?P<votes>\d{1,3})\s*(?:votes?|likes?|dots?|points?|stimmen?|punkte?|👍)[\W_]*$", re.IGNORECASE
)
_BY = re.compile(r"^_[^_]{1,40}_$")


class Card(NamedTuple):
    """A note of a board, verbatim, under the heading of its column."""

    column: str
    note: str
    votes: int


def card_in(text: str) -> Card | None:
    """The card that a bot’s message is; None where it is another one."""
    found = _CARD.match(text.strip())
    if found is None or len(found["column"].split()) > _MOST_WORDS:
        return None
    note, _, about = found["note"].rpartition(f" {found['between']} ")
    votes = _ABOUT.match(about.strip())
    told = note if note and (votes or _BY.match(about.strip())) else found["note"]
    return Card(found["column"].strip(" :"), told.strip(), int(votes["votes"]) if note and votes else 0)
