"""What one replica forgets the others forget, too: names and documents in memory, and the lines of their own logs."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import structlog

from bot.chat import Person
from bot.config import Config
from bot.errors import Trouble
from bot.knowledge.ports import Knowledge
from bot.log_files import clean, files_of
from bot.privacy.quoting import NOBODY, Forgotten
from bot.store.sql import SqlStore
from bot.store.urls import sqlite_file

ASKED = "privacy/asked/"
"""Under which keys it stands, for a moment, who is to be forgotten by every replica."""

_HEARD = "privacy/heard/"
_LOOK_EVERY = 1.0
_PATIENCE = 15.0
_log = structlog.get_logger(__name__)


class Replicas:
    """Forgets in this process, and sees to it that the others do. `let_go` lets go of what is held in memory."""

    def __init__(
        self, config: Config, store: SqlStore, library: Knowledge, let_go: Sequence[Callable[[], None]] = ()
    ) -> None:
        self._config = config
        self._store = store
        self._library = library
        self._let_go = let_go
        self._me = secrets.token_hex(4)
        self._known: set[str] = set()

    async def forget(self, who: Forgotten, token: str) -> None:
        """Forget them here, ask the others to, and wait until they have; one that doesn't answer is in the log."""
        await self.forget_here(who.unnamed)
        if sqlite_file(self._config.turns_url) is not None:
            return
        from bot.durable.replicas import living

        others = await asyncio.to_thread(living, self._config.turns_url) - 1
        if others < 1:
            return
        self._known.add(token)
        told = {"ids": sorted(who.ids), "names": sorted(who.names), "stand_in": who.stand_in.id}
        await self._store.put(f"{ASKED}{token}", told)
        end = asyncio.get_running_loop().time() + _PATIENCE
        while len(await self._store.scan(f"{_HEARD}{token}/")) < others:
            if asyncio.get_running_loop().time() > end:
                _log.warning("replica_forgets_late", others=others)
                break
            await asyncio.sleep(_LOOK_EVERY / 4)

    async def forget_here(self, unnamed: Callable[[str], str]) -> None:
        """Let go of names and documents in memory, and clean this process's log."""
        for each in self._let_go:
            each()
        await self._library.forget()
        for file in (*files_of(self._config.log_file), self._config.home / "typed"):
            await asyncio.to_thread(clean, file, unnamed)

    async def done(self, token: str) -> None:
        """Nobody needs to know any more who it was."""
        await self._store.drop(f"{ASKED}{token}")
        await self._store.drop(f"{_HEARD}{token}/")

    @asynccontextmanager
    async def listening(self, *, every: float = _LOOK_EVERY) -> AsyncIterator[None]:
        """Forget whoever another replica forgets, as long as this lasts."""
        task = asyncio.create_task(self._listen(every))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait({task})

    async def _listen(self, every: float) -> None:
        while sqlite_file(self._config.turns_url) is None:  # else nobody is beside us
            await asyncio.sleep(every)
            try:
                for key, told in await self._store.scan(ASKED):
                    if (token := key.removeprefix(ASKED)) not in self._known:
                        await self._hear(token, told)
            except Trouble as trouble:
                _log.warning("replica_forgets_later", sentence=trouble.sentence)

    async def _hear(self, token: str, told: dict[str, Any]) -> None:
        stand_in = Person(id=told["stand_in"], name=NOBODY)
        await self.forget_here(Forgotten(frozenset(told["ids"]), frozenset(told["names"]), stand_in).unnamed)
        self._known.add(token)
        await self._store.put(f"{_HEARD}{token}/{self._me}", {})
