"""The doctor says when a scrum master’s name is nobody’s in the conversation of the team, and leaves nothing behind."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from bot.app import looking
from bot.config import Config
from bot.config.ceremonies import MeetingTeam
from bot.doctor import Line
from bot.doctor.masters import examine_masters
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore
from tests.platforms.slack.conftest import settings
from tests.platforms.slack.double import SlackDouble


async def told(config: Config, room: str, master: str, *members: str) -> list[Line]:
    team = MeetingTeam(
        conversation=room, scrum_master=master, members=list(members), ceremonies=["Daily, weekdays 09:00"]
    )
    with_team = config.model_copy(update={"ceremonies": {"Parcels": team}})
    return await examine_masters(with_team, partial(looking, with_team))


@pytest.mark.parametrize("kept", [False, True])
async def test_a_scrum_master_who_is_not_there_is_told(tmp_path: Path, slack: SlackDouble, kept: bool) -> None:
    config = settings(tmp_path, slack, "socket")
    if kept:
        config.home.mkdir(parents=True, exist_ok=True)
        upgrade(config.database_url)
    assert await told(config, "slack:T1:C1", "@Tom") == []
    (line,) = await told(config, "slack:T1:C1", "Tomas")
    assert line.state == "note"
    assert line.found == "Parcels: nobody whom I can find in the conversation is called Tomas, the scrum master."
    assert "drafts go to whoever set the time" in line.mend
    (gone,) = await told(config, "slack:T1:C9", "Tom")
    assert "nobody whom I can find" in gone.found
    if kept:
        async with SqlStore(config.database_url) as store:
            assert await store.scan("slack/person/") == [], "looking keeps nothing"


async def test_a_scrum_master_who_is_no_member_is_told(tmp_path: Path, slack: SlackDouble) -> None:
    config = settings(tmp_path, slack, "socket")
    assert await told(config, "slack:T1:C1", "Tom", "Tom, Europe/Berlin", "Ana") == []
    (line,) = await told(config, "terminal:parcels", "Tom", "Priya, Europe/Berlin", "Ana")
    assert line.found == "Parcels: Tom, the scrum master, is none of its members: Priya, Ana."


async def test_where_slack_says_nothing_its_own_line_is_enough(tmp_path: Path, slack: SlackDouble) -> None:
    slack.fail("conversations.members", "invalid_auth", times=9)
    assert await told(settings(tmp_path, slack, "socket"), "slack:T1:C1", "Tom") == []
