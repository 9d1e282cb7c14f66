"""The same talk gives the same answers in the terminal, by durable turns, as on the straight road."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.platforms.terminal.render import as_text
from tests.dialog import Bot
from tests.platforms.meetings import MEETINGS
from tests.platforms.talks import TALKS, by_words

__all__ = ["by_words"]


async def test_the_terminal_answers_as_the_straight_road_does(by_words: None, durable_bot: Bot, bot: Bot) -> None:
    bot.now = durable_bot.now = datetime.now(UTC)
    for number, talk in enumerate(TALKS):
        for who, text in talk:
            for each, road in ((bot, "straight"), (durable_bot, "durable")):
                await each.says(who, text, posts=None, at=f"terminal:{road}-{number}", link=None)
            said, expected = ([as_text(post) for post in each.posts] for each in (durable_bot, bot))
            assert said == expected, f"after {text!r}"


async def test_in_the_terminal_everything_is_said_to_the_bot(durable_bot: Bot) -> None:
    bot = durable_bot
    await bot.says("Priya", "/interview Faster refunds")
    await bot.says("Priya", "finish", posts=None)
    for remark in ("status is green", "help is on its way"):
        assert "I help a team to say what it needs" in await bot.says("Tom", remark)
    assert "No language model is set up" in await bot.says("Tom", "usage went up a lot")
    assert "Monday was at 9" in await bot.says("Tom", "digest of Monday was at 9")


async def test_a_team_meets_in_the_terminal_as_on_the_straight_road(by_words: None, durable_bot: Bot, bot: Bot) -> None:
    bot.now = durable_bot.now = datetime.now(UTC)
    for number, talk in enumerate(MEETINGS):
        for who, text in talk:
            for each, road in ((bot, "straight"), (durable_bot, "durable")):
                at, label = f"terminal:{road}-{number}", text.removeprefix("> ")
                if label == text:
                    await each.says(who, text, posts=None, at=at, link=None)
                else:
                    await each.picks(who, label, posts=None, at=at)
            said, expected = ([as_text(post) for post in each.posts] for each in (durable_bot, bot))
            own = [each for each in said if "There will be nothing for me to read" in each]
            assert [each for each in said if each not in own] == expected, f"after {text!r}"
