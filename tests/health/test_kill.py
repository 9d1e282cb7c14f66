"""Somebody is asked about a step of a map and tells it, while the process is killed: they are asked once, told once."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from tests.durable.kill_points import kill_points
from tests.durable.scenarios import asked_about_a_step, map_begun

HERE = "tests.durable.scenarios"


def test_killed_anywhere_somebody_is_asked_once_and_what_they_told_is_there_once(tmp_path: Path) -> None:
    begun, undisturbed = tmp_path / "begun", tmp_path / "undisturbed"
    begun.mkdir()
    asyncio.run(map_begun(begun))
    shutil.copytree(begun, undisturbed)
    expected = asyncio.run(asked_about_a_step(undisturbed))
    kept = [entry["kind"] for entry in expected["journals"]["invitation-1"]["entries"]]
    assert kept == ["invited", "told"]
    assert [each["private_to"] for each in expected["shown"]].count("sam") == 2, "the question, and the thanks"
    killings = kill_points(begun, f"{HERE}:asked_about_a_step", f"{HERE}:asked_about_a_step", only=["store"])
    assert len(killings) >= 10
    for killing in killings:
        assert killing.report == expected, killing.moment
