"""A database that is busy or away for a moment is waited for, and one that stays away is told to the person."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, datetime

import pytest

from bot.chat import Person
from bot.errors import StoreTrouble
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore
from bot.store.urls import sqlite_file

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: object) -> str:
    url = f"sqlite:///{tmp_path}/groundwork.db"
    upgrade(url)
    return url


@pytest.fixture
def held(url: str) -> sqlite3.Connection:
    file = sqlite_file(url)
    assert file is not None
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection


async def start(store: SqlStore) -> str:
    by = Person(id="U1", name="Ana")
    return await store.start(kind="idea", address="t:1", title="", by=by, at=AT, entries=[], effect="t:1")


async def test_a_write_waits_for_another_process_to_finish_its_own(url: str, held: sqlite3.Connection) -> None:
    async with SqlStore(url, patience=20) as store:
        writing = asyncio.create_task(start(store))
        await asyncio.sleep(0.2)
        assert not writing.done()
        assert await store.heads() == []  # reading waits for nobody
        held.close()
        assert await writing == "idea-1"


async def test_a_database_that_stays_locked_is_told_in_a_sentence(url: str, held: sqlite3.Connection) -> None:
    async with SqlStore(url, patience=0.2) as store:
        with pytest.raises(StoreTrouble, match="send it again"):
            await start(store)
        held.close()
        assert await start(store) == "idea-1"


async def test_a_server_that_stays_away_is_told_in_a_sentence_and_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    sleep = asyncio.sleep

    async def noted(seconds: float) -> None:
        waits.append(seconds)
        await sleep(seconds)

    monkeypatch.setattr("asyncio.sleep", noted)
    async with SqlStore("postgresql://nobody@127.0.0.1:1/nothing", patience=0.5) as store:
        with pytest.raises(StoreTrouble, match="can’t reach my database"):
            await store.heads()
    assert sum(waits) < 10


async def test_a_mistake_in_a_statement_is_not_tried_again(tmp_path: object) -> None:
    async with SqlStore(f"sqlite:///{tmp_path}/not-migrated.db", patience=60) as store:
        with pytest.raises(Exception, match="no such table"):
            await store.heads()
