"""Whether a criterion can be run by somebody who wasn't there: whole sentences, one meaning, nothing left to guess."""

from __future__ import annotations

import re

from bot.language.grammar import PREPOSITIONS, bare, clause
from bot.stories.criteria.steps import Draft

_TALK = re.compile(
    r"\b(?:h+m+|by the way|i think|i believe|i guess|you sort|goes wrong|says so|did i|i said|told you|what "
    r"really|who uses|"
    r"whatever|or something|and so on|etc|often|usually|sometimes|mostly|probably|maybe|somehow|the test|"
    r"anyway|really)\b|\?",
    re.IGNORECASE,
)
_NOBODY_KNOWS_WHO = frozenset("she he this that those these which who what where whoever yes somehow".split())
_OPENINGS = frozenset("below above after before if when then get most there".split())
_PAST_EVENT = re.compile(r"\bhas been|have (?:passed|been)\b|\bhas passed\b")
_POINTS_AT_NOTHING = re.compile(r"^I (?:try to )?[a-z]+ (?:it|them|that|those)(?:$| (?!and ))", re.IGNORECASE)
_DANGLES = re.compile(r"\b(?:and|or|of|to|the|a|an|with|for|open|more than|less than|only)$", re.IGNORECASE)
_OF_WHAT = re.compile(r"\b(?:at most|up to|more than|at least) [a-z0-9]+ (?:a|an|per) [a-z]+$", re.IGNORECASE)
# "I am not a lawyer", "the system is all GDPR": nothing that anybody could see happen
_TRIES_NOTHING = re.compile(r"I try to (?!log|sign|pay|leave|register)[a-z]+$")
_IS_SOMEBODY = re.compile(r"I am (?:not )?an? |the system is (?:all|a|an|the) ", re.IGNORECASE)
_LONGEST_STEP, _LONGEST_SUBJECT, _MOST_COMMAS = 34, 9, 4


def is_sound(draft: Draft) -> bool:
    """Whether every step of a draft is a plain sentence that a stranger could follow."""
    around = " ".join([*draft.given, draft.when])
    if _POINTS_AT_NOTHING.match(draft.when) and not draft.given:
        return False
    if _TRIES_NOTHING.match(draft.when):
        return False
    if any(_IS_SOMEBODY.match(step) for step in (draft.then, *draft.more)):
        return False
    steps = (
        [(step, False) for step in draft.given]
        + [(draft.when, True)]
        + [(step, True) for step in (draft.then, *draft.more)]
    )
    return all(_is_plain(step, around, finite=finite) for step, finite in steps)


def _is_plain(step: str, around: str, *, finite: bool) -> bool:
    if (
        _TALK.search(step)
        or len(step.split()) > _LONGEST_STEP
        or step.count(",") > _MOST_COMMAS
        or _DANGLES.search(step)
        or _OF_WHAT.search(step)
    ):
        return False
    if "“" in step:
        return not step.startswith("this holds")
    if step.startswith("I ") or _PAST_EVENT.search(step):
        return True
    found = clause(step)
    if found.shape not in {"modal", "present"} or not found.subject:
        return not finite
    subject = found.subject.lower()
    second = bare(subject.split()[1]) if len(subject.split()) > 1 else ""
    if subject.startswith("the ") and second in PREPOSITIONS | _OPENINGS:
        return False  # "the below that the caretaker decides himself"
    first = bare(subject.split()[0])
    if first in _NOBODY_KNOWS_WHO or len(subject.split()) > _LONGEST_SUBJECT:
        return False
    if subject in {"the second one", "the first one", "the other one"}:
        return False
    return subject != "they" or re.search(r"\b(?:somebody|someone|people|they|anybody|\w+s)\b", around) is not None
