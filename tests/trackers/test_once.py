"""However a process is killed while it puts something into a tracker, there is one item, and its link is known."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest

from tests.trackers.jira_double import JiraDouble
from tests.trackers.worlds import World, world


def killed_and_played_on(found: World, folder: Path, when: str, *scenario: str) -> Any:
    """What is known after the process was killed around the request, and another one took over."""
    told = {"id": found.id, "keys": found.keys, "token": found.token}
    (folder / "tracker.json").write_text(json.dumps(told), encoding="utf-8")
    command = [sys.executable, "-m", "tests.trackers.kill_scenario", str(folder), when, *scenario]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) as process:
        assert process.stdout is not None
        killed = process.stdout.readline()
        made = found.made()
        out, wrong = process.communicate("go on\n", timeout=120)
    assert killed == f"{-signal.SIGKILL}\n", wrong
    assert len(made) == (when == "after")
    assert process.returncode == 0, wrong
    assert found.made() == ["Tell Planner"]
    return json.loads(out.splitlines()[-1])


@pytest.mark.parametrize(
    ("name", "when"),
    [("jira cloud", "before"), ("jira cloud", "after"), ("github", "after"), ("linear", "after"), ("azure", "after")],
)
def test_killed_around_the_request_one_item_is_made_and_its_link_is_kept(name: str, when: str, tmp_path: Path) -> None:
    with world(name) as found:
        if isinstance(found.double, JiraDouble):
            found.double.lag = 2  # its search sees an item late
        report = killed_and_played_on(found, tmp_path, when)
        assert report["link"].startswith("http")
        assert report["said"] == [report["link"]]


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_around_the_request_an_action_is_in_the_tracker_once_and_its_link_beside_it(
    when: str, tmp_path: Path
) -> None:
    with world("jira data center") as found:
        report = killed_and_played_on(found, tmp_path, when, "press")
        assert report["link"].endswith("/browse/LP-100")
        assert len(report["said"]) == 1
        assert report["link"] in report["said"][0]
