"""Who may do what, and where: four roles, told by ids; what a role may not do, it is told who may."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal, get_args

from bot.chat import Address, Message, Person, Post
from bot.durable.ports import Ports

Role = Literal["admin", "scrum master", "member", "guest"]
Act = Literal["start", "approve", "schedule", "export"]
ROLES: tuple[Role, ...] = get_args(Role)
ACTS: tuple[Act, ...] = get_args(Act)

_ALL_BUT_GUESTS: tuple[Role, ...] = ("admin", "scrum master", "member")
_DOING: Mapping[Act, str] = {
    "start": "Starting something new",
    "approve": "Approving or changing what came out",
    "schedule": "Setting times",
    "export": "Exporting",
}
_OURS = "groundwork:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The team's choices. `roles` maps an id to its role, `otherwise` is for everybody else; `may` says who may do what.

    `places` are the beginnings of addresses, or patterns with `*`, where it may be used; none: everywhere.
    """

    roles: Mapping[str, Role] = field(default_factory=dict)
    otherwise: Role = "member"
    may: Mapping[Act, Sequence[Role]] = field(default_factory=dict)
    places: Sequence[str] = ()

    def role_of(self, person: Person, *, outside: bool) -> Role:
        """Somebody's role. Whoever the platform calls a guest is one, unless they are listed."""
        return self.roles.get(person.id) or ("guest" if outside else self.otherwise)

    def allowed(self, act: Act) -> Sequence[Role]:
        """The roles that may do this; an admin may do everything."""
        return tuple(dict.fromkeys(("admin", *self.may.get(act, _ALL_BUT_GUESTS))))

    def is_open(self, address: Address) -> bool:
        """Whether it may be used there."""
        return not self.places or any(
            fnmatchcase(address, each) or address == each or address.startswith(f"{each}:") for each in self.places
        )

    def refusal(self, act: Act, role: Role) -> str:
        """What somebody reads who may not: who can."""
        able = [f"{each}s" for each in self.allowed(act)]
        listed = able[0] if len(able) == 1 else f"{', '.join(able[:-1])} and {able[-1]}"
        article = "an" if role[0] in "aeiou" else "a"
        return f"{_DOING[act]} is for {listed} here, and you are {article} {role}. One of them can do it for you."


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

    access: Access = Access()
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
