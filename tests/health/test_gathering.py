"""What people did in conversations comes back as numbers: retros, actions, sprints, votes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import build
from bot.config import load
from bot.prompts import Prompts
from bot.store.migrate import upgrade
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
    upgrade(config.database_url)  # where set times are
    return Bot(StraightRoad(build(config, prompts, store=bot_store), bot_store))


async def test_a_sprint_counts_as_it_was_seen_before_it_began(worked: Bot) -> None:
    await worked.says("Tom", "/context planning", posts=None)
    await worked.says("Tom", "/health")
    worked.shows("no planned items, and it takes at least 5")
    worked.now += timedelta(days=10)
    await worked.says("Tom", "/context planning", posts=None)
    await worked.says("Tom", "/health")
    worked.shows("**80 %**, from 5 planned items.")


async def test_a_sprint_that_has_begun_cannot_be_moved_to_look_better(worked: Bot, tmp_path: Path) -> None:
    file = tmp_path / "knowledge" / "sprints" / "sprint-7.md"
    await worked.says("Tom", "/context planning", posts=None)
    worked.now += timedelta(days=10)
    better = SPRINT.replace("Mara | |", "Mara | 5 |")
    file.write_text(better.replace("2026-03-09", "2026-03-16").replace("2026-03-20", "2026-03-27"), encoding="utf-8")
    await worked.says("Tom", "/context planning", posts=None)
    worked.now += timedelta(days=10)
    await worked.says("Tom", "/health")
    worked.shows("**80 %**, from 5 planned items.")


async def test_a_sprint_that_is_put_off_in_time_counts_from_its_new_day(worked: Bot, tmp_path: Path) -> None:
    file = tmp_path / "knowledge" / "sprints" / "sprint-7.md"
    await worked.says("Tom", "/context planning", posts=None)
    better = SPRINT.replace("Mara | |", "Mara | 5 |")
    file.write_text(better.replace("2026-03-09", "2026-03-16").replace("2026-03-20", "2026-03-27"), encoding="utf-8")
    await worked.says("Tom", "/context planning", posts=None)
    worked.now += timedelta(days=20)
    await worked.says("Tom", "/health")
    worked.shows("**100 %**, from 5 planned items.")


async def test_skipping_everything_covers_nothing(worked: Bot) -> None:
    for number in range(3):
        await worked.says("Priya", f"/interview --depth quick Refund number {number}", posts=None)
        for _ in range(12):
            await worked.says("Priya", "skip", posts=None)
        await worked.says("Priya", "finish", posts=None)
    await worked.says("Priya", "/health")
    told = worked.shown.partition("Interview coverage at the end")[2].lstrip()
    assert int(told.removeprefix("**").partition(" %")[0]) < 20


async def test_a_day_that_was_missed_stays_missed(worked: Bot) -> None:
    await worked.says("Tom", "/retro start Sprint 1", posts=None)
    for number in range(1, 6):
        await worked.says("Tom", f"/retro action Fix test number {number} @me by 2026-03-06", posts=None)
    await worked.says("Tom", "/retro action Never mind this one @me by 2026-03-06", posts=None)
    await worked.says("Tom", "/retro drop A-6 not needed", posts=None)
    await worked.says("Tom", "/retro done A-1", posts=None)
    worked.now += timedelta(days=10)
    for number in (2, 3, 4):
        await worked.says("Tom", f"/retro action A-{number} by 2026-03-20", posts=None)
        await worked.says("Tom", f"/retro done A-{number}", posts=None)
    await worked.says("Tom", "/retro drop A-5 too late", posts=None)
    await worked.says("Tom", "/health")
    worked.shows("**20 %**, from 5 actions that were due.")


async def test_a_report_that_is_taken_back_later_keeps_its_month(worked: Bot) -> None:
    for idea in range(5):
        await worked.says("Priya", f"/story customers should see where parcel {idea} is", posts=None)
        await worked.says("Priya", "approve", posts=None)
        await worked.picks("Tom", "Had to correct, add, clarify")
    pressed = [one for one in worked.posts if one.private_to]
    assert pressed
    worked.now += timedelta(days=62)
    await worked.says("Tom", "/health usable US-1")
    await worked.says("Tom", "/health")
    worked.shows("no stories reported on, and it takes at least 5")
    await worked.says("Tom", "/health 2026-03")
    worked.shows("**20 %**, from 5 stories reported on.")


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


async def test_a_retro_counts_by_the_share_of_the_team_that_took_part(worked: Bot) -> None:
    members = "Priya\nTom\nMara\nInes"
    await worked.says("Tom", "/ceremony setup", posts=None)
    await worked.fills(
        "Tom",
        "ceremony:setup",
        posts=None,
        name="Delivery",
        sprint="2 weeks from 2026-03-02",
        zone="Pacific/Auckland",
        days="Mon-Fri",
        holidays="",
        members=members,
        scrum_master="Tom",
        ceremonies="Retrospective, Friday 14:00, 1 hour",
    )
    for who, line in (
        ("Tom", "/retro start"),
        ("Tom", "/retro add stop: flaky tests"),
        ("Mara", "/retro add start: x"),
    ):
        await worked.says(who, line, posts=None)
    await worked.says("Tom", "/retro close", posts=None)
    await worked.says("Tom", "/health")
    worked.shows("**50 %**, from 1 closed retro of a team whose members I know.")
    worked.now = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
    await worked.says("Tom", "/health")
    worked.shows("April 2026", "up to 1 April")


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
    worked.shows("no closed retros of a team whose members I know")
    worked.shows("**66 %**, from 6 actions that were due.")
    worked.shows("from 2 closed retros with themes", "2 retros in a row.")
