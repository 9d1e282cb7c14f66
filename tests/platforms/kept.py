"""A key-value port in memory, which can die in the middle of anything, or be away for a while."""

from __future__ import annotations

import json
from typing import Any


class Died(Exception):  # noqa: N818  (what a process does)
    """The process was killed."""


class Kept:
    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._lives: int | None = None
        self.missed = 0  # how often it was asked for something and didn't give it
        self._fate: Exception = Died()

    def die_after(self, calls: int) -> None:
        self._lives = calls

    def away(self, trouble: Exception) -> None:
        self._lives, self._fate = 0, trouble

    def live(self) -> None:
        self._lives, self._fate = None, Died()

    async def get(self, key: str) -> Any:
        self._breathe()
        value = self._values.get(key)
        return None if value is None else json.loads(value)

    async def put(self, key: str, value: Any) -> None:
        self._breathe()
        self._values[key] = json.dumps(value)

    async def scan(self, prefix: str) -> list[tuple[str, Any]]:
        self._breathe()
        return [(key, json.loads(value)) for key, value in sorted(self._values.items()) if key.startswith(prefix)]

    def _breathe(self) -> None:
        if self._lives == 0:
            self.missed += 1
            raise self._fate
        if self._lives is not None:
            self._lives -= 1
