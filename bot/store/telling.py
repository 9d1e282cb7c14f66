"""Gathers everything that is kept about a person, for them to read."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.chat import Person
from bot.privacy.quoting import Forgotten
from bot.privacy.rules import own_parts, stands_in
from bot.store.forgetting import look
from bot.store.sql import SqlStore
from bot.store.tables import AuditRow, EntryRow, JournalRow, KeyValueRow, ScheduleRow, VoteRow


async def everything_about(store: SqlStore, person: str) -> dict[str, Any]:
    """What the store holds: JSON, by kind of record. Facts and posts that only name them are listed by their key."""
    who = (await look(store, person, Person(id=person, name=""))).who
    heads = await store.read(select(JournalRow.__table__).order_by(JournalRow.started_at))
    statements, named = [], []
    for head in heads:
        rows = await store.read(select(EntryRow.entry).where(EntryRow.journal_id == head.id).order_by(EntryRow.seq))
        entries = [row.entry for row in rows]
        for entry, texts in zip(entries, own_parts(head.kind, entries, who), strict=True):
            line = {"in": head.id, "title": head.title, "at": entry["at"], "kind": entry["kind"]}
            if texts or who.is_them(entry["by"]):
                statements.append({**line, "words": texts})
            elif stands_in(entry["body"], who):
                named.append(line)
    votes = await store.read(select(VoteRow).where(VoteRow.person.in_(who.ids)))
    schedules = await store.read(select(ScheduleRow.__table__))
    facts = await store.read(select(KeyValueRow.key, KeyValueRow.value).order_by(KeyValueRow.key))
    acts = await store.read(select(AuditRow.__table__).where(AuditRow.by.in_(who.ids)))
    return {
        "person": person,
        "ids": sorted(who.ids),
        "names": sorted(who.names),
        "started": [head.id for head in heads if who.is_them(head.started_by)],
        "said_and_done": statements,
        "named_by_others": named,
        "votes": [_vote(row[0]) for row in votes],
        "schedules": [{"id": row.id, "kind": row.kind, "rule": row.rule} for row in schedules if who.is_them(row.by)],
        "platform_facts": [
            {"key": row.key, "value": row.value} for row in facts if _is_theirs(row.key, row.value, who)
        ],
        "audit": [{"at": row.at.isoformat(), "act": row.act, "facts": row.facts} for row in acts],
    }


def _vote(row: VoteRow) -> dict[str, Any]:
    return {"asked": row.asked, "document": row.document_id, "vote": row.vote, "at": row.at.isoformat()}


def _is_theirs(key: str, value: Any, who: Forgotten) -> bool:
    inside = value.values() if isinstance(value, dict) else ()
    return key.rpartition("/")[2] in who.ids or any(who.is_them(each) for each in inside)
