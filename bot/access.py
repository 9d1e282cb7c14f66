"""Who may do what, and where: four roles, told by ids and groups; what a role may not do, it is told who may."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal, get_args

from bot.chat import Address, Person, Value

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


class Standing(Value):
    """What a platform says of somebody where they speak.

    `outside`: a guest, or of another company. `owner`: they run the workspace, or the team whose channel it is.
    `groups`: those of the named groups that they are in.
    """

    outside: bool = False
    owner: bool = False
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The team's choices.

    `roles` maps an id of a person or a group to its role; `owners` is the role of those whom the platform calls owners,
    None: no other than without it; `otherwise` is for everybody else, `may` says who does what.

    `places` are the beginnings of addresses, or patterns with `*`, where it may be used; none: everywhere.
    """

    roles: Mapping[str, Role] = field(default_factory=dict)
    owners: Role | None = None
    otherwise: Role = "member"
    may: Mapping[Act, Sequence[Role]] = field(default_factory=dict)
    places: Sequence[str] = ()

    def role_of(self, person: Person, standing: Standing) -> Role:
        """Somebody's role: as they are listed, else the highest of their groups and of an owner.

        Whoever the platform calls a guest is one, unless they or a group of theirs are listed.
        """
        if person.id in self.roles:
            return self.roles[person.id]
        given = {self.roles[each] for each in standing.groups if each in self.roles}
        if standing.owner and self.owners is not None and not standing.outside:
            given.add(self.owners)
        highest = next((role for role in ROLES if role in given), None)
        return highest or ("guest" if standing.outside else self.otherwise)

    def allowed(self, act: Act) -> Sequence[Role]:
        """The roles that may do this; an admin may do everything."""
        return tuple(dict.fromkeys(("admin", *self.may.get(act, _ALL_BUT_GUESTS))))

    def listed(self, act: Act) -> Sequence[str]:
        """The ids that may do this by being listed; none where everybody may who isn't a guest."""
        allowed = self.allowed(act)
        return () if self.otherwise in allowed else tuple(each for each, role in self.roles.items() if role in allowed)

    def nobody_may(self, act: Act) -> bool:
        """Whether nobody at all has the right."""
        allowed = self.allowed(act)
        return not {*self.roles.values(), self.otherwise, *([self.owners] if self.owners else [])} & set(allowed)

    def is_open(self, names: Collection[Address]) -> bool:
        """Whether it may be used in a conversation, which is called all of these."""
        return not self.places or any(
            fnmatchcase(name, each) or name == each or name.startswith(f"{each}:")
            for name in names
            for each in self.places
        )

    def refusal(self, act: Act, role: Role, people: Sequence[str] = ()) -> str:
        """What somebody reads who may not: who can. `people` are names of some."""
        able = [f"{each}s" for each in self.allowed(act)]
        article = "an" if role[0] in "aeiou" else "a"
        first = f"{_DOING[act]} is for {_listed(able, 'and')} here, and you are {article} {role}."
        return f"{first} {_listed(people, 'or') or 'One of them'} can do it for you."


def _listed(words: Sequence[str], last: str) -> str:
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)
