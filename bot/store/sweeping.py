"""Makes the files forget too: a database keeps what was deleted in them until it is told not to."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import structlog
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.store.urls import database_url, sqlite_file

_PATIENCE = 30.0
_log = structlog.get_logger(__name__)


async def sweep(url: str) -> bool:
    """Write every table of this database anew, so that nothing deleted is left in it; False where it could not be.

    SQLite: the file without its free pages, and an empty write-ahead log. PostgreSQL: each table in a new file; the old
    one goes at the next checkpoint, and the server's own log of changes when it is recycled.
    """
    file = sqlite_file(url)
    return await asyncio.to_thread(_sweep_file, file) if file else await asyncio.to_thread(_sweep_server, url)


def _sweep_file(file: Path) -> bool:
    if not file.exists():
        return True
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
                return True
            if time.monotonic() > end:
                _log.warning("sweep_gave_up", file=file.name)
                return False
            time.sleep(0.1)


def _sweep_server(url: str) -> bool:
    engine = create_engine(database_url(url), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    swept = True
    try:
        with engine.connect() as connection:
            connection.execute(text("SET lock_timeout = '10s'"))
            quoted = engine.dialect.identifier_preparer.quote
            for schema in ("public", "dbos"):
                for table in inspect(connection).get_table_names(schema=schema):
                    try:
                        connection.execute(text(f"VACUUM (FULL) {quoted(schema)}.{quoted(table)}"))
                    except DBAPIError as error:
                        _log.warning("sweep_gave_up", table=table, why=type(error.orig).__name__)
                        swept = False
    finally:
        engine.dispose()
    return swept
