"""The same talk gives the same answers in Teams as on the straight road of the other tests."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chat import Post
from bot.platforms.teams.render import render, render_document
from bot.platforms.teams.render.elements import read
from tests.dialog import Bot
from tests.platforms.meetings import CEREMONIES, MEETINGS, wall_of
from tests.platforms.talks import MONDAY, TALKS, TICK, USERS, Clock, by_words
from tests.platforms.teams.conftest import World
from tests.platforms.teams.double import CHANNEL, TeamsDouble, personal, shown

__all__ = ["by_words"]


@pytest.fixture(autouse=True)
def by_one_clock(teams: TeamsDouble) -> None:
    """Teams, the bot in it and the straight road are at the same day, also where the day ends meanwhile."""
    teams.now = Clock()


NAMES = {"Priya": "Priya Shah", "Tom": "Tom Berg"}


async def test_teams_answers_as_the_straight_road_does(by_words: None, world: World, bot: Bot) -> None:
    bot.now, bot.tick = MONDAY, TICK
    for number, talk in enumerate(TALKS):
        thread = ""
        seen = 0
        for who, text in talk:
            await bot.says(NAMES[who], text, posts=None, at=f"terminal:{number}")
            if thread:
                await world.teams.says(USERS[who], text, thread)
            else:
                thread = await world.mentions(USERS[who], text)
            said = (await world.said(thread))[seen:]
            seen += len(said)
            expected = [text for post in bot.posts for text in _as_teams(post)]
            for one, other in zip(said, expected, strict=True):
                if "Read it here" not in other:  # documents link to where things were said
                    assert one.split("\n") == other.split("\n"), f"after {text!r}"


async def test_a_team_meets_in_teams_as_on_the_straight_road(by_words: None, world: World, bot: Bot) -> None:
    bot.now, bot.tick = MONDAY, TICK
    for number, talk in enumerate(MEETINGS):
        at, thread, pressed, before = f"terminal:{number}", "", set[str](), len(_in_channel(world))
        earlier = {user: len(await world.said(personal(user))) for user in USERS.values()}
        for who, text in talk:
            label = text.removeprefix("> ")
            if label != text:
                await bot.picks(NAMES[who], label, posts=None, at=at)
                where, post = next(one for one in reversed(_in_channel(world)) if f"[{label}]" in shown(one[1]))
                await world.teams.presses(USERS[who], where, post, label)
                pressed.add(post["id"])
            else:
                await bot.says(NAMES[who], text, posts=None, at=at)
                if thread:
                    await world.teams.says(USERS[who], text, thread, mention=talk is CEREMONIES)
                else:
                    thread = await world.mentions(USERS[who], text)
            await world.bot.quiet()
            wall = wall_of(bot, at)
            expected = [text for post in wall.everybody for text in _as_teams(post)]
            for (_, one), other in zip(_in_channel(world)[before:], expected, strict=True):
                is_decided = one["id"] in pressed  # says who, instead of a button
                assert is_decided or shown(one).split("\n") == other.split("\n"), f"after {text!r}"
            for name, user in USERS.items():
                told = (await world.said(personal(user)))[earlier[user] :]
                private = [each for each in told if not each.startswith("There will be nothing for me to read")]
                mine = [text for post in wall.only.get(NAMES[name].lower(), ()) for text in _as_teams(post)]
                assert private == mine, f"for {name}, after {text!r}"


def _in_channel(world: World) -> list[tuple[str, dict[str, Any]]]:
    """Everything that the bot said in the channel, in whichever thread, oldest first."""
    posts = [(where, post) for where, all_ in world.teams.posts.items() if where.startswith(CHANNEL) for post in all_]
    return sorted(posts, key=lambda one: int(one[1]["id"]))


def _as_teams(post: Post) -> list[str]:
    texts = [read(message.card["body"]) for message in render(post)]
    return [*texts, *(read(message.card["body"]) for one in post.attachments for message in render_document(one))]
