"""A closed retro is found again by its own team and by nobody else; its actions turn up in the sprint's digest."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import open_app
from bot.cli.exporting import document
from bot.config import Config, load
from bot.errors import Trouble
from tests.dialog import Bot, DurableRoad

ROOT = Path(__file__).parent.parent.parent
THURSDAY = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
ELSEWHERE = "terminal:elsewhere"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")
    (tmp_path / "config.yaml").write_text(
        "index: {embedder: none}\nteam: {timezone: Europe/Berlin}\n", encoding="utf-8"
    )
    return load(None, cwd=tmp_path, environ={})


async def test_a_retro_knows_the_sprint_and_is_known_afterwards(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.knowledge.library._LOOK_AGAIN", 0.0)
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app), now=THURSDAY)
        await bot.says("Priya", "/context where does the planner run", posts=1)
        await bot.picks("Tom", bot.posts[0].choices[0].id)
        await bot.says("Priya", "/retro start", posts=1)
        bot.shows("What is known", "items are done", "sprints/sprint-19.md", "helped 1 time and didn’t 0")
        await bot.says("Tom", "/retro add the zeppelin dashboard is always stale", posts=2)
        await bot.says("Tom", "/retro action Ask Hanna before LP-454 goes live @Tom", posts=1)
        await bot.says("Priya", "/retro close", posts=2)
        bot.now += timedelta(minutes=10)
        await bot.says("Priya", "/context what about the zeppelin dashboard", posts=1)
        bot.shows("the zeppelin dashboard is always stale", "retro-1.md")
        await bot.says("Ana", "/context what about the zeppelin dashboard", at=ELSEWHERE, posts=1)
        bot.hides("stale", "retro-1")
        await bot.says("Priya", "/context sprint", posts=1)
        bot.shows("Ask Hanna before LP-454 goes live")
        await bot.says("Ana", "/context sprint", at=ELSEWHERE, posts=1)
        bot.hides("Ask Hanna before LP-454 goes live")
        await bot.says("Tom", "/retro done A-1", posts=None)
        await bot.says("Priya", "/context sprint", posts=1)
        bot.hides("Ask Hanna before LP-454 goes live (")


async def test_a_retro_is_exported_in_three_formats_from_the_command_line(config: Config) -> None:
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app), now=THURSDAY)
        await bot.says("Priya", "/retro start Sprint 19", posts=1)
        await bot.says("Tom", "/retro add stop: =cmd() in sheets", posts=2)
        with pytest.raises(Trouble, match="hidden until somebody reveals them"):
            await document(config, "retro", "latest", "md")
        await bot.says("Priya", "/retro action Fix the build @Tom by 3 December", posts=1)
        await bot.says("Priya", "/retro close", posts=2)
        await bot.says("Priya", "/retro export json", posts=1)
        told = json.loads(bot.document("retro-1.json"))
    assert json.loads(await document(config, "retro", "1", "json")) == told
    assert told["themes"][0]["notes"][0] == {
        "number": 1, "text": "=cmd() in sheets", "column": "Stop", "late": False, "link": None, "author": "Tom",
    }  # fmt: skip
    assert told["actions"][0]["due"] == "2026-12-03"
    rows = list(csv.DictReader(io.StringIO(await document(config, "retro", "retro-1", "csv"))))
    assert [row["kind"] for row in rows] == ["note", "action"]
    assert rows[0]["text"] == "'=cmd() in sheets", "a sheet must not run it"
    assert "— Tom" in await document(config, "retro", "latest", "md")
    with pytest.raises(Trouble, match="There is no retro 9"):
        await document(config, "retro", "9", "md")


async def test_a_sheet_holds_what_was_kept_and_why_something_was_dropped(config: Config) -> None:
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app), now=THURSDAY)
        await bot.says("Priya", "/retro start Sprint 19", posts=1)
        await bot.says("Tom", "/retro add stop: Friday deploys", posts=2)
        for _ in range(3):
            await bot.says("Priya", "/retro next", posts=None)
        await bot.says("Priya", "/retro topic", posts=1)
        await bot.says("Ana", "/retro remark Ops is away on Fridays", posts=1)
        await bot.says("Priya", "/retro action Fix the build @Tom by 3 December", posts=1)
        await bot.says("Tom", "/retro drop A-1 because it is fast now", posts=2)
        await bot.says("Priya", "/retro export csv", posts=1)
        rows = list(csv.DictReader(io.StringIO(bot.document("retro-1.csv"))))
    assert [(row["kind"], row["text"], row["author"], row["reason"]) for row in rows] == [
        ("note", "Friday deploys", "Tom", ""),
        ("remark", "Ops is away on Fridays", "Ana", ""),
        ("action", "Fix the build", "", "it is fast now"),
    ]
    assert rows[0]["theme"] == rows[1]["theme"] == "Friday deploys"
