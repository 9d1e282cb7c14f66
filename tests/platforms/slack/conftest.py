"""The whole bot in a Slack of our own, by Socket Mode and by HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.app import App, open_app
from bot.chat import Address, Form, Menu, Message, Person, Post, Veiled
from bot.config import Config, load
from bot.platforms.web import web_server
from tests.patience import PATIENCE
from tests.platforms.slack.double import APP_TOKEN, BOT_TOKEN, SECRET, SlackDouble
from tests.platforms.slack.people import People, shown


@dataclass
class Watched:
    """The bot, with a note of every message that reached it."""

    app: App
    messages: list[Message] = field(default_factory=list)
    turns: list[str] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)

    @property
    def menu(self) -> Menu:
        return self.app.menu

    async def submit(self, message: Message) -> str:
        turn = await self.app.submit(message)
        self.messages.append(message)
        self.turns.append(turn)
        return turn

    async def result(self, turn_id: str, *, timeout: float | None = None) -> list[Post]:  # noqa: ASYNC109
        return await self.app.result(turn_id, timeout=timeout)

    async def opens(self, message: Message) -> Form | None:
        return await self.app.opens(message)

    async def checks(self, message: Message) -> Mapping[str, str]:
        return await self.app.checks(message)

    async def belongs(self, message: Message) -> Address | None:
        return await self.app.belongs(message)

    async def follows(self, address: Address, link: str) -> bool:
        return await self.app.follows(address, link)

    async def veils(self, message: Message) -> Veiled | None:
        return await self.app.veils(message)

    async def home(self, person: Person) -> Post:
        return await self.app.home(person)

    async def quiet(self) -> None:
        """Wait until everything that came in is answered."""
        for turn in list(self.turns):
            if turn not in self.answered:  # asked again for all of them, a long dialog would ask ten thousand times
                await self.app.result(turn, timeout=PATIENCE)
                self.answered.add(turn)


@dataclass
class World:
    """A workspace with the bot in it."""

    slack: SlackDouble
    people: People
    bot: Watched

    async def said(self, channel: str, thread: str | None = None) -> list[str]:
        """What the bot said there, once it has answered everything."""
        await self.bot.quiet()
        return [shown(message) for message in self.slack.said(channel, thread)]

    async def last(self, channel: str, thread: str | None = None) -> str:
        return (await self.said(channel, thread))[-1]

    def root(self, channel: str) -> str:
        """The ts of the newest message of the bot's that stands in the channel itself."""
        return str([one for one in self.slack.said(channel) if not one.get("thread_ts")][-1]["ts"])


def settings(folder: Path, slack: SlackDouble, mode: str, **more: str) -> Config:
    environ = {
        "GROUNDWORK_HOME": str(folder / "state"),
        "GROUNDWORK_SLACK_API_URL": slack.api_url,
        "GROUNDWORK_SLACK_MODE": mode,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        **more,
    }
    return load(None, cwd=folder, environ=environ)


@asynccontextmanager
async def live(folder: Path, slack: SlackDouble, mode: str = "socket", **more: str) -> AsyncIterator[World]:
    """The bot, listening to this Slack, by the same clock."""
    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(open_app(settings(folder, slack, mode, **more), now=slack.now))
        bot = Watched(app)
        routes = await stack.enter_async_context(app.slack.serve(bot))
        if routes:
            port = await stack.enter_async_context(web_server(routes, "127.0.0.1", 0))
            slack.app_url = f"http://127.0.0.1:{port}"
        yield World(slack, People(slack), bot)
        slack.app_url = None


@pytest.fixture
async def slack() -> AsyncIterator[SlackDouble]:
    """A workspace that fails the test when it was sent anything that Slack would refuse."""
    async with SlackDouble() as double:
        yield double
        assert double.problems == []


@pytest.fixture(params=["socket", "http"])
async def world(request: pytest.FixtureRequest, tmp_path: Path, slack: SlackDouble) -> AsyncIterator[World]:
    """The bot by both ways in."""
    async with live(tmp_path, slack, request.param) as here:
        yield here


@pytest.fixture
async def here(tmp_path: Path, slack: SlackDouble) -> AsyncIterator[World]:
    """The bot by Socket Mode, for what has nothing to do with the way in."""
    async with live(tmp_path, slack) as world:
        yield world
