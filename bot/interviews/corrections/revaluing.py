"""One value takes another's place in the statement that is meant: a number, a rate, a date or a time of day."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.interviews.corrections.marks import Reading
from bot.interviews.corrections.patching import piece_around, put, restated, timed
from bot.interviews.corrections.values import Found, alike, same_number, swapped, values
from bot.interviews.held import Correction, Held, changed, numbers
from bot.interviews.topics import topic_words
from bot.language.clauses import is_finite
from bot.language.text import content_words, overlap

_A_FACT_OF_ITS_OWN = 2  # words beside the value: "finance just gave us 60k"


@dataclass(frozen=True, slots=True)
class _Spot:
    one: Held
    value: Found
    score: float


@dataclass(frozen=True, slots=True)
class _Change:
    """What a sentence asks for: the new value where it was said, the old one if it was named, and what it is about.

    `part` is the part of the sentence with the new value; `fragment`: it holds nothing else.
    """

    found: Reading
    told: str
    part: str
    new: Found
    old: Found | None
    subject: frozenset[str]
    fragment: bool


def by_value(found: Reading, held: list[Held], sentence: str) -> Correction | None:
    """A value changes where the old one stands, or where the same kind of value is told of the same thing."""
    change = _change(found)
    if change is None:
        return None
    subject = change.subject
    if not found.mark and not (change.old and (change.fragment or subject)):
        return None
    if subject and _stands_already(change.new, subject, held):
        return None
    chosen = _choose(_spots(change, held), change, last=max(one.turn for one in held))
    if isinstance(chosen, _Spot) and _wants_another(change, chosen):
        return _unclear([chosen])
    return _patched(chosen, change, sentence) if isinstance(chosen, _Spot) else chosen


_WISH = re.compile(
    r"\b(?:should|shall|must|ought|will|want|wants|would like|needs? to|has to|have to"
    r"|goal|target|aim|within|at most)\b",
    re.IGNORECASE,
)


def is_wish(text: str) -> bool:
    """Whether a text says how it should be, not how it is."""
    return bool(_WISH.search(text))


def _wants_another(change: _Change, spot: _Spot) -> bool:
    """ "It should take 1 day, not 9" wishes for another world than "it takes 9 days"; that was no mistake."""
    plain = change.found.mark == "" or (change.found.mark == "weak" and change.old is None)
    return plain and not change.fragment and is_wish(change.part) and not is_wish(spot.one.text)


def _change(found: Reading) -> _Change | None:
    told = found.new or found.body
    old = next(iter(values(found.old)), None) if found.old else None
    new = _new_value(told, old, found)
    if new is None:
        return None
    part = _said_with(new, told)
    if not new.unit and new.kind == "amount" and old is None and not found.clear and is_finite(part):
        return None  # a bare number in a whole sentence is hardly what changes
    gone = content_words(new.text) | (content_words(old.text) if old else frozenset())
    subject = (topic_words(f"{found.about} {part}") - gone) | topic_words(found.about)
    fragment = not (topic_words(part) - content_words(new.text))
    return _Change(found, told, part, new, old, subject, fragment)


def _said_with(new: Found, told: str) -> str:
    """The part of a sentence that holds the value, without what is only added behind or before a comma."""
    start = max((match.end() for match in _COMMA.finditer(told) if match.end() <= new.start), default=0)
    end = min((match.start() for match in _COMMA.finditer(told) if match.start() >= new.end), default=len(told))
    part = told[start:end]
    return part if is_finite(part) or not is_finite(told) or start else told[:end]


_COMMA = re.compile(r"[,;]\s+|\s+[–—-]\s+")


def _new_value(told: str, old: Found | None, found: Reading) -> Found | None:
    """The one new value; with the old one named, the one of its kind."""
    new = values(told)
    if old is not None:
        fits = [one for one in new if alike(one, old) or not old.unit]
        return fits[-1] if fits else None
    if not new:
        return None
    if len(new) == 1 or found.clear:
        return new[0]
    told_with = [_said_with(one, told) for one in new]
    inside = [one for one, part in zip(new, told_with, strict=True) if part == told_with[0]]
    return inside[0] if len(inside) == 1 else None


def _spots(change: _Change, held: list[Held]) -> list[_Spot]:
    """Every place where it might belong, with how much the words around it share with the correction."""
    new, old, subject = change.new, change.old, change.subject
    found = []
    for one in held:
        for value in values(one.text):
            if old is not None:
                fits = same_number(old, value) and (bool(old.unit) or alike(new, value))
            else:
                fits = alike(new, value) and _differs(new, value)
            if fits:
                clause_ = one.text[slice(*piece_around(one.text, (value.start, value.end)))]
                near = len(subject & topic_words(clause_))
                found.append(_Spot(one, value, near + 0.1 * len(subject & topic_words(one.text))))
    exact = [spot for spot in found if spot.value.unit == new.unit]
    return exact if exact and new.unit else found


def _differs(new: Found, old: Found) -> bool:
    return (
        new.number != old.number or (bool(new.period) and new.period != old.period) or bool(new.ways and not old.ways)
    )


def _stands_already(new: Found, subject: frozenset[str], held: list[Held]) -> bool:
    """Whether an earlier statement says the new value of the same thing: then there is nothing to change."""
    return any(
        alike(new, value)
        and not _differs(new, value)
        and (len(subject & topic_words(one.text)) >= 2 or subject <= topic_words(one.text))  # noqa: PLR2004
        for one in held
        for value in values(one.text)
    )


def _choose(spots: list[_Spot], change: _Change, *, last: int) -> _Spot | Correction | None:
    """The place that is meant; several where that is open; None when it corrects nothing."""
    if not spots:
        return None
    found, subject = change.found, change.subject
    best = max(spot.score for spot in spots)
    top = [spot for spot in spots if spot.score == best]
    if found.number is not None:
        return _latest(top)
    if change.old is not None:
        if subject and best < 1 and not change.fragment:
            return _unclear(top) if found.mark else None
        sure = found.mark or (len({spot.one.id for spot in top}) == 1 and (not subject or best >= 1))
        return _latest(top) if sure else None
    if subject:
        return _latest(top) if best and _is_same_thing(change, top[0]) else None
    if found.mark == "weak" and not found.clear and max(spot.one.turn for spot in top) < last:
        return _unclear(top)  # "no, 5 days" long after the days were spoken of
    return _latest(top)


def _is_same_thing(change: _Change, spot: _Spot) -> bool:
    """Whether a correction without an old value speaks of what the statement says, plainly enough."""
    if change.found.mark == "strong" or change.found.clear:
        return True
    part, one = change.part, spot.one
    clause = one.text[slice(*piece_around(one.text, (spot.value.start, spot.value.end)))]
    shared = change.subject & topic_words(clause)
    if shared == change.subject and (not is_finite(part) or restated(one.text, part)):
        return True
    if any(word.startswith("#") for word in shared) and one.now:
        return True
    return len(shared) >= 2 and overlap(part, clause) >= 0.5  # noqa: PLR2004 - two words and half of the shorter text


def _unclear(spots: list[_Spot]) -> Correction:
    return Correction(keep=True, unclear=numbers([spot.one for spot in spots]))


def _latest(top: list[_Spot]) -> _Spot | Correction:
    """Of several, the one that was said last; in an earlier message two of them are equally near."""
    turn = max(spot.one.turn for spot in top)
    last = [spot for spot in top if spot.one.turn == turn]
    if len(last) == 1:
        return last[0]
    if last[-1].one.now and len([spot for spot in last if spot.one.id == last[-1].one.id]) == 1:
        return last[-1]
    return _unclear(last)


def _patched(spot: _Spot, change: _Change, sentence: str) -> Correction | None:
    """The value changes; a clause that is said anew with more in it takes the old clause's place."""
    one, span, new = spot.one, (spot.value.start, spot.value.end), change.new
    more = change.subject - topic_words(one.text) - topic_words(change.found.about)
    if more and (again := restated(one.text, change.part)) and again[0] <= span[0] and span[1] <= again[1]:
        return changed(one, put(one.text, again, change.part.rstrip(" .!")), sentence)
    if new.kind in {"date", "clock"} and not new.text.isdigit():
        text = timed(one.text, span, change.told, (new.start, new.end))
    else:
        text = put(one.text, span, swapped(new, spot.value))
    besides = [word for word in more if not word.startswith("#")]
    return changed(one, text, sentence, keep=len(besides) >= _A_FACT_OF_ITS_OWN)
