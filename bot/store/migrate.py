"""Brings the database to what this release needs, forward from every release before it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.errors import StoreTrouble
from bot.store.urls import database_url, sqlite_file

HEAD = "0006"
"""The newest migration. Written here too, because Alembic takes a while to import and mostly has nothing to do."""

_SCRIPTS = Path(__file__).parent / "migrations"


def current_revision(url: str) -> str | None:
    """The migration that the database is at, None when it is empty or not there; StoreTrouble when it can't be read."""
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return None  # connecting would make the file
    with _connected(url) as connection:
        return _revision(connection)


def is_up_to_date(url: str) -> bool:
    """Whether `upgrade` would have nothing to do."""
    return current_revision(url) == HEAD


def upgrade(url: str, revision: str = HEAD) -> None:
    """Bring the database to `revision`, making the file or the tables where there are none.

    All or nothing, and safe when several processes do it at once. StoreTrouble when the database is of a newer release,
    or can't be reached.
    """
    if is_up_to_date(url) and revision == HEAD:
        return
    file = sqlite_file(url)
    if file is not None:
        make_wal(file)
    with _connected(url, writes=True) as connection:
        if connection.dialect.name != "sqlite":
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('groundwork:migrate', 0))"))
        if _revision(connection) != revision:  # another process may have been quicker
            _migrate(connection, revision)


def make_wal(file: Path) -> None:
    """Make the SQLite file, and its folder, if need be; from then on its readers and its writer don't wait."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _make_wal(file)
    except (OSError, sqlite3.Error) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or error
        raise StoreTrouble(
            f"The database {file} can’t be written ({why}). Mend that, or name another file in state.url."
        ) from error


def _make_wal(file: Path) -> None:
    end = time.monotonic() + 30
    with closing(sqlite3.connect(file, timeout=30, isolation_level=None)) as connection:
        while connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            try:
                connection.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError:  # this one statement doesn't wait while another process has the file
                if time.monotonic() > end:
                    raise
                time.sleep(0.02)


def _migrate(connection: Connection, revision: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, revision)
    except CommandError as error:
        raise StoreTrouble(
            "The database was made by a newer Groundwork than this one. "
            "Install that release again, or use another database."
        ) from error


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def unusable(error: DBAPIError) -> StoreTrouble:
    """What a person reads when the database refuses to work with us at all."""
    why = " ".join(str(error.orig).split()).rstrip(".?")
    return StoreTrouble(f"The database can’t be used: {why}. Check its address, and that it is running.")


@contextmanager
def _connected(url: str, *, writes: bool = False) -> Iterator[Connection]:
    """One transaction, which covers changes of tables too: SQLite's driver would commit before each of them."""
    engine = create_engine(database_url(url), poolclass=NullPool)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _plain(dbapi: Any, record: object) -> None:
            del record
            dbapi.isolation_level = None  # no BEGIN or COMMIT of its own
            dbapi.execute("PRAGMA busy_timeout=30000")

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise unusable(error) from error
    finally:
        engine.dispose()
