"""Turns on real databases: the store and DBOS's state in SQLite files, or together in one PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.chat import Address, Message, Person, Post
from bot.durable import Handle, Ports, new_key
from bot.durable.steps import Models
from bot.durable.turns import Turns
from bot.errors import Trouble
from bot.store.migrate import make_wal, upgrade
from bot.store.sql import SqlStore
from bot.store.urls import sqlite_file
from tests.patience import PATIENCE
from tests.store.databases import new_database, postgres_server

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANA = Person(id="U1", name="Ana")

_seconds = count(1)


def message(text: str, address: Address = "room:1", *, key: str | None = None) -> Message:
    at = NOON + timedelta(seconds=next(_seconds))
    return Message(key=key or new_key(address, at), address=address, author=ANA, at=at, text=text)


async def echo(message: Message, ports: Ports) -> None:
    await ports.say(Post(text=f"you said {message.text}"))


@dataclass
class Room:
    """A platform that remembers what was said in it, and can be made to fail."""

    posts: list[tuple[Address, Post, str]] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    completed: int = 0

    def fail(self, *errors: Exception) -> None:
        """The next posts fail with these."""
        self.failures.extend(errors)

    def texts(self, address: Address = "room:1") -> list[str]:
        return [post.text for where, post, _ in self.posts if where == address]

    async def complete(self, message: Message) -> Message:
        self.completed += 1
        if message.text == "unreadable":
            raise Trouble("That can’t be read.")
        return message.model_copy(update={"text": f"{message.text}, completed", "partial": False})

    async def say(self, address: Address, post: Post, *, key: str) -> str:
        if self.failures:
            raise self.failures.pop(0)
        self.posts.append((address, post, key))
        return f"post-{len(self.posts)}"


@dataclass
class Desk:
    """Where a test talks to the bot."""

    turns: Turns
    store: SqlStore
    room: Room

    async def tell(self, said: Message) -> list[str]:
        """What the bot answers to this message."""
        return [post.text for post in await self.turns.result(await self.turns.submit(said), timeout=PATIENCE)]


OpenDesk = Callable[..., Awaitable[Desk]]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both SQLite files made, to copy: making their tables anew takes each test a second."""
    folder = tmp_path_factory.mktemp("made")
    _make(f"sqlite:///{folder}/groundwork.db", f"sqlite:///{folder}/turns.db")
    return folder


@pytest.fixture(scope="session")
def made_in_postgres(postgres: str) -> str:
    """A database with all tables made, to copy."""
    url = new_database(postgres)
    _make(url, url)
    return url


def _make(store_url: str, state_url: str) -> None:
    from dbos import DBOS

    upgrade(store_url)
    file = sqlite_file(state_url)
    if file:
        make_wal(file)
    DBOS.migrate(state_url)


@pytest.fixture
def sqlite_urls(tmp_path: Path, made: Path) -> tuple[str, str]:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return f"sqlite:///{tmp_path}/groundwork.db", f"sqlite:///{tmp_path}/turns.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def urls(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Addresses of the store and of DBOS's state."""
    if request.param == "sqlite":
        found: tuple[str, str] = request.getfixturevalue("sqlite_urls")
        return found
    url = new_database(request.getfixturevalue("postgres"), copy_of=request.getfixturevalue("made_in_postgres"))
    return url, url


async def open_desk(  # noqa: PLR0913 (all that a desk stands on)
    stack: AsyncExitStack,
    urls: tuple[str, str],
    handle: Handle,
    release: str = "1",
    models: Models | None = None,
    *,
    stuck_seconds: float = 15.0,
) -> Desk:
    """Open all of it; closed again when the stack is."""
    store_url, state_url = urls
    upgrade(store_url)
    store, room = SqlStore(store_url), Room()
    stack.push_async_callback(store.close)
    turns = Turns(
        state_url,
        store=store,
        handle=handle,
        platforms={"room": room},
        release=release,
        poll_seconds=0.02,
        models=models,
        stuck_seconds=stuck_seconds,
    )
    stack.push_async_callback(turns.close)
    await turns.launch()
    return Desk(turns, store, room)


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack
