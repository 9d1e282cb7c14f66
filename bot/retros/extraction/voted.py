"""What a team took from what it voted on: "most dots for blocking, so that's what we do"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.language.text import content_words, one_line, sentences
from bot.retros.extraction.log import Line
from bot.retros.extraction.made import Made, cleaned

_TAKES = re.compile(
    r"[,;.–-]\s*(?:so |and )?(?:that|this)(?:['’]s| is| was) (?:what|how|the one) we(?:['’]ll| will)? (?:do|go|take|"
    r"try|went)\b|"
    r"[,;.–-]\s*(?:so |and )?we(?:['’]ll| will)? (?:do|take|go with|try) (?:that|this|it)(?: one)?\b",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"\b(?:most|the most|\d+) (?:dots|votes|points|hands|stimmen|punkte) (?:(?:was|were|went|are|is) )?(?:for|to|on|"
    r"für)(?: the)? (?P<what>[^,;.]{3,60})",
    re.IGNORECASE,
)


_COUNTED = re.compile(
    r"\b(?:voted?|vote was|abgestimmt|abstimmung)\b[^.]{0,12}[:,]?[^.]{0,60}\b\d+\b|\bmost (?:dots|votes)\b",
    re.IGNORECASE,
)
_SO_WE = re.compile(r"^(?:so |therefore |hence |also )?(?:we|wir) (?!were|had|did|also)\w+\b", re.IGNORECASE)


def voted(line: Line, place: int, lines: Sequence[Line]) -> Made | None:
    """What most were for, in the words in which it was proposed before, or what the next sentence says follows."""
    text = one_line(line.text)
    if follows := _following(line, place, lines):
        return Made(text=cleaned(follows), sources=line.sources, place=place)
    takes = _TAKES.search(text)
    if takes is None:
        return None
    most = _MOST.search(text[: takes.start()])
    wanted = content_words(most["what"]) if most else frozenset()
    meant = next(
        (each for each in reversed(lines[:place]) if each.section == "ideas" and wanted & content_words(each.text)),
        None,
    )
    if meant is None:
        before = cleaned(text[: takes.start()].rpartition(":")[2])
        return Made(text=before, sources=line.sources, place=place) if len(content_words(before)) > 1 else None
    sources = tuple(dict.fromkeys((*meant.sources, *line.sources)))
    return Made(text=cleaned(meant.text), sources=sources, place=place, only=line.sources)


def _following(line: Line, place: int, lines: Sequence[Line]) -> str:
    """What follows from a vote that is counted in the sentence before: "So we take the public calendar"."""
    before = lines[place - 1] if place else None
    said = [before.text] if before and before.remark.id == line.remark.id else []
    said += sentences(line.text)
    return next((then for vote, then in pairwise(said) if _COUNTED.search(vote) and _SO_WE.match(then)), "")
