"""The same talk gives the same answers in Teams as on the straight road of the other tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.platforms.teams.render import render, render_document
from bot.platforms.teams.render.elements import read
from tests.dialog import Bot
from tests.platforms.talks import TALKS, USERS, by_words
from tests.platforms.teams.conftest import World

__all__ = ["by_words"]


async def test_teams_answers_as_the_straight_road_does(by_words: None, world: World, bot: Bot) -> None:
    bot.now, bot.tick = datetime.now(UTC), timedelta(milliseconds=1)
    for number, talk in enumerate(TALKS):
        thread = ""
        seen = 0
        for who, text in talk:
            name = {"Priya": "Priya Shah", "Tom": "Tom Berg"}[who]
            await bot.says(name, text, posts=None, at=f"terminal:{number}")
            if thread:
                await world.teams.says(USERS[who], text, thread)
            else:
                thread = await world.mentions(USERS[who], text)
            said = (await world.said(thread))[seen:]
            seen += len(said)
            expected: list[str] = []
            for post in bot.posts:
                expected += [read(message.card["body"]) for message in render(post)]
                expected += [read(m.card["body"]) for one in post.attachments for m in render_document(one)]
            for one, other in zip(said, expected, strict=True):
                if "Read it here" not in other:  # documents link to where things were said
                    assert one.split("\n") == other.split("\n"), f"after {text!r}"
