"""What the index holds: documents, the passages they are split into, and what a search gives back."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from pydantic import AwareDatetime

from bot.chat import Value

Kind = Literal["adr", "prd", "sprint", "retro", "runbook", "brief", "stories", "document"]

NO_LONGER_VALID = frozenset({"superseded", "deprecated", "rejected", "obsolete", "replaced", "withdrawn", "retired"})
"""Statuses of documents that say how something was, or was not to be, done."""


ADDED, BRIEFS, STORIES = "added", "briefs", "stories"
"""The names of what comes from conversations: files that people added, and what the bot made there."""

_KEPT = re.compile(rf"(?P<name>{ADDED}|{BRIEFS}|{STORIES}) (?P<room>\w+/.+)")


def kept_source(name: str, room: str) -> str:
    """The source of what is found in one place only, wherever the same people read; `name` says what it is."""
    return f"{name} {room.replace(':', '/')}"


def added_source(room: str) -> str:
    """The source of what people added in a conversation and wherever the same people read: only they may see it."""
    return kept_source(ADDED, room)


def is_kept(source: str) -> bool:
    """Whether this is found in one place only."""
    return _KEPT.fullmatch(source) is not None


def name_of(source: str) -> str:
    """What a source is called in the settings, also where only one place sees it."""
    kept = _KEPT.fullmatch(source)
    return kept["name"] if kept else source


def is_added(source: str) -> bool:
    """Whether people added this in a conversation."""
    return is_kept(source) and name_of(source) == ADDED


class Document(Value):
    """A document as it was recognised.

    `source` is the name of the configured source, `path` its place in it. `status` is in lower case, "" when none is
    stated. `number` is an ADR's own, without leading zeros. `supersedes` and `superseded_by` are numbers or names as
    the document writes them. `changed_at` and `author` are version control's where there is any, else the file's.
    """

    source: str
    path: str
    title: str
    kind: Kind = "document"
    status: str = ""
    number: str = ""
    day: date | None = None
    supersedes: tuple[str, ...] = ()
    superseded_by: tuple[str, ...] = ()
    owner: str = ""
    author: str = ""
    changed_at: AwareDatetime | None = None
    link: str = ""
    note: str = ""

    @property
    def id(self) -> str:
        """What tells it from every other document."""
        return f"{self.source}:{self.path}"

    @property
    def valid(self) -> bool:
        """Whether it still says how things are, as far as it tells."""
        return self.status not in NO_LONGER_VALID

    @property
    def dated(self) -> date | None:
        """The day it speaks of: its own date, else when it was changed last."""
        return self.day or (self.changed_at.date() if self.changed_at else None)


class Passage(Value):
    """A piece of a document: `seq` counts from 0, `headings` is the path to it, `text` stands there verbatim."""

    seq: int
    headings: tuple[str, ...]
    text: str

    @property
    def place(self) -> str:
        """The headings, as people read them."""
        return " › ".join(self.headings)


class Hit(Value):
    """A passage that was found. `rank` counts from 1; `score` is comparable within one search only.

    `newer` is the title of the document that took this one's place. `key` names the passage in feedback.
    """

    rank: int
    score: float
    document: Document
    passage: Passage
    key: str
    newer: str = ""
    also: tuple[str, ...] = ()


class Found(Value):
    """What a search gives: hits best first, how many documents were searched, and what people should know of it."""

    hits: tuple[Hit, ...] = ()
    documents: int = 0
    notes: tuple[str, ...] = ()


class Unread(Value):
    """A file that could not be read, or only in part, and why."""

    source: str
    path: str
    reason: str


class Report(Value):
    """What an index run did. `embedded` counts passages that got vectors, `waiting` those that have none yet.

    `partly` are documents that were read, and of which something has to be known.
    """

    documents: int = 0
    passages: int = 0
    new: int = 0
    changed: int = 0
    removed: int = 0
    embedded: int = 0
    waiting: int = 0
    stopped: bool = False
    unread: tuple[Unread, ...] = ()
    partly: tuple[Unread, ...] = ()
    notes: tuple[str, ...] = ()
