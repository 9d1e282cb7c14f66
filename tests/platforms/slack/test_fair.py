"""The clock by which the double is patient: idle waiting and work count, a machine that others keep busy doesn't."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from tests.platforms.slack.fair import FairClock


@pytest.fixture
async def clock() -> AsyncIterator[FairClock]:
    made = FairClock()
    running = asyncio.create_task(made.run())
    yield made
    running.cancel()


async def test_who_lets_others_wait_is_too_late(clock: FairClock) -> None:
    with pytest.raises(TimeoutError):
        await clock.within(0.1, asyncio.Event().wait())
    assert await clock.within(0.1, asyncio.sleep(0, "at once")) == "at once"


async def test_work_counts_and_being_kept_from_it_does_not(clock: FairClock) -> None:
    await clock.sleep(0.02)
    before, until = clock(), time.process_time() + 0.5
    while time.process_time() < until:
        pass
    await clock.sleep(0.02)
    assert clock() - before >= 0.5
    before = clock()
    time.sleep(1.0)  # noqa: ASYNC251 (the process stands still, as when others have the processor)
    await clock.sleep(0.02)
    assert clock() - before < 0.5
