"""A conversation's work as a journal: what happened, in order, never overwritten; the entries add up to its state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Protocol

from pydantic import AwareDatetime, Field

from bot.chat import Address, Person, Value

Status = Literal["open", "paused", "finished", "cancelled"]
"""Only an open journal answers what is said next in its conversation."""


class Entry(Value):
    """One thing that happened: `kind` says what, `body` (JSON) holds it, `by` is who did it, None for the bot."""

    kind: str
    at: AwareDatetime
    by: Person | None = None
    body: dict[str, Any] = Field(default_factory=dict)


class JournalHead(Value):
    """What a list of journals shows. `id` is the kind and a number counted within that kind, `interview-7`."""

    id: str
    kind: str
    address: Address
    title: str
    status: Status
    started_by: Person
    started_at: AwareDatetime
    updated_at: AwareDatetime


class Journal(JournalHead):
    """A journal with every entry, oldest first."""

    entries: tuple[Entry, ...] = ()


class Reads(Protocol):
    """What can be looked up, and nothing else. Times come back in UTC."""

    async def current(self, address: Address, kind: str | None = None) -> Journal | None:
        """The open journal of this conversation (of this kind) that was updated last."""
        ...

    async def journal(self, journal_id: str) -> Journal | None:
        """The journal with this id."""
        ...

    async def latest(
        self, *, address: Address | None = None, kind: str | None = None, statuses: Sequence[Status] | None = None
    ) -> Journal | None:
        """The journal updated last among those that match all that is given."""
        ...

    async def heads(
        self,
        *,
        address: Address | None = None,
        kind: str | None = None,
        statuses: Sequence[Status] | None = None,
        holding: Mapping[str, Any] | None = None,
        limit: int = 50,
    ) -> list[JournalHead]:
        """Those that match all that is given, updated last first, at most `limit`.

        `holding`: an entry has this name with this value, such as `{"link": "https://…"}`.
        """
        ...


class Store(Reads, Protocol):
    """What flows read and write. A write happens once, however often its turn is run. Times come back in UTC."""

    async def start(  # noqa: PLR0913 (six facts, all named by the caller)
        self, *, kind: str, address: Address, title: str, by: Person, at: datetime, entries: Sequence[Entry]
    ) -> str:
        """Open a journal with its first entries; returns its new id."""
        ...

    async def append(
        self,
        journal_id: str,
        entries: Sequence[Entry],
        *,
        at: datetime,
        status: Status | None = None,
        title: str | None = None,
    ) -> None:
        """Add entries to the end, and change status or title where given; `at` becomes `updated_at`.

        StoreTrouble when there is no such journal.
        """
        ...
