"""Keeps what a language model was asked for and what it used, and adds it up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, insert, select

from bot.llm.spending import MILLION, Call, DayUse, Spent
from bot.store.sql import SqlStore
from bot.store.tables import ModelCallRow


class UsageBook:
    """`Book` in the store's database."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    async def add(self, call: Call) -> None:
        """Write down a call."""
        row = call.model_dump(exclude={"seconds"}) | {"milliseconds": round(call.seconds * 1000)}

        def change(connection: Connection) -> None:
            connection.execute(insert(ModelCallRow).values(row))

        await self._store.write(change)

    async def spent(self, since: datetime) -> Spent:
        """Everything since that moment."""
        tokens = func.coalesce(func.sum(ModelCallRow.tokens_in + ModelCallRow.tokens_out), 0).label("tokens")
        micros = func.coalesce(func.sum(ModelCallRow.micros), 0).label("micros")
        (row,) = await self._store.read(select(tokens, micros).where(ModelCallRow.at >= since))
        return Spent(tokens=int(row.tokens), micros=int(row.micros))

    async def by_day(self, since: datetime, zone: ZoneInfo) -> list[DayUse]:
        """What each feature used on each day of the team, newest day first."""
        row = ModelCallRow
        wanted = select(row.at, row.feature, row.model, row.tokens_in, row.tokens_out, row.micros, row.outcome)
        rows = await self._store.read(wanted.where(row.at >= since))
        days: dict[tuple[date, str, str], list[tuple[int, int, int, bool]]] = {}
        for one in rows:
            key = (one.at.astimezone(zone).date(), one.feature, one.model)
            days.setdefault(key, []).append((one.tokens_in, one.tokens_out, one.micros, one.outcome == "used"))
        ordered = sorted(days, key=lambda key: (-key[0].toordinal(), key[1:]))
        return [_added_up(*key, days[key]) for key in ordered]


def _added_up(day: date, feature: str, model: str, calls: Iterable[tuple[int, int, int, bool]]) -> DayUse:
    calls = list(calls)
    return DayUse(
        day=day,
        feature=feature,
        model=model,
        calls=len(calls),
        without_answer=sum(1 for *_, used in calls if not used),
        tokens_in=sum(call[0] for call in calls),
        tokens_out=sum(call[1] for call in calls),
        money=sum(call[2] for call in calls) / MILLION,
    )
