"""Takes finished turns out of the record: those that speak of somebody who is forgotten, and those that are old."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, and_, delete, or_, select

from bot.durable.gathering import queue_engine
from bot.store.urls import sqlite_file

_TURN = "workflow_uuid"
_UNFINISHED = frozenset({"PENDING", "ENQUEUED", "DELAYED"})
_READ_BY_NOW = 3.0  # seconds after its end in which whoever waits for a turn has seen what came of it
_AT_ONCE = 200


@dataclass(frozen=True)
class Taken:
    """How many finished turns were taken out, and the ids of those that are not finished yet."""

    turns: int
    waiting: frozenset[str]


async def take_out(turns_url: str, about: Callable[[Any], bool]) -> Taken:
    """Take out every finished turn in whose record `about` is true of a JSON value: what came in, steps, what was said.

    A turn that ended a moment ago counts as waiting: somebody may be about to read what it said.
    """
    return await asyncio.to_thread(_in_tables, turns_url, lambda connection, tables: _about(connection, tables, about))


async def take_out_before(turns_url: str, moment: float) -> Taken:
    """Take out every finished turn that began before a moment, in seconds since 1970."""
    return await asyncio.to_thread(_in_tables, turns_url, lambda connection, tables: _old(connection, tables, moment))


async def records(turns_url: str, about: Callable[[Any], bool]) -> list[Any]:
    """What came in by the turns that are still in the record, where `about` is true of it."""

    def read(connection: Connection, tables: Sequence[Table]) -> list[Any]:
        return [value for _, value in _values(connection, tables, inputs_only=True) if about(value)]

    return await asyncio.to_thread(_in_tables, turns_url, read, [])


def _in_tables(turns_url: str, work: Callable[[Connection, Sequence[Table]], Any], otherwise: Any = None) -> Any:
    file = sqlite_file(turns_url)
    nothing = Taken(0, frozenset()) if otherwise is None else otherwise
    if file is not None and not file.exists():
        return nothing
    engine: Engine = queue_engine(turns_url)
    try:
        known = MetaData()
        known.reflect(engine, schema=None if file else "dbos")
        tables = [each for each in known.tables.values() if _TURN in each.columns or "destination_uuid" in each.columns]
        if not any(each.name == "workflow_status" for each in tables):
            return nothing
        with engine.begin() as connection:
            return work(connection, tables)
    finally:
        engine.dispose()


def _about(connection: Connection, tables: Sequence[Table], about: Callable[[Any], bool]) -> Taken:
    found = {turn for turn, value in _values(connection, tables) if about(value)}
    status = _status(tables)
    now, soon = time.time() * 1000, _READ_BY_NOW * 1000
    waiting, gone = set(), []
    for row in connection.execute(select(status.c[_TURN], status.c.status, status.c.updated_at)).all():
        if row[0] in found:
            # Where the clock was put back since, a turn ended in what is to come, and nobody waits for it any more.
            if row.status in _UNFINISHED or abs(now - row.updated_at) < soon:
                waiting.add(row[0])
            else:
                gone.append(row[0])
    _delete(connection, tables, gone)
    return Taken(len(gone), frozenset(waiting))


def _old(connection: Connection, tables: Sequence[Table], moment: float) -> Taken:
    status = _status(tables)
    rows = connection.execute(select(status.c[_TURN], status.c.status, status.c.created_at)).all()
    waiting = frozenset(row[0] for row in rows if row.status in _UNFINISHED)
    gone = [row[0] for row in rows if row[0] not in waiting and row.created_at < moment * 1000]
    _delete(connection, tables, gone)
    return Taken(len(gone), waiting)


def _status(tables: Sequence[Table]) -> Table:
    return next(each for each in tables if each.name == "workflow_status")


def _values(connection: Connection, tables: Sequence[Table], *, inputs_only: bool = False) -> Iterator[tuple[str, Any]]:
    """Every text in the record, with its turn; what is JSON is read as such."""
    for table in tables:
        turn = table.columns.get(_TURN, table.columns.get("destination_uuid"))
        names = {"inputs"} if inputs_only else {each.name for each in table.columns}
        columns = [each for each in table.columns if each.name in names and _is_text(each)]
        if turn is None or not columns:
            continue
        for row in connection.execute(select(turn, *columns), execution_options={"stream_results": True}):
            for text in row[1:]:
                if text:
                    yield str(row[0]), _read(str(text))


def _is_text(column: Any) -> bool:
    try:
        return bool(column.type.python_type is str)
    except NotImplementedError:
        return False


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _delete(connection: Connection, tables: Sequence[Table], turns: Sequence[str]) -> None:
    # The status last: other tables refer to it.
    for table in sorted(tables, key=lambda each: each.name == "workflow_status"):
        columns = [each for each in table.columns if each.name in {_TURN, "destination_uuid"}]
        for start in range(0, len(turns), _AT_ONCE):
            some = turns[start : start + _AT_ONCE]
            connection.execute(delete(table).where(or_(*(and_(each.in_(some)) for each in columns))))
