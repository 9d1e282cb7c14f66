"""A replica that was cut off from PostgreSQL for a while: what another one has done meanwhile it doesn't do again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from bot.durable.client import Client
from bot.schedule import Schedule
from bot.store.fence import NoLongerOurs, Run, in_run
from bot.store.schedules import ScheduleTable
from bot.store.shelf import Shelf
from bot.store.sql import SqlStore
from bot.store.urls import database_url
from bot.times import Rule
from tests.durable.conftest import ANA, NOON, message
from tests.durable.cutting import Way
from tests.durable.scenarios import Wall
from tests.durable.test_replicas import client, kill, replica, told, url
from tests.patience import PATIENCE

__all__ = ["client", "url"]


@pytest.mark.parametrize(
    ("words", "release"),
    [("hang", "1"), ("hang", "2"), ("hang before speaking", "2")],
    ids=["same steps", "a write is left", "a post is left"],
)
async def test_a_turn_that_another_replica_has_finished_is_left_alone_by_the_one_that_was_cut_off(  # noqa: PLR0913, PLR0917 (a test's fixtures)
    tmp_path: Path, url: str, client: Client, stack: AsyncExitStack, words: str, release: str
) -> None:
    (tmp_path / "hang one").touch()
    way = await stack.enter_async_context(Way.to(url))
    one = await replica(stack, tmp_path, way.url, "one")
    await client.open()
    said = message(words, "wall:1")
    await client.submit(said)
    await told(one, "hanging")
    two = await replica(stack, tmp_path, url, "two", release)
    way.cut()
    await client.result(said.key, timeout=PATIENCE)

    way.mend()
    (tmp_path / "hang one").unlink()
    # What the other one recorded of the same steps is taken as it is; with other steps there is nothing to take.
    refused = ["turn_is_no_longer_ours"] if release == "2" else []
    await told(one, "tried", "replica_has_its_locks_again", *refused)
    kept = ["heard", "noted by one", "finished by two"] if release == "1" else ["heard"]
    async with SqlStore(url) as store:
        (head,) = await store.heads()
        journal = await store.journal(head.id)
        assert journal is not None
        assert [entry.kind for entry in journal.entries] == kept
    assert [post["text"] for post in Wall(tmp_path).posts()] == [f"two heard {words}"]

    await kill(two)
    after = message("and then", "wall:1")
    await client.submit(after)
    await client.result(after.key, timeout=PATIENCE)
    assert Wall(tmp_path).posts()[-1]["text"] == "one heard and then"


@pytest.fixture
def taken(url: str) -> Iterator[Connection]:
    """A turn that another run has begun, in a database that is open."""
    engine = create_engine(database_url(url), poolclass=NullPool)
    with engine.connect() as connection:
        with connection.begin():
            row = "(workflow_uuid, status, owner_xid) VALUES ('turn', 'PENDING', 'second')"
            connection.execute(text(f"INSERT INTO dbos.workflow_status {row}"))
        yield connection


async def test_nothing_is_written_in_a_turn_that_another_run_has_begun(url: str, taken: Connection) -> None:
    a_time = Rule(days=(0,), at="09:00", zone="UTC")
    meeting = Schedule(
        id="s-1", kind="k", address="room:1", what={}, rule=a_time, by=ANA, made_at=NOON, seen=NOON, ended_at=None
    )
    schedules, shelf = ScheduleTable(url), Shelf(url)

    async def votes(vote: int) -> None:
        await asyncio.to_thread(shelf.vote, person="U1", key="k", asked="q", document_id="d", vote=vote, at=NOON)

    async with SqlStore(url) as store:
        with in_run(Run("turn", "first")):
            for writes in (
                store.start(kind="k", address="room:1", title="", by=ANA, at=NOON, entries=[], effect="turn:1"),
                store.put("key", 1),
                schedules.add(meeting),
                votes(-1),
            ):
                with pytest.raises(NoLongerOurs):
                    await writes
        assert (await store.heads(), await store.get("key"), await schedules.active()) == ([], None, [])
        assert shelf.votes() == []
        with in_run(Run("turn", "second")):
            await store.put("key", 2)
            await schedules.add(meeting)
            await votes(1)
        assert (await store.get("key"), len(await schedules.active()), shelf.votes()) == (2, 1, [("d", 1, 0)])
    await schedules.close()
    shelf.close()


async def test_nobody_takes_a_turn_over_between_the_question_whose_it_is_and_the_write(
    url: str, taken: Connection
) -> None:
    with taken.begin():
        Run("turn", "second").hold(taken)
        with create_engine(database_url(url), poolclass=NullPool).connect() as other:
            other.execute(text("SET lock_timeout = '100ms'"))
            with pytest.raises(OperationalError, match="lock timeout"):
                other.execute(text("UPDATE dbos.workflow_status SET owner_xid = NULL"))
