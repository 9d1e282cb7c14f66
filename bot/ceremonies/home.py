"""Somebody's page: what their teams hold next."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from itertools import islice

from bot.ceremonies.journal import KIND, replay
from bot.ceremonies.rules import Days, coming
from bot.ceremonies.says import held_line
from bot.ceremonies.team import is_in
from bot.chat import Address, Bullets, Heading, Part, Person
from bot.language.markdown import escape
from bot.store.journal import Reads

_SHOWN = 4
_TEAMS = 50

MaySee = Callable[[Address], Awaitable[bool]]
"""Whether they may know of what is held in a conversation."""


async def everywhere(address: Address) -> bool:
    """Where nobody can be asked: on somebody’s page, which is made while they wait."""
    del address
    return True


async def home(
    person: Person, store: Reads, days: Days, now: datetime, may_see: MaySee = everywhere
) -> tuple[Part, ...]:
    """The next ceremonies of each team that the person is in, or has set something of; nothing where there is none."""
    parts: list[Part] = []
    for head in await store.heads(kind=KIND, limit=_TEAMS):
        journal = await store.journal(head.id)
        state = replay(journal) if journal else None
        team = state.team if state else None
        if state is None or team is None:
            continue
        if not (is_in(person, team) or any(made.by is not None and made.by.id == person.id for made in state.made)):
            continue
        if not await may_see(head.address):
            continue
        held = tuple(held_line(each, team, now) for each in islice(coming(team, days, now), _SHOWN))
        if held:
            parts += [Heading(text=f"Next: {escape(team.name)}", level=2), Bullets(items=held)]
    return tuple(parts)
