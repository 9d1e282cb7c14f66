"""Whether a sentence corrects or takes back something said before, and what that says now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.chat import Value
from bot.interviews.commands import is_nothing
from bot.interviews.marks import DROPPED, FORGOTTEN, LEAVE_OUT, OUT_OF, SCOPE, TAKEN, Reading, plain, read
from bot.interviews.moves import Move, Replaced, Said, Withdrawn
from bot.interviews.patching import instead, locate, piece_around, pieces, put, restated, timed, without
from bot.interviews.rules import Interview
from bot.interviews.takeback import take_back, taken_back
from bot.interviews.topics import topic_words
from bot.interviews.values import Found, alike, same_number, swapped, values
from bot.language.clauses import clauses, is_finite
from bot.language.facts import is_hedged
from bot.language.text import content_words, overlap, words
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


def is_marked(sentence: str) -> bool:
    """Whether a sentence says of itself that it corrects something ("no wait, …"): then it answers no other question."""
    found = read(sentence)
    return found.mark == "strong" or (
        bool(found.mark) and bool(re.match(r"(?:oh |no[, ]+)?wait\b", plain(sentence), re.IGNORECASE))
    )


def find_correction(sentence: str, interview: Interview, heard: Sequence[Move] = ()) -> Correction:
    """What a sentence corrects or takes back; `NONE` for a new statement. `heard`: the moves of its message so far.

    A sentence counts as a correction only when it is marked as one ("actually", "make that", "not 3", …) and speaks about
    the same thing as an earlier statement. Only the value it names changes. Without either it stands beside the old one:
    showing two is safer than losing one.
    """
    wish = take_back(sentence)
    if wish is not None and (moves := taken_back(wish, interview, sentence)):
        return Correction(moves=moves)
    held = _held(interview, heard)
    if not held:
        return NONE
    before = heard[-1] if heard else None
    said_so = isinstance(before, Said) and _only_marks(before.text)
    found = read(sentence, marked=said_so)
    if isinstance(before, Replaced) and found.clear and not found.mark:
        found = replace(found, mark="weak")  # "…, not 50%. And by January, not September."
    if found.number is not None:
        held = [one for one in held if one.number == found.number]
    correction = _named_pieces(found, held, sentence) or _found(found, held, sentence)
    return correction or NONE


def unclear_lines(moves: Sequence[Move], before: Interview) -> tuple[str, ...]:
    """For each new statement that may be a correction: which it may mean, and how to say so. None asks a question."""
    lines = []
    for index, move in enumerate(moves):
        if isinstance(move, Said):
            numbers = find_correction(move.text, before, moves[:index]).unclear[:3]
            if numbers:
                ways = " or ".join(f"`change {number} …`" for number in numbers)
                lines.append(f"If {move.id[1:]} corrects {_listed(numbers)}, {ways} says so.")
    return tuple(lines)


def _listed(numbers: Sequence[int]) -> str:
    return " or ".join(str(number) for number in numbers)


def _only_marks(text: str) -> bool:
    found = read(text)
    return found.mark == "strong" and not found.gone and not words(found.body)


def _held(interview: Interview, heard: Sequence[Move]) -> list[Held]:
    """Every statement that holds, with what this message has said and changed already."""
    turns = sorted({one.at for one in interview.active})
    held = {
        one.id: Held(one.id, one.text, one.tag, turns.index(one.at)) for one in interview.active if not one.aside
    }
    for move in heard:
        if isinstance(move, Said) and not move.aside:
            held[move.id] = Held(move.id, move.text, move.tag, len(turns), now=True)
        elif isinstance(move, Replaced) and move.statement in held:
            held[move.statement] = replace(held[move.statement], text=move.text)
        elif isinstance(move, Withdrawn):
            held.pop(move.statement, None)
    return list(held.values())


def _changed(one: Held, text: str, words_: str, *, keep: bool = False) -> Correction | None:
    if text == one.text:
        return None
    if not any(char.isalnum() for char in text):
        return Correction(moves=(Withdrawn(statement=one.id, words=words_),), keep=keep)
    if "’" in words_ and "'" not in one.text:
        text = text.replace("'", "’")
    tag = "assumed" if one.tag == "assumed" and is_hedged(text) else tag_of(text)
    return Correction(moves=(Replaced(statement=one.id, text=text, words=words_, tag=tag),), keep=keep)


def _named_pieces(found: Reading, held: list[Held], sentence: str) -> Correction | None:
    """Where a thing is named that goes: “forget what I said about email”, “leave the note out of 23”."""
    body = found.body.rstrip(" .!")
    if told := OUT_OF.fullmatch(body):
        return _cut(told["what"], [one for one in held if one.number == int(told["number"])], sentence)
    if told := TAKEN.fullmatch(body):
        rest = told["rest"] or ""
        if values(rest) and not is_finite(told["what"]):
            again = replace(found, mark="strong", about=told["what"], body=rest, new=rest, clear=True)
            if changed := _by_value(again, held, sentence):
                return changed
        return _cut(told["what"], held, sentence)
    if told := DROPPED.fullmatch(body):
        return _cut(told["what"], held, sentence, loose=False)
    if told := FORGOTTEN.fullmatch(body):
        return _cut(told["what"], held, sentence, loose=False)
    return _scope(found, held, sentence) if found.mark else None


def _cut(what: str, held: list[Held], sentence: str, *, loose: bool = True, keep: bool = False) -> Correction | None:
    """The piece that a thing stands in goes; the statement as a whole where it says nothing else."""
    named = content_words(what)
    near = [one for one in held if named and (locate(what, one.text) or named <= content_words(one.text))]
    if not near and loose:
        near = [one for one in held if named and len(named & content_words(one.text)) * 2 > len(named)]
    for one in sorted(near, key=lambda one: (len(named & content_words(one.text)), one.number), reverse=True):
        text = without(one.text, what)
        if text is None and len(near) == 1:
            text = _without_pieces(one.text, named)
        if text is not None and (changed := _changed(one, text, sentence, keep=keep)):
            return changed
    return Correction(keep=True, unclear=_numbers(near)) if near else None


def _without_pieces(text: str, named: frozenset[str]) -> str | None:
    """Without the clauses that speak of what is named in other words; as a whole when each of them does."""
    spans = pieces(text)
    about = [span for span in spans if len(named & content_words(text[slice(*span)])) * 2 >= len(named)]
    if len(about) == len(spans):
        return ""
    return None


def _numbers(held: Sequence[Held]) -> tuple[int, ...]:
    return tuple(sorted({one.number for one in held}, reverse=True)[:3])


_INSIDE = re.compile(r"^(?:in|inside|in scope)\s*:|\b(?:is|are|be|goes|comes|belongs?) in\b|\bin scope\b|\bincludes?\b", re.IGNORECASE)
_OUTSIDE = re.compile(r"^(?:out|outside|out of scope|not in)\s*:|\b(?:is|are|be|stays?) out\b|\bout of scope\b|\bexclud\w+", re.IGNORECASE)


def _scope(found: Reading, held: list[Held], sentence: str) -> Correction | None:
    """“No wait, group work stays out”: it leaves the list of what is in, and stands for itself."""
    told = SCOPE.fullmatch(found.body.rstrip(" .!")) or LEAVE_OUT.fullmatch(found.body.rstrip(" .!"))
    if told is None:
        return None
    other = _OUTSIDE if told["way"].lower() == "in" else _INSIDE
    for one in reversed(held):
        span = locate(told["what"], one.text)
        if span is None or not other.search(one.text):
            continue
        if restated(one.text, found.body):
            return None
        text = without(one.text, told["what"])
        if text is not None:
            bare_list = not content_words(re.sub(r"^[\w ]+:", "", text))
            return _changed(one, "" if bare_list else text, sentence, keep=True)
    return None


def _found(found: Reading, held: list[Held], sentence: str) -> Correction | None:
    if found.gone and not words(found.body):
        return Correction(moves=(Withdrawn(statement=held[-1].id, words=sentence),))
    if not found.mark and not found.clear:
        return None
    if found.gone and is_nothing(found.body):
        return Correction(moves=(Withdrawn(statement=held[-1].id, words=sentence),))
    correction = None
    if found.old and not _is_one_value(found.old):
        correction = _by_phrase(found, held, sentence)
    correction = correction or _by_value(found, held, sentence)
    if (correction is None or not correction.moves) and found.mark and not found.old:
        correction = _by_clause(found, held, sentence) or correction
    if correction is None and found.gone and is_finite(found.body):
        return Correction(moves=(Withdrawn(statement=held[-1].id, words=sentence),), keep=True)
    return correction


def _is_one_value(text: str) -> bool:
    found = values(text)
    return len(found) == 1 and not content_words(text[: found[0].start] + " " + text[found[0].end :])


# --- one phrase for another -----------------------------------------------------------------------------------------


def _by_phrase(found: Reading, held: list[Held], sentence: str) -> Correction | None:
    """“X, not Y” with words instead of numbers: X stands where Y stood."""
    near = [one for one in held if locate(found.old, one.text)]
    fragment = not is_finite(found.new)
    if not found.mark and fragment and not found.swaps:
        near = [one for one in near if content_words(found.new) & content_words(one.text) - content_words(found.old)]
    done = []
    for one in near:
        text = _phrased(found, one)
        if text is not None and text != one.text:
            done.append((one, text))
    if done:
        about = topic_words(f"{found.about} {found.new}") - content_words(found.old)
        scores = [len(about & topic_words(one.text)) for one, _ in done]
        best = max(range(len(done)), key=lambda at: (scores[at], done[at][0].turn, done[at][0].number))
        if not found.mark and not fragment and not scores[best]:
            return None
        return _changed(done[best][0], done[best][1], sentence)
    if found.swaps and is_finite(found.new):
        cut = _cut(found.old, held, sentence, loose=False, keep=True)
        return cut or _half_named(found.old, held)
    return Correction(keep=True, unclear=_numbers(near)) if near and found.mark else None


def _half_named(old: str, held: list[Held]) -> Correction | None:
    """“Instead of PDF uploads …” where a PDF was spoken of, but no uploads: asked for, never guessed."""
    named = content_words(old)
    near = [one for one in held if named and len(named & content_words(one.text)) * 2 >= len(named)]
    return Correction(keep=True, unclear=_numbers(near)) if near else None


def _phrased(found: Reading, one: Held) -> str | None:
    """One statement with the new words in the old one's place."""
    span = locate(found.old, one.text)
    old, new = values(found.old), values(found.new)
    if span and old and new and is_finite(found.new):
        last = new[-1]
        shared = topic_words(f"{found.about} {found.new[: last.start]}") & topic_words(one.text)
        if not shared:
            return None
        if last.kind in {"date", "clock"}:
            return timed(one.text, span, found.new, (last.start, len(found.new)))
        return put(one.text, span, found.new[last.start :])
    return instead(one.text, found.old, found.new)


# --- one value for another ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Spot:
    one: Held
    value: Found
    score: float


def _by_value(found: Reading, held: list[Held], sentence: str) -> Correction | None:
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
    return found


def _differs(new: Found, old: Found) -> bool:
    return new.number != old.number or (bool(new.period) and new.period != old.period) or bool(new.ways and not old.ways)


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
        return Correction(keep=True, unclear=_numbers([spot.one for spot in top])) if found.mark else None
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
    return Correction(keep=True, unclear=_numbers([spot.one for spot in last]))


def _patched(spot: _Spot, new: Found, told: str, first: str, more: frozenset[str], sentence: str) -> Correction | None:
    """The value changes; a clause that is said anew with more in it takes the old clause's place."""
    one, span = spot.one, (spot.value.start, spot.value.end)
    if more and (again := restated(one.text, first)) and again[0] <= span[0] and span[1] <= again[1]:
        return _changed(one, put(one.text, again, first.rstrip(" .!")), sentence)
    if new.kind in {"date", "clock"}:
        text = timed(one.text, span, told, (new.start, new.end))
    else:
        text = put(one.text, span, swapped(new, spot.value))
    return _changed(one, text, sentence, keep=len([word for word in more if word[0] != "#"]) >= 2)  # noqa: PLR2004


_CHATTER = re.compile(
    r"(?:[,;]\s+|\s+[–—-]\s+)(?:(?:that|it|this)(?:'s| is| was)|i (?:was|got|mixed|forgot|said|misread)|sorry|my (?:mistake|bad|fault)|"
    r"(?:one|two|three|four|five|\d+) (?:is|was|are|were) too)\b.*$",
    re.IGNORECASE,
)


def _without_chatter(told: str) -> str:
    """Without what only comments on the correction ("…, that was my mistake"); the decision log keeps all of it."""
    rest = _CHATTER.sub("", told)
    return rest if is_finite(rest) else told


# --- a clause said anew ---------------------------------------------------------------------------------------------


def _by_clause(found: Reading, held: list[Held], sentence: str) -> Correction | None:
    """“Actually, students can't cancel”: the clause with the same subject and verb, and only that."""
    told = _without_chatter(found.new or found.body)
    near = []
    for one in held:
        span = restated(one.text, told)
        if span is None:
            continue
        shared = content_words(told) & content_words(one.text[slice(*span)])
        near.append((len(shared), one.turn, one.number, one, span))
    if not near:
        return None
    shared_count, _, _, one, span = max(near, key=lambda item: item[:3])
    needed = 2 if found.mark == "strong" or one.turn == max(held_one.turn for held_one in held) else 3
    if shared_count < needed:
        return None
    return _changed(one, put(one.text, span, told.rstrip(" .!")), sentence)
