"""Retros know when the team meets: days are told by ceremonies, and a summary follows the retrospective."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.history import Past
from bot.retros.extraction.events import seen_from
from bot.retros.typed import read_due
from tests.dialog import visible
from tests.retros.stage import Stage
from tests.retros.test_summary_dialogs import NOTES, remarks

MEETINGS = (
    ("planning", date(2026, 3, 2)),
    ("retro", date(2026, 3, 12)),
    ("planning", date(2026, 3, 16)),
    ("steering", date(2026, 3, 18)),
    ("sprint end", date(2026, 3, 13)),
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
        ("by the end of the sprint", "2026-03-13"),
        ("before end of sprint", "2026-03-13"),
        ("by sprint end", "2026-03-13"),
        ("by next demo", None),
        ("the retro is over, so whenever", None),
    ],
)
def test_a_day_may_be_told_by_a_meeting(words: str, day: str | None) -> None:
    found = read_due(words, NOW, MEETINGS)
    assert (found.isoformat() if found else None) == day


def test_what_the_log_itself_says_of_a_meeting_goes_before_the_calendar() -> None:
    seen = seen_from(date(2026, 3, 3), {"planning": date(2026, 3, 17)}, "UTC", MEETINGS)
    assert seen.events == {
        "planning": date(2026, 3, 17), "retro": date(2026, 3, 12), "steering": date(2026, 3, 18),
        "sprint end": date(2026, 3, 13),
    }  # fmt: skip


async def test_an_action_is_due_before_the_next_planning(stage: Stage) -> None:
    bot = stage.bot
    await meets(stage)
    await bot.says("Priya", "/retro start", posts=None)
    await bot.says("Priya", "/retro action Invite the data team @Priya before next planning", posts=1)
    bot.shows("A-1** Invite the data team — Priya, by Mon 16 Mar 2026")
    await bot.says("Priya", "/retro action Tidy up @Priya by the end of the sprint", posts=1)
    bot.shows("A-2** Tidy up — Priya, by Fri 13 Mar 2026")
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


@pytest.fixture
def talked(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The team holds its retros in the chat; until when it was read each time."""
    asked: list[datetime] = []

    async def past(platforms: object, address: str, since: datetime, until: datetime) -> Past:
        asked.append(until)
        return remarks(
            ("Priya", "What went well?"),
            ("Tom", "the new search is twice as fast"),
            ("Priya", "And what could be better?"),
            ("Ana", "the builds take forty minutes"),
            ("Ana", "I will look at a build cache by Friday"),
            at=until - timedelta(minutes=50),
        )

    monkeypatch.setattr("bot.features.retro_summaries._past", past)
    return asked


OVER = datetime(2026, 3, 12, 16, 1, tzinfo=UTC)
FORTNIGHT = timedelta(days=14)


async def hold(stage: Stage) -> None:
    """Every other Thursday, without a board."""
    await stage.bot.says("Priya", "/ceremony add Retrospective, Thursday 15:00, 1 hour, last week", posts=None)
    await stage.bot.says("Priya", "/ceremony set retro before off", posts=None)


async def test_when_the_retrospective_is_over_it_is_summed_up(stage: Stage, talked: list[datetime]) -> None:
    await hold(stage)
    (post,) = await stage.until(OVER)
    assert post.private_to is None
    assert "What went well (1)" in visible(post)
    assert "What came out of it?" not in visible(post)
    assert talked == [OVER]
    assert await stage.until(OVER + timedelta(hours=1)) == []


async def test_where_nothing_was_said_people_are_asked(stage: Stage) -> None:
    await hold(stage)
    (post,) = await stage.until(OVER)
    assert "**Retrospective** is over. What came out of it?" in visible(post)


async def test_who_wants_to_see_a_draft_first_says_so_once(stage: Stage, talked: list[datetime]) -> None:
    bot = stage.bot
    await bot.says("Priya", "/retro-summary after the retro with draft")
    bot.shows("No retrospective is set here yet", "/ceremony add Retrospective")
    await hold(stage)
    await bot.says("Priya", "/retro-summary after the retro with draft")
    bot.shows(
        "Set: a retro summary after the retrospective. The next one is on Thursday 12 March. You see a draft first"
    )
    await bot.says("Tom", "/retro-summary list")
    bot.shows("1. after the retrospective, a draft to Priya")
    (post,) = await stage.until(OVER)
    assert post.private_to == "priya"
    bot.posts = [post]
    await bot.picks("Priya", "Send it", posts=1)
    bot.shows("What went well (1)")
    assert bot.posts[0].private_to is None
    await bot.says("Priya", "/retro-summary stop 1")
    bot.shows("Ended: after the retrospective.")
    posts = await stage.until(OVER + FORTNIGHT)
    assert [post.private_to for post in posts if "What went well" in visible(post)] == [None]


@pytest.mark.parametrize("words", ["after the retro", "after retro", "after each retrospective", "after retros"])
async def test_that_it_follows_the_retrospective_is_read_however_it_is_said(stage: Stage, words: str) -> None:
    await hold(stage)
    await stage.bot.says("Priya", f"/retro-summary {words}")
    stage.bot.shows("Set: a retro summary after the retrospective.")


async def test_every_four_weeks_one_retrospective_is_left_out(stage: Stage, talked: list[datetime]) -> None:
    await hold(stage)
    await stage.bot.says("Priya", "/retro-summary every 4 weeks after the retro")
    stage.bot.shows("Set: a retro summary after the retrospective, at most every 4 weeks.", "It is sent here at once")
    said = []
    for number in range(4):
        said += ["What went well" in "".join(map(visible, await stage.until(OVER + number * FORTNIGHT)))]
    assert said == [True, False, True, False]


async def test_a_second_wish_takes_the_place_of_the_first(stage: Stage) -> None:
    await hold(stage)
    await stage.bot.says("Priya", "/retro-summary after the retro with draft")
    await stage.bot.says("Tom", "/retro-summary after the retro")
    await stage.bot.says("Tom", "/retro-summary list")
    stage.bot.shows("2. after the retrospective, set by Tom")
    stage.bot.hides("Priya")


async def test_a_board_with_notes_is_not_done_with_when_the_hour_is_over(stage: Stage, talked: list[datetime]) -> None:
    await hold(stage)
    await stage.bot.says("Priya", "/retro start", posts=None)
    await stage.bot.says("Tom", "/retro add stop: Friday deploys", posts=None)
    said = [visible(post) for post in await stage.until(OVER)]
    assert (
        sum("The time for **Retrospective** is over, and retro 1 is still open, with 1 note." in each for each in said)
        == 1
    )
    assert not any("What came out of it?" in each for each in said)
    assert talked == []


async def test_what_was_missed_while_it_did_not_run_is_summed_up_later(stage: Stage, talked: list[datetime]) -> None:
    await hold(stage)
    (post,) = await stage.until(OVER + timedelta(hours=5))
    assert "What went well (1)" in visible(post)


async def test_after_a_board_was_closed_nobody_is_asked_what_came_out(stage: Stage) -> None:
    await hold(stage)
    stage.bot.now = OVER - timedelta(minutes=20)
    await stage.bot.says("Priya", "/retro start", posts=None)
    await stage.bot.says("Priya", "/retro close", posts=None)
    assert await stage.until(OVER) == []
    (post,) = await stage.until(OVER + FORTNIGHT)
    assert "What came out of it?" in visible(post), "that was another retro"


async def test_a_dropped_file_is_summed_up(stage: Stage) -> None:
    bot = stage.bot
    await bot.says("Priya", "", files=[("retro.md", NOTES)])
    bot.shows("I have read “retro.md”. What is this for?", "Sum up this retro")
    await bot.picks("Tom", "Sum up this retro")
    bot.shows("Retrospective: retro.md", "We waited six days for the data team” (line 9)", "Keep 1")


async def test_a_picture_of_a_plan_is_no_retro(stage: Stage) -> None:
    await stage.bot.says("Priya", "", files=[("plan.pdf", "The plan for the spring")])
    stage.bot.shows("Add to knowledge")
    stage.bot.hides("Sum up this retro")


async def test_days_and_reminders_are_by_the_clock_of_the_team(stage: Stage) -> None:
    bot = stage.bot
    bot.now = datetime(2026, 3, 4, 22, 30, tzinfo=UTC)
    await bot.fills("Priya", "ceremony:setup", name="Tokyo", zone="Asia/Tokyo", ceremonies="")
    await bot.says("Tom", "/retro start", posts=1)
    bot.shows("5 March 2026")  # where they are it is half past seven in the morning
    await bot.says("Tom", "/retro action Fix the build @me by tomorrow", posts=1)
    bot.shows("by Fri 6 Mar 2026")
    await bot.says("Tom", "/retro snooze A-1 yesterday", posts=1)
    bot.shows("Wed 4 Mar 2026 has passed.")
    assert await stage.until(datetime(2026, 3, 4, 23, 55, tzinfo=UTC)) == []
    (reminder,) = await stage.until(datetime(2026, 3, 5, 0, 1, tzinfo=UTC))  # nine in the morning there
    assert "This is due on Fri 6 Mar 2026." in visible(reminder)
    await bot.says("Tom", "/retro-summary every 2 weeks on Friday 15:00", posts=1)
    bot.shows("Fridays at 15:00 (Asia/Tokyo)")
    bot.now = datetime(2026, 3, 4, 22, 30, tzinfo=UTC)
    await bot.says("Tom", "/retro start", at="terminal:elsewhere", posts=1)
    bot.shows("4 March 2026")
