"""Messages that come at the same moment are kept in one transaction: a burst costs one write and not hundreds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import structlog

from bot.store.urls import database_url

if TYPE_CHECKING:  # it takes a while to import
    from sqlalchemy import Engine

T = TypeVar("T")
_log = structlog.get_logger(__name__)
_MOST = 100


class Gathering(Generic[T]):
    """Puts what is added while the one before is being put, together.

    A single thing is put alone and at once. `together` takes several, all or none; where it fails, each is put `alone`,
    so that one that can't be put is the only one that fails.
    """

    def __init__(
        self, *, alone: Callable[[T], Awaitable[None]], together: Callable[[Sequence[T]], Awaitable[None]]
    ) -> None:
        self._alone = alone
        self._together = together
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._putting: asyncio.Task[None] | None = None

    async def add(self, thing: T) -> None:
        """Returns when it has been put; raises what went wrong."""
        put: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((thing, put))
        if self._putting is None or self._putting.done():
            self._putting = asyncio.create_task(self._put())
        await put

    async def _put(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
            if len(batch) > 1:
                try:
                    await self._together([thing for thing, _ in batch])
                except Exception as error:  # noqa: BLE001 (each is put alone below, and raises for itself)
                    _log.info("not_put_together", error=type(error).__name__, count=len(batch))
                else:
                    for _, put in batch:
                        _settle(put)
                    continue
            for thing, put in batch:
                try:
                    await self._alone(thing)
                except Exception as error:  # noqa: BLE001 (raised to whoever added it)
                    _settle(put, error)
                else:
                    _settle(put)


def _settle(put: asyncio.Future[None], error: Exception | None = None) -> None:
    if put.done():  # whoever added it has gone
        return
    if error is None:
        put.set_result(None)
    else:
        put.set_exception(error)


def queue_engine(state_url: str) -> Engine:
    """As DBOS makes its own, for transactions of ours on its tables."""
    from sqlalchemy import create_engine, event

    engine = create_engine(database_url(state_url), pool_size=1, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _connect(dbapi: Any, record: object) -> None:
            del record
            dbapi.isolation_level = "IMMEDIATE"
            dbapi.execute("PRAGMA busy_timeout=30000")

    return engine
