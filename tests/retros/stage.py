"""A team that holds retros: the whole bot over a real store, with a clock that the test moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.app import build
from bot.chat import Address, Message, Person, Post
from bot.config import Config
from bot.prompts import Prompts
from bot.schedule import Clock
from bot.store.schedules import ScheduleTable
from bot.store.sql import SqlStore
from tests.dialog import HERE, Bot, StraightRoad, visible


@dataclass
class Stage:
    """The bot, its store, and what is due."""

    bot: Bot
    store: SqlStore
    schedules: ScheduleTable
    take: Callable[[Message], object]

    async def until(self, now: datetime) -> list[Post]:
        """Let the clock look at this moment; everything that was said because something was due."""
        road = self.bot.road
        assert isinstance(road, StraightRoad)
        said: list[Post] = []

        async def submit(message: Message) -> object:
            said.extend(await road.take(message))
            return None

        self.bot.now = now
        await Clock(schedules=self.schedules, submit=submit, now=lambda: now).look()
        return said

    async def passes_on(self, who: str, text: str, by: str, *, at: Address = HERE) -> str:
        """A shortcut is used on somebody’s message where no form opens."""
        message = self.bot._message(by, at, "")
        update = {"command": "retro-note", "text": text, "author": Person(id=who.lower(), name=who)}
        return await self.bot._send(message.model_copy(update={**update, "via": message.author}), 1)

    def told(self, who: str) -> str:
        """What only this person reads of the last posts."""
        return "\n".join(visible(post) for post in self.bot.posts if post.private_to == who.lower())

    def public(self) -> str:
        """What everybody reads of them."""
        return "\n".join(visible(post) for post in self.bot.posts if post.private_to is None)


def staged(config: Config, prompts: Prompts, store: SqlStore, url: str) -> Stage:
    """The bot over this store."""
    schedules = ScheduleTable(url)
    handle = build(config, prompts, schedules=schedules, store=store)
    road = StraightRoad(handle, store)
    return Stage(bot=Bot(road), store=store, schedules=schedules, take=road.take)
