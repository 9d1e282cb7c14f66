"""Sentences about when a team meets, read aloud by a scrum master."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.ceremonies.days_off import UnknownCalendarError, read_calendar
from bot.ceremonies.rules import sprint_end
from bot.ceremonies.team import Team
from tests.ceremonies.conftest import set_up
from tests.dialog import Bot

FAR = "Priya\nBen, Asia/Kolkata, 10:00-18:00\nTom, America/New_York, 08:00-16:00"


async def test_where_nothing_suits_everybody_that_is_said_and_the_wished_time_isnt_offered_as_better(bot: Bot) -> None:
    await set_up(bot, members=FAR)
    await bot.says("Tom", "/ceremony move retro to Friday 14:00")
    bot.shows("No time suits everybody. These come nearest:")
    bot.hides("These would suit better")
    offered = [option.label for post in bot.posts for option in post.choices]
    assert all("without" in label for label in offered[:3])
    assert [label for label in offered if label.startswith("Fri 11 Dec 14:00")] == ["Fri 11 Dec 14:00 all the same"]


def test_only_days_of_the_sprint_that_is_planned_are_spoken_of() -> None:
    team = Team(name="Parcels", zone="UTC", sprint_start=date(2026, 11, 30))
    assert sprint_end(team, date(2026, 11, 30)) == date(2026, 12, 13)
    assert sprint_end(team, date(2026, 12, 13)) == date(2026, 12, 13)
    assert sprint_end(team, date(2026, 12, 14)) == date(2026, 12, 27)
    assert sprint_end(team, date(2026, 11, 29)) == date(2026, 11, 29)


def test_a_country_is_known_by_the_name_that_its_people_use() -> None:
    assert read_calendar("UK") == "GB"
    assert read_calendar("uk-eng") == "GB-ENG"


def test_what_is_no_country_is_told_with_what_was_written() -> None:
    with pytest.raises(UnknownCalendarError, match="“digest list”"):
        read_calendar("/digest list")
    assert read_calendar("-") == ""


async def test_the_form_says_what_to_write(bot: Bot) -> None:
    bot.now = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
    await bot.says("Priya", "/ceremony setup")
    form = bot.posts[0].form
    assert form is not None
    hints = {field.label: field.hint for field in form.fields}
    assert (hints["Time zone"], hints["Working days"]) == (
        "Such as Europe/Berlin", "Such as Mon-Fri, or Sunday to Thursday"
    )  # fmt: skip


async def test_what_moves_for_good_is_not_in_its_own_way(bot: Bot) -> None:
    await set_up(bot, members="Priya")
    await bot.says("Priya", "/ceremony move daily to 09:30 for good")
    bot.shows("Daily** moves to 09:30 for good")
    bot.hides("on that day already", "But:")
    await bot.says("Priya", "/ceremony move daily to 15:20 for good")
    bot.hides("Daily is at the same time")
    await bot.says("Priya", "/ceremony move retro to Thursday 15:00 for good")
    bot.shows("Daily is at the same time (15:15).")


async def test_another_name_of_what_is_there_is_said_to_be_one(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Priya", "/ceremony add Standup, Friday 15:00")
    bot.shows("There is a Daily already, and Standup is another name for it: `/ceremony edit daily` changes it.")
    await bot.says("Priya", "/ceremony add Daily, Friday 15:00")
    bot.shows("There is a Daily already: `/ceremony edit daily` changes it.")
