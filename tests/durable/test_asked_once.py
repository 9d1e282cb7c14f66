"""What a flow asked of a platform is what it was told, also when it runs again and people have come and gone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.chat import Address, Message, Person
from bot.durable.steps import make_ports
from bot.store.sql import SqlStore
from tests.dialog import HERE, MONDAY, Recorder

TOM, PRIYA = Person(id="tom", name="Tom"), Person(id="priya", name="Priya")
MESSAGE = Message(key="terminal:1", address=HERE, author=PRIYA, at=MONDAY, text="hello")


class Channel(Recorder):
    """A channel with people in it."""

    def __init__(self, *people: Person) -> None:
        super().__init__()
        self.asked: list[str] = []

        async def called(address: Address, name: str) -> Person | None:
            self.asked.append(f"who of {address} is {name}?")
            return next((each for each in people if each.name == name), None)

        async def includes(address: Address, person: Person) -> bool:
            self.asked.append(f"is {person.name} in {address}?")
            return person in people

        self.called, self.includes = called, includes


class Recording:
    """Steps that are done once; run again, they give what they gave."""

    def __init__(self) -> None:
        self.done: list[tuple[str, Any]] = []
        self.at = 0

    async def step(self, name: str, call: Callable[[], Awaitable[Any]]) -> Any:
        if self.at == len(self.done):
            self.done.append((name, await call()))
        self.at += 1
        assert self.done[self.at - 1][0] == name
        return self.done[self.at - 1][1]


async def run(recording: Recording, platform: Channel, store: SqlStore) -> tuple[object, ...]:
    recording.at = 0
    ports = make_ports(MESSAGE, "1", step=recording.step, store=store, platforms={"terminal": platform}, said=[])
    return (
        await ports.called(HERE, "Tom"),
        await ports.called(HERE, "Bo"),
        await ports.includes(HERE, TOM),
        await ports.includes(HERE),
    )


async def test_who_is_in_a_channel_is_asked_once(bot_store: SqlStore) -> None:
    recording, before, after = Recording(), Channel(TOM, PRIYA), Channel()
    told = await run(recording, before, bot_store)
    assert told == (TOM, None, True, True)
    assert before.asked == [
        f"who of {HERE} is Tom?", f"who of {HERE} is Bo?", f"is Tom in {HERE}?", f"is Priya in {HERE}?"
    ]  # fmt: skip
    assert await run(recording, after, bot_store) == told
    assert after.asked == []
