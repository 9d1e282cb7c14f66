"""A task that a sentence gives to somebody by name: "Ben will update the runbook", "@Kim to ask Legal"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.chat import Person
from bot.language.text import one_line
from bot.language.verbs import base_form, is_verb
from bot.retros.extraction.asking import FILLER, PRONOUNS
from bot.retros.extraction.log import called
from bot.retros.extraction.names import CAPITAL
from bot.retros.extraction.tasks import begins_with_verb

_LEADS_UP = re.compile(
    r"^[^.!?]{3,90}?(?:[,;]\s*(?:so|and|therefore|thus|which is why|also)?|:|\b(?:so|and))\s+"
    rf"(?={CAPITAL}(?: {CAPITAL})? (?:will|is going to|agreed to|offered to|volunteered to|promised "
    r"to)\b)"
)
"""What comes before the task: "Everybody liked it, so Wen will try it"."""

_SEVERAL = re.compile(rf"^@?{CAPITAL}(?:(?:,| and| &| und) @?{CAPITAL})+ (?:will|to|are|have|agreed)\b")
_ALSO_WILL = re.compile(
    rf"^(?P<who>{CAPITAL}(?: {CAPITAL})?) (?:proposed|suggested|offered|said|took|wants|raised|has|"
    r"had)\b[^.;]*?\band "
    r"(?:will|is going to|agreed to|offered to) "
)
"""Somebody says something "and will" do it."""


class Given(NamedTuple):
    """A task that is given to somebody by name."""

    who: str
    task: str
    plain: bool = False
    """It only tells what somebody does, which may be a habit."""


def given_in(sentence: str, people: Sequence[Person]) -> Given | None:
    """A task that a sentence gives to somebody: "Ben will update the runbook", "@Kim to ask Legal", "Ben takes it"."""
    line = re.sub(rf"^{FILLER}", "", one_line(sentence), flags=re.IGNORECASE)
    line = re.sub(
        rf"^(?:[^.:!?]{{2,60}}(?<!\b[MD]r)(?<!\bMrs)[.:]\s+)(?=@?{CAPITAL}(?: {CAPITAL})? (?:will|to|"
        r"takes|is "
        r"going)\b)",
        "",
        line,
    )
    line = _ALSO_WILL.sub(r"\g<who> will ", line)
    line = line if _SEVERAL.match(line) else _LEADS_UP.sub("", line)
    found = _GIVEN.match(line)
    if found is None:
        return None
    who, verb, task = found["who"].strip(), found["verb"].lower(), found["task"].strip()
    if re.match(r"the (?:best|worst|most|nicest|loudest|\w+est)\b", task, re.IGNORECASE):
        return None
    if found["third"] and (
        verb in _NO_TASKS or not _does(verb, several=re.search(r"\b(?:and|und)\b|[,&+/]", who) is not None)
    ):
        return None
    first = re.split(r"\s*(?:,|&|\+|/|\band\b|\bund\b)\s*", who)[0].lstrip("@")
    known = called(first, people)
    stranger = people or not first[:1].isupper() or first.lower() in PRONOUNS | NOT_PEOPLE
    if (known is None and stranger) or re.match(
        r"(?:be\b(?! (?:our|the|in charge|responsible))|have\b|need\b|not\b|never\b|probably not\b)", task
    ):
        return None
    if verb in {
        "to",
        "will",
        "'ll",
        "’ll",
        "is going to",
        "are going to",
        "should",
        "shall",
        "was going to",
        "were going to",
        "was meant to",
        "was supposed to",
        "promised to",
        "agreed to",
        "offered to",
        "volunteered to",
        "wants to",
        "is to",
        "has to",
        "needs to",
        "has agreed to",
        "and",
    }:
        return Given(first, task) if begins_with_verb(task) else None
    return Given(first, f"{_BASE.get(verb, base_form(verb))} {task}", plain=not verb.startswith("is "))


_NO_TASKS = frozenset(
    "is are be am has was says said thinks feels felt likes loves knows wants needs does did means gets got had "
    "will would can "
    "could should may might must went found added agreed pointed asked "
    "suggested mentioned noted joked wished hopes believes proposed reported explained brought raised loses lost "
    "keeps kept misses seems looks sounds works comes goes".split()
)


def _does(verb: str, *, several: bool) -> bool:
    """Whether a word says what somebody does: "teaches", not "taught"; of two people also "pair"."""
    base = base_form(verb)
    return is_verb(base) and (verb in {base, base + "s"} if several else verb != base and verb.endswith("s"))


_BASE = {
    "is taking": "take",
    "kümmert sich um": "kümmern um",
    "übernimmt": "übernehmen",
    "macht": "machen",
}
NOT_PEOPLE = frozenset(
    "everyone everybody somebody nobody team retro retrospective sprint meeting minutes meetings product "
    "management support sales legal marketing security today tomorrow time need ready back "
    "agreed decided".split()
)
_GIVEN = re.compile(
    r"^(?P<who>@?[^\W\d_][\w'’-]{0,40}(?: (?-i:[A-ZÀ-Þ])[\w'’.-]{0,40})?(?:(?:,| and| &| \+| und|"
    r"/) ?@?[^\W\d_][\w'’-]{0,40}(?: (?-i:[A-ZÀ-Þ])[\w'’.-]{0,40})?)*)(?:\s+|(?=['’]))(?P<verb>['’]ll|will|to|"
    r"is going to|are going to|shall|(?:was|were) (?:going|meant|supposed|about) to|promised to|agreed to|"
    r"offered to|volunteered to|has "
    r"agreed to|is to|"
    r"is taking|kümmert sich um|übernimmt|macht|"
    r"(?P<third>[a-z]{3,}))\s+(?:then |also |please |probably )?(?P<task>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
