"""Keeps the vectors of passages in Chroma, as a cache that can be made anew, and finds the nearest ones."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog

from bot.chat import Value
from bot.durable.owner import FileLock
from bot.errors import Trouble
from bot.knowledge.embed import GET_MEANING, Vector

_AT_ONCE = 1000
_HEADER = struct.Struct("<i4Q")  # version, then where the first level begins, room, how much is used, size of each
_log = structlog.get_logger(__name__)


class NoVectors(Trouble):
    """Vectors can't be had here; search goes on by words alone."""


class IndexBusy(Trouble):
    """Another process has the index."""


def available() -> str:
    """What keeps vectors from being kept here, "" if nothing does."""
    return "" if find_spec("chromadb") else f"Chroma isn’t installed. {GET_MEANING}"


class Active(Value):
    """The collection that is searched, and the embedder that its vectors are by."""

    embedder: str
    name: str
    collection: str


class Vectors:
    """Chroma in `folder`, or the server at `url`. One process at a time: two would break an embedded index."""

    def __init__(self, folder: Path, url: str = "") -> None:
        missing = available()
        if missing:
            raise NoVectors(missing)
        try:
            lock = FileLock.take(folder / "lock")
        except OSError as error:
            raise NoVectors(f"{folder} can’t be written to ({error.strerror}).") from error
        if lock is None:
            raise IndexBusy("Another Groundwork has the index open.")
        self._lock = lock
        self._folder = folder
        self._active_file = folder / "active.json"
        try:
            self._client = _client_or_new(folder / "chroma", url)
        except Exception as error:
            lock.release()
            raise NoVectors(f"Chroma can’t be used ({type(error).__name__}: {error}).") from error

    def close(self) -> None:
        """Let go of the connections, and let another process have the index."""
        for connection in _connections(self._client):
            connection.close()
        scrub(self._folder)
        self._lock.release()

    def active(self) -> Active | None:
        """The collection to search; None before the first one is complete."""
        try:
            return Active.model_validate_json(self._active_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def collection(self, embedder: str) -> Collection:
        """The collection for an embedder's vectors, made when it isn't there."""
        with answered():
            return Collection(self._client, collection_name(embedder))

    def activate(self, embedder: str, name: str) -> None:
        """From now on this embedder's collection is searched; the others are no longer needed."""
        active = Active(embedder=embedder, name=name, collection=collection_name(embedder))
        if active == self.active():
            return
        aside = self._active_file.with_suffix(".new")
        aside.write_text(active.model_dump_json(), encoding="utf-8")
        aside.replace(self._active_file)
        with answered():
            for other in self._client.list_collections():
                if other.name.startswith("passages-") and other.name != active.collection:
                    self._client.delete_collection(other.name)


@contextmanager
def answered() -> Iterator[None]:
    """Chroma has an error of its own for each way to fail, and so has the way to a server."""
    try:
        yield
    except Exception as error:
        raise NoVectors(f"Chroma can’t be asked ({type(error).__name__}).") from error


class Collection:
    """Vectors of one embedder. A passage's key may have several, one for each window of a long text."""

    def __init__(self, client: Any, name: str) -> None:
        self._made = client.get_or_create_collection(
            name, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )

    def keys(self) -> dict[str, list[str]]:
        """The keys that have vectors, each with the ids of these."""
        found: dict[str, list[str]] = {}
        with answered():
            for each in self._ids():
                found.setdefault(each.partition(":")[0], []).append(each)
        return found

    def add(self, vectors: Sequence[tuple[str, Sequence[Vector]]]) -> None:
        """Keep the vectors of these keys; done again it changes nothing."""
        ids = [f"{key}:{number}" for key, each in vectors for number in range(len(each))]
        flat = [list(vector) for _, each in vectors for vector in each]
        with answered():
            for start in range(0, len(ids), _AT_ONCE):
                self._made.upsert(ids=ids[start : start + _AT_ONCE], embeddings=flat[start : start + _AT_ONCE])

    def remove(self, ids: Sequence[str]) -> None:
        """Take these ids away."""
        with answered():
            for start in range(0, len(ids), _AT_ONCE):
                self._made.delete(ids=list(ids[start : start + _AT_ONCE]))

    def count(self) -> int:
        """How many vectors there are."""
        with answered():
            return int(self._made.count())

    def nearest(self, vector: Vector, limit: int) -> list[tuple[str, float]]:
        """Keys and cosine similarities, nearest first, each key once."""
        count = min(limit, self.count())
        if not count:
            return []
        with answered():
            found = self._made.query(query_embeddings=[list(vector)], n_results=count, include=["distances"])
        best: dict[str, float] = {}
        for each, distance in zip(found["ids"][0], found["distances"][0], strict=True):
            best.setdefault(each.partition(":")[0], 1.0 - float(distance))
        return list(best.items())

    def _ids(self) -> Iterator[str]:
        offset = 0
        while True:
            page = self._made.get(include=[], limit=20_000, offset=offset)["ids"]
            yield from page
            if len(page) < 20_000:  # noqa: PLR2004 (the size of a page)
                return
            offset += len(page)


def scrub(folder: Path) -> None:
    """Empty what Chroma's files hold beyond their vectors.

    It writes the room for vectors to come as it finds it in memory, where anything may have stood before, such as what
    somebody said a moment ago.
    """
    for header in (folder / "chroma").glob("*/header.bin"):
        told = header.read_bytes()[: _HEADER.size]
        if len(told) < _HEADER.size:
            continue
        version, _, room, used, size = _HEADER.unpack(told)
        if version != 1:
            _log.warning("index_not_scrubbed", version=version)
            continue
        for name, each in (("data_level0.bin", size), ("length.bin", 4)):
            file = header.with_name(name)
            if file.exists() and file.stat().st_size == room * each:
                with file.open("r+b") as opened:
                    opened.seek(used * each)
                    opened.write(bytes((room - used) * each))


def collection_name(embedder: str) -> str:
    """A name that Chroma takes, the same for the same embedder."""
    return f"passages-{hashlib.sha256(json.dumps(embedder).encode()).hexdigest()[:12]}"


def _client_or_new(folder: Path, url: str) -> Any:
    """A client; an embedded index that can't be opened is a cache gone bad, and is begun anew."""
    try:
        return _client(folder, url)
    except Exception as error:
        if url or not folder.exists():
            raise
        _log.warning("index_begun_anew", error=type(error).__name__)
        from chromadb.api.shared_system_client import SharedSystemClient

        shutil.rmtree(folder)
        SharedSystemClient.clear_system_cache()  # it would hand out the one that could not be opened
        return _client(folder, url)


def _connections(client: Any) -> list[Any]:
    """The HTTP clients that a client of a server made for itself and its admin; Chroma never closes them."""
    servers = (client._server, client._admin_client._server)  # noqa: SLF001 (nothing else leads to them)
    return [one._session for one in servers if hasattr(one, "_session")]  # noqa: SLF001 (an embedded one has none)


def _client(folder: Path, url: str) -> Any:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if not url:
        return chromadb.PersistentClient(path=str(folder), settings=settings)
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 8000)
    token = os.environ.get("GROUNDWORK_CHROMA_TOKEN", "")
    headers = {"Authorization": f"Bearer {token}"} if token else None
    return chromadb.HttpClient(
        host=parts.hostname or "localhost", port=port, ssl=parts.scheme == "https", headers=headers, settings=settings
    )
