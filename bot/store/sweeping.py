"""Makes the files forget too: a database keeps what was deleted in them until it is told not to."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Literal

import structlog
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.store.sql import SqlStore
from bot.store.urls import database_url, sqlite_file

_PATIENCE = 30.0
_SAMPLES = "pg_catalog.pg_statistic"
_FORGET_SAMPLES = (
    f"DELETE FROM {_SAMPLES} WHERE starelid IN (SELECT c.oid FROM pg_class c JOIN pg_namespace n "  # noqa: S608 (ours)
    "ON n.oid = c.relnamespace WHERE n.nspname IN ('public', 'dbos'))"
)
_UNSWEPT = "privacy/unswept"
_log = structlog.get_logger(__name__)

Outcome = Literal["whole", "busy", "refused", "samples"]
"""Of writing a database anew: somebody was reading all the time, or we may not, `samples` if only these were left."""

# As PostgreSQL itself decides it: who owns the table or the database, and from 17 on who may maintain the table.
_NOT_OURS = """
    SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('public', 'dbos') AND c.relkind = 'r' AND NOT {may} AND NOT pg_has_role(
        (SELECT datdba FROM pg_database WHERE datname = current_database()), 'USAGE'
    )
"""
_FILE = text("SELECT pg_relation_filenode(CAST(:table AS regclass))")


async def sweep_all(store: SqlStore, *urls: str) -> Outcome:
    """Write these databases anew; where one was busy, that is kept, so that the next night tries again."""
    came: set[Outcome] = {await sweep(url) for url in dict.fromkeys(urls)}
    if "busy" in came:
        await store.put(_UNSWEPT, True)
        return "busy"
    if await is_unswept(store):
        await store.drop(_UNSWEPT)
    return _worst(came)


def _worst(came: set[Outcome]) -> Outcome:
    outcomes: tuple[Outcome, ...] = ("busy", "refused", "samples", "whole")
    return next(each for each in outcomes if each in came)


async def is_unswept(store: SqlStore) -> bool:
    """Whether the files may still hold what was deleted, since they were busy when they were to be written anew."""
    return bool(await store.get(_UNSWEPT))


async def sweep(url: str) -> Outcome:
    """Write every table of this database anew, so that nothing deleted is left in it.

    SQLite: the file without its free pages, and an empty write-ahead log. PostgreSQL: each table in a new file; the old
    one goes at the next checkpoint, and the server's own log of changes when it is recycled.
    """
    file = sqlite_file(url)
    return await asyncio.to_thread(_sweep_file, file) if file else await asyncio.to_thread(_sweep_server, url)


def _sweep_file(file: Path) -> Outcome:
    if not file.exists():
        return "whole"
    end = time.monotonic() + _PATIENCE
    with closing(sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)) as connection:
        while True:
            try:
                connection.execute("VACUUM")
                busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except sqlite3.OperationalError as error:  # somebody is reading or writing at this moment
                _log.info("sweep_waits", why=str(error))
                busy = 1
            if not busy:
                return "whole"
            if time.monotonic() > end:
                _log.warning("sweep_gave_up", file=file.name)
                return "busy"
            time.sleep(0.1)


def _nobody_looks_back(connection: Connection) -> bool:
    """Wait until no session sees the tables as they were: rows that one could still read would be kept for it."""
    now = connection.scalar(text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint % 4294967296"))
    looking = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND backend_xmin IS NOT NULL AND age(backend_xmin) > age(CAST(CAST(:now AS text) AS xid))"
    )
    end = time.monotonic() + _PATIENCE
    while connection.scalar(looking, {"now": str(now)}):
        if time.monotonic() > end:
            _log.warning("sweep_gave_up", why="a session holds an old view of the tables")
            return False
        time.sleep(0.2)
    return True


def tables_of_others(url: str) -> int:
    """How many of its tables we may use and not write anew. None on SQLite."""
    if sqlite_file(url):
        return 0
    engine = create_engine(database_url(url), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            newer = (connection.dialect.server_version_info or (0,)) >= (17,)
            may = "has_table_privilege(c.oid, 'MAINTAIN')" if newer else "pg_has_role(c.relowner, 'USAGE')"
            return int(connection.scalar(text(_NOT_OURS.format(may=may))) or 0)
    finally:
        engine.dispose()


def _sweep_server(url: str) -> Outcome:
    engine = create_engine(database_url(url), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    came: set[Outcome] = {"whole"}
    try:
        with engine.connect() as connection:
            connection.execute(text("SET lock_timeout = '10s'"))
            quoted = engine.dialect.identifier_preparer.quote
            tables = [
                f"{quoted(schema)}.{quoted(table)}"
                for schema in ("public", "dbos")
                for table in inspect(connection).get_table_names(schema=schema)
            ]
            # The planner keeps samples of what stood in a table, also when it is empty by now: they are taken anew.
            came.add(_done(connection, _FORGET_SAMPLES, refused="samples"))
            for table in tables:
                file = connection.scalar(_FILE, {"table": table})
                outcome = _done(connection, f"VACUUM (FULL, ANALYZE) {table}")
                # Where the table isn't ours, PostgreSQL says so in a notice, passes it over, and calls that success.
                if outcome == "whole" and connection.scalar(_FILE, {"table": table}) == file:
                    _log.warning("sweep_gave_up", work=table, why="the table isn't ours")
                    outcome = "refused"
                came.add(outcome)
            came.add(_done(connection, f"VACUUM (FULL) {_SAMPLES}", refused="samples"))
    finally:
        engine.dispose()
    return _worst(came)


def _done(connection: Connection, work: str, *, refused: Outcome = "refused") -> Outcome:
    """Do this part of it; `refused` is what it means when we may not."""
    quiet = _nobody_looks_back(connection)
    try:
        connection.execute(text(work))
    except DBAPIError as error:
        why = type(error.orig).__name__
        _log.warning("sweep_gave_up", work=work, why=why)
        return refused if why == "InsufficientPrivilege" else "busy"
    return "whole" if quiet else "busy"
