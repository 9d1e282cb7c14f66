"""A team and its ceremonies, as they are set; and how each becomes times that are due."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import date
from typing import Literal

from pydantic import Field

from bot.chat import Person, Value
from bot.times import Change, Pause, Rule

KIND = "team"
"""Of the journal that a team's settings live in."""

Kind = Literal["planning", "refinement", "daily", "review", "retrospective", "other"]
Message = Literal["before", "checkin", "after"]
"""What can go out for a ceremony; each can be switched off."""

LAST = -1
"""The last week of a sprint, however long it is."""


class Member(Value):
    """Somebody of the team by the name that they were given there, when and in which zone they work."""

    name: str
    zone: str = ""
    first: str = "09:00"
    last: str = "17:00"


class Ceremony(Value):
    """Something that a team holds: on which weekdays (0 is Monday), at what time of the team's zone, for how long.

    `week` counts from 1 within the sprint; 0 is each week, -1 the last. `before` and `checkin` are minutes before it
    begins, None when that message is switched off; `after` says whether something goes out at its end. `changes` move
    or leave out one time each. `since` is the day from which it is as it is now; where it was moved for good, `begins`
    is the first day of the new rhythm, so that what was held by the old one isn't held again.
    """

    key: str
    name: str
    kind: Kind
    days: tuple[int, ...] = Field(min_length=1)
    at: str
    minutes: int
    week: int = 0
    place: str = ""
    before: int | None = None
    checkin: int | None = None
    after: bool = False
    since: date
    begins: date | None = None
    changes: tuple[Change, ...] = ()


class Team(Value):
    """Who meets, by which clock and calendar, and for what.

    The first sprint begins on `sprint_start`; all others follow it. `calendar` names the public holidays, `DE-BY`.
    """

    name: str
    zone: str
    sprint_weeks: int = 2
    sprint_start: date
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    calendar: str = ""
    off: tuple[date, ...] = ()
    members: tuple[Member, ...] = ()
    scrum_master: str = ""
    ceremonies: tuple[Ceremony, ...] = ()
    pauses: tuple[Pause, ...] = ()

    def ceremony(self, key: str) -> Ceremony | None:
        """The ceremony with this key."""
        return next((each for each in self.ceremonies if each.key == key), None)


KINDS: dict[Kind, tuple[str, ...]] = {
    "planning": ("planning", "sprint planning", "iteration planning", "team planning", "plan"),
    "refinement": ("refinement", "backlog refinement", "refining", "grooming", "backlog grooming"),
    "daily": (
        "daily", "standup", "stand-up", "stand up", "daily scrum", "daily standup", "daily stand-up", "daily stand up",
        "team daily", "dailies",
    ),
    "review": ("review", "sprint review", "iteration review", "demo", "sprint demo"),
    "retrospective": (
        "retrospective", "retro", "sprint retrospective", "sprint retro", "iteration retrospective", "iteration retro",
        "team retrospective", "team retro", "retros",
    ),
}  # fmt: skip
"""What people call each kind; the first is its own name."""

BEFORE: dict[Kind, int | None] = {
    "planning": 60 * 24,
    "refinement": 60 * 24,
    "daily": 10,
    "review": 60 * 24,
    "retrospective": 60 * 24,
    "other": 60,
}
"""Minutes before each kind at which its reminder goes out, unless somebody says otherwise."""

AFTER: frozenset[Kind] = frozenset({"planning", "review", "retrospective"})
"""The kinds after which a summary is asked for, or made, unless somebody says otherwise."""


def kind_of(name: str) -> Kind:
    """What kind of ceremony somebody means by a name."""
    said = " ".join(name.casefold().split())
    return next((kind for kind, names in KINDS.items() if said in names), "other")


def key_of(name: str) -> str:
    """A name as an id: `Sprint Planning` → `planning`, `Guild meeting` → `guild-meeting`."""
    kind = kind_of(name)
    if kind != "other":
        return kind
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40]
    return key or f"c{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def rule_of(team: Team, ceremony: Ceremony, shift: int = 0) -> Rule:
    """When a ceremony is, or what goes out so many minutes after its beginning (before it, when negative).

    What goes out days before goes out on a working day.
    """
    week = team.sprint_weeks if ceremony.week == LAST else ceremony.week
    return Rule(
        days=ceremony.days,
        at=ceremony.at,
        zone=team.zone,
        work_days=True,
        every=team.sprint_weeks if week else 1,
        anchor=date.fromordinal(team.sprint_start.toordinal() + 7 * (week - 1)) if week else None,
        calendar=team.calendar,
        off=team.off,
        changes=ceremony.changes,
        pauses=team.pauses,
        shift=shift,
        only_on=team.days if shift <= -60 * 24 else (),
        since=ceremony.begins,
    )


def messages_of(ceremony: Ceremony) -> dict[str, int]:
    """What goes out for a ceremony, and how many minutes after its beginning."""
    found: dict[str, int] = {}
    if ceremony.before is not None:
        found["before"] = -ceremony.before
    if ceremony.checkin is not None:
        found |= {"checkin": -ceremony.checkin, "gathered": 0}
    if ceremony.after:
        found["after"] = ceremony.minutes
    return found


def is_in(person: Person, team: Team) -> bool:
    """Whether this person is of the team, by the name that they are called."""
    return any(member.name.casefold() == person.name.casefold() for member in team.members)
