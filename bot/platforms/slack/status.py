"""Shows that the bot is working when an answer takes a while, and suggests first words."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.chat import Bot
from bot.platforms.slack.api import Api

_SOON = 0.8
_PATIENCE = 120.0
_TITLE = 75


class Working:
    """The line under a conversation that says what the bot is doing."""

    def __init__(self, api: Api, bot: Bot) -> None:
        self._api = api
        self._bot = bot

    async def show(self, channel: str, thread: str, turn: str) -> None:
        """Say so when the answer isn't there at once, and take it away when it is."""
        waiting = asyncio.ensure_future(self._bot.result(turn, timeout=_PATIENCE))
        done, _ = await asyncio.wait({waiting}, timeout=_SOON)
        if done:
            waiting.result()
            return
        line: dict[str, Any] = {"channel_id": channel, "thread_ts": thread}
        await self._api.call("assistant.threads.setStatus", **line, status="is working on it …")
        await waiting
        await self._api.call("assistant.threads.setStatus", **line, status="")

    async def suggest(self, channel: str, thread: str | None) -> None:
        """First words to try, in a direct conversation."""
        openers = self._bot.menu.openers
        if openers:
            prompts = [{"title": one[:_TITLE], "message": one} for one in openers]
            await self._api.call(
                "assistant.threads.setSuggestedPrompts", channel_id=channel, thread_ts=thread, prompts=prompts
            )
