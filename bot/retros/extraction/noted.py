"""What is written down or told as somebody's task: under "actions", in minutes, or as "Ben will update the runbook"."""

from __future__ import annotations

import re

from bot.language.text import content_words
from bot.language.verbs import starts_with_verb
from bot.retros.extraction.assigned import written_in
from bot.retros.extraction.commitment import Commitment, made, person
from bot.retros.extraction.dialogue import Conversation
from bot.retros.extraction.giving import given_in
from bot.retros.extraction.log import Line, called
from bot.retros.extraction.needs import need_in
from bot.retros.extraction.pointing import pointed_here
from bot.retros.extraction.promises import is_done, promise_in
from bot.retros.extraction.sieve import is_small_talk, is_wish
from bot.retros.extraction.spelling import points, spelled_out
from bot.retros.extraction.tasks import task_of

_FEWEST_WORDS = 2


def is_task(text: str) -> bool:
    """Whether a line under "actions" is put as a task."""
    return not text.rstrip().endswith("?") and len(text.split()) > _FEWEST_WORDS and starts_with_verb(text.strip())


def written(conversation: Conversation, line: Line) -> Commitment | None:
    """A line that stands under "actions"."""
    log = conversation.log
    if is_small_talk(line.text) or is_wish(line.text) or is_done(line.text) or _NO_ACTION.match(line.text.strip()):
        return None
    if line.author and not line.remark.by_bot and (promise := promise_in(line.text)) and promise.task:
        due = conversation.due(promise.task, line) or conversation.due(line.text, line)
        return made(promise.task, line.author, due, line)
    read = written_in(line, log.people, conversation.seen(line), open_names=log.kind == "notes" or line.remark.by_bot)
    promise, need = promise_in(read.task), need_in(read.task)
    task = task_of(promise.task) if promise and promise.task else read.task
    task = task_of(need.task) if need and need.somebody and not read.who else task
    if not any(each.isalpha() for each in task) or (
        log.kind == "notes" and not read.said and not line.listed and not line.marked and not _prose(line)
    ):
        return None
    owner = person(read.who, log) if read.who else None
    return Commitment(
        text=task, owner=owner, due=read.due.day if read.due else None, sources=line.sources, author=line.author
    )


_NO_ACTION = re.compile(
    r"^(?:none|no (?:new )?actions?\b.*|n/?a|-+|nothing|see above|we tried\b.*|carried over|keine)\.?$|"
    r"^.*\b(?:maybe later|not (?:now|yet)|(?:another|some other) time|next time|später)\W*$",
    re.IGNORECASE,
)


def _prose(line: Line) -> bool:
    """Whether a sentence under "actions" tells of something to do."""
    return (
        promise_in(line.text) is not None
        or need_in(line.text) is not None
        or is_task(line.text)
        or _STAYS_OPEN.search(line.text) is not None
    )


_STAYS_OPEN = re.compile(
    r"^(?P<why>.{0,80}\b(?:open|no owner|nobody|unassigned)\b[^:]{0,20}):\s*(?P<task>\S.*[^?\s])\s*$", re.IGNORECASE
)


def promised_in_notes(conversation: Conversation, line: Line) -> Commitment | None:
    """ "I promised to book a room": whoever writes doesn't say who that is."""
    if (
        line.author is not None
        or conversation.log.kind != "notes"
        or line.section in {"went_well", "to_improve", "ideas"}
    ):
        return None
    promise = promise_in(line.text)
    if promise is None or not promise.task or not _SAYS_I.search(line.text):
        return None
    return made(promise.task, None, conversation.due(promise.task, line), line)


_SAYS_I = re.compile(r"\b(?:i|ich|me|my)\b", re.IGNORECASE)


def given(conversation: Conversation, at: int, line: Line, used: set[str]) -> Commitment | None:
    """A task that somebody gives to somebody by name."""
    log = conversation.log
    noted = line.section in {"went_well", "to_improve", "ideas"}
    if is_wish(line.text) or line.remark.id in used or (noted and (line.listed or line.marked or line.author)):
        return None
    if log.kind == "notes" and (stays := _STAYS_OPEN.match(line.text)):
        return made(stays["task"], None, conversation.due(stays["task"], line), line)
    headed = _FOR_SOMEBODY.match(line.text)
    if headed and (who := called(headed["who"], log.people)):
        return made(headed["task"], who, conversation.due(headed["task"], line), line)
    mine = _MINE.match(line.text) if line.author and not line.remark.by_bot else None
    if mine:
        return made(mine["task"], line.author, conversation.due(mine["task"], line), line)
    found = given_in(line.text, log.people if log.kind == "chat" else log.people or ())
    if found is None:
        return None
    if log.kind == "chat" and called(found.who, log.people) is None:
        return None
    due = conversation.due(found.task, line)
    if found.plain and line.section != "actions" and (due is None or noted):
        return None
    action = made(found.task, person(found.who, log), due, line)
    if action and line.author is None and _is_short(action.text) and (here := pointed_here(conversation, at)):
        action = action.model_copy(update={"text": spelled_out(action.text, here), "pointed": here.words})
    later = conversation.lines[at + 1] if at + 1 < len(conversation.lines) else None
    if action and due is None and later and later.remark.id == line.remark.id and _GOES_ON.match(later.text):
        said = conversation.due(later.text, later)
        return action.model_copy(update={"due": said.day if said else None})
    return action


def _is_short(task: str) -> bool:
    """Whether a task in notes says nothing but what to do with "it"."""
    return points(task) and len(content_words(task)) < _FEWEST_WORDS


_FOR_SOMEBODY = re.compile(
    r"^\W*(?:action(?: item| point)?s?|ap|ai|to-?do|task|job|aufgabe)\b(?: for| on| to|"
    r":)?\s*@?(?P<who>[^\W\d_][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*)?)"
    r"\s*(?::|,|\s[-–—]+|→|->)\s*(?P<task>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_MINE = re.compile(
    r"^\W*(?:my (?:action|task|to-?do|job)(?: item| point)?(?: is|:| -)|note to self:|action (?:for|on) "
    r"me[:,]?)\s*(?:to )?(?P<task>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_GOES_ON = re.compile(r"^(?:she|he|they|sie|er|this|that|it)\b", re.IGNORECASE)
