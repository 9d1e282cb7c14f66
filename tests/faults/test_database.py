"""A database that is locked, or away: what is short is waited for, what lasts is told, and both end by themselves."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing, contextmanager

import aiohttp
import pytest
import structlog
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from bot.chat import Message, Post
from bot.config import Config
from bot.durable import Ports
from bot.durable.depth import Depth
from bot.durable.shared import open_turns
from bot.store.journal import Entry
from bot.store.schedules import ScheduleTable
from bot.store.sql import SqlStore
from bot.store.urls import database_url, sqlite_file
from bot.watching.endpoints import watched
from bot.watching.metrics import Metrics
from bot.watching.vitals import Examined
from tests.durable.conftest import ANA, Desk, Room, message, open_desk
from tests.patience import PATIENCE
from tests.store.databases import new_database

KEPT_NOT = (
    "I can’t reach my database right now, so I haven’t kept what you just said. Please send it again in a minute."
)


async def keep(said: Message, ports: Ports) -> None:
    """Keeps what was said, and says so."""
    entry = Entry(kind="note", by=ANA, at=said.at, body={"text": said.text})
    journal = await ports.store.start(
        kind="note", address=said.address, title=said.text, by=ANA, at=said.at, entries=[entry]
    )
    await ports.say(Post(text=f"kept {said.text} as {journal}"))


class Server:
    """A database of a PostgreSQL server, as its machine would take it away and give it back."""

    def __init__(self, url: str) -> None:
        self._name = make_url(url).database
        self._url = make_url(url).set(database="postgres").render_as_string(hide_password=False)

    def goes(self) -> None:
        self._do(f'ALTER DATABASE "{self._name}" ALLOW_CONNECTIONS false')
        self._do(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self._name}'")  # noqa: S608 (ours)

    def comes(self) -> None:
        self._do(f'ALTER DATABASE "{self._name}" ALLOW_CONNECTIONS true')

    def _do(self, words: str) -> None:
        engine = create_engine(database_url(self._url), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(words))
        engine.dispose()


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Another process writes and doesn't come to an end."""
    with closing(sqlite3.connect(sqlite_file(url) or "", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@pytest.mark.parametrize("which", ["store", "turns"])
async def test_what_is_locked_for_a_moment_is_waited_for_and_nobody_notices(
    stack: AsyncExitStack, sqlite_urls: tuple[str, str], which: str
) -> None:
    desk = await open_desk(stack, sqlite_urls, keep)
    assert await desk.tell(message("one")) == ["kept one as note-1"]
    with locked(sqlite_urls[0 if which == "store" else 1]):
        telling = asyncio.create_task(desk.tell(message("two")))
        await asyncio.sleep(1)
        assert not telling.done()
    assert await telling == ["kept two as note-2"]
    assert desk.room.texts() == ["kept one as note-1", "kept two as note-2"], "each was said once"


async def test_a_lock_that_stays_is_told_and_the_next_message_is_kept(
    stack: AsyncExitStack, sqlite_urls: tuple[str, str]
) -> None:
    desk = await open_desk(stack, sqlite_urls, keep)
    with locked(sqlite_urls[0]):
        assert await desk.tell(message("one")) == [KEPT_NOT]
    assert await desk.tell(message("two")) == ["kept two as note-1"], "nothing of the first was kept"


@pytest.fixture
def apart(postgres: str, made_in_postgres: str, sqlite_urls: tuple[str, str]) -> tuple[Server, tuple[str, str]]:
    """The store on a server, the turns in a file: only what people said is away."""
    url = new_database(postgres, copy_of=made_in_postgres)
    return Server(url), (url, sqlite_urls[1])


async def test_a_server_that_is_away_is_told_and_when_it_is_back_it_goes_on(
    stack: AsyncExitStack, apart: tuple[Server, tuple[str, str]]
) -> None:
    server, urls = apart
    desk: Desk = await open_desk(stack, urls, keep)
    assert await desk.tell(message("one")) == ["kept one as note-1"]
    server.goes()
    assert await desk.tell(message("two")) == [KEPT_NOT]
    server.comes()
    assert await desk.tell(message("three")) == ["kept three as note-2"]


async def test_where_everything_is_on_the_server_a_turn_goes_on_when_it_is_back(
    stack: AsyncExitStack, postgres: str, made_in_postgres: str
) -> None:
    url = new_database(postgres, copy_of=made_in_postgres)
    server, begun, go = Server(url), asyncio.Event(), asyncio.Event()

    async def slowly(said: Message, ports: Ports) -> None:
        begun.set()
        await go.wait()
        await keep(said, ports)

    desk = await open_desk(stack, (url, url), slowly, stuck_seconds=0.5)
    turn = await desk.turns.submit(message("one"))
    await asyncio.wait_for(begun.wait(), PATIENCE)
    depth = Depth(url)
    assert depth.count() == 1
    server.goes()
    go.set()
    with pytest.raises(OperationalError):
        depth.count()  # which makes `/readyz` say 503
    await asyncio.sleep(1)
    server.comes()
    assert [post.text for post in await desk.turns.result(turn, timeout=PATIENCE)] == ["kept one as note-1"]
    assert desk.room.texts() == ["kept one as note-1"], "it was said once"
    depth.close()
    assert await desk.tell(message("two")) == ["kept two as note-2"]


async def test_meanwhile_it_says_that_it_is_not_ready_and_why(
    config: Config, postgres: str, made_in_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(structlog, "configure", lambda **_: None)  # what it counts is not looked at here
    url = new_database(postgres, copy_of=made_in_postgres)
    server, schedules, depth = Server(url), ScheduleTable(url, patience=0.5), Depth(url)
    watch = config.model_copy(update={"watch": config.watch.model_copy(update={"port": 0})})
    async with (
        SqlStore(url) as store,
        open_turns(url, store=store, handle=keep, platforms={"room": Room()}, release="1") as turns,
        watched(watch, Metrics(), Examined(turns, depth, schedules, lambda: None, frozenset())) as address,
        aiohttp.ClientSession() as session,
    ):

        async def ready() -> tuple[int, list[str]]:
            async with session.get(f"{address}/readyz") as response:
                return response.status, (await response.json())["troubles"]

        assert await ready() == (200, [])
        server.goes()
        status, troubles = await ready()
        assert status == 503
        assert troubles[0] == "The turns can’t be reached (OperationalError)."
        assert troubles[1].startswith("The store: I can’t reach my database right now")
        server.comes()
        assert await ready() == (200, [])
    depth.close()
    await schedules.close()
