"""What people did in conversations comes back as numbers: retros, actions, sprints, votes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import build
from bot.config import load
from bot.prompts import Prompts
from bot.store.sql import SqlStore
from tests.dialog import Bot, StraightRoad

SPRINT = """---
type: sprint
status: planned
start: 2026-03-09
end: 2026-03-20
---
# Sprint 7

## Goal

Customers move their parcels.

## Items

| Item | Title | Owner | Criteria |
| --- | --- | --- | --- |
| DEL-1 | Move a parcel to another day | Tom | 3 |
| DEL-2 | See where a parcel is | Tom | 2 |
| DEL-3 | Cancel a parcel | Mara | 4 |
| DEL-4 | Print a label | Mara | 1 |
| DEL-5 | Pay for a parcel | Mara | |
"""


@pytest.fixture
def worked(tmp_path: Path, prompts: Prompts, bot_store: SqlStore) -> Bot:
    knowledge = tmp_path / "knowledge" / "sprints"
    knowledge.mkdir(parents=True)
    (knowledge / "sprint-7.md").write_text(SPRINT, encoding="utf-8")
    environ = {"GROUNDWORK_HOME": str(tmp_path / "state"), "GROUNDWORK_INDEX_EMBEDDER": "none"}
    config = load(None, cwd=tmp_path, environ=environ)
    return Bot(StraightRoad(build(config, prompts, store=bot_store), bot_store))


async def test_a_sprint_counts_as_it_was_seen_before_it_began(worked: Bot) -> None:
    await worked.says("Tom", "/context planning", posts=None)
    await worked.says("Tom", "/health")
    worked.shows("**80 %**, from 5 planned items.")
    worked.now += timedelta(days=10)
    await worked.says("Tom", "/context planning", posts=None)
    await worked.says("Tom", "/health")
    worked.shows("**80 %**, from 5 planned items.")


async def test_a_passage_counts_by_the_last_vote_of_each_person(worked: Bot) -> None:
    for who in ("Tom", "Mara", "Ines", "Priya", "Zoe"):
        await worked.says(who, "/context move a parcel to another day")
        for label in ("👎", "👍"):
            choice = next(one.id for post in worked.posts for one in post.choices if one.label.startswith(label))
            shown = worked.posts
            await worked.picks(who, choice)
            worked.posts = shown
    await worked.says("Tom", "/health")
    worked.shows("**100 %**, from 5 votes.")


async def test_retros_and_their_actions_count(worked: Bot) -> None:
    for sprint in (1, 2):
        for who, line in (
            ("Tom", f"/retro start Sprint {sprint}"),
            ("Tom", "/retro add stop: flaky tests"),
            ("Mara", "/retro add start: pairing"),
            ("Tom", "/retro next"),
        ):
            await worked.says(who, line, posts=None)
        for number in range(3):
            await worked.says("Tom", f"/retro action Fix test {sprint}{number} @me by 2026-03-06", posts=None)
        await worked.says("Tom", "/retro close", posts=None)
    for number in range(1, 5):
        await worked.says("Tom", f"/retro done A-{number}", posts=None)
    worked.now += timedelta(days=10)
    await worked.says("Tom", "/retro done A-5", posts=None)
    await worked.says("Tom", "/health")
    worked.shows("**2 people**, from 2 closed retros.")
    worked.shows("**66 %**, from 6 actions that were due.")
    worked.shows("from 2 closed retros with themes", "2 retros in a row.")
