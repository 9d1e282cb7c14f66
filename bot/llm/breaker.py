"""Stops asking a provider that is down, so that nobody waits for it, and tries again after a while."""

from __future__ import annotations

from collections.abc import Callable

from bot.llm.provider import OUTAGES, Kind

FAILURES = 3
"""Troubles in a row after which it isn't asked for a while."""

REST = 60.0
"""Seconds until one question tries again."""

LONG_REST = 300.0
"""Seconds after a wrong key or name, which nobody mends by waiting."""


class Breaker:
    """Counts troubles in a row. `clock` gives seconds that only go up."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures = 0
        self._until = 0.0

    @property
    def open(self) -> bool:
        """Whether nothing should be asked now. After a rest, the first question that fails begins another one."""
        return self._clock() < self._until

    def failed(self, kind: Kind) -> None:
        """A question got no answer."""
        if kind not in OUTAGES:
            return
        self._failures += 1
        if kind == "not_allowed":
            self._failures = max(self._failures, FAILURES)
            self._until = self._clock() + LONG_REST
        elif self._failures >= FAILURES:
            self._until = self._clock() + REST

    def worked(self) -> None:
        """An answer came."""
        self._failures = 0
        self._until = 0.0
