"""`groundwork index`, `search` and `eval retrieval`, as they are typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.knowledge.shelves import write
from tests.patience import PATIENCE, until_there
from tests.typed import Run, typed_here

ROOT = Path(__file__).parent.parent.parent
DOCS: dict[str, str | bytes] = {
    "adr/0003-ask.md": "# 3. Ask every minute\n\n- Status: Superseded by 9\n\nPhones ask Planner every minute.\n",
    "adr/0009-events.md": "# 9. Changes are events\n\n- Status: Accepted\n\nPlanner publishes; phones ask no more.\n",
    "broken.pdf": b"%PDF nothing",
}


class Command:
    """`groundwork` in a folder of its own; each in this process, but those that are started to go on or be killed."""

    def __init__(self, folder: Path, run: Run) -> None:
        self.folder = folder
        self._run = run

    def __call__(self, *words: str, code: int = 0) -> str:
        done = self._run(*words)
        assert done.returncode == code, done.stdout + done.stderr
        self.wrong = done.stderr
        return done.stdout

    def start(self, *words: str, after: str = "") -> subprocess.Popen[str]:
        """In a process of its own; `after` is what is run in it first."""
        begun = ["-c", f"{after}\nfrom bot.cli import main\nmain()"] if after else ["-m", "bot"]
        return subprocess.Popen(
            [sys.executable, *begun, *words],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@pytest.fixture
def groundwork(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Command]:
    write(tmp_path, {f"knowledge/{name}": text for name, text in DOCS.items()})
    monkeypatch.chdir(tmp_path)
    with typed_here(monkeypatch, capsys) as run:
        monkeypatch.setenv("GROUNDWORK_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("COLUMNS", "100")
        yield Command(tmp_path, run)


def test_one_document_is_spoken_of_as_one(groundwork: Command, tmp_path: Path) -> None:
    folder = tmp_path / "alone"
    folder.mkdir()
    (folder / "parking.md").write_text("# Parking\n\nVans park on level two.\n", encoding="utf-8")
    assert "1 document, 1 passage. 1 new." in groundwork("index", str(folder), "--index", str(tmp_path / "own"))


def test_documents_are_indexed_and_found(groundwork: Command) -> None:
    assert "Nothing is indexed yet" in (groundwork("search", "planner", code=2) or groundwork.wrong)
    out = groundwork("index")
    assert "2 documents, 2 passages. 2 new." in out
    assert "broken.pdf: it can’t be read as PDF" in out
    assert json.loads(groundwork("index", "--json"))["new"] == 0
    hits = json.loads(groundwork("search", "do phones ask planner", "--json", "-k", "2"))
    assert [hit["source"] for hit in hits] == ["adr/0009-events.md", "adr/0003-ask.md"]
    assert hits[1]["superseded_by"] == "9. Changes are events"
    assert {"rank", "score", "heading", "link", "text", "date", "owner"} <= set(hits[0])
    assert "superseded by 9. Changes are events" in groundwork("search", "do phones ask planner")


def test_a_file_of_questions_is_answered_line_by_line(groundwork: Command, tmp_path: Path) -> None:
    write(tmp_path, {"questions.txt": "who publishes changes\n\nask planner\n"})
    groundwork("index", "knowledge", "--index", "own")
    lines = groundwork("search", "--queries", "questions.txt", "--index", "own", "--json").splitlines()
    assert [json.loads(line)[0]["source"] if json.loads(line) else None for line in lines] == [
        "adr/0009-events.md",
        None,
        "adr/0009-events.md",
    ]


def test_indexes_of_their_own_know_nothing_of_each_other(groundwork: Command, tmp_path: Path) -> None:
    write(tmp_path, {"other/pets.md": "# Pets\n\nDogs may come on Fridays.\n"})
    groundwork("index", "knowledge", "--index", "one")
    groundwork("index", "other", "--index", "two")
    assert json.loads(groundwork("search", "dogs", "--index", "two", "--json"))[0]["source"] == "pets.md"
    assert "pets.md" not in groundwork("search", "dogs", "--index", "one", "--json")
    assert "There is no index in nowhere" in (
        groundwork("search", "x", "--index", "nowhere", code=2) or groundwork.wrong
    )


def test_what_was_given_by_hand_stays_a_source(groundwork: Command, tmp_path: Path) -> None:
    write(tmp_path, {"other/pets.md": "# Pets\n\nDogs may come on Fridays.\n"})
    groundwork("index", "other")
    groundwork("index")
    assert json.loads(groundwork("search", "dogs", "--json"))[0]["collection"] == "other"


def test_beside_a_running_groundwork_the_work_is_handed_over(groundwork: Command, tmp_path: Path) -> None:
    groundwork("index")
    chat = groundwork.start("chat", "--in", "here")
    assert chat.stdin is not None
    try:
        chat.stdin.write("/context who publishes changes\n")
        chat.stdin.flush()
        lock = tmp_path / "home" / "index" / "lock"
        until_there(lambda: lock.exists() and lock.read_text().strip() == str(chat.pid))
        write(tmp_path, {"knowledge/new.md": "# Holidays\n\nThe office is closed on Mondays.\n"})
        assert json.loads(groundwork("index", "--json"))["documents"] == 3
        assert json.loads(groundwork("search", "when is the office closed", "--json"))[0]["source"] == "new.md"
    finally:
        chat.communicate(timeout=PATIENCE)


def test_the_search_is_measured_on_a_set_of_ones_own(groundwork: Command, tmp_path: Path) -> None:
    write(
        tmp_path, {"q.jsonl": '{"q": "who publishes changes", "relevant": {"adr/0009-events.md": 3}, "half": "test"}\n'}
    )
    figures = json.loads(
        groundwork("eval", "retrieval", "--questions", "q.jsonl", "--documents", "knowledge", "--json")
    )
    assert figures["test: by both"]["mrr"] == 1.0
    assert set(figures) == {"test: by words", "test: by meaning", "test: by both"}


def test_doctor_tells_what_could_not_be_read(groundwork: Command) -> None:
    groundwork("index")
    lines = json.loads(groundwork("doctor", "--json"))
    found = [line["found"] for line in lines if line["subject"] == "Index"]
    assert found[0] == "2 documents indexed"
    assert found[1].startswith("1 could not be read: broken.pdf")


# The first batch is kept when the second is asked for, which never comes.
STOPS_AT_THE_SECOND_BATCH = """
from bot.knowledge.embed import MiniLm
real = MiniLm.passages
asked = []
def passages(self, texts):
    asked.append(texts)
    if len(asked) == 2:
        print("in the middle", flush=True)
        time.sleep(86_400)
    return real(self, texts)
MiniLm.passages = passages
"""


def test_a_run_that_is_killed_is_completed_by_the_next(groundwork: Command, tmp_path: Path) -> None:
    pages = {
        f"knowledge/{number}.md": f"# Page {number}\n\n{'Refunds take nine days. ' * 12}{number}.\n"
        for number in range(120)
    }
    write(tmp_path, pages)
    running = groundwork.start("index", after=STOPS_AT_THE_SECOND_BATCH)
    assert running.stdout is not None
    assert "in the middle\n" in running.stdout
    running.kill()
    running.communicate(timeout=PATIENCE)
    assert running.returncode != 0
    report = json.loads(groundwork("index", "--json"))
    assert (report["documents"], report["waiting"]) == (122, 0)
    assert 0 < report["embedded"] <= report["passages"] - 32, "the batch that was kept is not made again"
    assert json.loads(groundwork("index", "--json"))["embedded"] == 0
    assert len(json.loads(groundwork("search", "refunds", "--json", "-k", "20"))) == 20
