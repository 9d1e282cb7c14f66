"""What a platform asks of the bot, what the bot asks of a platform, and where a platform keeps what it has to know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from bot.chat import Address, Form, Menu, Message, Person, Post, Veiled

Now = Callable[[], datetime]
"""When it is, for what comes without a time of its own: a command, a button, a form."""


def now() -> datetime:
    """The clock of this machine."""
    return datetime.now(UTC)


class Bot(Protocol):
    """What a platform asks of the bot.

    `submit` and `result` are the road of every message. The others answer while somebody waits in front of a screen:
    they only read, and never stand behind a turn.
    """

    @property
    def menu(self) -> Menu:
        """What can be announced."""
        ...

    async def submit(self, message: Message) -> str:
        """Take a message in, durably; returns its turn's id. The same message again changes nothing."""
        ...

    async def result(self, turn_id: str, *, timeout: float | None = None) -> list[Post]:  # noqa: ASYNC109 (passed on)
        """Wait for a turn to end; everything it said."""
        ...

    async def opens(self, message: Message) -> Form | None:
        """The form that this command or choice opens, None when it is a message like any other."""
        ...

    async def checks(self, message: Message) -> Mapping[str, str]:
        """What is wrong with a filled form, a sentence for each field that has to be mended; empty when all is well."""
        ...

    async def belongs(self, message: Message) -> Address | None:
        """The conversation that this command, choice or form is about, where it isn't the one it came from."""
        ...

    async def veils(self, message: Message) -> Veiled | None:
        """What may be kept of a message that was promised to stay anonymous; None for any other.

        It is asked before anything about the message is kept, noted or looked up: not even that its sender is known.
        """
        ...

    async def follows(self, address: Address, link: str) -> bool:
        """Whether something was made of the message behind this link, so that it is told when that is changed."""
        ...

    async def home(self, person: Person) -> Post:
        """What this person has going on, to be shown to nobody else."""
        ...


class Chat(Protocol):
    """Where posts go. `say` returns the platform's id for the post, for a later `replaces`."""

    async def say(self, address: Address, post: Post) -> str:
        """Show the post there."""
        ...


class KeyValue(Protocol):
    """The small store that a platform keeps its own facts in: conversation references, what was shown."""

    async def get(self, key: str) -> Any:
        """The JSON value under this key, None where there is none."""
        ...

    async def put(self, key: str, value: Any) -> None:
        """Keep this JSON value."""
        ...

    async def scan(self, prefix: str) -> list[tuple[str, Any]]:
        """Every key that starts so, with its value, sorted by key."""
        ...
