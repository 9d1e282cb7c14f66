"""A team in a conversation, on a Friday evening between two sprints."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.app import build
from bot.config import Config, load
from bot.prompts import Prompts
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore
from tests.dialog import Bot, StraightRoad

FRIDAY = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)  # the last evening of a sprint
SETUP = {
    "name": "Parcels",
    "zone": "Europe/Berlin",
    "sprint": "2 weeks from 30 November",
    "days": "Mon-Fri",
    "holidays": "DE-BY",
    "members": "Priya\nTom, America/New_York, 08:00-16:00",
    "scrum_master": "Tom",
    "ceremonies": (
        "Planning, Monday 15:00, 2 hours, week 1\n"
        "Daily, weekdays 15:15, 15 minutes\n"
        "Retrospective, Thursday 16:00, 1 hour, last week, https://meet.example/retro"
    ),
}


@pytest.fixture
def settings(tmp_path: Path) -> Config:
    (tmp_path / "config.yaml").write_text(
        "index: {embedder: none}\nteam: {timezone: Europe/Berlin}\n", encoding="utf-8"
    )
    config = load(None, cwd=tmp_path, environ={})
    upgrade(config.database_url)
    return config


@pytest.fixture
async def bot(settings: Config, prompts: Prompts) -> AsyncIterator[Bot]:
    async with SqlStore(settings.database_url) as store:
        yield Bot(StraightRoad(build(settings, prompts), store), now=FRIDAY)


async def set_up(bot: Bot, **changed: str) -> None:
    await fill(bot, "Priya", "ceremony:setup", {**SETUP, **changed})


async def fill(bot: Bot, who: str, form: str, values: dict[str, Any]) -> None:
    await bot.fills(who, form, **values)
