"""After a start the documents are read before anybody asks; who asks meanwhile is told so."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from bot.app import build
from bot.config import load
from bot.errors import Trouble
from bot.knowledge.library import Library
from bot.knowledge.opening import open_library
from bot.knowledge.threads import InThreads
from bot.prompts import Prompts
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore
from tests.dialog import Bot, StraightRoad
from tests.knowledge.shelves import write
from tests.patience import PATIENCE


async def test_who_asks_while_the_documents_are_read_is_told_and_then_answered(
    tmp_path: Path, prompts: Prompts, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"config.yaml": "index: {embedder: none}\n", "knowledge/a.md": "# Refunds\n\nNine days.\n"})
    config = load(None, cwd=tmp_path, environ={})
    upgrade(config.database_url)
    may_open, opened = threading.Event(), list[Library]()

    @contextmanager
    def slowly() -> Iterator[Library]:
        may_open.wait(PATIENCE)
        with open_library(config) as library:
            opened.append(library)
            yield library

    monkeypatch.setattr("bot.knowledge.threads._READING", 0.05)
    library = InThreads(slowly)
    async with SqlStore(config.database_url) as store:
        bot = Bot(StraightRoad(build(config, prompts, library), store))
        library.warm()
        with pytest.raises(Trouble, match="still reading the documents"):
            await bot.says("Priya", "/context how many days is a refund")
        may_open.set()
        monkeypatch.setattr("bot.knowledge.threads._READING", PATIENCE)
        assert await library.ready()
        assert opened[0].age() is not None, "it was read before anybody was answered"
        await bot.says("Priya", "/context how many days is a refund")
        bot.shows("Nine days.")
        await library.close()


async def test_documents_that_cannot_be_read_ahead_keep_nobody_waiting() -> None:
    def broken() -> AbstractContextManager[Library]:
        raise Trouble("The index can’t be opened.")

    library = InThreads(broken)
    library.warm()
    assert await library.ready()
    with pytest.raises(Trouble, match="can’t be opened"):
        await library.documents(asking=None)
