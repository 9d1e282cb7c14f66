"""What people say in the tests that hold every platform against the straight road, from one definition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

TICK = timedelta(milliseconds=1)
MONDAY = datetime(2026, 12, 28, 9, 0, tzinfo=UTC)
"""What is taken from the clock of this machine instead is on another day, and soon in another year."""


@dataclass
class Clock:
    """The clock of a whole platform and of the bot in it: it goes on by a tick whenever somebody looks."""

    time: datetime = MONDAY

    def __call__(self) -> datetime:
        self.time += TICK
        return self.time


USERS = {"Priya": "U1", "Tom": "U2"}
TALKS = (
    (
        ("Priya", "/interview Faster refunds. The problem is that customers lose the receipt."),
        ("Priya", "From 9 days to 2 by the end of June."),
        ("Tom", "Returns clerks at a desk."),
        ("Tom", "The clerk scans the parcel, and it must be fast."),
        ("Priya", "Less than 2 seconds with 50 clerks."),
        ("Priya", "Actually, less than 3 seconds with 50 clerks."),
        ("Priya", "don't know, ask @mara by Friday"),
        ("Priya", "status"),
        ("Tom", "{{7*7}} 🙂 <b>&amp;</b> *x* _y_ `z`"),
        ("Priya", "list"),
        ("Priya", "help"),
        ("Priya", "pause"),
        ("Tom", "resume"),
        ("Tom", "finish"),
        ("Priya", "approve all"),
        ("Priya", "resume"),
    ),
    (
        ("Tom", "/story customers should see where their parcel is"),
        ("Tom", "Only within 14 days, and only their own."),
        ("Priya", "regenerate 1"),
        ("Priya", "export"),
        ("Priya", "approve"),
        ("Tom", "/assess results"),
        ("Tom", "/assess"),
    ),
    (
        ("Priya", "/context sprint"),
        ("Tom", "/context how do phones learn of changes from Planner"),
        ("Priya", "/digest Mondays 09:00"),
        ("Tom", "/digest list"),
        ("Priya", "/digest now"),
        ("Tom", "/digest now"),
        ("Tom", "/digest stop 1"),
        ("Priya", "/digest list"),
    ),
)
REMARKS = (
    "status is green",
    "help is on its way",
    "usage went up a lot",
    "settings are wrong on staging",
    "index rebuilds take an hour",
    "search results are poor since Monday",
    "context switching kills us",
    "interview questions are ready, have a look",
    "interview went well",
    "story points are too high again",
    "map looks good",
    "health comes first",
    "assess it when you have a minute",
    "digest for the sprint was useful, thanks",
    "digest now is better than on Mondays",
    "ceremony next week is cancelled, I think",
    "retro next week is short",
    "retro start was late, sorry",
    "retro done, thanks all",
    "retro action items are in the tracker",
    "retro-summary was good",
    "due to the outage we slipped",
    "add a note please, Tom",
    "erase the whiteboard",
)
"""What people say to each other, each beginning with the word of a command."""
ASKED = (
    ("status", "“Faster refunds” is finished"),
    ("help", "I help a team to say what it needs"),
    ("usage", "No language model is set up"),
    ("settings", "This is how I am set up here"),
    ("context how long are addresses kept", "nearest to “how long are addresses kept”"),
    ("digest list", "Nothing is set"),
    ("digest weekdays 09:00", "09:00"),
    ("ceremony next", "ceremony"),
    ("health gates", "gates"),
    ("retro add stop: Friday deploys", "Kept for your next retro"),
    ("retro add and pairing on Fridays", "Kept for your next retro"),
    ("story customers should see where their parcel is", "As a customer"),
)
"""What is a command all the same, said without the bot's name, and a part of its answer."""


@pytest.fixture
def by_words(tmp_path: Path) -> None:
    """Documents are found by words, so that two bots may read the same ones at once."""
    (tmp_path / "config.yaml").write_text("index: {embedder: none}\n", encoding="utf-8")
