"""What retros need to know of the team's choices and of the outside."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.chat import Address, Message, Person, Value
from bot.retros.formats import Format
from bot.retros.lately import Lately
from bot.retros.moves import Fact
from bot.retros.tracked import InTrackers, NoTrackers
from bot.schedule import Schedules
from bot.store.journal import Reads
from bot.times import WEEKDAYS

Embedding = Callable[[Sequence[str]], Awaitable[Sequence[Sequence[float]] | None]]
"""Vectors of unit length for texts; None where there is no embedder."""


Events = Callable[[Reads, Address, datetime, datetime], Awaitable[Sequence[tuple[str, date]]]]
"""The days of what the team of a conversation holds between two moments, and for some weeks after: `planning`."""


async def no_events(store: Reads, room: Address, since: datetime, until: datetime) -> Sequence[tuple[str, date]]:
    """Of a team whose ceremonies nobody knows."""
    del store, room, since, until
    return ()


class Works(Value):
    """When a team works: on which weekdays (0 is Monday), without whose holidays (`DE-BY`) and without its own."""

    days: tuple[int, ...] = WEEKDAYS
    calendar: str = ""
    off: tuple[date, ...] = ()


WorksOf = Callable[[Reads, Address], Awaitable[Works]]
"""When the team of a conversation works; from Monday to Friday where nobody has said."""


async def weekdays(store: Reads, room: Address) -> Works:
    """Of a team whose days nobody knows."""
    del store, room
    return Works()


def none_free(calendar: str) -> Container[date]:
    """Where nobody knows a country's holidays, there are none."""
    del calendar
    return frozenset()


Zones = Callable[[Reads, Address], Awaitable[ZoneInfo | None]]
"""The clock of the team of a conversation; None where nobody has said which that is."""


Countries = Callable[[Reads, Address], Awaitable[str]]
"""The country whose holidays the team of a conversation has, `DE-BY`; "" where nobody has said which."""


async def no_country(store: Reads, room: Address) -> str:
    """Of a team whose holidays nobody knows."""
    del store, room
    return ""


async def no_zone(store: Reads, room: Address) -> ZoneInfo | None:
    """Of a team whose clock nobody knows."""
    del store, room
    return None


class Keys(Protocol):
    """Secrets that make marks of people: without it nobody can tell whose a mark is. Each is thrown away in the end."""

    async def get(self, retro_id: str) -> str | None:
        """The retro's secret, None before it begins and after it was thrown away."""
        ...

    async def make(self, retro_id: str) -> None:
        """Make one, unless it is there."""
        ...

    async def forget(self, retro_id: str) -> None:
        """Throw it away, for good."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RetroSettings:
    """Choices and ports.

    `team_of` gives the whole conversation that something was said in, None for somebody's own chat; `are_together`
    whether two conversations are of one workspace; `people` everybody who is known there; `facts` what is known
    about the sprint that ends on a day; `events` when the team meets; `zone_of` by which clock, where it isn't
    `zone`; `country` whose holidays it has; `works` on which days it works, and `free` the holidays of a calendar,
    everybody's own included; `trackers` where an action may stand as well; `lately` what was said under a name a
    moment ago.
    """

    formats: Mapping[str, Format]
    format: str
    votes: int
    anonymous: bool
    mood: bool
    zone: ZoneInfo
    team_of: Callable[[Address], Address | None]
    are_together: Callable[[Address, Address], bool]
    people: Callable[[Address], Awaitable[Sequence[Person]]]
    facts: Callable[[Address, date], Awaitable[Sequence[Fact]]]
    embed: Embedding
    keys: Keys
    schedules: Schedules
    remind_at: str = "09:00"
    events: Events = no_events
    zone_of: Zones = no_zone
    country: str = ""
    country_of: Countries = no_country
    works: Works = field(default_factory=Works)
    works_of: WorksOf = weekdays
    free: Callable[[str], Container[date]] = none_free
    trackers: InTrackers = field(default_factory=NoTrackers)
    lately: Lately = field(default_factory=Lately)

    async def now(self, message: Message, store: Reads, team: Address | None = None) -> datetime:
        """When it was said, by the clock that its days are read by: the team’s in its conversation.

        In somebody's own chat it is theirs, or where nobody knows theirs that of the `team` that it is about.
        """
        if self.team_of(message.address) is not None:
            return message.at.astimezone(self.zone)
        return message.when((await self.zone_of(store, team) if team else None) or self.zone)

    async def about(self, store: Reads, team: Address | None) -> RetroSettings:
        """The same for what is said in somebody's own chat about a team: days in numbers are read as in its country."""
        if self.country or team is None:
            return self
        return replace(self, country=await self.country_of(store, team))

    async def of_team(self, store: Reads, room: Address) -> RetroSettings:
        """The same by the clock and the working days of the team of this conversation."""
        zone = await self.zone_of(store, room)
        if zone is None:
            return self
        works = await self.works_of(store, room)
        return replace(self, zone=zone, country=await self.country_of(store, room), works=works)
