"""How fast documents are indexed with the real model, beside model and Chroma alone, and how fast a digest is made."""

from __future__ import annotations

import asyncio
import shutil
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.app import build
from bot.chat import Message, Person
from bot.config import load
from bot.durable.steps import make_ports
from bot.knowledge.embed import MiniLm
from bot.knowledge.library import Library, Settings
from bot.knowledge.opening import open_library
from bot.knowledge.threads import InThreads
from bot.knowledge.vectors import Vectors
from bot.prompts import load_prompts
from bot.store.migrate import upgrade
from bot.store.shelf import Shelf
from bot.store.sql import SqlStore

ROOT = Path(__file__).parent.parent


def main() -> list[tuple[str, str]]:
    """Rows for indexing with the real model, and a digest of fifteen items."""
    return [*_indexing(), *asyncio.run(_digest())]


def _indexing() -> list[tuple[str, str]]:
    """The sample and its further documents with the real model, beside the model and Chroma on their own."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        upgrade(f"sqlite:///{home}/g.db")
        sources = {"knowledge": ROOT / "knowledge", "more": ROOT / "benchmarks" / "retrieval" / "documents"}
        with Shelf(f"sqlite:///{home}/g.db") as shelf:
            library = Library(shelf, Settings(folder=home / "index", sources=sources))
            began = time.perf_counter()
            report = library.index()
            whole = time.perf_counter() - began
            began = time.perf_counter()
            library.index()
            again = time.perf_counter() - began
            texts = [f"{unit.document.title}\n{unit.text}" for unit in library.corpus().units]
            library.close()
        model = MiniLm()
        model.query("warm")
        began = time.perf_counter()
        vectors = [each for start in range(0, len(texts), 32) for each in model.passages(texts[start : start + 32])]
        embedding = time.perf_counter() - began
        bare = Vectors(home / "bare")
        began = time.perf_counter()
        bare.collection("bare").add([(str(number), each) for number, each in enumerate(vectors)])
        adding = time.perf_counter() - began
        bare.close()
    count = report.embedded
    return [
        (
            f"index: {report.documents} documents, {count} texts, everything",
            f"{whole:.1f} s, {count / whole:.0f} texts/s",
        ),
        ("index: the same texts, the model alone", f"{embedding:.1f} s, {len(texts) / embedding:.0f} texts/s"),
        ("index: the same vectors, Chroma alone", f"{adding:.1f} s"),
        ("index: again, with nothing changed", f"{again * 1000:.0f} ms"),
    ]


async def _digest() -> list[tuple[str, str]]:
    """`/context sprint` for fifteen items on the sample documents, with the real model, indexed before."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copytree(ROOT / "knowledge", home / "knowledge")
        sprint = home / "knowledge" / "sprints" / "sprint-21.md"
        rows = "\n".join(
            f"| LP-5{number:02} | Move a parcel with reason {number} | Ana | 3 | 2 |" for number in range(15)
        )
        sprint.write_text(
            "---\nsprint: Sprint 21\nstart: 2027-01-04\nend: 2027-01-15\n---\n# Sprint 21\n\n"
            f"| item | title | owner | points | criteria |\n| --- | --- | --- | --- | --- |\n{rows}\n",
            encoding="utf-8",
        )
        config = load(None, cwd=home, environ={})
        upgrade(config.database_url)
        with open_library(config) as library:
            library.index()
        knowledge = InThreads(lambda: open_library(config))
        handle = build(config, load_prompts(ROOT / "prompts"), knowledge)
        times = []
        async with SqlStore(config.database_url) as store:
            for number in range(6):
                at = datetime.now(UTC)
                message = Message(
                    key=f"bench:{number}",
                    address="terminal:bench",
                    author=Person(id="ana", name="Ana"),
                    at=at,
                    command="context",
                    text="sprint 21",
                )
                ports = make_ports(
                    message, message.key, step=_at_once, store=store, platforms={"terminal": _Nowhere()}, said=[]
                )
                began = time.perf_counter()
                await handle(message, ports)
                times.append(time.perf_counter() - began)
        await knowledge.close()
    return [
        (
            "digest of a sprint of 15 items: the first, then the median",
            f"{times[0]:.1f} s, {statistics.median(times[1:]):.2f} s",
        )
    ]


async def _at_once(name: str, call: object) -> object:
    del name
    return await call()  # type: ignore[operator]


class _Nowhere:
    async def say(self, address: str, post: object, *, key: str) -> str:
        del address, post
        return key
