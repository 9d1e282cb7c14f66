"""Keeps a change of a team, and lets its times follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.ceremonies.journal import KIND, State, replay
from bot.ceremonies.settings import CeremonySettings
from bot.ceremonies.team import Ceremony, Team
from bot.ceremonies.timetable import wanted
from bot.chat import Address, Person
from bot.durable.ports import Ports
from bot.errors import StoreTrouble
from bot.store.journal import Entry

BY_FILE = Person(id="groundwork:config", name="config.yaml")


async def load(ports: Ports, room: Address) -> State | None:
    """The team of a conversation."""
    journal = await ports.store.latest(address=room, kind=KIND)
    return replay(journal) if journal else None


async def save(  # noqa: PLR0913 (what is done to whom, by whom and when)
    ports: Ports,
    settings: CeremonySettings,
    *,
    room: Address,
    entries: Sequence[Entry],
    at: datetime,
    by: Person,
) -> State:
    """Keep what happened, and let what is due follow; the state afterwards."""
    journal = await ports.store.latest(address=room, kind=KIND)
    before = replay(journal).team if journal else None
    if journal is None:
        await ports.store.start(kind=KIND, address=room, title="team", by=by, at=at, entries=entries)
    else:
        await ports.store.append(journal.id, entries, at=at)
    # Read anew: what somebody else did in the meantime counts too.
    journal = await ports.store.latest(address=room, kind=KIND)
    if journal is None:
        raise StoreTrouble("I can’t find this team any more. Please try again in a minute.")
    state = replay(journal)

    async def settle() -> None:
        await settings.schedules.settle(state.id, state.version, wanted(state, room, by, at), at)

    await ports.look("schedule.settle", settle)
    if state.team is not None and (before is None or _works(before) != _works(state.team)):
        for follow in settings.follows:
            await follow(ports, room, at)
    if state.team is not None and state.team.name != journal.title:
        await ports.store.append(state.id, [], at=at, title=state.team.name)
    return state


def _works(team: Team) -> tuple[object, ...]:
    """By which clock and on which days a team works."""
    return team.zone, team.days, team.calendar, team.off


def entry(kind: str, at: datetime, by: Person | None, what: str, **facts: Any) -> Entry:
    """One change, with the few words that say what was done."""
    return Entry(kind=kind, at=at, by=by, body={"what": what, **facts})


def team_entry(team: Team, at: datetime, by: Person | None, what: str) -> Entry:
    """The team as a whole was set."""
    return entry("team", at, by, what, team=team.model_dump(mode="json"))


def ceremony_entry(ceremony: Ceremony, at: datetime, by: Person | None, what: str) -> Entry:
    """One ceremony was set."""
    return entry("ceremony", at, by, what, ceremony=ceremony.model_dump(mode="json"))
