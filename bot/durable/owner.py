"""Who runs the turns: one process at a time for each state, however many are started."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from bot.store.urls import database_url, sqlite_file

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Ownership(Protocol):
    """Held by the one process that runs the turns; gone by itself when that process dies."""

    def release(self) -> None:
        """Let another process have it."""
        ...


def take_ownership(state_url: str, executor_id: str) -> Ownership | None:
    """Become the process that runs the turns of this executor; None when another is.

    SQLite: a lock on the file `<database>.lock`. It must not lie on a network drive that does not pass locks on.
    PostgreSQL: an advisory lock under the executor's id, so that replicas with other ids can run beside this one.
    """
    file = sqlite_file(state_url)
    if file is None:
        return _AdvisoryLock.take(state_url, executor_id)
    return FileLock.take(file.with_name(f"{file.name}.lock"))


class FileLock:
    """A lock on a file that only one process holds, and that ends with it."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    @classmethod
    def take(cls, path: Path) -> FileLock | None:
        """Take it without waiting; None when another process has it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
        try:
            _lock(file)
        except OSError:
            file.close()
            return None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")  # for people who look; the lock is what counts
        file.flush()
        return cls(file)

    def release(self) -> None:
        """Let another process have it."""
        self._file.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> None:
        """Windows has no flock: the first byte is locked instead, to the same effect."""
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class _AdvisoryLock:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @classmethod
    def take(cls, state_url: str, executor_id: str) -> _AdvisoryLock | None:
        from sqlalchemy import create_engine, text
        from sqlalchemy.exc import DBAPIError
        from sqlalchemy.pool import NullPool

        from bot.store.migrate import unusable

        engine = create_engine(database_url(state_url), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        try:
            connection = engine.connect()
        except DBAPIError as error:
            raise unusable(error) from error
        taken = connection.scalar(
            text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))"),
            {"name": f"groundwork:executor:{executor_id}"},
        )
        if not taken:
            connection.close()
            return None
        return cls(connection)

    def release(self) -> None:
        from sqlalchemy import text

        # Closing alone frees it, too, but only when the server gets round to it.
        self._connection.execute(text("SELECT pg_advisory_unlock_all()"))
        self._connection.close()
