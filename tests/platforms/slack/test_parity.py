"""The same talk gives the same answers in Slack as on the straight road of the other tests."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chat import Post
from bot.platforms.slack.render import render
from tests.dialog import Bot
from tests.platforms.meetings import CEREMONIES, MEETINGS, wall_of
from tests.platforms.slack.conftest import World
from tests.platforms.slack.double import SlackDouble
from tests.platforms.slack.people import shown
from tests.platforms.talks import MONDAY, TALKS, TICK, USERS, Clock, by_words

__all__ = ["by_words"]


@pytest.fixture(autouse=True)
def by_one_clock(slack: SlackDouble) -> None:
    """Slack, the bot in it and the straight road are at the same day, also where the day ends meanwhile."""
    slack.now = Clock()


async def test_slack_answers_as_the_straight_road_does(by_words: None, world: World, bot: Bot) -> None:
    bot.now, bot.tick = MONDAY, TICK
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
            expected = [text for post in bot.posts for text in _as_slack(post)]
            for one, other in zip([_bare(one) for one in said], expected, strict=True):
                assert one.split("\n") == other.split("\n"), f"after {text!r}"


async def test_a_team_meets_in_slack_as_on_the_straight_road(by_words: None, here: World, bot: Bot) -> None:
    bot.now, bot.tick = MONDAY, TICK
    people, slack = here.people, here.slack
    for number, talk in enumerate(MEETINGS):
        at, thread, pressed, before = f"terminal:{number}", "", set[str](), len(slack.said("C1"))
        earlier = _private(here)
        for who, text in talk:
            label = text.removeprefix("> ")
            if label != text:
                await bot.picks(who, label, posts=None, at=at)
                post = next(one for one in reversed(slack.said("C1")) if f"[{label}]" in shown(one))
                await people.presses(USERS[who], "C1", post, label)
                pressed.add(str(post["ts"]))
            else:
                await bot.says(who, text, posts=None, at=at)
                if thread:
                    mention = f"<@UBOT> {text[1:]}" if talk is CEREMONIES else text  # they begin no thread of their own
                    await people.types(USERS[who], mention, "C1", thread=thread)
                else:
                    await people.commands(USERS[who], text, "C1")
            await here.bot.quiet()
            thread = thread or here.root("C1")
            wall = wall_of(bot, at)
            expected = [text for post in wall.everybody for text in _as_slack(post)]
            await people.until(lambda: len(slack.said("C1")) - before >= len(expected))  # noqa: B023 (used at once)
            for one, other in zip(slack.said("C1")[before:], expected, strict=True):
                is_decided = str(one["ts"]) in pressed  # says who, instead of a button
                assert is_decided or _bare(shown(one)).split("\n") == other.split("\n"), f"after {text!r}"
            for name, user in USERS.items():
                private = _private(here)[user][len(earlier[user]) :]
                mine = [text for post in wall.only.get(name.lower(), ()) for text in _as_slack(post)]
                assert private == mine, f"for {name}, after {text!r}"


def _private(world: World) -> dict[str, list[str]]:
    """What only one person sees: in the channel, or in their own chat with the bot."""
    found: dict[str, list[str]] = {}
    for user in USERS.values():
        only = [one for one in world.slack.ephemeral if one["user"] == user]
        direct: list[dict[str, Any]] = world.slack.said(world.slack.direct(user))
        found[user] = [_bare(shown(one)) for one in sorted([*only, *direct], key=lambda one: str(one["ts"]))]
    return found


def _as_slack(post: Post) -> list[str]:
    messages, attachments = render(post)
    texts = [shown({"blocks": list(message.blocks)}) for message in messages]
    return [*texts, "\n".join(f"({one.name})" for one in attachments)] if attachments else texts


def _bare(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if "began this. Answer in the thread." not in line)
