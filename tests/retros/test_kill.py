"""A retro whose process is killed after a note, between phases and during the vote: nothing is lost or doubled."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

from tests.durable.kill_points import kill_points
from tests.durable.scenarios import retro, retro_begun

HERE = "tests.durable.scenarios"


def test_killed_anywhere_in_a_retro_it_ends_with_the_same_board(tmp_path: Path) -> None:
    begun, undisturbed = tmp_path / "begun", tmp_path / "undisturbed"
    begun.mkdir()
    asyncio.run(retro_begun(begun))
    shutil.copytree(begun, undisturbed)
    expected = asyncio.run(retro(undisturbed))
    kept = [entry["kind"] for entry in expected["journals"]["retro-1"]["entries"]]
    assert kept == ["started", "boarded", "noted", "noted", "themed", "turned", "turned", "voted", "agreed"]
    assert "A-1" in json.dumps(expected["shown"])
    killings = kill_points(begun, f"{HERE}:retro", f"{HERE}:retro", only=["store"])
    assert len(killings) >= 20
    for killing in killings:
        assert killing.report == expected, killing.moment
