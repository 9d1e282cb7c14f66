"""What was kept long enough goes by the clock: once, whoever looks, and out of the files too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.app import App, open_app
from bot.config import Config, load
from bot.durable.forgetting import records
from bot.privacy.nightly import daily, keep_daily
from bot.privacy.retention import Keep, limits, told
from bot.schedule import Clock
from bot.store.audit import Audit
from bot.store.schedules import ScheduleTable
from bot.store.tables import PassageRow
from tests.dialog import Bot, DurableRoad

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_each_kind_has_its_limit_and_none_is_for_good() -> None:
    found = limits(Keep(interviews=None, digests=10, others=20), NOW)
    assert found.of_journal("interview") is None
    assert found.of_journal("digest") == NOW - timedelta(days=10)
    assert found.of_journal("something new") == NOW - timedelta(days=20)
    kinds = {"retro": "retros", "action": "actions", "retro-summary": "summaries", "team": "teams", "checkin": "teams"}
    for kind, key in kinds.items():
        found = limits(Keep(others=20, **{key: 7}), NOW)
        assert found.of_journal(kind) == NOW - timedelta(days=7)
        assert limits(Keep(others=20), NOW).of_journal(kind) is None
    assert "interviews" not in found.before


def test_the_schedule_is_the_same_wherever_it_is_made() -> None:
    assert daily("Europe/Berlin", NOW).id == daily("Europe/Berlin", NOW + timedelta(days=3)).id
    assert daily("Europe/Berlin", NOW).id != daily("UTC", NOW).id


def test_the_settings_are_told_in_a_sentence() -> None:
    assert told(Keep()).startswith("digests 180 days, turns 30 days")
    assert told(Keep()).endswith("for good: interviews, stories, retros, actions, summaries, teams, others")


async def test_old_records_go_once_and_out_of_the_files(tmp_path: Path) -> None:
    environ = {"GROUNDWORK_HOME": str(tmp_path / "state"), "GROUNDWORK_RETENTION_INTERVIEWS": "60"}
    config = load(None, cwd=tmp_path, environ=environ)
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app), now=datetime.now(UTC))
        await bot.says("Priya", "/interview Faster refunds. The warbling clerk scans the quokka parcel.", posts=None)
        await bot.says("Priya", "/digest weekdays 09:00", posts=None)
        await _night(app, config, days=1)
        assert await app.store.heads()
        assert (await _acts(app)) == []
        await _night(app, config, days=32)
        await _night(app, config, days=45)
        assert await app.store.heads()
        assert not await records(config.turns_url, lambda value: "warbling" in str(value))
        await _night(app, config, days=76)
        await _night(app, config, days=92)
        assert not await app.store.heads()
        await _night(app, config, days=92)
        acts = await _acts(app)
        assert acts[0]["platform_facts"] >= 1
        assert acts[1]["interview"] == 1
        assert acts[2]["turns"] >= 1
        table = ScheduleTable(config.database_url)
        assert sorted(each.kind for each in await table.active()) == ["digest", "retention"]
        await table.close()
    left = [file for file in (tmp_path / "state").rglob("*") if file.is_file() and b"warbling" in file.read_bytes()]
    assert left == []


async def test_a_team_that_still_meets_stays_however_long_nobody_touches_it(tmp_path: Path) -> None:
    environ = {
        "GROUNDWORK_HOME": str(tmp_path / "state"),
        **{f"GROUNDWORK_RETENTION_{key}": "30" for key in ("RETROS", "ACTIONS", "TEAMS")},
    }
    config = load(None, cwd=tmp_path, environ=environ)
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app), now=datetime.now(UTC))
        for line in (
            "/retro start Sprint 7",
            "/retro action Fix the alarm @Tom by Friday",
            "/ceremony add Daily, weekdays 09:00, 15 minutes",
        ):
            await bot.says("Priya", line, posts=None)
        await bot.says("Priya", "/ceremony add Lunch, Tuesday 12:00, 1 hour", at="terminal:once", posts=None)
        await bot.says("Priya", "/ceremony remove lunch", at="terminal:once", posts=None)
        await _night(app, config, days=45)
        assert [(head.kind, head.address) for head in await app.store.heads()] == [("team", "terminal:here")]
        (act,) = await _acts(app)
        assert (act["retro"], act["action"], act["team"]) == (1, 1, 1)


async def _night(app: App, config: Config, *, days: int) -> None:
    """The night after so many days, looked at by two processes."""
    table = ScheduleTable(config.database_url)
    await keep_daily(table, config.team.timezone, datetime.now(UTC))
    submitted: list[str] = []

    async def submit(message: object) -> None:
        submitted.append(await app.submit(message))  # type: ignore[arg-type]

    later = datetime.now(UTC) + timedelta(days=days)
    seen = [each for each in await table.active() if each.kind == "retention"]
    clocks = [Clock(schedules=_Only(table), submit=submit, now=lambda: later) for _ in range(2)]  # type: ignore[arg-type]
    await clocks[0].look()
    await clocks[1].look()
    assert len(submitted) == 1 or not _is_due(seen[0].seen, later)
    for turn in submitted:
        await app.result(turn, timeout=120)  # the index is opened, with all that it takes
    await table.close()


def _is_due(seen: datetime, later: datetime) -> bool:
    return later - seen > timedelta(days=1)


class _Only:
    """The schedules without those of people."""

    def __init__(self, table: ScheduleTable) -> None:
        self._table = table

    async def active(self) -> list[object]:
        return [each for each in await self._table.active() if each.kind == "retention"]

    async def mark_seen(self, schedule_id: str, due: datetime) -> None:
        await self._table.mark_seen(schedule_id, due)


async def _acts(app: App) -> list[dict[str, int]]:
    return [each.facts for each in await Audit(app.store).acts() if each.act == "retention"]


async def test_what_was_found_of_old_retros_and_files_goes_from_the_index_too(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    environ = {
        "GROUNDWORK_HOME": str(tmp_path / "state"),
        "GROUNDWORK_KNOWLEDGE": str(tmp_path / "none"),
        **{
            f"GROUNDWORK_RETENTION_{key}": "30"
            for key in ("RETROS", "ACTIONS", "SUMMARIES", "OTHERS", "PLATFORM_FACTS", "TURNS")
        },
    }
    config = load(None, cwd=tmp_path, environ=environ)
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app, timeout=120), now=datetime.now(UTC))
        for line in (
            "/retro start Sprint 19", "/retro add stop: the warbling build", *["/retro next"] * 3,
            "/retro action Mend the quokka lamp @Priya by Friday", "/retro close",
        ):  # fmt: skip
            await bot.says("Priya", line, posts=None)
        files = [("notes.md", "# Notes\n\nA mauve parcel is moved on Thursdays.\n")]
        await bot.says("Priya", "", at="terminal:files", files=files, posts=None)
        await bot.picks("Priya", "Add to knowledge", at="terminal:files", posts=None)
        notes = [("retro.md", "# Retro\n\n- Went well: the tangerine demo\n- Stop: alarms at night\n")]
        await bot.says("Priya", "/retro-summary", at="terminal:sum", files=notes, posts=None)
        await bot.says("Priya", "/index", posts=None)
        kept = await app.store.read(select(PassageRow.passage))
        assert all(word in str(kept) for word in ("warbling", "quokka", "mauve"))
        await _night(app, config, days=45)
        assert await app.store.heads() == []
        assert not await app.store.read(select(PassageRow.passage).where(PassageRow.document_id.not_like("knowledge%")))
    words = (b"warbling", b"quokka", b"mauve", b"tangerine")
    left = [
        file
        for file in (tmp_path / "state").rglob("*")
        if file.is_file() and any(w in file.read_bytes() for w in words)
    ]
    assert left == []
