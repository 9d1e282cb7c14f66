"""A disk that is full, or that can't be written to: the one who speaks is told, and it goes on when there is room."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.chat import Message, Post
from bot.durable import Ports
from bot.store.journal import Entry
from tests.durable.conftest import ANA, Desk, message, open_desk
from tests.patience import PATIENCE


class Disk:
    """What SQLite is told about the disk by every connection that is taken from now on."""

    def __init__(self, engine: Engine) -> None:
        self._said, self.tried = "", 0
        event.listen(engine, "checkout", self._tell)

    def is_full(self) -> None:
        self._said = "PRAGMA max_page_count=1"  # SQLite takes the pages that there are: not one more

    def is_read_only(self) -> None:
        self._said = "PRAGMA query_only=ON"

    def is_well(self) -> None:
        self._said = "PRAGMA max_page_count=1073741823; PRAGMA query_only=OFF"

    def _tell(self, dbapi: Any, *_: object) -> None:
        self.tried += bool(self._said)
        for each in filter(None, self._said.split(";")):
            dbapi.execute(each)


async def keep(said: Message, ports: Ports) -> None:
    """Keeps what was said, which needs room."""
    entry = Entry(kind="note", by=ANA, at=said.at, body={"text": said.text * 3_000})
    journal = await ports.store.start(
        kind="note", address=said.address, title=said.text, by=ANA, at=said.at, entries=[entry]
    )
    await ports.say(Post(text=f"kept {said.text} as {journal}"))


@pytest.fixture
async def desk(stack: AsyncExitStack, sqlite_urls: tuple[str, str]) -> Desk:
    return await open_desk(stack, sqlite_urls, keep)


async def test_a_full_disk_is_told_and_when_there_is_room_again_it_goes_on(desk: Desk) -> None:
    disk = Disk(desk.store._engine)
    assert await desk.tell(message("one")) == ["kept one as note-1"]
    disk.is_full()
    assert await desk.tell(message("two")) == [
        "The disk that I keep things on is full, so I haven’t kept what you just said. "
        "Please tell whoever runs me, and send it again when there is room."
    ]
    disk.is_well()
    assert await desk.tell(message("three")) == ["kept three as note-2"], "nothing of the second was kept"


async def test_a_database_that_cannot_be_written_to_is_told_and_what_was_kept_can_be_read(desk: Desk) -> None:
    disk = Disk(desk.store._engine)
    assert await desk.tell(message("one")) == ["kept one as note-1"]
    disk.is_read_only()
    [sentence] = await desk.tell(message("two"))
    assert sentence.startswith("My database can’t be written to, so I haven’t kept what you just said.")
    assert [head.id for head in await desk.store.heads()] == ["note-1"]
    disk.is_well()
    assert await desk.tell(message("three")) == ["kept three as note-2"]


async def test_an_error_that_nobody_foresaw_is_told_although_the_message_cannot_be_kept(
    stack: AsyncExitStack, sqlite_urls: tuple[str, str]
) -> None:
    async def break_down(said: Message, ports: Ports) -> None:
        raise ZeroDivisionError

    desk = await open_desk(stack, sqlite_urls, break_down)
    disk = Disk(desk.store._engine)
    disk.is_full()
    [sentence] = await desk.tell(message("x" * 20_000))
    assert "Something went wrong on my side" in sentence
    assert "I couldn’t even keep your message" in sentence
    disk.is_well()
    [sentence] = await desk.tell(message("again"))
    assert "I have kept your message" in sentence


async def test_a_turn_that_cannot_be_recorded_waits_for_room_and_goes_on(
    stack: AsyncExitStack, sqlite_urls: tuple[str, str]
) -> None:
    from dbos._dbos import _get_dbos_instance

    begun, go = asyncio.Event(), asyncio.Event()

    async def look(said: Message, ports: Ports) -> None:
        begun.set()
        await go.wait()
        seen = await ports.look("look", _much)
        await ports.say(Post(text=f"{said.text}: {len(seen)} letters"))

    desk = await open_desk(stack, sqlite_urls, look, stuck_seconds=0.5)
    turn = await desk.turns.submit(message("one"))
    await asyncio.wait_for(begun.wait(), PATIENCE)
    disk = Disk(_get_dbos_instance()._sys_db.engine)
    disk.is_full()
    go.set()
    while disk.tried < 3 or desk.turns._running:  # noqa: ASYNC110 (its tries are made in threads)
        await asyncio.sleep(0.05)
    disk.is_well()
    assert [post.text for post in await desk.turns.result(turn, timeout=PATIENCE)] == ["one: 200000 letters"]
    assert await desk.tell(message("two")) == ["two: 200000 letters"]
    assert desk.room.texts() == ["one: 200000 letters", "two: 200000 letters"], "each was said once"


async def _much() -> str:
    return "x" * 200_000
