"""Several processes on one PostgreSQL: each holds locks there that end with it, and by which the others see it live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from bot.store.urls import database_url

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_ALONE = "groundwork:replicas"
"""Shared by replicas that have a name; a process without one has it for itself."""

_TAKING_OVER = "groundwork:taking over"
_KEY = "hashtextextended(:name, 0)"
_LIVING = """
    SELECT count(DISTINCT pid) FROM pg_locks, (SELECT hashtextextended(:name, 0) AS key) AS wanted
    WHERE locktype = 'advisory' AND granted AND objsubid = 1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND classid::bigint = ((key >> 32) & 4294967295) AND objid::bigint = (key & 4294967295)
"""
# A machine that went without a word is noticed after half a minute, on either side, and not after two hours.
_ALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 4}


class ReplicaLocks:
    """Held by one living process: its name, that it is one of several or the only one, and its release.

    They belong to a session of PostgreSQL: a pooler that hands sessions round (PgBouncer by transactions) breaks them.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @classmethod
    def take(cls, state_url: str, name: str, release: str, *, alone: bool) -> Self | None:
        """None when another process has the name, or when one of the two runs `alone`."""
        connection = _session(state_url)
        taken = _try(connection, executor_lock(name))
        if not taken:  # or somebody is just finishing what an earlier process of this name had begun
            _ask(connection, f"SELECT pg_advisory_lock({_KEY})", _TAKING_OVER)
            _ask(connection, f"SELECT pg_advisory_unlock({_KEY})", _TAKING_OVER)
            taken = _try(connection, executor_lock(name))
        if not (taken and _try(connection, _ALONE, shared=not alone)):
            _close(connection)
            return None
        _ask(connection, f"SELECT pg_advisory_lock_shared({_KEY})", release_lock(release))
        return cls(connection)

    def held(self) -> bool:
        """Whether they are still ours; where the connection broke, they went with it."""
        from sqlalchemy import text
        from sqlalchemy.exc import DBAPIError

        try:
            self._connection.execute(text("SELECT 1"))
        except DBAPIError:
            self._connection.invalidate()
            return False
        return True

    def release(self) -> None:
        """Let another process have them."""
        from sqlalchemy.exc import DBAPIError

        try:
            _close(self._connection)
        except DBAPIError:  # it broke before, and the locks went with it
            self._connection.invalidate()


class Takeover:
    """The right to finish what another process had begun, while that process is away; one at a time has it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @classmethod
    def take(cls, state_url: str, name: str) -> Self | None:
        """None when that process lives, or when somebody else is taking over."""
        connection = _session(state_url)
        if _try(connection, _TAKING_OVER) and _try(connection, executor_lock(name)):
            return cls(connection)
        _close(connection)
        return None

    def end(self) -> None:
        """It is done."""
        _close(self._connection)


def executor_lock(name: str) -> str:
    """What the process with this name holds."""
    return f"groundwork:executor:{name}"


def release_lock(release: str) -> str:
    """What every process of this release holds."""
    return f"groundwork:release:{release}"


def is_free(engine: Engine, lock: str) -> bool:
    """Whether no process holds it."""
    from sqlalchemy import text

    with engine.connect() as connection, connection.begin():
        return bool(connection.scalar(text(f"SELECT pg_try_advisory_xact_lock({_KEY})"), {"name": lock}))


def living(state_url: str) -> int:
    """How many processes run turns on this state."""
    from sqlalchemy import create_engine, text
    from sqlalchemy.pool import NullPool

    engine = create_engine(database_url(state_url), poolclass=NullPool)
    with engine.connect() as connection:
        return int(connection.execute(text(_LIVING), {"name": _ALONE}).scalar_one())


def _session(state_url: str) -> Connection:
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.pool import NullPool

    from bot.store.migrate import unusable

    engine = create_engine(
        database_url(state_url), poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=_ALIVE
    )
    try:
        connection = engine.connect()
        for setting, value in _ALIVE.items():
            connection.execute(text(f"SET tcp_{setting} = {value}"))
    except DBAPIError as error:
        raise unusable(error) from error
    return connection


def _try(connection: Connection, lock: str, *, shared: bool = False) -> bool:
    return bool(_ask(connection, f"SELECT pg_try_advisory_lock{'_shared' if shared else ''}({_KEY})", lock))


def _ask(connection: Connection, statement: str, lock: str) -> Any:
    from sqlalchemy import text

    return connection.scalar(text(statement), {"name": lock})


def _close(connection: Connection) -> None:
    from sqlalchemy import text

    # Closing alone frees them, too, but only when the server gets round to it.
    connection.execute(text("SELECT pg_advisory_unlock_all()"))
    connection.close()
