"""The same talk gives the same answers in Slack as on the straight road of the other tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.platforms.slack.render import render
from tests.dialog import Bot
from tests.platforms.slack.conftest import World
from tests.platforms.slack.people import shown
from tests.platforms.talks import TALKS, USERS, by_words

__all__ = ["by_words"]


async def test_slack_answers_as_the_straight_road_does(by_words: None, world: World, bot: Bot) -> None:
    bot.now, bot.tick = datetime.now(UTC), timedelta(milliseconds=1)
    for number, talk in enumerate(TALKS):
        thread: str | None = None
        seen = 0
        for who, text in talk:
            await bot.says(who, text, posts=None, at=f"terminal:{number}")
            if thread is None:
                await world.people.commands(USERS[who], text, "C1")
                await world.bot.quiet()
                thread = world.root("C1")
            else:
                await world.people.types(USERS[who], text, "C1", thread=thread)
            said = (await world.said("C1", thread))[seen:]
            seen += len(said)
            expected = []
            for post in bot.posts:
                messages, attachments = render(post)
                expected += [shown({"blocks": list(message.blocks)}) for message in messages]
                expected += ["\n".join(f"({one.name})" for one in attachments)] if attachments else []
            for one, other in zip([_bare(one) for one in said], expected, strict=True):
                assert one.split("\n") == other.split("\n"), f"after {text!r}"


def _bare(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if "began this. Answer in the thread." not in line)
