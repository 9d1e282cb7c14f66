"""An action is kept, found again, and never changed by what no longer fits."""

from __future__ import annotations

from datetime import date, timedelta

from bot.chat import Person
from bot.retros.actions import (
    Accepted,
    Assigned,
    Done,
    Dropped,
    HandedBack,
    Reminded,
    Reopened,
    Reworded,
    Snoozed,
    Source,
)
from bot.retros.agreed import actions_of, add_moves, find_action, open_action
from tests.dialog import HERE, MONDAY, MemoryStore

PRIYA = Person(id="priya", name="Priya")
TOM = Person(id="tom", name="Tom")


async def test_an_action_from_a_retro_is_open_until_it_is_done() -> None:
    store = MemoryStore()
    quote = Source(text="I can do the flaky tests by Friday", author="Tom", link="https://chat.example/7")
    action = await open_action(
        store, address=HERE, text="Fix the flaky tests", by=PRIYA, at=MONDAY, owner=TOM, due=date(2026, 3, 6),
        source=[quote], retro="retro-1", confirmed=True,
    )  # fmt: skip
    assert action.line == "A-1 Fix the flaky tests (Tom, by Fri 6 Mar 2026)"
    assert await actions_of(store, HERE, ("open",)) == [action]
    assert await actions_of(store, "terminal:elsewhere") == []
    done = await add_moves(store, action, [Accepted(), Done(note="merged")], by=TOM, at=MONDAY)
    assert (done.status, done.accepted, done.note, done.source) == ("done", True, "merged", (quote,))
    assert await actions_of(store, HERE) == []
    assert await find_action(store, "a1") == (done, HERE)


async def test_a_proposed_action_counts_once_somebody_says_yes() -> None:
    store = MemoryStore()
    action = await open_action(store, address=HERE, text="Someone should tidy up", by=PRIYA, at=MONDAY)
    assert await actions_of(store, HERE, ("open",)) == []
    assert await actions_of(store, HERE, ("proposed",)) == [action]
    nobody = await add_moves(store, action, [Accepted()], by=TOM, at=MONDAY)
    assert nobody == action, "nobody can accept what is nobody's"
    theirs = await add_moves(store, action, [Assigned(owner=TOM), Accepted()], by=TOM, at=MONDAY)
    assert await actions_of(store, HERE, ("open",)) == [theirs]


async def test_what_is_done_takes_no_more_changes_until_it_is_reopened() -> None:
    store = MemoryStore()
    action = await open_action(store, address=HERE, text="Buy a lamp", by=PRIYA, at=MONDAY, owner=TOM, confirmed=True)
    later = MONDAY + timedelta(days=3)
    reminded, snoozed = Reminded(day=date(2026, 3, 4), nudge="soon"), Snoozed(until=date(2026, 3, 9))
    dropped = await add_moves(store, action, [reminded, snoozed, Dropped(reason="Moved out")], by=TOM, at=later)
    same = await add_moves(store, dropped, [HandedBack(), Snoozed(until=date(2026, 4, 1)), Done()], by=TOM, at=later)
    assert same == dropped
    again = await add_moves(store, dropped, [Reopened(), Reworded(text="Buy a bright lamp")], by=TOM, at=later)
    assert (again.status, again.was, again.reminded) == ("open", ("Buy a lamp",), (date(2026, 3, 4),))
    assert (again.owner, again.snoozed_until, again.closed_at) == (TOM, None, None)
    assert await actions_of(store, HERE, ("open",)) == [again]


async def test_an_owner_known_by_name_only_is_recognised_by_it() -> None:
    store = MemoryStore()
    sam = Person(id="", name="Sam")
    action = await open_action(store, address=HERE, text="Write it down", by=PRIYA, at=MONDAY, owner=sam)
    assert action.owned_by(Person(id="U7", name="sam"))
    assert not action.owned_by(TOM)
    assert await find_action(store, "A-9") is None
    assert await find_action(store, "the first") is None
