"""Somebody who makes typing errors in a retro reads what they probably meant, and loses nothing."""

from __future__ import annotations

import pytest

from bot.retros.formats import Column, Format, near_column
from tests.retros.stage import Stage


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("strat Sprint 19", "`/retro start Sprint 19`"),
        ("votte 1 2", "`/retro vote 1 2`"),
        ("ad stop: meetings", "`/retro add stop: meetings`"),
        ("stop: meetings", "`/retro add stop: meetings`"),
        ("discuss", "`/retro next`"),
        ("finish", "`/retro close`"),
        ("summary since Monday", "`/retro-summary since Monday`"),
        ("summarise", "`/retro-summary`"),
    ],
)
async def test_a_word_that_nobody_knows_is_answered_with_what_was_probably_meant(
    stage: Stage, typed: str, meant: str
) -> None:
    await stage.bot.says("Tom", f"/retro {typed}")
    stage.bot.shows(f"I don’t know “retro {typed.partition(' ')[0]}”. Did you mean {meant}?")
    stage.bot.hides("`/retro export md` gives")


async def test_a_word_that_is_like_none_is_answered_with_all_of_them(stage: Stage) -> None:
    await stage.bot.says("Tom", "/retro banana")
    stage.bot.shows("I don’t know “retro banana”. `/retro start` begins a retro here;")


@pytest.mark.parametrize(
    ("typed", "meant"), [("retrospective", "retro"), ("retro-sumary", "retro-summary"), ("ceremnoy", "ceremony")]
)
async def test_a_command_that_nobody_knows_is_answered_with_one_that_people_type(
    stage: Stage, typed: str, meant: str
) -> None:
    await stage.bot.says("Tom", f"/{typed}")
    stage.bot.shows(f"Did you mean `/{meant}`?")


async def test_an_option_that_nobody_knows(stage: Stage) -> None:
    await stage.bot.says("Tom", "/retro start --anonymus")
    stage.bot.shows("I don’t know “--anonymus”. Did you mean `--anonymous`?")


async def test_vote_alone_takes_nothing_back(stage: Stage) -> None:
    for words in ("start", "add stop: meetings", "next", "next", "vote 1"):
        await stage.bot.says("Tom", f"/retro {words}", posts=None)
    await stage.bot.says("Tom", "/retro vote")
    stage.bot.shows("For which themes? `/retro vote 2 5 5`; `/retro vote none` takes your votes back.")
    await stage.bot.says("Tom", "/retro board")
    stage.bot.shows("1 person has voted")


async def test_a_day_that_does_not_exist_is_no_part_of_what_is_done(stage: Stage) -> None:
    await stage.bot.says("Tom", "/retro action Fix the build @me by 31/2", posts=2)
    assert "**A-1** Fix the build — Tom · accepted" in stage.public()
    assert stage.told("Tom") == "There is no “31/2”. By when, then? `/retro reword A-1 by Friday`"


async def test_whoever_the_wording_names_is_its_owner_where_they_are_known(stage: Stage) -> None:
    await stage.bot.says("Tom", "/retro action When the sprint begins, Tom will fix the build", posts=1)
    stage.bot.shows("Tom will fix the build — Tom · accepted")
    await stage.bot.says("Tom", "/retro action When it is red, Jenkins will try it again", posts=1)
    stage.bot.shows("Jenkins will try it again — ⚠ nobody yet")
    await stage.bot.says("Tom", "/retro reword A-2 When it is red, Tom will try it again", posts=None)
    stage.bot.shows("Tom will try it again — Tom · accepted")


async def test_a_column_that_was_mistyped_is_asked_about_and_the_note_stays_as_it_is(stage: Stage) -> None:
    await stage.bot.says("Tom", "/retro start", posts=None)
    await stage.bot.says("Tom", "/retro add sotp: meetings", posts=None)
    assert "It stands under no column; if it is for Stop, write `stop: …`." in stage.told("Tom")
    await stage.bot.says("Tom", "/retro add stop: meetings", posts=None)
    assert "Noted for retro 1, under Stop." in stage.told("Tom")
    await stage.bot.says("Tom", "/retro next", posts=None)
    assert "sotp: meetings" in stage.bot.document("retro-1-notes.md")


def test_a_word_before_a_colon_is_no_slip_of_a_column() -> None:
    form = Format(title="x", columns=(Column(name="Start"), Column(name="Stop", words=("less",))))
    assert near_column("sotp: meetings", form) == "Stop"
    assert [near_column(text, form) for text in ("API: slow", "stop: it", "Build takes long", "x:")] == [""] * 4


async def test_one_note_from_before_an_anonymous_retro_is_spoken_of_as_one(stage: Stage) -> None:
    await stage.bot.says("Tom", "/retro add stop: meetings")
    await stage.bot.says("Priya", "/retro start --anonymous", posts=None)
    stage.bot.shows("It was written before anybody knew that this retro is anonymous, so its author is in my database.")


@pytest.mark.parametrize("name", ["@nobody", "@someone", "@team", "@tbd"])
async def test_nobody_is_no_name(stage: Stage, name: str) -> None:
    await stage.bot.says("Tom", f"/retro action Fix the build {name} by 20 March", posts=1)
    stage.bot.shows("Fix the build — ⚠ nobody yet, by Fri 20 Mar 2026")


async def test_who_is_named_as_doing_it_is_its_owner(stage: Stage) -> None:
    await stage.bot.says("Tom", "/retro action Tom fixes the build by 20 March", posts=1)
    stage.bot.shows("Tom fixes the build — Tom, by Fri 20 Mar 2026 · accepted")
    await stage.bot.says("Tom", "/retro action Jenkins fixes the build by 20 March", posts=1)
    stage.bot.shows("Jenkins fixes the build — ⚠ nobody yet")


async def test_who_is_named_before_a_colon_is_its_owner(stage: Stage) -> None:
    await stage.bot.says("Tom", "/retro action Tom: write the guide by 20 March", posts=1)
    stage.bot.shows("Tom: write the guide — Tom, by Fri 20 Mar 2026 · accepted")
    await stage.bot.says("Tom", "/retro action Builds: make them faster by 20 March", posts=1)
    stage.bot.shows("Builds: make them faster — ⚠ nobody yet")


async def test_votes_for_a_theme_that_is_gone_are_told(stage: Stage) -> None:
    for words in ("start", "add stop: meetings", "add stop: Friday deploys", "next", "next", "vote 1 2 2", "back"):
        await stage.bot.says("Tom", f"/retro {words}", posts=None)
    await stage.bot.says("Tom", "/retro move 2 to 1", posts=None)
    await stage.bot.says("Tom", "/retro next", posts=None)
    stage.bot.shows("2 votes were for themes that are gone by now: who gave them can vote anew.")
    await stage.bot.says("Tom", "/retro vote 1", posts=None)
    for words in ("back", "next"):
        await stage.bot.says("Tom", f"/retro {words}", posts=None)
    stage.bot.hides("gone by now")


async def test_a_day_that_is_misspelt_is_asked_about(stage: Stage) -> None:
    bot = stage.bot
    await bot.says("Priya", "/retro start", posts=None)
    await bot.says("Priya", "/retro action Look at the cache @tom by firday", posts=None)
    bot.shows(
        "Look at the cache — tom", "I don’t know the day “firday”. Did you mean Friday? `/retro reword A-1 by Friday`"
    )
    bot.hides("cache by firday")
    await bot.says("Priya", "/retro reword A-1 by Friday", posts=None)
    bot.shows("Look at the cache", "by Fri 6 Mar 2026")
    await bot.says("Priya", "/retro action Write the page on money @tom", posts=None)
    bot.shows("Write the page on money")
    bot.hides("Did you mean")
