"""What a flow is given to work with: a store to keep things in and a way to speak."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from bot.chat import Address, Message, Person, Post
from bot.errors import Trouble
from bot.llm import Llm
from bot.store.journal import Store


class Say(Protocol):
    """Speak: `await say(post)` answers where the message came from, `say(post, address)` speaks elsewhere.

    Returns the platform's id for the post, for a later `Post.replaces`.
    """

    async def __call__(self, post: Post, address: Address | None = None) -> str:
        """Post it; the recorded id comes back when the turn is run again."""
        ...


Look = Callable[[str, Callable[[], Awaitable[Any]]], Awaitable[Any]]
"""Look at something outside, `await look(name, call)`: `call` gives JSON, which comes back when the turn runs again."""


async def look_now(name: str, call: Callable[[], Awaitable[Any]]) -> Any:
    """`Look` without a record of it."""
    del name
    return await call()


class Platform(Protocol):
    """Where posts go, as a turn sees it."""

    async def say(self, address: Address, post: Post, *, key: str) -> str:
        """Post it, and return the platform's id for it.

        The same `key` comes again when a crash left it open whether the post was made. A platform that can look up what
        it posted returns the first post's id then; any other posts twice, which is better than not at all.
        """
        ...


class Completes(Protocol):
    """A platform whose messages may come in `partial`."""

    async def complete(self, message: Message) -> Message:
        """The message with everything looked up: names, the text of files. Trouble when the sender can mend it."""
        ...


class Finds(Protocol):
    """A platform that knows conversations by what people call them."""

    async def find(self, message: Message, name: str) -> Address:
        """Where `here`, `me`, `#team` or `@sam` is, for who says so in this message.

        Trouble when it can't be told, or when they don't belong to it, as far as the platform lets that be seen.
        `here` is the place as everybody there sees it: a thread's channel.
        """
        ...

    async def private(self, address: Address) -> bool:
        """Whether only those who were let in read there: what is made there is not for everybody."""
        ...

    async def includes(self, address: Address, person: Person) -> bool:
        """Whether this person belongs to a conversation, by their id: others may be called the same."""
        ...

    async def called(self, address: Address, name: str) -> Person | None:
        """Who of a conversation has this name, in full or as a first name; None where nobody does, or more than one."""
        ...


class Includes(Protocol):
    """See `Ports.includes`."""

    async def __call__(self, address: Address, person: Person | None = None) -> bool:
        """Whether this person belongs to the conversation."""
        ...


@runtime_checkable
class Links(Protocol):
    """A platform whose posts can be led to."""

    async def link(self, address: Address, post: str) -> str | None:
        """Where the post with this id can be looked at; None where that can't be told."""
        ...


Find = Callable[[str], Awaitable[Address]]
"""`await find("#team")`: see `Finds.find`. The answer is recorded."""


async def find_nowhere(name: str) -> Address:
    """`Find` where nothing can be told."""
    raise Trouble(f"I can’t tell which conversation “{name}” is.")


async def open_to_all(address: Address) -> bool:
    """`Ports.private` where every conversation may be read by all."""
    del address
    return False


async def includes_all(address: Address, person: Person | None = None) -> bool:
    """`Ports.includes` where everybody may speak everywhere."""
    del address, person
    return True


async def nobody_called(address: Address, name: str) -> Person | None:
    """`Ports.called` where nobody is known by a name."""
    del address, name
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """All that a flow may touch. That each call is a recorded step of its turn is no concern of the flow's.

    A flow must take the same steps when it is run again: what it does may depend on the message and on what the ports
    returned, never on a clock, on chance or on memory of its own; and one call ends before the next begins.
    """

    store: Store
    say: Say
    look: Look = look_now
    llm: Llm | None = None
    """A language model that may improve a draft; None when none is configured."""
    find: Find = find_nowhere
    private: Callable[[Address], Awaitable[bool]] = open_to_all
    """See `Finds.private`. The answer is recorded."""
    includes: Includes = includes_all
    """See `Finds.includes`, of whoever does what the turn is about where nobody is named. The answer is recorded."""
    called: Callable[[Address, str], Awaitable[Person | None]] = nobody_called
    """See `Finds.called`. The answer is recorded."""


Handle = Callable[[Message, Ports], Awaitable[None]]
"""A whole turn: answers one message through the ports."""
