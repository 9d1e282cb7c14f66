"""What somebody says is decided: minutes, "we agreed to …", "from now on …"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.text import one_line
from bot.retros.extraction.agreeing import agreeing
from bot.retros.extraction.decision_words import (
    BACK,
    CLOSES,
    FROM_NOW,
    GOES,
    HOLDS,
    INSIDE,
    JUDGES,
    MARK,
    PAST,
    POLLS,
    WILL_BE,
    tells,
)
from bot.retros.extraction.log import Line
from bot.retros.extraction.made import Made, cleaned
from bot.retros.extraction.opinions import MECHANICS
from bot.retros.extraction.promises import promise_in
from bot.retros.extraction.proposals import tells_of_self
from bot.retros.extraction.sealing import is_flat
from bot.retros.extraction.sections import heading_of
from bot.retros.extraction.sieve import is_small_talk, is_wish

_AHEAD, _ENOUGH = 6, 2

_ECHO = re.compile(r"^\W*agreed(?:,|!|\.)?\s+(?!that\b|to\b|on\b|[–-])(?!that\b|to\b|on\b)", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:and|but|also|though|plus)\b", re.IGNORECASE)
_RECALLED = re.compile(
    r"^(?:so |and |ok(?:ay)?,? )?(?:we|it was|team) (?:all )?(?:agreed|decided|said|settled)(?: on| that|"
    r" to)? (?P<what>.{8,}?)[,;–-]?\s*"
    r"(?:right|correct|yes|ok(?:ay)?|didn['’]t we|agreed|isn['’]t it|no)\s*\?",
    re.IGNORECASE,
)
"""What was agreed, put as a question that others say yes to."""


def stated(line: Line, place: int, lines: Sequence[Line]) -> Made | None:
    """What a line says is decided, in words that say so or stand for it."""
    text = one_line(line.text)
    told = not (line.listed or line.marked) and line.author is None and tells(text) and not WILL_BE.search(text)
    stands = line.section == "decisions" and (line.listed or line.marked or line.author is None)
    if stands and not (told or text.endswith("?") or is_small_talk(text)):
        return Made(text=cleaned(text), sources=line.sources, place=place)
    if heading_of(text) or (line.section in {"actions", "went_well"} and line.listed):
        return None
    if line.author and (recalled := _RECALLED.match(text)) and agreeing(line, place, lines, polls=True):
        return Made(text=cleaned(recalled["what"]), sources=line.sources, place=place)
    if line.author and tells_of_self(FROM_NOW.sub("", text).lstrip(" ,:")):
        return None
    if text.rstrip().endswith("?") and not POLLS.search(text):
        return None
    if not line.inside and not re.search(r"\b(?:decision|decided)\b", text, re.IGNORECASE):
        return None
    found = MARK.match(text)
    what = found["what"] if found else ""
    if line.author and _ECHO.match(text) and (_GOES_ON.match(what) or not is_flat(what)):
        return None  # "agreed, it is always cold"
    if not what and (inside := INSIDE.search(text)):
        what = inside["what"] or inside["was"] or inside["as"] or ""
    if what and line.section in {"went_well", "to_improve"} and not WILL_BE.search(text):
        return None
    if what and line.author is None and (PAST.search(what) or JUDGES.search(what)) and not WILL_BE.search(what):
        return None
    if what and len(what.split()) > 1 and (not is_wish(what) or line.author is None):
        return Made(text=cleaned(what), sources=line.sources, place=place)
    return (
        None
        if promise_in(text) is not None or (line.author and MECHANICS.search(text))
        else _declared(line, text, place, lines)
    )


_HABIT = re.compile(
    r"^we (?:all )?(?:use|run|never|always|only|move|split|rotate|require|skip|limit|merge|try|reserve|pause)\b|"
    r"^no (?:more )?(?!longer)\w+",
    re.IGNORECASE,
)
"""What may as well tell how things are: it takes a sign that it is the last word."""
_NEVER = re.compile(r"\b(?:always|no (?:more|longer))\b", re.IGNORECASE)


def _declared(line: Line, text: str, place: int, lines: Sequence[Line]) -> Made | None:
    """A sentence that says how it is from now on, without calling itself a decision."""
    if line.author and (_is_complaint(text) or (line.marked and line.section == "ideas")):
        return None
    if (
        line.author
        and GOES.match(text)
        and len(text.split()) > _ENOUGH
        and (not _HABIT.match(text) or CLOSES.match(line.remark.text) or HOLDS.search(_NEVER.sub("", text)))
    ):
        return Made(text=cleaned(text), sources=_with_question(line, place, lines), place=place)
    if line.author and BACK.search(text) and re.search(r"\bwe (?:keep|stay|stick|drop|do|go)\b", text, re.IGNORECASE):
        return Made(text=cleaned(text), sources=line.sources, place=place)
    if line.author and _ABOUT.search(text) and not text.endswith("?"):
        return Made(text=cleaned(text), sources=line.sources, place=place)
    if line.section == "decisions" and line.author is not None and not is_small_talk(text):
        return Made(text=cleaned(text), sources=line.sources, place=place)
    return None


_ABOUT = re.compile(r"^(?:and )?decisions? (?:about|on) [^:]{3,60}:\s*\S", re.IGNORECASE)


def _is_complaint(text: str) -> bool:
    return (
        re.search(
            r"\bwe(?:['’]re| are) (?:running|using|skipping|dropping|stopping|trying)\b(?!.*\b(?:from now|"
            r"going forward|starting|next)\b)",
            text,
            re.IGNORECASE,
        )
        is not None
        or re.search(
            r"\bwe (?:keep|never|always|only|split|use|run|skip|move|drop)\b(?: \w+ing\b| found\b| had\b| get\b|"
            r" got\b| have\b| know\b| noticed\b| heard\b)",
            text,
            re.IGNORECASE,
        )
        is not None
    )


def _with_question(line: Line, place: int, lines: Sequence[Line]) -> tuple[str, ...]:
    """A decision that only answers ("then it's ten o'clock") cites the question, too."""
    if not re.search(r"\b(?:it['’]s|that|this|it)\b", line.text, re.IGNORECASE):
        return line.sources
    for before in reversed(lines[max(0, place - _AHEAD) : place]):
        if before.text.rstrip().endswith("?") and (before.author is None or not is_small_talk(before.text)):
            return tuple(dict.fromkeys((*before.sources, *line.sources)))
    return line.sources
