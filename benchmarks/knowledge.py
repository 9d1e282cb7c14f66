"""How fast documents are indexed and found, what that takes of memory, and how long a sprint's digest takes."""

from __future__ import annotations

import asyncio
import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.app import build
from bot.chat import Message, Person
from bot.config import load
from bot.durable.steps import make_ports
from bot.knowledge.embed import MiniLm, Vector
from bot.knowledge.library import Library, Settings
from bot.knowledge.opening import open_library
from bot.knowledge.threads import InThreads
from bot.knowledge.vectors import Vectors
from bot.prompts import load_prompts
from bot.store.migrate import upgrade
from bot.store.shelf import Shelf
from bot.store.sql import SqlStore

ROOT = Path(__file__).parent.parent
SIZES = (1_000, 10_000, 100_000)
QUERIES = 100
_PER_DOCUMENT = 20
_WORDS = 60


class Scattered:
    """An embedder for measuring everything but the model: any text gets a vector at once, the same each time."""

    id = "scattered"

    def passages(self, texts: Sequence[str]) -> list[list[Vector]]:
        """See `Embedder.passages`."""
        return [[self.query(text)] for text in texts]

    def query(self, text: str) -> Vector:
        """See `Embedder.query`."""
        import numpy as np

        vector = np.random.default_rng(abs(hash(text)) % 2**32).standard_normal(384)
        return list(vector / np.linalg.norm(vector))


def main() -> list[tuple[str, str]]:
    """Rows for indexing with the real model, searching at three sizes, and a digest of fifteen items."""
    rows = _indexing()
    for size in SIZES:
        done = subprocess.run(  # noqa: S603 (ourselves, in a process of its own, so that its memory is its own
            [sys.executable, "-m", "benchmarks.knowledge", str(size)],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        )
        rows += [(what, figure) for what, figure in json.loads(done.stdout)]
    return [*rows, *asyncio.run(_digest())]


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


def _searching(size: int) -> list[tuple[str, str]]:
    """Searches among `size` passages of invented words; vectors come from `Scattered`, so the model isn't in it."""
    chance = random.Random(7)  # noqa: S311 (the same words in every run)
    syllables = [f"{first}{second}" for first in "bcdfgklmnprst" for second in "aeiou"]
    lexicon = ["".join(chance.choices(syllables, k=4)) for _ in range(20_000)]
    weights = [1 / (rank + 10) for rank in range(len(lexicon))]
    with tempfile.TemporaryDirectory() as folder:
        home, docs = Path(folder), Path(folder) / "docs"
        docs.mkdir()
        for number in range(size // _PER_DOCUMENT):
            body = "\n\n".join(
                f"## Part {part} of {number}\n\n{' '.join(chance.choices(lexicon, weights, k=_WORDS))}."
                for part in range(_PER_DOCUMENT)
            )
            (docs / f"{number}.md").write_text(f"# Document {number}\n\n{body}\n", encoding="utf-8")
        upgrade(f"sqlite:///{home}/g.db")
        with Shelf(f"sqlite:///{home}/g.db") as shelf:
            library = Library(shelf, Settings(folder=home / "index", sources={"docs": docs}, embedder="scattered"))
            library._embedders["scattered"] = Scattered()  # noqa: SLF001 (no configuration names it)
            began = time.perf_counter()
            library.index()
            indexing = time.perf_counter() - began
            began = time.perf_counter()
            library.search("warm up", 5)
            opening = time.perf_counter() - began
            times = []
            for _ in range(QUERIES):
                question = " ".join(chance.choices(lexicon, weights, k=6))
                began = time.perf_counter()
                library.search(question, 5)
                times.append(time.perf_counter() - began)
            disk = sum(path.stat().st_size for path in (home / "index").rglob("*") if path.is_file())
            library.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    p50, p95 = statistics.median(times) * 1000, sorted(times)[int(len(times) * 0.95)] * 1000
    return [
        (f"search among {size:,} passages: p50, p95", f"{p50:.0f} ms, {p95:.0f} ms"),
        (f"{size:,} passages: indexing without the model, the first search", f"{indexing:.0f} s, {opening:.1f} s"),
        (f"{size:,} passages: memory at its most, vectors on disk", f"{memory:.0f} MB, {disk / 1e6:.0f} MB"),
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


if __name__ == "__main__":
    print(json.dumps(_searching(int(sys.argv[1]))))
