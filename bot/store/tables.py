"""The tables that everything lasting is kept in: journals, facts of platforms, documents, schedules, model calls."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

_UNSTORABLE = re.compile("[\x00\x1b\ud800-\udfff]")
_ESCAPED = re.compile("\x1b([0-9a-f]{4})")


def escaped(text: str) -> str:
    """The text as a `Said` column holds it."""
    return _UNSTORABLE.sub(lambda found: f"\x1b{ord(found[0]):04x}", text)


class Said(TypeDecorator[str]):
    """Any text at all, unchanged on the way out.

    PostgreSQL refuses NUL, both refuse lone surrogates: these are kept as ESC and four hex digits, and so is ESC.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Escape what a database would refuse."""
        del dialect
        return None if value is None else escaped(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Undo the escapes."""
        del dialect
        return None if value is None else _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)


class JsonText(TypeDecorator[Any]):
    """A JSON value as plain ASCII text, so that every string survives: PostgreSQL's own JSON type refuses some."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        """JSON in ASCII."""
        del dialect
        return json.dumps(value, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The value again, with lists for tuples."""
        del dialect
        return None if value is None else json.loads(value)


class Instant(TypeDecorator[datetime]):
    """A moment, timezone-aware and in UTC on the way out; SQLite keeps no zone, so it is UTC in there."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """`timestamptz` where there is one."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC; ValueError for a naive time, which could be any moment."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(DeclarativeBase):
    """What all tables share. Names of constraints are fixed, so that migrations can find them."""

    type_annotation_map = {str: Said, datetime: Instant, dict[str, Any]: JsonText}  # noqa: RUF012 (SQLAlchemy's own)


Table.metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
}


class JournalRow(Table):
    """One journal; `number` is counted within its kind. Its state is in its entries, only what lists need is here."""

    __tablename__ = "journals"
    __table_args__ = (UniqueConstraint("kind", "number"), Index(None, "address", "kind", "status"))

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    number: Mapped[int]
    address: Mapped[str]
    title: Mapped[str]
    status: Mapped[str]
    started_by: Mapped[dict[str, Any]]
    started_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class EntryRow(Table):
    """One entry; `seq` counts from 1 within its journal. `effect` is the write that brought it."""

    __tablename__ = "entries"

    journal_id: Mapped[str] = mapped_column(ForeignKey("journals.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    effect: Mapped[str] = mapped_column(index=True)
    entry: Mapped[dict[str, Any]]


class EffectRow(Table):
    """One write that has happened. Its key is its identity: the same key never writes twice.

    `before` is what the journal's head was before the write, so that an unfinished turn can be taken back whole.
    """

    __tablename__ = "effects"

    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    journal_id: Mapped[str | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(JsonText)


class KeyValueRow(Table):
    """A platform's own fact, and since when it reads so; looked up by how its key begins (`bot.store.beginnings`)."""

    __tablename__ = "key_values"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JsonText)
    at: Mapped[datetime | None]


class AuditRow(Table):
    """Something that was done with people's data or rights: by whom, and figures, never what anybody said."""

    __tablename__ = "audit"
    __table_args__ = (UniqueConstraint("effect"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str]
    act: Mapped[str]
    facts: Mapped[dict[str, Any]]
    effect: Mapped[str]


class DocumentRow(Table):
    """A file that was read for the index, or why it couldn't be. `digest` is of its content, `mtime` in nanoseconds."""

    __tablename__ = "documents"

    id: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(index=True)
    path: Mapped[str]
    digest: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    mtime: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str]
    document: Mapped[dict[str, Any]]


class PassageRow(Table):
    """A passage; `seq` counts from 0, and -1 is the document's outline. `key` is the identity of its embedded text."""

    __tablename__ = "passages"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)
    passage: Mapped[dict[str, Any]]


class VoteRow(Table):
    """What somebody thought of a passage that was found for a question: 1 it helped, -1 it didn't."""

    __tablename__ = "votes"

    person: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    asked: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str]
    vote: Mapped[int]
    at: Mapped[datetime]


class ScheduleRow(Table):
    """Something that happens at set times: `rule` says when, `what` is done by the feature `kind`, at `address`.

    `seen` is the last due time that was looked at, whether it was run or told as missed.
    """

    __tablename__ = "schedules"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    address: Mapped[str] = mapped_column(index=True)
    what: Mapped[dict[str, Any]]
    rule: Mapped[dict[str, Any]]
    by: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    seen: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ModelCallRow(Table):
    """One question to a language model: what it used and how it ended, never what was said. `micros` are millionths."""

    __tablename__ = "model_calls"

    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    turn: Mapped[str]
    feature: Mapped[str]
    prompt: Mapped[str]
    model: Mapped[str]
    tokens_in: Mapped[int]
    tokens_out: Mapped[int]
    micros: Mapped[int] = mapped_column(BigInteger)
    milliseconds: Mapped[int]
    outcome: Mapped[str]
