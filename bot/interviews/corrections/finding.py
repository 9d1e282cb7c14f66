"""Whether a sentence corrects or takes back something said before, and what that says now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.interviews.commands import is_nothing
from bot.interviews.corrections.marks import (
    DROPPED,
    FORGOTTEN,
    LEAVE_IT,
    LEAVE_OUT,
    OUT_OF,
    SCOPE,
    TAKEN,
    Reading,
    plain,
    read,
)
from bot.interviews.corrections.patching import instead, locate, other_actor, pieces, put, restated, timed, without
from bot.interviews.corrections.revaluing import by_value, is_wish
from bot.interviews.corrections.takeback import take_back, taken_back
from bot.interviews.corrections.values import Found, same_number, values
from bot.interviews.held import NONE, Correction, Held, changed, held_in, numbers, tag_of
from bot.interviews.moves import Move, Replaced, Said, Withdrawn
from bot.interviews.rules import Interview
from bot.interviews.topics import topic_words
from bot.language.clauses import is_finite
from bot.language.text import content_words, words

_LONGEST = 1_000  # characters; nobody corrects something by talking for longer without a full stop
_MOST = 300  # sentences of a message; whoever says more is telling, and reading on takes the square of the time

__all__ = ["NONE", "Correction", "find_correction", "is_marked", "tag_of", "unclear_lines"]


def is_marked(sentence: str) -> bool:
    """Whether a sentence says of itself that it corrects something ("no wait, …"): then it answers no question."""
    found = read(sentence)
    return found.mark == "strong" or (
        bool(found.mark) and bool(re.match(r"(?:oh |no[, ]+)?wait\b", plain(sentence), re.IGNORECASE))
    )


def find_correction(sentence: str, interview: Interview, heard: Sequence[Move] = ()) -> Correction:
    """What a sentence corrects or takes back; `NONE` for a new statement. `heard`: the moves of its message so far.

    A sentence counts as a correction only when it is marked as one ("actually", "make that", "not 3", …) and speaks
    about the same thing as an earlier statement. Only the value it names changes. Without either it stands beside the
    old one: showing two is safer than losing one.
    """
    if len(sentence) > _LONGEST or len(heard) > _MOST:
        return NONE
    wish = take_back(sentence)
    if wish is not None and (moves := taken_back(wish, interview, sentence)):
        return Correction(moves=moves)
    held = held_in(interview, heard)
    if not held:
        return NONE
    before = heard[-1] if heard else None
    said_so = isinstance(before, Said) and _only_marks(before.text)
    found = read(sentence, marked=said_so)
    if isinstance(before, Replaced) and found.clear and not found.mark:
        found = replace(found, mark="weak")  # "…, not 50%. And by January, not September."
    if found.number is not None:
        held = [one for one in held if one.number == found.number]
    if cut := _named_pieces(found, held, sentence):
        return cut
    correction = _each(found, held, sentence) or _found(found, held, sentence)
    return _with_all(correction, found, held) if correction else NONE


_AND = re.compile(r"(?:,\s+and|;|\s+and|,(?!\s*not\b))\s+", re.IGNORECASE)


def _each(found: Reading, held: list[Held], sentence: str) -> Correction | None:
    """Several values corrected in one sentence ("5 days, not 3, and at noon, not at one"), if each finds its place."""
    parts = [part.strip(" .!") for part in _AND.split(found.body)]
    if len(parts) < 2 or not (found.mark or found.clear) or not all(values(part) for part in parts):  # noqa: PLR2004
        return None
    if any(is_finite(part) for part in parts[1:]):
        return None
    for choice in (*([one] for one in reversed(held)), held):  # best all in one statement
        moves = _parts_changed(parts, found, choice, sentence)
        if moves:
            return Correction(moves=moves)
    return None


def _parts_changed(parts: list[str], found: Reading, held: list[Held], sentence: str) -> tuple[Replaced, ...]:
    """One change for each part, each on top of the one before; none at all when a part finds no place."""
    moves: list[Replaced] = []
    for part in parts:
        again = read(part)
        one = _found(replace(again, mark=again.mark or found.mark or "weak"), held, sentence)
        move = one.moves[0] if one and len(one.moves) == 1 else None
        if not isinstance(move, Replaced):
            return ()
        moves.append(move)
        held = [replace(was, text=move.text) if was.id == move.statement else was for was in held]
    return tuple(moves)


def _says_that(value: Found, known: Found) -> bool:
    return same_number(value, known) or value.number == known.number or value.text.lower() in known.text.lower()


def _with_all(correction: Correction, found: Reading, held: list[Held]) -> Correction:
    """The sentence stands for itself as well when it holds a number that no statement holds afterwards or before."""
    if correction.keep or not all(isinstance(move, Replaced) for move in correction.moves):
        return correction
    before = {one.id: one.text for one in held}
    stands = [
        text for move in correction.moves if isinstance(move, Replaced) for text in (before[move.statement], move.text)
    ]
    known = [value for text in stands for value in values(text)]
    lost = [value for value in values(found.body) if not any(_says_that(value, one) for one in known)]
    return correction.model_copy(update={"keep": True}) if lost else correction


def unclear_lines(moves: Sequence[Move], before: Interview) -> tuple[str, ...]:
    """For each new statement that may be a correction: which it may mean, and how to say so. None asks a question."""
    lines = []
    for index, move in enumerate(moves):
        if isinstance(move, Said):
            meant = find_correction(move.text, before, moves[:index]).unclear
            if meant:
                ways = " or ".join(f"`change {number} …`" for number in meant)
                lines.append(f"If {move.id[1:]} corrects {_listed(meant)}, {ways} says so.")
    return tuple(lines)


def _listed(meant: Sequence[int]) -> str:
    return " or ".join(str(number) for number in meant)


def _only_marks(text: str) -> bool:
    found = read(text)
    return found.mark == "strong" and not found.gone and not words(found.body)


def _named_pieces(found: Reading, held: list[Held], sentence: str) -> Correction | None:
    """Where a thing is named that goes: “forget what I said about email”, “leave the note out of 23”."""
    body = found.body.rstrip(" .!")
    if told := OUT_OF.fullmatch(body):
        there = _cut(told["what"], [one for one in held if one.number == int(told["number"])], sentence)
        holding = [one for one in held if locate(told["what"], one.text)]
        return there or Correction(keep=True, unclear=numbers(holding))
    if found.about and (told := LEAVE_IT.fullmatch(body)):
        return _cut(found.about, held, sentence, keep=bool(told["out"]))
    if told := TAKEN.fullmatch(body):
        rest = told["rest"] or ""
        if values(rest) and not is_finite(told["what"]):
            again = replace(found, mark="strong", about=told["what"], body=rest, new=rest, clear=True)
            if done := by_value(again, held, sentence):
                return done
        return _cut(told["what"], held, sentence)
    if told := DROPPED.fullmatch(body):
        return _cut(told["what"], held, sentence, loose=False)
    if told := FORGOTTEN.fullmatch(body):
        return _cut(told["what"], held, sentence, loose=False)
    return _scope(found, held, sentence) if found.mark or _AFTER_ALL.search(body) else None


_AFTER_ALL = re.compile(r"\bafter all$", re.IGNORECASE)


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
        if text is not None and (done := changed(one, text, sentence, keep=keep)):
            return done
    return Correction(keep=True, unclear=numbers(near)) if near else None


def _without_pieces(text: str, named: frozenset[str]) -> str | None:
    """Without the clauses that speak of what is named in other words; as a whole when each of them does."""
    spans = pieces(text)
    about = [span for span in spans if len(named & content_words(text[slice(*span)])) * 2 >= len(named)]
    if len(about) == len(spans):
        return ""
    return None


_INSIDE = re.compile(
    r"^(?:in|inside|in scope|in (?:the )?(?:first|pilot|next)[\w ]*)\s*:|\b(?:is|are|be|goes|comes|belongs?) in\b"
    r"|\bin scope\b|\bincludes?\b",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(
    r"^(?:out|outside|out of scope|not in)\s*:|\b(?:is|are|be|stays?) out\b|\bout of scope\b"
    r"|\bexclud\w+",
    re.IGNORECASE,
)


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
            return changed(one, "" if bare_list else text, sentence, keep=True)
    return None


def _found(found: Reading, held: list[Held], sentence: str) -> Correction | None:
    if found.gone and not words(found.body):
        return Correction(moves=(Withdrawn(statement=held[-1].id, words=sentence),))
    if not found.mark and found.turns:
        last = held[-1].turn
        return _half_named(found.old, [one for one in held if one.turn == last]) if found.swaps else None
    if not found.mark and not found.clear:
        return None
    if found.gone and is_nothing(found.body):
        return Correction(moves=(Withdrawn(statement=held[-1].id, words=sentence),))
    if not found.old and (again := _said_anew(found, held, sentence)):
        return again
    correction = None
    if found.old and not _is_one_value(found.old):
        correction = _by_phrase(found, held, sentence)
    correction = correction or by_value(found, held, sentence)
    if (correction is None or not correction.moves) and found.mark and not found.old:
        correction = _by_clause(found, held, sentence) or correction
    if correction is None and found.gone and is_finite(found.body):
        return Correction(moves=(Withdrawn(statement=held[-1].id, words=sentence),), keep=True)
    return correction


_NEARLY_ALL = 0.75  # of the words


def _said_anew(found: Reading, held: list[Held], sentence: str) -> Correction | None:
    """A whole statement said again with another value: "from 9 days to 2 by June" → "… to 3 by June"."""
    body = found.body.strip()
    said = set(words(body))
    for one in reversed(held):
        known = set(words(one.text))
        shared = len(said & known) / max(len(said | known), 1)
        if _NEARLY_ALL <= shared < 1 and len(said) >= _WHOLE and said - known and _values(body) != _values(one.text):
            text = body[:1].upper() + body[1:] if one.text[:1].isupper() else body
            return changed(one, text, sentence)
    return None


_WHOLE = 5  # words


def _values(text: str) -> tuple[str, ...]:
    return tuple(word for word in words(text) if any(char.isdigit() for char in word))


def _is_one_value(text: str) -> bool:
    found = values(text)
    return len(found) == 1 and not content_words(text[: found[0].start] + " " + text[found[0].end :])


# --- one phrase for another -----------------------------------------------------------------------------------------


def _by_phrase(found: Reading, held: list[Held], sentence: str) -> Correction | None:
    """“X, not Y” with words instead of numbers: X stands where Y stood."""
    near = [one for one in held if locate(found.old, one.text)]
    fragment = not is_finite(found.new)
    if not found.mark and fragment:
        return None
    done = []
    for one in near:
        text = _phrased(found, one)
        if text is not None and text != one.text:
            done.append((one, text))
    if done:
        about = topic_words(f"{found.about} {found.new}") - content_words(found.old)
        scores = [len(about & topic_words(one.text)) for one, _ in done]
        best = max(range(len(done)), key=lambda at: (scores[at], done[at][0].turn, done[at][0].number))
        if not found.mark and not scores[best]:
            return None
        if not found.mark and is_wish(found.new) and not is_wish(done[best][0].text):
            return Correction(keep=True, unclear=numbers([done[best][0]]))
        return changed(done[best][0], done[best][1], sentence)
    if found.swaps and is_finite(found.new):
        cut = _cut(found.old, held, sentence, loose=False, keep=True)
        return cut or _half_named(found.old, held)
    return Correction(keep=True, unclear=numbers(near)) if near and found.mark else None


def _half_named(old: str, held: list[Held]) -> Correction | None:
    """“Instead of PDF uploads …” where a PDF was spoken of, but no uploads: asked for, never guessed."""
    named = content_words(old)
    near = [one for one in held if named and len(named & content_words(one.text)) * 2 >= len(named)]
    return Correction(keep=True, unclear=numbers(near)) if near else None


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


_CHATTER = re.compile(
    r"(?:[,;]\s+|\s+[–—-]\s+)(?:(?:that|it|this)(?:'s| is| was)|i (?:was|got|mixed|forgot|said|misread)|sorry"
    r"|my (?:mistake|bad|fault)|"
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
        for one in reversed(held):
            text = other_actor(one.text, told)
            if text is not None:
                return changed(one, text, sentence)
        return None
    shared_count, _, _, one, span = max(near, key=lambda item: item[:3])
    needed = 2 if found.mark == "strong" or one.turn == max(held_one.turn for held_one in held) else 3
    if shared_count < needed:
        return None
    return changed(one, put(one.text, span, told.rstrip(" .!")), sentence)
