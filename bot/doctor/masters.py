"""What the doctor says of scrum masters: whether each can be found where their team meets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import NamedTuple, cast

from bot.chat import Address, Person
from bot.config import Config
from bot.doctor import Line
from bot.durable.ports import Finds, Platform
from bot.errors import Trouble
from bot.platforms.naming import one_called
from bot.platforms.port import KeyValue
from bot.platforms.unkept import Unkept
from bot.store.sql import SqlStore

Looking = Callable[[KeyValue], AbstractAsyncContextManager[Mapping[str, Platform]]]
"""The chat platforms by their names, to look something up in them."""


class _Master(NamedTuple):
    team: str
    name: str
    members: tuple[str, ...]


async def examine_masters(config: Config, looking: Looking) -> list[Line]:
    """A line for each scrum master whose name is nobody’s: drafts for them go to somebody else. Nothing is kept."""
    from bot.store.migrate import is_up_to_date

    async with AsyncExitStack() as stack:
        there = await asyncio.to_thread(is_up_to_date, config.database_url)
        store = await stack.enter_async_context(SqlStore(config.database_url)) if there else None
        masters = _configured(config) | (await _set_up(store) if store else {})
        if not masters:
            return []
        platforms = await stack.enter_async_context(looking(Unkept(store)))
        lines = [await _line(config, room, one, platforms) for room, one in masters.items()]
    return [line for line in lines if line is not None]


def _configured(config: Config) -> dict[Address, _Master]:
    found = {}
    for name, team in config.ceremonies.items():
        if master := team.scrum_master.strip():
            members = tuple(each.partition(",")[0].strip() for each in team.members)
            found[team.conversation] = _Master(name, master, members)
    return found


async def _set_up(store: SqlStore) -> dict[Address, _Master]:
    from bot.ceremonies.journal import KIND, replay

    journals = [await store.journal(head.id) for head in await store.heads(kind=KIND)]
    found = {}
    for journal in journals:
        team = replay(journal).team if journal else None
        if journal and team and team.scrum_master:
            found[journal.address] = _Master(team.name, team.scrum_master, tuple(each.name for each in team.members))
    return found


async def _line(config: Config, room: Address, master: _Master, platforms: Mapping[str, Platform]) -> Line | None:
    platform = room.partition(":")[0]
    if platform not in config.spoken_in or platform not in platforms:
        return None  # another line says that nobody is spoken to there
    people = [Person(id=each, name=each) for each in master.members]
    try:
        here = await cast("Finds", platforms[platform]).called(room, master.name) is not None
    except Trouble:
        return None  # the platform’s own line says why it tells nothing
    mend = (
        "Correct the name by `/ceremony setup` there or in config.yaml. Until then drafts go to whoever set the time."
    )
    if not here:
        found = f"{master.team}: nobody whom I can find in the conversation is called {master.name}, the scrum master."
        return Line(subject="Ceremonies", state="note", found=found, mend=mend)
    if people and one_called(master.name, people) is None:
        found = f"{master.team}: {master.name}, the scrum master, is none of its members: {', '.join(master.members)}."
        return Line(subject="Ceremonies", state="note", found=found, mend="Add them, or correct the name.")
    return None
