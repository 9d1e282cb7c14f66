"""Gathers everything that is kept about a person, for them to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from bot.chat import Person
from bot.privacy.quoting import Forgotten, Taken
from bot.privacy.rules import own_facts, own_parts, speaks_of
from bot.store.forgetting import look
from bot.store.sql import SqlStore
from bot.store.tables import AuditRow, EntryRow, JournalRow, KeyValueRow, ModelCallRow, ScheduleRow, VoteRow

_NOTHING = Taken(())


async def whose(store: SqlStore, person: str) -> Forgotten:
    """Every id and name by which somebody is known."""
    return (await look(store, person, Person(id=person, name=""))).who


async def everything_about(store: SqlStore, who: Forgotten, turns: Sequence[str] = ()) -> dict[str, Any]:
    """What the store holds: JSON, by kind of record; `turns` are those in the record that they began.

    Their own words and deeds are whole. What others said that names them, and posts that do, are others': where these
    stand is told.
    """
    heads = await store.read(select(JournalRow.__table__).order_by(JournalRow.started_at))
    statements: list[dict[str, Any]] = []
    named: list[dict[str, Any]] = []
    for head in heads:
        theirs, of_others = [], []
        rows = await store.read(select(EntryRow.entry).where(EntryRow.journal_id == head.id).order_by(EntryRow.seq))
        entries = [row.entry for row in rows]
        for entry, texts in zip(entries, own_parts(head.kind, entries, who), strict=True):
            line = {"in": head.id, "at": entry["at"], "kind": entry["kind"]}
            if texts or who.is_them(entry["by"]):
                theirs.append({**line, "title": head.title, "words": texts, "facts": own_facts(entry, who)})
            elif speaks_of(entry["body"], who, _NOTHING):
                of_others.append(line)
        statements += theirs
        # What others called a conversation that they were not in is others' words, too.
        named += [{**line, "title": head.title} for line in of_others] if theirs else of_others
    votes = await store.read(select(VoteRow).where(VoteRow.person.in_(who.ids)))
    schedules = await store.read(select(ScheduleRow.__table__))
    facts = await store.read(select(KeyValueRow.key, KeyValueRow.value).order_by(KeyValueRow.key))
    own = [row for row in facts if _is_theirs(row.key, row.value, who)]
    acts = await store.read(select(AuditRow.__table__).order_by(AuditRow.number))
    calls = await store.read(select(ModelCallRow.__table__).order_by(ModelCallRow.number))
    return {
        "ids": sorted(who.ids),
        "names": sorted(who.names),
        "started": [head.id for head in heads if who.is_them(head.started_by)],
        "said_and_done": statements,
        "named_by_others": named,
        "votes": [_vote(row[0]) for row in votes],
        "schedules": [_schedule(row) for row in schedules if who.is_them(row.by)],
        "schedules_of_others": [
            row.id for row in schedules if not who.is_them(row.by) and speaks_of(row.what, who, _NOTHING)
        ],
        "platform_facts": [{"key": row.key, "value": row.value} for row in own],
        "posts_that_name_them": [
            row.key for row in facts if row not in own and speaks_of([row.key, row.value], who, _NOTHING)
        ],
        "audit": [
            {"at": row.at.isoformat(), "act": row.act, "facts": row.facts}
            for row in acts
            if who.is_them(row.by) or speaks_of(row.facts, who, _NOTHING)
        ],
        "model_calls": [_call(row) for row in calls if row.turn in turns],
    }


def _vote(row: VoteRow) -> dict[str, Any]:
    return {"asked": row.asked, "document": row.document_id, "vote": row.vote, "at": row.at.isoformat()}


def _schedule(row: Any) -> dict[str, Any]:
    return {"id": row.id, "kind": row.kind, "rule": row.rule, "what": row.what, "made_at": row.made_at.isoformat()}


def _call(row: Any) -> dict[str, Any]:
    return {
        "at": row.at.isoformat(),
        "turn": row.turn,
        "feature": row.feature,
        "model": row.model,
        "tokens": row.tokens_in + row.tokens_out,
        "outcome": row.outcome,
    }


def _is_theirs(key: str, value: Any, who: Forgotten) -> bool:
    inside = value.values() if isinstance(value, dict) else ()
    return key.rpartition("/")[2] in who.ids or any(who.is_them(each) for each in inside)
