"""From when on a retrospective is summarised: `since Monday`, `last 2 weeks`, a link to a thread."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.chat import Value
from bot.language.numeric import is_american, is_numeric, numeric_day, read_back
from bot.retros.extraction.dates import MONTH, WEEKDAY, Seen, day_in
from bot.retros.extraction.due import days_in
from bot.times import weekday_named

_LINK = re.compile(r"<?(https?://\S+?)>?(?:\|[^>]*>)?(?=\s|$)")
_LAST = re.compile(
    r"\b(?:last|past|for|the last|the past|in the last|previous)\s+"
    r"(?:(?P<n>\d{1,3}|a|one|two|three|four|five|six|couple of)\s+)?(?P<unit>hour|day|week|month|sprint)s?\b",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"(?:since\s+)?(?:the\s+)?(?P<n>\d{1,3}|a|one|two|three|four|five|six|couple of)\s+"
    r"(?P<unit>hour|day|week|month|sprint)s?(?:\s+ago|\s+back)?",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    rf"\b(?:(?P<last>last)\s+(?P<day>{WEEKDAY})|(?P<that>{WEEKDAY})\s+(?:of\s+)?last\s+week)\b", re.IGNORECASE
)
_THIS = re.compile(r"\bthis\s+(?P<what>week|month)\b", re.IGNORECASE)
_IN_MONTH = re.compile(rf"(?:the\s+beginning\s+of\s+|early\s+)?(?P<month>{MONTH})", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|from|after)\s+(?P<when>.+)$", re.IGNORECASE)
_NTH = re.compile(r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)
_TO_COME = re.compile(r"\b(?:tomorrow|next|morgen)\b", re.IGNORECASE)
_FAR = 366 * 8  # days that are looked back
_NUMBERS = {"a": 1, "one": 1, "two": 2, "couple of": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_DAYS = {"day": 1, "week": 7, "month": 30, "sprint": 14}


class Span(Value):
    """What is asked for: from a moment on, None for since the last one; or what a link leads to."""

    since: datetime | None = None
    link: str = ""
    unclear: str = ""
    """Words that could not be understood."""
    told: str = ""
    """How a day in numbers was read that can be two."""


def span_of(words: str, now: datetime, zone: ZoneInfo, country: str = "") -> Span:
    """What the words after the command ask for; days in numbers are read as in the team’s country, or else its zone."""
    text = " ".join(words.split())
    linked = _LINK.search(text)
    if linked:
        return Span(link=linked[1])
    if not text or re.fullmatch(r"now|since (?:the )?last (?:retro(?:spective)?|time|summary)", text, re.IGNORECASE):
        return Span()
    last = _AGO.fullmatch(text) or _LAST.search(text)
    if last and not _WEEKDAY.search(text):
        count = _NUMBERS.get((last["n"] or "one").lower()) or int(last["n"])
        hours = last["unit"].lower() == "hour"
        return Span(
            since=now - (timedelta(hours=count) if hours else timedelta(days=_DAYS[last["unit"].lower()] * count))
        )
    found = _SINCE.search(text)
    when, today = found["when"] if found else text, now.astimezone(zone).date()
    american = is_american(country, zone.key)
    day = _past_day(when, today, american=american)
    if day is None:
        return Span(unclear=text)
    told = read_back(when, today, american=american, prefer="past")
    return Span(since=datetime.combine(day, time(), zone), told=told)


def _past_day(text: str, today: date, *, american: bool) -> date | None:
    if re.search(r"\byesterday\b", text, re.IGNORECASE):
        return today - timedelta(days=1)
    if re.search(r"\btoday\b", text, re.IGNORECASE):
        return today
    if _TO_COME.search(text):
        return None
    if (said := _named(text, today)) is not None:
        return said
    if is_numeric(text.strip(" .")):
        numbers = numeric_day(text.strip(" ."), today, american=american, prefer="past")
        return numbers if numbers is not None and numbers <= today else None
    exact = day_in(text, today=today, month_first=american)
    if exact is not None and exact > today:
        return None if day_in(text, whole=True) else _last(today, exact.day, exact.month)
    nth = _NTH.search(text)
    if exact is not None or nth:
        return exact or _last(today, int(nth["day"]) if nth else 0)
    named = [found.day for found in days_in(text, Seen(today, {})) if found.day]
    if not named:
        return None
    return named[0] - timedelta(days=7) if named[0] > today else named[0]


def _named(text: str, today: date) -> date | None:
    """`last Friday` is none that is today; `Monday last week`, `this week`, `November`."""
    monday = today - timedelta(days=today.weekday())
    if found := _WEEKDAY.search(text):
        weekday = weekday_named(found["day"] or found["that"]) or 0
        if found["that"]:
            return monday + timedelta(days=weekday - 7)
        return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    if found := _THIS.search(text):
        return monday if found["what"].casefold() == "week" else today.replace(day=1)
    if found := _IN_MONTH.fullmatch(text):
        month = [name.casefold() for name in calendar.month_name].index(found["month"].casefold())
        return date(today.year - (month > today.month), month, 1)
    return None


def _last(today: date, day: int, month: int | None = None) -> date | None:
    """The last such day up to today; 29 February may have been years ago."""
    for back in range(_FAR):
        each = today - timedelta(days=back)
        if each.day == day and month in {None, each.month}:
            return each
    return None
