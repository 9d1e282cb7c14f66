"""Gathers everything that is kept about a person, for them to read."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.chat import Person
from bot.privacy.quoting import Forgotten
from bot.privacy.rules import own_parts, whose_entry
from bot.store.forgetting import look
from bot.store.sql import SqlStore
from bot.store.tables import AuditRow, EntryRow, JournalRow, KeyValueRow, ScheduleRow, VoteRow


async def everything_about(store: SqlStore, person: str) -> dict[str, Any]:
    """What the store holds: JSON, by kind of record. Facts and posts that only name them are listed by their key."""
    who = (await look(store, person, Person(id=person, name=""))).who
    heads = await store.read(select(JournalRow.__table__).order_by(JournalRow.started_at))
    statements = []
    for head in heads:
        rows = await store.read(select(EntryRow.entry).where(EntryRow.journal_id == head.id).order_by(EntryRow.seq))
        for row in rows:
            texts = own_parts(row.entry["body"], who, whose_entry(row.entry, who))
            if texts or who.is_them(row.entry["by"]):
                line = {"in": head.id, "title": head.title, "at": row.entry["at"], "kind": row.entry["kind"]}
                statements.append({**line, "words": texts})
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
