"""Who answers whom: the one who was asked, whoever offers, or nobody."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.chat import Person
from bot.language.text import content_words
from bot.retros.extraction.consent import accepts, refuses
from bot.retros.extraction.due import Found, Seen, due_in
from bot.retros.extraction.log import Line, Log, called
from bot.retros.extraction.needs import need_in
from bot.retros.extraction.promises import is_untaken, promise_in, request_in
from bot.retros.extraction.sieve import is_joke

_AHEAD = 8
_LISTENS = 3


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation's lines, with what is needed to read names and dates in them."""

    log: Log
    lines: Sequence[Line]
    seen: Callable[[Line], Seen | None]

    def due(self, text: str, line: Line) -> Found | None:
        """Until when, as said in this line."""
        seen = self.seen(line)
        return due_in(text, seen) if seen else None

    def turn(self, line: Line) -> str:
        """All that was said in one go, since the date may stand in the next sentence."""
        at = self.lines.index(line)
        said = [each.text for each in self.lines[at:] if each.remark.id == line.remark.id]
        return " ".join(said)

    def after(self, at: int, count: int = _AHEAD) -> list[tuple[str, list[Line]]]:
        """What was said next, remark by remark."""
        found: dict[str, list[Line]] = {}
        for line in self.lines[at + 1 :]:
            if line.remark.id == self.lines[at].remark.id:
                continue
            found.setdefault(line.remark.id, []).append(line)
            if len(found) > count:
                break
        return list(found.items())[:count]


def addressee(conversation: Conversation, line: Line, whom: str) -> Person | None:
    """Who is asked: by name, by a mention, or as the one whose name the message begins or ends with."""
    if whom and (known := called(whom, conversation.log.people)):
        return known
    if line.remark.mentions:
        return line.remark.mentions[0]
    first = re.match(
        r"^(?:(?:and|so|ok|hey|also|then|thanks|hi)[,\s]+)*@?([^\W\d_][\w'’-]*)[,:]?\s", line.remark.text, re.IGNORECASE
    )
    known = called(first[1], conversation.log.people) if first else None
    if known is None:
        tail = re.search(r",\s*@?([^\W\d_][\w'’-]*)\s*\?", line.text)
        known = called(tail[1], conversation.log.people) if tail else None
    return known


def answer(conversation: Conversation, at: int, line: Line, asked: Person | None, *, anyone: bool) -> list[Line] | None:
    """The remark that says yes. Once the one who was asked has said no, anybody's offer will do."""
    free = anyone or asked is None
    seen = 0
    for _, lines in conversation.after(at):
        first = lines[0]
        if first.author is None or first.remark.by_bot:
            continue
        text = " ".join(each.text for each in lines)
        if line.author and first.author.id == line.author.id:
            if request_in(text) and not (free and promise_in(text)):
                return None
            if free and (promise := promise_in(text)) and not promise.task:
                return lines
            continue
        seen += 1
        if seen > _LISTENS and not free:
            return None
        by_asked = asked is not None and first.author.id == asked.id
        if refuses(text):
            free = free or by_asked
            continue
        if any(is_joke(each) for each in lines) and not accepts(text):
            continue
        offers = any(_answers(each.text, line.text) for each in lines)
        if (by_asked and (accepts(text) or offers)) or (
            free and (offers or (accepts(text) and _offers(text, anyone=anyone)))
        ):
            return lines
    return None


def _answers(text: str, asked: str) -> bool:
    """Whether an offer is about what was asked: it only points at it, or has words in common with it."""
    promise = promise_in(text)
    if promise is None:
        return False
    takes = re.match(r"(?:take|own|do|handle) (?:the|that|this|care)\b", promise.task, re.IGNORECASE)
    shares = content_words(promise.task) & content_words(asked)
    return not promise.task or takes is not None or accepts(text) or bool(shares)


def _offers(text: str, *, anyone: bool) -> bool:
    """Whether a bare yes is an offer: "yes" to "who can?" may mean that somebody should; "on it" doesn't."""
    return (
        not anyone
        or re.match(
            r"^\W*(?:me|i\b|on it|will do|can do|sure|happy|mine|count me|leave|let me|mach|gladly|done|consider)",
            text,
            re.IGNORECASE,
        )
        is not None
    )


def left_open(conversation: Conversation, at: int) -> bool:
    """Whether it is said soon after that nobody has it."""
    return any(is_untaken(" ".join(each.text for each in lines)) for _, lines in conversation.after(at, _LISTENS))


def taken(conversation: Conversation, at: int, line: Line) -> list[Line] | None:
    """The remark in which somebody takes what was said to be needed."""
    named = re.search(r"(?:^|[.!]\s+)@?([^\W\d_][\w'’-]*(?: [A-Z][\w'’-]*)?)\s*\?\s*$", line.remark.text)
    if named and (asked := called(named[1], conversation.log.people)):
        return answer(conversation, at, line, asked, anyone=False)
    for _, lines in conversation.after(at, _LISTENS + 1):
        first = lines[0]
        text = " ".join(each.text for each in lines)
        if first.author is None or refuses(text) or any(is_joke(each) for each in lines):
            continue
        if is_untaken(text) or request_in(text) or need_in(text):
            return None
        if any((promise := promise_in(each.text)) and not promise.task for each in lines):
            return lines
        if (
            line.author
            and first.author.id != line.author.id
            and re.match(
                r"^\W*(?:on it|will do|can do|mine|consider it done|leave (?:it|that) (?:to|with) me|me\b)",
                text,
                re.IGNORECASE,
            )
        ):
            return lines
    return None


def seen_by(log: Log, days: Mapping[str, date], seen_from: Callable[[date], Seen]) -> Callable[[Line], Seen | None]:
    """How each line sees days: from its own."""

    def seen(line: Line) -> Seen | None:
        day = days.get(line.remark.id) or log.day
        return seen_from(day) if day else None

    return seen
