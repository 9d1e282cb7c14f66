"""Two people who are forgotten at the same moment are both forgotten by every replica."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from bot.chat import Person
from bot.config import load
from bot.durable.owner import take_ownership
from bot.forgetting.replicas import ASKED, Replicas
from bot.knowledge.opening import open_library
from bot.knowledge.threads import InThreads
from bot.privacy.quoting import Forgotten
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore
from tests.patience import PATIENCE
from tests.store.databases import new_database, postgres_server


class AtOnce(SqlStore):
    """Whoever looks who is being forgotten sees what was there before anybody else added to it."""

    looking = asyncio.Barrier(2)

    async def get(self, key: str) -> Any:
        found = await super().get(key)
        if key.startswith(ASKED.rstrip("/")) and self.looking.n_waiting < self.looking.parties:
            async with asyncio.timeout(PATIENCE):
                await self.looking.wait()
        return found


@pytest.fixture
def url() -> Iterator[str]:
    with postgres_server() as server:
        made = new_database(server)
        upgrade(made)
        yield made


async def test_two_people_forgotten_at_the_same_moment_both_leave_the_log_of_another_replica(
    tmp_path: Path, url: str
) -> None:
    async with AsyncExitStack() as stack:

        async def replica(name: str, kind: type[SqlStore]) -> Replicas:
            environ = {"GROUNDWORK_HOME": str(tmp_path / name), "GROUNDWORK_STATE_URL": url}
            config = load(None, cwd=tmp_path, environ=environ)
            config.log_file.parent.mkdir(parents=True)
            config.log_file.write_text("U-ANA came\nU-TOM came\nU-EVE came\n")
            store = await stack.enter_async_context(kind(url))
            return Replicas(config, store, InThreads(lambda: open_library(config)))

        for name in ("one", "three"):
            lock = take_ownership(url, name, "1")
            assert lock is not None
            stack.callback(lock.release)
        one, two, three = await replica("one", AtOnce), await replica("two", AtOnce), await replica("three", SqlStore)
        await stack.enter_async_context(three.listening(every=0.05))
        ana, tom = (
            Forgotten(frozenset({each}), frozenset(), Person(id="erased-0", name="(erased)"))
            for each in ("U-ANA", "U-TOM")
        )
        await asyncio.gather(one.forget(ana, "a" * 16), two.forget(tom, "b" * 16))
        log = (tmp_path / "three" / "groundwork.log").read_text()
        assert log == "(erased) came\n(erased) came\nU-EVE came\n"
        await one.done("a" * 16)
        async with SqlStore(url) as store:
            assert [key for key, _ in await store.scan("privacy/")] == [f"{ASKED}{'b' * 16}", *await heard(store)]


async def heard(store: SqlStore) -> list[str]:
    """What is known of who has heard of the one whose erasure isn't done yet."""
    return [key for key, _ in await store.scan(f"privacy/heard/{'b' * 16}")]
