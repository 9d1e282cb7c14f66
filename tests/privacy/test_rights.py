"""Every command has a decided right: a new one has to be thought about before it can be typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.access import Act
from bot.app import build_features
from bot.chat import Message, Person
from bot.config import load
from bot.prompts import Prompts
from bot.router import Feature

EVERYBODY = None
DECIDED: Mapping[str, Mapping[str, Act | None]] = {
    "interview": {"Faster refunds": "start"},
    "add": {"": EVERYBODY},
    "story": {"a rough idea": "start"},
    "map": {"refunds": "start"},
    "health": {"": EVERYBODY, "gates": EVERYBODY, "usable US-2": EVERYBODY},
    "assess": {"": "start", "close": "start"},
    "context": {"how often": EVERYBODY, "sprint": EVERYBODY},
    "search": {"parcels": EVERYBODY},
    "index": {"": EVERYBODY},
    "digest": {"weekdays 09:00": "schedule", "list": EVERYBODY, "now": EVERYBODY},
    "retro": {"start": "start", "export": "export", "add stop: alarms": EVERYBODY, "actions": EVERYBODY},
    "retro-note": {"": EVERYBODY},
    "retro-summary": {
        "": EVERYBODY,
        "since Monday": EVERYBODY,
        "list": EVERYBODY,
        "every 2 weeks on Friday 15:00": "schedule",
        "draft after the retro": "schedule",
        "stop 1": "schedule",
    },
    "ceremony": {
        "add Daily, weekdays 09:00, 15 minutes": "schedule",
        "set members Tom": "schedule",
        "move daily to 10:00": "schedule",
        "skip daily": "schedule",
        "digest weekdays 09:00": "schedule",
        "digest list": EVERYBODY,
        "checkin all is well": EVERYBODY,
        "next": EVERYBODY,
        "": EVERYBODY,
    },
    "team-configured": {"": EVERYBODY},  # no person’s words: the settings file says it
    "tracker": {"": EVERYBODY},
    "forget-me": {"": EVERYBODY},
    "erase": {"abc": EVERYBODY},  # answers people with how it is really done
    "settings": {"": EVERYBODY},
    "usage": {"": EVERYBODY},
}
"""By command and what is typed behind it, the right that it asks for."""


@pytest.fixture
def features(tmp_path: Path, prompts: Prompts) -> Mapping[str, Feature]:
    """What answers each command, with a tracker set up: its command is there only then."""
    (tmp_path / "config.yaml").write_text("trackers: {jira: {url: https://example.atlassian.net, project: DEL}}\n")
    config = load(None, cwd=tmp_path, environ={"GROUNDWORK_HOME": str(tmp_path / "state")})
    return {name: feature for feature in build_features(config, prompts) for name in feature.commands}


def test_every_command_has_a_decided_right(features: Mapping[str, Feature]) -> None:
    assert set(features) == set(DECIDED)


@pytest.mark.parametrize("command", DECIDED)
def test_a_command_asks_for_the_right_that_was_decided(features: Mapping[str, Feature], command: str) -> None:
    needs = features[command].needs
    asked = {words: needs(_typed(command, words)) if needs else EVERYBODY for words in DECIDED[command]}
    assert asked == DECIDED[command]


def _typed(command: str, words: str) -> Message:
    author = Person(id="priya", name="Priya")
    at = datetime(2026, 3, 2, tzinfo=UTC)
    return Message(key="terminal:team/1", address="terminal:team", author=author, at=at, text=words, command=command)
