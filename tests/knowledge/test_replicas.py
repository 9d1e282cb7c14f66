"""Replicas that share one index on PostgreSQL: one reads at a time, and none takes away what another has just added."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from bot.knowledge.indexing import Made
from bot.knowledge.library import Library, Settings
from bot.store.migrate import upgrade
from bot.store.shelf import Shelf
from tests.knowledge.shelves import BagOfWords, paths, write
from tests.store.databases import new_database

NotYet = Mapping[str, Sequence[Made]]
BRIEF = {"briefs": [Made(path="brief.md", text="# Refunds\n\nA refund takes nine days.")]}


@pytest.fixture
def url(postgres: str) -> str:
    url = new_database(postgres)
    upgrade(url)
    return url


@contextmanager
def a_replica(
    url: str, home: Path, made: Callable[[], NotYet] = dict, embedder: BagOfWords | None = None, **sources: Path
) -> Iterator[Library]:
    with Shelf(url) as shelf:
        name = embedder.id if embedder else "none"
        library = Library(shelf, Settings(folder=home, sources=sources, embedder=name), made=made)
        if embedder:
            library._embedders[name] = embedder
        try:
            yield library
        finally:
            library.close()


def test_a_replica_that_began_to_look_earlier_takes_nothing_away_that_was_made_meanwhile(
    url: str, tmp_path: Path
) -> None:
    looking, added = threading.Event(), threading.Event()

    def before_it_was_made() -> NotYet:
        looking.set()
        added.wait(2)
        return {}

    def afterwards() -> None:
        looking.wait(30)
        second.index()
        added.set()

    with (
        a_replica(url, tmp_path / "a", before_it_was_made) as first,
        a_replica(url, tmp_path / "b", lambda: BRIEF) as second,
    ):
        adding = threading.Thread(target=afterwards)
        adding.start()
        first.index()
        adding.join()
        assert paths(second, "how long does a refund take?") == ["brief.md"]


def test_while_one_replica_reads_the_others_answer_from_what_is_there(url: str, tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", {"refunds.md": "# Refunds\n\nA refund takes nine days."})
    with (
        a_replica(url, tmp_path / "a", docs=docs) as first,
        a_replica(url, tmp_path / "b", docs=docs) as second,
        ExitStack() as reading,
    ):
        first.index()
        assert reading.enter_context(first.shelf.alone("texts", give_up=bool))
        write(docs, {"parcels.md": "# Parcels\n\nA parcel takes two days."})
        assert paths(second, "how long does a refund take?", fresh=True) == ["refunds.md"]
        assert second.shelf.count()[0] == 1, "the other one reads"
        reading.close()
        assert paths(second, "how long does a parcel take?", fresh=True)[0] == "parcels.md"


def test_what_one_replica_embeds_another_does_not(url: str, tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", {f"{n}.md": f"# Topic {n}\n\nWord{n} stands here." for n in range(60)})
    bags = [BagOfWords(), BagOfWords()]
    bags[0].gate = threading.Event()
    with (
        a_replica(url, tmp_path / "a", embedder=bags[0], docs=docs) as first,
        a_replica(url, tmp_path / "b", embedder=bags[1], docs=docs) as second,
    ):
        slow = threading.Thread(target=first.index)
        slow.start()
        while not bags[0].embedded:
            slow.join(0.01)
        assert paths(second, "what about word7?", fresh=True)
        assert bags[1].embedded == 0
        bags[0].gate.set()
        slow.join()
