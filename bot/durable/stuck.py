"""A turn that could not be recorded or begun, such as on a full disk, goes on by itself once that works again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

import structlog

from bot.durable.again import TURN, go_on
from bot.durable.gathering import queue_engine
from bot.store.troubles import passes

if TYPE_CHECKING:
    from dbos import DBOSClient

_BEGINS_WITHIN = 30.0
_log = structlog.get_logger(__name__)


class Stuck:
    """Looks for turns that count as under way here and aren't: they keep their conversation waiting.

    These ended and could not be recorded, or were taken from the queue and never began, since they could not be read
    when it was their turn. `active` gives those that are being run or recorded. One that is slow is left alone: not
    begun for less than `begins_within` seconds, waiting for something, or waiting to be recorded. One that is put back
    takes the steps that were recorded as they are, so that no post is made again but the one that was under way.
    Should one begin at that very moment, DBOS lets only one of its two runs go on.
    """

    def __init__(  # noqa: PLR0913 (each by name)
        self,
        state_url: str,
        *,
        executor_id: str,
        release: str,
        every: float,
        active: Callable[[], Collection[str]],
        begins_within: float = _BEGINS_WITHIN,
    ) -> None:
        self._state_url = state_url
        self._executor_id = executor_id
        self._release = release
        self._every = every
        self._active = active
        self._begins_within = begins_within
        self._waiting: dict[tuple[str, int | None], float] = {}
        self._ended: set[str] = set()
        self._task: asyncio.Task[None] | None = None

    def ended(self, turn: str) -> None:
        """A run of this turn has come to its end here; whether that can be recorded is still open."""
        self._ended.add(turn)

    def watch(self, client: DBOSClient) -> None:
        """Look every now and then, until the end."""
        self._task = asyncio.create_task(self._watch(client))

    async def end(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None

    async def look(self, client: DBOSClient) -> None:
        """Put back what is stuck now."""
        over = self._ended - set(self._active())  # before the database is asked: what it says later is about their end
        under_way = await client.list_workflows_async(
            name=TURN,
            status=["PENDING"],
            executor_id=self._executor_id,  # else another replica has taken it over
            load_input=False,
            load_output=False,
        )
        stuck = over & {turn.workflow_id for turn in under_way}
        self._ended -= over - stuck
        for turn in stuck:
            await self._put_back(turn)
            _log.info("stuck_turn_goes_on", turn=turn)
        running = {*self._active(), *self._ended}  # after it was asked: one that it knew of may have begun since
        left = [each for each in under_way if each.workflow_id not in running | stuck]
        for turn in self._never_began({(each.workflow_id, each.dequeued_at) for each in left}):
            await self._put_back(turn)
            _log.warning("turn_that_never_began_goes_on", turn=turn)

    def _never_began(self, waiting: Collection[tuple[str, int | None]]) -> list[str]:
        """Those that have waited here for their begin for long, each known by when it was taken from the queue."""
        now = time.monotonic()
        self._waiting = {each: self._waiting.get(each, now) for each in waiting}
        return [turn for (turn, _), since in self._waiting.items() if now - since >= self._begins_within]

    async def _watch(self, client: DBOSClient) -> None:
        while True:
            await asyncio.sleep(self._every)
            try:
                await self.look(client)
            except Exception as error:  # noqa: BLE001 (the database may still be what it was stuck for: the next look tells)
                _log.warning("stuck_turns_wait", error=type(error).__name__, exc_info=not passes(error))

    async def _put_back(self, turn: str) -> None:
        engine = queue_engine(self._state_url)
        had_ended = turn in self._ended
        self._ended.discard(turn)  # first, since it may come to its next end at once
        try:
            await asyncio.to_thread(go_on, engine, turn, self._release, self._executor_id)
        except BaseException:
            self._ended |= {turn} if had_ended else set()
            raise
        finally:
            await asyncio.to_thread(engine.dispose)
