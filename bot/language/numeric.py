"""Days in numbers, "10/12" or "10.12.": the day comes first, unless the team is in the United States."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from bot.language.markdown import quoted

_NUMERIC = re.compile(r"(?P<one>\d{1,2})(?P<sep>[./-])\s?(?P<other>\d{1,2})(?:(?P=sep)\s?(?P<year>\d{4}|\d{2})?)?")
_MONTHS = 12
_CENTURY = 2000
_COUNTRY = "US"
_ZONES = frozenset(
    f"America/{city}"
    for city in (
        "Adak Anchorage Boise Chicago Denver Detroit Juneau Los_Angeles Menominee Metlakatla New_York Nome Phoenix "
        "Sitka Yakutat"
    ).split()
) | {"Pacific/Honolulu"}
_STARTS = ("US/", "America/Indiana/", "America/Kentucky/", "America/North_Dakota/")

Prefer = Literal["future", "past"]


def is_american(country: str, zone: str) -> bool:
    """Whether months come first: by the country of the team’s holidays (`US-CA`), or where it has none, by its zone."""
    if country:
        return country.partition("-")[0].upper() == _COUNTRY
    return zone in _ZONES or zone.startswith(_STARTS)


def american_at(now: datetime, country: str = "") -> bool:
    """The same by the zone of a moment."""
    return is_american(country, now.tzinfo.key if isinstance(now.tzinfo, ZoneInfo) else "")


def is_numeric(words: str) -> bool:
    """Whether these words are a day in numbers, or would be if there were such a day."""
    return _NUMERIC.fullmatch(words) is not None


def numeric_day(words: str, today: date, *, american: bool, prefer: Prefer = "future") -> date | None:
    """The day that numbers mean; None where there is no such day. Dots are always European."""
    found = _NUMERIC.fullmatch(words)
    if found is None:
        return None
    one, other = int(found["one"]), int(found["other"])
    first = found["sep"] != "." and (other > _MONTHS or (american and one <= _MONTHS))
    day, month = (other, one) if first else (one, other)
    year = found["year"]
    try:
        if year:
            return date(int(year) + (_CENTURY if len(year) < 4 else 0), month, day)  # noqa: PLR2004 (digits)
        this = date(today.year, month, day)
        if prefer == "future":
            return this if this >= today else date(today.year + 1, month, day)
        return this if this <= today else date(today.year - 1, month, day)
    except ValueError:
        return None


def holds_numeric(words: str) -> bool:
    """Whether a day in numbers may be among these words."""
    return _NUMERIC.search(words) is not None


def both_ways(words: str, today: date, *, american: bool, prefer: Prefer = "future") -> tuple[date, date] | None:
    """The day as it is read here, and as it is read elsewhere, where these are two: `10/12` and `3/4/2027`."""
    found = _NUMERIC.search(words)
    if found is None or found["sep"] == ".":
        return None
    here = numeric_day(found[0], today, american=american, prefer=prefer)
    there = numeric_day(found[0], today, american=not american, prefer=prefer)
    return None if here is None or there is None or here == there else (here, there)


def read_back(words: str, today: date, *, american: bool, prefer: Prefer = "future") -> str:
    """How a day was read that can be two, as a sentence beside the answer; "" where it can only be one.

    A day on the wrong side of `today` can't have been meant.
    """
    ways = both_ways(words, today, american=american, prefer=prefer)
    if ways is None or any(day < today if prefer == "future" else day > today for day in ways):
        return ""
    found = _NUMERIC.search(words)
    said = found[0] if found else words
    here, there = map(say_plainly, ways)
    return f"I read {quoted(said)} as {here}. If you meant {there}, write the month as a word."


def say_plainly(day: date) -> str:
    """A day that nobody can misread: 10 December 2026."""
    return f"{day.day} {day:%B %Y}"
