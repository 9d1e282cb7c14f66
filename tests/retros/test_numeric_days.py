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


GERMANY, AMERICA = ("DE-BY", "Europe/Berlin"), ("US", "UTC")
READ = {
    GERMANY: "I read “10/12” as 10 December 2026. If you meant 12 October 2026, write the month as a word.",
    AMERICA: "I read “10/12” as 12 October 2026. If you meant 10 December 2026, write the month as a word.",
}
DAY = {GERMANY: "Thu 10 Dec 2026", AMERICA: "Mon 12 Oct 2026"}


@pytest.mark.parametrize("country", [GERMANY, AMERICA])
async def test_later_and_until_are_read_back_so_that_they_can_be_put_right(
    stage: Stage, country: tuple[str, str]
) -> None:
    bot = stage.bot
    await in_country(bot, *country)
    await bot.says("Tom", "/retro action Fix the build @me", posts=1)
    await bot.says("Tom", "/retro snooze A-1 10/12")
    bot.shows(f"I won’t remind you of A-1 before {DAY[country]}. {READ[country]}")
    await bot.says("Tom", "/retro snooze A-1 25/12")
    bot.hides("I read")
    await bot.says("Tom", "/retro start --until 10/12", posts=None)
    bot.shows(f"until {DAY[country]}")
    assert READ[country] in stage.told("Tom")


@pytest.mark.parametrize("country", [GERMANY, AMERICA])
async def test_an_interview_and_a_map_read_days_as_the_team_does(stage: Stage, country: tuple[str, str]) -> None:
    bot = stage.bot
    await in_country(bot, *country)
    await bot.says("Tom", "/interview Faster refunds. Customers lose the receipt.", posts=None)
    await bot.says("Tom", "ask @mara by 10/12")
    bot.shows(f"{READ[country]} Left open as Q1: @mara answers by {DAY[country]}.")
    await bot.says("Tom", "assign Q1 @sam by 10/12")
    bot.shows(f"{READ[country]} Q1 is with “@sam” now, by {DAY[country]}.")
    await bot.says("Tom", "Returns clerks at a desk. Who signs it off is an open question, ask Mrs Weiss by 10/12.")
    bot.shows(READ[country], f"Mrs Weiss answers by {DAY[country]}.")
    await bot.says("Tom", "assign Q1 @sam by 25/12")
    bot.shows("by Fri 25 Dec 2026")
    bot.hides("I read")


@pytest.mark.parametrize("country", [GERMANY, AMERICA])
async def test_from_when_a_summary_reads_is_read_back(stage: Stage, country: tuple[str, str]) -> None:
    bot = stage.bot
    await in_country(bot, *country)
    await bot.says("Tom", "/retro-summary since 10/12", posts=2)
    days = ("10 December 2025", "12 October 2025")
    here, there = days if country == GERMANY else (days[1], days[0])
    told = f"I read “10/12” as {here}. If you meant {there}, write the month as a word."
    assert stage.told("Tom") == told


async def test_notes_that_are_handed_in_are_read_as_the_team_does(stage: Stage) -> None:
    bot = stage.bot
    await in_country(bot, "US", "UTC")
    actions = "## Actions\n- Tom: fix the flaky login tests by 10/12\n- Ana: name a deputy by 10/13\n"
    notes = f"# Retro\n\n## Went well\n- pairing helped a lot\n\n{actions}"
    await bot.says("Tom", "/retro-summary", files=[("notes.md", notes)])
    bot.shows("by Mon 12 Oct 2026", "by Tue 13 Oct 2026")
    await bot.says("Tom", "/retro-summary", files=[("b.md", f"Date: 10/12/2026\n{notes}- Bo: ask ops by Friday\n")])
    bot.shows("by Fri 16 Oct 2026")


async def test_when_a_pause_ends_is_read_back(stage: Stage) -> None:
    bot = stage.bot
    await in_country(bot, "US", "UTC")
    await bot.says("Tom", "/ceremony pause until 24 December")
    await bot.picks("Tom", "Yes, pause")
    await bot.says("Tom", "/ceremony resume 10/12")
    bot.shows("It goes on from Mon 12 Oct.", READ[AMERICA])


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
