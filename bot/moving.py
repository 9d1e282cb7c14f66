"""Moves an installation from SQLite to PostgreSQL: a backup of the one is put into the other, row by row."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, MetaData, Table, Text, create_engine, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.durable.moving import copy_turns, has_turns, make_ready, unfinished
from bot.durable.owner import FileLock
from bot.errors import Trouble
from bot.store import tables
from bot.store.migrate import unusable, upgrade
from bot.store.urls import database_url

_AT_ONCE = 500
_TIMES = frozenset({"at", "updated_at", "made_at", "seen", "ended_at"})
_OURS = tables.Table.metadata.sorted_tables


def move(state: Path, turns: Path, url: str, *, home: Path) -> int:
    """Put the SQLite files of a backup into the empty PostgreSQL at `url`; returns how many records of ours that are.

    All or nothing. No turn may be unfinished: its steps are the engine's own affair, and it would go on in the middle.
    Nor may anything have been said since, as far as the files in `home` tell.
    """
    _refuse_unfinished(turns)
    _refuse_newer(state, home)
    upgrade(url)
    make_ready(url)
    with tempfile.TemporaryDirectory() as folder:
        old_state, old_turns = (Path(folder) / each.name for each in (state, turns))
        shutil.copyfile(state, old_state)
        upgrade(f"sqlite:///{old_state}")
        if turns.exists():
            shutil.copyfile(turns, old_turns)
            make_ready(f"sqlite:///{old_turns}")
        source = create_engine(database_url(f"sqlite:///{old_state}"), poolclass=NullPool)
        target = create_engine(database_url(url), poolclass=NullPool)
        try:
            return _copy(source, old_turns, target)
        except DBAPIError as error:
            raise unusable(error) from error
        finally:
            source.dispose()
            target.dispose()


def _refuse_unfinished(turns: Path) -> None:
    count = unfinished(turns)
    if count:
        turns_are = "1 turn in this backup isn’t" if count == 1 else f"{count} turns in this backup aren’t"
        raise Trouble(
            f"{turns_are} finished, and can’t be moved. Let Groundwork run on SQLite once more until it has answered "
            "everything, stop it, and make a new backup. Nothing was changed."
        )


def _refuse_newer(state: Path, home: Path) -> None:
    """The files that the backup was made of may still be in use, or have gone on since."""
    lock, old = home / "turns.db.lock", home / "groundwork.db"
    if lock.exists():
        held = FileLock.take(lock)
        if held is None:
            raise Trouble("Groundwork is still running on SQLite. Stop it, make a new backup, then move that one.")
        held.release()
    if old.exists() and _content(old) != _content(state):
        raise Trouble(
            f"Something was said or done since this backup was made: {old} has gone on. Make a new backup with "
            "Groundwork stopped, and move that one. Nothing was changed."
        )


def _content(file: Path) -> dict[str, tuple[object, ...]]:
    """Enough to see whether two files hold the same: how many rows each table has, and the times of the last ones."""
    with closing(sqlite3.connect(file)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        found = {}
        for (table,) in names.fetchall():
            columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            last = "".join(f", max({each})" for each in sorted(columns & _TIMES))
            found[table] = connection.execute(f"SELECT count(*){last} FROM {table}").fetchone()  # noqa: S608 (our own names)
    return found


def _copy(source: Engine, turns: Path, target: Engine) -> int:
    done = 0
    with source.connect() as old, target.begin() as new:
        if has_turns(new) or any(new.scalar(select(func.count()).select_from(each)) for each in _OURS):
            raise Trouble(
                "The PostgreSQL database holds a state already, and a move goes into an empty one. Name another "
                "database in state.url. Nothing was changed."
            )
        for table in _OURS:
            plain = _plain(table)
            for rows in _batches(old, plain):
                new.execute(plain.insert(), rows)
                done += len(rows)
            for column in table.primary_key:
                _count_on(new, table.name, column.name)
        if turns.exists():
            copy_turns(turns, new)
    return done


def _plain(table: Table) -> Table:
    """The table with its texts as they lie there: nothing is read into and written out of what they say."""
    kept = (tables.Said, tables.JsonText)
    columns = (Column(each.name, Text() if isinstance(each.type, kept) else each.type) for each in table.columns)
    return Table(table.name, MetaData(), *columns)


def _batches(old: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    for rows in old.execution_options(yield_per=_AT_ONCE).execute(select(table)).mappings().partitions():
        yield [dict(row) for row in rows]


def _count_on(new: Connection, table: str, column: str) -> None:
    """Let a column that counts by itself go on after the highest number that came along."""
    counter = new.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table, "column": column})
    if counter is not None:
        highest = new.scalar(text(f"SELECT max({column}) FROM {table}"))  # noqa: S608 (our own names)
        if highest is not None:
            new.execute(text("SELECT setval(:counter, :highest)"), {"counter": counter, "highest": highest})
