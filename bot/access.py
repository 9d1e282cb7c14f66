"""Who may do what, and where: four roles, told by ids; what a role may not do, it is told who may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal, get_args

from bot.chat import Address, Person

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The team's choices. `roles` maps an id to its role, `otherwise` is for everybody else, `may` says who does what.

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
