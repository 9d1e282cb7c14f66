"""However a process is killed while it puts something into a tracker, there is one item, and its link is known."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.trackers.jira_double import JiraDouble
from tests.trackers.worlds import world


@pytest.mark.parametrize(
    ("name", "when"),
    [("jira cloud", "before"), ("jira cloud", "after"), ("github", "after"), ("linear", "after"), ("azure", "after")],
)
def test_killed_around_the_request_one_item_is_made_and_its_link_is_kept(name: str, when: str, tmp_path: Path) -> None:
    with world(name) as found:
        if isinstance(found.double, JiraDouble):
            found.double.lag = 2  # its search sees an item late
        told = {"id": found.id, "keys": found.keys, "token": found.token}
        (tmp_path / "tracker.json").write_text(json.dumps(told), encoding="utf-8")
        command = [sys.executable, "-m", "tests.trackers.kill_scenario", str(tmp_path), when]
        killed = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert len(found.made()) == (when == "after")
        again = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
        assert again.returncode == 0, again.stderr
        report = json.loads(again.stdout.splitlines()[-1])
        assert found.made() == ["Tell Planner"]
        assert report["link"].startswith("http")
        assert report["said"] == [report["link"]]
