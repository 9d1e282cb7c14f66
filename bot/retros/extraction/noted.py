"""What is written down or told as somebody's task: under "actions", in minutes, or as "Ben will update the runbook"."""

from __future__ import annotations

import re
from functools import partial

from bot.chat import Person
from bot.language.text import content_words
from bot.language.verbs import starts_with_verb
from bot.retros.extraction.assigned import COMMON, Written, written_in
from bot.retros.extraction.commitment import Commitment, made, person
from bot.retros.extraction.dates import Found
from bot.retros.extraction.dialogue import Conversation
from bot.retros.extraction.doers import TOPIC, also_written_small, begun_with, done_by, is_small_name
from bot.retros.extraction.giving import Given, given_in
from bot.retros.extraction.log import Line, Log, called
from bot.retros.extraction.made import PUT_FORWARD, cleaned
from bot.retros.extraction.minuted import HENCE
from bot.retros.extraction.moods import mood_of
from bot.retros.extraction.names import CAPITAL, NAME
from bot.retros.extraction.narrated import proposes
from bot.retros.extraction.needs import need_in
from bot.retros.extraction.pointing import pointed_here
from bot.retros.extraction.promises import is_done, promise_in
from bot.retros.extraction.reported import only_says_it, reported_in, tells_when, unclaimed_in, when_words
from bot.retros.extraction.sieve import is_small_talk, is_wish
from bot.retros.extraction.spelling import Pointed, points, spelled_out
from bot.retros.extraction.tasks import begins_with_verb, task_of, without_event
from bot.retros.extraction.who_has_it import answers_who, straightened

_FEWEST_WORDS = 2


def is_task(text: str) -> bool:
    """Whether a line under "actions" is put as a task."""
    return not text.rstrip().endswith("?") and len(text.split()) > _FEWEST_WORDS and starts_with_verb(text.strip())


def written(conversation: Conversation, line: Line) -> Commitment | None:
    """A line that stands under "actions"."""
    log = conversation.log
    text = _DUE.sub(" due ", line.text)
    line = line.model_copy(update={"text": text})
    if is_small_talk(line.text) or is_wish(line.text) or is_done(line.text) or _NO_ACTION.match(line.text.strip()):
        return None
    if line.author and not line.remark.by_bot and (promise := promise_in(line.text)) and promise.task:
        due = conversation.due(promise.task, line) or conversation.due(line.text, line)
        return made(promise.task, line.author, due, line)
    read = written_in(
        line, _with_small(line, log), conversation.seen(line), open_names=log.kind == "notes" or line.remark.by_bot
    )
    if not read.who and (HENCE.match(line.text) or _WE_NEVER.match(line.text)):
        return None  # a rule that stands among tasks
    if not read.who and log.kind == "notes" and line.author is None and (told := _in_front(line, conversation, read)):
        return told
    promise, need = promise_in(read.task), need_in(read.task)
    task = task_of(promise.task) if promise and promise.task else read.task
    task = task_of(need.task) if need and need.somebody and not read.who else task
    if not any(each.isalpha() for each in task) or (
        log.kind == "notes" and not read.said and not line.listed and not line.marked and not _prose(line)
    ):
        return None
    if read.who and read.due and (bracket := _LAST_BRACKET.match(line.text)) and task.startswith(bracket["task"]):
        task = bracket["task"]  # whoever has it stands there, and by when
    task = without_event(task) if read.due and read.due.day else task
    owner = person(read.who, log) if read.who else log.writer if promise else None
    owner = log.writer if log.writer and (read.who.casefold() in _I or (not read.who and _I_DO.match(task))) else owner
    return Commitment(
        text=task, owner=owner, due=read.due.day if read.due else None, sources=line.sources, author=line.author
    )


def _in_front(line: Line, conversation: Conversation, read: Written) -> Commitment | None:
    """A task whose owner stands before it as in a sentence, or with nothing between."""
    return done_by(line, conversation) or (None if read.said else begun_with(line, conversation))


_WE_NEVER = re.compile(
    r"^(?:we|wir)\b(?: (?:will|shall|are going to|werden))?\W+(?:not|never|no longer|nicht|nie)\b|^we (?:wo|"
    r"do)n['’]t\b",
    re.IGNORECASE,
)
_I = frozenset({"me", "ich"})
_I_DO = re.compile(r"^(?:i|ich)\b", re.IGNORECASE)
_DUE = re.compile(r"\s+(?:Due|DUE|Deadline|ETA|DL)\b(?: (?:date|by|on))?\s*:?\s+(?=[\dA-Z])")
_LAST_BRACKET = re.compile(r"^(?P<task>[^()]{6,}?)\s*\([^()]*\)\W*$")


def _with_small(line: Line, log: Log) -> tuple[Person, ...]:
    """The people, and who is written small before a task: "jen: move the mails", "me: a synthetic check"."""
    small = _SMALL.match(line.text)
    if small is None or not (small["who"] in {"me", "ich"} or is_small_name(small["who"], log)):
        return log.people
    return (*log.people, Person(id=small["who"], name=small["who"]))


_SMALL = re.compile(
    r"^(?P<who>[a-zà-þ][\w'’]{1,14})(?:\s*[+&/,]\s*[a-zà-þ][\w'’]{1,14})?\s*(?::|\s[–—-])\s(?![A-ZÀ-Þ])"
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
    if line.author is not None or conversation.log.kind != "notes":
        return None
    promise = promise_in(line.text)
    if promise is None or not promise.task or not _SAYS_I.search(line.text):
        return None
    due = conversation.due(promise.task, line)
    if due is None and line.section in {"went_well", "to_improve", "ideas"}:
        return None
    return made(promise.task, conversation.log.writer, due, line)


_SAYS_I = re.compile(r"\b(?:i|ich|me|my)\b", re.IGNORECASE)


def given(conversation: Conversation, at: int, line: Line, used: set[str]) -> Commitment | None:
    """A task that somebody gives to somebody by name."""
    log = conversation.log
    noted = line.section in {"went_well", "to_improve", "ideas"}
    if is_wish(line.text) or line.remark.id in used or (noted and (line.listed or line.marked or line.author)):
        return None
    if log.kind == "notes" and (left := _left_over(conversation, line)):
        return left
    headed = _FOR_SOMEBODY.match(line.text)
    if headed and (who := called(headed["who"], log.people)):
        return made(headed["task"], who, conversation.due(headed["task"], line), line)
    mine = _MINE.match(line.text) if line.author and not line.remark.by_bot else None
    if mine:
        return made(mine["task"], line.author, conversation.due(mine["task"], line), line)
    notes = log.kind == "notes" and line.author is None
    asked = conversation.lines[at - 1].text if at and notes else ""
    answered = answers_who(asked, line.text, log.people) if asked else None
    found = answered or (_given_in_notes(line.text, log) if notes else given_in(line.text, log.people))
    if found is None or (log.kind == "chat" and called(found.who, log.people) is None):
        return None
    due = conversation.due(found.task, line) or (_told_due(conversation, at, line, found.who) if notes else None)
    told = notes and not noted and _is_told(line, log)
    told = told and due is None and (_settled_before(conversation, at) or _talked_over(conversation, line, found.task))
    if found.plain and line.section != "actions" and not told and (due is None or (noted and not _is_told(line, log))):
        return None
    action = made(found.task, person(found.who, log), due, line)
    if action and line.author is None and _is_short(action.text) and (here := pointed_here(conversation, at)):
        action = action.model_copy(update={"text": spelled_out(action.text, here), "pointed": here.words})
    action = _spelled(conversation, at, action) if action and notes else action
    later = conversation.lines[at + 1] if at + 1 < len(conversation.lines) else None
    if action and due is None and later and later.remark.id == line.remark.id and _GOES_ON.match(later.text):
        said = conversation.due(later.text, later)
        return action.model_copy(update={"due": said.day if said else None})
    return action


def _left_over(conversation: Conversation, line: Line) -> Commitment | None:
    """What stays open: nobody has it, or whoever had it last time still has; or a line asks one of those there."""
    text, log = line.text, conversation.log
    if line.author is None and (asks := _ASKS_ONE.match(text)) and begins_with_verb(asks["task"]):
        who = asks["who"] if asks["who"].casefold() not in COMMON else ""
        known = called(who, log.people) if who else None
        if known or (who and not also_written_small(who, log)):
            return made(asks["task"].rstrip("?"), known or person(who, log), conversation.due(asks["task"], line), line)
    if stays := _STAYS_OPEN.match(text):
        return made(stays["task"], None, conversation.due(stays["task"], line), line)
    if (still := _NOT_YET.match(text)) and (who := _named_in(still["rest"], log)):
        return made(still["task"], who, conversation.due(still["rest"], line), line)
    if unclaimed := unclaimed_in(text):
        return made(unclaimed, None, conversation.due(unclaimed, line), line)
    return None


def _given_in_notes(text: str, log: Log) -> Given | None:
    """What a line of notes gives to somebody, also behind what it is about."""
    found = reported_in(text, log.people)
    topic = TOPIC.match(straightened(text, log.people)) if found is None else None
    if topic and (called(topic["who"], log.people) or not (log.people or topic["who"].casefold() in COMMON)):
        return reported_in(topic["told"], log.people)
    return found or next(filter(None, map(partial(_told_of, log=log), _LATER.split(text)[1:])), None)


def _told_of(part: str, *, log: Log) -> Given | None:
    """A task in a later part of a line, which begins with one of the people."""
    first = part.split(maxsplit=1)[0] if part.strip() else ""
    return reported_in(part, log.people) if log.people and called(first, log.people) else None


_LATER = re.compile(r"[.:;]\s+(?=\S)|,\s+(?:so|and|but)\s+(?=\S)")


def _spelled(conversation: Conversation, at: int, action: Commitment) -> Commitment | None:
    """A task in notes with what "it" is; None where nothing says that."""
    if not only_says_it(action.text):
        return action
    if idea := _proposed_before(conversation, at):
        action = action.model_copy(update={"text": spelled_out(action.text, idea), "pointed": idea.words})
    return None if only_says_it(action.text) and len(content_words(action.text)) <= _FEWEST_WORDS else action


_ASKS_ONE = re.compile(
    r"^@?(?P<who>(?-i:[A-ZÀ-Þ])[\w'’-]+)(?:,| -| –) (?:(?:please|bitte|could you|can you|would you|will you|kannst du|"
    r"könntest du)\b[\s,]*)+(?P<task>(?!remember\b|note\b|see\b|let me\b|tell me\b)[a-z][^?]*\??)",
    re.IGNORECASE,
)
""" "Paula, could you ask finance?" in what somebody sends to all."""
_NOT_YET = re.compile(
    r"^(?P<task>[^:.]{6,80}?)\s*(?::|[–—]|\s-)\s*(?:not (?:yet )?(?:started|done|finished|begun)|still (?:open|to do)|"
    r"in progress|"
    r"half done|noch offen|noch nicht \w+|nicht (?:begonnen|erledigt|fertig))\b\W*(?P<rest>\S.*)$",
    re.IGNORECASE,
)
"""A task of last time that somebody still has: "The colours: not started. Elif still wants to do it"."""


def _named_in(text: str, log: Log) -> Person | None:
    """The first of the people whom a text names."""
    words = re.findall(rf"(?<![\w'’]){CAPITAL}", text)
    return next((known for word in words if (known := called(word, log.people))), None)


def _told_due(conversation: Conversation, at: int, line: Line, who: str) -> Found | None:
    """By when, as the same sentence or the one after it tells of whoever has it."""
    if own := conversation.due(when_words(line.text), line):
        return own
    later = conversation.lines[at + 1] if at + 1 < len(conversation.lines) else None
    near = later and later.author is None and not later.listed and later.section == line.section
    return conversation.due(later.text, later) if later and near and tells_when(later.text, who) else None


def _is_told(line: Line, log: Log) -> bool:
    """Whether minutes tell in a sentence what one of the people does next, and neither praise nor complain."""
    told = not (line.listed or line.marked) and bool(log.people)
    return told and mood_of(line.text).strongest is None


def _settled_before(conversation: Conversation, at: int) -> bool:
    """Whether the same paragraph says before what was settled, or what it is about: "On tests: Bo writes the rest"."""
    line = conversation.lines[at]
    if not called(line.text.split(maxsplit=1)[0], conversation.log.people) and not TOPIC.match(line.text):
        return False
    said = [each.text for each in conversation.lines[max(0, at - 6) : at] if each.remark.id == line.remark.id]
    return _HABIT.search(line.text) is None and (
        any(_SETTLES.search(each) for each in said) or (not said and TOPIC.match(line.text) is not None)
    )


def _talked_over(conversation: Conversation, line: Line, task: str) -> bool:
    """Whether it stands in a part of its own, beside those for good and bad: what was talked over leads to tasks."""
    parts = {each.section for each in conversation.lines} & {"went_well", "to_improve"}
    begins = called(line.text.split(maxsplit=1)[0], conversation.log.people) is not None
    return (
        line.section is None
        and len(parts) > 1
        and begins
        and _HABIT.search(line.text) is None
        and _ONE_THING.match(task) is not None
    )


_ONE_THING = re.compile(
    r"(?!(?:own|use|run|hold|belong|depend|live|sit|speak|start|finish|leave|arrive|join|prefer|support|cover|spend|"
    r"earn|remain|stay|stand|follow|enjoy|mind)\b)[a-z]+ (?:(?:up|out|over|in|off|on|down|back|through|round) )?(?:the|"
    r"that|this|those|these|it|them|him|her|us|our|an?|everyone|everybody|all|both|(?-i:[A-ZÀ-Þ])\w+)\b",
    re.IGNORECASE,
)
_SETTLES = re.compile(
    r"\b(?:agreed|decided|settled|resolved|in favou?r|we (?:want|will|try|do|take)|we['’]ll|will|from \w+ (?:\d+ )?on|"
    r"is (?:going )?to|until|by (?:the )?\d|liked (?:it|that|the idea))\b",
    re.IGNORECASE,
)
_HABIT = re.compile(
    r"\b(?:always|usually|often|never|alone|by hand|every (?:time|day|night)|still|sometimes|too|anyway|"
    r"normally|only)\b",
    re.IGNORECASE,
)


def _proposed_before(conversation: Conversation, at: int) -> Pointed | None:
    """What the sentence before tells that somebody proposed, or that somebody has to do."""
    before = conversation.lines[at - 1] if at else None
    if before is None or before.remark.id != conversation.lines[at].remark.id:
        return None
    need = need_in(before.text)
    if need and need.somebody:
        return Pointed(before, task_of(need.task), task=True)
    if not proposes(before.text):
        return None
    return Pointed(before, cleaned(PUT_FORWARD.sub("", before.text)), task=False)


def _is_short(task: str) -> bool:
    """Whether a task in notes says nothing but what to do with "it"."""
    return points(task) and len(content_words(task)) < _FEWEST_WORDS


_FOR_SOMEBODY = re.compile(
    r"^\W*(?:action(?: item| point)?s?|ap|ai|to-?do|task|job|aufgabe)\b(?: for| on| to|"
    rf":)?\s*@?(?P<who>{NAME})"
    r"\s*(?::|,|\s[-–—]+|→|->)\s*(?P<task>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_MINE = re.compile(
    r"^\W*(?:my (?:action|task|to-?do|job)(?: item| point)?(?: is|:| -)|note to self:|action (?:for|on) "
    r"me[:,]?)\s*(?:to )?(?P<task>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_GOES_ON = re.compile(r"^(?:she|he|they|sie|er|this|that|it)\b", re.IGNORECASE)
