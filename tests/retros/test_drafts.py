"""Who reads a draft of a summary first: the scrum master, where the team has one, else whoever set the time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.chat import Address, Person, Post
from bot.errors import Trouble
from tests.dialog import HERE, MONDAY, Recorder, StraightRoad, visible
from tests.retros.stage import Stage
from tests.retros.test_summary_dialogs import Chatty, chatty

__all__ = ["chatty"]
FRIDAY = MONDAY + timedelta(days=4)


async def set_up(stage: Stage, scrum_master: str, ceremonies: str = "") -> None:
    await stage.bot.fills(
        "Priya", "ceremony:setup", name="Pay", zone="UTC", sprint="2 weeks from 2 March", days="Mon-Fri",
        scrum_master=scrum_master, ceremonies=ceremonies,
    )  # fmt: skip


async def test_the_scrum_master_sees_it_first_and_sends_it(stage: Stage, chatty: Chatty) -> None:
    bot = stage.bot
    await set_up(stage, "Tom")
    await bot.says("Priya", "/retro-summary every Friday 15:00 with draft")
    bot.shows("Set: a retro summary Fridays at 15:00", "Tom, the scrum master, sees a draft first, and sends it.")
    await bot.says("Priya", "/retro-summary list")
    bot.shows("1. Fridays at 15:00 (UTC), a draft to Tom")
    await bot.says("Priya", "/retro-summary every Thursday 15:00")
    bot.shows("It is sent here at once; with `draft` Tom sees it first.")
    await bot.says("Priya", "/retro-summary stop 2")
    posts = await stage.until(FRIDAY.replace(hour=15, minute=1))
    assert [(post.private_to, post.apart) for post in posts] == [("tom", True)]
    assert "Only you see this draft." in visible(posts[0])
    bot.posts = posts
    await bot.picks("Tom", "Send it", posts=1)
    bot.shows("What went well (1)")
    assert bot.posts[0].private_to is None


async def test_whoever_is_scrum_master_when_it_is_due_sees_it(stage: Stage, chatty: Chatty) -> None:
    await set_up(stage, "")
    await stage.bot.says("Priya", "/retro-summary every Friday 15:00 with draft")
    stage.bot.shows("You see a draft first, and send it.")
    await set_up(stage, "Ana")
    posts = await stage.until(FRIDAY.replace(hour=15, minute=1))
    assert [post.private_to for post in posts] == ["ana"]


async def test_who_is_scrum_master_and_sets_the_time_is_told_that_they_see_it(stage: Stage) -> None:
    await set_up(stage, "Priya")
    await stage.bot.says("Priya", "/retro-summary every Friday 15:00 with draft")
    stage.bot.shows("You see a draft first, and send it.")


async def test_a_cron_line_is_read_back_with_who_sees_the_draft(stage: Stage, chatty: Chatty) -> None:
    bot = stage.bot
    await set_up(stage, "Tom")
    await bot.says("Priya", "/retro-summary cron 0 16 * * FRI with draft")
    bot.shows("The next three: Fri 6 Mar 16:00", "Tom, the scrum master, sees a draft first, and sends it.")
    await bot.picks("Priya", "Yes, set it")
    bot.shows("Tom, the scrum master, sees a draft first, and sends it.")
    posts = await stage.until(FRIDAY.replace(hour=16, minute=1))
    assert [post.private_to for post in posts] == ["tom"]


async def test_after_a_retro_too(stage: Stage, chatty: Chatty) -> None:
    await set_up(stage, "Tom", "Retrospective, Friday 10:00, 1 hour")
    await stage.bot.says("Priya", "/ceremony set retro before off")
    await stage.bot.says("Priya", "/retro-summary after the retro with draft")
    stage.bot.shows("Set: a retro summary after the retrospective.", "Tom, the scrum master, sees a draft first")
    posts = await stage.until(FRIDAY.replace(hour=11, minute=1))
    drafts = [post for post in posts if "Only you see this draft." in visible(post)]
    assert [post.private_to for post in drafts] == ["tom"]
    assert not [post for post in posts if post.private_to is None and "What went well" in visible(post)]


class Unmet(Recorder):
    """Nobody here is called Tom, as far as the platform tells; nobody called Ana takes messages."""

    def __init__(self) -> None:
        super().__init__()
        known = self.called

        async def called(address: Address, name: str) -> Person | None:
            assert address == HERE
            return None if name == "Tom" else await known(address, name)

        self.called = called

    async def say(self, address: Address, post: Post, *, key: str) -> str:
        if post.private_to == "ana":
            raise Trouble("They take no messages.")
        return await super().say(address, post, key=key)


@pytest.fixture
def unmet(stage: Stage) -> None:
    assert isinstance(stage.bot.road, StraightRoad)
    stage.bot.road.platform = Unmet()


@pytest.mark.usefixtures("unmet")
async def test_a_scrum_master_who_is_not_found_here_is_told_and_whoever_set_it_sees_it(
    stage: Stage, chatty: Chatty
) -> None:
    await set_up(stage, "Tom")
    await stage.bot.says("Priya", "/retro-summary every Friday 15:00 with draft")
    stage.bot.shows("You see a draft first, and send it: I can’t tell who Tom, the scrum master, is here.")
    posts = await stage.until(FRIDAY.replace(hour=15, minute=1))
    assert [post.private_to for post in posts] == ["priya"]


@pytest.mark.usefixtures("unmet")
async def test_a_draft_that_cannot_be_shown_to_the_scrum_master_is_not_lost(stage: Stage, chatty: Chatty) -> None:
    await set_up(stage, "Ana")
    await stage.bot.says("Priya", "/retro-summary every Friday 15:00 with draft")
    posts = await stage.until(FRIDAY.replace(hour=15, minute=1))
    assert [post.private_to for post in posts] == ["priya"]
    assert "I can’t write to Ana, the scrum master, so it comes to you. Only you see this draft." in visible(posts[0])
