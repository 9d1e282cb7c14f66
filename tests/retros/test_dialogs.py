"""Whole retros, as people type and read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.dialog import MONDAY, visible
from tests.retros.stage import Stage

NOTES = (
    ("Priya", "start: pairing on the planner"),
    ("Tom", "stop: deploying on Fridays"),
    ("Ana", "stop: Friday deploys, they are scary"),
    ("Tom", "keep: the demo with the dispatchers"),
    ("Ana", "the build takes 40 minutes"),
)


async def collect(stage: Stage) -> None:
    await stage.bot.says("Priya", "/retro start Sprint 19", posts=1)
    for who, note in NOTES:
        await stage.bot.says(who, f"/retro add {note}", posts=2)


async def test_a_retro_from_the_first_note_to_the_last_action(stage: Stage) -> None:
    bot = stage.bot
    await bot.says("Tom", "/retro add stop: late reviews", posts=1)
    assert "Kept for your next retro" in stage.told("Tom")
    await bot.says("Priya", "/retro start Sprint 19", posts=2)
    bot.shows("Retro 1: Sprint 19", "Collecting notes", "What should we begin to do?", "1 note is in it already")
    bot.hides("late reviews")
    for who, note in NOTES:
        await bot.says(who, f"/retro add {note}", posts=2)
        bot.hides("planner", "Friday", "dispatchers")
    bot.shows("Stop", "— 3", "Not sorted", "Noted for retro 1")
    await bot.picks("Tom", "retro:turn:retro-1:group", posts=2)
    bot.shows("Grouping into themes", "Tom revealed 6 notes", "deploying on Fridays — 2 notes")
    assert "- **4** Friday deploys, they are scary _[Stop]_ — Ana" in bot.document("retro-1-notes.md")
    await bot.says("Ana", "/retro move 5, 6 to Slow feedback", posts=1)
    bot.shows("Slow feedback — 2 notes")
    await bot.says("Priya", "/retro next", posts=2)
    bot.shows("Voting", "3 votes each · nobody has voted yet", "Priya opened the votes")
    theme = next(line for line in bot.shown.split("\n") if "Slow feedback" in line).split("**")[1]
    await bot.says("Tom", f"/retro vote {theme} {theme} 1", posts=2)
    assert stage.told("Tom") == "Counted."
    await bot.says("Ana", f"/retro vote {theme}", posts=2)
    bot.shows("2 people have voted", "You have 2 votes left")
    await bot.says("Ana", "/retro vote 1 1", posts=1)
    await bot.says("Ana", "/retro vote none", posts=2)
    bot.shows("1 person has voted", "Your votes are taken back")
    await bot.says("Priya", "/retro next", posts=2)
    bot.shows("Talking about the themes", "Still to come", f"**{theme}** Slow feedback — 2 votes")
    await bot.picks("Priya", "retro:topic:retro-1", posts=1)
    bot.shows(f"{theme} Slow feedback", "the build takes 40 minutes")
    await bot.says("Tom", "/retro remark Nobody looks at the build before lunch", posts=1)
    bot.shows("Kept: “Nobody looks at the build before lunch”")
    await bot.says("Priya", "/retro action Someone should fix the build", posts=1)
    bot.shows("A-1", "— ⚠ nobody yet, no day yet · who is “someone”?", "When …, … will fix the build")
    await bot.says("Priya", "/retro next", posts=2)
    bot.shows("Agreeing on actions", "A-1")
    await bot.picks("Tom", "retro:accept:A-1", posts=2)
    assert "A-1 is yours" in stage.told("Tom")
    await bot.fills("Tom", "retro:reword:A-1", posts=1, text="Fix the build", owner="Tom", due="2026-03-06")
    bot.shows(
        "A-1** Fix the build — Tom, by Fri 6 Mar 2026 · accepted",
        "Plans with a moment get done more often: “When …, Tom will fix the build”",
    )
    await bot.says("Priya", "/retro next", posts=2)
    bot.shows("Closed", "Priya closed the retro: 6 notes", "1 action, still open")
    assert "# Retro 1: Sprint 19" in bot.document("retro-1.md")
    assert "A-1 Fix the build (owner: Tom, due 2026-03-06, open)" in bot.document("retro-1.md")


async def test_the_next_retro_begins_with_what_is_still_open(stage: Stage) -> None:
    bot = stage.bot
    await collect(stage)
    await bot.says("Priya", "/retro action Fix the build @Tom by Friday", posts=1)
    await bot.says("Priya", "/retro action Buy a lamp @Ana by Friday", posts=1)
    await bot.says("Priya", "/retro close", posts=2)
    bot.now = MONDAY + timedelta(days=14)
    await bot.says("Ana", "/retro start Sprint 20", posts=2)
    bot.shows("What became of these?", "Fix the build", "Buy a lamp")
    await bot.picks("Tom", "retro:done:A-1", posts=1)
    bot.shows("A-1** Fix the build — Tom, by Fri 6 Mar 2026 · ✓ done", "Open it again")
    await bot.picks("Ana", "retro:drop:A-2", posts=1)
    assert "Why won’t “Buy a lamp” be done?" in bot.shown
    await bot.fills("Ana", "retro:drop:A-2", posts=1, reason="We moved to another room")
    bot.shows("Dropped: We moved to another room")
    await bot.says("Ana", "/retro action Ask for a bigger room @Ana", posts=1)
    await bot.says("Ana", "/retro actions", posts=1)
    bot.shows("My actions", "Ask for a bigger room", "Actions done, of those agreed on", "Retro 1 (1 of 1)")
    bot.hides("Fix the build")


async def test_every_button_can_be_pressed_in_any_order_and_nothing_is_lost(stage: Stage) -> None:
    bot = stage.bot
    await collect(stage)
    await bot.says("Priya", "/retro next", posts=2)
    await bot.says("Priya", "/retro back", posts=2)
    bot.shows("Collecting notes")
    bot.hides("hidden from everybody")
    await bot.says("Tom", "/retro add stop: meetings without an agenda", posts=2)
    await bot.says("Priya", "/retro discuss", posts=1)
    await bot.says("Priya", "/retro next", posts=2)
    bot.shows("meetings without an agenda", "Priya went on with the grouping")
    await bot.says("Priya", "/retro next", posts=2)
    await bot.says("Ana", "/retro add the coffee machine is broken", posts=2)
    bot.shows("the coffee machine is broken")
    await bot.picks("Tom", "retro:turn:retro-1:vote", posts=1)
    bot.shows("Retro 1 is being voted on already.")
    await bot.says("Tom", "/retro undo", posts=1)
    bot.shows("The notes are revealed, so yours stays")
    await bot.says("Tom", "/retro merge 1 99", posts=1)
    bot.shows("There is no theme 99")
    await bot.says("Tom", "/retro move 99 to 1", posts=1)
    bot.shows("There is no note 99")
    await bot.says("Tom", "/retro vote 99", posts=1)
    bot.shows("There is no theme 99")
    await bot.says("Tom", "/retro vote 1 1 1 1", posts=1)
    bot.shows("You have 3 votes, and these are 4")
    await bot.says("Priya", "/retro close", posts=2)
    bot.shows("7 notes")
    await bot.says("Priya", "/retro vote 1", posts=1)
    await bot.picks("Priya", "retro:turn:retro-1:vote", posts=1)
    bot.shows("Retro 1 was closed, so notes and votes stay as they are")
    await bot.picks("Priya", "retro:turn:retro-1:actions", posts=2)
    bot.shows("Agreeing on actions")


async def test_a_note_can_be_taken_back_by_its_author_only(stage: Stage) -> None:
    bot = stage.bot
    await collect(stage)
    await bot.says("Priya", "/retro undo", posts=2)
    bot.shows("Taken back: “pairing on the planner”")
    await bot.says("Priya", "/retro undo", posts=1)
    bot.shows("there is none of yours")
    await bot.says("Priya", "/retro next", posts=2)
    bot.shows("revealed 4 notes")
    bot.hides("pairing on the planner")


async def test_after_it_is_closed_notes_wait_for_the_next(stage: Stage) -> None:
    bot = stage.bot
    await collect(stage)
    await bot.says("Priya", "/retro close", posts=2)
    await bot.says("Tom", "/retro add for another day", posts=1)
    bot.shows("Kept for your next retro")
    await bot.says("Tom", "/retro start", posts=2)
    bot.shows("Retro 2: 2 March 2026", "1 note is in it already")


async def test_formats_of_all_kinds(stage: Stage) -> None:
    bot = stage.bot
    await bot.says("Priya", "/retro start --format nope", posts=1)
    bot.shows("There is no format “nope”", "`4ls`", "`custom`")
    await bot.says("Priya", "/retro start --sideways", posts=1)
    bot.shows("I don’t know “--sideways”")
    await bot.says("Priya", "/retro start --format custom", posts=1)
    bot.shows("Which columns?")
    await bot.says("Priya", '/retro start --columns "Keep | Drop | Try" --votes 2 --until Friday', posts=1)
    bot.shows("Keep", "Drop", "Try", "until Fri 6 Mar 2026")
    await bot.says("Priya", "/retro start", posts=1)
    bot.shows("Retro 1, “2 March 2026”, is open")
    await bot.says("Priya", "/retro close", posts=2)
    for name, column in (("4ls", "Longed for"), ("mad-sad-glad", "Mad"), ("sailboat", "Anchor")):
        await bot.says("Priya", f"/retro start —format {name}", posts=1)
        bot.shows(column)
        await bot.says("Priya", "/retro close", posts=2)


async def test_a_message_is_passed_on_and_stays_its_authors(stage: Stage) -> None:
    bot = stage.bot
    await bot.says("Priya", "/retro start", posts=1)
    form = {"text": "The build is slow", "column": "Stop", "author": "tom", "author_name": "Tom", "link": "https://c/1"}
    await bot.fills("Priya", "retro:note:retro-1", posts=2, **form)
    assert "Noted" in stage.told("Priya")
    await bot.says("Priya", "/retro next", posts=2)
    assert "The build is slow _[Stop]_ — Tom ([source](https://c/1))" in bot.document("retro-1-notes.md")


async def test_owners_are_reminded_before_at_and_after_the_day(stage: Stage) -> None:
    bot = stage.bot
    await bot.says("Priya", "/retro start", posts=1)
    await bot.says("Tom", "/retro action Fix the build @me by 12 March", posts=1)
    await bot.says("Priya", "/retro close", posts=2)

    async def on(day: int, month: int = 3) -> str:
        said = await stage.until(datetime(2026, month, day, 9, 0, tzinfo=UTC))
        assert all(post.private_to == "tom" and post.apart for post in said)
        return "\n".join(visible(post) for post in said)

    assert await on(3) == ""
    assert "This is due on Thu 12 Mar 2026." in await on(11)
    assert "This is due today." in await on(12)
    assert await on(13) == ""
    assert "This was due on Thu 12 Mar 2026. How is it going?" in await on(19)
    await bot.says("Tom", "/retro snooze A-1 30 March", posts=1)
    assert await on(26) == ""
    assert "This was due" in await on(30)
    await bot.says("Tom", "/retro done A-1 merged on Monday", posts=2)
    bot.shows("Done. merged on Monday")
    assert await on(6, 4) == ""


async def test_a_retro_over_days_says_what_it_waits_for(stage: Stage) -> None:
    bot = stage.bot
    await bot.says("Priya", "/retro start --until Thursday", posts=1)
    await bot.says("Tom", "/retro add stop: meetings", posts=2)
    said = await stage.until(datetime(2026, 3, 3, 9, 0, tzinfo=UTC))
    assert "is open for notes: 1 note so far, until Thu 5 Mar 2026." in visible(said[0])
    said = await stage.until(datetime(2026, 3, 5, 9, 0, tzinfo=UTC))
    assert "today is the last day" in visible(said[0])
    bot.posts = await stage.until(datetime(2026, 3, 6, 9, 0, tzinfo=UTC))
    bot.shows("took notes until Thu 5 Mar 2026: 1 note so far. “Reveal and group” goes on with it")
    await bot.picks("Priya", "Reveal and group", posts=2)
    bot.shows("Priya revealed 1 note")
    assert await stage.until(datetime(2026, 3, 9, 9, 0, tzinfo=UTC)) == []


async def test_a_board_that_nobody_writes_on_is_spoken_of_twice(stage: Stage) -> None:
    bot = stage.bot
    await bot.says("Priya", "/retro start", posts=1)
    said = [visible(post) for day in range(3, 14) for post in await stage.until(datetime(2026, 3, day, 9, tzinfo=UTC))]
    assert len(said) == 2
    assert all("is open for notes: no notes so far." in each for each in said)


async def test_the_timer_of_a_theme_runs_out_unless_it_went_on(stage: Stage) -> None:
    bot = stage.bot
    await collect(stage)
    for _ in range(3):
        await bot.says("Priya", "/retro next", posts=2)
    await bot.says("Priya", "/retro topic", posts=1)
    await bot.says("Priya", "/retro timer 5", posts=1)
    bot.shows("until 09:")
    (said,) = await stage.until(bot.now + timedelta(minutes=5))
    assert "Time is up for “deploying on Fridays”." in visible(said)
    await bot.says("Priya", "/retro timer", posts=1)
    await bot.says("Priya", "/retro topic", posts=1)
    assert await stage.until(bot.now + timedelta(minutes=6)) == []


async def test_what_cannot_be_is_said_kindly(stage: Stage) -> None:
    bot = stage.bot
    for text, answer in (
        ("/retro", "No retro is open here"),
        ("/retro help", "`/retro start` begins a retro here"),
        ("/retro add", "There is nothing to note yet"),
        ("/retro export", "I know no such retro"),
        ("/retro done A-7", "Which action?"),
        ("/retro vote 3", "No retro is open here"),
    ):
        await bot.says("Priya", text, posts=1)
        assert answer in stage.told("Priya"), text
    await collect(stage)
    for text, answer in (
        ("/retro export", "hidden until somebody reveals them"),
        ("/retro list", "hidden until somebody reveals them"),
        ("/retro topic", "Themes are talked about once the votes are counted"),
        ("/retro timer 5", "The timer runs in the discussion"),
        ("/retro dance", "`/retro start` begins a retro here"),
        ("/retro rename 1 x", "Which theme"),
        ("/retro move 1 to 2", "The notes are still hidden"),
        ("/retro remark Nobody looks", "There is no theme yet that this could be kept with."),
    ):
        await bot.says("Priya", text, posts=1)
        assert answer in stage.told("Priya"), text
    await bot.says("Priya", "/retro reveal", posts=2)
    await bot.says("Priya", "/retro remark", posts=1)
    assert stage.told("Priya").startswith("What should be kept beside the theme?")
    await bot.picks("Priya", "retro:what:retro-99", posts=1)
    bot.shows("older version of me")


async def test_an_inbox_from_which_all_was_taken_back_is_empty(stage: Stage) -> None:
    await stage.bot.says("Tom", "/retro add stop: late reviews", posts=1)
    await stage.bot.says("Tom", "/retro undo", posts=1)
    await stage.bot.says("Tom", "/retro board", posts=1)
    assert stage.told("Tom").startswith("The inbox holds no notes for the next retro.")


async def test_the_notes_are_revealed_by_the_word_for_it_and_only_once(stage: Stage) -> None:
    bot = stage.bot
    await bot.says("Priya", "/retro reveal")
    bot.shows("No retro is open here.")
    await collect(stage)
    await bot.says("Priya", "/retro reveal", posts=2)
    bot.shows("Grouping into themes", "Priya revealed 5 notes")
    await bot.says("Priya", "/retro next", posts=2)
    await bot.says("Tom", "/retro reveal", posts=1)
    assert stage.told("Tom") == "The notes are revealed already. `/retro board` shows them."
