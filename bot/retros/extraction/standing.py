"""An action that says nothing on Monday: "tell recruiting", "fix that page"; it is shown with what it was about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.chat import Person
from bot.language.text import content_words, one_line
from bot.retros.extraction.bidding import bidden_in
from bot.retros.extraction.commitment import Commitment
from bot.retros.extraction.consent import accepts, refuses
from bot.retros.extraction.dialogue import Conversation
from bot.retros.extraction.log import Line
from bot.retros.extraction.moods import praises
from bot.retros.extraction.pointing import plain_words
from bot.retros.extraction.sieve import is_joke, is_small_talk
from bot.retros.extraction.spelling import IS_WHOLE, points
from bot.retros.extraction.topics import led_in_by

_ENOUGH, _CLEAR, _FEW, _FAR = 2, 3, 2, 6
_LIGHT = content_words(
    "do take handle own drive pick grab cover make try manage have get be jump go put set sort look see check ask "
    "send write help start finish give bring add fix tell talk speak read call thing stuff bit part one list note way "
    "nice good great idea next first last time day week today tomorrow tonight monday tuesday wednesday thursday "
    "friday morning afternoon evening sprint retro please thanks ok yes yeah sure then now again mine yours some "
    "someone something care lead somebody anybody machen schauen fragen schreiben sagen klären kümmern mal"
)
"""Such words may be said of anything."""


def standing(conversation: Conversation, action: Commitment) -> Commitment:
    """The action, with the words that it was about where its own don't say that."""
    if conversation.log.kind == "notes" or action.pointed or IS_WHOLE.match(action.text):
        return action
    if stands(action.text, conversation.log.people):
        return action
    at = _place(conversation, action)
    found = _about(conversation, at, action) if at is not None else None
    if found is None:
        return action
    line, words = found
    return action.model_copy(
        update={
            "text": f"{action.text.rstrip(' .!?,;:')}: {words}",
            "sources": tuple(dict.fromkeys((*line.sources, *action.sources))),
            "about": action.about if set(line.sources) <= set(action.sources) else (*action.about, *line.sources),
            "pointed": action.pointed or words,
        }
    )


def stands(text: str, people: Sequence[Person]) -> bool:
    """Whether a task can be understood by whoever wasn't there."""
    return len(_telling(text, people)) >= _ENOUGH


def _telling(text: str, people: Sequence[Person]) -> frozenset[str]:
    names = {word for each in people for word in content_words(each.name)}
    return content_words(text) - _LIGHT - names


def _place(conversation: Conversation, action: Commitment) -> int | None:
    """The line whose words it has; else the first of its own."""
    own = [at for at, line in enumerate(conversation.lines) if line.remark.id in action.sources]
    worded = [at for at in own if action.text.casefold() in one_line(conversation.lines[at].text).casefold()]
    return next(iter((*worded, *own)), None)


def _about(conversation: Conversation, at: int, action: Commitment) -> tuple[Line, str] | None:
    people = conversation.log.people
    known = content_words(action.text)
    return next(
        (
            (line, words)
            for line, words in _said(conversation, at, action, _telling(action.text, people))
            if len(_telling(words, people) - known) >= _ENOUGH
        ),
        None,
    )


def _said(conversation: Conversation, at: int, action: Commitment, named: frozenset[str]) -> Iterator[tuple[Line, str]]:
    """What could say it, the nearest first: how its sentence begins, its message, and what was said before that.

    Of the last only what has a word of it: "ask them for the café" – "the client would probably let us use the café";
    anything that is clear by itself where it only points: "I do it on Friday".
    """
    line = conversation.lines[at]
    lead = led_in_by(line.text)
    if lead and not _SPEAKS_TO.search(lead):
        yield line, lead
    same = [each for each in conversation.lines[:at] if each.remark.id == line.remark.id]
    before = [each for each in conversation.lines[:at] if each.remark.id != line.remark.id]
    earlier = [each for each in (*reversed(before[-_FAR:]), *reversed(conversation.above(line))) if _tells(each)]
    for each in reversed(same):
        if _tells(each) and not (bidden_in(each.text) and points(each.text)):
            yield each, plain_words(each.text)
    alone = points(action.text) or (not named and (len(action.text.split()) <= _FEW or _WHOM.search(action.text)))
    for each in earlier:
        clear = alone and not (points(each.text) or praises(each.text))
        clear = clear and len(_telling(each.text, conversation.log.people)) >= _CLEAR
        if clear or named & content_words(each.text):
            yield each, plain_words(each.text)


def _tells(line: Line) -> bool:
    text = line.text
    return not (is_joke(line) or is_small_talk(text) or refuses(text) or accepts(text) or _SPEAKS_TO.search(text))


_WHOM = re.compile(r"\b(?:him|her|them|there)\b", re.IGNORECASE)
_SPEAKS_TO = re.compile(
    r"\b(?:can|could|will|would|do|did|have|are|were) you\b|(?:^|[,.:;!?] )(?:\w+ )?you\b|\b(?:du|ihr)\b", re.IGNORECASE
)
"""What asks or tells somebody something else."""
