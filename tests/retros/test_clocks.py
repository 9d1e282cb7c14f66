"""Days that somebody writes in their own chat are by their clock, or where nobody knows it by their team's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.app import build
from bot.chat import Message, Post
from bot.config import Config
from bot.durable.steps import make_ports
from bot.prompts import Prompts
from bot.store.schedules import ScheduleTable
from bot.store.sql import SqlStore
from tests.ceremonies.conftest import SETUP
from tests.dialog import Bot, StraightRoad, _in_json

EVENING = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)  # a Monday; in Auckland it is Tuesday
PLACES = (
    ("slack:T1:C1", "slack:T1:D2"),
    ("teams:T1:c:https%3A%2F%2Fs:19%3Aabc%40thread.tacv2", "teams:T1:p:https%3A%2F%2Fs:a%3Atom"),
)


class Road(StraightRoad):
    """The same, for conversations of any platform."""

    async def take(self, message: Message) -> list[Post]:
        said: list[Post] = []
        platforms = dict.fromkeys(("slack", "teams", "terminal"), self.platform)
        ports = make_ports(
            message, message.key, step=_in_json, store=self.store, platforms=platforms, said=said, models=None
        )
        await self._handle(message, ports)
        return said


@pytest.fixture
async def bot(retro_config: Config, prompts: Prompts, bot_store: SqlStore, tmp_path: Path) -> AsyncIterator[Bot]:
    schedules = ScheduleTable(f"sqlite:///{tmp_path}/groundwork.db")
    yield Bot(Road(build(retro_config, prompts, schedules=schedules, store=bot_store), bot_store), now=EVENING)
    await schedules.close()


async def says(bot: Bot, text: str, at: str, zone: str | None) -> str:
    """Tom, whose platform may know his clock."""
    command, _, rest = text.removeprefix("/").partition(" ")
    message = bot._message("Tom", at, "").model_copy(update={"command": command, "text": rest, "zone": zone})
    return await bot._send(message, None)


async def sets_up(bot: Bot, channel: str, **changed: str) -> None:
    values: dict[str, Any] = {**SETUP, **changed}
    await bot.fills("Priya", "ceremony:setup", at=channel, **values)


@pytest.mark.parametrize(("channel", "own"), PLACES)
async def test_a_day_from_somebodys_own_chat_is_theirs(bot: Bot, channel: str, own: str) -> None:
    await says(bot, "/retro action Fix the build @me", channel, None)
    await says(bot, "/retro reword A-1 Fix the build @me by tomorrow", own, "Pacific/Auckland")
    assert "Wed 4 Mar 2026" in bot.shown, "it is Tuesday already where Tom is"
    await says(bot, "/retro snooze A-1 tomorrow", own, "Pacific/Auckland")
    assert "Wed 4 Mar 2026" in bot.shown


@pytest.mark.parametrize(("channel", "own"), PLACES)
async def test_where_nobody_knows_theirs_it_is_the_teams(bot: Bot, channel: str, own: str) -> None:
    await sets_up(bot, channel, zone="Pacific/Auckland")
    await says(bot, "/retro action Fix the build @me", channel, None)
    await says(bot, "/retro reword A-1 Fix the build @me by tomorrow", own, None)
    assert "Wed 4 Mar 2026" in bot.shown
    await says(bot, "/retro reword A-1 Fix the build @me by today", channel, "America/New_York")
    assert "Tue 3 Mar 2026" in bot.shown, "in the team’s conversation it is the team’s, whoever says it"


@pytest.mark.parametrize(("channel", "own"), PLACES)
async def test_a_meeting_of_the_team_is_known_in_somebodys_own_chat(bot: Bot, channel: str, own: str) -> None:
    await sets_up(bot, channel, sprint="2 weeks from 9 March")
    await says(bot, "/retro action Fix the build @me", channel, None)
    await says(bot, "/retro snooze A-1 before next planning", own, None)
    assert "Mon 9 Mar 2026" in bot.shown


@pytest.mark.parametrize(("channel", "own"), PLACES)
async def test_what_somebody_sets_up_in_their_own_chat_is_by_their_clock(bot: Bot, channel: str, own: str) -> None:
    del channel
    await says(bot, "/ceremony add Planning, Wednesday 10:00, 1 hour", own, "Pacific/Auckland")
    assert "(Pacific/Auckland)" in bot.shown
    await says(bot, "/ceremony move planning to tomorrow 11:00", own, "Pacific/Auckland")
    assert "Wed 4 Mar 11:00" in bot.shown
    await says(bot, "/retro-summary every 2 weeks on Friday 15:00", own, "Pacific/Auckland")
    assert "Pacific/Auckland" in bot.shown


async def test_reminders_stay_by_the_teams_clock_whoever_acts_from_where(bot: Bot, tmp_path: Path) -> None:
    channel, own = PLACES[0]
    await sets_up(bot, channel)
    await says(bot, "/retro action Fix the build @me", channel, "Pacific/Auckland")
    await says(bot, "/retro reword A-1 Fix the build @me by tomorrow", own, "Pacific/Auckland")
    table = ScheduleTable(f"sqlite:///{tmp_path}/groundwork.db")
    assert [each.rule.zone for each in await table.active(channel, "retro-reminders")] == ["Europe/Berlin"]
    await table.close()
