"""Each setting of `retention:` takes its own kind of record away, and no other; the page says how long each is kept."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from bot.app import open_app
from bot.chat import Person
from bot.config import load
from bot.durable.forgetting import records, take_out_before
from bot.platforms.passing import PASSING
from bot.privacy.retention import JOURNALS, Keep, limits
from bot.store.journal import Entry
from bot.store.purging import purge
from bot.store.sql import SqlStore
from bot.store.tables import AuditRow, EffectRow, EntryRow, KeyValueRow, ModelCallRow, ScheduleRow, Table, VoteRow
from tests.dialog import Bot, DurableRoad
from tests.privacy.test_forgetting import PLAYED

ROOT = Path(__file__).parents[2]
OLD, NOW = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
PRIYA = Person(id="priya", name="Priya")
FOR_GOOD = Keep(**dict.fromkeys(each.name for each in fields(Keep)))
KEPT_FACTS = ("slack/person/U1", "teams/conversation/x", "terminal/newest/here", "slack/direct/U1", "teams/person/t/U1")
"""Who people are and how they are reached: until they are forgotten."""

TAKES: dict[str, set[str]] = {
    "votes": {"votes"},
    "model_calls": {"model_calls"},
    "audit": {"audit"},
    "schedules": {"schedules ended"},
    "platform_facts": {f"key_values {key}" for key in (*(f"{one}1" for one in PASSING), "unanswered:1")},
    "turns": {"effects"},
    "others": {f"journal {kind}" for kind in PLAYED if kind not in JOURNALS},
    **{
        setting: {f"journal {kind}" for kind, by in JOURNALS.items() if by == setting}
        for setting in set(JOURNALS.values())
    },
}


@pytest.fixture
async def full(bot_store: SqlStore) -> SqlStore:
    """One old record of every kind in every table."""
    for kind in sorted(PLAYED):
        entry = Entry(kind="said", at=OLD, by=PRIYA, body={"text": f"what was said in a {kind}"})
        await bot_store.start(
            kind=kind, address="terminal:x", title=kind, by=PRIYA, at=OLD, entries=[entry], effect=f"now:{kind}"
        )
    rows: list[tuple[Any, dict[str, Any]]] = [
        (VoteRow, {"person": "priya", "key": "k", "asked": "what?", "document_id": "d", "vote": 1, "at": OLD}),
        (AuditRow, {"at": OLD, "by": "priya", "act": "refused", "facts": {}, "effect": "e"}),
        (EffectRow, {"key": "old:1", "at": OLD, "journal_id": None, "before": None}),
        (ModelCallRow, {"at": OLD, "turn": "t", "feature": "f", "prompt": "p", "model": "m", "tokens_in": 1,
                        "tokens_out": 1, "micros": 1, "milliseconds": 1, "outcome": "used"}),
        *((ScheduleRow, {"id": name, "kind": "digest", "address": "terminal:x", "what": {}, "rule": {}, "made_at": OLD,
                         "by": PRIYA.model_dump(), "seen": OLD, "ended_at": ended})
          for name, ended in (("ended", OLD), ("running", None))),
        *((KeyValueRow, {"key": key, "value": {"x": "y"}, "at": OLD})
          for key in (*(f"{one}1" for one in PASSING), "unanswered:1", *KEPT_FACTS)),
    ]  # fmt: skip

    def change(connection: Connection) -> None:
        for table, values in rows:
            connection.execute(insert(table).values(values))

    await bot_store.write(change)
    return bot_store


async def there(store: SqlStore) -> set[str]:
    """What is kept: each journal and fact by its own name, other tables as long as they hold an old row."""
    found = {f"journal {head.kind}" for head in await store.heads(limit=100)}
    found |= {f"key_values {row.key}" for row in await store.read(select(KeyValueRow.key))}
    found |= {f"schedules {row.id}" for row in await store.read(select(ScheduleRow.id))}
    for table in (VoteRow, AuditRow, ModelCallRow):
        found |= {table.__tablename__ for _ in await store.read(select(table.__table__))}
    old = await store.read(select(EffectRow.key).where(EffectRow.key == "old:1"))
    return found | {"effects" for _ in old}


def test_every_setting_and_every_table_is_looked_at_here() -> None:
    assert set(TAKES) == {each.name for each in fields(Keep)}
    goes = {"votes", "audit", "effects", "model_calls", "schedules", "key_values", "journals", "entries"}
    assert goes | {"documents", "passages"} == set(Table.metadata.tables), "those two stay as long as their source"


@pytest.mark.parametrize("setting", sorted(TAKES))
async def test_a_setting_takes_its_kind_and_no_other(full: SqlStore, setting: str) -> None:
    before = await there(full)
    keep = Keep(**{**{each.name: None for each in fields(Keep)}, setting: 30})
    await purge(full, limits(keep, NOW), passing=(*PASSING, "unanswered:"), unfinished=())
    gone = before - await there(full)
    assert gone == TAKES[setting]
    left = " ".join(str(row.entry) for row in await full.read(select(EntryRow.entry)))
    assert [kind for kind in PLAYED if f"what was said in a {kind}'" in left] == [
        kind for kind in PLAYED if f"journal {kind}" not in gone
    ]


async def test_nothing_goes_before_its_time_or_where_it_is_kept_for_good(full: SqlStore) -> None:
    before = await there(full)
    just_before = Keep(**dict.fromkeys((each.name for each in fields(Keep)), 61))
    for keep in (FOR_GOOD, just_before):
        assert not await purge(full, limits(keep, NOW), passing=(*PASSING, "unanswered:"), unfinished=())
    assert await there(full) == before


async def test_finished_turns_go_and_one_under_way_stays(tmp_path: Path) -> None:
    config = load(None, cwd=tmp_path, environ={"GROUNDWORK_HOME": str(tmp_path / "state")})
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app))
        await bot.says("Priya", "/interview Faster refunds. The warbling clerk scans the parcel.", posts=None)
        later = datetime.now(UTC) + timedelta(days=31)
        assert len(await records(config.turns_url, lambda value: "warbling" in str(value))) == 1
        taken = await take_out_before(config.turns_url, (later - timedelta(days=32)).timestamp())
        assert taken.turns == 0
        taken = await take_out_before(config.turns_url, later.timestamp())
        assert taken.turns >= 1
        assert await records(config.turns_url, lambda value: "warbling" in str(value)) == []


def test_the_page_names_every_setting_with_its_days_and_the_file_explains_each() -> None:
    page = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    told = {name: row for row in rows for name in re.findall(r"\(`(\w+)`\)", row)}
    assert set(told) == {each.name for each in fields(Keep)}
    for name, row in told.items():
        days = getattr(Keep(), name)
        last = row.rpartition("|")[0].rpartition("|")[2]
        assert re.search(rf"for good \(`{name}`\)" if days is None else rf"{days} days \(`{name}`\)", last), row
    tables = {name for row in rows for name in re.findall(r"`(\w+)`", row)} & set(Table.metadata.tables)
    assert tables == set(Table.metadata.tables), "every table is told of"
    example = load(ROOT / "config.example.yaml", cwd=ROOT, environ={}).retention.model_dump()
    assert example == {each.name: getattr(Keep(), each.name) for each in fields(Keep)}


def test_it_goes_at_twenty_past_three_at_night_as_the_page_says() -> None:
    from bot.privacy.nightly import daily

    page = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    rule = daily("Europe/Berlin", NOW).rule
    assert f"every night at {rule.at} of" in page
    assert (rule.zone, rule.days) == ("Europe/Berlin", tuple(range(7)))
