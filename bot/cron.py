"""`0 16 * * FRI`: what a line of a crontab means, in days and times, and as people say it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.language.markdown import quoted
from bot.language.text import listed, shorten

_MINUTES, _HOURS, _DAYS, _MONTHS = range(60), range(24), range(1, 32), range(1, 13)
_SUNDAY_TOO = range(8)  # of a crontab: both 0 and 7 are Sunday
_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAY_NAMES = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_PARTS = ("minute", "hour", "day of the month", "month", "weekday")
_RUN = 3  # days in a row that are told by the first and the last of them
_LONGEST = 60
_ITEM = re.compile(r"(?:\*|(?P<first>\w+)(?:-(?P<last>\w+))?)(?:/(?P<step>\d{1,2}))?")
_SAID = re.compile(r"(?:(?:schedule|every|on|at|by|with|a)\s+)*cron(?:tab)?\b[:\s]*(?P<line>.*)", re.IGNORECASE)
_BARE = re.compile(r"(?:schedule\s+)?(?P<line>[\d*,/-]+(?:\s+[\d*,/-]+){2}(?:\s+[\w*,/-]+){2})", re.IGNORECASE)
_FIVE = (
    "A cron line has five parts: minute, hour, day of the month, month and weekday. `cron 0 16 * * FRI` is each Friday "
    "at 16:00."
)


@dataclass(frozen=True, slots=True)
class Cron:
    """At `minute` of each of `hours`, on these days; weekdays as Python counts them, 0 is Monday.

    A crontab that names days of the month and weekdays means the one or the other (`either`).
    """

    minute: int
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    either: bool

    @property
    def times(self) -> tuple[str, ...]:
        """`16:00`, in order."""
        return tuple(f"{hour:02}:{self.minute:02}" for hour in self.hours)

    def falls_on(self, day: date) -> bool:
        """Whether it is due on this day."""
        counts, named = day.day in self.days, day.weekday() in self.weekdays
        return day.month in self.months and (counts or named if self.either else counts and named)

    @property
    def text(self) -> str:
        """`Fridays at 16:00`, `on the 1st and 15th of each month at 09:00`."""
        return f"{self._days} {self._hours}"

    @property
    def _hours(self) -> str:
        if len(self.hours) == len(_HOURS):
            return f"every hour at {self.minute} minutes past" if self.minute else "every hour"
        if len(self.hours) > _RUN and self.hours[-1] - self.hours[0] == len(self.hours) - 1:
            return f"every hour from {self.times[0]} to {self.times[-1]}"
        return f"at {listed(self.times)}"

    @property
    def _days(self) -> str:
        months = listed([_MONTH_NAMES[month - 1] for month in self.months])
        some = len(self.months) < len(_MONTHS)
        if len(self.days) == len(_DAYS):
            weekdays = self._weekdays or "daily"
            return f"{weekdays} in {months}" if some else weekdays
        of = f"of {months}" if some else "of each month"
        days = f"the {listed([_ordinal(day) for day in self.days])} {of}"
        if not self._weekdays:
            return f"on {days}"
        if not self.either:
            return f"{self._weekdays} that are {days}"
        return f"on {days}, and {self._weekdays}{f' in {months}' if some else ''}"

    @property
    def _weekdays(self) -> str:
        """`Fridays`, `Mondays to Thursdays`; nothing where all are meant."""
        named = [f"{_DAY_NAMES[(day + 1) % 7]}s" for day in self.weekdays]
        if len(named) == len(_DAY_NAMES):
            return ""
        if len(named) >= _RUN and self.weekdays[-1] - self.weekdays[0] == len(named) - 1:
            return f"{named[0]} to {named[-1]}"
        return listed(named)


def cron_line(words: str) -> str | None:
    """The five parts in `cron 0 16 * * FRI`, or in no more than these; None where it is said otherwise."""
    said = _SAID.fullmatch(words.strip()) or _BARE.fullmatch(words.strip())
    return " ".join(said["line"].strip("`'\"“”„‘’ ").upper().split()) if said else None


def is_cron(words: str) -> bool:
    """Whether words can be nothing but a line, also one with a slip in it; `cron jobs failed at night` can."""
    parts = (cron_line(words) or "").split()
    return len(parts) == len(_PARTS) and (parts[0][0].isdecimal() or parts[0][0] == "*")


@lru_cache(maxsize=256)
def read_cron(line: str) -> Cron | str:
    """What a line means; a sentence where it means nothing, or would be due several times an hour."""
    parts = line.split()
    if len(parts) != len(_PARTS):
        return _FIVE
    if len(line) > _LONGEST:
        return f"That cron line is longer than {_LONGEST} letters. Write it shorter, as in `0 9-17/2 * * MON-FRI`."
    fields = [_field(part, name, whole) for part, name, whole in zip(parts, _PARTS, _WHOLE, strict=True)]
    minutes, hours, days, months, weekdays = (found or () for found in fields)
    if None in fields:
        at = fields.index(None)
        return f"I can’t read {quoted(shorten(parts[at], 20))} as the {_PARTS[at]}. {_FIVE}"
    if len(minutes) > 1:
        return f"That would be {len(minutes)} times an hour; once an hour is the most. {_FIVE}"
    on = tuple(sorted({(day - 1) % 7 for day in weekdays}))
    either = not parts[2].startswith("*") and not parts[4].startswith("*")
    if either and (len(days) == len(_DAYS) or len(on) == len(_DAY_NAMES)):  # the one of them is every day
        days, on, either = tuple(_DAYS), tuple(range(len(_DAY_NAMES))), False
    return Cron(minute=minutes[0], hours=hours, days=days, months=months, weekdays=on, either=either)


_WHOLE = (_MINUTES, _HOURS, _DAYS, _MONTHS, _SUNDAY_TOO)


def _field(part: str, name: str, whole: range) -> tuple[int, ...] | None:
    found: set[int] = set()
    for item in part.split(","):
        read = _item(item, name, whole)
        if read is None:
            return None
        found |= read
    return tuple(sorted(found))


def _item(item: str, name: str, whole: range) -> set[int] | None:
    """`*`, `*/2`, `5`, `1-5`, `MON-FRI`, `8-18/2`; `5/2` is from there on."""
    matched = _ITEM.fullmatch(item)
    if matched is None:
        return None
    step = int(matched["step"] or 1)
    top = whole[-1] - (whole is _SUNDAY_TOO)  # of all seven days, Sunday is the first
    if matched["first"] is None:
        return set(range(whole[0], top + 1, step)) if step else None
    first = _number(matched["first"], name)
    last = _number(matched["last"], name) if matched["last"] else top if matched["step"] else first
    if first is None or last is None or first not in whole or last not in whole or not step:
        return None
    if whole is _SUNDAY_TOO and last < first:  # `FRI-MON`
        return {day % 7 for day in range(first, last + 8, step)}
    return set(range(first, last + 1, step)) or None


def _number(word: str, name: str) -> int | None:
    if word.isdecimal():
        return int(word[:3])
    names = _MONTH_NAMES if name == "month" else _DAY_NAMES if name == "weekday" else ()
    for at, each in enumerate(names, 1 if name == "month" else 0):
        if len(word) >= 3 and each.upper().startswith(word):  # noqa: PLR2004 (a name of three letters)
            return at
    return None


def _ordinal(day: int) -> str:
    return f"{day}{'th' if day in {11, 12, 13} else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"
