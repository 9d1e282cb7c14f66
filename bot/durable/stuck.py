"""A turn that could not be recorded, such as on a full disk, is begun again by itself once that works again."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import TYPE_CHECKING

import structlog

from bot.durable.again import TURN, put_back
from bot.durable.gathering import queue_engine

if TYPE_CHECKING:
    from dbos import DBOSClient

    from bot.store.sql import SqlStore

_log = structlog.get_logger(__name__)


class Stuck:
    """Looks for turns that count as begun by this executor and don't run: they keep their conversation waiting.

    One that is seen so only once may just be beginning or ending. What it wrote is taken back before it begins again.
    """

    def __init__(self, state_url: str, store: SqlStore, *, executor_id: str, release: str, every: float) -> None:
        self._state_url = state_url
        self._store = store
        self._executor_id = executor_id
        self._release = release
        self._every = every
        self._task: asyncio.Task[None] | None = None

    def watch(self, client: DBOSClient, running: Collection[str]) -> None:
        """Look every now and then, until the end."""
        self._task = asyncio.create_task(self._look(client, running))

    async def end(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None

    async def _look(self, client: DBOSClient, running: Collection[str]) -> None:
        before: set[str] = set()
        while True:
            await asyncio.sleep(self._every)
            try:
                begun = await client.list_workflows_async(
                    name=TURN, status=["PENDING"], executor_id=self._executor_id, load_input=False, load_output=False
                )
                stuck = {turn.workflow_id for turn in begun} - set(running)
                for turn in before & stuck:
                    await self._begin_again(turn)
                before = stuck - before
            except Exception as error:  # noqa: BLE001 (the database may still be what it was stuck for: the next look tells)
                _log.warning("stuck_turns_wait", error=type(error).__name__)

    async def _begin_again(self, turn: str) -> None:
        writes = await self._store.take_back(turn)
        engine = queue_engine(self._state_url)
        try:
            await asyncio.to_thread(put_back, engine, turn, self._release)
        finally:
            await asyncio.to_thread(engine.dispose)
        _log.info("stuck_turn_starts_again", turn=turn, writes_taken_back=writes)
