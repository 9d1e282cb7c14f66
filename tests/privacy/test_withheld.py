"""Whoever wrote a secret is told that the model isn't shown it; the secret itself is written down nowhere."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog

from bot.app import build
from bot.cli import spending
from bot.config import Config, load
from bot.doctor import people
from bot.features.privacy import telling_of
from bot.logs import open_log
from bot.prompts import Prompts
from bot.store.audit import Audit
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore
from tests.dialog import Bot, StraightRoad
from tests.llm.scripted import ScriptedProvider, model
from tests.retros.said import TALK, reads_back


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


async def test_what_was_said_is_kept_as_it_was_said_and_usage_and_doctor_count_what_was_withheld(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], prompts: Prompts
) -> None:
    environ = {"GROUNDWORK_HOME": str(tmp_path / "state"), "GROUNDWORK_MODEL": "openai:gpt-4.1-mini"}
    config = load(None, cwd=tmp_path, environ=environ)
    upgrade(config.database_url)
    async with SqlStore(config.database_url) as store:
        handle = telling_of(config, store, build(config, prompts))
        bot = Bot(StraightRoad(handle, store, model(ScriptedProvider())), now=datetime.now(UTC))
        await bot.says("Priya", "/interview Faster refunds", posts=1)
        await bot.says("Priya", "We sign in with AKIAIOSFODNN7EXAMPLE.", posts=2)
        assert "AKIAIOSFODNN7EXAMPLE" in str(await bot.journal()), "nothing that people say is changed silently"
    await spending.usage(config, 7, as_json=False)
    assert "Withheld from it: 1 AWS key." in capsys.readouterr().out
    (line,) = [each for each in await people.privacy(config) if each.subject == "Secrets"]
    assert "in 30 days: 1 AWS key" in line.found


async def test_of_what_a_summary_reads_back_nobody_is_told(
    reading: Config, prompts: Prompts, bot_store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads_back(monkeypatch, (*TALK, ("Tom", "The key AKIAIOSFODNN7EXAMPLE was in the log, that is bad.")))
    provider = ScriptedProvider()
    bot = Bot(StraightRoad(telling_of(reading, bot_store, build(reading, prompts)), bot_store, model(provider)))
    await bot.says("Priya", "/retro-summary", posts=None)
    assert "isn’t shown this" not in bot.shown
    asked = "".join(said.text for conversation in provider.history for said in conversation)
    assert "the log" in asked
    assert "AKIAIOSFODNN7EXAMPLE" not in asked, "and the model is not shown it either"
