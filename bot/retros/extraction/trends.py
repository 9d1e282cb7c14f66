"""What numbers say got better or worse: "tickets fell from 214 to 61", "coverage went from 80 to 61 percent"."""

from __future__ import annotations

import re
from typing import NamedTuple

_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_NUMBER = r"(?:\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?(?![.,]?\d)|\d+(?:[.,]\d+)?(?![.,]?\d)|" + "|".join(_WORDS) + ")"
"""No number of a version: "1.4.2"."""
_BURDEN = (
    r"(?:tickets?|bugs?|incidents?|outages?|complaints?|errors?|alerts?|failures?|failed|crash(?:es)?|defects?|"
    r"escalations?|rollbacks?|hotfixes|cancellations?|refunds?|interruptions?|meetings?|calls?|backlog|queue|"
    r"wait(?:s|ing)?|delays?|(?<!on.)time|duration|latency|costs?|load|volume|steps|clicks|seconds?|minutes?|hours?|"
    r"days?|weeks?)"
)
"""The fewer the better."""
_GAIN = (
    r"(?:coverage|satisfaction|uptime|conversions?|velocity|sign-?ups?|users|sales|scores?|throughput|attendance|"
    r"on.time|nps|revenue|orders|visitors|subscribers|answers)"
)
"""The more the better."""
_NOUNS = re.compile(
    rf"\b(?:(?:{_GAIN}|{_BURDEN})['’]?s?\s+)*(?:(?P<gain>{_GAIN})|{_BURDEN})\b(?!['’])",
    re.IGNORECASE,
)
"""The first that are known, of which the last says what is meant: "users' complaints", "complaints by users"."""
_CHANGE = re.compile(
    rf"\b(?P<what>[^,.;:!?]{{0,60}}\b(?:went|go(?:ne|es)|fell|fallen|dropp?ed|down|up|came|sank|shrank|cut|reduced|rose|"
    rf"risen|grew|grown|climbed|jumped|increased|decreased)) from (?P<then>{_NUMBER})(?P<unit>[^,.;:!?\d]{{0,20}}?) "
    rf"to (?:about |only |just )?(?P<now>{_NUMBER})"
    rf"(?P<rest>(?: (?!(?:an?|per|each|every|in|within|since|this|last)\b)[a-z-]+){{0,2}})",
    re.IGNORECASE,
)


class Trend(NamedTuple):
    """A change in numbers, and where it is told."""

    better: bool
    start: int
    end: int


def trends_in(text: str) -> list[Trend]:
    """How numbers changed, where something says whether more of it is better."""
    return [trend for found in _CHANGE.finditer(text) if (trend := _trend(found))]


def _trend(found: re.Match[str]) -> Trend | None:
    then, now = _value(found["then"]), _value(found["now"])
    nouns = _NOUNS.search(f"{found['what']} {found['unit']} {found['rest']}")
    if then == now or nouns is None:
        return None
    return Trend((now > then) == bool(nouns["gain"]), *found.span())


def _value(text: str) -> float:
    if (word := text.casefold()) in _WORDS:
        return float(_WORDS.index(word))
    return float(re.sub(r"[.,](?=\d{3}\b)", "", text).replace(",", "."))
