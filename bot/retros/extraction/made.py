"""A decision while it is being found, and its words without those around them."""

from __future__ import annotations

import re

from bot.chat import Value
from bot.language.text import content_words, one_line
from bot.retros.extraction.decision_words import POLLS, TAG, TAGGED_RULE


class Made(Value):
    """A decision at its place among the lines.

    `proposal`: it is what somebody proposed, and others said yes; `revises`: it takes the place of an earlier one;
    `only`: those of its sources that say nothing beside it, where an earlier one stays an idea of its own; `about`:
    what was put to all before, which it settles.
    """

    text: str
    sources: tuple[str, ...]
    place: int
    proposal: bool = False
    revises: bool = False
    only: tuple[str, ...] | None = None
    about: tuple[str, ...] = ()

    @property
    def taken(self) -> tuple[str, ...]:
        """The sources that are no remarks as well."""
        return self.sources if self.only is None else self.only

    def with_those_of(self, before: Made) -> Made:
        """The same, with the sources of an earlier one that it repeats."""
        both = None if self.only is before.only is None else (*before.taken, *self.taken)
        sources = tuple(dict.fromkeys((*before.sources, *self.sources)))
        return self.model_copy(update={"sources": sources, "only": both})


PUT_FORWARD = re.compile(
    r"^[A-Z][\w'’-]+ (?:thinks|thought|suggested|proposed|said|wants|felt)(?: that| to)? ", re.IGNORECASE
)
"""Who it was that proposed something."""
_ASKING = r"\b(?:thumbs? up|vote|react|\+1) (?:if|for|when|here|now)"
_ASKS = re.compile(_ASKING, re.IGNORECASE)
_ASKED = re.compile(rf"[^.!?]*{_ASKING}[^.!?]*[.!?]?\s*", re.IGNORECASE)
"""Looked for where there is one: in a long sentence without, it would be tried from each of its signs."""
_PROPOSAL = re.compile(
    r"^(?:(?:(?:a |my |counter[- ]?|new )?(?:proposal|suggestion|idea|motion)|vorschlag|idee|middle way|compromise|"
    r"kompromiss)\s*:)\s*",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:ok(?:ay)?|very well|agreed(?! (?:to|that|on)\b)|so|and|then|right|alright|cool|great|well|good|perfect|"
    r"fine|thanks|yes|gut|dann|also|seriously|honestly|"
    r"done|"
    r"sold|lovely|super)\b[\s,.!:;–-]*)+(?=\S)|^(?:scrap (?:that|it|this)|forget (?:that|it)|on second thoughts?|"
    r"never ?mind|\w+ (?:thumbs|hands|votes)|everyone(?:['’]s| is)? (?:agrees|for it|in)|decision|closing this|"
    r"as discussed|summary|one (?:more )?thing(?=[,:–-]))[\s,.:;–-]+",
    re.IGNORECASE,
)


def cleaned(text: str) -> str:
    """The decision without "ok, so", without "everybody fine?"."""
    line = one_line(text)
    for _ in range(3):
        shorter = _LEAD.sub("", line, count=1)
        line = shorter if content_words(shorter) else line
    line = re.sub(r"[,;.]\s*i take (?:that|it) back[.!]*$", "", line, flags=re.IGNORECASE)
    line = re.sub(
        r"\s*(?:[,.;–-]\s*)?(?:ok(?:ay)?|right|deal|yes|agreed|fine|all in favou?r|everybody fine|"
        r"everyone ok)\s*\?\s*$",
        "",
        line,
        flags=re.IGNORECASE,
    )
    line = re.sub(
        r"[,;–-]\s*(?:(?:it['’]s )?(?:settled|decided|agreed)|deal|done|period)[.!]*$", "", line, flags=re.IGNORECASE
    )
    line = re.sub(r"(?:\s*:[a-z0-9_+'-]+:)+\s*$", "", line)
    return line.strip(" ,;:–-.!?")


def asks_for_yes(text: str) -> bool:
    """Whether others are asked to say yes to it, or no."""
    return POLLS.search(text) is not None or TAGGED_RULE.search(text) is not None


def proposed_words(text: str) -> str:
    """What is proposed, without saying that it is, and without asking what others think of it."""
    line = one_line(text)
    unasked = _ASKED.sub("", line) if _ASKS.search(line) else line
    return cleaned(_PROPOSAL.sub("", TAG.sub("", POLLS.sub("", unasked))))
