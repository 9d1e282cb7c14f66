"""What numbers say got better or worse: "tickets fell from 214 to 61", "coverage went from 80 to 61 percent"."""

from __future__ import annotations

import re
from typing import NamedTuple

_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_NUMBER = rf"(?:\d[\d.,]*|{'|'.join(_WORDS)})"
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


def trend_in(text: str) -> Trend | None:
    """How numbers changed; None where nothing says whether more of it is better."""
    found = _CHANGE.search(text)
    if found is None:
        return None
    then, now = _value(found["then"]), _value(found["now"])
    about = f"{found['what']} {found['unit']} {found['rest']}"
    gain = re.search(rf"\b{_GAIN}\b", about, re.IGNORECASE)
    burden = re.search(rf"\b{_BURDEN}\b", about, re.IGNORECASE)
    if then == now or not (gain or burden):
        return None
    return Trend((now > then) == bool(gain), *found.span())


def _value(text: str) -> float:
    if (word := text.casefold()) in _WORDS:
        return float(_WORDS.index(word))
    return float(re.sub(r"[.,](?=\d{3}\b)|[.,]+$", "", text).replace(",", "."))
