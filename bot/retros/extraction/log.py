"""What was said, as values: who, when, in which thread, with what reactions, and where it can be read again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

from bot.chat import Person, Value
from bot.history import Past, Reaction, Remark

__all__ = ["Line", "Log", "Reaction", "Remark", "Section", "before_each", "called", "log_of", "said_before"]

Section = Literal["went_well", "to_improve", "ideas", "actions", "decisions", "skip"]
"""Under which heading something stands; `skip` is for what is no part of this retrospective."""


class Log(Value):
    """Everything that was read, oldest first.

    `kind` says whether people speak to each other (`chat`) or somebody wrote it down (`notes`). `day` is the day that
    notes are about, `people` everybody who can be meant by a name, `events` all days of the team's ceremonies
    (`planning`) that are known, `numbered` whether the sources are line numbers, `writer` who says "I" in notes,
    `days` the days of single remarks where notes are about several.
    """

    name: str
    kind: Literal["chat", "notes"]
    remarks: tuple[Remark, ...]
    people: tuple[Person, ...] = ()
    zone: str = "UTC"
    country: str = ""
    day: date | None = None
    events: tuple[tuple[str, date], ...] = ()
    numbered: bool = False
    writer: Person | None = None
    days: tuple[tuple[str, date], ...] = ()


def log_of(past: Past, name: str, zone: str) -> Log:
    """The log of what was said in a chat."""
    return Log(name=name, kind="chat", remarks=past.remarks, people=past.people, zone=zone)


def before_each(log: Log) -> dict[str, str]:
    """By each remark's id what it answers or follows: what came before it in its thread or, outside of one, before."""
    found: dict[str, str] = {}
    channel = ""
    threads: dict[str, str] = {}
    for remark in log.remarks:
        found[remark.id] = threads.get(remark.thread, "") if remark.thread else channel
        threads[remark.thread or remark.id] = remark.text
        if remark.thread is None:
            channel = remark.text
    return found


def said_before(log: Log, many: int) -> dict[str, tuple[str, ...]]:
    """By each remark's id the ids of those before it in its thread or channel, the nearest first; none in notes."""
    found: dict[str, tuple[str, ...]] = {}
    latest: dict[str | None, tuple[str, ...]] = {}
    for remark in log.remarks if log.kind == "chat" else ():
        start = (remark.thread,) if remark.thread else ()
        found[remark.id] = latest.get(remark.thread, start)
        latest[remark.thread] = (remark.id, *found[remark.id])[:many]
    return found


class Line(Value):
    """The smallest thing that can be noted: a sentence, a list item or a table's cell, out of one remark.

    `section` is where it stands, `asked` the part that was last asked of all when it was said, `also` further lines of
    notes that it runs over, `owner` and `due` what a table says in columns of their own, `listed` that it is an item
    of a list, `votes` how many a table counts for it, `marked` that its own words put it where it is ("Idea: …"),
    `done` that its box is ticked, `inside` that it was said in the retrospective and not beside it.
    """

    text: str
    remark: Remark
    also: tuple[str, ...] = ()
    section: Section | None = None
    asked: Section | None = None
    owner: str | None = None
    due: str | None = None
    listed: bool = False
    votes: int = 0
    marked: bool = False
    done: bool = False
    inside: bool = True

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of its remarks."""
        return (self.remark.id, *self.also)

    @property
    def author(self) -> Person | None:
        """Who said it."""
        return self.remark.author


def called(name: str, people: Sequence[Person]) -> Person | None:
    """Who is meant by a name: a whole name or a handle, or a first name or the beginning of one that only one has.

    Somebody may be among the people under several names; the first one is theirs.
    """
    wanted = name.strip(" @*_.,:;!?()").casefold()
    if not wanted:
        return None
    first = wanted.split()[0]
    tests: tuple[Callable[[str], bool], ...] = (
        lambda known: known == wanted,
        lambda known: wanted in {known.split()[0], known.split()[-1]},
        lambda known: known.split()[0] == first and " " in wanted and _initials(known, wanted),
        lambda known: len(wanted) >= _SHORTEST and known.startswith(wanted),
    )
    for test in tests:
        ids = dict.fromkeys(each.id for each in people if each.name.strip() and test(each.name.casefold()))
        if len(ids) == 1:
            return next(each for each in people if each.id in ids)
    return next((each for each in people if each.id.casefold() == wanted), None)


_SHORTEST = 3


def _initials(name: str, wanted: str) -> bool:
    """ "sam o." is Sam Okafor."""
    return name.casefold().split()[-1].startswith(wanted.rsplit(maxsplit=1)[-1].rstrip("."))
