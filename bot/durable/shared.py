"""Lets any number of processes share one state: one runs the turns, and another takes them over when it goes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from weakref import WeakValueDictionary

import structlog

from bot.chat import Address, Message, Post
from bot.durable.client import Client
from bot.durable.ports import Handle, Platform
from bot.durable.steps import Models
from bot.durable.turns import AlreadyRunning, Turns
from bot.errors import TurnTrouble
from bot.store.sql import SqlStore

_LOOK_EVERY = 0.5  # seconds between looks whether the process that runs the turns is still there
_TRIES = 3
_log = structlog.get_logger(__name__)


class SharedTurns:
    """Takes messages, whoever runs the turns: this process when none does, and as soon as the one that did has ended.

    The process that runs them may go at any moment, finished or killed, with messages in the queue that others had
    handed over. So whoever waits for an answer looks now and then whether somebody is at work, and otherwise does it.
    """

    def __init__(self, state_url: str, new_turns: Callable[[], Turns], look_every: float = _LOOK_EVERY) -> None:
        self._state_url = state_url
        self._new_turns = new_turns
        self._look_every = look_every
        self.on_lost: Callable[[], None] = lambda: None
        self._road: Turns | Client | None = None
        self._handed_over_by: list[Client] = []
        self._taking_over = asyncio.Lock()
        self._in_order: WeakValueDictionary[Address, asyncio.Lock] = WeakValueDictionary()

    @property
    def here(self) -> bool:
        """Whether this process runs the turns."""
        return isinstance(self._road, Turns)

    async def open(self) -> None:
        """Run the turns, or connect to the process that does; TurnTrouble when neither can be done."""
        for left in reversed(range(_TRIES)):
            if await self._take_over():
                return
            client = Client(self._state_url)
            try:
                await client.open()
            except TurnTrouble:  # the other process may have ended before it was ready
                if not left:
                    raise
            else:
                self._road = client
                return

    async def submit(self, message: Message) -> str:
        """See `Client.submit`. Messages of one conversation are queued in the order of the calls, however close."""
        lock = self._in_order.setdefault(message.address, asyncio.Lock())
        async with lock:
            return await self._open.submit(message)

    async def result(self, turn_id: str, *, timeout: float | None = None) -> list[Post]:  # noqa: ASYNC109
        """See `Client.result`."""
        loop = asyncio.get_running_loop()
        end = None if timeout is None else loop.time() + timeout
        while True:
            road = self._open
            left = None if end is None else max(0.0, end - loop.time())
            waiting = asyncio.ensure_future(road.result(turn_id, timeout=left))
            try:
                while road is self._road:
                    done, _ = await asyncio.wait([waiting], timeout=None if self.here else self._look_every)
                    if done:
                        return waiting.result()
                    await self._take_over()
            finally:
                waiting.cancel()

    async def close(self) -> None:
        """Finish the turns under way here, if any, and disconnect."""
        for road in (self._road, *self._handed_over_by):
            if road is not None:
                await road.close()
        self._road = None
        self._handed_over_by.clear()

    async def _take_over(self) -> bool:
        async with self._taking_over:
            if self.here:
                return True
            turns = self._new_turns()
            turns.on_lost = self._was_replaced
            try:
                await turns.launch()
            except AlreadyRunning:
                return False
            if isinstance(self._road, Client):
                _log.info("turns_taken_over")
                self._handed_over_by.append(self._road)  # others may be waiting on it at this moment
            self._road = turns
            return True

    def _was_replaced(self) -> None:
        self.on_lost()

    @property
    def _open(self) -> Turns | Client:
        if self._road is None:
            raise RuntimeError("not open")
        return self._road


@asynccontextmanager
async def open_turns(  # noqa: PLR0913 (as `Turns`)
    state_url: str,
    *,
    store: SqlStore,
    handle: Handle,
    platforms: Mapping[str, Platform],
    release: str,
    executor_id: str | None = None,
    poll_seconds: float = 0.1,
    models: Models | None = None,
) -> AsyncIterator[SharedTurns]:
    """Run the turns here, or hand them to the process that does already, for as long as it does."""
    new_turns = partial(
        Turns,
        state_url,
        store=store,
        handle=handle,
        platforms=platforms,
        release=release,
        executor_id=executor_id,
        poll_seconds=poll_seconds,
        models=models,
    )
    turns = SharedTurns(state_url, new_turns)
    await turns.open()
    try:
        yield turns
    finally:
        await turns.close()
