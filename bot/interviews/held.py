"""The statements as they stand while a message is heard, and what a correction of one of them is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.chat import Value
from bot.interviews.moves import Move, Replaced, Said, Withdrawn
from bot.interviews.rules import Interview
from bot.language.facts import is_hedged
from bot.stories.rules import Tag


class Correction(Value):
    """What a sentence changes. `keep`: it also says something new, so it stands as a statement of its own.

    `unclear`: the numbers of the statements that it may mean; nothing is changed then, and it is kept.
    """

    moves: tuple[Replaced | Withdrawn, ...] = ()
    keep: bool = False
    unclear: tuple[int, ...] = ()


NONE = Correction(keep=True)


@dataclass(frozen=True, slots=True)
class Held:
    """A statement as it stands while a message is heard; `turn` counts up with the message it was said in."""

    id: str
    text: str
    tag: Tag
    turn: int
    now: bool = False

    @property
    def number(self) -> int:
        """The number that people use for it."""
        return int(self.id[1:])


def tag_of(text: str) -> Tag:
    """`assumed` when the speaker marks it as a belief, else `stated`."""
    return "assumed" if is_hedged(text) else "stated"


def held_in(interview: Interview, heard: Sequence[Move]) -> list[Held]:
    """Every statement that holds, with what this message has said and changed already."""
    active = interview.active
    turns = {at: number for number, at in enumerate(sorted({one.at for one in active}))}
    held = {one.id: Held(one.id, one.text, one.tag, turns[one.at]) for one in active if not one.aside}
    for move in heard:
        if isinstance(move, Said) and not move.aside:
            held[move.id] = Held(move.id, move.text, move.tag, len(turns), now=True)
        elif isinstance(move, Replaced) and move.statement in held:
            held[move.statement] = replace(held[move.statement], text=move.text)
        elif isinstance(move, Withdrawn):
            held.pop(move.statement, None)
    return list(held.values())


def changed(one: Held, text: str, words: str, *, keep: bool = False) -> Correction | None:
    """The correction that gives a statement these words, or takes it back when none are left; None for no change."""
    if text == one.text:
        return None
    if not any(char.isalnum() for char in text):
        return Correction(moves=(Withdrawn(statement=one.id, words=words),), keep=keep)
    if "’" in words and "'" not in one.text:
        text = text.replace("'", "’")
    tag = "assumed" if one.tag == "assumed" and is_hedged(text) else tag_of(text)
    return Correction(moves=(Replaced(statement=one.id, text=text, words=words, tag=tag),), keep=keep)


def numbers(held: Sequence[Held]) -> tuple[int, ...]:
    """The numbers of at most three of them, the latest first."""
    """The numbers of at most three of them, the latest first."""
    return tuple(sorted({one.number for one in held}, reverse=True)[:3])
