"""Who runs the turns: one process at a time for each state, however many are started."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO, Protocol

from bot.durable.replicas import ReplicaLocks
from bot.store.urls import sqlite_file

LOCAL = "local"
"""What a process is called that nobody gave a name."""


class Ownership(Protocol):
    """Held by the one process that runs the turns; gone by itself when that process dies."""

    def held(self) -> bool:
        """Whether it still is."""
        ...

    def release(self) -> None:
        """Let another process have it."""
        ...


def take_ownership(state_url: str, name: str | None = None, release: str = "") -> Ownership | None:
    """Become a process that runs the turns; None when another is, and this one can't run beside it.

    SQLite: a lock on the file `<database>.lock`. It must not lie on a network drive that does not pass locks on.
    PostgreSQL: locks under the replica's name, so that replicas with other names can run beside this one. Without a
    name it runs alone or not at all: a command would else take the turns of the replicas, without their tokens.
    """
    file = sqlite_file(state_url)
    if file is None:
        return ReplicaLocks.take(state_url, name or LOCAL, release, alone=name is None)
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

    def held(self) -> bool:
        """It ends with the process only."""
        return True

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
