"""How the bot is right now: whether it can answer, what waits, how late it is, how old its index is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from bot.durable.depth import Depth
from bot.durable.shared import SharedTurns
from bot.errors import StoreTrouble, Trouble
from bot.schedule import Schedules, next_due

T = TypeVar("T")
_PATIENCE = 5.0  # seconds, after which an answer that hasn't come is none


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """`troubles` are sentences, none when it can answer; the others are None where they can't be known.

    `waiting`: turns that have not ended, over all processes. `late`: seconds since the earliest set time that nobody
    has looked at. `index_age`: seconds since this process last looked whether documents changed.
    """

    troubles: tuple[str, ...]
    waiting: int | None
    late: float | None
    index_age: float | None


@dataclass(frozen=True, slots=True)
class Examined:
    """Looks at the parts of a running bot; each part that doesn't answer in a few seconds is a trouble, not a wait."""

    turns: SharedTurns
    depth: Depth
    schedules: Schedules
    index_age: Callable[[], float | None]
    holidays: frozenset[date]

    async def look(self) -> Vitals:
        """How it is now."""
        troubles: list[str] = []
        waiting = await self._part("The turns", asyncio.to_thread(self.depth.count), troubles)
        late = await self._part("The store", self._late(datetime.now(UTC)), troubles)
        if not self.turns.here:
            troubles.append("Another process runs the turns.")
        return Vitals(troubles=tuple(troubles), waiting=waiting, late=late, index_age=self.index_age())

    async def _part(self, name: str, look: Awaitable[T], troubles: list[str]) -> T | None:
        try:
            async with asyncio.timeout(_PATIENCE):
                return await look
        except (Trouble, StoreTrouble) as trouble:
            troubles.append(f"{name}: {trouble.sentence}")
        except Exception as error:  # noqa: BLE001 (whatever it is, whoever watches has to know that it doesn't work)
            troubles.append(f"{name} can’t be reached ({type(error).__name__}).")
        return None

    async def _late(self, now: datetime) -> float:
        due = [next_due(one.rule, one.seen, self.holidays) for one in await self.schedules.active()]
        return max((max(0.0, (now - at).total_seconds()) for at in due if at is not None), default=0.0)
