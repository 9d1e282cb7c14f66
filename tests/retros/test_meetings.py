"""Retros know when the team meets: days are told by ceremonies, and a summary follows the retrospective."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.history import Past
from bot.retros.events import seen_from
from bot.retros.typed import read_due
from tests.retros.stage import Stage
from tests.retros.test_summary_dialogs import NOTES, remarks

MEETINGS = (
    ("planning", date(2026, 3, 2)),
    ("retro", date(2026, 3, 12)),
    ("planning", date(2026, 3, 16)),
    ("steering", date(2026, 3, 18)),
)
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)  # a Monday with a planning


async def meets(stage: Stage) -> None:
    """The team meets by the clock of the tests."""
    await stage.bot.says("Priya", "/ceremony add Planning, Monday 08:00, 2 hours, week 1", posts=None)
    await stage.bot.says("Priya", "/ceremony add Retrospective, Thursday 15:00, 1 hour, last week", posts=None)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("before next planning", "2026-03-16"),
        ("by the retro", "2026-03-12"),
        ("next retrospective", "2026-03-12"),
        ("by next sprint planning", "2026-03-16"),
        ("before the next steering", "2026-03-18"),
        ("by Friday", "2026-03-06"),
        ("by next demo", None),
        ("the retro is over, so whenever", None),
    ],
)
def test_a_day_may_be_told_by_a_meeting(words: str, day: str | None) -> None:
    found = read_due(words, NOW, MEETINGS)
    assert (found.isoformat() if found else None) == day


def test_what_the_log_itself_says_of_a_meeting_goes_before_the_calendar() -> None:
    seen = seen_from(date(2026, 3, 3), {"planning": date(2026, 3, 17)}, "UTC", MEETINGS)
    assert seen.events == {"planning": date(2026, 3, 17), "retro": date(2026, 3, 12), "steering": date(2026, 3, 18)}


async def test_an_action_is_due_before_the_next_planning(stage: Stage) -> None:
    bot = stage.bot
    await meets(stage)
    await bot.says("Priya", "/retro start", posts=None)
    await bot.says("Priya", "/retro action Invite the data team @Priya before next planning", posts=1)
    bot.shows("A-1** Invite the data team — Priya, by Mon 16 Mar 2026")
    await bot.says("Priya", "/retro snooze A-1 until the next retro", posts=1)
    bot.shows("I won’t remind you of A-1 before Thu 12 Mar 2026")


async def test_a_promise_in_a_log_is_due_before_the_next_planning(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def past(platforms: object, address: str, since: datetime, until: datetime) -> Past:
        return remarks(
            ("Priya", "What went well?"),
            ("Tom", "the new search is twice as fast"),
            ("Priya", "And what could be better?"),
            ("Ana", "the builds take forty minutes"),
            ("Priya", "Ana, can you look at a build cache before next planning?"),
            ("Ana", "yep, will do"),
            at=NOW,
        )

    monkeypatch.setattr("bot.features.retro_summaries._past", past)
    await meets(stage)
    await stage.bot.says("Priya", "/retro-summary")
    stage.bot.shows("look at a build cache (**Ana**, by Mon 16 Mar 2026)")


async def test_notes_of_another_month_are_not_due_by_what_comes_now(stage: Stage) -> None:
    await meets(stage)
    notes = NOTES.replace("(by 14 November)", "before next planning")
    await stage.bot.says("Priya", "/retro-summary", files=[("retro.md", notes)])
    stage.bot.shows("invite the data team to planning")
    stage.bot.shows("(**Aoife**)")
