"""A turn that ended in a refusal starts again from its message, also where that was cut off in the middle."""

from __future__ import annotations

import sqlite3
from contextlib import AsyncExitStack, closing
from pathlib import Path

from bot.durable import again
from bot.durable.gathering import queue_engine
from bot.store.sql import SqlStore
from tests.durable.conftest import message, open_desk
from tests.durable.test_stuck import keep


async def test_killed_between_taking_back_and_starting_again_what_was_said_is_kept(
    stack: AsyncExitStack, sqlite_urls: tuple[str, str], tmp_path: Path
) -> None:
    said = message("one")
    async with AsyncExitStack() as first:
        desk = await open_desk(first, sqlite_urls, keep)
        await desk.tell(said)
    with closing(sqlite3.connect(tmp_path / "turns.db", isolation_level=None)) as turns:
        turns.execute("UPDATE workflow_status SET status = 'ERROR'")
    async with AsyncExitStack() as second:
        engine = queue_engine(sqlite_urls[1])
        second.callback(engine.dispose)
        ((turn, begun_by),) = again._claim(engine, "local", "1")
        assert begun_by == "1"
        store = await second.enter_async_context(SqlStore(sqlite_urls[0]))
        assert await store.take_back(turn) == 1
    desk = await open_desk(stack, sqlite_urls, keep)
    assert [post.text for post in await desk.turns.result(turn, timeout=60)] == ["kept one"]
    assert [head.title for head in await desk.store.heads()] == ["one"]
