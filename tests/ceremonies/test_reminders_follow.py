"""The reminders of a retrospective's actions go by the clock that its team has now."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.config import Config
from bot.retros.daily import REMINDERS
from bot.schedule import next_due
from bot.store.schedules import ScheduleTable
from tests.ceremonies.conftest import FRIDAY, set_up
from tests.dialog import HERE, Bot


async def reminders(settings: Config) -> list[str]:
    """When the team is reminded next: its own time, and by which clock."""
    table = ScheduleTable(settings.database_url)
    found = []
    for each in await table.active(HERE, REMINDERS):
        due = next_due(each.rule, FRIDAY)
        assert due is not None
        found.append(f"{due.astimezone(ZoneInfo(each.rule.zone)):%a %H:%M} {each.rule.zone}")
    await table.close()
    return found


async def test_a_team_that_moves_its_clock_is_reminded_by_the_new_one(bot: Bot, settings: Config) -> None:
    await bot.says("Priya", "/retro start Sprint 20", posts=None)
    assert await reminders(settings) == ["Mon 09:00 Europe/Berlin"]
    await set_up(bot, zone="America/New_York", members="Priya", scrum_master="Priya")
    assert await reminders(settings) == ["Mon 09:00 America/New_York"]
    await bot.says("Priya", "/retro action Fix the build @me by Friday", posts=None)
    assert await reminders(settings) == ["Mon 09:00 America/New_York"], "one, whatever comes after"
    await bot.says("Priya", "/ceremony undo")
    await set_up(bot, zone="Asia/Tokyo", members="Priya", scrum_master="Priya")
    assert await reminders(settings) == ["Mon 09:00 Asia/Tokyo"]


async def test_where_nobody_is_reminded_a_clock_begins_nothing(bot: Bot, settings: Config) -> None:
    await set_up(bot)
    assert await reminders(settings) == []
