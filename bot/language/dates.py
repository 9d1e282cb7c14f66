"""Dates as people say them: "Friday", "end of the month", "in two weeks"."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.language.numeric import Prefer, american_at, is_numeric, numeric_day

_END_OF = re.compile(r"^(?:the )?end of (?:the |this )?(?P<what>week|month|year)$", re.IGNORECASE)
_NEXT_DAY = re.compile(
    r"^(?:next|this|on|coming)\s+(?P<day>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?$", re.IGNORECASE
)
_NTH = re.compile(r"^(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)$", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_DECEMBER, _LONGEST_MONTH = 12, 31
_HALF_A_YEAR, _JUST_NOW = 182, 28  # days


def parse_due(text: str, now: datetime, *, american: bool | None = None) -> date | None:
    """The day that `text` means, seen from `now` (in the team's time zone), today or later.

    None when it is no day, and when it is one that `passed_day` gives. `american`: months come first in `10/12`; None:
    as they do where `now` is.
    """
    found = _meant(text, now, american)
    return found if found is not None and found >= now.date() else None


def passed_day(text: str, now: datetime, *, american: bool | None = None) -> date | None:
    """The day that `text` means, where that has passed: yesterday, 1 March 2020; on 5 March also 1 March."""
    found = _meant(text, now, american)
    return found if found is not None and found < now.date() else None


def _meant(text: str, now: datetime, american: bool | None) -> date | None:
    """Without a year it is the next such day, unless the last one is today or was just now."""
    today, first = now.date(), american_at(now) if american is None else american
    found = _read(text, now, "future", american=first)
    if found is None or (found - today).days <= _HALF_A_YEAR:
        return found
    before = _read(text, now, "past", american=first)
    return before if before is not None and 0 <= (today - before).days <= _JUST_NOW else found


def _read(text: str, now: datetime, prefer: Prefer, *, american: bool) -> date | None:
    words = text.strip().rstrip(".!").strip()
    words = re.sub(r"^(?:by|until|till|before|on|due|latest)\s+", "", words, flags=re.IGNORECASE)
    if not words:
        return None
    end = _END_OF.match(words)
    if end:
        return _end_of(end["what"].lower(), now.date())
    nth = _NTH.match(words)
    if nth:
        return coming_day(int(nth["day"]), now.date())
    if is_numeric(words):
        return numeric_day(words, now.date(), american=american, prefer=prefer)
    named = _NEXT_DAY.match(words)
    if named:
        words = named["day"][:3]
    if re.fullmatch(r"next (?:week|month|year)", words, re.IGNORECASE):
        words = "in 1 " + words.split()[1]
    import dateparser  # it takes 0.2 s to import, and most turns hold no date

    found = dateparser.parse(
        words,
        languages=["en"],
        settings={
            "RELATIVE_BASE": now.replace(tzinfo=None),
            "PREFER_DATES_FROM": prefer,
            "REQUIRE_PARTS": [],
            "RETURN_AS_TIMEZONE_AWARE": False,
            **({} if american or _ISO.search(words) else {"DATE_ORDER": "DMY"}),
        },
    )
    if found is None or not re.search(r"\d|[a-z]{3}", words, re.IGNORECASE):
        return None
    return found.date()


def coming_day(number: int, today: date) -> date | None:
    """The next day of any month with this number."""
    days = (today + timedelta(days=ahead) for ahead in range(2 * _LONGEST_MONTH))
    return next((day for day in days if day.day == number), None)


def _end_of(what: str, today: date) -> date:
    if what == "week":
        return today + timedelta(days=(4 - today.weekday()) % 7)
    if what == "year":
        return date(today.year, _DECEMBER, 31)
    first_of_next = date(today.year + today.month // _DECEMBER, today.month % _DECEMBER + 1, 1)
    return first_of_next - timedelta(days=1)


def in_days(now: datetime, days: int) -> date:
    """The day so many days from `now`, moved to Monday when it falls on a weekend."""
    day = (now + timedelta(days=days)).date()
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day  # noqa: PLR2004 - Friday is 4


def say_day(day: date) -> str:
    """A day as people read it: Fri 28 Nov 2025."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def say_time(at: datetime, zone: str, now: datetime) -> str:
    """`Thu 3 Dec 15:00`, with the year when it is another than now's."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{say_short(local.date(), now.astimezone(ZoneInfo(zone)).date())} {local:%H:%M}"


def say_short(day: date, today: date) -> str:
    """`Thu 3 Dec`, with the year when it is another than today's."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day:%a} {day.day} {day:%b}{year}"
