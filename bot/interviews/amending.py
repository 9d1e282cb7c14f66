"""A message that was edited or deleted after it was heard: its statements change or go, and leave a trace."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from bot.chat import Message, Post
from bot.durable.ports import Ports
from bot.interviews.corrections import tag_of
from bot.interviews.flow import KIND, InterviewSettings, entries_of, events_of
from bot.interviews.moves import Move, Replaced, Said, Withdrawn
from bot.interviews.rules import Event, Interview, Statement, replay
from bot.interviews.says import noted
from bot.language.text import sentences
from bot.store.journal import Journal

_LOOKED_AT = 10  # interviews of one conversation, newest first
_EDITED = "the message was edited"
_DELETED = "the message was deleted"


async def amend(message: Message, ports: Ports, settings: InterviewSettings) -> bool:
    """Take an edit or a deletion into the interview that heard the message; False when none did."""
    found = await _heard_in(message, ports)
    if found is None:
        return False
    journal, interview, statements = found
    framework = settings.frameworks.get(interview.framework)
    moves = withdraw(statements, message) if message.change == "deleted" else edit(statements, interview, message)
    if not moves or framework is None:
        return True
    events = [Event(move=move, by=message.author, at=message.at) for move in moves]
    await ports.store.append(journal.id, entries_of(events), at=message.at)
    note = noted(moves, interview, framework, message.author)
    if interview.finished:
        note += "\nThe brief was written before that: `resume`, then `finish`, writes it anew."
    await ports.say(Post(text=note))
    return True


async def _heard_in(message: Message, ports: Ports) -> tuple[Journal, Interview, list[Statement]] | None:
    if message.permalink is None:
        return None
    for head in await ports.store.heads(address=message.address, kind=KIND, limit=_LOOKED_AT):
        journal = await ports.store.journal(head.id)
        if journal is None:
            continue
        interview = replay(events_of(journal))
        statements = [
            one
            for one in interview.active
            if one.link == message.permalink and one.author.id == message.author.id and one.file is None
        ]
        if statements:
            return journal, interview, statements
    return None


def withdraw(statements: Sequence[Statement], message: Message) -> tuple[Move, ...]:
    """Everything that the message said is taken back."""
    return tuple(Withdrawn(statement=one.id, words=_DELETED, link=message.permalink) for one in statements)


def edit(statements: Sequence[Statement], interview: Interview, message: Message) -> tuple[Move, ...]:
    """The statements as the message now reads: what stayed stays, the rest is changed in order, added or taken back."""
    now = [sentence for sentence in sentences(message.text) if sentence.strip()]
    said = [one.text for one in statements]
    old = [one for one in statements if one.text not in now]
    new = [sentence for sentence in now if sentence not in said]
    moves: list[Move] = []
    for before, after in zip_longest(old, new):
        if before is None:
            number = len(interview.statements) + 1 + sum(1 for move in moves if isinstance(move, Said))
            like = statements[-1]
            moves.append(
                Said(
                    id=f"S{number}",
                    text=after,
                    topics=like.topics,
                    weak=like.weak,
                    asked=like.asked,
                    tag=tag_of(after),
                    link=message.permalink,
                )
            )
        elif after is None:
            moves.append(Withdrawn(statement=before.id, words=_EDITED, link=message.permalink))
        else:
            moves.append(
                Replaced(statement=before.id, text=after, words=_EDITED, link=message.permalink, tag=tag_of(after))
            )
    return tuple(moves)
