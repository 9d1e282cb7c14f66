"""Reads a chat that somebody copied into a text: a name and a time, below them what was said; and what others quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.history import Reaction

_NAME = r"[^\W\d_][\w.'’-]*(?:,? [^\W\d_][\w.'’-]*){0,3}"
_DAY = (
    r"(?:(?:(?:today|yesterday|heute|gestern|mon|tue|wed|thu|fri|sat|sun)\w*,?(?: at| um)?|"
    r"\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?,?)\s+)?"
)
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?(?: uhr)?"
_WHEN = rf"(?P<when>{_DAY}{_CLOCK})"
_HEADS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\s*(?P<who>{_NAME})(?:\s+(?:APP|he/him|she/her|they/them))?(?:\s*[,—–|·•-])?\s+[\[(]?{_WHEN}[\])]?\s*$",
        rf"^\s*[\[(]{_WHEN}[\])]\s*(?P<who>{_NAME})\s*:?\s*$",
        rf"^\s*{_WHEN}\s+from\s+(?P<who>{_NAME})\s+to\s+[^:]{{2,60}}:\s*$",
    )
)
_ALONE = re.compile(rf"^\s*[\[(]?{_WHEN}[\])]?\s*$", re.IGNORECASE)
_WHO = re.compile(rf"^\s*(?P<who>{_NAME})\s*$")
_COUNTED = re.compile(r"\s*:([a-z0-9_+'-]+):\s*(\d{1,2})\b")
_FURNITURE = re.compile(
    r"^\s*(?:\d+ (?:replies|reply|antworten|antwort)\b.*|(?:last reply|view thread|thread|new|edited)\b.{0,30})\s*$",
    re.IGNORECASE,
)
_EDITED = re.compile(r"\s*\((?:edited|bearbeitet)\)\s*$", re.IGNORECASE)
_FEWEST, _VOICES = 3, 2
_QUOTED = re.compile(r"^\s*(?:>|&gt;)")


class Said(NamedTuple):
    """One line of a copied chat: its number, who said it and when ("" for what stands above the first name)."""

    number: int
    who: str
    when: str
    text: str
    reactions: tuple[Reaction, ...] = ()


def pasted_in(lines: Sequence[str]) -> tuple[Said, ...]:
    """What was said in a copied chat; empty where the lines are none."""
    heads = _heads_in(lines)
    if len(heads) < _FEWEST or len({who for who, _, _ in heads.values()}) < _VOICES:
        return ()
    found: list[Said] = []
    who = when = ""
    until = -1
    for at, line in enumerate(lines):
        if at in heads:
            who, when, until = heads[at]
        if at <= until or not line.strip() or _FURNITURE.match(line):
            continue
        counted = _reactions(line)
        if counted and found and found[-1].who:
            found[-1] = found[-1]._replace(reactions=found[-1].reactions + counted)
            continue
        found.append(Said(at + 1, who, when, _EDITED.sub("", line).strip()))
    return tuple(found)


def _heads_in(lines: Sequence[str]) -> dict[int, tuple[str, str, int]]:
    """Where somebody begins to speak: who, when, and the last line of their name and time."""
    heads: dict[int, tuple[str, str, int]] = {}
    for at, line in enumerate(lines):
        if found := next((match for pattern in _HEADS if (match := pattern.match(line))), None):
            heads[at] = (found["who"], found["when"], at)
        elif at and (clock := _ALONE.match(line)) and (named := _WHO.match(lines[at - 1])):
            heads[at - 1] = (named["who"], clock["when"], at)
    return heads


def _reactions(line: str) -> tuple[Reaction, ...]:
    """The emoji below a message with how often each was given: ":100: 3 :eyes: 1"."""
    if _COUNTED.sub("", line).strip():
        return ()
    return tuple(Reaction(name=name, count=int(count)) for name, count in _COUNTED.findall(line))


def without_quotes(rows: Sequence[str]) -> list[str]:
    """The rows that somebody says; what they quote, and the words that lead up to it, are another's."""
    kept: list[str] = []
    for row in rows:
        if not _QUOTED.match(row):
            kept.append(row)
        elif kept and kept[-1].rstrip().endswith(":"):
            kept.pop()
    return kept
