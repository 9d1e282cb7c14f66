"""Every command has a decided right: a new one has to be thought about before it can be typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    "retro": {
        "start": "start",
        "export": "export",
        "add stop: alarms": EVERYBODY,
        "vote 1": EVERYBODY,
        "actions": EVERYBODY,
    },
    "retro-note": {"": EVERYBODY},
    "retro-summary": {
        "": "start",
        "since Monday": "start",
        "every 2 weeks on Friday 15:00": "schedule",
        "draft every Friday 15:00": "schedule",
        "draft after the retro": "schedule",
        "stop 1": "schedule",
        "list": EVERYBODY,
        "help": EVERYBODY,
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

PRESSED: Mapping[str, Act | None] = {
    "interview:new": "start",
    "stories:new": "start",
    "stories:approve:stories-1:US-1": "approve",
    "stories:drop:stories-1:US-1": "approve",
    "stories:export:stories-1:md": "export",
    "sharing:share:stories-1": "approve",
    "retro:export:retro-1": "export",
    "retro:note:retro-1": EVERYBODY,
    "retro:vote:retro-1": EVERYBODY,
    "retro:turn:retro-1:group": EVERYBODY,
    "retro:accept:A-1": EVERYBODY,
    "retro-summary:keep:retro-summary-1:all": "start",
    "retro-summary:send:retro-summary-1": "start",
    "ceremony:setup": "schedule",
    "ceremony:add": "schedule",
    "ceremony:move:daily:2026-03-03:20260303T0900Z": "schedule",
    "ceremony:skip:daily:2026-03-03": "schedule",
    "ceremony:checkin:daily:20260303": EVERYBODY,
    "tracker:preview:jira:stories-1": "export",
    "tracker:create:jira:stories-1:1": "export",
    "assess:close:assessment-1": "start",
    "assess:answer:assessment-1": EVERYBODY,
}
"""By what somebody presses or fills in, the right that it asks for."""


@pytest.fixture
def features(tmp_path: Path, prompts: Prompts) -> Sequence[Feature]:
    """Everything that the bot can do, with a tracker set up: its command is there only then."""
    (tmp_path / "config.yaml").write_text("trackers: {jira: {url: https://example.atlassian.net, project: DEL}}\n")
    config = load(None, cwd=tmp_path, environ={"GROUNDWORK_HOME": str(tmp_path / "state")})
    return build_features(config, prompts)


@pytest.fixture
def commands(features: Sequence[Feature]) -> Mapping[str, Feature]:
    return {name: feature for feature in features for name in feature.commands}


def test_every_command_has_a_decided_right(commands: Mapping[str, Feature]) -> None:
    assert set(commands) == set(DECIDED)


@pytest.mark.parametrize("command", DECIDED)
def test_a_command_asks_for_the_right_that_was_decided(commands: Mapping[str, Feature], command: str) -> None:
    needs = commands[command].needs
    asked = {words: needs(_typed(command, words)) if needs else EVERYBODY for words in DECIDED[command]}
    assert asked == DECIDED[command]


@pytest.mark.parametrize(("pressed", "right"), PRESSED.items())
def test_a_button_asks_for_the_right_that_was_decided(features: Sequence[Feature], pressed: str, right: Act) -> None:
    (feature,) = [each for each in features if each.picks and each.name == pressed.partition(":")[0]]
    for how in ("choice", "form_id"):
        message = _typed("", "").model_copy(update={"command": None, how: pressed})
        assert (feature.needs(message) if feature.needs else EVERYBODY) == right, how


def _typed(command: str, words: str) -> Message:
    author = Person(id="priya", name="Priya")
    at = datetime(2026, 3, 2, tzinfo=UTC)
    return Message(key="terminal:team/1", address="terminal:team", author=author, at=at, text=words, command=command)
