"""When things are due, in the team's time zone; each due time brings about one turn, however many processes look."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Container, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import structlog
from pydantic import AwareDatetime

from bot.chat import Address, Message, Person, Post, Value
from bot.durable.ports import Ports
from bot.errors import Trouble
from bot.times import DAYS, Rule, dues_between, next_due, parse_when

__all__ = ["DAYS", "Rule", "next_due", "parse_when"]  # what whoever sets a schedule needs to say when

CLOCK = Person(id="groundwork:schedule", name="Groundwork")
"""Who speaks when a time is due."""

_KEY = "schedule:"
_LOOK_EVERY = 5.0  # seconds, after which schedules made by another process are known here
_log = structlog.get_logger(__name__)


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
    """A due time that a turn is about; `missed` are earlier ones that were not run, and `late` says that this isn't.

    `looked_at` is when somebody looked and saw that it was due.
    """

    schedule: Schedule
    at: AwareDatetime
    late: bool = False
    missed: tuple[AwareDatetime, ...] = ()
    looked_at: AwareDatetime | None = None


class Schedules(Protocol):
    """Where schedules are kept."""

    async def add(self, schedule: Schedule) -> None:
        """Keep it; the same id again changes nothing."""
        ...

    async def active(
        self, address: Address | None = None, kind: str | None = None, *, ended: bool = False
    ) -> list[Schedule]:
        """Those that have not ended, of one conversation or of all, of one kind or of all; `ended`: the others, too."""
        ...

    async def end(self, schedule_id: str, at: datetime) -> None:
        """From now on it is not due any more."""
        ...

    async def settle(self, group: str, version: int, wanted: Sequence[Schedule], at: datetime) -> None:
        """From this moment on, these are all that a group has; nothing changes once a later version was settled.

        An id is the group, a colon and a name. One that is the same as before goes on; one that is another now is due
        as before up to this moment, and as said here afterwards, so that no due time is lost or comes twice.
        """
        ...

    async def mark_seen(self, schedule_id: str, due: datetime) -> None:
        """This due time, and all before it, have been looked at."""
        ...


def due_until(schedule: Schedule, now: datetime, holidays: Container[date] = frozenset()) -> tuple[datetime, ...]:
    """The due times since the last one that was looked at, up to now; the last thousand if there are more."""
    return dues_between(schedule.rule, schedule.seen, now, holidays)[-1000:]


def since(schedule: Schedule, before: datetime | None, now: datetime) -> Schedule:
    """The schedule as it was looked at `before`, where the clock was ahead and it counts as looked at later than now.

    Else nothing would be due until the time that the clock once showed. What is handed in twice by that happens once.
    """
    if schedule.seen <= now:
        return schedule
    return schedule.model_copy(update={"seen": min(before or now, now)})


def decide(schedule: Schedule, now: datetime, grace: timedelta, holidays: Container[date] = frozenset()) -> Due | None:
    """What is to be done now: run the last due time if it is within the grace time, else tell that it was missed."""
    due = due_until(schedule, now, holidays)
    if not due:
        return None
    return Due(schedule=schedule, at=due[-1], late=now - due[-1] > grace, missed=due[:-1], looked_at=now)


def is_over(rule: Rule, now: datetime) -> bool:
    """Whether nothing can be due any more, now that everything up to now has been looked at."""
    last = rule.once + timedelta(minutes=rule.shift) if rule.once is not None else rule.until
    return (last is not None and last <= now) or (rule.until is not None and rule.until <= now)


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


@dataclass(frozen=True, slots=True)
class Either:
    """Days that are in one of two collections."""

    one: Container[date]
    other: Container[date]

    def __contains__(self, day: object) -> bool:
        return day in self.one or day in self.other


def no_calendar(name: str) -> Container[date]:
    """Where nobody knows a country's holidays, there are none."""
    del name
    return frozenset()


@dataclass(slots=True)
class Clock:
    """Looks at the schedules when they are due, and hands each due time in as a turn.

    `submit` takes a message; the same key again changes nothing. Every replica may run one: what is due is decided from
    the table and the time, and the turn's key makes it happen once. `holidays` are everybody's; `calendar` knows the
    public ones of a country by its name.
    """

    schedules: Schedules
    submit: Callable[[Message], Awaitable[object]]
    grace: timedelta = timedelta(hours=2)
    holidays: frozenset[date] = frozenset()
    calendar: Callable[[str], Container[date]] = no_calendar
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    _scheduler: Any = None
    _regular: asyncio.Task[None] | None = None
    _looked: datetime | None = None
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def start(self) -> None:
        """Look at once for what was missed, and from now on whenever something is due."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.start()
        await self._reload()
        self._regular = asyncio.create_task(self._look_regularly())

    async def stop(self) -> None:
        """Look no more, once the look under way has ended. What was handed in goes on."""
        if self._scheduler is not None:
            self._scheduler.pause()
            async with self._looking:  # shutting down would cancel it in the middle of a transaction
                self._scheduler.shutdown(wait=False)
                self._scheduler = None
                if self._regular is not None:
                    self._regular.cancel()

    async def look(self) -> int:
        """Hand in everything that is due now; returns how many turns that were."""
        count, before = 0, self._looked
        for each in await self.schedules.active():
            now, free = self.now(), self._free(each)
            schedule = since(each, before, now)
            due = decide(schedule, now, self.grace, free)
            if due is not None:
                # Handed in before it is marked: a crash in between hands the same key in again, which changes nothing.
                await self.submit(message_of(due))
                await self.schedules.mark_seen(schedule.id, due.at)
                count += 1
            if is_over(schedule.rule, now):
                await self.schedules.end(schedule.id, now)
            self._looked = now
        return count

    def _free(self, schedule: Schedule) -> Container[date]:
        name = schedule.rule.calendar
        return Either(self.holidays, self.calendar(name)) if name else self.holidays

    async def _look_regularly(self) -> None:
        """By the seconds that pass, not by the time of day: where that is put back, an alarm may be years away."""
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            try:
                await self._reload()
            except Exception:  # noqa: BLE001 (whatever it was, the next look may do better)
                _log.exception("schedules_not_looked_at")

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

        due = next_due(schedule.rule, self.now(), self._free(schedule))
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
