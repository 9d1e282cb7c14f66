"""“10/12” is read as the team’s country does, and read back with its month as a word before it counts."""

from __future__ import annotations

import pytest

from bot.platforms.slack.render import render as render_for_slack
from bot.platforms.teams.render import render as render_for_teams
from tests.ceremonies.conftest import SETUP, fill
from tests.dialog import Bot
from tests.retros.stage import Stage


async def in_country(bot: Bot, holidays: str, zone: str) -> None:
    await fill(bot, "Priya", "ceremony:setup", {**SETUP, "holidays": holidays, "zone": zone})


@pytest.mark.parametrize(
    ("holidays", "zone", "yes", "no"),
    [
        ("DE-BY", "Europe/Berlin", "10 December 2026", "12 October 2026"),
        ("GB", "America/New_York", "10 December 2026", "12 October 2026"),
        ("US", "UTC", "12 October 2026", "10 December 2026"),
        ("", "America/Chicago", "12 October 2026", "10 December 2026"),
        ("", "UTC", "10 December 2026", "12 October 2026"),
    ],
)
async def test_an_action_has_no_day_before_somebody_says_which_one_it_is(
    stage: Stage, holidays: str, zone: str, yes: str, no: str
) -> None:
    bot = stage.bot
    await in_country(bot, holidays, zone)
    await bot.says("Tom", "/retro action Fix the build @me by 10/12", posts=2)
    assert "**A-1** Fix the build — Tom · accepted" in stage.public(), "no day yet"
    assert f"Does “10/12” mean {yes}? A-1 gets its day once you say so." in stage.told("Tom")
    assert [choice.label for choice in bot.posts[-1].choices] == [f"Yes, {yes}", f"No, {no}"]
    assert render_for_slack(bot.posts[-1])
    assert render_for_teams(bot.posts[-1])
    await bot.picks("Tom", f"Yes, {yes}", posts=None)
    assert "A-1 is due on" in stage.told("Tom")
    assert "by" in stage.public()
    await bot.says("Tom", "/retro actions")
    bot.shows({"10 December 2026": "by Thu 10 Dec 2026", "12 October 2026": "by Mon 12 Oct 2026"}[yes])


async def test_what_was_said_is_asked_about_as_it_was_said(stage: Stage) -> None:
    await stage.bot.says("Tom", "/retro action Fix the build @me by 10/12 at noon", posts=2)
    assert "Does “10/12 at noon” mean 10 December 2026?" in stage.told("Tom")


async def test_the_other_day_can_be_meant(stage: Stage) -> None:
    bot = stage.bot
    await bot.says("Tom", "/retro action Fix the build @me by 3 April", posts=1)
    await bot.says("Tom", "/retro reword A-1 Fix the build @me by 10/12", posts=None)
    assert "by Fri 3 Apr 2026" in bot.shown, "until it is said, the day before stays"
    await bot.picks("Tom", "No, 12 October 2026", posts=None)
    bot.shows("A-1 is due on Mon 12 Oct 2026.")


async def test_what_can_be_only_one_day_counts_at_once(stage: Stage) -> None:
    await stage.bot.says("Tom", "/retro action Fix the build @me by 25/12", posts=1)
    stage.bot.shows("by Fri 25 Dec 2026")
    await stage.bot.says("Tom", "/retro action Fix the docs @me by 10.12.", posts=1)
    stage.bot.shows("by Thu 10 Dec 2026")


async def test_later_and_until_are_told_with_the_month_as_a_word(stage: Stage) -> None:
    bot = stage.bot
    await bot.says("Tom", "/retro action Fix the build @me", posts=1)
    await bot.says("Tom", "/retro snooze A-1 10/12")
    bot.shows("I won’t remind you of A-1 before Thu 10 Dec 2026.")
    await bot.says("Tom", "/retro start --until 5/3", posts=None)
    bot.shows("until Thu 5 Mar 2026")


@pytest.mark.parametrize(
    ("holidays", "zone", "day"), [("DE-BY", "Europe/Berlin", "Thu 12 Mar"), ("US", "UTC", "Thu 3 Dec")]
)
async def test_a_ceremony_is_read_back_before_it_moves(stage: Stage, holidays: str, zone: str, day: str) -> None:
    bot = stage.bot
    values = {**SETUP, "holidays": holidays, "zone": zone, "sprint": "2 weeks from 2 March", "members": "Priya"}
    await fill(bot, "Priya", "ceremony:setup", values)
    await bot.says("Priya", "/ceremony move retro to 12/3 14:00")
    bot.shows(f"to {day} 14:00")
    await bot.says("Priya", "/ceremony next")
    bot.hides(f"{day} 14:00")
