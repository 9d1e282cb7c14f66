"""A turn that another replica has taken over writes nothing more: each write asks, in its transaction, whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it takes a while to import
    from sqlalchemy import Connection

# The row stays locked until the write is committed, so that nobody can take the turn over in between.
_OWNER = "SELECT owner_xid FROM dbos.workflow_status WHERE workflow_uuid = :turn FOR NO KEY UPDATE"


class NoLongerOurs(Exception):  # noqa: N818 (read aloud it says what happened)
    """Another process has taken over the turn that this write belongs to; nothing was written."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a turn. DBOS writes a new token beside the turn for each run that begins, none when it has ended."""

    turn: str
    token: str

    def hold(self, connection: Connection) -> None:
        """Keep the turn ours until this transaction ends; NoLongerOurs when it isn't.

        The turns are recorded in the same PostgreSQL. On SQLite there is no other process that could take one.
        """
        from sqlalchemy import text

        if connection.scalar(text(_OWNER), {"turn": self.turn}) != self.token:
            raise NoLongerOurs(self.turn)


_run: ContextVar[Run | None] = ContextVar("run", default=None)


def current_run() -> Run | None:
    """The run that what is written now belongs to; None outside of turns and on SQLite."""
    return _run.get()


@contextmanager
def in_run(run: Run | None) -> Iterator[None]:
    """What is written meanwhile belongs to this run."""
    before = _run.set(run)
    try:
        yield
    finally:
        _run.reset(before)
