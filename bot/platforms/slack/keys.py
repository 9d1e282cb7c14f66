"""Keys of what happened in Slack: the same for the same event, and in the order of time within a workspace."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.chat import KeyValue

_REMEMBERED = 5_000


def message_key(team: str, channel: str, ts: str, what: str = "") -> str:
    """What Slack itself gave a time to: a message, an edit."""
    return f"slack:{team}/{ts}/{channel}{f'-{what}' if what else ''}"


class Arrivals:
    """When a button, a form or a command came first. Slack gives them no time, and may send them again.

    Without that a second delivery would be a second event, or answers sent within a second would change places.
    """

    def __init__(self, kept: KeyValue) -> None:
        self._kept = kept
        self._seen: dict[str, str] = {}
        self._lock = asyncio.Lock()

    async def key(self, team: str, identity: str, now: datetime) -> str:
        """The key of the event with this identity."""
        async with self._lock:
            stamp = self._seen.get(identity)
            if stamp is None:
                name = f"slack/arrived/{team}/{identity}"
                stamp = await self._kept.get(name)
                if stamp is None:
                    stamp = f"{now.timestamp():.6f}"
                    await self._kept.put(name, stamp)
                if len(self._seen) > _REMEMBERED:
                    self._seen.clear()
                self._seen[identity] = stamp
        return f"slack:{team}/{stamp}/{identity}"
