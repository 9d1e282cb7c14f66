"""How fast passages are found among 1,000, 10,000 and 100,000, what that takes of memory, and how it grows.

The passages are sentences of the sample documents put together anew, each with a number of its own. Their vectors come
from a stand-in of the model's size that needs no model: embedding 100,000 passages takes an hour, and it is searching
that is measured. Each size is a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.knowledge import indexing
from bot.knowledge.embed import Vector
from bot.knowledge.library import Library, Settings
from bot.knowledge.searching import Corpus
from bot.knowledge.words import terms
from bot.language.text import sentences
from bot.store.migrate import upgrade
from bot.store.shelf import Shelf

ROOT = Path(__file__).parent.parent
SIZES = (1_000, 10_000, 100_000)
QUERIES = 100
_PER_DOCUMENT = 20
_PER_PASSAGE = 4
_DIMENSIONS = 384
_AT_ONCE = 1_000  # a stand-in needs no small batches


class Scattered:
    """An embedder for measuring everything but the model: each word points somewhere, the same way every time."""

    id = "scattered"

    def __init__(self) -> None:
        self._words: dict[str, Any] = {}

    def passages(self, texts: Sequence[str]) -> list[list[Vector]]:
        """See `Embedder.passages`."""
        return [[self.query(text)] for text in texts]

    def query(self, text: str) -> Vector:
        """See `Embedder.query`."""
        import numpy as np

        vector = sum((self._word(word) for word in terms(text)), np.full(_DIMENSIONS, 1e-6))
        return list((vector / np.linalg.norm(vector)).tolist())

    def _word(self, word: str) -> Any:
        import numpy as np

        if word not in self._words:
            self._words[word] = np.random.default_rng(zlib.crc32(word.encode())).standard_normal(_DIMENSIONS)
        return self._words[word]


def main() -> list[tuple[str, str]]:
    """Three rows for each size."""
    rows: list[tuple[str, str]] = []
    for size in SIZES:
        done = subprocess.run(  # noqa: S603 (ourselves)
            [sys.executable, "-m", "benchmarks.searching", str(size)],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        )
        rows += [(what, figure) for what, figure in json.loads(done.stdout)]
    return rows


def measured(size: int) -> list[tuple[str, str]]:
    """Index `size` passages, then look for them."""
    indexing._BATCH = _AT_ONCE  # noqa: SLF001 (no configuration names it)
    chance = random.Random(7)  # noqa: S311 (the same passages in every run)
    said = _sentences()
    with tempfile.TemporaryDirectory() as folder:
        home, docs = Path(folder), Path(folder) / "docs"
        _write(docs, size, said, chance)
        upgrade(f"sqlite:///{home}/g.db")
        with Shelf(f"sqlite:///{home}/g.db") as shelf:
            library = Library(shelf, Settings(folder=home / "index", sources={"docs": docs}, embedder="scattered"))
            library._embedders["scattered"] = Scattered()  # noqa: SLF001 (no configuration names it)
            library.index()
            began = time.perf_counter()
            library.search("warm up", 5)
            first = time.perf_counter() - began
            times = [_search(library, " ".join(chance.choice(said).split()[:8])) for _ in range(QUERIES)]
            before = library.corpus()
            (docs / "0.md").write_text("# Changed\n\nSomething else entirely.\n", encoding="utf-8")
            library.index()
            began = time.perf_counter()
            Corpus.load(shelf, before)
            changed = time.perf_counter() - began
            disk = sum(path.stat().st_size for path in (home / "index").rglob("*") if path.is_file())
            library.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    p50, p95 = statistics.median(times) * 1000, statistics.quantiles(times, n=20)[-1] * 1000
    return [
        (f"search among {size:,} passages: p50, p95", f"{p50:.0f} ms, {p95:.0f} ms"),
        (
            f"{size:,} passages: loading all for a process's first search, and after one document changed",
            f"{first:.1f} s, {changed:.1f} s",
        ),
        (f"{size:,} passages: memory at its most, vectors on disk", f"{memory:.0f} MB, {disk / 1e6:.0f} MB"),
    ]


def _search(library: Library, question: str) -> float:
    began = time.perf_counter()
    library.search(question, 5)
    return time.perf_counter() - began


def _sentences() -> list[str]:
    """Every sentence of the sample and the retrieval set's documents."""
    files = [*sorted((ROOT / "knowledge").rglob("*.md")), *sorted((ROOT / "benchmarks" / "retrieval").rglob("*/*.md"))]
    texts = (file.read_text(encoding="utf-8") for file in files)
    found = (" ".join(sentence.split()) for text in texts for sentence in sentences(text))
    return [sentence for sentence in found if len(sentence.split()) > 5 and "|" not in sentence]  # noqa: PLR2004 (whole ones)


def _write(docs: Path, size: int, said: Sequence[str], chance: random.Random) -> None:
    docs.mkdir()
    for number in range(size // _PER_DOCUMENT):
        texts = (f"{' '.join(chance.choices(said, k=_PER_PASSAGE))} Number {number}." for _ in range(_PER_DOCUMENT))
        parts = [f"## Part {part} of {number}\n\n{text}" for part, text in enumerate(texts)]
        (docs / f"{number}.md").write_text("\n\n".join((f"# Document {number}", *parts)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(int(sys.argv[1]))))
