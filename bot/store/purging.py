"""Takes away what was kept long enough, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from bot.privacy.retention import Limits
from bot.store.sql import SqlStore
from bot.store.tables import (
    AuditRow,
    EffectRow,
    EntryRow,
    JournalRow,
    KeyValueRow,
    ModelCallRow,
    ScheduleRow,
    VoteRow,
)

_AT_ONCE = 400


async def purge(store: SqlStore, limits: Limits, *, passing: Sequence[str], unfinished: Iterable[str]) -> Counter[str]:
    """Take away what is older than its limit; how many records of each kind that were.

    `passing` are the beginnings of the keys of platforms' facts that nobody needs after a while: posts that were shown,
    forms that were open. Who people are and how they are reached is kept until they are forgotten. `unfinished` are
    turns whose writes may still have to be taken back.
    """
    going_on = frozenset(unfinished)

    def change(connection: Connection) -> Counter[str]:
        done: Counter[str] = Counter()
        done += _journals(connection, limits)
        before = limits.before
        if "model_calls" in before:
            done["model_calls"] = _gone(connection, ModelCallRow, ModelCallRow.at < before["model_calls"])
        if "votes" in before:
            done["votes"] = _gone(connection, VoteRow, VoteRow.at < before["votes"])
        if "audit" in before:
            done["audit"] = _gone(connection, AuditRow, AuditRow.at < before["audit"])
        if "schedules" in before:
            done["schedules"] = _gone(connection, ScheduleRow, ScheduleRow.ended_at < before["schedules"])
        if "platform_facts" in before:
            rows = connection.scalars(select(KeyValueRow.key).where(KeyValueRow.at < before["platform_facts"])).all()
            done["platform_facts"] = _by_key(
                connection, KeyValueRow, KeyValueRow.key, [key for key in rows if key.startswith(tuple(passing))]
            )
        if "turns" in before:
            keys = connection.scalars(select(EffectRow.key).where(EffectRow.at < before["turns"])).all()
            old = [key for key in keys if key.rpartition(":")[0] not in going_on]
            done["effects"] = _by_key(connection, EffectRow, EffectRow.key, old)
        return done

    return +await store.write(change)


def _journals(connection: Connection, limits: Limits) -> Counter[str]:
    """Those that nobody touched for so long. A team that still meets stays: its set times live by its journal."""
    done: Counter[str] = Counter()
    running = connection.execute(select(ScheduleRow.what, ScheduleRow.rule).where(ScheduleRow.ended_at.is_(None))).all()
    meets = {each.what.get("team") for each in running if not each.rule.get("until")}
    for row in connection.execute(select(JournalRow.id, JournalRow.kind, JournalRow.updated_at)).all():
        limit = limits.of_journal(row.kind)
        if limit is not None and row.updated_at < limit and row.id not in meets:
            connection.execute(delete(EntryRow).where(EntryRow.journal_id == row.id))
            connection.execute(delete(EffectRow).where(EffectRow.journal_id == row.id))
            connection.execute(delete(JournalRow).where(JournalRow.id == row.id))
            done[row.kind] += 1
    return done


def _gone(connection: Connection, table: Any, where: Any) -> int:
    return int(connection.execute(delete(table).where(where)).rowcount)


def _by_key(connection: Connection, table: Any, column: Any, keys: Sequence[str]) -> int:
    for start in range(0, len(keys), _AT_ONCE):
        connection.execute(delete(table).where(column.in_(keys[start : start + _AT_ONCE])))
    return len(keys)
