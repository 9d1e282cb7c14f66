"""A turn that can't be recorded goes on by itself; one that is only slow is left alone, so that nothing is doubled."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import AsyncExitStack, closing
from pathlib import Path

import pytest
import structlog
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from bot.chat import Message, Post
from bot.durable import Ports
from bot.durable.stuck import Stuck
from bot.durable.turns import _active
from bot.store.journal import Entry
from tests.durable.conftest import ANA, Desk, message, open_desk
from tests.faults.test_disk import Disk
from tests.patience import PATIENCE


async def look(desk: Desk) -> None:
    """Look for stuck turns as often as it takes to be sure."""
    for _ in range(3):
        await desk.turns._stuck.look(desk.turns._client.connected)


def statuses(folder: Path) -> dict[str, str]:
    with closing(sqlite3.connect(folder / "turns.db")) as turns:
        return dict(turns.execute("SELECT workflow_uuid, status FROM workflow_status"))


async def keep(said: Message, ports: Ports) -> None:
    entry = Entry(kind="note", by=ANA, at=said.at, body={"text": said.text})
    await ports.store.start(kind="note", address=said.address, title=said.text, by=ANA, at=said.at, entries=[entry])
    await ports.say(Post(text=f"kept {said.text}"))


async def test_a_turn_that_waits_to_be_recorded_is_not_begun_again(
    stack: AsyncExitStack, sqlite_urls: tuple[str, str], tmp_path: Path
) -> None:
    said_all, go = asyncio.Event(), asyncio.Event()

    async def slow(said: Message, ports: Ports) -> None:
        await keep(said, ports)
        said_all.set()
        await go.wait()

    desk = await open_desk(stack, sqlite_urls, slow)
    turn = await desk.turns.submit(message("one"))
    await asyncio.wait_for(said_all.wait(), PATIENCE)
    await look(desk)
    with closing(sqlite3.connect(tmp_path / "turns.db")) as another:
        another.execute("BEGIN IMMEDIATE")  # nobody else can write
        go.set()
        while desk.turns._running:  # noqa: ASYNC110 (it has no other sign)
            await asyncio.sleep(0.02)
        await look(desk)
        assert statuses(tmp_path) == {turn: "PENDING"}
        another.rollback()
    assert [post.text for post in await desk.turns.result(turn, timeout=PATIENCE)] == ["kept one"]
    await look(desk)
    assert desk.room.texts() == ["kept one"]
    assert [head.title for head in await desk.store.heads()] == ["one"]
    assert statuses(tmp_path) == {turn: "SUCCESS"}


async def test_a_turn_that_was_taken_from_the_queue_and_is_not_begun_yet_is_left_alone(
    stack: AsyncExitStack, sqlite_urls: tuple[str, str], tmp_path: Path
) -> None:
    desk = await open_desk(stack, sqlite_urls, keep)
    await desk.tell(message("one"))
    with closing(sqlite3.connect(tmp_path / "turns.db", isolation_level=None)) as turns:
        turns.execute("UPDATE workflow_status SET status = 'PENDING'")  # as the queue leaves it
    desk.turns._stuck._ended.clear()  # it has not been here
    await look(desk)
    assert set(statuses(tmp_path).values()) == {"PENDING"}


async def test_a_turn_that_goes_on_does_not_repeat_what_was_recorded(
    stack: AsyncExitStack, sqlite_urls: tuple[str, str]
) -> None:
    from dbos._dbos import _get_dbos_instance

    kept, go = asyncio.Event(), asyncio.Event()

    async def much(said: Message, ports: Ports) -> None:
        await keep(said, ports)
        kept.set()
        await go.wait()
        await ports.say(Post(text=f"{len(await ports.look('look', _much))} letters"))

    desk = await open_desk(stack, sqlite_urls, much)
    turn = await desk.turns.submit(message("one"))
    await asyncio.wait_for(kept.wait(), PATIENCE)
    disk = Disk(_get_dbos_instance()._sys_db.engine)
    disk.is_full()
    go.set()
    while turn in _active():  # noqa: ASYNC110 (it has no other sign)
        await asyncio.sleep(0.02)
    disk.is_well()
    await desk.turns._stuck.look(desk.turns._client.connected)
    assert [post.text for post in await desk.turns.result(turn, timeout=PATIENCE)] == ["kept one", "200000 letters"]
    assert desk.room.texts() == ["kept one", "200000 letters"], "each was said once"
    assert [head.title for head in await desk.store.heads()] == ["one"]


class Reads:
    """The disk fails when the turns that were taken from the queue are read, as often as is said."""

    def __init__(self, engine: Engine) -> None:
        self.fail = 0
        event.listen(engine, "before_cursor_execute", self._tell)

    def _tell(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        if self.fail and "workflow_input" in statement and statement.startswith("SELECT"):
            self.fail -= 1
            raise sqlite3.OperationalError("disk I/O error")


async def test_a_turn_that_could_not_be_read_when_it_was_to_begin_begins_by_itself(
    stack: AsyncExitStack, sqlite_urls: tuple[str, str]
) -> None:
    from dbos._dbos import _get_dbos_instance

    desk = await open_desk(stack, sqlite_urls, keep, stuck_seconds=0.1)
    desk.turns._stuck._begins_within = 0
    reads = Reads(_get_dbos_instance()._sys_db.engine)
    reads.fail = 2  # all of them, then each
    assert await desk.tell(message("one")) == ["kept one"]
    assert reads.fail == 0
    assert await desk.tell(message("two")) == ["kept two"]
    assert desk.room.texts() == ["kept one", "kept two"]


async def _much() -> str:
    return "x" * 200_000


async def test_a_look_that_fails_for_a_reason_nobody_foresaw_is_told_whole_and_the_next_one_looks(
    stack: AsyncExitStack, sqlite_urls: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, again = [], asyncio.Event()

    async def look(self: Stuck, client: object) -> None:
        looked.append((self, client))
        if len(looked) == 1:
            raise KeyError("a column of another release")
        if len(looked) == 2:
            raise OperationalError("", None, sqlite3.OperationalError("database is locked"))
        again.set()

    monkeypatch.setattr(Stuck, "look", look)
    with structlog.testing.capture_logs() as logged:
        desk = await open_desk(stack, sqlite_urls, keep)
        desk.turns._stuck._every = 0.01
        await desk.turns._stuck.end()
        desk.turns._stuck.watch(desk.turns._client.connected)
        await asyncio.wait_for(again.wait(), PATIENCE)
    told = [(each["error"], each["exc_info"]) for each in logged if each["event"] == "stuck_turns_wait"]
    assert told == [("KeyError", True), ("OperationalError", False)]
