"""One database address in config; each library gets it in the spelling that it needs."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import StoreTrouble


def database_url(url: str) -> URL:
    """`sqlite:///path` or `postgresql://…` with the driver that we install; StoreTrouble for any other."""
    try:
        made = make_url(url)
    except (ArgumentError, ValueError):  # a port that is no number
        made = None
    family = made.get_backend_name() if made else ""
    if made is not None and family == "sqlite" and made.database:
        return made.set(drivername="sqlite+pysqlite")
    if made is not None and family in {"postgresql", "postgres"}:
        return made.set(drivername="postgresql+psycopg")
    raise StoreTrouble(
        "The database address can’t be used. Write it as sqlite:///folder/groundwork.db "
        "or postgresql://user@host/database."
    )


def sqlite_file(url: str) -> Path | None:
    """The file behind a SQLite address, None for any other database."""
    made = database_url(url)
    return Path(made.database) if made.get_backend_name() == "sqlite" and made.database else None
