"""Public holidays by country, so that nothing is due on them and everybody can read why."""

from __future__ import annotations

import difflib
import re
from collections.abc import Container
from datetime import date
from functools import cache
from typing import Any


class UnknownCalendarError(ValueError):
    """No country or region is known by this name; the message is a sentence for whoever wrote it."""


_ALIASES = {"uk": "gb"}
"""How people call a country whose code is another."""


def read_calendar(text: str) -> str:
    """`DE-BY`, `Germany`, `Germany, Bayern`, `us ca` → `DE-BY`, `DE`, `DE-BY`, `US-CA`; nothing stays nothing.

    Raises UnknownCalendarError with the names that come nearest.
    """
    words = " ".join(text.split()).lstrip("-,/: ")
    if not words or words.casefold() in {"none", "no"}:
        return ""
    country, _, region = (
        part.strip() for part in re.sub(r"[-,/:]|\s(?=\w{1,3}$)", "\0", words, count=1).partition("\0")
    )
    from holidays.registry import COUNTRIES

    codes = {code.casefold(): names[1] for names in COUNTRIES.values() for code in names[1:3]}
    spelt = {name.replace("_", " "): names[1] for name, names in COUNTRIES.items()}
    code = codes.get(_ALIASES.get(country.casefold(), country.casefold())) or spelt.get(country.casefold())
    if code is None:
        raise UnknownCalendarError(f"I know no holidays of “{country}”.{_nearest(country, spelt)} Write DE, or DE-BY.")
    if not region:
        return code
    known = _country(code)
    regions = {each.casefold(): each for each in known.subdivisions}
    regions |= {alias.casefold(): each for alias, each in known.subdivisions_aliases.items()}
    found = regions.get(region.casefold())
    if found is None:
        there = ", ".join(known.subdivisions[:8]) + ("…" if len(known.subdivisions) > 8 else "")  # noqa: PLR2004
        what = f"There are {there}." if there else f"{code} has none: leave it out."
        raise UnknownCalendarError(f"I know no region “{region}” of {code}. {what}")
    return f"{code}-{found}"


def _nearest(name: str, spelt: dict[str, str]) -> str:
    close = difflib.get_close_matches(name.casefold(), list(spelt), n=1, cutoff=0.6)
    return f" Did you mean {close[0].title()} ({spelt[close[0]]})?" if close else ""


def holidays_of(calendar: str) -> Container[date]:
    """The public holidays of a calendar that `read_calendar` gave; of any year that is asked about."""
    country, _, region = calendar.partition("-")
    return _table(country, region) if calendar else frozenset()


def holiday_name(calendar: str, day: date) -> str:
    """What is celebrated on a day, in English where the country's names are known in it; empty on any other day."""
    country, _, region = calendar.partition("-")
    return str(_table(country, region).get(day) or "") if calendar else ""


@cache
def _table(country: str, region: str) -> Any:
    return _country(country, region)


def _country(country: str, region: str = "") -> Any:
    import holidays  # it takes a quarter of a second to import

    return holidays.country_holidays(country, subdiv=region or None, language="en_US")
