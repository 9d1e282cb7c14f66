"""What follows an arrow within a note: somebody's task, or how the matter was closed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.chat import Person
from bot.retros.extraction.giving import given_in
from bot.retros.extraction.log import Section, called
from bot.retros.extraction.names import NAME

_ARROW = re.compile(r"(?:(?<!\s)\s++)?(?:-->|->|=>|→|➡️?|⇒)\s*")
_CLOSES = re.compile(
    r"^(?:ok(?:ay)?|agreed|decided|decision|settled|gut|abgemacht|beschlossen|einverstanden|(?:so )?we(?:['’]ll| will|"
    r" now)|from now on|ab jetzt|ab sofort)\b[\s,.:;–-]*(?P<rest>\S.*)?$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"^(?:he|she|they|sie|er)(?P<rest>(?:['’]ll| will| is going to)? [a-z].*)$", re.IGNORECASE)
_LEAD = re.compile(rf"^@?(?P<who>{NAME})\s*(?::|\s[–—-])\s")
_NAMED = re.compile(rf"^@?(?P<who>{NAME})(?::| to| will|\s[–—-])\s+\S")


_ENDS = re.compile(
    r"\b(?:all|everyone|everybody|we all|alle) (?:agreed?|in favou?r|for it|fine with (?:it|that)|dafür|"
    r"einverstanden)\W*$|"
    r"[(,–-]\s*(?:agreed|decided|unanimous(?:ly)?|beschlossen|einstimmig)\W*$",
    re.IGNORECASE,
)


def closes(text: str) -> bool:
    """Whether it says how a matter was closed: "ok, only from Monday on", "no more Fridays, all agreed"."""
    return _CLOSES.match(text) is not None or _ENDS.search(text) is not None


class Led(NamedTuple):
    """A note up to its arrow, the part that what follows belongs to, and its words."""

    before: str
    section: Section
    after: str


def after_arrow(text: str, people: Sequence[Person]) -> Led | None:
    """What an arrow leads to; None where it leads to something else than a task or an end."""
    parts = _ARROW.split(text)
    if len(parts) < 2:  # noqa: PLR2004 (what stands before an arrow, and after it)
        return None
    before, after = " -> ".join(parts[:-1]).strip(), parts[-1].strip()
    if len(before.split()) < 2 or len(after.split()) < 2:  # noqa: PLR2004 (a name alone has what stands before)
        return None
    if (pronoun := _PRONOUN.match(after)) and (lead := _LEAD.match(before)):
        told = f"{lead['who']}{pronoun['rest']}"
        return Led(before, "actions", told) if given_in(told, ()) else None
    closed = _CLOSES.match(after)
    if closed and not after.endswith("?"):
        return Led(before, "decisions", closed["rest"] or before)
    named = _NAMED.match(after)
    given = given_in(after, people)
    if (given and called(given.who, people)) or (named and (after.startswith("@") or called(named["who"], people))):
        return Led(before, "actions", after)
    return None
