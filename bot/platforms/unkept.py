"""What platforms keep, to be read only: whoever just looks leaves nothing behind."""

from __future__ import annotations

from typing import Any

from bot.platforms.port import KeyValue


class Unkept:
    """Reads what is kept, where something is; what is put is there until the end of the look."""

    def __init__(self, kept: KeyValue | None) -> None:
        self._kept = kept
        self._put: dict[str, Any] = {}

    async def get(self, key: str) -> Any:
        """See `bot.platforms.port.KeyValue`."""
        if key in self._put or self._kept is None:
            return self._put.get(key)
        return await self._kept.get(key)

    async def put(self, key: str, value: Any) -> None:
        """Held, and not kept."""
        self._put[key] = value

    async def scan(self, prefix: str) -> list[tuple[str, Any]]:
        """See `bot.platforms.port.KeyValue`."""
        there = dict(await self._kept.scan(prefix)) if self._kept else {}
        there |= {key: value for key, value in self._put.items() if key.startswith(prefix)}
        return sorted(there.items())
