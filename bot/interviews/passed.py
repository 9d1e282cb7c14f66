"""Asks about the day by which something should be reached, when that has passed already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from bot.interviews.moves import Move, Replaced, Said
from bot.interviews.rules import Interview
from bot.language.dates import parse_due, passed_day, say_day

_TARGETS = "outcome"
"""The topic whose days are aims; elsewhere people also tell what was."""

_BY = re.compile(r"\b(?:by|until|till|before)\s+(?P<words>\w\S*(?:\s+\w\S*){0,4})", re.IGNORECASE)
_DAY = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}", re.IGNORECASE
)


def passed_text(moves: Iterable[Move], before: Interview, now: datetime, *, american: bool | None = None) -> str:
    """A question for each aim that lies in the past, with how to put it right; empty where there is none."""
    lines = []
    for move in moves:
        if not isinstance(move, Said | Replaced) or _TARGETS not in _topics(move, before):
            continue
        day = next(_passed(move.text, now, american), None)
        if day is not None:
            number = (move.id if isinstance(move, Said) else move.statement)[1:]
            lines.append(f"{say_day(day)} has passed. Which day is meant? `change {number} …` puts it right.")
    return "\n".join(lines)


def _topics(move: Said | Replaced, before: Interview) -> tuple[str, ...]:
    if isinstance(move, Said):
        return move.topics
    found = before.statement(int(move.statement[1:]))
    return found.topics if found is not None else ()


def _passed(text: str, now: datetime, american: bool | None) -> Iterator[date]:
    """The days that have passed, each as the longest run of words behind “by” that is a day."""
    for found in _BY.finditer(text):
        words = found["words"].split()
        for count in range(len(words), 0, -1):
            said = " ".join(words[:count]).strip(" .,;:!?()")
            if not _DAY.search(said):  # “by 2000” and “by 10 in a hundred” are amounts
                break
            day = passed_day(said, now, american=american)
            if day is not None:
                yield day
            if day is not None or parse_due(said, now, american=american) is not None:
                break
