"""A clock that is set wrong and put right again, or changed for summer: what is due comes once, and goes on coming."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import open_app
from bot.chat import Message
from bot.config import load
from bot.privacy.flow import erase_message
from bot.privacy.nightly import daily
from bot.schedule import Clock, Due, message_of
from bot.store.migrate import upgrade
from bot.store.schedules import ScheduleTable
from bot.store.urls import sqlite_file
from tests.dialog import Bot, DurableRoad
from tests.test_schedule import a_schedule, rule


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class Wall:
    """A clock that shows what it is set to, and what was handed in by it; the same turn twice counts once."""

    def __init__(self, table: ScheduleTable) -> None:
        self.shows = at("2026-11-25T12:00")
        self.turns: list[str] = []
        self.clock = Clock(schedules=table, submit=self._submit, now=lambda: self.shows)

    async def _submit(self, message: Message) -> None:
        key = message.key.rpartition(":")[2]
        if key not in self.turns:
            self.turns.append(key)

    async def looks(self, *times: str) -> list[str]:
        """Look at each of these times; what was new."""
        before = len(self.turns)
        for time in times:
            self.shows = at(time)
            await self.clock.look()
        return self.turns[before:]


@pytest.fixture
async def table(tmp_path: Path) -> ScheduleTable:
    url = f"sqlite:///{tmp_path}/groundwork.db"
    upgrade(url)
    found = ScheduleTable(url)
    await found.add(a_schedule(rule("09:00"), seen=at("2026-11-25T12:00")))
    return found


async def test_after_a_clock_ran_years_ahead_what_is_due_comes_again(table: ScheduleTable) -> None:
    wall = Wall(table)
    assert await wall.looks("2036-11-26T12:00") == ["20361126T080000Z"]
    assert await wall.looks("2026-11-26T07:00", "2026-11-26T07:59") == []
    assert await wall.looks("2026-11-26T08:00", "2026-11-26T08:01") == ["20261126T080000Z"]
    assert await wall.looks("2026-11-26T20:00", "2026-11-27T08:00") == ["20261127T080000Z"]
    await table.close()


async def test_after_a_restart_with_the_clock_put_right_it_comes_too(table: ScheduleTable) -> None:
    assert await Wall(table).looks("2036-11-26T12:00")
    assert await Wall(table).looks("2026-11-26T07:00", "2026-11-26T08:00") == ["20261126T080000Z"]
    await table.close()


async def test_a_clock_that_is_put_back_an_hour_brings_nothing_twice(table: ScheduleTable) -> None:
    wall = Wall(table)
    assert await wall.looks("2026-11-26T08:30") == ["20261126T080000Z"]
    assert await wall.looks("2026-11-26T07:30", "2026-11-26T08:00", "2026-11-26T08:31") == []
    assert await wall.looks("2026-11-27T08:00") == ["20261127T080000Z"]
    await table.close()


async def test_a_week_that_was_slept_through_is_told_as_missed_and_not_made_up_for(table: ScheduleTable) -> None:
    wall = Wall(table)
    assert await wall.looks("2026-12-03T12:00") == ["20261203T080000Z"], "one turn, which names what was missed"
    assert await wall.looks("2026-12-04T08:00") == ["20261204T080000Z"]
    await table.close()


@pytest.mark.parametrize(("day", "due"), [("2026-03-29", "20260329T070000Z"), ("2026-10-25", "20261025T080000Z")])
async def test_nine_is_nine_on_the_days_when_the_clocks_change(table: ScheduleTable, day: str, due: str) -> None:
    await table.add(a_schedule(rule("09:00"), seen=at(f"{day}T00:00"), name="s2"))
    for schedule in await table.active():
        if schedule.id != "s2":
            await table.end(schedule.id, at(f"{day}T00:00"))
    wall = Wall(table)
    hours = [f"{day}T{hour:02}:00" for hour in range(24)]
    assert await wall.looks(*hours) == [due]
    await table.close()


async def test_a_clock_that_leaps_ahead_for_a_night_takes_nothing_away(tmp_path: Path) -> None:
    environ = {"GROUNDWORK_HOME": str(tmp_path / "state"), "GROUNDWORK_RETENTION_INTERVIEWS": "60"}
    async with open_app(load(None, cwd=tmp_path, environ=environ)) as app:
        bot = Bot(DurableRoad(app))
        await bot.says("Priya", "/interview Faster refunds. The clerk scans the parcel.", posts=None)

        async def night(day: str) -> list[str]:
            purge = daily("UTC", at("2026-03-02T00:00"))
            due = Due(schedule=purge, at=at(f"{day}T03:20"))
            await app.result(await app.submit(message_of(due)), timeout=60)
            return [head.kind for head in await app.store.heads()]

        assert await night("2026-03-03") == ["interview"]
        assert await night("2036-03-04") == ["interview"], "ten years in a night: the clock may be wrong"
        assert await night("2026-03-04") == ["interview"], "it was, and it is right again"
        assert await night("2026-03-30") == ["interview"]
        assert await night("2026-04-29") == ["interview"]
        assert await night("2026-05-29") == [], "by now it is old"


async def test_after_a_long_sleep_what_is_old_goes_in_the_second_night(tmp_path: Path) -> None:
    environ = {"GROUNDWORK_HOME": str(tmp_path / "state"), "GROUNDWORK_RETENTION_INTERVIEWS": "60"}
    async with open_app(load(None, cwd=tmp_path, environ=environ)) as app:
        await Bot(DurableRoad(app)).says("Priya", "/interview Faster refunds.", posts=None)
        left = []
        for day in ("2026-03-03", "2026-09-01", "2026-09-02"):
            due = Due(schedule=daily("UTC", at("2026-03-02T00:00")), at=at(f"{day}T03:20"))
            await app.result(await app.submit(message_of(due)), timeout=60)
            left.append(len(await app.store.heads()))
        assert left == [1, 1, 0]


async def test_somebody_is_forgotten_although_the_clock_was_put_back_since_they_spoke(tmp_path: Path) -> None:
    config = load(None, cwd=tmp_path, environ={"GROUNDWORK_HOME": str(tmp_path / "state")})
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app, timeout=60))
        await bot.says("Priya", "/interview Faster refunds. The warbling clerk scans the parcel.", posts=None)
        with closing(sqlite3.connect(sqlite_file(config.turns_url) or "", isolation_level=None)) as turns:
            turns.execute("UPDATE workflow_status SET updated_at = updated_at + 31536000000")  # a year ahead
        await app.erasing.wish("priya", ("Priya",), "abc")
        await app.result(await app.submit(erase_message("abc", datetime.now(UTC))), timeout=60)
    left = [
        file.name for file in (tmp_path / "state").rglob("*") if file.is_file() and b"warbling" in file.read_bytes()
    ]
    assert left == []
