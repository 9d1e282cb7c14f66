"""Replicas on one PostgreSQL: what one leaves behind for good another finishes, in order, whatever its release."""

from __future__ import annotations

import asyncio
import sys
import threading
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import structlog.testing
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from bot.backup import _nobody_else
from bot.config import load
from bot.doctor import who_works
from bot.durable.client import Client
from bot.durable.owner import Ownership, take_ownership
from bot.durable.replicas import Takeover
from bot.durable.shared import SharedTurns, open_turns
from bot.errors import Trouble
from bot.store.sql import SqlStore
from bot.store.urls import database_url
from tests.durable.conftest import Room, echo, message
from tests.durable.scenarios import Wall
from tests.patience import PATIENCE, until
from tests.store.databases import new_database


@pytest.fixture
def url(postgres: str, made_in_postgres: str) -> str:
    return new_database(postgres, copy_of=made_in_postgres)


@pytest.fixture
async def client(url: str) -> AsyncIterator[Client]:
    """Whoever hands messages in."""
    made = Client(url)
    yield made
    await made.close()


async def replica(stack: AsyncExitStack, folder: Path, url: str, name: str, release: str = "1") -> Process:
    words = [sys.executable, "-m", "tests.durable.replica_child", str(folder), url, name, release]
    process = await asyncio.create_subprocess_exec(*words, cwd=Path(__file__).parents[2], stdin=PIPE, stdout=PIPE)
    stack.push_async_callback(kill, process)
    await told(process, "here")
    return process


async def kill(process: Process) -> None:
    if process.returncode is None:
        process.kill()
        await process.communicate()  # what it said and nobody read: else it doesn't count as ended


async def told(process: Process, *words: str) -> None:
    """Wait until it has said each of these, on a line alone or among the words of its log."""
    assert process.stdout is not None
    left = set(words)
    while left and (line := (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode()):
        left -= {line.strip(), *line.split()}
    assert not left, f"it ended without {left}"


@asynccontextmanager
async def here(url: str, name: str | None, release: str = "1") -> AsyncIterator[tuple[SharedTurns, Room]]:
    """A replica in this process."""
    room = Room()
    async with (
        SqlStore(url) as store,
        open_turns(
            url,
            store=store,
            handle=echo,
            platforms={"room": room},
            release=release,
            executor_id=name,
            poll_seconds=0.02,
        ) as turns,
    ):
        yield turns, room


@pytest.mark.parametrize("release", ["1", "2"])
async def test_what_a_replica_had_begun_when_it_was_killed_for_good_another_finishes(
    tmp_path: Path, url: str, client: Client, stack: AsyncExitStack, release: str
) -> None:
    (tmp_path / "hang").touch()
    first = await replica(stack, tmp_path, url, "one")
    await client.open()
    said = [message("hang", "wall:1"), message("and then", "wall:1"), message("elsewhere", "wall:2")]
    await client.submit(said[0])
    await told(first, "hanging")
    second = await replica(stack, tmp_path, url, "two", release)
    await client.submit(said[1])
    first.kill()
    await first.wait()
    await client.submit(said[2])
    await client.result(said[2].key, timeout=PATIENCE)
    assert [post["text"] for post in Wall(tmp_path).posts()] == ["two heard elsewhere"], "the others keep their order"
    await told(second, "hanging")
    (tmp_path / "hang").unlink()
    await client.result(said[1].key, timeout=PATIENCE)
    heard = [post["text"] for post in Wall(tmp_path).posts()]
    assert heard == ["two heard elsewhere", "two heard hang", "two heard and then"]
    async with SqlStore(url) as store:
        kept = sorted(head.title for head in await store.heads(kind="talk"))
    assert kept == ["and then", "elsewhere", "hang"], "each is kept once, also what was written before the kill"


async def test_when_the_newest_release_is_gone_for_good_the_older_one_goes_on(
    tmp_path: Path, url: str, client: Client, stack: AsyncExitStack
) -> None:
    older = await replica(stack, tmp_path, url, "one", "1")
    newer = await replica(stack, tmp_path, url, "two", "2")
    await client.open()
    for number, process in enumerate((newer, older), 1):
        said = message(f"{number}", "wall:1")
        await client.submit(said)
        await client.result(said.key, timeout=PATIENCE)
        if process is newer:
            await kill(newer)
    assert [post["text"] for post in Wall(tmp_path).posts()] == ["two heard 1", "one heard 2"]


async def test_beside_replicas_a_command_without_a_name_hands_its_message_over(
    tmp_path: Path, url: str, stack: AsyncExitStack
) -> None:
    await replica(stack, tmp_path, url, "one")
    async with here(url, None) as (turns, room):
        assert not turns.here
        said = message("hello", "wall:1")
        assert [post.text for post in await turns.result(await turns.submit(said), timeout=PATIENCE)] == [
            "one heard hello"
        ]
        assert room.posts == []


async def test_the_doctor_counts_replicas_and_nothing_is_restored_under_them(tmp_path: Path, url: str) -> None:
    config = load(None, cwd=tmp_path, environ={"GROUNDWORK_HOME": str(tmp_path), "GROUNDWORK_STATE_URL": url})
    locks = [take_ownership(url, name, "1") for name in ("one", "two")]
    (line,) = await who_works(config)
    assert line.found == "2 replicas are; commands hand over to them"
    with pytest.raises(Trouble, match="Stop it, then restore"), _nobody_else(config):
        pass
    for each in locks:
        assert each is not None
        each.release()
    with _nobody_else(config):
        assert take_ownership(url, "one", "1") is None, "nor does one start meanwhile"


async def test_a_replica_waits_while_another_finishes_what_its_earlier_life_began(url: str) -> None:
    takeover = Takeover.take(url, "one")
    assert takeover is not None
    taking = asyncio.create_task(asyncio.to_thread(take_ownership, url, "one", "1"))
    done, _ = await asyncio.wait({taking}, timeout=0.5)
    assert not done
    takeover.end()
    taken = await taking
    assert taken is not None
    assert await asyncio.to_thread(Takeover.take, url, "one") is None, "it lives"
    taken.release()


async def cut_off(url: str) -> None:
    """The database ends every session, as when it starts anew."""
    engine = create_engine(database_url(url), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )


async def test_after_a_restart_of_the_database_a_replica_takes_its_locks_again(url: str) -> None:
    async with here(url, "one") as (turns, room):
        with structlog.testing.capture_logs() as logged:
            await asyncio.to_thread(asyncio.run, cut_off(url))
            await until(lambda: "replica_has_its_locks_again" in [line["event"] for line in logged])
        assert await asyncio.to_thread(take_ownership, url, "one", "1") is None
        said = message("still there?")
        await turns.result(await turns.submit(said), timeout=PATIENCE)
        assert room.texts() == ["you said still there?"]


async def test_a_replica_whose_name_another_took_meanwhile_is_told_to_end(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = threading.Event()

    def when_it_is_taken(*which: Any) -> Ownership | None:
        assert taken.wait(PATIENCE)
        return take_ownership(*which)

    monkeypatch.setattr("bot.durable.succession.take_ownership", when_it_is_taken)
    async with here(url, "one") as (turns, _):
        lost = asyncio.Event()
        turns.on_lost = lost.set
        await asyncio.to_thread(asyncio.run, cut_off(url))
        async with asyncio.timeout(PATIENCE):
            while (twin := await asyncio.to_thread(take_ownership, url, "one", "1")) is None:
                pass
        taken.set()
        await asyncio.wait_for(lost.wait(), PATIENCE)
        twin.release()
