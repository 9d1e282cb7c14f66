"""Keeps journals in SQLite or PostgreSQL: each write happens once, and what was written stays."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any, Self, TypeVar

import structlog
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Executable,
    Select,
    Text,
    create_engine,
    delete,
    event,
    exists,
    func,
    select,
    type_coerce,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from bot.chat import Address, Person
from bot.errors import StoreTrouble
from bot.store.beginnings import begins
from bot.store.fence import current_run
from bot.store.journal import Entry, Journal, JournalHead, Status
from bot.store.tables import EffectRow, EntryRow, JournalRow, KeyValueRow
from bot.store.troubles import AWAY, lasts, passes
from bot.store.urls import database_url

_T = TypeVar("_T")
_CONNECTIONS = 8  # one process keeps no more of them busy, and a PostgreSQL has a hundred for all replicas
_log = structlog.get_logger(__name__)


class SqlStore:
    """Journals over one database, with the tables that `bot.store.migrate.upgrade` makes.

    Every write takes an `effect`, the key of what caused it. The key and the change are one transaction: the same key
    again changes nothing and returns what the first returned. A database that can't be reached is tried for `patience`
    seconds, then StoreTrouble is raised.
    """

    def __init__(self, url: str, *, patience: float = 10.0) -> None:
        self._engine = open_engine(url, patience)
        self._patience = patience
        # A transaction is one visit to a thread: an async driver pays for the way there and back with each statement.
        # SQLite has one writer; queueing for one thread is fair and quick, queueing for its file lock is neither.
        writers = 1 if self._engine.dialect.name == "sqlite" else _CONNECTIONS // 2
        self._writing = ThreadPoolExecutor(writers, "store-write")
        self._reading = ThreadPoolExecutor(_CONNECTIONS // 2, "store-read")

    async def close(self) -> None:
        """Finish what is under way and close every connection."""
        await asyncio.to_thread(self._writing.shutdown)
        await asyncio.to_thread(self._reading.shutdown)
        self._engine.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    # Writing

    async def start(  # noqa: PLR0913 (the six facts of `Store.start` and the effect)
        self,
        *,
        kind: str,
        address: Address,
        title: str,
        by: Person,
        at: datetime,
        entries: Sequence[Entry],
        effect: str,
    ) -> str:
        """Open a journal; returns its id. See `Store.start`."""

        def change(connection: Connection) -> str:
            if connection.dialect.name == "postgresql":  # numbers are counted one start at a time
                connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"journals:{kind}", 0))))
            last = connection.scalar(select(func.max(JournalRow.number)).where(JournalRow.kind == kind))
            number = (last or 0) + 1
            journal_id = f"{kind}-{number}"
            row = {
                "id": journal_id,
                "kind": kind,
                "number": number,
                "address": address,
                "title": title,
                "status": "open",
            }
            row |= {"started_by": by.model_dump(mode="json"), "started_at": at, "updated_at": at}
            connection.execute(insert_into(connection, JournalRow).values(row))
            _add_entries(connection, journal_id, entries, 0, effect)
            connection.execute(
                update(EffectRow).where(EffectRow.key == effect).values(journal_id=journal_id, before=None)
            )
            return journal_id

        return await self._once(effect, change)

    async def append(  # noqa: PLR0913 (the facts of `Store.append` and the effect)
        self,
        journal_id: str,
        entries: Sequence[Entry],
        *,
        at: datetime,
        status: Status | None = None,
        title: str | None = None,
        effect: str,
    ) -> None:
        """Add entries; see `Store.append`."""

        def change(connection: Connection) -> str:
            # On PostgreSQL the lock makes writers of one journal wait for each other; SQLite has one writer anyway.
            head = select(JournalRow.status, JournalRow.title, JournalRow.updated_at).where(JournalRow.id == journal_id)
            found = (connection.execute(head.with_for_update())).one_or_none()
            if found is None:
                raise StoreTrouble(f"I have nothing under the name {journal_id}.")
            last = connection.scalar(select(func.max(EntryRow.seq)).where(EntryRow.journal_id == journal_id))
            _add_entries(connection, journal_id, entries, last or 0, effect)
            changed: dict[str, Any] = {"updated_at": at}
            changed |= {"status": status} if status is not None else {}
            changed |= {"title": title} if title is not None else {}
            connection.execute(update(JournalRow).where(JournalRow.id == journal_id).values(changed))
            before = {"status": found.status, "title": found.title, "updated_at": found.updated_at.isoformat()}
            connection.execute(
                update(EffectRow).where(EffectRow.key == effect).values(journal_id=journal_id, before=before)
            )
            return journal_id

        await self._once(effect, change)

    async def take_back(self, cause: str) -> int:
        """Undo every write whose effect is `<cause>:<number>`, newest first; returns how many.

        Only for a turn that never finished and starts again from its message, under a release whose steps differ.
        Whoever calls it sees to it that the turn does start again: what the person said is in the message.
        """

        def change(connection: Connection) -> int:
            found = connection.execute(select(EffectRow.__table__).where(begins(EffectRow.key, f"{cause}:"))).all()
            numbered = {row.key.removeprefix(f"{cause}:"): row for row in found}
            effects = {int(number): row for number, row in numbered.items() if number.isdecimal()}
            for _, effect in sorted(effects.items(), reverse=True):
                connection.execute(delete(EntryRow).where(EntryRow.effect == effect.key))
                connection.execute(delete(EffectRow).where(EffectRow.key == effect.key))
                journal = JournalRow.id == effect.journal_id
                if effect.before is None:
                    left = select(EntryRow.seq).where(EntryRow.journal_id == effect.journal_id).exists()
                    connection.execute(delete(JournalRow).where(journal, ~left))
                else:
                    updated_at = datetime.fromisoformat(effect.before["updated_at"])
                    connection.execute(
                        update(JournalRow).where(journal).values(effect.before | {"updated_at": updated_at})
                    )
            return len(effects)

        return await self.write(change)

    # Reading

    async def current(self, address: Address, kind: str | None = None) -> Journal | None:
        """See `Store.current`."""
        return await self.latest(address=address, kind=kind, statuses=("open",))

    async def journal(self, journal_id: str) -> Journal | None:
        """See `Store.journal`."""
        return await self._whole(await self.mark(journal_id=journal_id))

    async def latest(
        self, *, address: Address | None = None, kind: str | None = None, statuses: Sequence[Status] | None = None
    ) -> Journal | None:
        """See `Store.latest`."""
        return await self._whole(await self.mark(address=address, kind=kind, statuses=statuses))

    async def heads(
        self,
        *,
        address: Address | None = None,
        kind: str | None = None,
        statuses: Sequence[Status] | None = None,
        holding: Mapping[str, Any] | None = None,
        limit: int = 50,
    ) -> list[JournalHead]:
        """See `Store.heads`."""
        wanted = _matching(address, kind, statuses).limit(limit)
        if holding is not None:
            # What people type can't look so: their quotation marks are escaped in there.
            entry, words = type_coerce(EntryRow.entry, Text), json.dumps(holding, separators=(",", ":"))[1:-1]
            held = exists().where(EntryRow.journal_id == JournalRow.id, entry.contains(words, autoescape=True))
            wanted = wanted.where(held)
        return [_head(row) for row in await self.read(wanted)]

    async def mark(
        self,
        *,
        journal_id: str | None = None,
        address: Address | None = None,
        kind: str | None = None,
        statuses: Sequence[Status] | None = None,
    ) -> tuple[JournalHead, int] | None:
        """The head of the journal updated last among those that match, and the `seq` of its last entry.

        Since entries are only ever added, head and `seq` are all that it takes to read the same journal again later.
        """
        wanted = _matching(address, kind, statuses, journal_id).limit(1)
        last = select(func.coalesce(func.max(EntryRow.seq), 0)).where(EntryRow.journal_id == JournalRow.id)
        rows = await self.read(wanted.add_columns(last.scalar_subquery().label("seq")))
        return (_head(rows[0]), rows[0].seq) if rows else None

    async def entries(self, journal_id: str, until: int) -> tuple[Entry, ...]:
        """The entries of a journal up to the one with `seq` `until`, oldest first."""
        wanted = select(EntryRow.entry).where(EntryRow.journal_id == journal_id, EntryRow.seq <= until)
        return tuple(Entry.model_validate(row.entry) for row in await self.read(wanted.order_by(EntryRow.seq)))

    async def _whole(self, mark: tuple[JournalHead, int] | None) -> Journal | None:
        if mark is None:
            return None
        head, seq = mark
        return Journal(**dict(head), entries=await self.entries(head.id, seq))

    # The platforms' own facts

    async def get(self, key: str) -> Any:
        """The value under this key, None when there is none."""
        rows = await self.read(select(KeyValueRow.value).where(KeyValueRow.key == key))
        return rows[0].value if rows else None

    async def put(self, key: str, value: Any) -> None:
        """Keep a JSON value under this key, in place of any other."""

        def change(connection: Connection) -> None:
            new = insert_into(connection, KeyValueRow).values(key=key, value=value, at=datetime.now(UTC))
            changed = {"value": new.excluded.value, "at": new.excluded.at}
            connection.execute(new.on_conflict_do_update(index_elements=["key"], set_=changed))

        await self.write(change)

    async def drop(self, prefix: str) -> None:
        """Keep nothing under the keys that begin with `prefix`."""
        gone = delete(KeyValueRow).where(begins(KeyValueRow.key, prefix))
        await self.write(lambda connection: connection.execute(gone))

    async def scan(self, prefix: str) -> list[tuple[str, Any]]:
        """Every key that begins with `prefix`, with its value, in the order of the keys."""
        wanted = select(KeyValueRow.key, KeyValueRow.value).where(begins(KeyValueRow.key, prefix))
        return sorted(((row.key, row.value) for row in await self.read(wanted)), key=lambda pair: pair[0])

    # How it is done

    async def _once(self, effect: str, change: Callable[[Connection], str]) -> str:
        def guarded(connection: Connection) -> str:
            key = insert_into(connection, EffectRow).values(key=effect, at=datetime.now(UTC))
            # A second writer of the same key waits here until the first has committed, and then inserts nothing.
            new = connection.scalar(key.on_conflict_do_nothing().returning(EffectRow.key))
            if new is None:
                recorded = connection.scalar(select(EffectRow.journal_id).where(EffectRow.key == effect))
                return str(recorded)
            return change(connection)

        return await self.write(guarded)

    async def write(self, change: Callable[[Connection], _T]) -> _T:
        """Do the change in one transaction, tried again while the database is away.

        NoLongerOurs in a turn that another replica has taken over.
        """
        run = current_run()  # the threads that write don't know

        def held(connection: Connection) -> _T:
            if run is not None:
                run.hold(connection)
            return change(connection)

        return await self._patiently(self._writing, partial(self._transaction, held, writes=True))

    async def settle(self) -> None:
        """Empty SQLite's log into its file, so that what was overwritten is in neither. Nothing elsewhere."""

        def checkpoint() -> None:
            raw = self._engine.raw_connection()
            try:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                raw.close()

        if self._engine.dialect.name == "sqlite":
            await self._patiently(self._writing, checkpoint)

    async def read(self, wanted: Executable) -> list[Any]:
        """The rows of a query."""

        def rows(connection: Connection) -> list[Any]:
            return list(connection.execute(wanted))

        return await self._patiently(self._reading, partial(self._transaction, rows, writes=False))

    def _transaction(self, work: Callable[[Connection], _T], *, writes: bool) -> _T:
        with self._engine.connect().execution_options(groundwork_writes=writes) as connection, connection.begin():
            return work(connection)

    async def _patiently(self, threads: Executor, attempt: Callable[[], _T]) -> _T:
        """Try again while the database is away or busy; safe for writes, since an effect happens once."""
        end = time.monotonic() + self._patience
        pause = 0.02
        while True:
            try:
                return await asyncio.get_running_loop().run_in_executor(threads, attempt)
            except (DBAPIError, NoFreeConnection) as error:
                if lasting := lasts(error):
                    raise StoreTrouble(lasting) from error
                if not passes(error):
                    raise
                if time.monotonic() + pause > end:
                    raise StoreTrouble(AWAY) from error
                _log.warning("store_retry", error=type(error).__name__)
                await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 (spreads retries, guards nothing)
                pause = min(pause * 2, 2.0)


def open_engine(url: str, patience: float) -> Engine:
    """Connections as the store uses them; a transaction that writes says so by `groundwork_writes`."""
    engine = create_engine(database_url(url), pool_size=_CONNECTIONS, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _connect(dbapi: Any, record: object) -> None:
            del record
            dbapi.isolation_level = None  # no BEGIN of its own: it comes too late to hold the write lock while reading
            dbapi.execute(f"PRAGMA busy_timeout={int(patience * 1000)}")
            dbapi.execute("PRAGMA foreign_keys=ON")

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            writes = connection.get_execution_options().get("groundwork_writes", False)
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def insert_into(connection: Connection, table: type[Any]) -> Any:
    """Both databases spell ON CONFLICT alike, but SQLAlchemy has it under each one's own name."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def _add_entries(connection: Connection, journal_id: str, entries: Sequence[Entry], last: int, effect: str) -> None:
    rows = [
        {"journal_id": journal_id, "seq": seq, "effect": effect, "entry": _dumped(entry)}
        for seq, entry in enumerate(entries, start=last + 1)
    ]
    if rows:
        connection.execute(insert_into(connection, EntryRow), rows)


def _dumped(entry: Entry) -> dict[str, Any]:
    # The body as it is: pydantic would replace a lone surrogate in one of its keys.
    moment = entry.model_copy(update={"at": entry.at.astimezone(UTC)})
    return moment.model_dump(mode="json", exclude={"body"}) | {"body": entry.body}


def _matching(
    address: Address | None, kind: str | None, statuses: Sequence[Status] | None, journal_id: str | None = None
) -> Select[Any]:
    conditions: list[ColumnElement[bool]] = []
    if journal_id is not None:
        conditions.append(JournalRow.id == journal_id)
    if address is not None:
        conditions.append(JournalRow.address == address)
    if kind is not None:
        conditions.append(JournalRow.kind == kind)
    if statuses is not None:
        conditions.append(JournalRow.status.in_(statuses))
    newest = (JournalRow.updated_at.desc(), JournalRow.started_at.desc(), JournalRow.number.desc())
    return select(JournalRow.__table__).where(*conditions).order_by(*newest)


def _head(row: Any) -> JournalHead:
    return JournalHead(**{field: getattr(row, field) for field in JournalHead.model_fields})
