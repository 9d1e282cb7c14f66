"""A message that was edited or deleted after it was heard: its statements change or go, and leave a trace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from bot.chat import Message, Post
from bot.durable.ports import Ports
from bot.interviews.corrections.finding import find_correction, is_marked
from bot.interviews.flow import KIND, entries_of, events_of
from bot.interviews.growing import grown
from bot.interviews.held import tag_of
from bot.interviews.moves import Move, Replaced, Said, Withdrawn
from bot.interviews.rules import Event, Interview, Statement, apply, replay
from bot.interviews.says import noted
from bot.interviews.settings import InterviewSettings
from bot.language.text import sentences
from bot.store.journal import Journal

_LOOKED_AT = 10  # interviews of one conversation, newest first
_EDITED = "the message was edited"
_DELETED = "the message was deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a message did in an interview, as far as it still stands.

    `said` are the statements that it made; `undo` would give others, which it corrected, their words before it.
    """

    interview: Interview
    said: tuple[Statement, ...]
    undo: tuple[Replaced, ...] = ()


async def amend(message: Message, ports: Ports, settings: InterviewSettings) -> bool:
    """Take an edit or a deletion into the interview that heard the message; False when none did."""
    found = await _heard_in(message, ports)
    if found is None:
        return False
    journal, before = found
    framework = settings.frameworks.get(before.interview.framework)
    moves = withdraw(before, message) if message.change == "deleted" else edit(before, message)
    if not moves or framework is None:
        return True
    framework = grown(framework, before.interview)
    events = [Event(move=move, by=message.author, at=message.at) for move in moves]
    await ports.store.append(journal.id, entries_of(events), at=message.at)
    note = noted(moves, before.interview, framework, message.author)
    if before.interview.finished:
        note += "\nThe brief was written before that: `resume`, then `finish`, writes it anew."
    await ports.say(Post(text=note))
    return True


async def _heard_in(message: Message, ports: Ports) -> tuple[Journal, Heard] | None:
    if message.permalink is None:
        return None
    for head in await ports.store.heads(address=message.address, kind=KIND, limit=_LOOKED_AT):
        journal = await ports.store.journal(head.id)
        if journal is None:
            continue
        found = heard(events_of(journal), message)
        if found.said or found.undo:
            return journal, found
    return None


def heard(events: Sequence[Event], message: Message) -> Heard:
    """What this message of this author did, in an interview of these events."""
    interview = replay(events)
    said: set[str] = set()
    text: dict[str, str] = {}
    before: dict[str, str] = {}  # of what this message corrected and nobody changed since: the words it had
    for event in events:
        move = event.move
        mine = event.by is not None and event.by.id == message.author.id
        if isinstance(move, Said):
            text[move.id] = move.text
            if mine and move.link == message.permalink and move.file is None:
                said.add(move.id)
        elif isinstance(move, Replaced):
            if not mine or move.link != message.permalink:
                before.pop(move.statement, None)
            else:
                before.setdefault(move.statement, text[move.statement])
            text[move.statement] = move.text
    return Heard(
        interview=interview,
        said=tuple(one for one in interview.active if one.id in said),
        undo=tuple(
            Replaced(statement=one.id, text=before[one.id], words=_EDITED, link=message.permalink, tag=one.tag)
            for one in interview.active
            if one.id in before and one.id not in said and one.text != before[one.id]
        ),
    )


def withdraw(before: Heard, message: Message) -> tuple[Move, ...]:
    """Everything that the message said is taken back, and what it corrected reads as before."""
    undone = tuple(move.model_copy(update={"words": _DELETED}) for move in before.undo)
    gone = tuple(Withdrawn(statement=one.id, words=_DELETED, link=message.permalink) for one in before.said)
    return (*gone, *undone)


def edit(before: Heard, message: Message) -> tuple[Move, ...]:
    """The interview as if the message had always read so.

    What stayed stays. A correction is made anew on what it corrected; the rest changes in order, is added or goes.
    """
    known = {one.text for one in before.said}
    own = {one.id for one in before.said}
    base = before.interview
    for move in before.undo:
        base = apply(base, Event(move=move, by=message.author, at=message.at))
    corrected: dict[str, Move] = {move.statement: move for move in before.undo}
    now: list[str] = []
    for sentence in sentences(message.text):
        correction = find_correction(sentence, base) if is_marked(sentence) and sentence not in known else None
        again = [move for move in correction.moves if move.statement not in own] if correction else []
        for each in again:
            corrected[each.statement] = each.model_copy(update={"link": message.permalink})
        if correction is None or correction.keep or not again:
            now.append(sentence)
    return (*_that_change(corrected.values(), before.interview), *_paired(before, now, message))


def _that_change(moves: Iterable[Move], interview: Interview) -> list[Move]:
    return [
        move
        for move in moves
        if not isinstance(move, Replaced)
        or any(one.id == move.statement and one.text != move.text for one in interview.statements)
    ]


def _paired(before: Heard, now: Sequence[str], message: Message) -> list[Move]:
    known = {one.text for one in before.said}
    old = [one for one in before.said if one.text not in now]
    new = [sentence for sentence in now if sentence not in known]
    moves: list[Move] = []
    for was, text in zip_longest(old, new):
        if was is None:
            like = before.said[-1] if before.said else None
            count = len(before.interview.statements) + 1 + sum(1 for move in moves if isinstance(move, Said))
            topics, weak, asked = (like.topics, like.weak, like.asked) if like else ((), (), None)
            tag = tag_of(text)
            said = Said(
                id=f"S{count}", text=text, topics=topics, weak=weak, asked=asked, tag=tag, link=message.permalink
            )
            moves.append(said)
        elif text is None:
            moves.append(Withdrawn(statement=was.id, words=_EDITED, link=message.permalink))
        else:
            tag = tag_of(text)
            moves.append(Replaced(statement=was.id, text=text, words=_EDITED, link=message.permalink, tag=tag))
    return moves
