"""What somebody proposes, and enough others say yes to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.text import content_words, one_line
from bot.retros.extraction.agreeing import agreeing, reacted
from bot.retros.extraction.asking import request_in
from bot.retros.extraction.decision_words import POLLS, PROPOSES, WANTS_TO_KNOW, tells
from bot.retros.extraction.log import Line
from bot.retros.extraction.made import Made, asks_for_yes, cleaned, proposed_words
from bot.retros.extraction.proposals import tells_of_self
from bot.retros.extraction.putting import chooses
from bot.retros.extraction.sieve import is_wish

_ENOUGH = 2


def proposed(line: Line, place: int, lines: Sequence[Line]) -> Made | None:
    """A proposal that others agree to, and nobody refuses."""
    text = one_line(line.remark.text if line.marked and "\n" not in line.remark.text else line.text)
    # The line first: a message of a thousand sentences isn't looked through for each of them.
    polls = (asks_for_yes(text) or _is_followed_by_poll(line, place, lines)) and asks_for_yes(line.remark.text)
    if (
        line.author is None
        or line.remark.by_bot
        or not line.inside
        or not (polls or PROPOSES.search(text) or _COUNTERS.search(text))
        or is_wish(text)
    ):
        return None
    if (
        line.section in {"went_well", "to_improve"}
        or _ANSWERS.match(text)
        or tells_of_self(text)
        or _OPEN.match(text)
        or chooses(text)
    ):
        return None
    bare = proposed_words(text)
    if len(content_words(bare)) < _ENOUGH:
        rest = [each.text for each in lines[max(0, place - 3) : place] if each.remark.id == line.remark.id]
        bare = cleaned(_LIKING.sub("", " ".join(rest)))
    if len(content_words(bare)) < _ENOUGH or _TALK.search(bare) or request_in(bare) or tells_of_self(bare):
        return None
    if tells(bare):
        return None
    agreed = agreeing(line, place, lines, polls=polls)
    if agreed is None:
        return None
    thumbs = reacted(line)
    answered = _answered(line, place, lines)
    counters = answered is not None and answered.author is not None and _COUNTERS.search(text) is not None
    if counters and answered and answered.author and answered.author.id in agreed:
        both = f"{proposed_words(answered.text)} – {bare}"
        sources = (*answered.sources, *line.sources)
        return Made(text=both, sources=sources, place=place, proposal=True)
    if (
        len(agreed) >= (1 if polls else _ENOUGH)
        or (polls and thumbs >= _ENOUGH)
        or (text.lower().startswith(("let's", "let’s", "ok let", "so we", "ok so we")) and thumbs > _ENOUGH)
    ):
        return Made(text=bare, sources=line.sources, place=place, proposal=True)
    return None


def _answered(line: Line, place: int, lines: Sequence[Line]) -> Line | None:
    """What somebody else asked or proposed just before, and nobody in particular."""
    before = next((each for each in reversed(lines[:place]) if each.remark.id != line.remark.id), None)
    if before is None or before.author is None or line.author is None or before.author.id == line.author.id:
        return None
    asks = before.text.rstrip().endswith("?") or PROPOSES.search(before.text)
    return before if asks and not request_in(before.text) and not WANTS_TO_KNOW.match(before.text) else None


_COUNTERS = re.compile(
    r"\b(?:let['’]?s (?:say|make (?:it|that)|call it|do|keep|settle (?:for|on))|make (?:it|that)|call it|"
    r"lieber|besser|sagen wir|machen wir|lieber|nehmen wir)\b",
    re.IGNORECASE,
)
"""How somebody answers a proposal with another: "monthly is too much, let's say once a quarter"."""
_LIKING = re.compile(r"^(?:i (?:really )?(?:like|love)|what about|how about)\s+(?:the idea (?:of|to) )?", re.IGNORECASE)
_TALK = re.compile(
    r"\b(?:let['’]?s|shall we|should we|could we|can we) (?:start|begin|go on|move on|go(?: ahead)?$|talk|discuss|"
    r"take|see|look at|"
    r"do (?:it|this) here|meet|have a (?:look|chat|break|call)|keep (?:it|that) in mind|wait|throw)\b|\bcan (?:you|"
    r"i)\b",
    re.IGNORECASE,
)


_OPEN = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|now|then|but)\b[\s,]*)*(?:how (?:much|many|often|long|do|should|shall|can)|"
    r"what (?:do|can|could|should|shall|would)(?! you (?:think|say))|which|who|when|where|wie (?:oft|viele?|"
    r"lange))\b[^?]*\?",
    re.IGNORECASE,
)
"""A question that leaves it to others what is proposed."""
_ANSWERS = re.compile(
    r"^\W*(?:sure|yes|yep|yup|yeah|will do|on it|happy to|of course|no problem|klar|ja)\b", re.IGNORECASE
)


def _is_followed_by_poll(line: Line, place: int, lines: Sequence[Line]) -> bool:
    following = lines[place + 1] if place + 1 < len(lines) else None
    return (
        following is not None
        and following.remark.id == line.remark.id
        and POLLS.search(following.text) is not None
        and len(content_words(proposed_words(following.text))) < _ENOUGH
    )
