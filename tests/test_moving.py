"""An installation moves from SQLite to PostgreSQL, and a conversation goes on there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from bot.app import open_app
from bot.backup import make_backup, restore
from bot.chat import Message, Person
from bot.cli.keeping import restore as restore_command
from bot.config import Config, load
from bot.doctor import database
from bot.durable.client import Client
from bot.durable.owner import FileLock
from bot.errors import Trouble
from bot.llm.spending import Call
from bot.store.audit import Audit
from bot.store.sql import SqlStore
from bot.store.tables import Table
from bot.store.urls import database_url
from bot.store.usage import UsageBook
from tests.dialog import Bot, DurableRoad
from tests.patience import PATIENCE
from tests.store.databases import new_database, postgres_server

NOW = datetime(2026, 11, 26, 9, 30, 5, tzinfo=UTC)
PRIYA = Person(id="priya", name="Priya")
ODD = "NUL \x00, ESC \x1b, half a pair \ud800, “quotes”, 🦘"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server() as server:
        yield server


@pytest.fixture
def old(tmp_path: Path) -> Config:
    return load(None, cwd=tmp_path, environ={"GROUNDWORK_HOME": str(tmp_path / "state")})


@pytest.fixture
def new(tmp_path: Path, server: str) -> Config:
    environ = {"GROUNDWORK_HOME": str(tmp_path / "state"), "GROUNDWORK_STATE_URL": new_database(server)}
    return load(None, cwd=tmp_path, environ=environ)


async def begin(config: Config) -> str:
    """An interview with an answer, and something in every other table; the last question."""
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app))
        await bot.says("Priya", "/interview Faster refunds")
        await bot.says("Priya", "Last Monday Jo typed 40 refunds twice, as every week.")
        question = bot.shown
        await app.store.put("odd", {ODD: [ODD, 1.5, None, 10**20]})
        for number in range(3):
            await Audit(app.store).add("export person", by=ODD, effect=f"one {number}", at=NOW, statements=2)
        await UsageBook(app.store).add(a_call())
    return question


def a_call() -> Call:
    return Call(
        at=NOW, turn="t", feature="stories", prompt="p", model="m",
        tokens_in=1, tokens_out=2, micros=3, seconds=0.5, outcome="used",
    )  # fmt: skip


def content(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, as our types read it."""
    engine = create_engine(database_url(url), poolclass=NullPool)
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
            for table in Table.metadata.sorted_tables
        }


async def test_an_interview_that_was_begun_on_sqlite_goes_on_in_postgresql(
    old: Config, new: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    question = await begin(old)
    make_backup(old, tmp_path / "backup", NOW)
    before = content(old.database_url)
    (line,) = await database(new)
    assert line.found.endswith(f"is empty, and what was said so far is in {old.home / 'groundwork.db'}.")
    restore_command(new, tmp_path / "backup", replace=False)
    assert "It is in PostgreSQL now. The SQLite files are as they were" in capsys.readouterr().out
    assert content(new.database_url) == before == content(old.database_url)
    assert {line.state for line in await database(new)} == {"well"}
    assert {name for name, rows in before.items() if rows} >= {"journals", "entries", "effects", "audit", "model_calls"}

    async with open_app(new) as app:
        bot = Bot(DurableRoad(app), sent=100)
        await bot.says("Priya", "/status", posts=None)
        assert question.splitlines()[-1] in bot.shown
        await bot.says("Priya", "From 9 days to 2 by June.")
        assert [each.text for each in (await bot.interview()).statements][1:] == [
            "Last Monday Jo typed 40 refunds twice, as every week.", "From 9 days to 2 by June.",
        ]  # fmt: skip
        assert await app.store.get("odd") == {ODD: [ODD, 1.5, None, 10**20]}
        # Numbers that a table counts itself go on.
        await Audit(app.store).add("export person", by="me", effect="another", at=NOW + timedelta(1), statements=2)
        await UsageBook(app.store).add(a_call())
        assert [act.by for act in await Audit(app.store).acts(2)] == ["me", ODD]


async def test_what_was_answered_before_the_move_and_is_sent_again_after_it_is_known_as_answered(
    old: Config, new: Config, tmp_path: Path
) -> None:
    said = Message(
        key="terminal:local/1", address="terminal:local", author=PRIYA, at=NOW, command="interview", text="Refunds"
    )
    answers, kept = [], []
    for config in (old, new):
        if config is new:
            make_backup(old, tmp_path / "backup", NOW)
            restore(new, tmp_path / "backup", NOW, replace=False)
        async with open_app(config) as app:
            answers.append(await app.result(await app.submit(said), timeout=PATIENCE))
            kept.append([await app.store.journal(head.id) for head in await app.store.heads()])
    assert answers[0] == answers[1]
    assert kept[0] == kept[1]
    assert len(kept[1]) == 1


async def test_a_move_is_refused_while_a_turn_is_unfinished_and_says_what_to_do(
    old: Config, new: Config, tmp_path: Path
) -> None:
    await begin(old)
    client = Client(old.turns_url)
    await client.open()
    await client.submit(Message(key="late", address="terminal:local", author=PRIYA, at=NOW, text="And weekly."))
    await client.close()
    make_backup(old, tmp_path / "backup", NOW)
    with pytest.raises(Trouble, match=r"1 turn in this backup isn’t finished.*run on SQLite once more"):
        restore(new, tmp_path / "backup", NOW, replace=False)
    assert not _made(new), "nothing was changed"


def _made(config: Config) -> bool:
    engine = create_engine(database_url(config.database_url), poolclass=NullPool)
    with engine.connect() as connection:
        return bool(connection.scalar(text("SELECT to_regclass('public.journals')")))


async def test_a_move_is_refused_when_people_went_on_since_the_backup_or_the_bot_still_runs(
    old: Config, new: Config, tmp_path: Path
) -> None:
    await begin(old)
    make_backup(old, tmp_path / "early", NOW)
    running = FileLock.take(old.home / "turns.db.lock")
    assert running is not None
    with pytest.raises(Trouble, match="still running on SQLite"):
        restore(new, tmp_path / "early", NOW, replace=False)
    running.release()
    async with SqlStore(old.database_url) as store:
        await store.put("odd", "another value")
    with pytest.raises(Trouble, match="Something was said or done since this backup was made"):
        restore(new, tmp_path / "early", NOW, replace=False)


async def test_a_state_in_which_no_turn_was_ever_begun_moves(old: Config, new: Config, tmp_path: Path) -> None:
    """As a first start leaves it that was stopped between making the file of turns and its tables."""
    await begin(old)
    (old.home / "turns.db").unlink()
    (old.home / "turns.db").touch()
    make_backup(old, tmp_path / "backup", NOW)
    restore(new, tmp_path / "backup", NOW, replace=False)
    async with SqlStore(new.database_url) as store:
        assert [head.kind for head in await store.heads()] == ["interview"]


async def test_a_move_goes_into_an_empty_database_only_and_changes_nothing_else(
    old: Config, new: Config, tmp_path: Path
) -> None:
    await begin(old)
    backup = tmp_path / "backup"
    make_backup(old, backup, NOW)
    restore(new, backup, NOW, replace=False)
    moved = content(new.database_url)
    for replace in (False, True):
        with pytest.raises(Trouble, match="holds a state already"):
            restore(new, backup, NOW, replace=replace)
    assert content(new.database_url) == moved
    (tmp_path / "none").mkdir()
    empty = load(None, cwd=tmp_path, environ={"GROUNDWORK_HOME": str(tmp_path / "nothing")})
    make_backup(empty, tmp_path / "none", NOW)
    with pytest.raises(Trouble, match="holds no state"):
        restore(new, tmp_path / "none", NOW, replace=False)
