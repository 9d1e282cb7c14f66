"""The whole bot with a scripted model behind it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.app import build, model_of
from bot.config import Config
from bot.prompts import Prompts
from bot.store.sql import SqlStore
from tests.dialog import Bot, StraightRoad
from tests.llm.scripted import PROMPTS, ScriptedProvider

MakeBot = Callable[[ScriptedProvider | None], Awaitable[Bot]]


@pytest.fixture
async def make_bot(config: Config, prompts: Prompts, tmp_path: Path, migrated_file: Path) -> AsyncIterator[MakeBot]:
    """Bots over stores of their own; None is the bot without a model."""
    stores: list[SqlStore] = []

    async def make(provider: ScriptedProvider | None) -> Bot:
        file = tmp_path / f"{len(stores)}.db"
        shutil.copy(migrated_file, file)
        stores.append(SqlStore(f"sqlite:///{file}"))
        chosen = config if provider is None else config.model_copy(update={"model": "openai:scripted"})
        models = None if provider is None else model_of(chosen, stores[-1], PROMPTS, provider)
        return Bot(StraightRoad(build(chosen, prompts), stores[-1], models))

    yield make
    for store in stores:
        await store.close()
