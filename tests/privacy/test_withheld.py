"""Whoever wrote a secret is told that the model isn't shown it; the secret itself is written down nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
import structlog

from bot.app import build
from bot.config import Config, load
from bot.features.privacy import telling_of
from bot.logs import open_log
from bot.prompts import Prompts
from bot.store.audit import Audit
from bot.store.sql import SqlStore
from tests.dialog import Bot, StraightRoad
from tests.llm.scripted import ScriptedProvider, model


@pytest.fixture
def reading(config: Config) -> Config:
    """A model reads along."""
    return config.model_copy(update={"model": "openai:gpt-4.1-mini"})


async def test_the_author_reads_which_kinds_and_nobody_else_does(
    reading: Config, prompts: Prompts, bot_store: SqlStore
) -> None:
    handle = telling_of(reading, bot_store, build(reading, prompts))
    bot = Bot(StraightRoad(handle, bot_store, model(ScriptedProvider())))
    await bot.says("Priya", "/interview Faster refunds", posts=1)
    await bot.says("Priya", "We sign in with AKIAIOSFODNN7EXAMPLE, and the password is hunter22x.", posts=2)
    note = bot.posts[-1]
    assert note.private_to == "priya"
    assert "The language model isn’t shown this: 1 AWS key, 1 password." in note.text
    assert "AKIA" not in note.text
    figures = await Audit(bot_store).figures("withheld", bot.now.replace(year=2020))
    assert figures == {"AWS key": 1, "password": 1}


async def test_without_a_model_nothing_is_withheld_and_nothing_told(
    config: Config, prompts: Prompts, bot_store: SqlStore
) -> None:
    bot = Bot(StraightRoad(telling_of(config, bot_store, build(config, prompts)), bot_store))
    await bot.says("Priya", "/interview Faster refunds", posts=1)
    await bot.says("Priya", "We sign in with AKIAIOSFODNN7EXAMPLE.", posts=1)


def test_the_log_names_the_kind_of_a_secret_only(tmp_path: Path) -> None:
    config = load(None, cwd=tmp_path, environ={"GROUNDWORK_HOME": str(tmp_path), "GROUNDWORK_LOG_FORMAT": "json"})
    open_log(config)
    structlog.get_logger("bot.x").warning("refused", url="postgresql://me:hunter2@db.example/app", tries=3)
    line = config.log_file.read_text()
    assert "hunter2" not in line
    assert "[withheld: address with a password]" in line
