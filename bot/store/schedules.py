"""Keeps schedules in the database, so that every replica knows the same ones."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import DBAPIError

from bot.chat import Address, Person
from bot.errors import StoreTrouble
from bot.schedule import Schedule
from bot.store.sql import insert_into, open_engine
from bot.store.tables import ScheduleRow
from bot.times import Rule


class ScheduleTable:
    """`bot.schedule.Schedules` over the database at `url`."""

    def __init__(self, url: str, *, patience: float = 10.0) -> None:
        self._engine = open_engine(url, patience)

    async def close(self) -> None:
        """Close every connection."""
        await asyncio.to_thread(self._engine.dispose)

    async def add(self, schedule: Schedule) -> None:
        """See `Schedules.add`."""
        row = schedule.model_dump(mode="json", exclude={"made_at", "seen", "ended_at"})
        row |= {"made_at": schedule.made_at, "seen": schedule.seen, "ended_at": schedule.ended_at}

        def change(connection: Connection) -> None:
            connection.execute(insert_into(connection, ScheduleRow).values(row).on_conflict_do_nothing())

        await self._do(change)

    async def active(self, address: Address | None = None, kind: str | None = None) -> list[Schedule]:
        """See `Schedules.active`."""
        wanted = select(ScheduleRow.__table__).where(ScheduleRow.ended_at.is_(None)).order_by(ScheduleRow.made_at)
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

    async def limit(self, schedule_id: str, until: datetime) -> None:
        """See `Schedules.limit`. An earlier limit stays."""
        where = (ScheduleRow.id == schedule_id, ScheduleRow.ended_at.is_(None))

        def change(connection: Connection) -> None:
            row = connection.execute(select(ScheduleRow.rule).where(*where)).first()
            rule = Rule.model_validate(row.rule) if row else None
            if rule is not None and (rule.until is None or rule.until > until):
                limited = rule.model_copy(update={"until": until.astimezone(UTC)}).model_dump(mode="json")
                connection.execute(update(ScheduleRow).where(*where).values(rule=limited))

        await self._do(change)

    async def mark_seen(self, schedule_id: str, due: datetime) -> None:
        """See `Schedules.mark_seen`. It only moves forward, whichever replica is late."""
        where = (ScheduleRow.id == schedule_id, ScheduleRow.seen < due)
        await self._do(lambda connection: connection.execute(update(ScheduleRow).where(*where).values(seen=due)))

    async def _do(self, work: Any, *, writes: bool = True) -> None:
        def transaction() -> None:
            with self._engine.connect().execution_options(groundwork_writes=writes) as connection, connection.begin():
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
