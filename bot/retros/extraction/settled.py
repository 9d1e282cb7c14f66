"""Sentences that settle something without calling it a decision, told by what they mean and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.language.text import content_words, one_line
from bot.retros.extraction.asking import request_in
from bot.retros.extraction.decision_words import ASSENTS, HOLDS, JUDGES, MAYBE, SUMS_UP, THEREFORE, tells
from bot.retros.extraction.log import Line
from bot.retros.extraction.moods import OPINIONS
from bot.retros.extraction.opinions import MECHANICS, Likely
from bot.retros.extraction.promises import promise_in
from bot.retros.extraction.ruled import BINDS
from bot.retros.extraction.sealing import is_flat, seal_in
from bot.retros.extraction.sieve import is_greeting, is_small_talk, is_wish

_CUE, _STRONG = 0.25, 0.45
_ENOUGH, _LEAST = 0.55, 0.05
_WORDS, _SHORT, _LIST = 2, 10, 12


def settles(line: Line, place: int, lines: Sequence[Line], likely: Mapping[str, Likely]) -> bool:
    """Whether a sentence says how it is from now on: likely by its meaning, and by a sign that it is the last word."""
    text = one_line(line.text)
    told = likely.get(line.text)
    if told is None or not line.inside or line.remark.by_bot or not _may_settle(text):
        return False
    said = _said_before(line, place, lines)
    if line.author and is_greeting(said):
        return False
    assents = _assents(text, said)
    holds = HOLDS.search(text) is not None
    if line.section in OPINIONS and (line.author is None or not assents):
        return False
    sums_up = _sums_up(line, place, lines)
    if sums_up and line.author and BINDS.search(text) and is_flat(text) and _is_no_opinion(told):
        return True
    if line.author and not holds and _DENIES.match(said or text):
        return False  # it says what stands against it
    if line.author and all(tells(each) for each in _CLAUSES.split(text) if each.strip()):
        return False
    if assents and not holds and (MAYBE.search(text) or JUDGES.search(text) or tells(text) or tells(said)):
        return False  # somebody who agrees tells on
    signs = _CUE * (assents + holds) + _STRONG * (sums_up + (THEREFORE.search(text) is not None))
    return signs > 0 and told["decision"] >= _LEAST and told["decision"] + signs >= _ENOUGH


def _sums_up(line: Line, place: int, lines: Sequence[Line]) -> bool:
    """Whether whoever says it sums up, in this message or, with nobody speaking between, in one before it."""
    for each in reversed(lines[max(0, place - _LIST) : place + 1]):
        if each.author != line.author:
            if is_small_talk(each.text):
                continue
            return False
        if SUMS_UP.match(each.text):
            return True
    return False


def _is_no_opinion(told: Likely) -> bool:
    return max(told["went_well"], told["to_improve"]) < _ENOUGH


def _may_settle(text: str) -> bool:
    return not (
        text.endswith("?")
        or len(content_words(ASSENTS.sub("", text))) < _WORDS
        or _FOR_ME.search(text)
        or ((seal := seal_in(text)) is not None and not seal.own)
        or is_small_talk(text)
        or is_wish(text)
        or MECHANICS.search(text)
        or request_in(text)
        or promise_in(text)
    )


_FOR_ME = re.compile(
    r"\b(?:no|yes|oh) wait\b|\b(?:hang|hold) on\b|\bi(?:['’]m| am) (?:off|away|out|on|back|sick|ill|late|busy|in|at)\b|"
    r"\b(?:give|let|tell|show|send|remind|ask) me\b|\b(?:thanks|thank you|danke)\b",
    re.IGNORECASE,
)


_DENIES = re.compile(r"^\W*(?:no|nope|nah|nein)\b", re.IGNORECASE)
_CLAUSES = re.compile(r"[;:]|,? \b(?:so|but|now|then|also|aber|jetzt)\b", re.IGNORECASE)


def _said_before(line: Line, place: int, lines: Sequence[Line]) -> str:
    """What the same message says before this sentence."""
    before = [each.text for each in lines[max(0, place - 8) : place] if each.remark.id == line.remark.id]
    return one_line(" ".join(before))


def _assents(text: str, said: str) -> bool:
    """Whether it begins by saying yes or no to what was said before; a short sentence of its own may do that, too."""
    found = ASSENTS.match(said or text)
    return found is not None and (not said or len(said.split()) <= _SHORT or bool(ASSENTS.match(text)))
