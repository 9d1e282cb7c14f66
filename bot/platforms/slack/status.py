"""Shows that the bot is working when an answer takes a while, and suggests first words."""

from __future__ import annotations

import asyncio

from bot.chat import Address
from bot.platforms.port import Bot
from bot.platforms.slack.api import Api

_SOON = 0.8
_LONGEST = 110.0  # Slack takes the line away after two minutes
_AT_ONCE = 10
_TITLE = 75


class Working:
    """The line under a conversation that says what the bot is doing."""

    def __init__(self, api: Api, bot: Bot) -> None:
        self._api = api
        self._bot = bot
        self._waiting: dict[Address, asyncio.Event] = {}

    def answered(self, address: Address) -> None:
        """The bot said something there."""
        answered = self._waiting.pop(address, None)
        if answered:
            answered.set()

    async def show(self, address: Address, channel: str, thread: str) -> None:
        """Say so when the answer isn't there soon, and take it away when it is. In a rush, answers come first."""
        if len(self._waiting) >= _AT_ONCE or address in self._waiting:
            return
        answered = self._waiting[address] = asyncio.Event()
        try:
            if await _within(_SOON, answered):
                return
            await self._set(channel, thread, "is working on it …")
            await _within(_LONGEST, answered)
            await self._set(channel, thread, "")
        finally:
            if self._waiting.get(address) is answered:
                del self._waiting[address]

    async def _set(self, channel: str, thread: str, status: str) -> None:
        await self._api.call("assistant.threads.setStatus", channel_id=channel, thread_ts=thread, status=status)

    async def suggest(self, channel: str, thread: str | None) -> None:
        """First words to try, in a direct conversation."""
        openers = self._bot.menu.openers
        if openers:
            prompts = [{"title": one[:_TITLE], "message": one} for one in openers]
            await self._api.call(
                "assistant.threads.setSuggestedPrompts", channel_id=channel, thread_ts=thread, prompts=prompts
            )


async def _within(seconds: float, event: asyncio.Event) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await event.wait()
    except TimeoutError:
        return False
