"""What the bot's own work adds up to, as values: what was settled, written, reported, agreed and done, and when."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pydantic import AwareDatetime

from bot.chat import Value


class Ended(Value):
    """An interview that was finished: how many of its topics were answered or left as an open question then."""

    at: AwareDatetime
    settled: int
    total: int


class Left(Value):
    """A question that an interview left open; `answered` is when it was settled, None while it is open."""

    at: AwareDatetime
    answered: AwareDatetime | None = None


class Written(Value):
    """A story that was approved: what the linter found in it at first, and when it was approved."""

    at: AwareDatetime
    before: float
    after: float


class Reported(Value):
    """What somebody who built a story says of it: it was usable as it was, or it had to be mended first.

    `at` is when they first said something about it: who thinks again doesn't make an old story a new one.
    """

    story: str
    at: AwareDatetime
    usable: bool


class Planned(Value):
    """A sprint as it was last seen before it began: its items that tell of criteria, and how many of them have any."""

    begins: date
    items: int
    ready: int


class Held(Value):
    """A retro that was closed: how many people took part, of how many in the team, and what it was about.

    `people` is None where that can't be told, of one that was only summed up; `members` where nobody said who is in the
    team. A theme is its title and its notes.
    """

    at: AwareDatetime
    people: int | None = None
    members: int | None = None
    themes: tuple[str, ...] = ()


class Promised(Value):
    """An action with a day that it was due on; `done` is the day on which it was done, None while it isn't.

    A day that was moved in time is the new day; one that had passed stays the day that it was due on.
    """

    due: date
    done: date | None = None


class Judged(Value):
    """What somebody thought of a passage that was found for them."""

    at: AwareDatetime
    helped: bool


class Facts(Value):
    """All of it, of one team. `days` are those on which something was written down.

    `begun`: when each interview began that wasn't given up. `zone`: the team's own clock,
    empty where it never set one.
    """

    zone: str = ""
    begun: tuple[AwareDatetime, ...] = ()
    interviews: tuple[Ended, ...] = ()
    questions: tuple[Left, ...] = ()
    stories: tuple[Written, ...] = ()
    reports: tuple[Reported, ...] = ()
    sprints: tuple[Planned, ...] = ()
    retros: tuple[Held, ...] = ()
    actions: tuple[Promised, ...] = ()
    passages: tuple[Judged, ...] = ()
    days: tuple[date, ...] = ()


class Span(NamedTuple):
    """From a day up to another one, both included, on the team's clock."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last
