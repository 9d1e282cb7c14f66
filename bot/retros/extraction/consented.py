"""What is put to all, or answers what was, and at least two others say yes to right after it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.retros.extraction.agreeing import consents
from bot.retros.extraction.consent import refuses
from bot.retros.extraction.last_word import SELF, in_words, is_no_decision, only_names, speaks_of_task
from bot.retros.extraction.log import Line
from bot.retros.extraction.made import Made, proposed_words
from bot.retros.extraction.matters import Matter, Turn, is_option, matter_at, subject, turns_after
from bot.retros.extraction.putting import chooses, is_of_talk, polls, puts, seeks
from bot.retros.extraction.subjects import says_what, told_words

_FEW, _LONG = 3, 24


def consented(line: Line, place: int, lines: Sequence[Line], since: int) -> Made | None:
    """What is put to all, or answers what was, and at least two others say yes to right after it."""
    if line.author is None or line.remark.by_bot or not line.inside or (line.listed and line.section):
        return None
    before = lines[place - 1] if place else None
    if before and before.remark.id == line.remark.id:
        return None  # its first sentence stands for it
    message = [each for each in lines[place : place + _LONG] if each.remark.id == line.remark.id]
    turn = Turn(place, tuple(message))
    matter = matter_at(place, lines, since)
    put = [each.text for each in message if puts(each.text) and not seeks(each.text)]
    asked = polls(turn.text)
    said = " ".join(
        each.text for each in message if not (polls(each.text) and not says_what(proposed_words(each.text)))
    )
    own = proposed_words(put[0] if put and not asked else said or turn.text)
    if (
        speaks_of_task(matter)
        or is_of_talk(turn.text)
        or not (asked or _counters(turn, matter))
        or not says_what(own)
        or SELF.search(own)
    ):
        return None
    if only_names(own, lines):
        return None
    if not is_option(turn, matter.turns) or chooses(turn.text) or is_no_decision(own) or not _agreed(turn, lines):
        return None
    text, sources = in_words(subject(turn) if put and not asked else own, turn, matter)
    return Made(
        text=text,
        sources=tuple(dict.fromkeys((*sources, *line.sources))),
        place=place,
        proposal=True,
        only=line.sources,
    )


def _counters(turn: Turn, matter: Matter) -> bool:
    """Whether somebody else put something else to all just before: this is what they meet at."""
    mine = {each for each in told_words(turn.text) if says_what(each)}
    return any(each.who != turn.who and mine & told_words(each.text) for each in matter.options[-_FEW:])


def _agreed(turn: Turn, lines: Sequence[Line]) -> bool:
    """Whether at least two others say yes right after it, before anything else is put to all."""
    found: set[str] = set()
    for each in turns_after(turn.at, lines, 5):
        if each.who == turn.who and not polls(each.text):
            break
        if consents(each.text):
            found.add(each.who)
        elif each.who != turn.who and (refuses(each.text) or puts(each.text)):
            break
    return len(found - {turn.who}) > 1
