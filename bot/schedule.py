"""When things are due, in the team's time zone; each due time brings about one turn, however many processes look."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import structlog
from pydantic import AwareDatetime

from bot.chat import Address, Message, Person, Post, Value
from bot.durable.ports import Ports
from bot.errors import Trouble

CLOCK = Person(id="groundwork:schedule", name="Groundwork")
"""Who speaks when a time is due."""

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS = (0, 1, 2, 3, 4)
_KEY = "schedule:"
_LOOK_EVERY = 5.0  # seconds, after which schedules made by another process are known here
_FAR = 800  # days that are looked ahead for one without a holiday
_WHEN = re.compile(
    r"^(?:every\s+|on\s+)?(?P<days>.+?)\s+(?:at\s+)?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>am|pm)?$",
    re.IGNORECASE,
)
_log = structlog.get_logger(__name__)


class Rule(Value):
    """Which weekdays (0 is Monday), at what local time (`09:00`), in which zone; `work_days` leaves out holidays."""

    days: tuple[int, ...]
    at: str
    zone: str
    work_days: bool = False

    @property
    def text(self) -> str:
        """As people say it."""
        if self.days == _WEEKDAYS:
            days = "weekdays"
        elif len(self.days) == len(DAYS):
            days = "daily"
        else:
            days = ", ".join(f"{DAYS[day]}s" for day in self.days)
        return f"{days} at {self.at} ({self.zone})"


class Schedule(Value):
    """What happens when: the feature `kind` does `what` at `address`. `seen` is the last due time looked at."""

    id: str
    kind: str
    address: Address
    what: dict[str, Any]
    rule: Rule
    by: Person
    made_at: AwareDatetime
    seen: AwareDatetime
    ended_at: AwareDatetime | None = None


class Due(Value):
    """A due time that a turn is about; `missed` are earlier ones that were not run, and `late` says that this isn't."""

    schedule: Schedule
    at: AwareDatetime
    late: bool = False
    missed: tuple[AwareDatetime, ...] = ()


class Schedules(Protocol):
    """Where schedules are kept."""

    async def add(self, schedule: Schedule) -> None:
        """Keep it; the same id again changes nothing."""
        ...

    async def active(self, address: Address | None = None) -> list[Schedule]:
        """Those that have not ended, of one conversation or of all."""
        ...

    async def end(self, schedule_id: str, at: datetime) -> None:
        """From now on it is not due any more."""
        ...

    async def mark_seen(self, schedule_id: str, due: datetime) -> None:
        """This due time, and all before it, have been looked at."""
        ...


def parse_when(text: str, zone: str) -> Rule | None:
    """`weekdays 09:00`, `every Monday and Thursday at 9:30`, `daily 8am`; None when it is anything else."""
    found = _WHEN.match(" ".join(text.split()))
    if not found:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "pm" else 0)
    days = _days(found["days"])
    if days is None or hour > 23 or minute > 59:  # noqa: PLR2004 (a day's last hour and an hour's last minute)
        return None
    return Rule(days=days, at=f"{hour:02}:{minute:02}", zone=zone, work_days=days == _WEEKDAYS)


def _days(text: str) -> tuple[int, ...] | None:
    words = [
        word for word in re.split(r"[\s,/&]+|\band\b", text.lower()) if word and word not in {"and", "on", "every"}
    ]
    whole = {
        "daily": tuple(range(7)),
        "day": tuple(range(7)),
        "weekdays": _WEEKDAYS,
        "weekday": _WEEKDAYS,
        "workdays": _WEEKDAYS,
    }
    if len(words) == 1 and words[0] in whole:
        return whole[words[0]]
    found = []
    for word in words:
        day = next(
            (
                at
                for at, name in enumerate(DAYS)
                if re.fullmatch(rf"{name[:3]}(?:{name[3:]})?s?|{name[:4]}s?", word, re.IGNORECASE)
            ),
            None,
        )
        if day is None:
            return None
        found.append(day)
    return tuple(sorted(set(found))) or None


def next_due(rule: Rule, after: datetime, holidays: frozenset[date] = frozenset()) -> datetime | None:
    """The first due time after a moment, in UTC.

    A local time that a change of clocks leaves out comes as much later as the clocks are moved (02:30 becomes 03:30);
    one that it brings twice is due the first time only.
    """
    zone, at = ZoneInfo(rule.zone), time.fromisoformat(rule.at)
    day = after.astimezone(zone).date() - timedelta(days=1)
    for _ in range(_FAR):
        day += timedelta(days=1)
        if day.weekday() not in rule.days or (rule.work_days and day in holidays):
            continue
        due = datetime.combine(day, at, zone).astimezone(UTC)
        if due > after:
            return due
    return None


def due_until(schedule: Schedule, now: datetime, holidays: frozenset[date] = frozenset()) -> tuple[datetime, ...]:
    """The due times since the last one that was looked at, up to now; the last thousand if there are more."""
    found: list[datetime] = []
    at = next_due(schedule.rule, schedule.seen, holidays)
    while at is not None and at <= now:
        found.append(at)
        at = next_due(schedule.rule, at, holidays)
    return tuple(found[-1000:])


def decide(schedule: Schedule, now: datetime, grace: timedelta, holidays: frozenset[date] = frozenset()) -> Due | None:
    """What is to be done now: run the last due time if it is within the grace time, else tell that it was missed."""
    due = due_until(schedule, now, holidays)
    if not due:
        return None
    return Due(schedule=schedule, at=due[-1], late=now - due[-1] > grace, missed=due[:-1])


def message_of(due: Due) -> Message:
    """The turn of a due time. Its key is the same wherever and however often it is made, so it happens once."""
    return Message(
        key=f"{_KEY}{due.schedule.id}:{due.at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        address=due.schedule.address,
        author=CLOCK,
        at=due.at,
        command="due",
        text=due.model_dump_json(),
    )


Run = Callable[[Due, Ports], Awaitable[None]]
"""Does what is due; a feature gives one for each kind of schedule."""


async def due_command(message: Message, ports: Ports, run: Mapping[str, Run]) -> None:
    """The turn of a due time. Nobody can type it: its key is made here."""
    if not message.key.startswith(_KEY) or message.author != CLOCK:
        await ports.say(Post(text="`/due` is for the clock. `/digest weekdays 09:00` sets a time."))
        return
    due = Due.model_validate(json.loads(message.text))
    if due.schedule.kind not in run:
        raise Trouble(f"A {due.schedule.kind} is due, and this release knows no such thing.")
    await run[due.schedule.kind](due, ports)


@dataclass(slots=True)
class Clock:
    """Looks at the schedules when they are due, and hands each due time in as a turn.

    `submit` takes a message; the same key again changes nothing. Every replica may run one: what is due is decided from
    the table and the time, and the turn's key makes it happen once.
    """

    schedules: Schedules
    submit: Callable[[Message], Awaitable[object]]
    grace: timedelta = timedelta(hours=2)
    holidays: frozenset[date] = frozenset()
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    _scheduler: Any = None
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def start(self) -> None:
        """Look at once for what was missed, and from now on whenever something is due."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(self._reload, "interval", seconds=_LOOK_EVERY, coalesce=True, max_instances=1)
        self._scheduler.start()
        await self._reload()

    async def stop(self) -> None:
        """Look no more, once the look under way has ended. What was handed in goes on."""
        if self._scheduler is not None:
            self._scheduler.pause()
            async with self._looking:  # shutting down would cancel it in the middle of a transaction
                self._scheduler.shutdown(wait=False)
                self._scheduler = None

    async def look(self) -> int:
        """Hand in everything that is due now; returns how many turns that were."""
        count = 0
        for schedule in await self.schedules.active():
            due = decide(schedule, self.now(), self.grace, self.holidays)
            if due is not None:
                # Handed in before it is marked: a crash in between hands the same key in again, which changes nothing.
                await self.submit(message_of(due))
                await self.schedules.mark_seen(schedule.id, due.at)
                count += 1
        return count

    async def _reload(self) -> None:
        """Set an alarm for the next due time of each schedule, and look for what is due already."""
        async with self._looking:
            try:
                await self.look()
                for schedule in await self.schedules.active():
                    self._set_alarm(schedule)
            except Trouble as trouble:
                _log.warning("schedules_unreadable", sentence=trouble.sentence)  # and it is tried again in a moment

    def _set_alarm(self, schedule: Schedule) -> None:
        from apscheduler.jobstores.base import JobLookupError

        due = next_due(schedule.rule, self.now(), self.holidays)
        if self._scheduler is None or due is None:
            return
        with suppress(JobLookupError):
            self._scheduler.remove_job(schedule.id)
        self._scheduler.add_job(self._alarm, "date", run_date=due, id=schedule.id, misfire_grace_time=None)

    async def _alarm(self) -> None:
        await self._reload()


def missed_text(due: Due, zone: ZoneInfo) -> str:
    """Which times passed while nobody looked."""
    times: Sequence[datetime] = (*due.missed, *((due.at,) if due.late else ()))
    if not times:
        return ""
    last = times[-1].astimezone(zone)
    day = f"{DAYS[last.weekday()]} {last.day} {last:%B} at {last:%H:%M}"
    return f"on {day}" if len(times) == 1 else f"{len(times)} times, last on {day}"
