"""Asks whether somebody may do what they ask for, before it is done, and tells them who may if they may not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.access import Access, Act, Role
from bot.chat import Address, Message, Person, Post
from bot.durable.ports import Ports

_OURS = "groundwork:"
CLOSED = "I may not be used in this conversation. Whoever runs me decides where, under `access.places`."

IsOutside = Callable[[Person, Address], Awaitable[bool]]
"""Whether the platform calls this person a guest."""

WriteDown = Callable[[Message, str, Role], Awaitable[None]]
"""Keep that somebody was refused."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What somebody may not do in their role, and the sentence for them."""

    act: Act
    role: Role
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Asked by the router before a feature answers, and by nobody else."""

    access: Access = field(default_factory=Access)
    is_outside: IsOutside | None = None
    write_down: WriteDown | None = None

    async def closed(self, message: Message) -> str | None:
        """Why nothing is answered there at all; None where it is."""
        ours = message.author.id.startswith(_OURS)
        return None if ours or self.access.is_open(message.address) else CLOSED

    async def refuses(self, message: Message, act: Act | None, ports: Ports) -> Refusal | None:
        """Why somebody may not do this; None when they may."""
        person = message.via or message.author
        if act is None or person.id.startswith(_OURS):
            return None
        outside = False
        if self.is_outside is not None and person.id not in self.access.roles:
            is_outside = self.is_outside
            outside = bool(await ports.look("guest", lambda: is_outside(person, message.address)))
        role = self.access.role_of(person, outside=outside)
        return None if role in self.access.allowed(act) else Refusal(act, role, self.access.refusal(act, role))

    async def refuse(self, message: Message, refusal: Refusal, ports: Ports) -> None:
        """Tell them who may, and write it down."""
        if self.write_down is not None:
            write_down = self.write_down
            await ports.look("refused", lambda: write_down(message, refusal.act, refusal.role))
        await ports.say(Post(text=refusal.sentence, private_to=(message.via or message.author).id))
