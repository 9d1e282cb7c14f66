"""Takes the record of turns along from SQLite to PostgreSQL, so that what was answered is known there as answered."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Connection, MetaData, Table, func, inspect, select
from sqlalchemy.dialects.postgresql import JSONB

from bot.durable.client import hush_dbos

_TABLES = ("workflow_status", "workflow_input", "workflow_output", "operation_outputs")
_AT_ONCE = 500
_LEFT = "SELECT count(*) FROM workflow_status WHERE status IN ('ENQUEUED', 'PENDING', 'DELAYED', 'ERROR', 'CANCELLED')"


def unfinished(file: Path) -> int:
    """How many turns in this SQLite file would be gone on with when it is used again."""
    if not file.exists():
        return 0
    with closing(sqlite3.connect(file)) as connection:
        begun = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (_TABLES[0],)).fetchone()
        return int(connection.execute(_LEFT).fetchone()[0]) if begun else 0


def make_ready(url: str) -> None:
    """Make the tables of turns in this database, or bring them up to date."""
    from dbos import DBOS

    hush_dbos()
    DBOS.migrate(url)


def has_turns(connection: Connection) -> bool:
    """Whether turns are recorded in this PostgreSQL."""
    if not inspect(connection).has_table(_TABLES[0], schema="dbos"):
        return False
    return bool(connection.scalar(select(func.count()).select_from(_table(connection, _TABLES[0]))))


def copy_turns(file: Path, new: Connection) -> None:
    """Copy the turns in a SQLite file, all of them finished, into PostgreSQL. The tables of both are ready."""
    with closing(sqlite3.connect(file)) as old:
        old.row_factory = sqlite3.Row
        for name in _TABLES:
            table = _table(new, name)
            rows = old.execute(f"SELECT * FROM {name}")  # noqa: S608 (one of the names above)
            while some := rows.fetchmany(_AT_ONCE):
                new.execute(table.insert(), [_row(table, each) for each in some])


def _table(connection: Connection, name: str) -> Table:
    return Table(name, MetaData(), schema="dbos", autoload_with=connection)


def _row(table: Table, row: sqlite3.Row) -> dict[str, Any]:
    return {column: _value(table, column, row[column]) for column in row.keys() if column in table.columns}  # noqa: SIM118 (a row isn't its keys)


def _value(table: Table, column: str, value: Any) -> Any:
    """SQLite has numbers for yes and no, and text for JSON."""
    kind = table.columns[column].type
    if value is not None and isinstance(kind, Boolean):
        return bool(value)
    return json.loads(value) if isinstance(value, str) and isinstance(kind, JSONB) else value
