"""Puts an item into a tracker once, however often it is asked for and wherever it breaks off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.chat import Address, Person, Value
from bot.durable.ports import Ports
from bot.store.journal import Entry, Journal
from bot.trackers.port import Created, InDoubt, NewItem, Tracker, TrackerTrouble

KIND = "tracker"


class Asked(Value):
    """What became of one item in one tracker. `since` is when it was asked for first, `doubt`: it may be there."""

    tracker: str
    mark: str
    what: str
    title: str
    since: datetime
    made: Created | None = None
    print: str = ""
    doubt: bool = True


class Outcome(Value):
    """Either what was created, or the sentence why it wasn't. `before`: somebody had it created earlier.

    `changed`: what was created earlier said something else.
    """

    created: Created | None = None
    trouble: str = ""
    before: bool = False
    changed: bool = False


async def create_item(  # noqa: PLR0913 (what, where, by whom)
    item: NewItem, tracker: Tracker, ports: Ports, *, address: Address, at: datetime, by: Person, what: str = ""
) -> Outcome:
    """Put the item into the tracker, unless it is there; never raises Trouble.

    `address` is the conversation that the item belongs to, `what` how it is called there, such as US-2. That it was
    asked for is kept before the request, and what came of it after. A request that may have come through is looked
    for before it is repeated: in a later try, and when a crash came between the request and the record.
    """
    journal = await ports.store.latest(address=address, kind=KIND)
    earlier = asked_of(journal).get((tracker.id, item.mark))
    if earlier is not None and earlier.made is not None:
        return Outcome(created=earlier.made, before=True, changed=earlier.print != item.print)
    since = at if earlier is None else earlier.since
    body = {"tracker": tracker.id, "mark": item.mark, "what": what, "title": item.title, "print": item.print}
    asked = Entry(kind="asked", at=at, by=by, body={**body, "since": since.isoformat()})
    journal_id = await _keep(journal, asked, ports, address=address, at=at, by=by)
    first_run = False

    async def begin() -> None:
        nonlocal first_run
        first_run = True

    # Only what runs before the request for the first time is done here; after a crash it comes from the record.
    await ports.look("tracker.begin", begin)

    async def put_in() -> dict[str, Any]:
        doubt = not first_run or (earlier is not None and earlier.doubt)
        try:
            created = await tracker.find(item, since=since, patient=doubt)
            if created is None:
                doubt = False  # it isn't there
                created = await tracker.create(item)
        except TrackerTrouble as trouble:
            return {"trouble": trouble.sentence, "doubt": isinstance(trouble, InDoubt) or doubt}
        return {"created": created.model_dump(mode="json")}

    came = await ports.look("tracker.create", put_in)
    kind = "made" if "created" in came else "failed"
    entry = Entry(kind=kind, at=at, by=by, body={**body, **came})
    await ports.store.append(journal_id, [entry], at=at, status="finished")
    return Outcome(**{key: value for key, value in came.items() if key != "doubt"})


async def _keep(  # noqa: PLR0913 (a journal's first facts)
    journal: Journal | None, entry: Entry, ports: Ports, *, address: Address, at: datetime, by: Person
) -> str:
    if journal is not None:
        await ports.store.append(journal.id, [entry], at=at)
        return journal.id
    return await ports.store.start(kind=KIND, address=address, title="items", by=by, at=at, entries=[entry])


def asked_of(journal: Journal | None) -> dict[tuple[str, str], Asked]:
    """Everything that was asked for in a conversation, by tracker and mark, oldest first."""
    found: dict[tuple[str, str], Asked] = {}
    for entry in _entries(journal):
        body = entry.body
        key = (body["tracker"], body["mark"])
        if entry.kind == "asked":
            before = found.get(key)
            doubt = before.doubt if before else True
            facts = {name: body[name] for name in ("tracker", "mark", "what", "title", "since")}
            found[key] = Asked(**facts, doubt=doubt)
        elif entry.kind == "made":
            made = Created.model_validate(body["created"])
            found[key] = found[key].model_copy(update={"made": made, "print": body["print"], "doubt": False})
        else:
            found[key] = found[key].model_copy(update={"doubt": body["doubt"]})
    return found


def _entries(journal: Journal | None) -> Iterable[Entry]:
    return () if journal is None else journal.entries
