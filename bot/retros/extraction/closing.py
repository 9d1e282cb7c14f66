"""What a closing word makes of what was said before: "decided", "pears it is", the sum of a talk, a vote."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.language.text import content_words, one_line, sentences, words
from bot.retros.extraction.agreeing import consents, unopposed, voted_in
from bot.retros.extraction.decision_words import (
    ALL_AGREED,
    CLOSES,
    FROM_NOW,
    HOLDS,
    MAYBE,
    SEALS,
    SUMS_UP,
    UNLESS,
    tells,
)
from bot.retros.extraction.log import Line
from bot.retros.extraction.made import PUT_FORWARD, Made, cleaned, proposed_words
from bot.retros.extraction.opinions import Likely
from bot.retros.extraction.proposals import in_common, proposal_meant, restates, tells_of_self
from bot.retros.extraction.putting import polls, puts
from bot.retros.extraction.sealing import Seal, is_a_time, is_flat, needs_no_other, readable, seal_in
from bot.retros.extraction.sieve import is_small_talk, is_wish
from bot.retros.extraction.spelling import points

_FEW, _ENOUGH = 1, 2


def closed(line: Line, place: int, lines: Sequence[Line], likely: Mapping[str, Likely]) -> Made | None:
    """What a sentence settles by a closing word, of its own or before it in the same message."""
    if line.author is None or line.remark.by_bot or not line.inside or (line.listed and line.section):
        return None
    text = one_line(line.text)
    seal = seal_in(text) or (Seal("", sure=True) if SEALS.search(text) and not text.endswith("?") else None)
    if seal:
        return _sealed(seal, place, lines, likely)
    return (_led_to(place, lines, likely) if is_flat(text) else None) or _passed(line, place, lines)


def _sealed(seal: Seal, place: int, lines: Sequence[Line], likely: Mapping[str, Likely]) -> Made | None:
    """What a closing word says itself, or points to."""
    line = lines[place]
    _, after = _own_message(place, lines)
    then = seal_in(after[0].text) if after else None
    goes_on = bool(after) and then is None and is_flat(after[0].text)
    if not seal.own:
        return None if goes_on or (then and then.own) else _pointed(line, place, lines, likely)
    own = cleaned(seal.own)
    if _only_names(own, lines) and _OWNS.search(line.text):
        return _pointed(line, place, lines, likely)
    beside = tells_of_self(own) or is_wish(own) or is_small_talk(own) or own.endswith("?")
    if beside or (goes_on and in_common(own, after[0].text)):
        return None  # it is no decision, or it is said better at once
    meant = proposal_meant(own, place, lines, likely, one_line(line.text))
    shared = meant is not None and bool(in_common(own, meant.text))
    short = len(content_words(own)) < _ENOUGH
    if not seal.sure and not _is_choice(own, place, lines) and not (shared and _is_taken_up(own, meant)):
        return None
    if short and not _says_what(meant):
        meant = proposal_meant("", place, lines, likely, one_line(line.text))
    return _closing(own, line, place, meant if shared or short else None)


def _is_taken_up(own: str, meant: Line | None) -> bool:
    """Whether it is a proposal that is taken up, and not a tale or the day by which somebody does something."""
    if meant is None or tells(own):
        return False
    return not (is_a_time(own) and is_a_time(meant.text))


def _led_to(place: int, lines: Sequence[Line], likely: Mapping[str, Likely]) -> Made | None:
    """A plain sentence after a closing word ("Decided. …"), or one that sums up what somebody proposed."""
    line, text = lines[place], one_line(lines[place].text)
    before, _ = _own_message(place, lines)
    again = restates(text, place, lines, likely)
    last = next((each for each in reversed(before) if seal_in(each.text) or not is_small_talk(each.text)), None)
    if last is not None and (found := seal_in(last.text)) and _leads_on(found, text):
        lasts = HOLDS.search(text) or FROM_NOW.search(text)
        return _closing(cleaned(text), line, place, again) if again or lasts or not _ECHOES.match(last.text) else None
    said = one_line(before[0].text) if before else text
    if again and (HOLDS.search(text) or _brings_to_an_end(said, before)):
        return _closing(cleaned(text), line, place, again)
    return None


def _says_what(meant: Line | None) -> bool:
    return meant is not None and len(content_words(meant.text)) >= _ENOUGH and not MAYBE.search(meant.text)


def _leads_on(seal: Seal, text: str) -> bool:
    """Whether a closing word has its matter in the sentence after it."""
    return bool(in_common(seal.own, text)) if seal.own else seal.sure


def _own_message(place: int, lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The sentences of the same message before and after this one."""
    own = lines[place].remark.id
    start, end = place, place + 1
    while start and lines[start - 1].remark.id == own:
        start -= 1
    while end < len(lines) and lines[end].remark.id == own:
        end += 1
    return list(lines[start:place]), list(lines[place + 1 : end])


def _brings_to_an_end(said: str, before: Sequence[Line]) -> bool:
    """Whether a message opens like a last word, or has said already how something is from now on."""
    if CLOSES.match(said) and (not before or len(said.split()) <= _ENOUGH or not is_small_talk(said)):
        return True
    return any(SUMS_UP.match(each.text) or (is_flat(each.text) and HOLDS.search(each.text)) for each in before)


def _closing(own: str, line: Line, place: int, meant: Line | None) -> Made | None:
    text = readable(own, proposed_words(meant.text) if meant else "")
    if len(content_words(text)) < _ENOUGH:
        return None
    sources = (*(meant.sources if meant else ()), *line.sources)
    return _closes(text, tuple(dict.fromkeys(sources)), place, meant)


def _closes(text: str, sources: tuple[str, ...], place: int, meant: Line | None) -> Made:
    """A question to all whether to do it is done with once it is answered; an idea that was taken stays one."""
    asked = meant is not None and _PUT_TO_ALL.search(meant.remark.text) is not None
    only = None if meant is None or asked else tuple(each for each in sources if each not in meant.sources)
    return Made(text=text, sources=sources, place=place, only=only)


def _is_next(meant: Line, place: int, lines: Sequence[Line]) -> bool:
    """Whether nobody said anything between what is meant and this word."""
    own = lines[place].remark.id
    before = next((each for each in reversed(lines[:place]) if each.remark.id != own and not consents(each.text)), None)
    return before is not None and before.remark.id == meant.remark.id


def _only_names(own: str, lines: Sequence[Line]) -> bool:
    """Whether nothing but somebody's name is left: "Dora's it is"."""
    names = {each.author.name.split()[0].casefold() for each in lines if each.author}
    return bool(names) and {word.removesuffix("'s") for word in words(own)} - {"then", "and"} <= names


_OWNS = re.compile(r"['’]s\b|s['’]|\b(?:idea|way|proposal|plan|version)\b")
_HANDS = re.compile(
    r"\b(?:hands? up|who(?:['’]s| is)|all(?: those)?|those|everybody|thumbs up) (?:for|in favou?r of)"
    r" (?P<what>[^?.…!]+)",
    re.IGNORECASE,
)
_PUT_TO_ALL = re.compile(
    r"\b(?:shall we|should we|let['’]?s|i(?:['’]d| would)? (?:suggest|propose|move) that|do we (?:all )?(?:want|agree)|"
    r"are we (?:ok|fine|good)|can we agree|all in favou?r|vote|thumbs? up|sollen wir|wollen wir)\b",
    re.IGNORECASE,
)
_ECHOES = re.compile(r"^\W*(?:agreed|done|deal|sold|final|consensus)\W*$", re.IGNORECASE)
"""What may also mean no more than that somebody thinks the same."""


def _pointed(line: Line, place: int, lines: Sequence[Line], likely: Mapping[str, Likely]) -> Made | None:
    """ "that's our new rule then": what was proposed a moment ago holds."""
    before, _ = _own_message(place, lines)
    if asked := next((found for each in before if (found := _HANDS.search(each.text))), None):
        what = proposed_words(asked["what"])
        return Made(text=what, sources=line.sources, place=place) if len(content_words(what)) >= _ENOUGH else None
    said = " ".join(each.text for each in lines[max(0, place - 4) : place + 1] if each.author == line.author)
    meant = proposal_meant("", place, lines, likely, said)
    if meant and _ECHOES.match(line.remark.text) and not _is_next(meant, place, lines):
        return None
    if (
        meant is None
        or tells(meant.text)
        or (meant.text.endswith("?") and not puts(meant.text) and not polls(meant.text))
    ):
        return None
    told = [each.text for each in lines[:place] if each.remark.id == meant.remark.id]
    told = [each for each in told if len(content_words(proposed_words(each))) >= _ENOUGH]
    own = meant.text if meant.text in told else told[0] if told else ""
    text = proposed_words(next((each for each in told if is_flat(each)), own))
    if len(content_words(text)) < _ENOUGH or tells_of_self(text):
        return None
    sources = (*meant.sources, *line.sources)
    if points(text):
        about = proposal_meant("", lines.index(meant), lines, likely)
        if about is None:
            return None  # nobody could tell what "it" is
        text, sources = f"{proposed_words(about.text)} – {text}", (*about.sources, *sources)
    return _closes(text, tuple(dict.fromkeys(sources)), place, meant)


def _is_choice(own: str, place: int, lines: Sequence[Line]) -> bool:
    """Whether it was asked of all which of two it should be: "Tuesdays or Thursdays?", "Thursdays it is"."""
    asked = [each.text for each in lines[max(0, place - 8) : place] if each.text.rstrip().endswith("?")]
    words = content_words(own)
    return any(words & content_words(each) and (" or " in each or " oder " in each) for each in asked)


def _passed(line: Line, place: int, lines: Sequence[Line]) -> Made | None:
    """What was to hold unless somebody objects, and nobody did; what won a vote by reactions."""
    if unopposed(line, place, lines):
        what = proposed_words(_WITHOUT_CLAUSE.sub("", line.text))
        before, _ = _own_message(place, lines)
        if UNLESS.search(line.text) and len(content_words(what)) < _ENOUGH and before:
            what = proposed_words(before[-1].text)
        if UNLESS.search(line.text) and len(content_words(what)) >= _ENOUGH and is_flat(what):
            return Made(text=what, sources=line.sources, place=place, proposal=True)
    won = voted_in(line)
    if won and place and lines[place - 1].remark.id == line.remark.id:
        return None  # its first sentence stands for it
    if won:
        meant = proposal_meant(won, place, lines, {})
        return _closing(won, line, place, meant)
    return None


_WITHOUT_CLAUSE = re.compile(rf"[\s,;–-]*(?:{UNLESS.pattern})[^,;.]*", re.IGNORECASE)


def sealed_by_all(line: Line, place: int, lines: Sequence[Line]) -> Made | None:
    """ "Everyone agreed." seals the sentence before it, in a message or in a line of notes."""
    parts = sentences(line.text)
    if line.author is None and len(parts) > 1 and _all_agreed(parts[-1]) and not tells(parts[-2]):
        return Made(text=cleaned(" ".join(parts[:-1])), sources=line.sources, place=place)
    before = lines[place - 1] if place else None
    if before is None or before.remark.id != line.remark.id or not _all_agreed(line.text):
        return None
    if line.author and (_OF_ALL.search(before.text) or not needs_no_other(before.text)):
        return None
    return Made(text=cleaned(PUT_FORWARD.sub("", before.text)), sources=line.sources, place=place)


_OF_ALL = re.compile(
    r"\b(?:every(?:one|body)|we all|all of (?:us|you)|no(?:body| one))\b.*\b(?:it|that|this|in|agree[sd]?)\b",
    re.IGNORECASE,
)


def _all_agreed(text: str) -> bool:
    return ALL_AGREED.match(one_line(text)) is not None
