"""Texts that nobody would type don't keep everybody waiting: patterns took the square or cube of such runs' length."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from tests.interviews.test_laws import NewBot

_HANGS_AFTER = 120  # seconds; each takes one or two, and took minutes


@pytest.fixture(autouse=True)
def hangs() -> Iterator[None]:
    """A pattern that never ends holds the whole process: only a signal gets through to it."""

    def stop(*_: object) -> None:
        raise AssertionError("It hangs.")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(_HANGS_AFTER)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("run", [" ", "\n", ",", "*", "-", "1", "1, ", "a, ", "10:00 ", "more than 3 ", "# a\n"])
async def test_a_long_run_is_read_in_a_moment(new_bot: NewBot, run: str) -> None:
    bot, long = new_bot(), (run * 8_000)[:8_000]
    await bot.says("Ana", "/interview Let customers move a delivery", posts=None)
    await bot.says("Ana", f"The customer waits 25 minutes{long} in the queue.", posts=None)
    await bot.says("Ana", f"Actually, {long} end", posts=None)
    await bot.says("Ana", f"/story As a customer, I want {long} to be quick", posts=None)
