"""Who does what in a list of tasks, where no list of people says who is one: "Tessa calls the agency"."""

from __future__ import annotations

import re

from bot.language.verbs import base_form, is_verb
from bot.retros.extraction.assigned import COMMON
from bot.retros.extraction.commitment import Commitment, made, person
from bot.retros.extraction.dialogue import Conversation
from bot.retros.extraction.log import Line, Log, called
from bot.retros.extraction.reported import reported_in
from bot.retros.extraction.tasks import begins_with_verb

_MOSTLY, _MANY = 0.7, 400
_SOMEBODY = "Alex"
"""Stands for a name of several words while a sentence is read."""
TOPIC = re.compile(r"^[^:.]{2,40}:\s+(?P<told>@?(?P<who>[A-ZÀ-Þ][\w'’-]*) \S.*)$")
"""What it is about stands before who does it: "API team: Bruno joins their planning on Monday"."""


def done_by(line: Line, conversation: Conversation) -> Commitment | None:
    """Under "actions" a sentence may tell what somebody does whom nothing else names: "Tessa calls the agency"."""
    log = conversation.log
    small = line.text[:1].islower() and _writes_small(log)
    text = f"{line.text[:1].upper()}{line.text[1:]}" if small else line.text
    if whole := next((each for each in log.people if " " in each.name and text.startswith(f"{each.name} ")), None):
        told = reported_in(f"{_SOMEBODY}{text[len(whole.name) :]}", ())
        due = conversation.due(told.task, line) if told else None
        return made(told.task, whole, due, line) if told else None
    topic = TOPIC.match(text)
    text = topic["told"] if topic and topic["who"].casefold() not in COMMON else text
    told = reported_in(text, ()) if log.people == () or called(text.split(maxsplit=1)[0], log.people) else None
    told = told._replace(who=told.who.casefold()) if told and small else told
    if told and small and _has_article(told.who, log):
        return None
    if (
        told is None
        or told.who.split(maxsplit=1)[0].casefold() in COMMON
        or (not small and also_written_small(told.who, log))
    ):
        return None
    due = conversation.due(told.task, line) or conversation.due(line.text, line)
    return made(told.task, person(told.who, log), due, line)


def begun_with(line: Line, conversation: Conversation) -> Commitment | None:
    """A task with nothing between it and whose it is: "Bo script for deploys", "Bo, ask them", "logout: Bo looks"."""
    log = conversation.log
    text = line.text
    whole = next((each.name for each in log.people if " " in each.name and text.startswith(f"{each.name} ")), "")
    found = (
        _BEGINS.match(f"{whole.split()[0]}{text[len(whole) :]}" if whole else text)
        if not _SENTENCE.search(text)
        else None
    )
    known = called(whole or found["who"], log.people) if found else None
    if found is None or known is None or found["who"].casefold() not in known.name.casefold().split():
        return None
    first, *more = found["rest"].split()
    if (found["stop"] and not begins_with_verb(found["rest"])) or not (more or found["topic"]):
        return None
    if first.endswith("ed") and is_verb(base_form(first)):
        return None  # it tells what they did
    does = base_form(first) if first.endswith("s") and is_verb(base_form(first)) else first
    task = f"{found['topic'] or ''}{' '.join((does, *more))}"
    return made(task, known, conversation.due(task, line), line)


_SENTENCE = re.compile(r"(?<!\d)[.!?]\s*$")
_BEGINS = re.compile(
    r"^(?P<topic>[^:.,]{2,40}:\s+)?@?(?P<who>[^\W\d_][\w-]*)(?P<stop>,)?\s+(?P<rest>(?!(?:is|are|was|were|has|had|have|"
    r"did|does|do|can|could|may|might|would|should|must|and|or|of|from|in|on|at|said|says|thinks|wants|knows|feels|"
    r"likes|still|already|always|never|hat|ist|war|und|oder|von)\b)[^\W\d_]\S*(?:\s.*)?)$",
    re.DOTALL,
)


def is_small_name(word: str, log: Log) -> bool:
    """Whether whoever writes all in small letters means somebody: no thing, no verb, none of the usual words."""
    thing = word in COMMON or (is_verb(word) and word not in _NAMES_TOO) or _has_article(word, log)
    return log.kind == "notes" and not thing and _writes_small(log)


_NAMES_TOO = frozenset("rob mark will sue bill nick jack josh pat grant frank ray drew".split())
"""Verbs that are names as well."""


def _writes_small(log: Log) -> bool:
    """Whether whoever writes puts nobody's name in capitals."""
    begin = [text[:1] for remark in log.remarks[:_MANY] if (text := remark.text.lstrip(" -*+•>(=\t"))]
    return sum(each.islower() for each in begin) > _MOSTLY * len(begin)


def _has_article(name: str, log: Log) -> bool:
    """Whether it is a thing: "the build"."""
    return any(
        re.search(
            rf"\b(?:an?|the|our|this|that|every|no|my|die|der|das|ein\w*) {re.escape(name)}\b",
            remark.text,
            re.IGNORECASE,
        )
        for remark in log.remarks[:_MANY]
    )


def also_written_small(name: str, log: Log) -> bool:
    """Whether the notes have the word for a thing, too."""
    word = re.escape(name.split(maxsplit=1)[0].casefold())
    return any(re.search(rf"(?<![\w@]){word}\b", remark.text) for remark in log.remarks[:_MANY])
