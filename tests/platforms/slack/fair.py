"""Seconds as a machine that does nothing else would count them: where others take the processor, they take longer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from typing import TypeVar

_T = TypeVar("_T")
_TICK = 0.02


class FairClock:
    """Goes on while the loop comes round, or while this process works: what it is kept waiting for doesn't count.

    So a limit such as Slack's three seconds holds for what the bot does, however busy the machine.
    """

    def __init__(self) -> None:
        self._now = 0.0

    def __call__(self) -> float:
        return self._now

    async def run(self) -> None:
        """Go on, for ever."""
        at, worked = time.monotonic(), time.process_time()
        while True:
            await asyncio.sleep(_TICK)
            at_now, worked_now = time.monotonic(), time.process_time()
            self._now += min(at_now - at, max(_TICK, worked_now - worked))
            at, worked = at_now, worked_now

    async def sleep(self, seconds: float) -> None:
        """Until so many have passed."""
        end = self._now + seconds
        while self._now < end:  # noqa: ASYNC110 (it goes on by itself)
            await asyncio.sleep(_TICK)

    async def within(self, seconds: float, waited: Awaitable[_T]) -> _T:
        """What is waited for; TimeoutError when so many have passed."""
        waiting, end = asyncio.ensure_future(waited), self._now + seconds
        try:
            while not waiting.done():
                if self._now > end:
                    raise TimeoutError
                await asyncio.wait({waiting}, timeout=_TICK)
            return waiting.result()
        finally:
            waiting.cancel()
