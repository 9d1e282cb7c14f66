"""One value takes another's place in the statement that is meant: a number, a rate, a date or a time of day."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.interviews.held import Correction, Held, changed, numbers
from bot.interviews.marks import Reading
from bot.interviews.patching import piece_around, put, restated, timed
from bot.interviews.topics import topic_words
from bot.interviews.values import Found, alike, same_number, swapped, values
from bot.language.clauses import is_finite
from bot.language.text import content_words, overlap


@dataclass(frozen=True, slots=True)
class _Spot:
    one: Held
    value: Found
    score: float


def by_value(found: Reading, held: list[Held], sentence: str) -> Correction | None:
    """A number, rate, date or time changes where the old one stands, or where the same kind speaks of the same thing."""
    told = found.new or found.body
    old = _old_value(found)
    new = _new_value(told, old, found)
    if new is None:
        return None
    first = _said_with(new, told)
    subject = _subject(f"{found.about} {first}", new, old)
    if found.about:
        subject |= topic_words(found.about)
    spots = _spots(new, old, subject, held)
    fragment = not (topic_words(first) - content_words(new.text))
    if not found.mark and not (old and (fragment or subject)):
        return None
    if subject and _stands_already(new, subject, held):
        return None
    chosen = _choose(spots, found, old, subject, first, fragment=fragment)
    if isinstance(chosen, Correction) or chosen is None:
        return chosen
    more = subject - topic_words(chosen.one.text) - topic_words(found.about)
    return _patched(chosen, new, told, first, more, sentence)


def _said_with(new: Found, told: str) -> str:
    """The part of a sentence that holds the value, without what is only added behind or before a comma."""
    start = max((match.end() for match in _COMMA.finditer(told) if match.end() <= new.start), default=0)
    end = min((match.start() for match in _COMMA.finditer(told) if match.start() >= new.end), default=len(told))
    part = told[start:end]
    return part if is_finite(part) or not is_finite(told) or start else told[:end]


_COMMA = re.compile(r"[,;]\s+|\s+[–—-]\s+")


def _subject(text: str, new: Found, old: Found | None) -> frozenset[str]:
    gone = content_words(new.text) | (content_words(old.text) if old else frozenset())
    return topic_words(text) - gone


def _old_value(found: Reading) -> Found | None:
    return next(iter(values(found.old)), None) if found.old else None


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


def _spots(new: Found, old: Found | None, subject: frozenset[str], held: list[Held]) -> list[_Spot]:
    """Every place where it might belong, with how much the words around it share with the correction."""
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


def _choose(
    spots: list[_Spot], found: Reading, old: Found | None, subject: frozenset[str], first: str, *, fragment: bool
) -> _Spot | Correction | None:
    """The place that is meant; several where that is open; None when it corrects nothing."""
    if not spots:
        return None
    best = max(spot.score for spot in spots)
    top = [spot for spot in spots if spot.score == best]
    if old is not None and found.number is None and subject and best < 1 and not fragment:
        return Correction(keep=True, unclear=numbers([spot.one for spot in top])) if found.mark else None
    if old is None and found.number is None:
        if subject and best == 0:
            return None
        if subject and not _is_same_thing(found, top, subject, first):
            return None
        if not subject and found.mark == "weak":
            latest = max(spot.one.turn for spot in spots)
            if latest < _last_turn(spots, found):
                return None
    if not found.mark and (len({spot.one.id for spot in top}) > 1 or (subject and best < 1)):
        return None
    return _latest(top)


def _last_turn(spots: list[_Spot], found: Reading) -> int:
    return max(spot.one.turn for spot in spots) if found.clear else spots[-1].one.turn


def _is_same_thing(found: Reading, top: list[_Spot], subject: frozenset[str], first: str) -> bool:
    """Whether a correction without an old value speaks of what the statement says, plainly enough."""
    one = top[0].one
    if found.mark == "strong" or found.clear:
        return True
    clause_ = one.text[slice(*piece_around(one.text, (top[0].value.start, top[0].value.end)))]
    if restated(one.text, first) and subject <= topic_words(clause_):
        return True
    shared = subject & topic_words(clause_)
    if not is_finite(first) and subject <= topic_words(clause_):
        return True
    if any(word.startswith("#") for word in shared) and one.now:
        return True
    return len(shared) >= 2 and overlap(first, clause_) >= 0.5  # noqa: PLR2004 - two words and half of the shorter text


def _latest(top: list[_Spot]) -> _Spot | Correction:
    """Of several, the one that was said last; in an earlier message two of them are equally near."""
    turn = max(spot.one.turn for spot in top)
    last = [spot for spot in top if spot.one.turn == turn]
    if len(last) == 1:
        return last[0]
    if last[-1].one.now and len([spot for spot in last if spot.one.id == last[-1].one.id]) == 1:
        return last[-1]
    return Correction(keep=True, unclear=numbers([spot.one for spot in last]))


def _patched(spot: _Spot, new: Found, told: str, first: str, more: frozenset[str], sentence: str) -> Correction | None:
    """The value changes; a clause that is said anew with more in it takes the old clause's place."""
    one, span = spot.one, (spot.value.start, spot.value.end)
    if more and (again := restated(one.text, first)) and again[0] <= span[0] and span[1] <= again[1]:
        return changed(one, put(one.text, again, first.rstrip(" .!")), sentence)
    if new.kind in {"date", "clock"} and not new.text.isdigit():
        text = timed(one.text, span, told, (new.start, new.end))
    else:
        text = put(one.text, span, swapped(new, spot.value))
    return changed(one, text, sentence, keep=len([word for word in more if word[0] != "#"]) >= 2)  # noqa: PLR2004
