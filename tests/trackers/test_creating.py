"""An item is asked for once, and whoever asks again hears what became of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.chat import Person, Post
from bot.durable import Ports
from bot.trackers.creating import KIND, Outcome, asked_of, create_item
from bot.trackers.port import NewItem
from bot.trackers.rules import mark_of
from tests.dialog import HERE, MemoryStore
from tests.trackers.jira_double import JiraDouble
from tests.trackers.worlds import World, world

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
ANA = Person(id="ana", name="Ana")


def an_action(text: str = "Ask Planner first.") -> NewItem:
    return NewItem(mark=mark_of("retro-1", "A1"), kind="action", title="Tell Planner", text=text)


def the_ports() -> Ports:
    async def say(post: Post, address: str | None = None) -> str:
        raise AssertionError((post, address))

    return Ports(store=MemoryStore(), say=say)


async def create(found: World, ports: Ports, item: NewItem | None = None, **more: Any) -> Outcome:
    return await create_item(
        item or an_action(), found.tracker(), ports, address=HERE, at=NOW, by=ANA, what="A1", **more
    )


async def test_an_action_is_made_once_and_the_second_time_its_link_is_told() -> None:
    with world("jira cloud") as found:
        ports = the_ports()
        first = await create(found, ports)
        assert first.created is not None
        assert (first.before, first.changed, first.trouble) == (False, False, "")
        sent = len(found.double.requests)
        second = await create(found, ports)
        assert second == Outcome(created=first.created, before=True)
        third = await create(found, ports, an_action("Ask Planner last."))
        assert third.changed
        assert len(found.double.requests) == sent, "what is known isn't asked for"
        assert found.made() == ["Tell Planner"]


async def test_the_journal_knows_who_asked_and_what_came_of_it() -> None:
    with world("jira cloud") as found:
        ports = the_ports()
        found.double.fails("POST /rest/api/2/issue", 403, {"errorMessages": [], "errors": {}})
        failed = await create(found, ports)
        assert failed.trouble.startswith("Jira doesn’t let me make items in project LP.")
        journal = await ports.store.latest(address=HERE, kind=KIND)
        (asked,) = asked_of(journal).values()
        assert (asked.made, asked.doubt, asked.what) == (None, False, "A1")
        await create(found, ports)
        journal = await ports.store.latest(address=HERE, kind=KIND)
        assert journal is not None
        assert [(entry.kind, entry.by) for entry in journal.entries] == [
            ("asked", ANA),
            ("failed", ANA),
            ("asked", ANA),
            ("made", ANA),
        ]
        assert journal.status == "finished", "it never takes what is said next"


async def test_another_database_finds_what_is_there() -> None:
    with world("jira cloud") as found:
        first = await create(found, the_ports())
        second = await create(found, the_ports())
        assert second.created is not None
        assert first.created is not None
        assert (second.created.key, second.created.found) == (first.created.key, True)


async def test_after_an_answer_that_never_came_it_is_looked_for_with_patience() -> None:
    with world("jira cloud") as found:
        assert isinstance(found.double, JiraDouble)
        found.double.lag = 2
        ports = the_ports()
        found.double.breaks("POST /rest/api/2/issue")
        unclear = await create(found, ports)
        assert "broke off before it said whether the item was made" in unclear.trouble
        (asked,) = asked_of(await ports.store.latest(address=HERE, kind=KIND)).values()
        assert asked.doubt
        again = await create(found, ports)
        assert again.created is not None
        assert again.created.found
        assert len(found.made()) == 1
