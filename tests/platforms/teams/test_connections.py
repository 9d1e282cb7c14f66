"""What the client that posts to Teams leaves behind."""

from __future__ import annotations

import asyncio
from pathlib import Path

from requests.adapters import HTTPAdapter

from bot.app import teams_settings
from bot.platforms.teams.outside import Outside
from tests.platforms.kept import Kept
from tests.platforms.teams.conftest import settings
from tests.platforms.teams.double import BOT, TENANT, TeamsDouble


async def test_closing_closes_the_connections_of_every_thread_that_posted(tmp_path: Path, teams: TeamsDouble) -> None:
    api = Outside.reach(teams_settings(settings(tmp_path, teams)), Kept()).api

    async def begin() -> None:
        await api.personal(teams.service, tenant=TENANT, bot=BOT, person="U1")

    await begin()
    await asyncio.to_thread(asyncio.run, begin())
    sessions = set(api._sessions)
    assert len(sessions) == 2
    await api.close()
    adapters = [session.get_adapter("http://x") for session in sessions]
    open_pools = [len(one.poolmanager.pools) for one in adapters if isinstance(one, HTTPAdapter)]
    assert open_pools == [0, 0]
