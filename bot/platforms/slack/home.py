"""The Home tab: what somebody has going on, kept up to date while things change."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable

import structlog

from bot.chat import Person
from bot.errors import Trouble
from bot.platforms.port import Bot
from bot.platforms.slack.outside import Outside
from bot.platforms.slack.render.messages import home_blocks

_TOGETHER = 2.0  # seconds in which changes are taken together
_DAY = 24 * 3600.0
_MOST = 100
_log = structlog.get_logger(__name__)


class Home:
    """Publishes the Home tabs of those who looked at theirs within a day."""

    def __init__(self, outside: Outside, bot: Bot, *, clock: Callable[[], float] = time.time) -> None:
        self._outside = outside
        self._bot = bot
        self._clock = clock
        self._changed = asyncio.Event()
        self._published: dict[str, str] = {}  # by a mark of what is shown: whose words they are may ask to be forgotten

    async def opened(self, user: str) -> None:
        """Somebody looks at it."""
        await self._outside.kept.put(f"slack/home/{user}", {"opened": self._clock()})
        await self._publish(user, again=True)

    def changed(self) -> None:
        """Something was said, so something may have changed."""
        self._changed.set()

    async def follow(self) -> None:
        """Draw anew what changed, for ever."""
        while True:
            await self._changed.wait()
            await asyncio.sleep(_TOGETHER)
            self._changed.clear()
            try:
                for user in await self._watching():
                    await self._publish(user)
            except Trouble as trouble:
                _log.info("slack_home_failed", trouble=trouble.sentence)

    async def _watching(self) -> list[str]:
        kept = await self._outside.kept.scan("slack/home/")
        lately = [(value["opened"], key) for key, value in kept if self._clock() - value["opened"] < _DAY]
        return [key.removeprefix("slack/home/") for _, key in sorted(lately, reverse=True)[:_MOST]]

    async def _publish(self, user: str, *, again: bool = False) -> None:
        known = await self._outside.people.look_up(user)
        post = await self._bot.home(Person(id=user, name=known.name))
        mark = hashlib.sha256(post.model_dump_json().encode("utf-8", "surrogatepass")).hexdigest()
        if again or self._published.get(user) != mark:
            view = {"type": "home", "blocks": home_blocks(post)}
            await self._outside.api.call("views.publish", user_id=user, view=view)
            self._published[user] = mark
