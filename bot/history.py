"""What was said in a conversation before, as its platform can read it back."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol, runtime_checkable

from pydantic import AwareDatetime

from bot.chat import Address, Person, Value


class Reaction(Value):
    """An emoji that was given to a message: how often, and by whom as far as that is told."""

    name: str
    count: int = 1
    users: tuple[str, ...] = ()


class Remark(Value):
    """One message of a chat, or one line of notes.

    `id` is the message's `ts` or the line's number, `thread` the id of the message that it answers under. `by_bot`:
    written by a program, whose words count only where they are a board's.
    """

    id: str
    text: str
    author: Person | None = None
    at: AwareDatetime | None = None
    thread: str | None = None
    mentions: tuple[Person, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    files: tuple[str, ...] = ()
    link: str | None = None
    by_bot: bool = False

    @property
    def weight(self) -> int:
        """How many people reacted at most in one way, and whoever said it."""
        return 1 + max((each.count for each in self.reactions), default=0)


class Past(Value):
    """What was read, oldest first, and the people who can be meant by a name in it.

    `why` is the sentence that says why nothing could be read, and what to do about it; empty when it could.
    """

    remarks: tuple[Remark, ...] = ()
    people: tuple[Person, ...] = ()
    why: str = ""


@runtime_checkable
class History(Protocol):
    """A platform that can read back what was said.

    `never` says why one never can, and what else there is; empty where it can.
    """

    never: str

    async def past(self, address: Address, since: datetime, until: datetime) -> Past:
        """Everything said in this conversation, or in this thread of it, between two moments; threads included."""
        ...
