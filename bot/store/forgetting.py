"""Forgets somebody in every table of the store: all of them in one transaction, or none."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from bot.chat import ERASED, Person
from bot.privacy.given import Given, GivenNear, given_in, keys_in
from bot.privacy.quoting import Forgotten, Taken
from bot.privacy.rules import Record, lost_in, names_in, own_parts, speaks_of, words_in
from bot.store.sql import SqlStore
from bot.store.tables import (
    AuditRow,
    DocumentRow,
    EffectRow,
    EntryRow,
    JournalRow,
    KeyValueRow,
    ModelCallRow,
    PassageRow,
    ScheduleRow,
    VoteRow,
)

WISH = "privacy/wish/"
"""Under which keys it stands who waits to be forgotten: these go when everything else has."""

_TITLED_BY_US = frozenset({"team", "checkin", "tracker", "invitation", "assessment", "report", "sharing", "digest"})
"""Kinds of journals that nobody gave a title: a team's is its name."""

_TITLED_BY_PEOPLE = frozenset({"interview", "stories", "retro"})
"""Kinds whose title is what whoever began it typed."""


@dataclass(frozen=True)
class Known:
    """What is looked for: who, what they said, the titles they gave, and what was drafted from nothing else.

    `given` holds what they named, by the journal it stands in; `teams` where each team meets, with the keys of its
    ceremonies.
    """

    who: Forgotten
    taken: Taken
    titles: frozenset[str]
    derived: Taken
    statements: int
    given: Mapping[str, Given]
    teams: Mapping[str, tuple[str, frozenset[str]]]


async def look(store: SqlStore, person: str, stand_in: Person, names: Iterable[str] = ()) -> Known:
    """Everything by which this person and their words can be told, before any of it is gone."""
    facts = [(row.key, row.value) for row in await store.read(select(KeyValueRow.key, KeyValueRow.value))]
    ids = {person, *_other_ids(facts, person)}
    heads = await store.read(
        select(JournalRow.id, JournalRow.kind, JournalRow.address, JournalRow.title, JournalRow.started_by)
    )
    entries: dict[str, list[dict[str, Any]]] = {}
    for row in await store.read(
        select(EntryRow.journal_id, EntryRow.entry).order_by(EntryRow.journal_id, EntryRow.seq)
    ):
        entries.setdefault(row.journal_id, []).append(row.entry)
    schedules = await store.read(select(ScheduleRow.by))
    people = [*(head.started_by for head in heads), *(row.by for row in schedules), *entries.values()]

    def work() -> Known:
        known = frozenset(ids)
        called = {
            *names,
            *(name for each in (*people, *(value for _, value in facts)) for name in names_in(each, known)),
        }
        called |= {str(value["name"]) for key, value in facts if key.rpartition("/")[2] in ids and _has_a_name(value)}
        who = Forgotten(ids=known, names=frozenset(filter(None, called)), stand_in=stand_in)
        return _known(who, heads, entries)

    return await asyncio.to_thread(work)  # every word of every conversation is looked at


def _known(who: Forgotten, heads: Sequence[Any], journals: Mapping[str, list[dict[str, Any]]]) -> Known:
    kinds = {head.id: head.kind for head in heads}
    titled = [(head.title, who.is_them(head.started_by)) for head in heads if head.kind not in _TITLED_BY_US]
    typed = {head.title for head in heads if head.kind in _TITLED_BY_PEOPLE and not who.is_them(head.started_by)}
    own = {each: own_parts(kinds.get(each, ""), entries, who) for each, entries in journals.items()}
    heard = dict.fromkeys(text for each in own.values() for texts in each for text in texts)
    said = [text for text in heard if text not in typed]
    rests = Taken(said)
    given = _given(who, heads, journals)
    drafted: list[str] = []
    others: set[str] = set()
    for each, entries in journals.items():
        lost = lost_in(entries, who)
        record = Record(who, rests, lost, kinds.get(each, ""), given.get(each, Given()))
        for entry in entries:
            others |= set(words_in(record.body(entry)))
        drafted += record.heard
    mine = {title for title, theirs in titled if theirs}
    titles = frozenset(mine - {title for title, theirs in titled if not theirs})
    copied = tuple(dict.fromkeys((*said, *titles, *drafted)))
    return Known(
        who=who,
        taken=Taken((*dict.fromkeys((*said, *titles)),)),
        titles=titles,
        derived=Taken(copied, copies=True, own=frozenset(words_in(copied)) - others),
        statements=sum(
            who.is_them(entry.get("by")) and bool(theirs)
            for each, entries in journals.items()
            for entry, theirs in zip(entries, own[each], strict=True)
        ),
        given=given,
        teams={head.id: (head.address, keys_in(journals.get(head.id, []))) for head in heads if head.kind == "team"},
    )


def _given(who: Forgotten, heads: Sequence[Any], journals: Mapping[str, list[dict[str, Any]]]) -> dict[str, Given]:
    """What they named, by journal; check-ins have the keys of the team that is there, invitations their map's steps."""
    found = {head.id: given_in(head.kind, journals.get(head.id, []), who) for head in heads}
    teams = {head.address: found[head.id] for head in heads if head.kind == "team"}
    found |= {head.id: teams[head.address] for head in heads if head.kind == "checkin" and head.address in teams}
    for head in heads:
        if head.kind == "invitation" and journals.get(head.id):
            found[head.id] = found.get(journals[head.id][0]["body"].get("map", ""), Given())
    return {
        journal: given for journal, given in found.items() if given.names or given.keys or given.columns or given.steps
    }


def _other_ids(facts: Iterable[tuple[str, Any]], person: str) -> Iterator[str]:
    """Further ids that a platform knows the same person by."""
    for key, value in facts:
        if key.rpartition("/")[2] == person and _has_a_name(value) and isinstance(value.get("id"), str):
            yield value["id"]


def _has_a_name(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("name"), str)


async def forget(store: SqlStore, known: Known) -> Counter[str]:
    """Forget them everywhere; how many records were changed or taken away, by table."""

    def change(connection: Connection) -> Counter[str]:
        return Counter({table: done for table, treat in TREATED.items() if (done := treat(connection, known))})

    return await store.write(change)


def _journals(connection: Connection, known: Known) -> int:
    done = 0
    for head in connection.execute(select(JournalRow.__table__)).all():
        rows = connection.execute(
            select(EntryRow.seq, EntryRow.entry).where(EntryRow.journal_id == head.id).order_by(EntryRow.seq)
        ).all()
        given = known.given.get(head.id, Given())
        lost = lost_in([row.entry for row in rows], known.who)
        record = Record(known.who, known.taken, lost, head.kind, given)
        changed = False
        for row in rows:
            entry = dict(row.entry)
            entry["body"] = record.body(entry)
            entry["by"] = record.forgotten(entry["by"], key="by")
            if entry != row.entry:
                changed = True
                where = (EntryRow.journal_id == head.id, EntryRow.seq == row.seq)
                connection.execute(update(EntryRow).where(*where).values(entry=entry))
        new = {
            "title": _title(head.title, head.kind, known, given),
            "started_by": record.forgotten(head.started_by, key="by"),
            "address": known.who.without_ids(head.address),
        }
        if any(getattr(head, name) != value for name, value in new.items()):
            changed = True
            connection.execute(update(JournalRow).where(JournalRow.id == head.id).values(new))
        done += changed
    return done


def _entries(connection: Connection, known: Known) -> int:
    """What the entries say is done with their journals; here only the names of the turns that wrote them."""
    return _rename(connection, known, EntryRow.effect)


def _effects(connection: Connection, known: Known) -> int:
    done = _rename(connection, known, EffectRow.key)
    wanted = select(EffectRow.key, EffectRow.journal_id, EffectRow.before, JournalRow.kind).join(
        JournalRow, JournalRow.id == EffectRow.journal_id
    )
    for row in connection.execute(wanted.where(EffectRow.before.is_not(None))).all():
        if row.before and row.before.get("title"):
            title = _title(row.before["title"], row.kind, known, known.given.get(row.journal_id, Given()))
            if title != row.before["title"]:
                before = {**row.before, "title": title}
                connection.execute(update(EffectRow).where(EffectRow.key == row.key).values(before=before))
                done += 1
    return done


def _title(title: str, kind: str, known: Known, given: Given) -> str:
    """The title of a journal as it stays."""
    gone = title in (given.names if kind in _TITLED_BY_US else known.titles)
    return ERASED if gone else known.who.unnamed(known.taken.blanked(title))


def _key_values(connection: Connection, known: Known) -> int:
    who, done = known.who, 0
    anywhere = _given_anywhere(known)
    wanted = select(KeyValueRow.key, KeyValueRow.value).where(KeyValueRow.key.not_like(f"{WISH}%"))
    for row in connection.execute(wanted).all():
        about = row.value.values() if isinstance(row.value, dict) else ()
        gone = row.key.rpartition("/")[2] in who.ids or any(
            each in who.ids if isinstance(each, str) else who.is_them(each) for each in about
        )
        if gone:
            connection.execute(delete(KeyValueRow).where(KeyValueRow.key == row.key))
        else:
            given = GivenNear(teams=known.given, keys=_keys_near(row.key, known, anywhere))
            record = Record(who, known.derived, given=given)  # posts that were shown are kept here, with buttons
            key, value = who.without_ids(row.key), record.forgotten(row.value)
            if (key, value) == (row.key, row.value):
                continue
            connection.execute(update(KeyValueRow).where(KeyValueRow.key == row.key).values(key=key, value=value))
        done += 1
    return done


def _given_anywhere(known: Known) -> dict[str, str]:
    """What stands for ceremonies from now on, where no place says which team’s: no other team may have the same."""
    having = Counter(key for _, keys in known.teams.values() for key in keys)
    return {old: new for given in known.given.values() for old, new in given.keys.items() if having[old] <= 1}


def _keys_near(name: str, known: Known, anywhere: Mapping[str, str]) -> Mapping[str, str]:
    """What stands for the ceremonies of the team in whose conversation something was kept under this name."""
    kept = set(re.split(r"[/:]", name))
    for journal, (address, _) in known.teams.items():
        if set(address.split(":")) <= kept:
            return known.given.get(journal, Given()).keys
    return anywhere


def _documents(connection: Connection, known: Known) -> int:
    """What the bot made of their words goes with its passages; the next look at the sources makes it anew without them.

    The team's own files are not touched: they are where they are kept.
    """
    gone = []
    for row in connection.execute(select(DocumentRow.id, DocumentRow.document).where(DocumentRow.mtime == 0)).all():
        passages = connection.scalars(select(PassageRow.passage).where(PassageRow.document_id == row.id)).all()
        if speaks_of([row.document, *passages], known.who, known.derived):
            gone.append(row.id)
    for each in gone:
        connection.execute(delete(PassageRow).where(PassageRow.document_id == each))
        connection.execute(delete(DocumentRow).where(DocumentRow.id == each))
    return len(gone)


def _passages(connection: Connection, known: Known) -> int:
    """Done with their documents."""
    del connection, known
    return 0


def _votes(connection: Connection, known: Known) -> int:
    rows = connection.execute(select(VoteRow.person, VoteRow.key, VoteRow.asked)).all()
    gone = [row for row in rows if row.person in known.who.ids or speaks_of(row.asked, known.who, known.derived)]
    for row in gone:
        where = (VoteRow.person == row.person, VoteRow.key == row.key, VoteRow.asked == row.asked)
        connection.execute(delete(VoteRow).where(*where))
    return len(gone)


def _schedules(connection: Connection, known: Known) -> int:
    """What they set for set times goes on, since others rely on it; nobody's name is on it."""
    record, done = Record(known.who, known.derived), 0
    for row in connection.execute(select(ScheduleRow.__table__)).all():
        what = dict(row.what) if isinstance(row.what, dict) else row.what
        given = known.given.get(str(what.get("team", ""))) if isinstance(what, dict) else None
        key = str(what.get("ceremony", "")) if given else ""
        if given and key in given.keys:
            what["ceremony"] = given.keyed(key)
        new = {
            "id": row.id.replace(f":{key}:", f":{given.keyed(key)}:") if given and key else row.id,
            "by": record.forgotten(row.by, key="by"),
            "what": what if given else record.forgotten(what),
            "address": known.who.without_ids(row.address),
        }
        if any(getattr(row, name) != value for name, value in new.items()):
            connection.execute(update(ScheduleRow).where(ScheduleRow.id == row.id).values(new))
            done += 1
    return done


def _model_calls(connection: Connection, known: Known) -> int:
    return _rename(connection, known, ModelCallRow.turn)


def _audit(connection: Connection, known: Known) -> int:
    done = _rename(connection, known, AuditRow.effect)
    record = Record(known.who, known.derived)
    for row in connection.execute(select(AuditRow.number, AuditRow.by, AuditRow.facts)).all():
        by = known.who.stand_in.id if known.who.is_them(row.by) else row.by
        facts = record.forgotten(row.facts)
        if (by, facts) != (row.by, row.facts):
            connection.execute(update(AuditRow).where(AuditRow.number == row.number).values(by=by, facts=facts))
            done += 1
    return done


def _rename(connection: Connection, known: Known, column: Any) -> int:
    """Ids of theirs in the names of turns."""
    holds: list[ColumnElement[bool]] = [func.replace(column, each, "") != column for each in known.who.ids]
    done = 0
    for old_part, new_part in _times_named(known):
        held = func.replace(column, old_part, "") != column
        renamed = func.replace(column, old_part, new_part)
        done += connection.execute(update(column.class_).where(held).values({column.key: renamed})).rowcount
    for one in holds:
        for old in connection.scalars(select(column).where(one).distinct()).all():
            new = known.who.without_ids(old)
            if new != old:
                connection.execute(update(column.class_).where(column == old).values({column.key: new}))
                done += 1
    return done


def _times_named(known: Known) -> Iterator[tuple[str, str]]:
    """What stood for a team's set times in the names of turns, and what does from now on."""
    for journal, given in known.given.items():
        for old, new in given.keys.items():
            yield f"{journal}:{old}:", f"{journal}:{new}:"


TREATED: Mapping[str, Callable[[Connection, Known], int]] = {
    "journals": _journals,
    "entries": _entries,
    "effects": _effects,
    "key_values": _key_values,
    "documents": _documents,
    "passages": _passages,
    "votes": _votes,
    "schedules": _schedules,
    "model_calls": _model_calls,
    "audit": _audit,
}
"""How each table forgets; a test holds that none is left out."""
