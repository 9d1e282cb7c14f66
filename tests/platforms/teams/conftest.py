"""The whole bot in a Teams of our own: the real adapter, real tokens, real HTTP on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.app import open_app
from bot.config import Config, load
from bot.platforms.web import web_server
from tests.patience import until
from tests.platforms.slack.conftest import Watched
from tests.platforms.teams.double import APP, CHANNEL, TENANT, TeamsDouble, give_token, shown


@dataclass
class World:
    """A tenant with the bot in it."""

    teams: TeamsDouble
    bot: Watched

    async def posts(self, conversation: str) -> list[dict[str, Any]]:
        """What the bot posted there, once it has answered everything."""
        await self.bot.quiet()
        return self.teams.posts[conversation]

    async def said(self, conversation: str) -> list[str]:
        return [shown(post) for post in await self.posts(conversation)]

    async def last(self, conversation: str) -> str:
        said = await self.said(conversation)
        assert said, f"Nothing was said in {conversation}, only in {list(self.teams.posts)}."
        return said[-1]

    async def until(self, true: Callable[[], object]) -> None:
        """Wait for what happens beside the turns."""
        await until(true)

    async def mentions(self, user: str, text: str) -> str:
        """Somebody begins a thread of the channel; its conversation."""
        made = await self.teams.says(user, text, CHANNEL, mention=True)
        return f"{CHANNEL};messageid={made}"


def settings(folder: Path, teams: TeamsDouble, **more: str) -> Config:
    environ = {
        "GROUNDWORK_HOME": str(folder / "state"),
        "GROUNDWORK_TEAMS_KEYS_URL": f"{teams.base}/openid",
        "TEAMS_APP_ID": APP,
        "TEAMS_APP_PASSWORD": "secret",
        "TEAMS_TENANT_ID": TENANT,
        **more,
    }
    return load(None, cwd=folder, environ=environ)


@asynccontextmanager
async def live(folder: Path, teams: TeamsDouble, **more: str) -> AsyncIterator[World]:
    """The bot, listening to this Teams, by the same clock."""
    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(open_app(settings(folder, teams, **more), now=teams.now))
        bot = Watched(app)
        routes = await stack.enter_async_context(app.teams.serve(bot))
        port = await stack.enter_async_context(web_server(routes, "127.0.0.1", 0))
        teams.bot_url = f"http://127.0.0.1:{port}"
        yield World(teams, bot)


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    """Microsoft gives the bot its token."""
    give_token(monkeypatch)


@pytest.fixture
async def teams() -> AsyncIterator[TeamsDouble]:
    """A Teams that fails the test when it was sent anything that it would refuse."""
    async with TeamsDouble() as double:
        yield double
        assert double.problems == []


@pytest.fixture
async def world(tmp_path: Path, teams: TeamsDouble) -> AsyncIterator[World]:
    async with live(tmp_path, teams) as here:
        yield here
