"""What a tracker is to the rest: something that tells of sprints, and that a new item can be put into."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, Protocol

from pydantic import Field

from bot.chat import Value
from bot.errors import Trouble
from bot.sprints.ports import Told
from bot.sprints.rules import Item

Kind = Literal["story", "action"]


class Words(Value):
    """Somebody's own words that an item rests on: `label` is how the item calls them, such as S8.

    `author` is empty where nobody is named.
    """

    label: str
    author: str
    text: str
    link: str | None = None

    @property
    def whose(self) -> str:
        """The author with the blank before it, where there is one."""
        return f" {self.author}" if self.author else ""


class Member(Value):
    """Somebody whom the tracker can give an item to: `id` as it calls them, `name` as people read it there."""

    id: str
    name: str


class NewItem(Value):
    """Something to be put into a tracker.

    `mark` stays the same for the same thing, however often it is asked for, and is never anybody else's. `text` is
    plain, `code` is shown as it is, in `language`. `due` is when it should be done, `owner` who is to do it, where the
    tracker knows them.
    """

    mark: str = Field(pattern=r"^groundwork-[0-9a-f]{16}$")
    kind: Kind
    title: str
    text: str
    code: str = ""
    language: str = ""
    words: tuple[Words, ...] = ()
    labels: tuple[str, ...] = ()
    due: date | None = None
    owner: Member | None = None

    @property
    def print(self) -> str:
        """A short sum of all that it says: another one when any word is another."""
        # What was made before owners were known has to keep its sum.
        unowned = {"owner"} if self.owner is None else None
        return hashlib.sha256(self.model_dump_json(exclude=unowned).encode()).hexdigest()[:8]


class Created(Value):
    """An item as it is in the tracker: `key` as people call it, `link` to look at it, `id` as the tracker calls it.

    `found`: it was there already.
    """

    key: str
    link: str
    id: str = ""
    found: bool = False


class Finding(Value):
    """What the doctor should know: `well`, `note` or `wrong`, what was found, and what to do."""

    state: Literal["well", "note", "wrong"]
    found: str
    mend: str = ""


class TrackerTrouble(Trouble):
    """A tracker could not do what it was asked for."""

    def __init__(self, name: str, what: str, mend: str) -> None:
        """`name` and `what` are a sentence together; `mend` is another."""
        super().__init__(f"{name} {what}. {mend}")
        self.what = what
        self.mend = mend

    @property
    def reason(self) -> str:
        """The same, to be said after the tracker's name and a comma, with a full stop to come."""
        return f"it {self.what}. {self.mend.rstrip('.')}"


class InDoubt(TrackerTrouble):
    """It may or may not have done it."""


class Tracker(Protocol):
    """One tracker with the team's project in it. Each method may raise TrackerTrouble."""

    @property
    def id(self) -> str:
        """Its name in the settings."""
        ...

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    @property
    def place(self) -> str:
        """Where in it new items go, in words that follow its name: `project LP`."""
        ...

    async def sprints(self, today: date) -> Told:
        """The sprints that run, come or were lately, oldest first, and what of them could not be read."""
        ...

    async def find(self, item: NewItem, *, since: datetime, patient: bool) -> Created | None:
        """The item that was made of this since then, if there is one.

        `patient`: it may have been made a moment ago, so a search that lags behind is asked more than once.
        """
        ...

    async def create(self, item: NewItem) -> Created:
        """Make it. InDoubt when the tracker didn't say whether it did; then nothing but `find` can tell."""
        ...

    async def member(self, name: str) -> Member | None:
        """The one person of this name whom an item can be given to; None where there is none, or more than one."""
        ...

    async def states(self, created: Sequence[Created]) -> dict[str, Item]:
        """How these are now, by the `id` of each; one that is gone is left out."""
        ...

    async def examine(self) -> list[Finding]:
        """Whether it can be reached, and what the token may do."""
        ...
