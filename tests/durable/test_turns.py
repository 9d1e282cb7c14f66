"""Each message gets one turn, in its order, and each turn ends in an answer."""

from __future__ import annotations

import asyncio
import random
import re
from contextlib import AsyncExitStack

import pytest
import structlog.testing

from bot.chat import Bullets, Message, Post
from bot.durable import Ports
from bot.durable.client import Client
from bot.durable.turns import AlreadyRunning, Turns
from bot.errors import Trouble, TurnTrouble
from bot.store.journal import Entry, Journal
from tests.durable.conftest import ANA, Room, echo, message, open_desk
from tests.patience import PATIENCE

Urls = tuple[str, str]


async def test_a_message_is_answered_where_it_came_from(stack: AsyncExitStack, urls: Urls) -> None:
    desk = await open_desk(stack, urls, echo)
    assert await desk.tell(message("hello", "room:7")) == ["you said hello"]
    assert desk.room.texts("room:7") == ["you said hello"]


async def test_the_same_message_twice_is_answered_once(stack: AsyncExitStack, urls: Urls) -> None:
    desk = await open_desk(stack, urls, echo)
    once = message("hello")
    first = await asyncio.gather(*(desk.tell(once) for _ in range(5)))
    assert [*first, await desk.tell(once)] == [["you said hello"]] * 6
    assert desk.room.texts() == ["you said hello"]


async def test_what_a_platform_had_no_time_for_is_looked_up_first(stack: AsyncExitStack, urls: Urls) -> None:
    desk = await open_desk(stack, urls, echo)
    assert await desk.tell(message("hello")) == ["you said hello"]
    assert desk.room.completed == 0
    partial = message("hello").model_copy(update={"partial": True})
    assert await desk.tell(partial) == ["you said hello, completed"]
    assert await desk.tell(message("unreadable").model_copy(update={"partial": True})) == ["That can’t be read."]
    assert desk.room.completed == 2


async def test_a_trouble_that_cannot_even_be_told_ends_the_turn(stack: AsyncExitStack, urls: Urls) -> None:
    desk = await open_desk(stack, urls, echo)
    desk.room.fail(Trouble("The room is closed."), Trouble("The room is closed."))
    assert await desk.tell(message("hello")) == []
    assert await desk.tell(message("again")) == ["you said again"]


async def test_messages_of_the_same_second_are_answered_in_the_order_of_their_keys(
    stack: AsyncExitStack, urls: Urls
) -> None:
    # Handed in while nobody runs the turns, in any order: only the keys tell which came first.
    async with AsyncExitStack() as first:
        await open_desk(first, urls, echo)
    waiting = [message(f"{number}") for number in range(8)]
    client = Client(urls[1])
    await client.open()
    for each in random.sample(waiting, len(waiting)):
        await client.submit(each)
    queued = await client.connected.list_workflows_async(name="turn", status="ENQUEUED")
    queued_at = {turn.workflow_id: turn.created_at for turn in queued}
    await client.close()
    desk = await open_desk(stack, urls, echo)
    await asyncio.gather(*(desk.turns.result(each.key, timeout=PATIENCE) for each in waiting))
    in_order = sorted(waiting, key=lambda each: (queued_at[each.key], each.key))
    assert desk.room.texts() == [f"you said {each.text}" for each in in_order]
    if urls[1].startswith("sqlite"):  # whose queue tells whole seconds apart only
        assert len(set(queued_at.values())) < len(waiting)


async def test_messages_are_answered_in_the_order_in_which_they_are_handed_in(
    stack: AsyncExitStack, urls: Urls
) -> None:
    desk = await open_desk(stack, urls, echo)
    said = [message(f"{number}") for number in range(12)]
    for each in said:
        await desk.turns.submit(each)
    await desk.turns.result(said[-1].key, timeout=PATIENCE)
    assert desk.room.texts() == [f"you said {number}" for number in range(12)]


async def test_one_conversation_waits_for_nobody_else_and_never_runs_beside_itself(
    stack: AsyncExitStack, urls: Urls
) -> None:
    other_was_answered = asyncio.Event()
    under_way: list[str] = []

    async def handle(message: Message, ports: Ports) -> None:
        assert message.address not in under_way
        under_way.append(message.address)
        if message.text == "slow":
            await asyncio.wait_for(other_was_answered.wait(), PATIENCE)
        await ports.say(Post(text=message.text))
        if message.address == "room:2":
            other_was_answered.set()
        under_way.remove(message.address)

    desk = await open_desk(stack, urls, handle)
    slow, behind = message("slow"), message("behind")
    await desk.turns.submit(slow)
    await desk.turns.submit(behind)
    assert await desk.tell(message("quick", "room:2")) == ["quick"]
    await desk.turns.result(behind.key, timeout=PATIENCE)
    assert [post.text for _, post, _ in desk.room.posts] == ["quick", "slow", "behind"]


async def test_what_a_flow_keeps_and_reads_is_whole_typed_and_applied_once(stack: AsyncExitStack, urls: Urls) -> None:
    seen: list[object] = []

    async def handle(message: Message, ports: Ports) -> None:
        entry = Entry(kind="heard", at=message.at, by=message.author, body={"words": message.text.split(), "n": 1.5})
        journal_id = await ports.store.start(
            kind="talk", address=message.address, title="t", by=message.author, at=message.at, entries=[entry]
        )
        assert await ports.store.append(journal_id, [], at=message.at, status="paused") is None  # type: ignore[func-returns-value]
        seen.extend(
            [
                await ports.store.journal(journal_id),
                await ports.store.latest(statuses=["paused"]),
                await ports.store.current(message.address),
                (await ports.store.heads())[0].model_dump(),
                await ports.say(Post(text="done", parts=(Bullets(items=("a", "b")),)), "room:9"),
                await ports.store.journal("talk-99"),
            ]
        )

    desk = await open_desk(stack, urls, handle)
    said = message("one two")
    posts = await desk.turns.result(await desk.turns.submit(said), timeout=PATIENCE)
    journal = await desk.store.journal("talk-1")
    assert isinstance(journal, Journal)
    assert journal.entries == (Entry(kind="heard", at=said.at, by=ANA, body={"words": ["one", "two"], "n": 1.5}),)
    assert seen == [journal, journal, None, journal.model_dump(exclude={"entries"}), "post-1", None]
    assert posts == [Post(text="done", parts=(Bullets(items=("a", "b")),))]
    [(address, post, key)] = desk.room.posts
    assert (address, post) == ("room:9", posts[0])
    assert key.startswith(f"{said.key}:3:")


async def test_a_trouble_is_told_in_its_own_sentence(stack: AsyncExitStack, urls: Urls) -> None:
    async def handle(message: Message, ports: Ports) -> None:
        if message.text == "append":
            await ports.store.append("talk-5", [], at=message.at)
        raise Trouble("There is nothing to pause here.")

    desk = await open_desk(stack, urls, handle)
    assert await desk.tell(message("pause")) == ["There is nothing to pause here."]
    assert await desk.tell(message("append")) == ["I have nothing under the name talk-5."]


async def test_an_unforeseen_error_is_told_with_an_id_that_finds_log_and_message(
    stack: AsyncExitStack, urls: Urls
) -> None:
    async def handle(message: Message, ports: Ports) -> None:
        await ports.say(Post(text="so far so good"))
        raise ZeroDivisionError(message.text)

    desk = await open_desk(stack, urls, handle)
    said = message("divide")
    with structlog.testing.capture_logs() as log:
        first, sentence = await desk.tell(said)
    assert first == "so far so good"
    found = re.search(r"\(id ([0-9a-f]{6})\)", sentence)
    assert found
    assert "Nothing you said is lost" in sentence
    [line] = [line for line in log if line["event"] == "turn_failed"]
    assert (line["id"], line["turn"], line["log_level"], line["exc_info"]) == (found[1], said.key, "error", True)
    assert await desk.store.get(f"unanswered:{found[1]}") == said.model_dump(mode="json")
    assert (await desk.tell(message("again")))[0] == "so far so good"  # the conversation goes on


async def test_a_post_that_fails_is_apologised_for_where_that_is_possible(stack: AsyncExitStack, urls: Urls) -> None:
    desk = await open_desk(stack, urls, echo)
    desk.room.fail(ConnectionError("gone"))
    with structlog.testing.capture_logs() as log:
        [sentence] = await desk.tell(message("hello"))
        assert "Something went wrong on my side" in sentence
        desk.room.fail(ConnectionError("gone"), ConnectionError("still gone"))
        assert await desk.tell(message("hello")) == []
    assert [line["event"] for line in log] == ["turn_failed", "turn_failed", "turn_silent"]
    assert await desk.tell(message("hello")) == ["you said hello"]


async def test_a_turn_under_way_is_finished_before_closing(stack: AsyncExitStack, sqlite_urls: Urls) -> None:
    begun = asyncio.Event()

    async def handle(message: Message, ports: Ports) -> None:
        begun.set()
        await asyncio.sleep(0.3)
        await ports.say(Post(text="done"))

    desk = await open_desk(stack, sqlite_urls, handle)
    await desk.turns.submit(message("x"))
    await asyncio.wait_for(begun.wait(), PATIENCE)
    await desk.turns.close()
    assert desk.room.texts() == ["done"]
    assert await asyncio.to_thread(lambda: "threads still work") == "threads still work"


async def test_what_waits_when_the_process_ends_is_answered_by_the_next(stack: AsyncExitStack, urls: Urls) -> None:
    async with AsyncExitStack() as first:
        desk = await open_desk(first, urls, echo, release="2")
    client = Client(urls[1])
    await client.open()
    waiting = message("anyone?")
    await client.submit(waiting)
    # Also by an older release: nothing had begun, so there is nothing that it could misread.
    desk = await open_desk(stack, urls, echo, release="1")
    assert [post.text for post in await client.result(waiting.key, timeout=PATIENCE)] == ["you said anyone?"]
    await client.close()
    assert desk.room.texts() == ["you said anyone?"]


async def test_waiting_for_an_answer_can_end_without_one(stack: AsyncExitStack, sqlite_urls: Urls) -> None:
    hold = asyncio.Event()

    async def handle(message: Message, ports: Ports) -> None:
        await hold.wait()
        await ports.say(Post(text="at last"))

    desk = await open_desk(stack, sqlite_urls, handle)
    turn_id = await desk.turns.submit(message("x"))
    with pytest.raises(TurnTrouble, match="will be answered"):
        await desk.turns.result(turn_id, timeout=0.2)
    hold.set()
    assert [post.text for post in await desk.turns.result(turn_id, timeout=PATIENCE)] == ["at last"]


async def test_a_second_owner_is_refused_and_the_work_is_free_again_after_closing(
    stack: AsyncExitStack, urls: Urls
) -> None:
    async def open_another() -> Turns:
        other = Turns(urls[1], store=desk.store, handle=echo, platforms={"room": Room()}, release="1")
        await other.launch()
        return other

    desk = await open_desk(stack, urls, echo)
    with pytest.raises(AlreadyRunning):
        await open_another()
    assert await desk.tell(message("still there?")) == ["you said still there?"]
    await desk.turns.close()
    await (await open_another()).close()


async def test_hostile_texts_pass_through_a_turn_unchanged(stack: AsyncExitStack, urls: Urls) -> None:
    async def handle(message: Message, ports: Ports) -> None:
        entry = Entry(kind="heard", at=message.at, body={"text": message.text})
        await ports.store.start(
            kind="talk", address=message.address, title=message.text, by=message.author, at=message.at, entries=[entry]
        )
        await ports.say(Post(text=message.text))

    desk = await open_desk(stack, urls, handle)
    for text in ("", "\x00", "\ud800 \udfff", "{{7*7}} %s '; --", "\u202eאב🧾", "🧾" * 25_000, "\x1b[31m\r\n\t"):
        assert await desk.tell(message(text)) == [text]
        journal = await desk.store.current("room:1")
        assert journal is not None
        assert (journal.title, journal.entries[0].body) == (text, {"text": text})
    odd = message("odd address", "room:\ud800\x00", key="key \udfff\x00")
    assert await desk.tell(odd) == ["odd address"]


async def test_nothing_of_the_machinery_is_written_to_the_terminal(
    stack: AsyncExitStack, sqlite_urls: Urls, capfd: pytest.CaptureFixture[str]
) -> None:
    desk = await open_desk(stack, sqlite_urls, echo)
    await desk.tell(message("hello"))
    await desk.turns.close()
    assert capfd.readouterr() == ("", "")
