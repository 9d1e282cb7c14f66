"""Reads what others wrote below a page of a wiki: a name, what they say, and "Reply  Like"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.chat import Person
from bot.retros.extraction.names import CAPITAL

_BELOW = re.compile(r"^\s*(?:reply|antworten|répondre)\b.{0,12}\b(?:like|gefällt mir|edit|delete)\b", re.IGNORECASE)
_COUNT = re.compile(r"^\W*\d+ (?:comments?|kommentare?|replies)\W*$", re.IGNORECASE)
_NAME = re.compile(rf"^\s*{CAPITAL}(?: [A-ZÀ-Þ][\w'’.-]+){{0,3}}\s*$")


def comments_in(lines: Sequence[str]) -> dict[int, Person | None]:
    """Who wrote each line of the comments, by its place; None for what is no part of what they say."""
    ends = [at for at, line in enumerate(lines) if _BELOW.match(line)]
    if not ends:
        return {}
    start = next((at for at in range(ends[0], -1, -1) if _COUNT.match(lines[at])), None)
    found: dict[int, Person | None] = {start: None} if start is not None else {}
    above = start if start is not None else ends[0] - 8
    for end in ends:
        named = next((at for at in range(above + 1, end) if lines[at].strip()), None)
        if named is not None and named < end - 1 and _NAME.match(lines[named]):
            who = " ".join(lines[named].split())
            found |= {named: None, end: None}
            found |= {at: Person(id=who, name=who) for at in range(named + 1, end)}
        above = end
    return found
