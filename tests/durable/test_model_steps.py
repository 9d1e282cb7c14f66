"""What a model answered once is its answer when the turn is run again: it is not asked, or paid, twice."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

from bot.chat import Message, Post
from bot.durable import Ports
from bot.durable.steps import make_ports
from bot.interviews.filling import WordedQuestion
from bot.store.sql import SqlStore
from tests.durable.conftest import message, open_desk
from tests.llm.scripted import MemoryBook, ScriptedProvider, model
from tests.llm.test_model import QUESTION

GOOD = {"question": "How often does that happen?"}


async def ask(message: Message, ports: Ports) -> None:
    del message
    assert ports.llm is not None
    first = await ports.llm.fill("interviews/question", WordedQuestion, **QUESTION)
    second = await ports.llm.fill("interviews/question", WordedQuestion, **QUESTION)
    await ports.say(Post(text=f"{first.question if first else 'nothing'} {second.question if second else 'nothing'}"))


async def test_a_turn_asks_through_recorded_steps(stack: AsyncExitStack, urls: tuple[str, str]) -> None:
    provider = ScriptedProvider(lambda *_: GOOD)
    desk = await open_desk(stack, urls, ask, models=model(provider))
    said = message("hello")
    assert await desk.tell(said) == [f"{GOOD['question']} {GOOD['question']}"]
    assert await desk.tell(said) == [f"{GOOD['question']} {GOOD['question']}"]
    assert len(provider.history) == 2
    steps = await desk.turns._client.connected.list_workflow_steps_async(said.key)
    assert [step["function_name"] for step in steps or ()] == [
        "llm.interviews/question",
        "llm.interviews/question",
        "say",
    ]


async def test_replayed_steps_give_the_same_answer_without_asking(
    stack: AsyncExitStack, sqlite_urls: tuple[str, str]
) -> None:
    recorded: list[str] = []

    def recorder(records: list[str]) -> Callable[[str, Callable[[], Awaitable[Any]]], Awaitable[Any]]:
        left = list(records)

        async def step(name: str, call: Callable[[], Awaitable[Any]]) -> Any:
            del name
            if left:
                return json.loads(left.pop(0))
            recorded.append(json.dumps(await call()))
            return json.loads(recorded[-1])

        return step

    provider, book = ScriptedProvider(lambda *_: GOOD), MemoryBook()
    provider.fails("refused")
    store = SqlStore(sqlite_urls[0])
    stack.push_async_callback(store.close)

    class Quiet:
        async def say(self, address: str, post: Post, *, key: str) -> str:
            del address, post
            return key

    said: list[list[Post]] = []
    for _ in range(2):
        said.append([])
        ports = make_ports(
            message("hello"),
            "turn-1",
            step=recorder(recorded),
            store=store,
            platforms={"room": Quiet()},
            said=said[-1],
            models=model(provider, book=book),
        )
        await ask(message("hello"), ports)
    assert said[0] == said[1] == [Post(text=f"nothing {GOOD['question']}")]
    assert len(provider.history) == 2
    assert len(book.calls) == 2
