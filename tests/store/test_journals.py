"""What is written to a journal is written once, stays, and is found again."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta, timezone
from itertools import count

import pytest

from bot.chat import Person
from bot.errors import StoreTrouble
from bot.store.journal import Entry, Journal
from bot.store.sql import SqlStore

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
ANA = Person(id="U1", name="Ana")
HERE = "terminal:local"

_effects = count(1)


def said(text: str, at: datetime = NOON) -> Entry:
    return Entry(kind="said", at=at, by=ANA, body={"text": text})


async def start(
    store: SqlStore,
    *texts: str,
    kind: str = "interview",
    address: str = HERE,
    at: datetime = NOON,
    effect: str | None = None,
) -> str:
    return await store.start(
        kind=kind,
        address=address,
        title="Refunds",
        by=ANA,
        at=at,
        entries=[said(text) for text in texts],
        effect=effect or f"test:{next(_effects)}",
    )


async def append(store: SqlStore, journal_id: str, *texts: str, effect: str | None = None, at: datetime = NOON) -> None:
    entries = [said(text) for text in texts]
    await store.append(journal_id, entries, at=at, effect=effect or f"test:{next(_effects)}")


async def read(store: SqlStore, journal_id: str) -> Journal:
    journal = await store.journal(journal_id)
    assert journal is not None
    return journal


def texts(journal: Journal) -> list[str]:
    return [entry.body["text"] for entry in journal.entries]


async def test_a_journal_is_named_by_its_kind_and_a_number_counted_within_it(store: SqlStore) -> None:
    names = [await start(store, kind=kind) for kind in ("interview", "idea", "interview", "idea", "retro")]
    assert names == ["interview-1", "idea-1", "interview-2", "idea-2", "retro-1"]


async def test_what_was_written_is_read_back_whole_and_in_order(store: SqlStore) -> None:
    journal_id = await start(store, "one", "two")
    await append(store, journal_id, "three")
    await append(store, journal_id, "four", "five")
    journal = await read(store, journal_id)
    assert texts(journal) == ["one", "two", "three", "four", "five"]
    assert journal.entries[0] == said("one")
    assert (journal.kind, journal.address, journal.title, journal.status) == ("interview", HERE, "Refunds", "open")
    assert (journal.started_by, journal.started_at, journal.updated_at) == (ANA, NOON, NOON)


async def test_times_come_back_as_the_same_moment_in_utc(store: SqlStore) -> None:
    in_delhi = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))
    journal_id = await store.start(
        kind="idea", address=HERE, title="", by=ANA, at=in_delhi, entries=[said("x", in_delhi)], effect="t:1"
    )
    journal = await read(store, journal_id)
    for moment in (journal.started_at, journal.updated_at, journal.entries[0].at):
        assert moment == NOON
        assert moment.utcoffset() == timedelta(0)


async def test_a_time_without_a_zone_is_refused(store: SqlStore) -> None:
    with pytest.raises(Exception, match="no time zone"):
        await start(store, at=datetime(2026, 3, 2, 12, 0))  # noqa: DTZ001
    assert await store.heads() == []


async def test_appending_can_change_status_and_title_and_leaves_them_otherwise(store: SqlStore) -> None:
    journal_id = await start(store, "one")
    later = NOON + timedelta(hours=1)
    await store.append(journal_id, [], at=later, status="paused", title="Faster refunds", effect="t:1")
    await append(store, journal_id, "two", at=later + timedelta(hours=1))
    journal = await read(store, journal_id)
    assert (journal.status, journal.title) == ("paused", "Faster refunds")
    assert (journal.started_at, journal.updated_at) == (NOON, later + timedelta(hours=1))


async def test_appending_to_a_journal_that_is_not_there_is_a_trouble_and_spends_no_effect(store: SqlStore) -> None:
    with pytest.raises(StoreTrouble, match="interview-1"):
        await append(store, "interview-1", "one", effect="t:1")
    journal_id = await start(store)
    await append(store, journal_id, "one", effect="t:1")
    assert texts(await read(store, journal_id)) == ["one"]


async def test_the_same_start_twice_opens_one_journal(store: SqlStore) -> None:
    first = await start(store, "one", effect="t:1")
    again = await start(store, "one", effect="t:1")
    assert first == again
    assert [head.id for head in await store.heads()] == [first]
    assert texts(await read(store, first)) == ["one"]


async def test_the_same_append_twice_adds_once(store: SqlStore) -> None:
    journal_id = await start(store)
    for _ in range(3):
        await append(store, journal_id, "one", effect="t:2")
    assert texts(await read(store, journal_id)) == ["one"]


async def test_many_writers_at_once_lose_nothing_and_repeat_nothing(url: str) -> None:
    async with SqlStore(url) as one, SqlStore(url) as other:
        names = await asyncio.gather(
            *(start(store, f"{n}", effect=f"start:{n}") for n in range(12) for store in (one, other))
        )
        assert len(set(names)) == 12
        assert names[::2] == names[1::2]
        busiest = names[0]
        await asyncio.gather(
            *(
                append(store, busiest, f"{n}a", f"{n}b", effect=f"append:{n}")
                for n in range(30)
                for store in (one, other)
            )
        )
        found = texts(await read(one, busiest))
    assert sorted(found[1:]) == sorted(f"{n}{letter}" for n in range(30) for letter in "ab")
    pairs = list(zip(found[1::2], found[2::2], strict=True))
    assert all(a.removesuffix("a") == b.removesuffix("b") for a, b in pairs)


async def test_the_current_journal_is_the_open_one_of_this_conversation_that_was_updated_last(store: SqlStore) -> None:
    assert await store.current(HERE) is None
    old = await start(store, at=NOON)
    new = await start(store, kind="idea", at=NOON + timedelta(minutes=1))
    await start(store, address="terminal:elsewhere", at=NOON + timedelta(minutes=2))

    async def current(kind: str | None = None) -> str | None:
        journal = await store.current(HERE, kind)
        return None if journal is None else journal.id

    assert await current() == new
    assert await current("interview") == old
    await append(store, old, "again", at=NOON + timedelta(minutes=3))
    assert await current() == old
    await store.append(old, [], at=NOON + timedelta(minutes=4), status="paused", effect="t:3")
    assert await current() == new
    assert await current("interview") is None


async def test_of_two_journals_updated_in_the_same_moment_the_newer_one_is_the_latest(store: SqlStore) -> None:
    names = [await start(store) for _ in range(11)]
    latest = await store.latest()
    assert latest is not None
    assert latest.id == names[-1] == "interview-11"


async def test_heads_and_latest_match_all_that_is_given(store: SqlStore) -> None:
    for minute, (kind, address) in enumerate(
        [("interview", "a:1"), ("idea", "a:1"), ("interview", "a:2"), ("idea", "a:2"), ("interview", "a:1")]
    ):
        await start(store, kind=kind, address=address, at=NOON + timedelta(minutes=minute))
    await store.append("interview-1", [], at=NOON + timedelta(hours=1), status="finished", effect="t:4")

    async def ids(**wanted: object) -> list[str]:
        heads = await store.heads(**wanted)  # type: ignore[arg-type]
        latest = await store.latest(**{name: value for name, value in wanted.items() if name != "limit"})  # type: ignore[arg-type]
        assert (latest.id if latest else None) == (heads[0].id if heads else None)
        return [head.id for head in heads]

    assert await ids() == ["interview-1", "interview-3", "idea-2", "interview-2", "idea-1"]
    assert await ids(address="a:1", kind="interview") == ["interview-1", "interview-3"]
    assert await ids(statuses=["open", "paused"], limit=2) == ["interview-3", "idea-2"]
    assert await ids(statuses=["cancelled"]) == []
    assert await ids(statuses=[]) == []


async def test_journals_are_found_by_what_an_entry_holds_and_not_by_what_somebody_typed(store: SqlStore) -> None:
    link = "https://chat.example/100%_é/1"
    linked = Entry(kind="said", at=NOON, by=ANA, body={"text": "a", "link": link, "flag": True})
    typed = await start(store, json.dumps({"link": link, "flag": True}, separators=(",", ":")), "b")
    found = await start(store, "b")
    await store.append(found, [linked], at=NOON, effect="t:linked")
    assert [head.id for head in await store.heads(holding={"link": link})] == [found]
    assert [head.id for head in await store.heads(holding={"flag": True})] == [found]
    assert await store.heads(holding={"link": link.replace("_", "x")}) == []
    assert await store.heads(holding={"flag": False}) == []
    assert await store.heads(holding={"link": link}, kind="idea") == []
    assert {head.id for head in await store.heads(holding={"text": "b"})} == {typed, found}


async def test_entries_can_be_read_again_as_they_were(store: SqlStore) -> None:
    journal_id = await start(store, "one", "two")
    mark = await store.mark(journal_id=journal_id)
    assert mark is not None
    head, seq = mark
    await append(store, journal_id, "three")
    assert [entry.body["text"] for entry in await store.entries(head.id, seq)] == ["one", "two"]


async def test_an_unfinished_turn_is_taken_back_whole_and_nothing_else_is(store: SqlStore) -> None:
    kept = await start(store, "kept", effect="turn:1:1")  # the turn `turn:1`, not the turn `turn`
    before = await read(store, kept)
    begun = await start(store, "begun", effect="turn:1")
    await append(store, begun, "more", effect="turn:2")
    later = NOON + timedelta(days=1)
    await store.append(kept, [said("gone")], at=later, status="paused", title="Other", effect="turn:3")
    await store.append(kept, [said("gone too")], at=later, status="cancelled", effect="turn:10")

    assert await store.take_back("turn") == 4
    assert await store.journal(begun) is None
    assert await read(store, kept) == before
    assert await store.take_back("turn") == 0

    assert await start(store, "begun", effect="turn:1") == begun
    await append(store, kept, "gone", effect="turn:3")
    assert texts(await read(store, kept)) == ["kept", "gone"]


async def test_a_journal_that_others_wrote_to_survives_the_turn_that_opened_it(store: SqlStore) -> None:
    journal_id = await start(store, "mine", effect="turn:1")
    await append(store, journal_id, "theirs", effect="other:1")
    assert await store.take_back("turn") == 1
    assert texts(await read(store, journal_id)) == ["theirs"]
