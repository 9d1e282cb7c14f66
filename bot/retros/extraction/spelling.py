"""A task that only points at something: that it does, and how it reads with the words of what was meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.chat import Person
from bot.language.text import content_words
from bot.language.verbs import starts_with_verb
from bot.retros.extraction.dates import WEEKDAY
from bot.retros.extraction.german import only_points_de
from bot.retros.extraction.log import Line, called
from bot.retros.extraction.tasks import is_generic, only_points, without_time

_ENOUGH, _SHORT, _FEWEST = 2, 7, 3
_PRONOUN = re.compile(
    r"\b(?:it|that|this|these|those|them|both|this one|that one|the (?:first|second|last) one)\b"
    r"(?=\s*(?:$|[,.;:!?()–-]|(?:up|on|over|out|off|down|with|to|for|in|into|at|by|before|until|this|next|today|"
    r"tomorrow|tonight|from|as|so|then|first|again|myself|properly|anyway|actually|later|too|right|also|soon|home|"
    r"back|round|along|away|there|here|"
    rf"asap|mostly|and|on {WEEKDAY}|mon|tues|wednes|thurs|fri)(?:day)?\b))",
    re.IGNORECASE,
)
_SOME = re.compile(
    r"(?<=\s)(?:some|one|another one)(?=\s*(?:$|[,.;:!?]|(?:up|out|for|by|to|from|in|at)\b))", re.IGNORECASE
)
_LED = re.compile(
    r"\b(?:of|the fact|so|now|like|than|is|was|are|were|all|after|since)\s+$|"
    r"\b(?:and|or|then|so|once|when|if|before|after|because|where|that)\b.{3,}$",
    re.IGNORECASE,
)
"""Before such words "it" is part of a phrase, or points back into its own sentence."""
_VAGUE = re.compile(
    r"(?:lists?|notes?|tables?|drafts?|plan|document|doc|page|ticket|meeting|checklist|reminder|poll|spreadsheet|slot|"
    r"invite|session|script|sheet|something|call|message|mail|email|round|around|back|liste|termin|zettel)",
    re.IGNORECASE,
)
_OF_VERBS = content_words("care look point charge lead part thing one job action item note stab crack go up on over")
"""What a general verb may take along without saying more: "have a look at it"."""
_DO_DE = re.compile(r"\b(?:machen|übernehmen|tun|erledigen)\b", re.IGNORECASE)
_IS_OBJECT = re.compile(
    r"^[a-z]+(?: (?:up|on|over|out|off|down|in|back|away|round|through|into|at|after|with|to|about))? $", re.IGNORECASE
)


class Pointed(NamedTuple):
    """What is pointed at: the words, and the line they were said in; `task` when these are put as a task."""

    line: Line
    words: str
    task: bool
    thing: bool = False
    """They can stand in its place: "legal sync"."""


def points(task: str) -> bool:
    """Whether a task can't be understood without what was said before it."""
    return only_points(task) or pronoun_in(task) is not None


def says_more(task: str) -> bool:
    """Whether a task says something beside a verb that may be said of anything: "try it on the docs repo"."""
    return not is_generic(task) or bool(content_words(" ".join(task.split()[1:])) - _OF_VERBS)


IS_WHOLE = re.compile(r"^(?:take|write|make|keep|do) (?:the )?notes\b", re.IGNORECASE)
"""Few words that are enough, whatever was said before."""


def is_thin(task: str, people: Sequence[Person]) -> bool:
    """Whether a task says too little by itself: "ask Carol", "make a list"."""
    if IS_WHOLE.match(task):
        return False
    if re.search(r"\b(?:whether|would|if) (?:he|she|they|we|it|the)\b", task):
        return False
    words = re.findall(r"[^\W_][\w'’-]*", without_time(task))[1:]
    left = [each for each in words if content_words(each) and called(each, people) is None and not each[:1].isupper()]
    return all(_VAGUE.fullmatch(each) for each in left) and not re.search(r"\b(?:the|our|my|this|that) \w+", task)


def pronoun_in(task: str) -> re.Match[str] | None:
    """Where a task points back to what was said before."""
    some = _SOME.search(task)
    if some and _IS_OBJECT.match(task[: some.start()]):
        return some
    for found in _PRONOUN.finditer(task):
        if not _LED.search(task[: found.start()]):
            return found
    return None


def spelled_out(task: str, pointed: Pointed | None, *, thin: bool = False) -> str:
    """The task with the words of what it points to."""
    if pointed is None:
        return task
    words = pointed.words.strip(" .!?,;:")
    if thin and task:
        return f"{task.rstrip(' .!?,;:')}: {words}"
    if not task or not says_more(task):
        return words
    if only_points_de(task):
        return words if _DO_DE.search(task) else f"{task}: {words}"
    found = pronoun_in(task)
    own = content_words(re.split(r"[,;]", task)[0])
    if len(own) > _ENOUGH and not (found and _IS_OBJECT.match(task[: found.start()])):
        return task
    if not words or content_words(words) <= content_words(task):
        return task
    if found is None:
        return f"{task.rstrip(' .!?,;:')}: {words}" if len(own) < _ENOUGH else task
    apart = len(words.split()) > _FEWEST and re.match(r"\s*(?:up|out|on|off|over|down)\b", task[found.end() :])
    if pointed.thing and not apart and is_name_of_thing(words):
        return f"{task[: found.start()]}{words}{task[found.end() :]}"
    return f"{task.rstrip(' .!?,;:')}: {words}"


def is_name_of_thing(words: str) -> bool:
    """Whether words can stand where "it" stood: "legal sync", "the numbers for March"."""
    return len(words.split()) <= _SHORT and not starts_with_verb(words) and not re.search(
        r"[,;:?!]|\b(?:is|are|was|were|will|wins?|should|could|has|have|not|\w+n['’]t|no|we|i|you|"
        r"they|\w+s (?:out|off|down|away|again))\b", words, re.IGNORECASE
    )  # fmt: skip
