"""Whether a sentence corrects or takes back something said before, and what that says now."""

from __future__ import annotations

import re

from bot.interviews.commands import is_nothing
from bot.interviews.moves import Replaced, Withdrawn
from bot.interviews.rules import Interview, Statement
from bot.language.facts import is_hedged, quantities
from bot.language.text import content_words, one_line, overlap, strip_filler, words
from bot.stories.rules import Tag

_STRONG_MARK = re.compile(
    r"^(?:(?:oh|ah|wait|hm+|no|well|so|sorry|ok(?:ay)?|and|but|actually)[,.!… -]+)*"
    r"(?:scratch that|correction|let me correct (?:that|myself|this)|i (?:meant|misspoke|was wrong(?: about (?:that|it))?|take that back)|"
    r"forget (?:that|it|what i said(?: about [^,.:;]+)?|about [^,.:;]+|the [^,.:;]+)|make (?:that|it)|change of plan[s]?|"
    r"(?:i|we)(?:'ve| have)? changed (?:my|our) minds?(?: (?:about|on) [^,.:;]+)?|on second thought[s]?|thinking about it again|"
    r"strike that|ignore (?:that|what i said(?: about [^,.:;]+)?)|that was wrong|i said [^,.:;]+ but|"
    r"(?:let'?s|we(?:'ll| will| should)?) (?:rather|instead)|instead of)\b[\s,.:;!…–-]*",
    re.IGNORECASE,
)
_WEAK_MARK = re.compile(
    r"^(?:(?:oh|ah|hm+|well|so|ok(?:ay)?|and|but)[,.!… -]+)*(?:actually|no|sorry|wait|rather|hang on|hold on)\b[\s,.:;!…–-]*",
    re.IGNORECASE,
)
_INSIDE_MARK = re.compile(
    r"\b(?:instead of|rather than|not \d[\d.,]*(?: \w+)?,? but|no longer|any ?more|after all|changed my mind|"
    r"it'?s not [^,.;]+,? it'?s|, not \d[\d.,]*)\b",
    re.IGNORECASE,
)
_DROPS = re.compile(
    r"\b(?:we (?:don'?t|do not|won'?t|will not) (?:need|want|do)|drop|forget|scrap|cut|skip|leave out|remove)\b.*"
    r"\b(?:any ?more|after all|completely|altogether|entirely|then|for now|at all)\b[.!]*$"
    r"|\bi take (?:that|it) back\b",
    re.IGNORECASE,
)


def tag_of(text: str) -> Tag:
    """`assumed` when the speaker marks it as a belief, else `stated`."""
    return "assumed" if is_hedged(text) else "stated"


def find_correction(sentence: str, interview: Interview) -> Replaced | Withdrawn | None:
    """The earlier statement that a sentence corrects or takes back, with its new words; None for a new statement.

    A sentence counts as a correction only when it is marked as one ("actually", "make that", "instead of", …) and speaks
    about the same thing as an earlier statement. Without either it stands beside the old one: showing two is safer than
    losing one.
    """
    line = one_line(sentence).replace("’", "'")
    back = _TAKEN_BACK.match(line)
    if back:
        return _taken_back(back["what"], sentence, interview)
    strong = _STRONG_MARK.match(line)
    weak = None if strong else _WEAK_MARK.match(line)
    inside = _INSIDE_MARK.search(line)
    if not (strong or weak or inside):
        return None
    mark = strong or weak
    rest = line[mark.end() :] if mark else line
    target = _corrected(line, rest, interview, sure=bool(strong))
    if target is None:
        return None
    if not words(rest) or (strong and is_nothing(rest)):
        return Withdrawn(statement=target.id, words=sentence)
    if _DROPS.search(line):
        short = len(content_words(rest)) <= len(content_words(target.text)) + 2
        return Withdrawn(statement=target.id, words=sentence) if short else None
    text = _rewritten(rest, target)
    return None if text is None else Replaced(statement=target.id, text=text, words=sentence, tag=tag_of(rest))


def is_marked(sentence: str) -> bool:
    """Whether a sentence says of itself that it corrects something ("no wait, …"): then it answers no other question."""
    line = one_line(sentence).replace("’", "'")
    return bool(
        _STRONG_MARK.match(line)
        or re.match(r"(?:oh |no[, ]+)?wait\b|one (?:correction|thing to correct)\b", line, re.IGNORECASE)
    )


_TAKEN_BACK = re.compile(
    r"^(?:(?:oh|ah|wait|hm+|no|well|so|sorry|ok(?:ay)?|and|but|actually|please)[,.!… -]+)*"
    r"(?:(?:scratch|forget|ignore|strike|drop|delete|remove)\s+(?:what (?:i|we) said(?: (?:before|earlier))? about|(?:the (?:part|bit|thing|idea) )?(?:about|with|of))\s+"
    r"(?P<what>[^,.;:!]+))",
    re.IGNORECASE,
)
"""“Scratch what I said about dictating notes by voice”: names what is taken back."""


def _taken_back(what: str, sentence: str, interview: Interview) -> Replaced | Withdrawn | None:
    """The statement that is named goes, or only the piece of it that is named."""
    named = content_words(what)
    active = interview.active
    if not named or not active:
        return None
    best = max(active, key=lambda one: (len(named & content_words(one.text)), one.number))
    if len(named & content_words(best.text)) * 2 < len(named):
        return None
    pieces = [piece for piece in _PIECES.split(best.text) if words(piece)]
    kept = [piece for piece in pieces if not _is_about(piece, named)]
    if not kept or len(kept) == len(pieces):
        return Withdrawn(statement=best.id, words=sentence)
    text = ", ".join(piece.strip(" ,.;") for piece in kept) + "."
    return Replaced(statement=best.id, text=text, words=sentence, tag=best.tag)


_PIECES = re.compile(
    r",\s+(?:and |or )?|;\s+|\s+and (?=(?:can|could|may|must|should|then|he|she|they|it|we|i|the)\b)", re.IGNORECASE
)


def _is_about(piece: str, named: frozenset[str]) -> bool:
    return len(named & content_words(piece)) * 2 >= len(named)


_FRAGMENT = 3  # words


_NOT_NUMBER = re.compile(r"\b(?:not|instead of|rather than) (?P<number>\d[\d.,]*\d|\d)", re.IGNORECASE)


def _corrected(line: str, rest: str, interview: Interview, *, sure: bool) -> Statement | None:
    """The statement that is meant: most words in common, later ones first; the very last one when nothing is named."""
    active = interview.active
    if not active:
        return None
    said = content_words(line) - content_words(" ".join(number for number, _ in quantities(line)))

    def shared(statement: Statement) -> int:
        return len(said & content_words(statement.text))

    best = max(active, key=lambda statement: (shared(statement), statement.number))
    gone = _NOT_NUMBER.search(line)
    if gone:
        holding = [one for one in active if gone["number"] in {number for number, _ in quantities(one.text)}]
        near = max(holding, key=lambda one: (shared(one), one.number), default=None)
        if near is not None and shared(near):
            return near
    if sure:
        if shared(best):
            return best
        if quantities(rest):
            return next((one for one in reversed(active) if _same_kind(rest, one.text)), None)
        return active[-1] if len(said) <= 3 else None  # noqa: PLR2004 - "scratch that": a fragment
    if shared(best) >= 2 and overlap(line, best.text) >= 0.5:  # noqa: PLR2004 - two words and half of the shorter text
        return best
    last = active[-1]
    return last if len(said) <= 2 and _same_kind(rest, last.text) else None  # noqa: PLR2004 - "no, 3 days"


def _same_kind(one: str, other: str) -> bool:
    """Whether both hold a quantity of the same unit, as "3 days" and "5 days" do; a bare number fits any."""
    units = {unit for _, unit in quantities(other)}
    return bool(units) and any(not unit or unit in units for _, unit in quantities(one))


def _rewritten(rest: str, target: Statement) -> str | None:
    """The target's new words: its number swapped for a fragment like "make that 300", else the new sentence itself."""
    new, old = quantities(rest), quantities(target.text)
    swap = re.search(r"(?P<was>\d[\d.,]*)", rest)
    olds = [number for number, _ in old]
    fresh = [(number, unit) for number, unit in new if number not in olds]
    gone = [(number, unit) for number, unit in new if number in olds]
    if len(fresh) == 1:
        number, unit = fresh[0]
        same = [one for one in old if one[1] == unit] or (list(old) if len(old) == 1 else [])
        if gone:
            same = [one for one in old if one[0] == gone[0][0]]
        says_more = content_words(rest) - content_words(target.text) - {number}
        small = len(says_more) <= 1 and len(words(target.text)) > len(words(rest))
        if len(same) == 1 and swap and (gone or small):
            return re.sub(rf"(?<![\d.,]){re.escape(same[0][0])}(?!\d)", number, target.text, count=1)
    if len(words(rest)) <= _FRAGMENT and len(words(target.text)) > _FRAGMENT:
        return None  # too little to take the place of a sentence: it stands beside it
    text = strip_filler(rest)
    return text[0].upper() + text[1:] if words(text) and target.text[:1].isupper() else text or None
