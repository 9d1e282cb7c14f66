"""A Groundwork process whose clock is moved through a fortnight; it dies where it is told to, and is started again."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import build
from bot.chat import Address, Message, Post
from bot.config import load
from bot.durable.shared import open_turns
from bot.prompts import load_prompts
from bot.schedule import Clock
from bot.store.schedules import ScheduleTable
from bot.store.sql import SqlStore
from tests.durable.scenarios import Wall

START = datetime(2026, 11, 27, 17, 1, tzinfo=UTC)
END = START + timedelta(days=15)
STEP = timedelta(minutes=30)


class Fate:
    """Dies at the n-th event of a kind: `saying:3`; `live` never."""

    def __init__(self, told: str) -> None:
        self._what, _, number = told.partition(":")
        self._left = int(number or 0)

    def meets(self, what: str) -> None:
        """Count an event, and die if it was the one."""
        if what == self._what:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class DeadlyWall(Wall):
    """A wall that kills whoever has just written on it, when their time has come."""

    def __init__(self, folder: Path, fate: Fate) -> None:
        super().__init__(folder)
        self._fate = fate

    async def say(self, address: Address, post: Post, *, key: str) -> str:
        said = await super().say(address, post, key=key)
        self._fate.meets("saying")
        return said


async def beside(folder: Path, other: str, now: datetime) -> None:
    """Wait until the other is as far as this one: who starts last would else find nothing left to do."""
    file, ended = folder / f"now-{other}", folder / f"ended-{other}"
    while not ended.exists() and _is_behind(file, now):  # noqa: ASYNC110 (it is another process)
        await asyncio.sleep(0.02)


def _is_behind(file: Path, now: datetime) -> bool:
    told = file.read_text() if file.exists() else ""
    return not told or datetime.fromisoformat(told) < now


async def main(folder: Path, name: str, told: str, other: str = "") -> None:
    config, fate = load(None, cwd=folder), Fate(told)
    table = ScheduleTable(config.database_url)
    replica = name if config.database_url.startswith("postgresql") else None
    file = folder / f"now-{name}"
    now = datetime.fromisoformat(file.read_text()) if file.exists() else START
    async with (
        SqlStore(config.database_url) as store,
        open_turns(
            config.turns_url,
            store=store,
            handle=build(config, load_prompts(config.prompts_dir), schedules=table),
            platforms={"terminal": DeadlyWall(folder, fate)},
            release="1",
            executor_id=replica,
            poll_seconds=0.02,
        ) as turns,
    ):

        async def submit(message: Message) -> None:
            turn = await turns.submit(message)
            fate.meets("handed-in")
            await turns.result(turn, timeout=120)
            fate.meets("done")

        clock = Clock(schedules=table, submit=submit, now=lambda: now)
        while now < END:
            if other:
                await beside(folder, other, now)
            await clock.look()
            now += STEP
            file.write_text(now.isoformat())
        await table.close()
        (folder / f"ended-{name}").touch()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), *sys.argv[2:]))
