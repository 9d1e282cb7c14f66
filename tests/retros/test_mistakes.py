"""What people do in a retro by mistake, late or twice: they are told, and nothing happens that they didn't mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.retros.typed import read_task
from tests.retros.stage import Stage

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday


async def held(stage: Stage, *notes: str) -> None:
    await stage.bot.says("Priya", "/retro start --votes 1 Sprint 19", posts=1)
    for note in notes:
        await stage.bot.says("Tom", f"/retro add {note}", posts=2)


async def test_what_is_done_is_not_done_again_and_nobody_is_left_without_an_answer(stage: Stage) -> None:
    bot = stage.bot
    await held(stage)
    await bot.says("Tom", "/retro action Fix the build @me by 12 March", posts=1)
    await bot.says("Tom", "/retro done A-1", posts=2)
    assert "A-1 is done: “Fix the build”." in stage.told("Tom")
    for words in ("done A-1", "take A-1", "snooze A-1 Friday", "drop A-1 because old", "reword A-1 Mend the build"):
        await bot.says("Priya", f"/retro {words}", posts=1)
        assert "A-1 is done already. `/retro reopen A-1` opens it again." in stage.told("Priya"), words
    for choice in ("accept", "back", "done", "still", "use", "later"):
        await bot.picks("Priya", f"retro:{choice}:A-1", posts=1)
        assert "A-1 is done already." in stage.told("Priya"), choice
    await bot.says("Priya", "/retro reopen A-1", posts=2)
    assert "A-1 is open again: “Fix the build”." in stage.told("Priya")
    await bot.says("Priya", "/retro reopen A-1", posts=1)
    assert "A-1 is open already" in stage.told("Priya")


async def test_two_people_press_the_same_button(stage: Stage) -> None:
    bot = stage.bot
    await held(stage, "stop: meetings")
    await bot.picks("Priya", "retro:turn:retro-1:group", posts=2)
    await bot.picks("Tom", "retro:turn:retro-1:group", posts=1)
    assert stage.told("Tom") == "Retro 1 is being grouped already."
    await bot.picks("Priya", "retro:turn:retro-1:closed", posts=2)
    await bot.picks("Tom", "retro:turn:retro-1:closed", posts=1)
    assert stage.told("Tom") == "Retro 1 is closed already."


async def test_a_retro_that_is_closed_is_not_opened_beside_the_next(stage: Stage) -> None:
    bot = stage.bot
    await held(stage, "stop: meetings")
    await bot.says("Priya", "/retro close", posts=2)
    await bot.says("Priya", "/retro start Sprint 20", posts=1)
    await bot.picks("Tom", "retro:turn:retro-1:actions", posts=1)
    assert "Another retro is open here by now." in stage.told("Tom")
    await bot.says("Tom", "/retro add start: pairing", posts=2)
    assert "Noted for retro 2, under Start." in stage.told("Tom")


async def test_the_last_retro_is_exported_also_when_notes_for_the_next_came_in(stage: Stage) -> None:
    bot = stage.bot
    await held(stage, "stop: meetings")
    await bot.says("Priya", "/retro close", posts=2)
    await bot.says("Tom", "/retro add late, but here", posts=1)
    assert "Kept for your next retro." in stage.told("Tom")
    await bot.says("Priya", "/retro export md", posts=1)
    assert "meetings" in bot.document("retro-1.md")


async def test_an_action_between_two_retros_belongs_to_the_last_and_one_before_the_first_to_none(stage: Stage) -> None:
    bot = stage.bot
    await bot.says("Tom", "/retro actions", posts=1)
    bot.shows("No action is open. `/retro action Fix the flaky tests @tom by Friday` adds one.")
    await bot.says("Tom", "/retro action Fix the build @me by Friday", posts=1)
    bot.shows("A-1** Fix the build — Tom, by Fri 6 Mar 2026 · accepted")
    await bot.says("Tom", "/retro start Sprint 19", posts=2)
    bot.shows("What became of this?", "A-1** Fix the build")
    await bot.says("Tom", "/retro close", posts=2)
    await bot.says("Tom", "/retro add something for the inbox", posts=1)
    await bot.says("Tom", "/retro action Name a deputy @me by Friday", posts=2)
    bot.shows("Closed", "A-2** Name a deputy — Tom")
    await bot.says("Tom", "/retro export md", posts=1)
    assert "Name a deputy" in bot.document("retro-1.md")


async def test_an_empty_retro_says_so_in_every_phase_and_counts_to_one(stage: Stage) -> None:
    bot = stage.bot
    await held(stage)
    await bot.says("Priya", "/retro next", posts=2)
    bot.shows("Priya opened the grouping. No notes came in; “Add a note” still takes some.")
    for phase in ("Voting", "Talking about the themes"):
        await bot.says("Priya", "/retro next", posts=2)
        bot.shows(phase, "No notes came in.")
        bot.hides("Next theme” takes")
    await bot.says("Priya", "/retro topic", posts=1)
    bot.shows("No notes came in, so there is no theme to talk about.")
    await bot.says("Priya", "/retro back", posts=2)
    await bot.says("Tom", "/retro add one", posts=2)
    bot.shows("1 vote each", "one — 1 note")
    assert "Noted for retro 1. Everybody sees it on the board." in stage.told("Tom"), "it can’t be taken back any more"
    await bot.says("Tom", "/retro vote 1 1", posts=1)
    bot.shows("You have 1 vote, and these are 2.")
    await bot.picks("Tom", "retro:vote:retro-1", posts=1)
    bot.shows("Your 1 vote: the numbers of themes")


async def test_a_theme_or_a_time_that_cannot_be_read_changes_nothing(stage: Stage) -> None:
    bot = stage.bot
    await held(stage, "stop: meetings", "start: pairing")
    await bot.says("Priya", "/retro next", posts=2)
    await bot.says("Priya", "/retro next", posts=2)
    await bot.says("Priya", "/retro next", posts=2)
    bot.shows("Priya began the discussion. “Next theme” takes the one with most votes.")
    await bot.says("Priya", "/retro topic lunch", posts=1)
    bot.shows("There is no theme “lunch”. The numbers are on the board.")
    await bot.says("Priya", "/retro timer soon", posts=1)
    bot.shows("for 1 to 60 minutes: `/retro timer 5`")
    await bot.says("Priya", "/retro timer", posts=1)
    bot.shows("No theme is being talked about yet. “Next theme” on the board begins with one.")
    await bot.says("Priya", "/retro topic", posts=1)
    await bot.says("Priya", "/retro timer", posts=1)
    bot.shows("0 votes · until 09:")


async def test_a_day_that_has_passed_is_asked_about_and_never_changed_silently(stage: Stage) -> None:
    bot = stage.bot
    await held(stage)
    await bot.says("Ana", "/retro action Cache the builds @me by 1 March", posts=2)
    assert stage.told("Ana") == "Sun 1 Mar 2026 has passed. By when, then? `/retro reword A-1 by Friday`"
    bot.shows("A-1** Cache the builds — Ana · accepted · ⚠ it has no day yet")
    await bot.says("Ana", "/retro reword A-1 by yesterday", posts=1)
    bot.shows("Sun 1 Mar 2026 has passed. By when, then?")
    await bot.says("Ana", "/retro reword A-1 by Friday", posts=2)
    assert stage.told("Ana") == "It reads now: A-1 Cache the builds (Ana, by Fri 6 Mar 2026)."
    await bot.says("Ana", "/retro snooze A-1 yesterday", posts=1)
    assert stage.told("Ana") == "Sun 1 Mar 2026 has passed. Until when? `/retro snooze A-1 Friday`"
    await bot.fills("Ana", "retro:snooze:A-1", until="2026-02-01", posts=1)
    assert stage.told("Ana") == "Sun 1 Feb 2026 has passed. Choose one to come."
    await bot.fills("Ana", "retro:act:retro-1", text="Fix it", due="2025-12-01", posts=1)
    assert stage.told("Ana") == "Mon 1 Dec 2025 has passed. By when, then?"
    await bot.says("Ana", "/retro start --until yesterday", at="terminal:there", posts=1)
    assert stage.told("Ana") == "Sun 1 Mar 2026 has passed. Try `--until Friday`."


async def test_what_is_overdue_may_be_worded_anew_and_keeps_its_day(stage: Stage) -> None:
    bot = stage.bot
    await held(stage)
    await bot.says("Ana", "/retro action Cache the builds @me by Friday", posts=1)
    bot.now += timedelta(days=30)
    await bot.fills("Ana", "retro:reword:A-1", text="Cache every build", owner="Ana", due="2026-03-06", posts=1)
    bot.shows("A-1** Cache every build — Ana, by Fri 6 Mar 2026")
    await bot.fills("Ana", "retro:reword:A-1", text="Cache every build", owner="Ana", due="2026-03-09", posts=1)
    assert stage.told("Ana") == "Mon 9 Mar 2026 has passed. By when, then?"


async def test_whoever_is_reminded_is_told_who_that_is_and_a_day_is_asked_for(stage: Stage) -> None:
    bot = stage.bot
    await held(stage)
    await bot.says("Tom", "/retro action Fix the build", posts=1)
    await bot.says("Priya", "/retro snooze A-1 Friday", posts=1)
    assert stage.told("Priya") == "I won’t remind anybody of A-1 before Fri 6 Mar 2026."
    await bot.says("Tom", "/retro take A-1", posts=2)
    assert "A-1 is yours. Give it a day, and I’ll remind you: `/retro reword A-1 by Friday`." in stage.told("Tom")
    await bot.says("Priya", "/retro snooze A-1 Friday", posts=1)
    assert stage.told("Priya") == "I won’t remind Tom of A-1 before Fri 6 Mar 2026."
    await bot.says("Tom", "/retro snooze A-1 Friday", posts=1)
    assert stage.told("Tom") == "I won’t remind you of A-1 before Fri 6 Mar 2026."


@pytest.mark.parametrize(
    ("text", "what", "due", "passed"),
    [
        ("Freeze deploys on Fridays by 18 December", "Freeze deploys on Fridays", "2026-12-18", ""),
        ("Put the talk on the agenda by Friday", "Put the talk on the agenda", "2026-03-06", ""),
        ("Decide on the name", "Decide on the name", "", ""),
        ("Stand by the customer", "Stand by the customer", "", ""),
        ("Send it by the 5th", "Send it", "2026-03-05", ""),
        ("Send it by 2026-03-04", "Send it", "2026-03-04", ""),
        ("Send it by 3 March", "Send it", "", "2026-03-03"),
        ("Send it by 31 February", "Send it by 31 February", "", ""),
        ("Send it by 29 Feb", "Send it", "2028-02-29", ""),
        ("Send it tomorrow", "Send it", "2026-03-05", ""),
        ("Send it in two weeks.", "Send it", "2026-03-18", ""),
        ("Plan for tomorrow", "Plan for tomorrow", "", ""),
        ("Ship in two places", "Ship in two places", "", ""),
    ],
)
def test_a_day_stands_at_the_end_of_an_action(text: str, what: str, due: str, passed: str) -> None:
    task = read_task(text, NOON)
    assert (task.text, task.due, task.passed) == (what, due, passed)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            "When the sprint begins, @Ana will check the board by Friday",
            "When the sprint begins, Ana will check the board",
        ),
        ("Ask @Ana to call Ops by Friday", "Ask Ana to call Ops"),
        ("@Ana will call Ops by Friday", "call Ops"),
        ("Call @Ana about it by Friday", "Call about it"),
        ("Call Ops @Ana by Friday", "Call Ops"),
    ],
)
def test_a_name_stays_where_the_words_need_it(text: str, what: str) -> None:
    task = read_task(text, NOON)
    assert (task.text, task.owner, task.due) == (what, "Ana", "2026-03-06")


@pytest.mark.parametrize("words", ["@ana", "ana", "to @ana"])
async def test_what_is_assigned_to_somebody_is_theirs_and_not_the_one_who_says_so(stage: Stage, words: str) -> None:
    await stage.bot.says("Tom", "/retro action Fix the build @me by 3 April", posts=1)
    await stage.bot.says("Tom", f"/retro assign A-1 {words}", posts=None)
    stage.bot.shows("It reads now: A-1 Fix the build (ana, by Fri 3 Apr 2026).")
    stage.bot.hides("is yours")
