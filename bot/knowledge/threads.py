"""The index for flows, over a library that blocks; it is opened when it is first asked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any, TypeVar

import structlog

from bot.chat import Address
from bot.knowledge.library import Library
from bot.knowledge.values import Document, Found, Report, Unread

_T = TypeVar("_T")
_READING = 15.0  # seconds that a question waits for the documents after a start
_CLOSING = 5.0
_log = structlog.get_logger(__name__)


class InThreads:
    """`Knowledge` over a library that blocks; it is opened with the first question, and closed with `close`.

    `outside` tells whether people who aren't of the team read along at an address.
    """

    def __init__(
        self,
        open_it: Callable[[], AbstractContextManager[Library]],
        outside: Callable[[Address], Awaitable[bool]] | None = None,
    ) -> None:
        self._open_it = open_it
        self._outside = outside
        self._stack = ExitStack()
        self._library: Library | None = None
        self._opening = asyncio.Lock()
        self._warming: asyncio.Task[None] | None = None

    def warm(self) -> None:
        """Read the documents in the background, so that the first question needn't wait for it."""
        self._warming = asyncio.create_task(self._warm())

    async def _warm(self) -> None:
        try:
            await self._call(lambda library: library.warm())
        except Exception:  # noqa: BLE001 (nobody waits for it; whoever asks first gets the error and its sentence)
            _log.warning("documents_not_read_ahead", exc_info=True)

    async def ready(self) -> bool:
        """See `Knowledge.ready`."""
        if self._warming is None or self._warming.done():
            return True
        done, _ = await asyncio.wait({self._warming}, timeout=_READING)
        return bool(done)

    async def close(self) -> None:
        """Let another process have the index."""
        if self._warming is not None and not self._warming.done():
            if self._library is not None:
                self._library.stop()
            await asyncio.wait({self._warming}, timeout=_CLOSING)
        await asyncio.to_thread(self._stack.close)
        self._library = None

    def age(self) -> float | None:
        """Seconds since it was last looked whether documents changed; None before that."""
        return None if self._library is None else self._library.age()

    async def search(self, query: str, limit: int, *, asking: str | None, strict: bool = True) -> Found:
        """See `Knowledge.search`."""
        outside = await self._read_outside(asking)
        return await self._call(
            lambda library: library.search(query, limit, asking=asking, outside=outside, fresh=True, strict=strict)
        )

    async def documents(self, *, asking: str | None) -> list[Document]:
        """See `Knowledge.documents`."""
        outside = await self._read_outside(asking)
        return await self._call(lambda library: library.documents(asking, outside=outside, fresh=True))

    async def text(self, document_id: str) -> str:
        """See `Knowledge.text`."""
        return await self._call(lambda library: library.text(document_id))

    async def unread(self, *, asking: str | None) -> list[Unread]:
        """See `Knowledge.unread`."""
        outside = await self._read_outside(asking)
        return await self._call(lambda library: library.unread(asking, outside=outside, fresh=True))

    async def vote(self, **facts: Any) -> None:
        """See `Knowledge.vote`."""
        await self._call(lambda library: library.shelf.vote(**facts))

    async def votes(self) -> list[tuple[str, int, int]]:
        """Each document that somebody voted about, how often it helped and how often it didn't."""
        return await self._call(lambda library: library.shelf.votes())

    async def changed(self) -> None:
        """See `Knowledge.changed`."""
        await self._call(lambda library: library.changed())

    async def forget(self) -> None:
        """See `Knowledge.forget`."""
        if self._library is not None:
            await asyncio.to_thread(self._library.forget)

    async def index(self) -> Report:
        """See `Knowledge.index`."""
        return await self._call(lambda library: library.index())

    async def _read_outside(self, asking: Address | None) -> bool:
        return asking is not None and self._outside is not None and await self._outside(asking)

    async def _call(self, ask: Callable[[Library], _T]) -> _T:
        async with self._opening:
            if self._library is None:
                self._library = await asyncio.to_thread(self._open)
        return await asyncio.to_thread(ask, self._library)

    def _open(self) -> Library:
        return self._stack.enter_context(self._open_it())
