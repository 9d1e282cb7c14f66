"""Keeps actions, one journal each, so that whatever is still open comes back by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.chat import Address, Person
from bot.retros.actions import Action, ActionStatus, Move, Proposed, Source, apply, body_of, read_move, replay
from bot.store.journal import Entry, Journal, Reads, Status, Store

KIND = "action"

HEADS: dict[ActionStatus, Status] = {"proposed": "paused", "open": "open", "done": "finished", "dropped": "cancelled"}
"""What the head of an action's journal says, so that what is open is found by a query."""

_MOST = 500


async def open_action(  # noqa: PLR0913 (what an action is)
    store: Store,
    *,
    address: Address,
    text: str,
    by: Person,
    at: datetime,
    owner: Person | None = None,
    due: date | None = None,
    source: Sequence[Source] = (),
    retro: str = "",
    confirmed: bool = False,
) -> Action:
    """Begin an action of the team whose conversation is `address`; see `Proposed`."""
    begun = Proposed(text=text, owner=owner, due=due, source=tuple(source), retro=retro, confirmed=confirmed)
    entry = Entry(kind=begun.kind, at=at, by=by, body=body_of(begun))
    journal_id = await store.start(kind=KIND, address=address, title=text, by=by, at=at, entries=[entry])
    action = apply(action_id(journal_id), None, begun, at)
    if HEADS[action.status] != "open":
        await store.append(journal_id, [], at=at, status=HEADS[action.status])
    return action


async def add_moves(store: Store, action: Action, moves: Sequence[Move], *, by: Person | None, at: datetime) -> Action:
    """Write down what happened to an action; returns it as it is then. What changes nothing isn't written."""
    entries: list[Entry] = []
    after = action
    for move in moves:
        before, after = after, apply(action.id, after, move, at)
        if after != before:
            entries.append(Entry(kind=move.kind, at=at, by=by, body=body_of(move)))
    if entries:
        title = after.text if after.text != action.text else None
        await store.append(journal_id(action.id), entries, at=at, status=HEADS[after.status], title=title)
    return after


async def find_action(store: Reads, name: str) -> tuple[Action, Address] | None:
    """The action that people call so (`A-12`, `a12`, `12`), and whose it is; None when there is none."""
    digits = name.strip().casefold().removeprefix("a").lstrip("-")
    journal = await store.journal(f"{KIND}-{int(digits)}") if digits.isdecimal() and digits.isascii() else None
    return (action_of(journal), journal.address) if journal else None


async def actions_of(
    store: Reads,
    address: Address | None = None,
    statuses: Sequence[ActionStatus] = ("proposed", "open"),
    *,
    limit: int = _MOST,
) -> list[Action]:
    """The actions of a team, or of all, oldest first; of more than `limit` those that were touched last."""
    heads = await store.heads(
        address=address, kind=KIND, statuses=tuple(HEADS[status] for status in statuses), limit=limit
    )
    journals = [await store.journal(head.id) for head in heads]
    found = [action_of(journal) for journal in journals if journal is not None]
    return sorted(found, key=lambda action: int(action.id.removeprefix("A-")))


def action_of(journal: Journal) -> Action:
    """The action that a journal holds."""
    return replay(action_id(journal.id), ((read_move(entry.kind, entry.body), entry.at) for entry in journal.entries))


def action_id(journal: str) -> str:
    """`action-12` → `A-12`."""
    return f"A-{journal.removeprefix(f'{KIND}-')}"


def journal_id(action: str) -> str:
    """`A-12` → `action-12`."""
    return f"{KIND}-{action.removeprefix('A-')}"
