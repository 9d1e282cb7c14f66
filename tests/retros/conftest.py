"""What tests of retros may ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.config import Config, load
from bot.prompts import Prompts
from bot.store.sql import SqlStore
from tests.retros.stage import Stage, staged


@pytest.fixture
def retro_config(tmp_path: Path) -> Config:
    """Notes are grouped by their words, which takes no time, and there are no documents."""
    (tmp_path / "knowledge").mkdir()
    environ = {
        "GROUNDWORK_HOME": str(tmp_path / "state"),
        "GROUNDWORK_INDEX_EMBEDDER": "none",
        "GROUNDWORK_RETROS_MOOD": "true",
    }
    return load(None, cwd=tmp_path, environ=environ)


@pytest.fixture
async def stage(retro_config: Config, prompts: Prompts, bot_store: SqlStore, tmp_path: Path) -> AsyncIterator[Stage]:
    """The bot in one conversation."""
    here = staged(retro_config, prompts, bot_store, f"sqlite:///{tmp_path}/groundwork.db")
    yield here
    await here.schedules.close()
