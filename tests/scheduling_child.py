"""A Groundwork process for tests in which a time is due; it dies where it is told to."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.chat import Address, Message, Post
from bot.durable import Ports
from bot.durable.shared import open_turns
from bot.schedule import Clock, Due, due_command
from bot.store.schedules import ScheduleTable
from bot.store.sql import SqlStore
from tests.durable.scenarios import Wall

NOW = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)


class DeadlyWall(Wall):
    """A wall that kills whoever has just written on it."""

    def __init__(self, folder: Path, *, deadly: bool) -> None:
        super().__init__(folder)
        self._deadly = deadly

    async def say(self, address: Address, post: Post, *, key: str) -> str:
        said = await super().say(address, post, key=key)
        if self._deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        return said


async def run(due: Due, ports: Ports) -> None:
    await ports.say(Post(text=f"due at {due.at.isoformat()}"))


async def main(folder: Path, store_url: str, state_url: str, name: str) -> None:
    wall = DeadlyWall(folder, deadly=name == "die-saying")
    handle = partial(due_command, run={"digest": run})
    async with (
        SqlStore(store_url) as store,
        open_turns(
            state_url,
            store=store,
            handle=handle,
            platforms={"room": wall},
            release="1",
            executor_id=name if store_url.startswith("postgresql") else None,
            poll_seconds=0.05,
        ) as turns,
    ):
        table = ScheduleTable(store_url)

        async def submit(message: Message) -> None:
            turn = await turns.submit(message)
            if name == "die-handed-in":
                os.kill(os.getpid(), signal.SIGKILL)
            await turns.result(turn, timeout=60)

        await Clock(schedules=table, submit=submit, now=lambda: NOW).look()
        await turns.result("schedule:s1:20261126T080000Z", timeout=60)
        await table.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), *sys.argv[2:]))
