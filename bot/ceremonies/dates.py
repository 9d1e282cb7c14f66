"""Days and times as people say them about something that has a time already: "Friday 14:00", "7 January", "noon"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.language.dates import coming_day, say_day
from bot.language.numeric import both_ways, is_numeric, numeric_day
from bot.times import read_clock, weekday_named

_TIMES = (
    re.compile(r"(?:\bum\s+)?\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?P<half>)\s*Uhr\b", re.IGNORECASE),
    re.compile(r"(?:\bat\s+)?\b(?P<hour>\d{1,2}):(?P<minute>\d{2})\s*(?P<half>am|pm)?\b", re.IGNORECASE),
    re.compile(r"(?:\bat\s+)?\b(?P<hour>\d{1,2})(?P<minute>)\s*(?P<half>am|pm)\b", re.IGNORECASE),
    re.compile(r"\bat\s+(?P<hour>\d{1,2})(?:\.(?P<minute>\d{2}))?(?P<half>)(?![\d.])", re.IGNORECASE),
)
_NAMED = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_SMALL = re.compile(r"\b(?:on|to|the|from|until|till|of|for|at)\b|,", re.IGNORECASE)
_DOTTED = re.compile(r"\d{1,2}\.\s?\d{1,2}\.")
_CLOCK = re.compile(r"\d{1,2}\.\d{2}")  # "9.10" is a time for some, and a day for others
_NTH = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_WEEK = 7
_MONTHS = tuple(calendar.month_name[1:])
_WHICH = ("first 1st", "second 2nd", "third 3rd", "fourth 4th", "last")
_LAST = len(_WHICH) - 1
_NTH_WEEKDAY = re.compile(
    rf"(?P<which>{'|'.join(_WHICH).replace(' ', '|')})\s+(?P<day>\w+)\s+(?:in\s+)?"
    rf"(?P<month>this month|next month|month|{'|'.join(_MONTHS)})",
    re.IGNORECASE,
)
_AHEAD = r"(?P<{0}>this|next|in (?:a|one|two|three|four|\d)) weeks?"
_WEEK_OF = re.compile(rf"(?P<day>\w+) {_AHEAD.format('after')}|{_AHEAD.format('before')} (?P<other>\w+)", re.IGNORECASE)
_WEEKS = {"this": 0, "next": 1, "in a": 1, "in one": 1, "in two": 2, "in three": 3, "in four": 4}
_VAGUE = re.compile(r"\b(?:morning|afternoon|evening|vormittag|nachmittag|abend)s?\b", re.IGNORECASE)
_GERMAN = {
    "montag": "Monday", "dienstag": "Tuesday", "mittwoch": "Wednesday", "donnerstag": "Thursday", "freitag": "Friday",
    "samstag": "Saturday", "sonntag": "Sunday", "nächsten": "next", "kommenden": "coming", "diesen": "this", "am": "",
}  # fmt: skip
_NO_DAY = "I can’t tell which day “{}” is. Write it as 7 January, or as a weekday."


@dataclass(frozen=True, slots=True)
class When:
    """What was said: a day, a local time, or both."""

    day: date | None = None
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why it can't be told which day or time is meant, as a sentence."""

    sentence: str


def read_when(words: str, now: datetime, about: date | None = None, *, american: bool | None = None) -> When | Unclear:
    """The day and time that words mean, seen from `now` in the team's zone.

    A weekday is the one in the week of the day that this is `about`; without it, or when that has passed, the next
    one. A day without a year is the next such day. `american`: in `4/12` the month comes first; None: it can be two
    days, so it is asked back.
    """
    rest, at = _time_in(words)
    if isinstance(at, Unclear):
        return at
    said = " ".join(rest.split()).strip(" ,")
    if _VAGUE.search(rest) and at is None:
        return Unclear("At what time? Write it as 14:00.")
    rest = _VAGUE.sub(" ", rest)
    rest = " ".join(_SMALL.sub(" ", rest).split()).strip(" .") if not _DOTTED.search(rest) else rest
    rest = " ".join(rest.split())
    if not rest:
        return When(at=at) if at is not None else Unclear("No day or time is said.")
    day = _day(rest, now, about, american)
    if day is None:
        return Unclear(_NO_DAY.format(said))
    return day if isinstance(day, Unclear) else When(day=day, at=at)


def read_day(words: str, now: datetime, *, american: bool | None = None) -> date | Unclear:
    """A day, and no time."""
    found = read_when(words, now, american=american)
    if isinstance(found, Unclear):
        return found
    if found.day is None or found.at is not None:
        return Unclear("That should be a day, such as 7 January.")
    return found.day


def _time_in(words: str) -> tuple[str, time | Unclear | None]:
    for name, at in _NAMED.items():
        if re.search(rf"\b{name}\b", words, re.IGNORECASE):
            return re.sub(rf"\b(?:at\s+)?{name}\b", " ", words, flags=re.IGNORECASE), time.fromisoformat(at)
    for pattern in _TIMES:
        found = pattern.search(words)
        if found is None:
            continue
        at_text = read_clock(found["hour"], found["minute"], found["half"])
        if at_text is None:
            return words, Unclear(f"There is no {found[0].strip()} on a clock.")
        left = f"{words[: found.start()]} {words[found.end() :]}"
        if any(other.search(left) for other in _TIMES):
            return words, Unclear("There are two times in that.")
        return left, time.fromisoformat(at_text)
    return words, None


def _day(words: str, now: datetime, about: date | None, american: bool | None) -> date | Unclear | None:
    """The day, None where that can't be told at all."""
    today = now.date()
    named = {"today": 0, "tomorrow": 1, "day after tomorrow": 2}
    if words.casefold() in named:
        return today + timedelta(days=named[words.casefold()])
    nth = _NTH_WEEKDAY.fullmatch(words)
    if nth is not None:
        return _nth_weekday(nth, today)
    of_week = _WEEK_OF.fullmatch(words)
    if of_week is not None:
        return _in_week(of_week, today)
    words = _in_english(words)
    which, _, name = words.rpartition(" ")
    weekday = weekday_named(name)
    if weekday is not None and which.casefold() in {"", "this", "next", "coming"}:
        return _weekday(weekday, today, about, later=which.casefold() == "next")
    numbers = _numbers(words, today, american)
    return numbers if numbers is not None else _parsed(words, now, american=bool(american))


def _weekday(weekday: int, today: date, about: date | None, *, later: bool) -> date:
    """With `later` (“next Friday”): of the week after the one that it is about, or after this one."""
    around = about or today
    found = around - timedelta(days=around.weekday() - weekday)
    if later and about is None:
        return found + timedelta(days=_WEEK)
    while found < today:
        found += timedelta(days=_WEEK)
    return found


def _in_week(found: re.Match[str], today: date) -> date | None:
    """`Thursday next week`, `next week Thursday`, `Friday in two weeks`: weeks begin on Mondays."""
    weekday = weekday_named(found["day"] or found["other"])
    if weekday is None:
        return None
    said = (found["after"] or found["before"]).casefold()
    weeks = _WEEKS[said] if said in _WEEKS else int(said.removeprefix("in "))
    return today + timedelta(days=weekday - today.weekday() + _WEEK * weeks)


def _nth_weekday(found: re.Match[str], today: date) -> date | None:
    """`first Tuesday next month`, `last Friday in January`, `last Friday of the month`."""
    weekday = weekday_named(found["day"])
    if weekday is None:
        return None
    which = next(at for at, names in enumerate(_WHICH) if found["which"].casefold() in names.split())
    month = found["month"].casefold()
    relative = {"this month": 0, "next month": 1}
    ahead = 0 if month == "month" else relative[month] if month in relative else _months_until(month, today)
    first = _first_of(today, ahead)
    days = [first + timedelta(days=at) for at in range(31)]
    those = [day for day in days if day.month == first.month and day.weekday() == weekday]
    day = those[-1] if which == _LAST else those[which]
    return day if day >= today or month in relative else _nth_weekday(found, _first_of(today, 1))


def _months_until(name: str, today: date) -> int:
    number = 1 + [month.casefold() for month in _MONTHS].index(name)
    return (number - today.month) % len(_MONTHS)


def _in_english(words: str) -> str:
    """`nächsten Freitag`, `heute in einer Woche`: as far as a day in German can be told from one in English."""
    said = re.sub(r"^heute\s+(?=in\b)", "", words, flags=re.IGNORECASE)
    known = [_GERMAN.get(word.casefold(), word) for word in said.split()]
    return " ".join(filter(None, known)) if {word.casefold() for word in said.split()} <= set(_GERMAN) else said


def _first_of(today: date, months: int) -> date:
    count = today.year * 12 + today.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _numbers(words: str, today: date, american: bool | None) -> date | Unclear | None:
    """Days in numbers, which a parser would read as Americans do, whatever the dots say."""
    if is_numeric(words) and not _CLOCK.fullmatch(words):
        ways = both_ways(words, today, american=False) if american is None else None
        if ways:
            return Unclear(f"{words} can be {' or '.join(map(say_day, ways))}. Please write the month as a word.")
        return numeric_day(words, today, american=bool(american)) or Unclear("There is no such day.")
    nth = _NTH.fullmatch(words)
    if nth is None:
        return None
    return coming_day(int(nth["day"]), today) or Unclear(f"No month has a {words}.")


def _parsed(words: str, now: datetime, *, american: bool) -> date | None:
    found = _parsed_in("en", words, now, american=american) or _parsed_in("de", words, now, american=american)
    if found is None or re.search(r"\b[A-Z]{2,5}T?\b", words):
        return None
    return found.date()


def _parsed_in(language: str, words: str, now: datetime, *, american: bool) -> datetime | None:
    import dateparser  # it takes 0.2 s to import, and most turns hold no date

    # A zone's name in the words would move the day, and a day of the month alone may be taken from the past.
    return dateparser.parse(
        words,
        languages=[language],
        settings={
            "RELATIVE_BASE": now.replace(tzinfo=None),
            "PREFER_DATES_FROM": "future",
            "REQUIRE_PARTS": ["day", "month"],
            "RETURN_AS_TIMEZONE_AWARE": False,
            **({} if american or _ISO.search(words) else {"DATE_ORDER": "DMY"}),
        },
    )
