"""The index as the rest of the bot knows it: brought up to date, searched, and what people thought of its answers."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import structlog

from bot.errors import Trouble
from bot.knowledge import files
from bot.knowledge.embed import Embedder, NoEmbedder, make, open_embedder
from bot.knowledge.indexing import Made, Progress, Sources, Stopped, team_source, update_texts, update_vectors
from bot.knowledge.searching import Asked, Corpus, Nearest, Unit, Ways
from bot.knowledge.values import ADDED, Document, Found, Hit, Report, Unread, is_kept, kept_source, name_of
from bot.knowledge.vectors import IndexBusy, NoVectors, Vectors
from bot.store.shelf import Shelf

_AT_ONCE = 24  # passages that are embedded before a question is answered; more are left to the background
_LOOK_AGAIN = 30.0  # seconds after which the sources are looked at again before a search
_WAIT_FOR_INDEX = 3.0
_RERANKED = 30
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the index is, what is in it and who may see what.

    `room` widens an address to all that the same people read. `audience` maps a source's name to patterns of addresses,
    or names of `groups` of them; one that isn't there may be seen by all of the team.
    A source of one team (`team_source`) is for its conversation only.
    """

    folder: Path
    sources: Mapping[str, Path] = field(default_factory=dict)
    embedder: str = "minilm"
    chroma: str = ""
    reranker: str = ""
    audience: Mapping[str, Sequence[str]] = field(default_factory=dict)
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    room: Callable[[str], str] = str

    def may_see(self, source: str, address: str | None, *, outside: bool = False) -> bool:
        """Whether what is asked from `address` may see this source; None is whoever runs the command line.

        `outside`: people who aren't of the team read along. They see only what is meant for that very conversation.
        """
        name, kept = name_of(source), is_kept(source)
        if kept and address is not None and source != kept_source(name, self.room(address)):
            return False
        allowed = None if kept and name == ADDED else self.audience.get(name)
        team = source.partition("@")
        if team[1] and allowed is None and not kept:
            return address is None or source == team_source(team[0], self.room(address))
        if address is None or (allowed is None and (kept or not outside)):
            return True
        patterns = [pattern for each in allowed or () for pattern in self.groups.get(each, (each,))]
        if outside:
            patterns = [pattern for pattern in patterns if not set("*?[") & set(pattern) and pattern.count(":") > 1]
        places = (address, self.room(address))  # a thread is in its channel, however its platform writes it
        return any(
            fnmatchcase(place, pattern) or place.startswith(f"{pattern}:") for place in places for pattern in patterns
        )


def no_progress(what: str, done: int, total: int) -> None:
    """Nobody watches."""
    del what, done, total


def at_once() -> bool:
    """Whether to give up waiting: yes."""
    return True


def _headings(unit: Unit) -> list[str]:
    return [f"{'#' * min(level, 6)} {heading}" for level, heading in enumerate(unit.headings, start=1)][-1:]


class Library:
    """One index. Its methods block, and may be called from several threads.

    `made` gives what the bot itself made, by source, whenever the index is brought up to date.
    """

    def __init__(
        self, shelf: Shelf, settings: Settings, *, made: Callable[[], Mapping[str, Sequence[Made]]] = dict
    ) -> None:
        self.shelf = shelf
        self.settings = settings
        self._made = made
        self._corpus: Corpus | None = None
        self._vectors: Vectors | None = None
        self._embedders: dict[str, Embedder | None] = {}
        self._reranker: Any = None
        self._updating, self._opening, self._loading = threading.Lock(), threading.Lock(), threading.Lock()
        self._stop, self._read_once, self._way = threading.Event(), threading.Event(), threading.Event()
        self._background: threading.Thread | None = None
        self._looked_at = float("-inf")
        self._unread: tuple[Unread, ...] = ()
        self._complete: tuple[int, str, int] | None = None  # the generation, embedder and vectors that lack nothing

    def warm(self) -> None:
        """Do now what the first search would wait for."""
        self._catch_up()
        with suppress(NoEmbedder, NoVectors, IndexBusy):
            self._embedder(self.settings.embedder)
        self.corpus()

    def stop(self) -> None:
        """End what goes on as soon as it can."""
        self._stop.set()

    def close(self) -> None:
        """End what goes on in the background, after the batch that it is at, and let another process have the index."""
        self._stop.set()
        if self._background is not None:
            self._background.join()
        if self._vectors is not None:
            self._vectors.close()
            self._vectors = None

    def changed(self) -> None:
        """Something was added or taken out: it counts from now on, whatever goes on in the background."""
        self._way.set()
        with self._updating, suppress(Stopped):
            self._way.clear()
            self._read_sources(no_progress, self._stop.is_set)
            self._looked_at = float("-inf")  # the next question goes on with what was interrupted

    def forget(self) -> None:
        """Hold no text in memory; the next question reads what is kept by then."""
        with self._loading:
            self._corpus = None

    def age(self) -> float | None:
        """Seconds since it was last looked whether documents changed; None before that."""
        since = time.monotonic() - self._looked_at
        return None if math.isinf(since) else since

    # Bringing it up to date

    def index(self, *, progress: Progress = no_progress, stop: Callable[[], bool] = lambda: False) -> Report:
        """Read and embed all that is new. IndexBusy when another process has the index open."""
        with self._updating:
            report = Report()
            try:
                report = self._read_sources(progress, stop)
                report = self._embed(report, progress=progress, stop=stop)
            except Stopped:
                report = report.model_copy(update={"stopped": True})
            self._unread = report.unread
            self._looked_at = time.monotonic()
        documents, passages = self.shelf.count()
        partly = tuple(
            Unread(source=each["source"], path=each["path"], reason=each["note"])
            for each in self.shelf.documents()
            if each.get("note")
        )
        return report.model_copy(update={"passages": passages, "documents": documents, "partly": partly})

    def _sources(self) -> Sources:
        return Sources(folders=self.settings.sources, made=self._made())

    def _read_sources(
        self, progress: Progress, stop: Callable[[], bool], give_up: Callable[[], bool] | None = None
    ) -> Report:
        """Among all replicas one at a time, what the bot made being asked for within: none takes away what is newer."""
        try:
            with self.shelf.alone("texts", give_up=give_up or stop) as ours:
                if not ours:
                    raise Stopped
                return update_texts(self.shelf, self._sources(), progress=progress, stop=stop)
        finally:
            self._read_once.set()

    def _embed(
        self, report: Report, *, progress: Progress, stop: Callable[[], bool], most: int | None = None
    ) -> Report:
        try:
            return self._embedded(report, progress=progress, stop=stop, most=most)
        except (NoEmbedder, NoVectors) as trouble:  # such as a server that has just gone; the next run goes on
            return report.model_copy(update={"notes": (f"By words alone: {trouble.sentence}",)})

    def _embedded(self, report: Report, *, progress: Progress, stop: Callable[[], bool], most: int | None) -> Report:
        embedder, vectors = self._embedder(self.settings.embedder), self._open_vectors()
        if embedder is None or vectors is None:
            return report
        collection = vectors.collection(embedder.id)
        state = (self.shelf.generation(), embedder.id, collection.count())
        if state == self._complete:
            return report
        with self.shelf.alone("vectors", give_up=stop if most is None else at_once) as ours:
            if not ours:
                return report
            done, waiting = update_vectors(self.shelf, collection, embedder, progress=progress, stop=stop, most=most)
        if not waiting:
            vectors.activate(embedder.id, self.settings.embedder)
            self._complete = (state[0], embedder.id, collection.count())
        return report.model_copy(update={"embedded": done, "waiting": waiting})

    def _catch_up(self) -> None:
        """Before a search: read what changed; embed a little of it at once, and much of it in the background."""
        if time.monotonic() - self._looked_at < _LOOK_AGAIN:
            return
        if not self._updating.acquire(blocking=False):
            self._read_once.wait()  # somebody else reads; before the first time there is nothing to search in
            return
        try:
            # Where there is something to search in, a question doesn't wait for another replica that reads.
            give_up = at_once if self.shelf.generation() else self._stop.is_set
            report = self._read_sources(no_progress, self._stop.is_set, give_up)
            self._unread = report.unread
            self._looked_at = time.monotonic()
            report = self._embed(report, progress=no_progress, stop=self._stop.is_set, most=_AT_ONCE)
            if report.waiting and not self._stop.is_set():
                self._background = threading.Thread(target=self._go_on, name="index", daemon=True)
                self._background.start()
        except (Stopped, IndexBusy):
            return
        finally:
            self._updating.release()

    def _go_on(self) -> None:
        with self._updating:
            try:
                self._embed(Report(), progress=no_progress, stop=lambda: self._stop.is_set() or self._way.is_set())
            except Stopped:
                return
            except Exception:  # noqa: BLE001 (a thread has nobody to raise to; the next search tries again)
                _log.exception("index_failed")

    # Searching

    def search(  # noqa: PLR0913 (each by name)
        self,
        query: str,
        limit: int = 10,
        *,
        asking: str | None = None,
        outside: bool = False,
        fresh: bool = False,
        strict: bool = False,
        ways: Ways = "both",
    ) -> Found:
        """The best passages that `asking` (an address) may see.

        `fresh` looks at the sources first; `strict` leaves out what is not about the question; `ways` is for measuring.
        """
        if fresh:
            self._catch_up()
        corpus = self.corpus()
        notes: list[str] = []
        nearest = None if ways == "words" else self._nearest(notes)
        deep = max(limit, _RERANKED) if self.settings.reranker else limit
        asked = Asked(query=query, limit=deep, strict=strict, ways=ways)

        def may_see(source: str) -> bool:
            return self.settings.may_see(source, asking, outside=outside)

        try:
            hits = corpus.search(asked, nearest, may_see)
        except (NoEmbedder, NoVectors) as trouble:  # such as a server that has just gone
            notes.append(f"By words alone: {trouble.sentence}")
            hits = corpus.search(asked, None, may_see)
        hits = self._ordered_again(query, hits, limit, notes)
        seen = sum(count for source, count in corpus.sources.items() if may_see(source))
        return Found(hits=tuple(hits), documents=seen, notes=tuple(notes))

    def _ordered_again(self, query: str, hits: list[Hit], limit: int, notes: list[str]) -> list[Hit]:
        """The first hits by the configured reranker, if there is one; as they are when it can't be used."""
        if not self.settings.reranker or not hits:
            return hits[:limit]
        try:
            if self._reranker is None:
                self._reranker = make(self.settings.reranker)
            scores = [float(each) for each in self._reranker.score([(query, hit.passage.text) for hit in hits])]
        except Exception as error:  # noqa: BLE001 (anybody's class may raise anything)
            why = error.sentence if isinstance(error, Trouble) else type(error).__name__
            notes.append(f"The reranker wasn’t used: {why}")
            return hits[:limit]
        ranked = sorted(zip(scores, hits, strict=True), key=lambda pair: (-pair[0], pair[1].rank))[:limit]
        return [hit.model_copy(update={"rank": at, "score": score}) for at, (score, hit) in enumerate(ranked, start=1)]

    def corpus(self) -> Corpus:
        """All documents and passages as they are now."""
        with self._loading:
            if self._corpus is None or self._corpus.generation != self.shelf.generation():
                self._corpus = Corpus.load(self.shelf, self._corpus)
            return self._corpus

    def documents(self, asking: str | None = None, *, outside: bool = False, fresh: bool = False) -> list[Document]:
        """The documents that `asking` may see."""
        if fresh:
            self._catch_up()
        documents = self.corpus().documents
        return [each for each in documents if self.settings.may_see(each.source, asking, outside=outside)]

    def text(self, document_id: str) -> str:
        """A file's text as it stands in its source, front matter and all; Trouble when it can't be read.

        Of what the bot itself made, the passages with their headings.
        """
        source, _, path = document_id.partition(":")
        root = self.settings.sources.get(source)
        if root is None:
            units = [unit for unit in self.corpus().units if unit.document.id == document_id and unit.seq >= 0]
            return "\n\n".join("\n\n".join((*_headings(unit), unit.text)) for unit in units)
        try:
            return files.read(root if root.is_file() else root / path)[0]
        except files.Unreadable as error:
            raise Trouble(f"{path}: {error}.") from error

    def unread(self, asking: str | None = None, *, outside: bool = False, fresh: bool = False) -> list[Unread]:
        """What could not be read when the sources were looked at last."""
        if fresh:
            self._catch_up()
        return [each for each in self._unread if self.settings.may_see(each.source, asking, outside=outside)]

    def _nearest(self, notes: list[str]) -> Nearest | None:
        try:
            vectors = self._open_vectors()
            active = vectors.active() if vectors else None
            if vectors is None or self.settings.embedder == "none":
                return None
            if active is None:
                notes.append(
                    "By words alone: the index of meanings isn’t complete yet. `groundwork index` completes it."
                )
                return None
            embedder = self._embedder(active.name)
            if embedder is None or embedder.id != active.embedder:
                notes.append("By words alone: the embedder has changed. `groundwork index` makes its index.")
                return None
            collection = vectors.collection(embedder.id)

            def nearest(text: str, limit: int) -> Sequence[tuple[str, float]]:
                return collection.nearest(embedder.query(text), limit)
        except (NoEmbedder, NoVectors, IndexBusy) as trouble:
            notes.append(f"By words alone: {trouble.sentence}")
            return None
        return nearest

    def _embedder(self, name: str) -> Embedder | None:
        if name not in self._embedders:
            self._embedders[name] = open_embedder(name)
        return self._embedders[name]

    def _open_vectors(self) -> Vectors | None:
        """Take the index; waits a moment for a process that is just leaving it."""
        if self.settings.embedder == "none":
            return None
        with self._opening:
            end = time.monotonic() + _WAIT_FOR_INDEX
            while self._vectors is None:
                with suppress(IndexBusy):
                    self._vectors = Vectors(self.settings.folder, self.settings.chroma)
                    break
                if time.monotonic() > end:
                    raise IndexBusy("Another Groundwork has the index open. Try again when it is done.")
                time.sleep(0.1)
            return self._vectors
