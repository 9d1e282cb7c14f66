"""Keeps schedules in the database, so that every replica knows the same ones."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, select, update
from sqlalchemy.exc import DBAPIError

from bot.chat import Address, Person
from bot.errors import StoreTrouble
from bot.schedule import Schedule
from bot.store.fence import current_run
from bot.store.sql import insert_into, open_engine
from bot.store.tables import ScheduleRow
from bot.times import Rule

_GROUP = "group"


class ScheduleTable:
    """`bot.schedule.Schedules` over the database at `url`."""

    def __init__(self, url: str, *, patience: float = 10.0) -> None:
        self._engine = open_engine(url, patience)

    async def close(self) -> None:
        """Close every connection."""
        await asyncio.to_thread(self._engine.dispose)

    async def add(self, schedule: Schedule) -> None:
        """See `Schedules.add`."""
        await self._do(lambda connection: _insert(connection, schedule))

    async def active(
        self, address: Address | None = None, kind: str | None = None, *, ended: bool = False
    ) -> list[Schedule]:
        """See `Schedules.active`."""
        wanted = select(ScheduleRow.__table__).order_by(ScheduleRow.made_at)
        if not ended:
            wanted = wanted.where(ScheduleRow.ended_at.is_(None))
        if address is not None:
            wanted = wanted.where(ScheduleRow.address == address)
        if kind is not None:
            wanted = wanted.where(ScheduleRow.kind == kind)
        found: list[Any] = []
        await self._do(lambda connection: found.extend(connection.execute(wanted)), writes=False)
        return [_schedule(row) for row in found]

    async def end(self, schedule_id: str, at: datetime) -> None:
        """See `Schedules.end`."""
        where = (ScheduleRow.id == schedule_id, ScheduleRow.ended_at.is_(None))
        await self._do(lambda connection: connection.execute(update(ScheduleRow).where(*where).values(ended_at=at)))

    async def settle(self, group: str, version: int, wanted: Sequence[Schedule], at: datetime) -> None:
        """See `Schedules.settle`. Several at once come one after another."""

        def change(connection: Connection) -> None:
            if connection.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"schedules:{group}", 0))))
            if not _is_news(connection, group, version, at):
                return
            now = _going(connection, group)
            for schedule in wanted:
                before = now.pop(schedule.id, None)
                if before is None or not _same(before, schedule):
                    seen = max(at, before.seen) if before else at
                    _limit(connection, before, at)
                    _insert(connection, schedule.model_copy(update={"id": f"{schedule.id}:{version}", "seen": seen}))
            for gone in now.values():
                _limit(connection, gone, at)

        await self._do(change)

    async def mark_seen(self, schedule_id: str, due: datetime) -> None:
        """See `Schedules.mark_seen`. It only moves forward, whichever replica is late."""
        where = (ScheduleRow.id == schedule_id, ScheduleRow.seen < due)
        await self._do(lambda connection: connection.execute(update(ScheduleRow).where(*where).values(seen=due)))

    async def _do(self, work: Any, *, writes: bool = True) -> None:
        run = current_run() if writes else None

        def transaction() -> None:
            with self._engine.connect().execution_options(groundwork_writes=writes) as connection, connection.begin():
                if run is not None:
                    run.hold(connection)
                work(connection)

        try:
            await asyncio.to_thread(transaction)
        except DBAPIError as error:
            raise StoreTrouble("I can’t reach my database right now. Please try again in a minute.") from error


def _schedule(row: Any) -> Schedule:
    return Schedule(
        id=row.id,
        kind=row.kind,
        address=row.address,
        what=row.what,
        rule=Rule.model_validate(row.rule),
        by=Person.model_validate(row.by),
        made_at=row.made_at,
        seen=row.seen,
        ended_at=row.ended_at,
    )


def _insert(connection: Connection, schedule: Schedule) -> None:
    row = schedule.model_dump(mode="json", exclude={"made_at", "seen", "ended_at"})
    row |= {"made_at": schedule.made_at, "seen": schedule.seen, "ended_at": schedule.ended_at}
    connection.execute(insert_into(connection, ScheduleRow).values(row).on_conflict_do_nothing())


def _is_news(connection: Connection, group: str, version: int, at: datetime) -> bool:
    """Note the version of a group, which stands in a row of its own that is never due."""
    where = (ScheduleRow.id == group, ScheduleRow.kind == _GROUP)
    row = connection.execute(select(ScheduleRow.what).where(*where)).first()
    if row is None:
        noted: dict[str, Any] = {
            "id": group,
            "kind": _GROUP,
            "address": "",
            "what": {"version": version},
            "rule": {},
            "by": {},
        }
        noted |= {"made_at": at, "seen": at, "ended_at": at}
        connection.execute(insert_into(connection, ScheduleRow).values(noted))
        return True
    if row.what["version"] >= version:
        return False
    connection.execute(update(ScheduleRow).where(*where).values(what={"version": version}))
    return True


def _going(connection: Connection, group: str) -> dict[str, Schedule]:
    """What a group has that is not limited yet, by its ids without the version."""
    start = f"{group}:"
    where = (ScheduleRow.ended_at.is_(None), func.substr(ScheduleRow.id, 1, len(start)) == start)
    found = [_schedule(row) for row in connection.execute(select(ScheduleRow.__table__).where(*where))]
    return {each.id.rpartition(":")[0]: each for each in found if each.rule.until is None}


def _same(one: Schedule, other: Schedule) -> bool:
    return (one.rule, one.what, one.kind, one.address) == (other.rule, other.what, other.kind, other.address)


def _limit(connection: Connection, schedule: Schedule | None, until: datetime) -> None:
    """It is due up to this moment; the clock ends it once all that is handed in."""
    if schedule is not None:
        rule = schedule.rule.model_copy(update={"until": until.astimezone(UTC)}).model_dump(mode="json")
        connection.execute(update(ScheduleRow).where(ScheduleRow.id == schedule.id).values(rule=rule))
