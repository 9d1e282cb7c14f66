"""Two processes on the same data: one runs the turns, the other hands its own over; the lock dies with its process."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import AsyncExitStack
from pathlib import Path

from bot.durable.shared import open_turns
from bot.store.sql import SqlStore
from tests.durable.conftest import Room, echo, message, open_desk
from tests.patience import PATIENCE

Urls = tuple[str, str]


async def say(urls: Urls, text: str) -> Process:
    said = message(text).model_dump_json()
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.durable.child",
        *urls,
        said,
        cwd=Path(__file__).parents[2],
        stdout=PIPE,
        stderr=PIPE,
    )


async def answer(process: Process) -> list[str]:
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert (process.returncode, err) == (0, b"")
    found: list[str] = json.loads(out)
    return found


async def test_beside_a_running_one_a_second_process_hands_its_message_over(stack: AsyncExitStack, urls: Urls) -> None:
    desk = await open_desk(stack, urls, echo)
    assert await answer(await say(urls, "hello")) == ["handed over", "you said hello"]
    assert desk.room.texts() == ["you said hello"]


async def test_alone_a_process_runs_its_turn_itself_and_its_lock_dies_with_it(
    stack: AsyncExitStack, urls: Urls
) -> None:
    first = await say(urls, "stay")
    assert first.stdout is not None
    assert json.loads(await asyncio.wait_for(first.stdout.readline(), PATIENCE)) == ["here", "the child heard stay"]
    assert await answer(await say(urls, "me too")) == ["handed over", "the child heard me too"]
    first.kill()
    await first.wait()
    desk = await open_desk(stack, urls, echo)
    assert await desk.tell(message("hello")) == ["you said hello"]


async def test_when_the_process_that_runs_the_turns_is_killed_whoever_waits_takes_over(
    urls: Urls,
) -> None:
    store_url, state_url = urls
    first = await say(urls, "hang")
    assert first.stdout is not None
    assert await asyncio.wait_for(first.stdout.readline(), PATIENCE) == b"hanging\n"
    room = Room()
    async with (
        SqlStore(store_url) as store,
        open_turns(state_url, store=store, handle=echo, platforms={"room": room}, release="1") as turns,
    ):
        assert not turns.here
        one, two = message("hello"), message("me too", "room:2")
        handed_over = [await turns.submit(each) for each in (one, two)]
        waiting = asyncio.gather(*(turns.result(turn, timeout=PATIENCE) for turn in handed_over))
        await asyncio.wait([waiting], timeout=1.2)
        assert not turns.here
        first.kill()
        await first.wait()
        assert [post.text for post in (await waiting)[0]] == ["you said hello"]
        assert turns.here
        assert room.texts() == ["you said hang", "you said hello"]
        assert [post.text for post in await turns.result(await turns.submit(message("again")))] == ["you said again"]
