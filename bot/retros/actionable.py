"""Tells when nobody could do an action as it stands, and offers a wording that says who does what when."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from bot.chat import ERASED, Person
from bot.language.dates import say_day
from bot.language.text import one_line
from bot.language.verbs import base_form, is_verb, starts_with_verb

Lack = Literal["owner", "verb", "date", "anybody"]
"""What is missing: somebody who does it, something to do, a day, or the courage to name one of many."""

_WARNINGS: dict[Lack, str] = {
    "anybody": "who is “{}”?",
    "verb": "it doesn’t say what to do: begin with a verb",
    "date": "it has no day yet",
}
"""What else than that nobody has it."""

_ANYBODY = re.compile(
    r"\b(?P<who>some ?one|some ?body|any ?one|any ?body|every ?one|every ?body|people|they|one|we|the team|all of us)"
    r"\s+"
    r"(?:really |just |all |probably )*(?:should|could|must|might|ought to|needs? to|has to|have to|had better)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:so|ok(?:ay)?|action|todo|to do)\s*[:,–-]?\s+)*"
    r"(?:(?:some ?one|some ?body|any ?one|any ?body|every ?one|every ?body|people|they|we|the team|all of us|i|you|"
    r"he|she|(?P<name>[A-Z][\w’'-]+))\s+"
    r"(?:really |just |all |probably |please )*"
    r"(?:should|could|must|might|will|shall|can|ought to|needs? to|has to|have to|had better|wants? to|is going to|"
    r"are going to|to|’ll|'ll)\s+|(?:let[’']?s|please|to|try to|try and|remember to)\s+)+",
)
_LEAD_ANY_CASE = re.compile(_LEAD.pattern.replace("[A-Z]", "(?!)"), re.IGNORECASE)
_NO_DEEDS = frozenset("better slow long own smooth calm".split())  # at the head of a wish these are no verbs
_WHO_WILL = re.compile(
    r"^\s*(?:[Ww]hen|[Ii]f|[Ww]henever|[Aa]s soon as|[Oo]nce|[Bb]efore|[Aa]fter|[Ee]very)\b[^,]*,\s*"
    r"(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?) will\b"
)
_WHO_DOES = re.compile(
    r"^\s*(?P<name>[A-Z][\w’'-]+) (?:(?:will|to|shall|should|must|can|needs? to|has to|is going to) )?"
    r"(?P<deed>[a-z]+)\b"
)
_WHO_HEADS = re.compile(r"^\s*(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)\s*:\s*(?P<deed>[A-Za-z]+)\b")
_WHEN = re.compile(r"^\s*(?:when|if|whenever|as soon as|once|before|after|every)\b", re.IGNORECASE)


def lacks(text: str, owner: Person | None, due: date | None) -> tuple[Lack, ...]:
    """What keeps an action from being done, the worst first; none for one that somebody can begin with."""
    found: list[Lack] = []
    if owner is None:
        found.append("anybody" if _ANYBODY.search(text) else "owner")
    does_it = owner is not None and named_in(text).casefold() == owner.name.casefold().partition(" ")[0]
    if text != ERASED and not does_it and not _has_verb(text):
        found.append("verb")
    if due is None and not _WHEN.match(text):
        found.append("date")
    return tuple(found)


def who_and_when(text: str, owner: Person | None, due: date | None) -> str:
    """Who does it by when: `Tom, by Fri 6 Mar 2026`, `⚠ nobody yet, no day yet`."""
    missing = owner is None and "date" in lacks(text, owner, due)
    when = f", by {say_day(due)}" if due else ", no day yet" if missing else ""
    return f"{owner.name if owner else '⚠ nobody yet'}{when}"


def warning(text: str, owner: Person | None, due: date | None) -> str:
    """What else is missing than who and when tell, "" when nothing is."""
    anybody = _ANYBODY.search(text)
    who = one_line(anybody["who"]).lower() if anybody else ""
    told = [lack for lack in lacks(text, owner, due) if lack != "owner" and not (lack == "date" and owner is None)]
    return "; ".join(_WARNINGS[lack].format(who) for lack in told)


def if_then(text: str, owner: Person | None) -> str | None:
    """The action as “When …, Tom will …”, with … for what nobody has said; None where it is so.

    The day it is due by is no moment at which anybody begins, so it isn't put there.
    """
    if _WHEN.match(text):
        return None
    deed = what_to_do(text)
    if deed is None:
        return None
    return f"When …, {owner.name if owner else '…'} will {deed}"


def named_in(text: str) -> str:
    """Who does it, where the wording says so: `When the sprint begins, Tom will …`, `Tom: …`; "" where it doesn't."""
    found = _WHO_WILL.match(text) or _WHO_DOES.match(text) or _WHO_HEADS.match(text)
    if found is None or ("deed" in found.re.groupindex and not is_verb(base_form(found["deed"].lower()))):
        return ""
    return found["name"]


def what_to_do(text: str) -> str | None:
    """What is to be done, from its verb on: `someone should fix the tests.` → `fix the tests`; None without a verb."""
    line = one_line(text).strip(" .!")
    for lead in (_LEAD, _LEAD_ANY_CASE):
        rest = lead.sub("", line, count=1)
        if rest != line and _is_deed(rest):
            return _lower(rest)
    return _lower(line) if _is_deed(line) else None


def _is_deed(line: str) -> bool:
    return starts_with_verb(line) and line.split(maxsplit=1)[0].lower() not in _NO_DEEDS


def _lower(line: str) -> str:
    """A verb is no name, so its first letter is small."""
    return line[0].lower() + line[1:]


def _has_verb(text: str) -> bool:
    """Whether it begins with something to do, also as `fixing the tests` or after a name and a colon."""
    if what_to_do(text) is not None:
        return True
    line = one_line(text).rpartition(":")[2].strip(" .!")
    if _WHEN.match(line):  # "when the build is red, Tom will look at it": what follows the comma counts
        line = line.partition(",")[2].strip() or line
        return what_to_do(line) is not None or any(is_verb(word) for word in line.split())
    first = re.split(r"[\s,]+", line, maxsplit=1)[0] if line else ""
    return _is_deed(line) or (first.lower().endswith("ing") and base_form(first) != first.lower())
