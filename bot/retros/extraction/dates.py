"""Days as people write them: 2026-10-12, "12 Oct", "10/12", "the 28th"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
WEEKDAY_DE = r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)"
MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
"""As they stand in the patterns of other modules."""
DAYS = {
    "mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6,
    "mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6,
}  # fmt: skip
MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "mär": 3, "maer": 3, "apr": 4, "may": 5, "mai": 5, "jun": 6, "jul": 7, "aug": 8,
        "sep": 9, "oct": 10,
    "okt": 10, "nov": 11, "dec": 12, "dez": 12,
}  # fmt: skip
DAY = (
    r"(?P<{0}>mon(?:day)?|tue(?:s(?:day)?)?|weds?(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|"
    r"sun(?:day)?|" + WEEKDAY_DE + ")"
)
IN_MONTH = (
    r"(?P<month>jan(?:uary?)?|januar|feb(?:ruary?|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni|july?|juli|"
    r"aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\b\.?"
)
_PAST = 91  # days; what was longer ago is meant for next year


class Found(NamedTuple):
    """A day in a text: where it stands, how sure it is (more is surer), and the words that lead up to it."""

    day: date | None
    start: int
    end: int
    sure: int
    words: str


class Seen(NamedTuple):
    """From where a day is seen: the day of the remark, the days of ceremonies, whether months come first in `1/20`."""

    today: date
    events: Mapping[str, date]
    month_first: bool = False


def ymd(year: int, month: int, day: int) -> date | None:
    """A day; None where there is none of that number."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def coming(month: int, day: int, today: date | None) -> date | None:
    """The next such day; one that has just passed is meant as it is."""
    if today is None:
        return None
    found = ymd(today.year, month, day)
    return ymd(today.year + 1, month, day) if found and (today - found).days > _PAST else found


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) + 2000 if len(text) == 2 else int(text)  # noqa: PLR2004 ("26")


_ISO = re.compile(r"\b(?P<y>20\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})\b")
_NUMERIC = re.compile(
    r"(?<![\d.,/$€£-])(?P<a>\d{1,2})(?P<sep>[./])(?P<b>\d{1,2})(?:(?P=sep)(?P<y>20\d\d|\d\d)?)?(?![\d/%])(?!\.\d)"
)
_DAY_MONTH = re.compile(
    rf"\b(?P<d>\d{{1,2}})(?:(?:st|nd|rd|th|\.)?\s+(?:of\s+)?|-){IN_MONTH}(?:,?[\s-]+(?P<y>20\d\d))?", re.IGNORECASE
)
_MONTH_DAY = re.compile(
    rf"\b{IN_MONTH}\s+(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*(?:%|people|times|:|"
    rf"users))(?:,?\s+(?P<y>20\d\d))?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\b(?:by|until|till|before|on|bis(?: zum)?|am|the|zum)\s+(?:the\s+)?(?P<d>\d{1,2})(?:st|nd|rd|th)\b|"
    r"\((?:the )?(?P<b>\d{1,2})(?:st|nd|rd|th)\)|"
    r"\b(?:bis zum|zum)\s+(?P<g>\d{1,2})\.(?!\d)",
    re.IGNORECASE,
)


_WITH_YEAR = re.compile(r"20\d\d|^\d{1,2}([./])\d{1,2}\1\d\d$")


def day_in(text: str, *, whole: bool = False, today: date | None = None, month_first: bool = False) -> date | None:
    """The first date in a text; `whole`: only one that names its year. Without `today` it has to."""
    seen = Seen(today, {}, month_first) if today else None
    days = [*_iso(text, seen), *_named(text, seen), *_numeric(text, seen, month_first=month_first)]
    days = [found for found in days if found.day and not (whole and not _WITH_YEAR.search(found.words))]
    return min(days, key=lambda each: each.start).day if days else None


def _iso(text: str, seen: Seen | None) -> Iterable[Found]:
    del seen
    for found in _ISO.finditer(text):
        day = ymd(int(found["y"]), int(found["m"]), int(found["d"]))
        if day:
            yield Found(day, *found.span(), 9, found[0])


def _named(text: str, seen: Seen | None) -> Iterable[Found]:
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        for found in pattern.finditer(text):
            month = MONTHS[found["month"].lower()[:3]]
            year = _year(found["y"])
            day = ymd(year, month, int(found["d"])) if year else coming(month, int(found["d"]), seen and seen.today)
            if day:
                yield Found(day, *found.span(), 9, found[0])


def _numeric(text: str, seen: Seen | None, *, month_first: bool = False) -> Iterable[Found]:
    months = month_first or bool(seen and seen.month_first)
    for found in _NUMERIC.finditer(text):
        a, b, sep, year = int(found["a"]), int(found["b"]), found["sep"], _year(found["y"])
        if sep == "." and not year and not found[0].endswith("."):
            continue  # 2.5 is a number
        first = sep == "/" and (b > 12 or (a <= 12 and months))  # noqa: PLR2004 (months)
        month, day = (a, b) if first else (b, a)
        if sep == "/" and not year and not _led(text, found.start()):
            continue  # 4/5 may be a share
        made = ymd(year, month, day) if year else coming(month, day, seen and seen.today)
        if made:
            yield Found(made, *found.span(), 8, found[0])


def _led(text: str, start: int) -> bool:
    return bool(
        re.search(r"(?:by|due|until|till|before|on|bis|am|:|\(|-|–|=>|->)\s*(?:the\s+)?$", text[:start], re.IGNORECASE)
    )


def _ordinal(text: str, seen: Seen | None) -> Iterable[Found]:
    if seen is None:
        return
    for found in _ORDINAL.finditer(text):
        number = int(found["d"] or found["b"] or found["g"])
        day = ymd(seen.today.year, seen.today.month, number)
        if day is None or day < seen.today:
            first = (seen.today.replace(day=1) + timedelta(days=32)).replace(day=1)
            day = ymd(first.year, first.month, number)
        if day:
            yield Found(day, *found.span(), 7, found[0])


def written_in(text: str, seen: Seen) -> list[Found]:
    """Every day that is written out, however often it is read."""
    return [found for read in (_iso, _named, _numeric, _ordinal) for found in read(text, seen)]
