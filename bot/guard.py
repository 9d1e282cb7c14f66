"""Asks whether somebody may do what they ask for, before it is done, and tells them who may if they may not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from bot.access import Access, Act, Role, Standing
from bot.chat import Address, Message, Person, Post
from bot.durable.ports import Ports
from bot.errors import Trouble
from bot.language.markdown import escape

_OURS = "groundwork:"
CLOSED = "I may not be used in this conversation. Whoever runs me decides where, under `access.places`; it is called"
_MOST_NAMED = 3

Stands = Callable[[Person, Address, Collection[str]], Awaitable[Standing]]
"""What the platform says of a person where they speak; of all the listed ids, it knows which are groups of its own."""

NamesOf = Callable[[Address, Sequence[str]], Awaitable[Sequence[str]]]
"""The names of those of these ids who are known where somebody speaks."""

WriteDown = Callable[[Message, str, Role], Awaitable[None]]
"""Keep that somebody was refused."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What somebody may not do in their role."""

    act: Act
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Asked by the router before a feature answers, and by nobody else.

    `called` gives everything that a conversation is called in the settings: its address, and what it is a part of.
    """

    access: Access = field(default_factory=Access)
    stands: Stands | None = None
    names_of: NamesOf | None = None
    called: Callable[[Address], Collection[Address]] = lambda address: (address,)
    write_down: WriteDown | None = None

    async def closed(self, message: Message) -> str | None:
        """Why nothing is answered there at all; None where it is. Our own turns go on, but for what is read."""
        for_nobody = message.command != "due" or message.address.startswith(_OURS)
        ours = message.author.id.startswith(_OURS) and for_nobody
        return None if ours or self._is_open(message.address) else f"{CLOSED} `{self._name(message.address)}`."

    async def turn_away(self, closed: str, message: Message, ports: Ports) -> None:
        """Say so to whoever asked; what was due there is left out in silence."""
        if not message.author.id.startswith(_OURS):
            await ports.say(Post(text=closed, private_to=message.author.id))

    def within(self, ports: Ports) -> Ports:
        """The same ports, where nothing is set up for a conversation that is closed to it."""

        async def find(name: str) -> Address:
            address = await ports.find(name)
            if not self._is_open(address):
                raise Trouble(f"I may not be used there: `access.places` doesn’t name `{self._name(address)}`.")
            return address

        async def includes(address: Address, person: Person | None = None) -> bool:
            return self._is_open(address) and await ports.includes(address, person)

        return replace(ports, find=find, includes=includes) if self.access.places else ports

    async def refuses(self, message: Message, act: Act | None, ports: Ports) -> Refusal | None:
        """Why somebody may not do this; None when they may."""
        person = message.via or message.author
        if act is None or person.id.startswith(_OURS):
            return None
        standing = Standing()
        if self.stands is not None and person.id not in self.access.roles:
            stands = self.stands

            async def look() -> object:
                told = await stands(person, message.address, tuple(self.access.roles))
                return told.model_dump(mode="json")

            standing = Standing.model_validate(await ports.look("standing", look))
        role = self.access.role_of(person, standing)
        return None if role in self.access.allowed(act) else Refusal(act, role)

    async def refuse(self, message: Message, refusal: Refusal, ports: Ports) -> None:
        """Tell them who may, and write it down."""
        if self.write_down is not None:
            write_down = self.write_down
            await ports.look("refused", lambda: write_down(message, refusal.act, refusal.role))
        people: Sequence[str] = ()
        if self.names_of is not None and (ids := self.access.listed(refusal.act)):
            names_of = self.names_of
            people = list(await ports.look("who may", lambda: names_of(message.address, ids)))
        named = [escape(each) for each in people[:_MOST_NAMED]]
        text = self.access.refusal(refusal.act, refusal.role, named)
        await ports.say(Post(text=text, private_to=(message.via or message.author).id))

    def _is_open(self, address: Address) -> bool:
        return self.access.is_open(self.called(address))

    def _name(self, address: Address) -> Address:
        """What to write in the settings for the whole conversation: the last of its names."""
        return list(self.called(address))[-1]
