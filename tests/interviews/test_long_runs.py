"""Texts that nobody would type don't keep everybody waiting: patterns took the square or cube of such runs' length."""

from __future__ import annotations

import signal

import pytest

from tests.interviews.test_laws import NewBot

_HANGS_AFTER = 60.0  # seconds of work; each takes one or two, and took minutes


@pytest.fixture(autouse=True)
def soon(hangs: None) -> None:
    del hangs
    signal.setitimer(signal.ITIMER_VIRTUAL, _HANGS_AFTER)


@pytest.mark.parametrize("run", [" ", "\n", ",", "*", "-", "1", "1, ", "a, ", "10:00 ", "more than 3 ", "# a\n"])
async def test_a_long_run_is_read_in_a_moment(new_bot: NewBot, run: str) -> None:
    bot, long = new_bot(), (run * 8_000)[:8_000]
    await bot.says("Ana", "/interview Let customers move a delivery", posts=None)
    await bot.says("Ana", f"The customer waits 25 minutes{long} in the queue.", posts=None)
    await bot.says("Ana", f"Actually, {long} end", posts=None)
    await bot.says("Ana", f"/story As a customer, I want {long} to be quick", posts=None)


@pytest.mark.parametrize("run", ["a, ", "a-", "`", "if ", "a. "])
async def test_a_story_of_a_hundred_thousand_signs_is_read_in_a_moment(new_bot: NewBot, run: str) -> None:
    bot, long = new_bot(), (run * 100_000)[:100_000]
    await bot.says("Ana", f"/story As a customer, I want {long} to be quick", posts=None)


async def test_what_is_too_long_to_be_read_is_kept_to_its_end_and_told(new_bot: NewBot) -> None:
    bot = new_bot()
    told = "As a customer, I want to move a delivery. " + "The van is late. " * 400 + "Zebras are striped."
    await bot.says("Ana", f"/story {told}", posts=None)
    bot.shows("I made this from its first 300 sentences. All 402 are kept as you said them.")
    (post,) = bot.posts
    assert "move a delivery" in post.model_dump_json()
    await bot.says("Ana", "export", posts=None)
    assert any("Zebras are striped." in each.text for post in bot.posts for each in post.attachments)
