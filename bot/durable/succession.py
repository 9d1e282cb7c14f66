"""What a process leaves behind is finished: by its next start, or by another replica when it never comes back."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.durable.again import TURN
from bot.durable.gathering import queue_engine
from bot.durable.owner import LOCAL, Ownership, take_ownership
from bot.durable.replicas import Takeover, executor_lock, is_free, release_lock
from bot.errors import StoreTrouble

if TYPE_CHECKING:  # DBOS takes a fifth of a second to import
    from dbos import DBOSClient
    from sqlalchemy import Engine
_LOOK_EVERY = 2.0
_LOOKS = 3  # in a row: after a restart of the database every lock is free for a moment
_LEFT = text(
    "SELECT DISTINCT executor_id FROM dbos.workflow_status "
    "WHERE name = :turn AND status IN ('PENDING', 'ENQUEUED', 'CANCELLED', 'ERROR') "
    "AND executor_id IS NOT NULL AND executor_id <> :me"
)
_log = structlog.get_logger(__name__)


class Succession:
    """Looks every few seconds after the replicas on one PostgreSQL, this one included.

    - A replica that is gone with turns unfinished: `finish(name)` has them done here.
    - New turns are for the release that was started last. When nobody runs that one any more, they are for ours.
    - Locks of ours that went with a broken connection are taken again; where another process has them by now, `lost`
      is called: this one must end.
    """

    def __init__(  # noqa: PLR0913 (each by name)
        self,
        state_url: str,
        *,
        name: str | None,
        release: str,
        ownership: Ownership,
        client: DBOSClient,
        finish: Callable[[str], Awaitable[None]],
        lost: Callable[[], None],
        look_every: float = _LOOK_EVERY,
    ) -> None:
        self.ownership: Ownership | None = ownership
        self._state_url = state_url
        self._name = name
        self._release = release
        self._client = client
        self._finish = finish
        self._lost = lost
        self._look_every = look_every
        self._gone: Counter[str] = Counter()
        self._engine: Engine = queue_engine(state_url)
        self._ending = asyncio.Event()
        self._watching = asyncio.create_task(self._watch())

    async def end(self) -> None:
        """Look no more; a look under way ends first, for it is in the middle of the database."""
        self._ending.set()
        await asyncio.wait({self._watching})
        await asyncio.to_thread(self._engine.dispose)

    async def _watch(self) -> None:
        while not await self._ends_within(self._look_every):
            try:
                if not await self._owns():
                    return
                await self._look()
            except (DBAPIError, StoreTrouble) as error:
                _log.warning("replicas_not_seen", error=type(error).__name__)  # and looked at again in a moment
            except Exception:  # noqa: BLE001 (whoever watches over the others must not stop for one of them)
                _log.exception("replicas_not_seen")

    async def _ends_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ending.wait(), seconds)
        return self._ending.is_set()

    async def _owns(self) -> bool:
        if self.ownership is not None and await asyncio.to_thread(self.ownership.held):
            return True
        if self.ownership is not None:
            _log.warning("replica_lost_its_locks")
            self.ownership = None
        self.ownership = await asyncio.to_thread(take_ownership, self._state_url, self._name, self._release)
        if self.ownership is None:
            _log.error("replica_was_replaced")
            self._lost()
            return False
        _log.info("replica_has_its_locks_again")
        return True

    async def _look(self) -> None:
        """Act on what was free at several looks in a row."""
        latest = (await self._client.get_latest_application_version_async())["version_name"]
        free = await asyncio.to_thread(self._free, latest)
        self._gone = Counter({lock: self._gone[lock] + 1 for lock in free})
        for lock, replica in free.items():
            if self._gone[lock] < _LOOKS:
                continue
            if replica is None:
                await self._client.set_latest_application_version_async(self._release)
                _log.info("release_taken_over", gone=latest)
            else:
                await self._take_over(replica)

    def _free(self, latest: str) -> dict[str, str | None]:
        """The locks that nobody holds, each with the replica that left turns behind, None for a release's."""
        with self._engine.connect() as connection:
            left = connection.scalars(_LEFT, {"turn": TURN, "me": self._name or LOCAL}).all()
        wanted: dict[str, str | None] = {executor_lock(each): each for each in left}
        if latest != self._release:
            wanted[release_lock(latest)] = None
        return {lock: replica for lock, replica in wanted.items() if is_free(self._engine, lock)}

    async def _take_over(self, replica: str) -> None:
        takeover = await asyncio.to_thread(Takeover.take, self._state_url, replica)
        if takeover is None:  # it came back, or another replica is quicker
            return
        try:
            await self._finish(replica)
        finally:
            await asyncio.to_thread(takeover.end)
        _log.info("replica_taken_over", replica=replica)
