"""When something is due: on which days and at what time of whose clock, how often, and with what exceptions."""

from __future__ import annotations

import heapq
import re
from collections.abc import Container, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field

from bot.chat import Value
from bot.cron import Cron, read_cron

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS = (0, 1, 2, 3, 4)
_FAR = 800  # days that are looked ahead for one that counts
_EIGHT_YEARS = 2_925  # days; so far apart two 29ths of February can be
_BACK = 14  # days that are looked back for one that counts
_DAY = timedelta(days=1)
_WHEN = re.compile(
    r"^(?:every\s+|on\s+)?(?P<days>.+?)\s+(?:at\s+)?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>am|pm)?$",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"^every\s+(?:(?P<number>\d{1,2}|two|three|four|six)\s+weeks|(?P<other>other|second|2nd)(?:\s+week)?)\s+(?:on\s+)?",
    re.IGNORECASE,
)
_NOON = re.compile(r"\b(?:noon|midday)\b", re.IGNORECASE)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "six": 6}


class Change(Value):
    """What happens to the one time that would be on `day`: it is moved to another moment, or left out (None)."""

    day: date
    to: AwareDatetime | None = None


class Pause(Value):
    """Days, both included, on which nothing is due."""

    first: date
    last: date


class Rule(Value):
    """Which weekdays (0 is Monday), at what local time (`09:00`), in which zone; `work_days` leaves out holidays.

    `every`: only each second (third, …) week, where weeks are counted from `anchor` on. `once`: at this moment only,
    whatever the days say. `calendar` names whose public holidays `work_days` means besides the team's own (`DE-BY`),
    `off` further days. `shift`: so many minutes after the time itself, before it when negative; exceptions are told by
    the day of the time itself. `only_on`: where a shift leads to another weekday, or to a free day, the last of these
    before it. `until`: nothing is due later than this moment. `since`: nothing is before that day, unless it was moved.
    `cron`: a line of a crontab that says days and times in place of `days` and `at`.
    """

    days: tuple[int, ...]
    at: str
    zone: str
    work_days: bool = False
    every: int = Field(default=1, ge=1, le=100)
    anchor: date | None = None
    once: AwareDatetime | None = None
    calendar: str = ""
    off: tuple[date, ...] = ()
    changes: tuple[Change, ...] = ()
    pauses: tuple[Pause, ...] = ()
    shift: int = 0
    only_on: tuple[int, ...] = ()
    until: AwareDatetime | None = None
    since: date | None = None
    cron: str = ""

    @property
    def text(self) -> str:
        """As people say it."""
        if self.cron:
            return f"{_cron(self).text} ({self.zone})"
        if self.once is not None:
            local = self.once.astimezone(ZoneInfo(self.zone))
            return f"on {local:%a} {local.day} {local:%b %Y} at {local:%H:%M} ({self.zone})"
        if self.days == WEEKDAYS:
            days = "weekdays"
        elif len(self.days) == len(DAYS):
            days = "daily"
        else:
            days = ", ".join(f"{DAYS[day]}s" for day in self.days)
        often = f"every {self.every} weeks, " if self.every > 1 else ""
        return f"{often}{days} at {self.at} ({self.zone})"


class Occurrence(Value):
    """One time of a rule: the day that it would be on, which is its name, and the moment when it is."""

    day: date
    at: AwareDatetime
    moved: bool = False


def once(moment: datetime, zone: str) -> Rule:
    """At this moment, and never again."""
    return Rule(days=(), at=f"{moment.astimezone(ZoneInfo(zone)):%H:%M}", zone=zone, once=moment)


def by_cron(line: str, zone: str) -> Rule | str:
    """`0 16 * * FRI` by the clock of a zone; a sentence where that is no line of a crontab, or never comes."""
    cron = read_cron(line)
    if isinstance(cron, str):
        return cron
    rule = Rule(days=(), at=cron.times[0], zone=zone, cron=line)
    if next_due(rule, datetime(2000, 1, 1, tzinfo=UTC)) is None:
        return "No such day ever comes: those months are shorter. Choose a day that they have."
    return rule


def parse_when(text: str, zone: str, today: date | None = None) -> Rule | None:
    """`weekdays 09:00`, `every Monday and Thursday at 9:30`, `daily 8am`; None when it is anything else.

    With `today`, also `every 2 weeks on Thursday 15:00`: the first of them is within a week.
    """
    words = _NOON.sub("12:00", " ".join(text.split()))
    often = _EVERY.match(words) if today else None
    every = 1
    if often:
        number = (often["number"] or "two").lower()
        every = _NUMBERS.get(number) or int(number)
        words = words[often.end() :]
    found = _WHEN.match(words)
    at = read_clock(found["hour"], found["minute"], found["half"]) if found else None
    days = _days(found["days"]) if found else None
    if days is None or at is None or not every:
        return None
    anchor = today if every > 1 else None
    return Rule(days=days, at=at, zone=zone, work_days=days == WEEKDAYS, every=every, anchor=anchor)


def read_clock(hour: str, minute: str | None, half: str | None) -> str | None:
    """`9`, None, `pm` → `21:00`; None when there is no such time."""
    hours, minutes = int(hour), int(minute or 0)
    if half:
        if not 1 <= hours <= 12:  # noqa: PLR2004 (hours of half a day)
            return None
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    return None if hours > 23 or minutes > 59 else f"{hours:02}:{minutes:02}"  # noqa: PLR2004 (a day's last minute)


def _days(text: str) -> tuple[int, ...] | None:
    words = [
        word for word in re.split(r"[\s,/&]+|\band\b", text.lower()) if word and word not in {"and", "on", "every"}
    ]
    whole = {
        "daily": tuple(range(7)),
        "day": tuple(range(7)),
        "weekdays": WEEKDAYS,
        "weekday": WEEKDAYS,
        "workdays": WEEKDAYS,
    }
    if len(words) == 1 and words[0] in whole:
        return whole[words[0]]
    found = [weekday_named(word) for word in words]
    return tuple(sorted({day for day in found if day is not None})) if found and None not in found else None


def weekday_named(word: str) -> int | None:
    """`Mon`, `tues`, `fridays` → 0, 1, 4."""
    for at, name in enumerate(DAYS):
        if re.fullmatch(rf"{name[:3]}(?:{name[3:]})?s?|{name[:4]}s?", word, re.IGNORECASE):
            return at
    return None


def occurrences(rule: Rule, after: datetime, holidays: Container[date] = frozenset()) -> Iterator[Occurrence]:
    """The times of a rule later than a moment, in order, without its shift.

    A local time that a change of clocks leaves out comes as much later as the clocks are moved (02:30 becomes 03:30);
    one that it brings twice is meant the first time only. It ends when nothing more is found for two years.
    """
    if rule.once is not None:
        day = rule.once.astimezone(ZoneInfo(rule.zone)).date()
        return iter([Occurrence(day=day, at=rule.once.astimezone(UTC))] if rule.once > after else ())
    return heapq.merge(_regular(rule, after, holidays), _moved(rule, after), key=lambda each: each.at)


def _regular(rule: Rule, after: datetime, holidays: Container[date]) -> Iterator[Occurrence]:
    changed = _changes(rule)
    day, looked = after.astimezone(ZoneInfo(rule.zone)).date() - 2 * _DAY, 0
    far = _EIGHT_YEARS if rule.cron else _FAR
    while looked < far:
        day, looked = day + _DAY, looked + 1
        if day in changed or not _falls_on(rule, day) or not _is_on(rule, day, holidays):
            continue
        for at in _moments(rule, day):
            if at > after:
                looked = 0
                yield Occurrence(day=day, at=at)


def _moved(rule: Rule, after: datetime) -> list[Occurrence]:
    """Those that somebody gave another moment: on a holiday too, since that was said on purpose."""
    zone = ZoneInfo(rule.zone)
    found = [
        Occurrence(day=change.day, at=change.to.astimezone(UTC), moved=True)
        for change in _changes(rule).values()
        if change.to is not None
        and change.to > after
        and _falls_on(rule, change.day)
        and not _is_paused(rule, change.to.astimezone(zone).date())
    ]
    return sorted(found, key=lambda each: each.at)


def _changes(rule: Rule) -> dict[date, Change]:
    """The last word about each day."""
    return {change.day: change for change in rule.changes}


def _falls_on(rule: Rule, day: date) -> bool:
    if rule.cron:
        return _cron(rule).falls_on(day)
    weeks = 0 if rule.anchor is None else (day - rule.anchor).days // 7
    return day.weekday() in rule.days and weeks % rule.every == 0


def _is_on(rule: Rule, day: date, holidays: Container[date]) -> bool:
    """Whether a day that it falls on counts, where nobody said something else about it."""
    begun = rule.since is None or day >= rule.since
    return begun and not _is_free(rule, day, holidays) and not _is_paused(rule, day)


def _is_free(rule: Rule, day: date, holidays: Container[date]) -> bool:
    return rule.work_days and (day in rule.off or day in holidays)


def _is_paused(rule: Rule, day: date) -> bool:
    return any(pause.first <= day <= pause.last for pause in rule.pauses)


def _moment(rule: Rule, day: date) -> datetime:
    return _local(day, rule.at, rule.zone)


def _moments(rule: Rule, day: date) -> tuple[datetime, ...]:
    """All of a day; a cron line may say several, no two of them within an hour."""
    times = _cron(rule).times if rule.cron else (rule.at,)
    return tuple(_local(day, at, rule.zone) for at in times)


def _local(day: date, at: str, zone: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(at), ZoneInfo(zone)).astimezone(UTC)


def _cron(rule: Rule) -> Cron:
    cron = read_cron(rule.cron)
    if isinstance(cron, str):
        raise ValueError(f"{rule.cron!r} is no line of a crontab")  # noqa: TRY004 (it is of the right type)
    return cron


def occurrence_on(rule: Rule, day: date, holidays: Container[date] = frozenset()) -> Occurrence | None:
    """The time whose own day this is, wherever it was moved to; None where there is none."""
    if not _falls_on(rule, day):
        return None
    if day in _changes(rule):
        return next((each for each in _moved(rule, datetime.min.replace(tzinfo=UTC)) if each.day == day), None)
    return Occurrence(day=day, at=_moment(rule, day)) if _is_on(rule, day, holidays) else None


def due_of(rule: Rule, occurrence: Occurrence, holidays: Container[date] = frozenset()) -> datetime:
    """When what a rule is about is due for one of its times, in UTC."""
    due = occurrence.at + timedelta(minutes=rule.shift)
    if not rule.only_on:
        return due
    local = due.astimezone(ZoneInfo(rule.zone))
    for back in range(_BACK + 1):
        day = local.date() - back * _DAY
        if day.weekday() in rule.only_on and not _is_free(rule, day, holidays):
            return due if not back else datetime.combine(day, local.time(), local.tzinfo).astimezone(UTC)
    return due


def dues(rule: Rule, after: datetime, holidays: Container[date] = frozenset()) -> Iterator[datetime]:
    """The moments after this one at which something is due, in UTC, each once and in order."""
    shift, last = timedelta(minutes=rule.shift), after
    room = (_BACK + 1) * _DAY if rule.only_on else timedelta()
    waiting: list[datetime] = []  # what goes back to a working day may overtake what comes before it
    for occurrence in occurrences(rule, after - shift, holidays):
        heapq.heappush(waiting, due_of(rule, occurrence, holidays))
        while waiting and waiting[0] <= occurrence.at + shift - room:
            due = heapq.heappop(waiting)
            if rule.until is not None and due > rule.until:
                return
            if due > last:  # two can fall on one moment: one was moved there
                last = due
                yield due
    for due in sorted(set(waiting)):
        if due > last and (rule.until is None or due <= rule.until):
            yield due


def next_due(rule: Rule, after: datetime, holidays: Container[date] = frozenset()) -> datetime | None:
    """The first due time after a moment, in UTC."""
    return next(dues(rule, after, holidays), None)


def dues_between(
    rule: Rule, after: datetime, last: datetime, holidays: Container[date] = frozenset()
) -> tuple[datetime, ...]:
    """The due times after one moment and up to another."""
    return tuple(takewhile(lambda due: due <= last, dues(rule, after, holidays)))
