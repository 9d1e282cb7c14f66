"""The whole bot, as it runs: durable turns give the same answers as the straight road of the other tests."""

from __future__ import annotations

import asyncio
import socket

import pytest

from bot.app import open_app
from bot.cli.exporting import document as export
from bot.config import Config
from bot.errors import Trouble
from tests.conftest import NetworkOff
from tests.dialog import Bot, DurableRoad

TALK = (
    ("Priya", "/interview Faster refunds. The problem is that customers lose the receipt."),
    ("Priya", "From 9 days to 2 by the end of June."),
    ("Tom", "Returns clerks at a desk."),
    ("Tom", "The clerk scans the parcel, and it must be fast."),
    ("Priya", "Less than 2 seconds with 50 clerks."),
    ("Priya", "Actually, less than 3 seconds with 50 clerks."),
    ("Priya", "don't know, ask @mara by Friday"),
    ("Priya", "/status"),
    ("Tom", "{{7*7}} 🙂"),
    ("Tom", "/frobnicate"),
    ("Tom", "finish"),
    ("Priya", "approve all"),
    ("Priya", "resume"),
)


async def test_both_roads_agree(bot: Bot, durable_bot: Bot) -> None:
    for who, text in TALK:
        straight = await bot.says(who, text, posts=None)
        durable = await durable_bot.says(who, text, posts=None)
        assert durable == straight
        assert [post.model_dump() for post in durable_bot.posts] == [post.model_dump() for post in bot.posts]
    assert (await durable_bot.journal()).entries == (await bot.journal()).entries


async def test_it_goes_on_after_a_restart_and_a_message_counts_once(config: Config) -> None:
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app))
        await bot.says("Priya", "/interview Faster refunds")
        await bot.says("Priya", "Last Monday Jo typed 40 refunds twice, as every week.")
        question = bot.shown
    async with open_app(config) as app:
        again = Bot(DurableRoad(app), now=bot.now - bot.tick, sent=bot.sent - 1)
        await again.says("Priya", "Last Monday Jo typed 40 refunds twice, as every week.")  # the platform sent it again
        assert again.shown == question
        assert len((await again.interview()).statements) == 2
        await again.says("Priya", "From 9 days to 2 by June.")
        again.shows("Who will use it")


async def test_answers_sent_at_once_all_count_in_their_order(config: Config) -> None:
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app))
        await bot.says("Priya", "/interview Faster refunds")
        bots = [Bot(DurableRoad(app), now=bot.now, sent=10 + number) for number in range(5)]
        await asyncio.gather(*(one.says("Tom", f"Fact number {number}.") for number, one in enumerate(bots)))
        texts = [one.text for one in (await bot.interview()).statements[1:]]
        assert texts == [f"Fact number {number}." for number in range(5)]


async def test_documents_are_exported_by_number_id_and_latest(config: Config) -> None:
    with pytest.raises(Trouble, match="There is no interview yet"):
        await export(config, "interview", "latest", "md")
    with pytest.raises(Trouble, match="There are no stories yet"):
        await export(config, "stories", "latest", "csv")
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app))
        await bot.says("Priya", "/interview Faster refunds. The clerk should be able to scan the parcel.")
        await bot.says("Priya", "finish", posts=2)
    latest = await export(config, "interview", "latest", "md")
    assert latest.startswith("# Faster refunds")
    assert await export(config, "interview", "1", "md") == latest
    assert await export(config, "interview", "interview-1", "md") == latest
    assert "Scenario" in await export(config, "stories", "latest", "feature")
    assert '"stories": [' in await export(config, "interview", "latest", "json")
    with pytest.raises(Trouble, match=r"There is no interview 9\. There is interview-1\."):
        await export(config, "interview", "9", "md")


def test_a_test_that_leaves_this_machine_fails(network_off: list[str]) -> None:
    with pytest.raises(NetworkOff):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(NetworkOff):
        socket.getaddrinfo("example.com", 443)
    assert network_off == ["192.0.2.1", "example.com"]
    network_off.clear()
    socket.getaddrinfo("localhost", 80)
