"""What the bot says unasked in Teams, at a set time, in a conversation that it knows only from its store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import open_app, teams_settings
from bot.chat import Message
from bot.platforms.teams.checks import examine
from bot.schedule import Clock
from bot.store.schedules import ScheduleTable
from tests.patience import PATIENCE
from tests.platforms.talks import by_words
from tests.platforms.teams.conftest import live, settings
from tests.platforms.teams.double import CHANNEL, TeamsDouble, personal, shown

__all__ = ["by_words"]


async def test_a_digest_arrives_after_a_restart_and_a_closed_conversation_stops_nothing(
    by_words: None, tmp_path: Path, teams: TeamsDouble
) -> None:
    async with live(tmp_path, teams) as world:
        thread = await world.mentions("U1", "digest daily 09:00")
        assert "Set: a digest daily at 09:00" in await world.last(thread)
        await world.teams.says("U2", "digest daily 09:00", personal("U2"))
        assert "Set: a digest daily at 09:00" in await world.last(personal("U2"))
    teams.closed[CHANNEL] = (403, "BotNotInConversationRoster")
    tomorrow = datetime.now(UTC).replace(hour=9, minute=0, second=5) + timedelta(days=1)
    config = settings(tmp_path, teams)
    turns: list[str] = []
    async with open_app(config) as app:

        async def submit(message: Message) -> None:
            turns.append(await app.submit(message))

        table = ScheduleTable(config.database_url)
        clock = Clock(schedules=table, submit=submit, now=lambda: tomorrow)
        assert await clock.look() == 2
        for turn in turns:
            await app.result(turn, timeout=PATIENCE)
        assert await clock.look() == 0
        lines = await examine(teams_settings(config), app.store)
        assert any("BotNotInConversationRoster" in found for _, found, _ in lines)
        await table.close()
    digest = teams.posts[personal("U2")][1]
    assert "Sprint" in shown(digest)
    assert "Sprint" not in "".join(
        shown(post) for posts in teams.posts.values() for post in posts if post is not digest
    )
