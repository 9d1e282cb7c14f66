"""A replica that was cut off from PostgreSQL for a while: what another one has done meanwhile it doesn't do again."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.durable.client import Client
from bot.store.sql import SqlStore
from tests.durable.conftest import message
from tests.durable.cutting import Way
from tests.durable.scenarios import Wall
from tests.durable.test_replicas import client, kill, replica, told, url

__all__ = ["client", "url"]


@pytest.mark.parametrize("release", ["1", "2"])
@pytest.mark.parametrize("words", ["hang", "hang before speaking"])
async def test_a_turn_that_another_replica_has_finished_is_left_alone_by_the_one_that_was_cut_off(  # noqa: PLR0913, PLR0917 (a test's fixtures)
    tmp_path: Path, url: str, client: Client, stack: AsyncExitStack, release: str, words: str
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
    await client.result(said.key, timeout=60)

    way.mend()
    (tmp_path / "hang one").unlink()
    # What the other one recorded of the same steps is taken as it is; with other steps there is nothing to take.
    refused = ["turn_is_no_longer_ours"] if release == "2" else []
    await told(one, "tried", "replica_has_its_locks_again", *refused)
    kept = {
        ("hang", "1"): ["heard", "noted by one", "finished by two"],
        ("hang before speaking", "1"): ["heard", "noted by one", "finished by one"],
    }
    async with SqlStore(url) as store:
        (head,) = await store.heads()
        journal = await store.journal(head.id)
        assert journal is not None
        assert [entry.kind for entry in journal.entries] == kept.get((words, release), ["heard"])
    assert [post["text"] for post in Wall(tmp_path).posts()] == [f"two heard {words}"]

    await kill(two)
    after = message("and then", "wall:1")
    await client.submit(after)
    await client.result(after.key, timeout=60)
    assert Wall(tmp_path).posts()[-1]["text"] == "one heard and then"
