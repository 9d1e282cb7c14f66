"""A file without a word: it is asked what it is for, and as a document it is seen only where it was given."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from bot.app import build
from bot.config import load
from bot.features.context import library_of
from bot.features.interviews import interview_settings
from bot.knowledge.values import added_source
from bot.platforms.slack.addresses import room as slack_room
from bot.platforms.teams.addresses import Place
from bot.platforms.teams.addresses import room as teams_room
from bot.prompts import Prompts
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore
from tests.dialog import HERE, Bot, StraightRoad
from tests.knowledge.shelves import write

AXOLOTL = ("axolotls.md", "# Axolotls\n\nAn axolotl may be sent back within 30 days.\n")
ELSEWHERE = "terminal:elsewhere"


async def _nobody(address: str) -> bool:
    assert address
    return False


@pytest.fixture
async def bot(tmp_path: Path, prompts: Prompts) -> AsyncIterator[Bot]:
    write(tmp_path, {"config.yaml": "index: {embedder: none}\n", "knowledge/a.md": "# Refunds\n\nNine days.\n"})
    config = load(None, cwd=tmp_path, environ={})
    upgrade(config.database_url)
    async with SqlStore(config.database_url) as store:
        library = library_of(config, store, partial(interview_settings, config, prompts), _nobody, _nobody)
        yield Bot(StraightRoad(build(config, prompts, library), store))
        await library.close()


async def test_it_becomes_a_document_of_the_conversation_it_was_given_in(bot: Bot) -> None:
    await bot.says("Priya", "/context axolotl days")
    bot.hides("within 30 days")
    await bot.says("Priya", "", files=[AXOLOTL], link="https://chat.example/7")
    bot.shows("I have read “axolotls.md”. What is this for?", "Start an interview with this", "Add to knowledge")
    await bot.picks("Tom", "Add to knowledge")
    bot.shows("“axolotls.md” can be found from now on", "whoever asks here finds it, and nobody elsewhere does")
    taken = bot.posts
    await bot.says("Priya", "/context axolotl days")
    bot.shows("within 30 days", "axolotls.md", "owner Priya", "https://chat.example/7")
    await bot.says("Priya", "/context axolotl days", at=ELSEWHERE)
    bot.hides("within 30 days", "added")
    bot.posts = taken
    await bot.picks("Priya", "Take it out")
    await bot.says("Priya", "/context axolotl days")
    bot.hides("within 30 days")


async def test_without_an_interview_one_begins_with_it_and_every_word_is_its_senders(bot: Bot) -> None:
    await bot.says("Priya", "", files=[("notes.md", "# Rules\nRefunds over 500 € need a team lead.")])
    await bot.picks("Tom", "Start an interview with this")
    (rule,) = [one for one in (await bot.interview()).statements if "500" in one.text]
    assert (rule.author.name, rule.file) == ("Priya", "notes.md")


async def test_an_open_interview_takes_it_when_it_is_told_to(bot: Bot) -> None:
    await bot.says("Priya", "/interview Faster refunds")
    before = await bot.interview()
    await bot.says("Tom", "", files=[("rules.md", "# Rules\nRefunds over 500 € need a team lead.")])
    bot.shows("Use this in the interview", "The question that is open here waits.")
    assert await bot.interview() == before, "nothing is taken before anybody decides"
    await bot.picks("Priya", "Use this in the interview")
    rule = (await bot.interview()).statements[-1]
    assert (rule.topics[0], rule.author.name) == ("rules", "Tom")


async def test_a_button_whose_file_is_gone_says_so(bot: Bot) -> None:
    for choice in ("file:use:file-9", "file:add", "file:begin:stories-1"):
        await bot.picks("Priya", choice)
        bot.shows("Send it again, please.")


def test_a_thread_belongs_to_what_its_channels_people_read() -> None:
    assert slack_room("slack:T1:C1:1699.42") == slack_room("slack:T1:C1:+U1-7") == "slack:T1:C1"
    channel = Place(tenant="t", kind="channel", service="https://s.example", conversation="19:abc@thread.tacv2")
    assert teams_room(channel.under("7").address) == channel.address
    assert ":" not in added_source(HERE)
