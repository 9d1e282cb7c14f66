"""A conversation's lines, with what is needed to read names and days in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.retros.extraction.dates import Found, Seen
from bot.retros.extraction.deadline import due_in
from bot.retros.extraction.log import Line, Log

_AHEAD = 8


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was said in one place, in order: a channel, a thread or a page of notes."""

    log: Log
    lines: Sequence[Line]
    seen: Callable[[Line], Seen | None]
    threads: Mapping[str, Sequence[Line]] = field(default_factory=dict)
    """The replies under each message that has a thread."""
    roots: Mapping[str, Sequence[Line]] = field(default_factory=dict)
    """These messages themselves."""

    def due(self, text: str, line: Line) -> Found | None:
        """Until when, as said in this line."""
        seen = self.seen(line)
        return due_in(text, seen) if seen else None

    def above(self, line: Line) -> Sequence[Line]:
        """The message that a thread is about."""
        thread = line.remark.thread
        return (
            ()
            if thread is None or not self.lines or self.lines[0].remark.thread != thread
            else self.roots.get(thread, ())
        )

    def turn(self, line: Line) -> str:
        """All that was said in one go, since the date may stand in the next sentence."""
        at = self.lines.index(line)
        said = [each.text for each in self.lines[at:] if each.remark.id == line.remark.id]
        return " ".join(said)

    def after(self, at: int, count: int = _AHEAD) -> list[tuple[str, list[Line]]]:
        """What was said next, remark by remark: first what was replied to it, then what came after it."""
        found: dict[str, list[Line]] = {}
        asked = self.lines[at].remark
        for line in (*self.threads.get(asked.id, ()), *self.lines[at + 1 :]):
            if line.remark.id == asked.id:
                continue
            found.setdefault(line.remark.id, []).append(line)
            if len(found) > count:
                break
        return list(found.items())[:count]


def roots_of(streams: Sequence[Sequence[Line]]) -> Mapping[str, Sequence[Line]]:
    """The messages that have a thread."""
    asked = threads_of(streams)
    found: dict[str, list[Line]] = {}
    for line in (line for stream in streams for line in stream if line.remark.id in asked):
        found.setdefault(line.remark.id, []).append(line)
    return found


def threads_of(streams: Sequence[Sequence[Line]]) -> Mapping[str, Sequence[Line]]:
    """The replies under each message."""
    return {stream[0].remark.thread: stream for stream in streams if stream and stream[0].remark.thread}


def seen_by(log: Log, days: Mapping[str, date], seen_from: Callable[[date], Seen]) -> Callable[[Line], Seen | None]:
    """How each line sees days: from its own."""

    def seen(line: Line) -> Seen | None:
        day = days.get(line.remark.id) or log.day
        return seen_from(day) if day else None

    return seen
