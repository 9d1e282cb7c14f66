"""Keys for what people do with buttons and forms: the same for the same deed, in the order of time."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.platforms.port import KeyValue

_REMEMBERED = 5_000


class Arrivals:
    """When a button, a form or a command came first. They carry no time that could be relied on, and may come again.

    Without that a second delivery would be a second event, or answers sent within a second would change places.
    """

    def __init__(self, kept: KeyValue, platform: str) -> None:
        self._kept = kept
        self._platform = platform
        self._seen: dict[str, str] = {}
        self._lock = asyncio.Lock()

    async def key(self, team: str, identity: str, now: datetime) -> str:
        """The key of the event with this identity."""
        async with self._lock:
            stamp = self._seen.get(identity)
            if stamp is None:
                name = f"{self._platform}/arrived/{team}/{identity}"
                stamp = await self._kept.get(name)
                if stamp is None:
                    stamp = f"{now.timestamp():.6f}"
                    await self._kept.put(name, stamp)
                if len(self._seen) > _REMEMBERED:
                    self._seen.clear()
                self._seen[identity] = stamp
        return f"{self._platform}:{team}/{stamp}/{identity}"
