"""Real processes go through a fortnight of ceremonies, are killed, and start again: nothing is missed or doubled."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.app import build
from bot.config import load
from bot.prompts import Prompts
from bot.schedule import Due, message_of
from bot.store.migrate import upgrade
from bot.store.schedules import ScheduleTable
from bot.store.sql import SqlStore
from bot.times import dues_between
from tests.ceremonies.conftest import FRIDAY, set_up
from tests.ceremonies.fortnight_child import END
from tests.dialog import Bot, StraightRoad
from tests.store.databases import new_database, postgres_server

FATES = ("handed-in:1", "saying:1", "done:2", "saying:3", "handed-in:3")
_SLEPT = timedelta(minutes=90)  # until it was started again; what was due meanwhile is still sent


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with postgres_server() as server:
        yield server


async def expected(folder: Path, prompts: Prompts, environ: Mapping[str, str]) -> list[str]:
    """Set a team up, with one time moved and one left out; the turns of everything that is due in the fortnight."""
    (folder / "knowledge").mkdir()
    (folder / "config.yaml").write_text("index: {embedder: none}\n", encoding="utf-8")
    config = load(None, cwd=folder, environ=environ)
    upgrade(config.database_url)
    table = ScheduleTable(config.database_url)
    async with SqlStore(config.database_url) as store:
        bot = Bot(StraightRoad(build(config, prompts, schedules=table), store), now=FRIDAY)
        await set_up(bot)
        await bot.picks("Tom", "ceremony:move:retrospective:20261210:20261211T1500Z")
        await bot.picks("Tom", "ceremony:skip:daily:20261202")
    found = []
    for each in await table.active():
        until = min(END, each.rule.until) if each.rule.until else END
        dues = dues_between(each.rule, each.seen, until - timedelta(minutes=30))
        found += [message_of(Due(schedule=each, at=due)).key for due in dues]
    await table.close()
    return sorted(found)


async def start(
    folder: Path, environ: Mapping[str, str], name: str, fate: str, other: str = ""
) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "tests.ceremonies.fortnight_child", str(folder), name, fate, other]
    return await asyncio.to_thread(subprocess.Popen, words, env={**os.environ, **environ}, text=True)


async def live_and_die(
    folder: Path, environ: Mapping[str, str], name: str, fates: tuple[str, ...], other: str = ""
) -> None:
    """One life after the other, the clock going on in between; the last one sees the end, beside the `other`."""
    for fate in (*fates, "live"):
        child = await start(folder, environ, name, fate, other)
        await asyncio.to_thread(child.wait, timeout=240)
        assert child.returncode == (0 if fate == "live" else -signal.SIGKILL), fate
        file = folder / f"now-{name}"
        if file.exists():
            file.write_text((datetime.fromisoformat(file.read_text()) + _SLEPT).isoformat())


def turns_that_spoke(folder: Path) -> list[str]:
    """The turns of the team's times that said something; nothing was said twice, the retro that they began neither."""
    posts = [json.loads(line) for line in (folder / "posts.jsonl").read_text().splitlines()]
    said = [(post["key"].rsplit(":", 2)[0], post["text"]) for post in posts if ":team-" in post["key"]]
    assert len(set(said)) == len(said)
    return sorted({turn for turn, _ in said})


async def test_a_process_that_is_killed_again_and_again_misses_and_doubles_nothing(
    tmp_path: Path, prompts: Prompts
) -> None:
    environ = {"GROUNDWORK_HOME": str(tmp_path / "state")}
    due = await expected(tmp_path, prompts, environ)
    assert len(due) == 13, "nine dailies, and what goes out before and after two plannings and a retrospective"
    await live_and_die(tmp_path, environ, "one", FATES)
    assert turns_that_spoke(tmp_path) == due


async def test_two_replicas_of_which_one_is_killed_say_everything_once(
    tmp_path: Path, prompts: Prompts, postgres: str
) -> None:
    environ = {"GROUNDWORK_HOME": str(tmp_path / "state"), "GROUNDWORK_STATE_URL": new_database(postgres)}
    due = await expected(tmp_path, prompts, environ)
    await asyncio.gather(
        live_and_die(tmp_path, environ, "one", ("handed-in:1", "saying:1", "done:1")),
        live_and_die(tmp_path, environ, "two", (), other="one"),
    )
    assert turns_that_spoke(tmp_path) == due
