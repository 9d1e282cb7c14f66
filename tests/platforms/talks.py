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


@pytest.fixture
def by_words(tmp_path: Path) -> None:
    """Documents are found by words, so that two bots may read the same ones at once."""
    (tmp_path / "config.yaml").write_text("index: {embedder: none}\n", encoding="utf-8")
