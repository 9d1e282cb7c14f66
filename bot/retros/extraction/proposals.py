"""What was proposed before, and which of it somebody means who says yes to it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.language.text import content_words, one_line, stem
from bot.retros.extraction.agreeing import agrees
from bot.retros.extraction.asking import request_in
from bot.retros.extraction.decision_words import POLLS, PROPOSES, WANTS_TO_KNOW
from bot.retros.extraction.log import Line
from bot.retros.extraction.opinions import MECHANICS, Likely
from bot.retros.extraction.promises import promise_in
from bot.retros.extraction.sieve import is_small_talk

_BACK = 16  # lines
_SAME, _ENOUGH = 0.5, 2
_MOST_LIKELY = 0.5
_NAMED = re.compile(
    r"\b(?P<who>[^\W\d_]{2,})(?:['’]s|s['’])(?:\s+(?:one|idea|proposal|suggestion|way|version|plan|variant|thing))?\b|"
    r"\byes to (?P<to>[^\W\d_]{2,})\b|\b(?:with|like|as) (?P<as>[^\W\d_]{2,})(?: says| said| proposed| suggested)?\b"
)
_NO_NAMES = frozenset("it that let there what here who he she one this the everybody everyone nobody".split())


def proposal_meant(
    own: str, place: int, lines: Sequence[Line], likely: Mapping[str, Likely], said: str = ""
) -> Line | None:
    """The earlier line that a closing word is about.

    It is the one that shares most words with `own`, what the closing word itself says; else one by whoever `said`
    names ("Lottie's"); else the last that proposes anything.
    """
    line = lines[place]
    before = [
        each
        for each in reversed(lines[max(0, place - _BACK) : place])
        if each.remark.id != line.remark.id and _may_be_meant(each)
    ]
    if like := [each for each in before if _shares(own, each)]:
        return max(like, key=lambda each: len(in_common(own, each.text)))
    names = {name.casefold() for found in _NAMED.finditer(said) for name in found.groups() if name} - _NO_NAMES
    by_name = [each for each in before if each.author and each.author.name.split()[0].casefold() in names]
    if by_name:
        return next((each for each in by_name if proposes(each, likely)), by_name[0])
    return next((each for each in before if proposes(each, likely)), None)


def restates(own: str, place: int, lines: Sequence[Line], likely: Mapping[str, Likely]) -> Line | None:
    """The earlier proposal, by somebody else or by the same person in another message, that a sentence repeats."""
    line = lines[place]
    for each in reversed(lines[max(0, place - _BACK) : place]):
        if each.remark.id == line.remark.id or not _may_be_meant(each) or len(content_words(own)) < _ENOUGH:
            continue
        common = len(in_common(own, each.text))
        least = min(len(content_words(own)), len(content_words(each.remark.text)))
        if common >= _ENOUGH and common >= _SAME * least and (proposes(each, likely) or each.section == "ideas"):
            return each
    return None


def _may_be_meant(line: Line) -> bool:
    return not (
        line.author is None
        or line.remark.by_bot
        or is_small_talk(line.text)
        or (request_in(line.text) and not _OF_US.search(line.text))
        or tells_of_self(line.text)
        or (agrees(line.text) and len(content_words(line.text)) < _ENOUGH)
    )


_OF_US = re.compile(r"\b(?:can|could|shall|should) we\b", re.IGNORECASE)


def in_common(one: str, other: str) -> frozenset[str]:
    """The words that carry meaning in both; "RFCs" and "RFC" are the same."""
    return _singular(one) & _singular(other)


def _singular(text: str) -> frozenset[str]:
    return frozenset(_DIGITS.get(word, word.removesuffix("s")) for word in content_words(text))


_DIGITS = {
    stem(word): str(number)
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}


def _shares(own: str, line: Line) -> bool:
    wanted = content_words(own)
    common = in_common(own, line.text)
    return len(common) >= _ENOUGH or (0 < len(wanted) <= _ENOUGH and len(common) == len(wanted))


def proposes(line: Line, likely: Mapping[str, Likely]) -> bool:
    """Whether somebody says how it could be, so that others can say yes to it."""
    text, message = line.text, line.remark.text
    if not _MOVES.search(text) and (MECHANICS.search(text) or _TELLS_OF_SELF.match(text)):
        return False
    asks = text.rstrip().endswith("?")
    if asks and ((WANTS_TO_KNOW.match(text) and not _FEELS.search(text)) or _ASKS_ALL.search(text)):
        return False
    return bool(
        line.section == "ideas"
        or asks
        or _OF_US.search(text)
        or _COULD_BE.search(text)
        or PROPOSES.search(message)
        or POLLS.search(message)
        or _is_rule(line, likely)
    )


_COULD_BE = re.compile(
    r"^\W*(?:(?:and|so|or|also|then|maybe|perhaps|vielleicht)[\s,]+)*(?:(?:we|one|you|wir) )?(?:could|should|might|"
    r"könnten|sollten)\b|"
    r"\b(?:we|wir) (?:could|should|might|könnten|sollten)\b|\bwhat if\b|^\W*(?:or|maybe|perhaps|oder|vielleicht)\b",
    re.IGNORECASE,
)
_ASKS_ALL = re.compile(
    r"\b(?:what|was|wie|how|who|wer)\b(?! (?:if|about|do (?:you|we) (?:all )?(?:think|feel)|would you|haltet|wäre))",
    re.IGNORECASE,
)
"""A question that leaves all to others: "Danke! Und was probieren wir aus?"."""
_FEELS = re.compile(r"\b(?:how|what) (?:do (?:you|we)|would you)(?: all)? (?:feel|think|say)\b", re.IGNORECASE)
_TELLS_OF_SELF = re.compile(
    r"^(?:(?:ok(?:ay)?|so|and|no|yes|hm+|oh|sorry|wait|hang on|also)\b[\s,.!]*)*(?:i['’]m|i am|i was|i had|i have|"
    r"i['’]ve|i['’]ll|ich bin|ich war|ich habe?|"
    r"i (?!think|propose|suggest|vote|move that|say|would|could|can live|want|like|love|guess|agree|prefer|do not|don)"
    r"\w+)\b",
    re.IGNORECASE,
)


def _is_rule(line: Line, likely: Mapping[str, Likely]) -> bool:
    """Whether somebody says how it should be, so that others can say yes to it."""
    told = likely.get(line.text, {})
    means = told.get("ideas", 0.0) + told.get("decision", 0.0)
    should = re.search(r"\b(?:should|must|only|sollten?|müssen|nur)\b", line.text) is not None
    return means > _MOST_LIKELY or (means > _MOST_LIKELY / 2 and should)


def tells_of_self(text: str) -> bool:
    """Whether somebody says how they are or what they do, and nothing that others could hold to."""
    if _MOVES.search(text):
        return False
    return _TELLS_OF_SELF.match(one_line(text)) is not None or promise_in(text) is not None


_MOVES = re.compile(r"\bi(?:['’]d| would)? (?:propose|suggest|move|vote)\b|\bich (?:schlage|würde vor)", re.IGNORECASE)
