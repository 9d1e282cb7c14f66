"""Keeps what was done with people's data and rights: a list that only grows, without anybody's words."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from pydantic import AwareDatetime
from sqlalchemy import Connection, select

from bot.chat import Value
from bot.store.sql import SqlStore, insert_into
from bot.store.tables import AuditRow


class Act(Value):
    """One line: who did what when, and figures. `by` is an id; the bot itself is `groundwork`."""

    at: AwareDatetime
    by: str
    act: str
    facts: dict[str, Any]


class Audit:
    """The list in the store's database."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    async def add(self, act: str, *, by: str, effect: str, at: datetime | None = None, **facts: Any) -> None:
        """Write down an act; the same `effect` again changes nothing."""
        row = {"at": at or datetime.now(UTC), "by": by, "act": act, "facts": facts, "effect": effect}

        def change(connection: Connection) -> None:
            connection.execute(insert_into(connection, AuditRow).values(row).on_conflict_do_nothing())

        await self._store.write(change)

    async def acts(self, limit: int = 1000) -> list[Act]:
        """The last ones, newest first."""
        wanted = select(AuditRow.at, AuditRow.by, AuditRow.act, AuditRow.facts)
        rows = await self._store.read(wanted.order_by(AuditRow.number.desc()).limit(limit))
        return [Act(at=row.at, by=row.by, act=row.act, facts=row.facts) for row in rows]

    async def facts(self, effect: str) -> dict[str, Any] | None:
        """What was written down with this `effect`; None when nothing was."""
        rows = await self._store.read(select(AuditRow.facts).where(AuditRow.effect == effect))
        return dict(rows[0].facts) if rows else None

    async def figures(self, act: str, since: datetime) -> Counter[str]:
        """The figures of all such acts since a moment, added up."""
        rows = await self._store.read(select(AuditRow.facts).where(AuditRow.act == act, AuditRow.at >= since))
        found: Counter[str] = Counter()
        for row in rows:
            found.update({name: count for name, count in row.facts.items() if isinstance(count, int)})
        return found
