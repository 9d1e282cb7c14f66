"""`/usage`: what the model used, in numbers, for the one who asks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import build
from bot.chat import Chart
from bot.config import Config, load
from bot.llm.spending import Call
from bot.prompts import Prompts
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore
from bot.store.usage import UsageBook
from tests.dialog import MONDAY, Bot, StraightRoad


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "config.yaml").write_text("prices:\n  openai:small: {input: 1, output: 2}\n", encoding="utf-8")
    found = load(None, cwd=tmp_path, environ={})
    upgrade(found.database_url)
    return found


@pytest.fixture
async def bot(config: Config, prompts: Prompts) -> AsyncIterator[Bot]:
    async with SqlStore(config.database_url) as store:
        yield Bot(StraightRoad(build(config, prompts), store))


def call(days_ago: int, feature: str, model: str = "openai:small", outcome: str = "used") -> Call:
    return Call(
        at=MONDAY - timedelta(days=days_ago),
        turn=f"turn-{days_ago}-{feature}",
        feature=feature,
        prompt="split",
        model=model,
        tokens_in=1000,
        tokens_out=200,
        micros=1400,
        seconds=1.5,
        outcome=outcome,
    )


async def test_it_adds_up_by_feature_and_by_day_for_the_one_who_asks(bot: Bot, config: Config) -> None:
    async with SqlStore(config.database_url) as store:
        book = UsageBook(store)
        for one in (call(0, "stories"), call(1, "interviews"), call(1, "interviews", outcome="timeout")):
            await book.add(one)
        await book.add(call(20, "interviews"))
    await bot.says("Priya", "/usage")
    (post,) = bot.posts
    assert post.private_to == "priya"
    bot.shows("in the last 14 days", "interviews", "2", "1", "2,400", "0.0028", "all", "3,600", "0.0042")
    (chart,) = [part for part in post.parts if isinstance(part, Chart)]
    assert chart.series[0].values == (2400, 1200)


async def test_a_model_without_a_price_is_not_called_free(bot: Bot, config: Config) -> None:
    async with SqlStore(config.database_url) as store:
        await UsageBook(store).add(call(0, "stories", model="ollama:small"))
    await bot.says("Priya", "/usage")
    bot.shows("no price")


async def test_where_there_is_no_model_it_says_so(bot: Bot) -> None:
    await bot.says("Priya", "/usage")
    bot.shows("No language model is set up here")
