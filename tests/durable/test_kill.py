"""Whenever the process is killed, no answer is lost, none is kept twice, and every post is made."""

from __future__ import annotations

import asyncio
import shutil
import sys
from itertools import groupby
from pathlib import Path

import pytest

from tests.durable.kill_points import Killing, kill_points, killed_folder
from tests.durable.scenarios import interview, interview_begun, nothing
from tests.store.databases import new_database

MOMENTS = {
    f"{when} {what}"
    for when in ("before", "after")
    for what in (
        "init_workflow",
        "start_queued_partitioned_workflows",
        "store",
        "say",
        "record_operation_result",
        "update_workflow_outcome",
    )
}
HERE = "tests.durable.scenarios"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder with the databases made, so that each run need not make them."""
    folder = tmp_path_factory.mktemp("template")
    asyncio.run(nothing(folder))
    return folder


@pytest.fixture
def postgres_template(postgres: str, made_in_postgres: str, tmp_path: Path) -> Path:
    """The same with everything in one PostgreSQL."""
    (tmp_path / "database").write_text(new_database(postgres, copy_of=made_in_postgres))
    asyncio.run(nothing(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("where", "turns", "scenario", "least"),
    [("SQLite", 2, "release_one", 50), ("PostgreSQL", 1, "release_one_first_message", 30)],
)
def test_killed_between_any_two_steps_a_turn_is_finished_by_the_next_start(
    where: str, turns: int, scenario: str, least: int, request: pytest.FixtureRequest
) -> None:
    template: Path = request.getfixturevalue("template" if where == "SQLite" else "postgres_template")
    killings = kill_points(template, f"{HERE}:{scenario}", f"{HERE}:release_one")
    count(f"{where}: killed at {len(killings)} moments of {turns} turns, and finished each time by the next start")
    assert {killing.moment for killing in killings} >= MOMENTS
    assert len(killings) >= least
    for killing in killings:
        report = killing.report
        entries = ["heard one", "noted one", "heard two", "noted two"]
        assert report["journals"] == {"wall:1": {"id": "talk-1", "title": "up to two", "entries": entries}}, killing
        said = report["said"]
        assert said == {
            "one": ["heard one after 0", "noted one under post-1"],
            "two": ["heard two after 2", "noted two under post-3"],
        }, killing
        assert report["posts"] == [*said["one"], *said["two"]], killing
        # Where nobody can look, the one post that was under way may show twice, side by side.
        assert [text for text, _ in groupby(report["asked"])] == report["posts"], killing
        assert len(report["asked"]) <= 5, killing
    twice = {killing.moment for killing in killings if len(killing.report["asked"]) == 5}
    assert twice == {"after say", "before record_operation_result"}


def test_killed_anywhere_in_an_interview_it_ends_in_the_same_words(tmp_path: Path) -> None:
    begun, undisturbed = tmp_path / "begun", tmp_path / "undisturbed"
    begun.mkdir()
    asyncio.run(interview_begun(begun))
    shutil.copytree(begun, undisturbed)
    expected = asyncio.run(interview(undisturbed))
    killings = kill_points(begun, f"{HERE}:interview", f"{HERE}:interview")
    count(f"killed at {len(killings)} moments of an answer and a finish, and the same brief and stories each time")
    assert {killing.moment for killing in killings} >= MOMENTS - {"before say", "after say"}
    assert len(killings) >= 50
    for killing in killings:
        assert killing.report == expected, killing.moment


def test_turns_that_an_older_release_began_start_again_under_the_new_one(template: Path) -> None:
    killings = kill_points(template, f"{HERE}:release_one_first_message", f"{HERE}:release_two")
    count(f"killed at {len(killings)} moments under one release, and finished each time by the next release")
    by_the_new = [check_upgrade(killing) for killing in killings]
    assert set(by_the_new) == {1, 2}


def test_killed_in_the_middle_of_the_upgrade_itself_it_is_finished_by_the_next_start(
    template: Path, tmp_path: Path
) -> None:
    begun = kill_points(template, f"{HERE}:release_one", f"{HERE}:nothing", only=["store"])
    killed_folder(template, f"{HERE}:release_one", begun[1], tmp_path / "begun")
    upgrading = ["claim", "store", "put_back"]
    killings = kill_points(tmp_path / "begun", f"{HERE}:release_two", f"{HERE}:release_two", only=upgrading)
    count(f"killed at {len(killings)} moments of starting a turn again, and finished each time by the next start")
    assert {killing.moment for killing in killings} >= {
        f"{when} {what}" for what in upgrading for when in ("before", "after")
    }
    assert {check_upgrade(killing) for killing in killings} == {2}


def check_upgrade(killing: Killing) -> int:
    """Each message is kept exactly once, whole, by one release or the other; returns how many by the new one."""
    report = killing.report
    by_two = 0
    kept = []
    for text in ("one", "two"):
        if report["said"][text][0].startswith(f"heard {text} after"):
            kept += [f"heard {text}", f"noted {text}"]
        else:
            assert report["said"][text] == [f"thinking about {text}", f"kept {text}, {len(kept) + 2} in all"], killing
            kept += [f"noted by 2 {text}", f"heard by 2 {text}"]
            by_two += 1
        assert all(said in report["posts"] for said in report["said"][text]), killing
    assert [journal["entries"] for journal in report["journals"].values()] == [kept], killing
    return by_two


def count(sentence: str) -> None:
    sys.stdout.write(f"\n{sentence}\n")
