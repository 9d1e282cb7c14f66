"""Turns that another release began start again from their message: its steps may not be ours."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import text

from bot.durable.gathering import queue_engine

if TYPE_CHECKING:
    from sqlalchemy import Engine, TextClause

    from bot.store.sql import SqlStore

TURN = "turn"
QUEUE = "turns"
_FOUND = """
    SELECT workflow_uuid, status, application_version FROM {status}
    WHERE name = :turn AND executor_id = :executor AND (
        status IN ('CANCELLED', 'ERROR')
        OR (status IN ('ENQUEUED', 'PENDING') AND application_version <> :release)
    ) ORDER BY created_at, workflow_uuid
"""
_CLAIM = """
    UPDATE {status} SET status = 'PENDING', owner_xid = NULL, queue_name = :queue, application_version = :nobody
    WHERE {this} AND status = :seen
"""
_NOBODY = (
    "none"  # a release that nobody runs: after a crash its steps are not taken as they are, for its writes may be gone
)
_FORGET = ("DELETE FROM {steps} WHERE {this}", "DELETE FROM {output} WHERE {this}")
_FORGET_FAILED = "DELETE FROM {steps} WHERE {this} AND error IS NOT NULL"  # ours never fail: it could not be recorded
_PUT_BACK = """
    UPDATE {status} SET status = 'ENQUEUED', application_version = :release, recovery_attempts = 0, output = NULL,
        error = NULL, owner_xid = NULL, started_at_epoch_ms = NULL, completed_at = NULL, updated_at = :now
    WHERE {this} AND status = 'PENDING'
"""
_OURS = "AND executor_id = :executor AND application_version = :release"  # and nobody is starting it again just now
_log = structlog.get_logger(__name__)


async def start_again(state_url: str, store: SqlStore, executor_id: str, release: str) -> None:
    """Put the turns of this executor back into the queue that another release began, or that ended in a refusal.

    Only while nobody else can be that executor. What they wrote is taken back first, so nothing is applied twice. All
    the while each counts as under way, so that what was said after it in its conversation waits; a crash in the middle
    leaves it so, and the next to come finds it. DBOS's own way, to cancel and to rewind, lets others pass in between.
    """
    engine = queue_engine(state_url)
    try:
        found = await asyncio.to_thread(_claim, engine, executor_id, release)
        for turn, begun_by in found:
            writes = await store.take_back(turn)
            await asyncio.to_thread(put_back, engine, turn, release)
            _log.info("turn_starts_again", turn=turn, begun_by=begun_by, writes_taken_back=writes)
    finally:
        await asyncio.to_thread(engine.dispose)


def _claim(engine: Engine, executor_id: str, release: str) -> list[tuple[str, str]]:
    """Those turns, out of anybody's reach: one that an older replica has begun meanwhile is left to it."""
    asked = {"turn": TURN, "executor": executor_id, "release": release}
    with engine.begin() as connection:
        found = connection.execute(_of(engine, _FOUND), asked).all()
        claim, ours = _of(engine, _CLAIM), {"queue": QUEUE, "nobody": _NOBODY}
        return [
            (str(row.workflow_uuid), str(row.application_version))
            for row in found
            if connection.execute(claim, {**ours, "id": row.workflow_uuid, "seen": row.status}).rowcount
        ]


def put_back(engine: Engine, turn: str, release: str) -> None:
    """Back into the queue, in the place that it had, with no step recorded."""
    with engine.begin() as connection:
        for each in _FORGET:
            connection.execute(_of(engine, each), {"id": turn})
        connection.execute(_of(engine, _PUT_BACK), {"id": turn, "release": release, "now": _now()})


def go_on(engine: Engine, turn: str, release: str, executor_id: str) -> None:
    """Back into the queue, in the place that it had, with the steps that this release recorded; if it is still ours."""
    asked = {"id": turn, "release": release, "now": _now(), "executor": executor_id}
    with engine.begin() as connection:
        if connection.execute(_of(engine, f"{_PUT_BACK} {_OURS}"), asked).rowcount:
            connection.execute(_of(engine, _FORGET_FAILED), {"id": turn})


def _now() -> int:
    return int(time.time() * 1000)


def _of(engine: Engine, statement: str) -> TextClause:
    schema = "" if engine.dialect.name == "sqlite" else "dbos."
    tables = {"status": "workflow_status", "steps": "operation_outputs", "output": "workflow_output"}
    return text(
        statement.format(this="workflow_uuid = :id", **{name: f"{schema}{table}" for name, table in tables.items()})
    )
