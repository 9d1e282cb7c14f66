"""Indexes for tests: real SQLite, real Chroma, and an embedder of our own port that needs no model."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.knowledge.embed import Vector
from bot.knowledge.indexing import Made
from bot.knowledge.library import Library, Settings
from bot.store.migrate import upgrade
from bot.store.shelf import Shelf

_SIZE = 64


class BagOfWords:
    """An embedder: each word points somewhere, a text where its words point together. `embedded` counts texts."""

    def __init__(self, name: str = "bag") -> None:
        self.id = name
        self.embedded = 0
        self.fail_after: int | None = None
        self.gate: threading.Event | None = None  # what is waited for before the second batch

    def passages(self, texts: Sequence[str]) -> list[list[Vector]]:
        if self.fail_after is not None and self.embedded >= self.fail_after:
            raise KeyboardInterrupt
        if self.gate is not None and self.embedded:
            self.gate.wait(30)
        self.embedded += len(texts)
        return [[self.query(text)] for text in texts]

    def query(self, text: str) -> Vector:
        vector = [0.001] * _SIZE
        for word in text.lower().split():
            vector[int(hashlib.sha256(word.strip(".,?#").encode()).hexdigest(), 16) % _SIZE] += 1.0
        length = sum(each * each for each in vector) ** 0.5
        return [each / length for each in vector]


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """These files in the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            path.write_bytes(text)
        else:
            path.write_text(text, encoding="utf-8")
    return folder


@contextmanager
def a_library(
    home: Path,
    *,
    embedder: BagOfWords | None = None,
    made: Mapping[str, Sequence[Made]] | None = None,
    audience: Mapping[str, Sequence[str]] | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
    **sources: Path,
) -> Iterator[Library]:
    """A library in `home`, by words alone unless an embedder is given."""
    url = f"sqlite:///{home}/groundwork.db"
    upgrade(url)
    settings = Settings(
        folder=home / "index",
        sources=sources,
        embedder=embedder.id if embedder else "none",
        audience=audience or {},
        groups=groups or {},
    )
    with Shelf(url) as shelf:
        library = Library(shelf, settings, made=lambda: made or {})
        if embedder:
            library._embedders[embedder.id] = embedder
        try:
            yield library
        finally:
            library.close()


def paths(library: Library, query: str, **wanted: object) -> list[str]:
    """The documents that are found, best first."""
    return [hit.document.path for hit in library.search(query, **wanted).hits]  # type: ignore[arg-type]
