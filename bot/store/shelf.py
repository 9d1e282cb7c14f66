"""Keeps the documents that were read and their passages, so that the index of vectors can be made anew from them."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, delete, func, select, text
from sqlalchemy.exc import DBAPIError

from bot.chat import Value
from bot.errors import StoreTrouble
from bot.store.fence import current_run
from bot.store.sql import insert_into, open_engine
from bot.store.tables import DocumentRow, KeyValueRow, PassageRow, VoteRow

_T = TypeVar("_T")
_GENERATION = "index/generation"
_AT_ONCE = 400
_MANY = 2000
_LOOK_AGAIN = 0.1
_TRY = text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))")
_LET_GO = text("SELECT pg_advisory_unlock(hashtextextended(:name, 0))")


class Kept(Value):
    """What is known of a file that was looked at before; `reason` says why it could not be read, "" when it could."""

    id: str
    source: str
    path: str
    digest: str
    size: int
    mtime: int
    reason: str = ""


class Shelf:
    """Documents and passages in the database at `url`, with the tables that `bot.store.migrate.upgrade` makes.

    Its methods block: indexing and searching run in threads of their own. A document and its passages change together
    or not at all.
    """

    def __init__(self, url: str, *, patience: float = 30.0) -> None:
        self._engine = open_engine(url, patience)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def alone(self, what: str, *, give_up: Callable[[], bool]) -> Iterator[bool]:
        """Keep other replicas from doing `what` meanwhile; gives whether it could be had before `give_up` said so.

        Within one process, and so on SQLite, whoever calls this takes care of that.
        """
        if self._engine.dialect.name != "postgresql":
            yield True
            return
        lock = {"name": f"groundwork:index:{what}"}
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            while not (ours := bool(connection.scalar(_TRY, lock))) and not give_up():
                time.sleep(_LOOK_AGAIN)
            try:
                yield ours
            finally:
                if ours:
                    connection.execute(_LET_GO, lock)

    def kept(self) -> dict[str, Kept]:
        """All files that were looked at, by id."""
        columns = [getattr(DocumentRow, name) for name in Kept.model_fields]
        return {row.id: Kept.model_validate(row, from_attributes=True) for row in self._read(select(*columns))}

    def put(
        self, kept: Kept, document: Mapping[str, Any], passages: Sequence[tuple[int, str, Mapping[str, Any]]]
    ) -> None:
        """Keep a document with its passages (`seq`, `key`, passage) in place of what was there under its id."""

        def change(connection: Connection) -> None:
            _take_away(connection, [kept.id])
            connection.execute(
                insert_into(connection, DocumentRow).values(**kept.model_dump(), document=dict(document))
            )
            rows = [
                {"document_id": kept.id, "seq": seq, "key": key, "passage": dict(passage)}
                for seq, key, passage in passages
            ]
            if rows:
                connection.execute(insert_into(connection, PassageRow), rows)
            _count_up(connection)

        self._write(change)

    def touch(self, kept: Kept) -> None:
        """Keep that a file has another time or size, and the same content."""

        def change(connection: Connection) -> None:
            where = DocumentRow.id == kept.id
            connection.execute(DocumentRow.__table__.update().where(where).values(size=kept.size, mtime=kept.mtime))  # type: ignore[attr-defined]

        self._write(change)

    def remove(self, ids: Iterable[str]) -> None:
        """Take these documents away."""
        gone = list(ids)

        def change(connection: Connection) -> None:
            for start in range(0, len(gone), _AT_ONCE):
                _take_away(connection, gone[start : start + _AT_ONCE])
            _count_up(connection)

        if gone:
            self._write(change)

    def generation(self) -> int:
        """A number that grows with every change."""
        rows = self._read(select(KeyValueRow.value).where(KeyValueRow.key == _GENERATION))
        return int(rows[0].value) if rows else 0

    def documents(self, ids: Collection[str] | None = None) -> list[dict[str, Any]]:
        """Every document that could be read, or those of these that could."""
        wanted = select(DocumentRow.document).where(DocumentRow.reason == "").order_by(DocumentRow.id)
        return [row.document for row in self._read_of(wanted, DocumentRow.id, ids)]

    def everything(self, ids: Collection[str] | None = None) -> list[tuple[str, int, str, dict[str, Any]]]:
        """Every passage, or those of these documents: its document's id, `seq`, `key` and itself, in reading order."""
        wanted = select(PassageRow.document_id, PassageRow.seq, PassageRow.key, PassageRow.passage)
        found = self._read_of(wanted.order_by(PassageRow.document_id, PassageRow.seq), PassageRow.document_id, ids)
        return [(row.document_id, row.seq, row.key, row.passage) for row in found]

    def with_keys(self, keys: Collection[str]) -> list[tuple[str, str, dict[str, Any]]]:
        """The passages with these keys, one for each: the key, the title of its document, and the passage."""
        title = DocumentRow.document
        wanted = select(PassageRow.key, title, PassageRow.passage).join(
            DocumentRow, DocumentRow.id == PassageRow.document_id
        )
        found = {row.key: row for row in self._read_of(wanted, PassageRow.key, keys)}
        return [(row.key, str(row.document["title"]), row.passage) for row in found.values()]

    def keys(self) -> set[str]:
        """The key of every passage."""
        return {row.key for row in self._read(select(PassageRow.key).distinct())}

    def count(self) -> tuple[int, int]:
        """How many documents could be read, and how many passages they have, outlines not counted."""
        documents = self._read(select(func.count()).select_from(DocumentRow).where(DocumentRow.reason == ""))
        passages = self._read(select(func.count()).select_from(PassageRow).where(PassageRow.seq >= 0))
        return int(documents[0][0]), int(passages[0][0])

    def vote(self, *, person: str, key: str, asked: str, document_id: str, vote: int, at: datetime) -> None:  # noqa: PLR0913 (the six facts of a vote)
        """Keep what somebody thought; a later opinion takes the place of an earlier one."""
        run = current_run()
        row = {"person": person, "key": key, "asked": asked, "document_id": document_id, "vote": vote, "at": at}

        def change(connection: Connection) -> None:
            if run is not None:  # the rest of the shelf can be made anew by anybody; this can't
                run.hold(connection)
            new = insert_into(connection, VoteRow).values(row)
            changed = {"vote": new.excluded.vote, "at": new.excluded.at}
            connection.execute(new.on_conflict_do_update(index_elements=["person", "key", "asked"], set_=changed))

        self._write(change)

    def votes(self, since: datetime | None = None) -> list[tuple[str, int, int]]:
        """Each document that somebody voted about, how often it helped and how often it didn't."""
        helped = func.sum(func.abs(VoteRow.vote + 1) / 2)
        wanted = select(VoteRow.document_id, helped, func.count()).group_by(VoteRow.document_id)
        wanted = wanted.where(VoteRow.at >= since) if since else wanted
        return [(row[0], int(row[1]), int(row[2]) - int(row[1])) for row in self._read(wanted)]

    def _read_of(self, wanted: Any, column: Any, ids: Collection[str] | None) -> list[Any]:
        """Those rows whose column is one of `ids`; all of them without. Many are read as all: it costs less."""
        if ids is None or len(ids) > _MANY:
            rows = self._read(wanted.add_columns(column.label("sought")))
            return rows if ids is None else [row for row in rows if row.sought in ids]
        named = sorted(ids)
        batches = (named[start : start + _AT_ONCE] for start in range(0, len(named), _AT_ONCE))
        return [row for batch in batches for row in self._read(wanted.where(column.in_(batch)))]

    def _read(self, wanted: Any) -> list[Any]:
        return self._patiently(lambda connection: list(connection.execute(wanted)), writes=False)

    def _write(self, change: Callable[[Connection], None]) -> None:
        def guarded(connection: Connection) -> None:
            if connection.dialect.name == "postgresql":  # replicas that index the same folder take turns
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('groundwork:shelf', 0))"))
            change(connection)

        self._patiently(guarded, writes=True)

    def _patiently(self, work: Callable[[Connection], _T], *, writes: bool) -> _T:
        for pause in (0.05, 0.2, 1.0, None):
            try:
                with (
                    self._engine.connect().execution_options(groundwork_writes=writes) as connection,
                    connection.begin(),
                ):
                    return work(connection)
            except DBAPIError as error:
                if pause is None:
                    raise StoreTrouble(f"The database can’t be used: {error.orig}.") from error
                time.sleep(pause)
        raise AssertionError("the loop ends by returning or raising")


def _take_away(connection: Connection, ids: Sequence[str]) -> None:
    connection.execute(delete(PassageRow).where(PassageRow.document_id.in_(ids)))
    connection.execute(delete(DocumentRow).where(DocumentRow.id.in_(ids)))


def _count_up(connection: Connection) -> None:
    found = connection.scalar(select(KeyValueRow.value).where(KeyValueRow.key == _GENERATION))
    new = insert_into(connection, KeyValueRow).values(key=_GENERATION, value=(found or 0) + 1)
    connection.execute(new.on_conflict_do_update(index_elements=["key"], set_={"value": new.excluded.value}))
