"""What a team decided; where something is taken back, only the last word on it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.chat import Person, Value
from bot.language.text import content_words, one_line
from bot.retros.extraction.agreeing import consents, unopposed
from bot.retros.extraction.closing import closed, sealed_by_all
from bot.retros.extraction.consented import consented
from bot.retros.extraction.decision_words import BACK, CHANGES, HOLDS, NOT_ONE, SUMS_UP, UNLESS
from bot.retros.extraction.last_word import completed, is_of_task, last_word
from bot.retros.extraction.log import Line
from bot.retros.extraction.made import Made, cleaned, proposed_words
from bot.retros.extraction.matters import matter_at, turns_to
from bot.retros.extraction.minuted import ENDS, minuted
from bot.retros.extraction.opinions import Guess, Likely
from bot.retros.extraction.promises import is_untaken, promise_in
from bot.retros.extraction.proposals import in_common, proposal_meant
from bot.retros.extraction.proposed import proposed
from bot.retros.extraction.putting import is_of_talk
from bot.retros.extraction.ruled import ruled
from bot.retros.extraction.sealing import is_flat, needs_no_other, readable, seal_in
from bot.retros.extraction.settled import settles
from bot.retros.extraction.sieve import is_joke
from bot.retros.extraction.stated import stated
from bot.retros.extraction.subjects import says_what, told_words

_NEAR = 8
_SAME = 0.5
_FOLLOWS = re.compile(r"^(?:so|which means|that means|hence|also|das heißt)\b", re.IGNORECASE)
_WRITTEN_TWICE = 0.8
"""Whoever writes notes seldom writes a thing twice: it takes more to be the same one."""
_SLIGHT = content_words("always never")
_ENOUGH, _FEW_WORDS = 2, 5


class Decision(Value):
    """What holds from now on, in the words in which it was said; `worded` as with a commitment."""

    text: str
    sources: tuple[str, ...]
    author: Person | None = None
    worded: str = ""
    taken: tuple[str, ...] = ()
    """The messages that say nothing beside it: they are no remarks as well."""

    @property
    def shown(self) -> str:
        """As people read it."""
        return self.worded or self.text


def decisions_in(
    lines: Sequence[Line], guess: Guess | None = None, *, root: Sequence[Line] = ()
) -> tuple[Decision, ...]:
    """The decisions of a conversation that still hold. `guess` is asked where no word says that it is one.

    `root` is what a thread answers: others agree to it there.
    """
    made: list[Made] = []
    lines = (*root, *lines)
    likely = _likely(lines, guess) if guess else {}
    for place, line in enumerate(lines):
        if not _may_be_one(line, place, lines):
            continue
        found = (
            proposed(line, place, lines)
            if place < len(root)
            else _revised(line, place, made)
            or sealed_by_all(line, place, lines)
            or last_word(line, place, lines, _settled_at(made))
            or closed(line, place, lines, likely)
            or minuted(line, place, lines)
            or ruled(line, place, lines)
            or stated(line, place, lines)
            or proposed(line, place, lines)
            or consented(line, place, lines, _settled_at(made))
            or _settled(line, place, lines, likely, made)
        )
        if (target := withdrawn(line, made)) is not None:
            made.remove(target)
            found = None if any(each.remark.id == line.remark.id for each in lines[place + 1 :]) else found
        if found is not None and (line.author is None or content_words(found.text) - _SLIGHT):
            found = _readable(found, line, place, lines, likely)
            if line.author is None or line.section == "decisions" or BACK.search(line.text):
                _take_in(made, found, line)
            elif text := completed(found.text, place, lines):
                _take_in(made, found.model_copy(update={"text": text}), line)
    return tuple(
        Decision(
            text=each.text,
            sources=each.sources,
            author=lines[each.place].author,
            taken=each.taken,
        )
        for each in made
    )


def _settled_at(made: Sequence[Made]) -> int:
    """Where the last matter got its last word; what was only proposed may still get one."""
    return next((each.place for each in reversed(made) if not each.proposal), -1)


def _may_be_one(line: Line, place: int, lines: Sequence[Line]) -> bool:
    if line.section == "skip" or line.done or is_joke(line) or NOT_ONE.search(line.text):
        return False
    if (
        is_untaken(line.text)
        and not ENDS.search(line.text)
        and not ((seal := seal_in(line.text)) and seal.sure and seal.own)
    ):
        return False
    if line.author and is_of_talk(line.text) and turns_to(line.text):
        return False
    return line.author is None or UNLESS.search(line.text) is None or unopposed(line, place, lines)


def _readable(found: Made, line: Line, place: int, lines: Sequence[Line], likely: Mapping[str, Likely]) -> Made:
    """ "Agreed, once at 90" alone says nothing: it takes the words of what it is about."""
    if line.author is None or len(found.sources) > 1:
        return found
    meant = proposal_meant(found.text, place, lines, likely, line.remark.text)
    if meant is None or (needs_no_other(found.text) and not _echoes(found.text, meant.text)):
        return found
    sources = tuple(dict.fromkeys((*meant.sources, *found.sources)))
    there = proposed_words(meant.text)
    text = there if _echoes(found.text, there) else readable(found.text, there)
    return found.model_copy(update={"text": text, "sources": sources, "only": found.sources})


def _echoes(own: str, there: str) -> bool:
    """Whether it only repeats a few of the other's words."""
    mine, theirs = content_words(own), content_words(there)
    return mine < theirs and len(mine) <= _ENOUGH and len(own.split()) <= _FEW_WORDS


def each_once(decisions: Sequence[Decision]) -> list[Decision]:
    """What was settled in a thread and again in the channel, or the other way round, as one: the last word on it."""
    found: list[Decision] = []
    for each in decisions:
        same = next((one for one in found if _is_same(one, each)), None)
        if same is None:
            found.append(each)
        else:
            sources = tuple(dict.fromkeys((*same.sources, *each.sources)))
            found[found.index(same)] = each.model_copy(update={"sources": sources, "taken": (*same.taken, *each.taken)})
    return found


def _is_same(one: Decision, other: Decision) -> bool:
    apart = one.sources[-1] != other.sources[-1]
    return apart and bool(set(one.sources) & set(other.sources)) and bool(in_common(one.text, other.text))


def _likely(lines: Sequence[Line], guess: Guess) -> Mapping[str, Likely]:
    texts = list(dict.fromkeys(line.text for line in lines if line.inside))
    return dict(zip(texts, guess(texts), strict=True)) if texts else {}


_WITHDRAWS = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|so|right|then|well|fine|no|yes)\b[\s,.!]*)*(?:(?:let['’]?s|we) )?(?:scrap|drop|"
    r"forget(?: about)?|"
    r"cancel|kill|bin|ditch|undo|reverse|withdraw|shelve|never ?mind)\b (?P<what>(?!(?:it|that|this)\b)[^,;.]{3,60})$",
    re.IGNORECASE,
)


def withdrawn(line: Line, made: Sequence[Made]) -> Made | None:
    """The decision that a sentence does away with: "scrap the split days"."""
    found = _WITHDRAWS.match(one_line(line.text).rstrip(".!"))
    words = content_words(found["what"]) if found else frozenset()
    if not words:
        return None
    before = [each for each in made if each.sources[-1] != line.remark.id]
    return next(
        (each for each in reversed(before) if len(words & content_words(each.text)) >= _SAME * len(words)), None
    )


def _settled(
    line: Line, place: int, lines: Sequence[Line], likely: Mapping[str, Likely], made: Sequence[Made]
) -> Made | None:
    """What means a decision, though no word says so; what follows from one isn't another."""
    if made and made[-1].sources == line.sources and _FOLLOWS.match(line.text):
        return None
    alone = line.text == line.remark.text or _REPORTS.match(line.remark.text) is not None
    if line.author and alone and is_of_task(place, lines):
        return None
    if line.section in {"actions", "decisions"} or not settles(line, place, lines, likely):
        return None
    if line.author and line.section is None and not matter_at(place, lines).turns:
        return None
    if line.author and consents(line.text) and not HOLDS.search(line.text):
        return None
    if line.author and (not says_what(line.text) or is_of_talk(line.text)):
        return None
    text = SUMS_UP.sub("", line.text).lstrip(" ,") if ":" not in line.text else line.text.partition(":")[2]
    return Made(text=cleaned(text if SUMS_UP.match(line.text) else line.text), sources=line.sources, place=place)


_REPORTS = re.compile(r"^\W*(?:(?:yes|yep|ok(?:ay)?|ja)[\s,.!]+)*(?:done|did|erledigt|sorted)\b", re.IGNORECASE)
"""How somebody begins who did what they were asked."""


def _take_in(made: list[Made], found: Made, line: Line) -> None:
    """Add it; it takes the place of what it repeats or takes back."""
    for at in range(len(made) - 1, -1, -1):
        before = made[at]
        shared = _shared(before.text, found.text)
        near = line.author is not None and 0 <= found.place - before.place <= _NEAR
        beside = before.sources[-1] == found.sources[-1]
        if (
            before.proposal
            and set(before.sources) & set(found.about)
            and told_words(before.text) & told_words(found.text)
        ):
            made[at] = found.with_those_of(before)
            return
        takes_back = (not beside and BACK.search(line.remark.text) is not None) or found.revises
        repeats = near and before.proposal and shared > 0 and not found.proposal
        if takes_back and (shared >= _SAME / 2 or (near and at == len(made) - 1)):
            made[at] = found.with_those_of(before) if found.revises else found
            return
        same = _SAME if line.author else _WRITTEN_TWICE
        if shared >= same or repeats or (shared > 0 and before.sources == found.sources):
            made[at] = found if takes_back else found.with_those_of(before)
            return
    made.append(found)


def _shared(one: str, other: str) -> float:
    left, right = content_words(one), content_words(other)
    if min(len(left), len(right)) == 0:
        return 0.0
    return (
        len(left & right) / min(len(left), len(right))
        if len(left & right) > 1 or min(len(left), len(right)) == 1
        else 0.0
    )


def _revised(line: Line, place: int, made: Sequence[Made]) -> Made | None:
    """Somebody tells that what was decided is otherwise now: it has its words, and says that it is a change."""
    text = one_line(line.text)
    if line.author is None or line.remark.by_bot or text.endswith("?") or promise_in(text) or not CHANGES.search(text):
        return None
    lead, colon, rest = text.partition(":")
    what = rest if colon and len(lead.split()) <= _NEAR else text
    about = next((each for each in made if len(content_words(each.text) & content_words(what)) >= _ENOUGH), None)
    says = re.search(r"\b(?:we|it|is|are|stays?|will|let['’]?s)\b", what, re.IGNORECASE)
    holds = says or (_CONCEDES.match(text) and is_flat(what))
    return Made(text=cleaned(what), sources=line.sources, place=place, revises=True) if about and holds else None


_CONCEDES = re.compile(
    r"^\W*(?:ok(?:ay)?|good point|fair(?: enough| point)?|right|true|you['’]re right|then|alright|fine|gut|stimmt)\b",
    re.IGNORECASE,
)
