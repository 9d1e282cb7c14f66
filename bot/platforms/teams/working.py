"""Shows that the bot is working when an answer takes a while."""

from __future__ import annotations

import asyncio

from bot.chat import Address
from bot.platforms.teams.addresses import Place
from bot.platforms.teams.posting import Poster

_SOON = 0.8
_AGAIN = 4.0  # Teams takes the dots away after a few seconds
_MOST = 25
_AT_ONCE = 10


class Working:
    """The dots under a conversation."""

    def __init__(self, poster: Poster) -> None:
        self._poster = poster
        self._waiting: dict[Address, asyncio.Event] = {}

    def answered(self, address: Address) -> None:
        """The bot said something there."""
        answered = self._waiting.pop(address, None)
        if answered:
            answered.set()

    async def show(self, address: Address, place: Place) -> None:
        """Show them when the answer isn't there soon, until it is. In a rush, answers come first."""
        if len(self._waiting) >= _AT_ONCE or address in self._waiting:
            return
        answered = self._waiting[address] = asyncio.Event()
        try:
            patience = _SOON
            for _ in range(_MOST):
                try:
                    async with asyncio.timeout(patience):
                        await answered.wait()
                except TimeoutError:
                    await self._poster.send(place, {"type": "typing"})
                    patience = _AGAIN
                else:
                    return
        finally:
            if self._waiting.get(address) is answered:
                del self._waiting[address]
