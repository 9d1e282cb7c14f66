"""The reminders of a retrospective's actions go by the clock and the working days that its team has now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.chat import Message
from bot.config import Config
from bot.features.ceremonies import days_off
from bot.retros.daily import REMINDERS
from bot.schedule import Clock, next_due
from bot.store.schedules import ScheduleTable
from tests.ceremonies.conftest import FRIDAY, set_up
from tests.dialog import HERE, Bot, visible


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


async def reminded(bot: Bot, settings: Config, until: datetime) -> list[str]:
    """The day and the first line of every reminder of an action that comes up to this moment."""
    table, found, now = ScheduleTable(settings.database_url), list[str](), bot.now

    async def submit(message: Message) -> None:
        for post in await bot.road.take(message):
            if "A-1" in visible(post):
                found.append(f"{now.astimezone(ZoneInfo('Europe/Berlin')):%a %d %b} {post.text}")

    clock = Clock(schedules=table, submit=submit, calendar=partial(days_off, settings), now=lambda: now)
    while now < until:
        now += timedelta(hours=1)
        await clock.look()
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


async def test_nobody_is_reminded_on_a_holiday_of_the_team_and_what_is_due_then_is_told_before(
    bot: Bot, settings: Config
) -> None:
    bot.now = datetime(2026, 12, 21, 12, 0, tzinfo=UTC)
    await set_up(bot, holidays="DE-BY 2026-12-24", ceremonies="")
    await bot.says("Tom", "/retro action Fix the build @me by 25 December", posts=None)
    assert await reminded(bot, settings, datetime(2027, 1, 8, 12, 0, tzinfo=UTC)) == [
        "Wed 23 Dec This is due on Fri 25 Dec 2026.",
        "Mon 28 Dec This was due on Fri 25 Dec 2026. How is it going?",
        "Mon 04 Jan This was due on Fri 25 Dec 2026. How is it going?",
    ]


async def test_a_team_that_works_from_sunday_to_thursday_is_reminded_on_these_days(bot: Bot, settings: Config) -> None:
    await bot.says("Tom", "/retro action Fix the build @me by 6 December", posts=None)
    await set_up(bot, days="Sunday to Thursday", holidays="", ceremonies="")
    assert await reminded(bot, settings, datetime(2026, 12, 15, 12, 0, tzinfo=UTC)) == [
        "Thu 03 Dec This is due on Sun 6 Dec 2026.",
        "Sun 06 Dec This is due today.",
        "Sun 13 Dec This was due on Sun 6 Dec 2026. How is it going?",
    ]
