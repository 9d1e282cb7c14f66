"""What ceremonies need to know of the outside, and what else of the bot goes out with them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.ceremonies.forms import Room
from bot.ceremonies.rules import Days
from bot.ceremonies.team import Kind
from bot.chat import Address, Value
from bot.durable.ports import Ports
from bot.schedule import Schedules


class Occasion(Value):
    """One time of a ceremony, for whoever brings something to it. `room` is where its team is."""

    room: Address
    team: str
    kind: Kind
    name: str
    at: datetime
    now: datetime
    zone: str
    members: tuple[str, ...] = ()
    scrum_master: str = ""


Bring = Callable[[Ports, Occasion], Awaitable[bool]]
"""Says something of its own; False when there was nothing to say."""

Lines = Callable[[Ports, Occasion], Awaitable[Sequence[str]]]
"""Lines of Markdown for the agenda, each with its source."""


Near = Callable[[Address, Address], bool]
"""Whether two conversations are of one workspace."""


Follows = Callable[[Ports, Address, datetime], Awaitable[None]]
"""Lets something else go by the clock and the working days that the team of this conversation has from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CeremonySettings:
    """`agenda` are headings with their lines, `before` and `after` posts that follow a reminder and an end.

    Where something `after` says a summary, nobody is asked for one. `follows` are told that the team’s clock or its
    working days are others now. `near` tells which other conversations’ teams somebody may mean.
    """

    zone: ZoneInfo
    schedules: Schedules
    days: Days
    room: Room
    agenda: Mapping[Kind, Sequence[tuple[str, Lines]]] = field(default_factory=dict)
    before: Mapping[Kind, Sequence[Bring]] = field(default_factory=dict)
    after: Mapping[Kind, Sequence[Bring]] = field(default_factory=dict)
    follows: Sequence[Follows] = ()
    near: Near = lambda one, other: one == other
