"""How long tests wait for what has to come: for the thing itself, and only a test that hangs waits this long."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

PATIENCE = 120.0
"""Seconds. Nothing here takes as long, however busy the machine; it is no figure that the bot has to keep."""

A_DAY = 86_400.0
"""Seconds that nobody may wait: whoever does is told from a slow machine by having to be stopped."""


async def until(found: Callable[[], Any], *, told: Callable[[], object] = lambda: "") -> Any:
    """Wait until this gives something, and give it. `told` says more where it never comes."""
    end = time.monotonic() + PATIENCE
    while not (value := found()):
        assert time.monotonic() < end, f"It never came. {told()}"
        await asyncio.sleep(0.02)
    return value


def until_there(found: Callable[[], Any]) -> Any:
    """The same where no loop runs."""
    end = time.monotonic() + PATIENCE
    while not (value := found()):
        assert time.monotonic() < end, "It never came."
        time.sleep(0.02)
    return value
