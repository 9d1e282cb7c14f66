"""Sentences of a retrospective, read aloud by a scrum master: each says what is so, and what can be done."""

from __future__ import annotations

from tests.dialog import visible
from tests.retros.stage import Stage


async def test_a_day_is_no_moment_so_none_is_made_of_it(stage: Stage) -> None:
    await stage.bot.says("Tom", "/retro action Freeze deploys @me by 30 November", posts=1)
    stage.bot.shows("Plans with a moment get done more often: “When …, Tom will freeze deploys”")
    stage.bot.hides("When it is", "Put it so")
    await stage.bot.picks("Tom", "retro:reword:A-1")
    form = stage.bot.posts[0].form
    assert form is not None
    assert form.fields[0].value == "Freeze deploys", "saving another day leaves no … behind"
    assert form.fields[0].hint == "Better with a moment: “When …, Tom will freeze deploys”."
    await stage.bot.picks("Tom", "retro:use:A-1")
    stage.bot.shows("At which moment? `/retro reword A-1 When the sprint begins, …`")


async def test_whose_words_are_warned_about_are_quoted_as_they_are(stage: Stage) -> None:
    await stage.bot.says("Tom", "/retro action Everybody must review sooner", posts=1)
    stage.bot.shows("⚠ nobody yet, no day yet · who is “everybody”?")


async def test_whoever_takes_an_action_in_its_form_has_said_yes(stage: Stage) -> None:
    await stage.bot.says("Tom", "/retro action Fix the build", posts=1)
    await stage.bot.fills("Tom", "retro:reword:A-1", text="Fix the build", owner="me", due="2026-03-20", posts=None)
    stage.bot.shows("Tom, by Fri 20 Mar 2026 · accepted")
    stage.bot.hides("wrote down an action for you")


async def test_which_formats_there_are_is_said_where_another_is_wished_for(stage: Stage) -> None:
    await stage.bot.says("Priya", "/retro start", posts=1)
    await stage.bot.says("Priya", "/retro next", posts=None)
    await stage.bot.says("Priya", "/retro export xml")
    stage.bot.shows("I can write it as `md`, `json` or `csv`: `/retro export csv`.")
    await stage.bot.says("Priya", "/retro export JSON 1")
    assert stage.bot.document("retro-1.json").startswith("{")


async def test_a_retro_without_notes_says_so_when_it_is_closed(stage: Stage) -> None:
    await stage.bot.says("Priya", "/retro start", posts=1)
    await stage.bot.says("Priya", "/retro close", posts=None)
    stage.bot.shows("Priya closed the retro: no notes came in.")


async def test_a_theme_that_isnt_there_is_named(stage: Stage) -> None:
    await stage.bot.says("Priya", "/retro start", posts=1)
    await stage.bot.says("Tom", "/retro add stop: meetings", posts=None)
    await stage.bot.says("Priya", "/retro next", posts=None)
    await stage.bot.says("Priya", "/retro merge 1 9")
    stage.bot.shows("There is no theme 9. The numbers are on the board.")


async def test_an_action_is_handed_back_in_words_as_well(stage: Stage) -> None:
    await stage.bot.says("Tom", "/retro action Fix the build @me by 20 March", posts=1)
    await stage.bot.says("Tom", "/retro back A-1", posts=None)
    stage.bot.shows("A-1** Fix the build — ⚠ nobody yet, by Fri 20 Mar 2026")


async def test_a_reminder_of_what_nobody_has_says_so_once_and_asks_who_takes_it(stage: Stage) -> None:
    await stage.bot.says("Tom", "/retro action Fix the build by Friday", posts=1)
    said = await stage.until(stage.bot.now.replace(day=6, hour=10))
    shown = "\n".join(visible(post) for post in said)
    assert "This is due today. Who takes it?" in shown
    assert "**A-1** Fix the build — ⚠ nobody yet, by Fri 6 Mar 2026" in shown
    assert shown.lower().count("nobody") == 1
    late = await stage.until(stage.bot.now.replace(day=13))
    assert "This was due on Fri 6 Mar 2026. Who takes it?" in "\n".join(visible(post) for post in late)
