"""Only who may take things out of here may put them into a tracker."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.chat import Message, Person
from bot.config import Config
from bot.features.trackers import tracker_features
from bot.prompts import Prompts


@pytest.mark.parametrize(("choice", "right"), [("tracker:create:jira:stories-1", "export"), (None, None)])
def test_a_button_that_writes_into_a_tracker_asks_for_the_right_to_export(
    config: Config, prompts: Prompts, choice: str | None, right: str | None
) -> None:
    jira = config.trackers.jira.model_copy(update={"url": "https://acme.atlassian.net", "project": "LP", "board": 1})
    trackers = config.trackers.model_copy(update={"jira": jira})
    (feature,) = tracker_features(config.model_copy(update={"trackers": trackers}), prompts)
    message = Message(
        key="1", address="terminal:here", author=Person(id="gus", name="Gus"), at=datetime(2026, 3, 2, tzinfo=UTC),
        choice=choice, text="" if choice else "create in jira",
    )  # fmt: skip
    assert feature.needs is not None
    assert feature.needs(message) == right
