"""Who does what until when: promises, requests that somebody said yes to, tasks given by name, and those nobody has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.chat import Person, Value
from bot.language.text import content_words
from bot.retros.extraction.assigned import written_in
from bot.retros.extraction.consent import GO, accepts, refuses
from bot.retros.extraction.dialogue import Conversation, addressee, answer, left_open, taken
from bot.retros.extraction.due import Found
from bot.retros.extraction.giving import given_in
from bot.retros.extraction.log import Line, Log, called
from bot.retros.extraction.needs import need_in, offer_in
from bot.retros.extraction.promises import is_done, is_untaken, promise_in, request_in
from bot.retros.extraction.sieve import is_joke, is_small_talk, is_wish
from bot.retros.extraction.tasks import only_points, task_of

_SAME = 0.7
_FEWEST_WORDS, _INITIALS = 2, 3
"""A name this short, in capitals, is somebody's initials."""


class Commitment(Value):
    """Something to do. `owner` is None when nobody has it; `text` is in the words of whoever said it.

    `worded` is the same put plainly, where a language model did that well.
    """

    text: str
    owner: Person | None = None
    due: date | None = None
    sources: tuple[str, ...]
    author: Person | None = None
    """Whose words they are."""
    worded: str = ""

    @property
    def shown(self) -> str:
        """As people read it."""
        return self.worded or self.text


def commitments_in(conversation: Conversation) -> tuple[Commitment, ...]:
    """Every action of a conversation, each once."""
    found: list[Commitment] = []
    used: set[str] = set()
    for at, line in enumerate(conversation.lines):
        if line.done or line.section == "skip" or is_joke(line):
            continue
        made = _read(conversation, at, line, used)
        if made is not None:
            found.append(made)
    return _each_once(found)


def _read(conversation: Conversation, at: int, line: Line, used: set[str]) -> Commitment | None:
    log = conversation.log
    if line.section == "actions" and (line.listed or line.marked or line.author is None):
        return _written(conversation, line)
    if line.section == "decisions" and line.listed and log.kind == "notes":
        agreed = written_in(line, log.people, conversation.seen(line), open_names=True)
        return _written(conversation, line) if agreed.said else None
    for read in (_offered, _asked, _needed, _promised, _given):
        made = read(conversation, at, line, used)
        if made is not None:
            return made if _counts(made, line, log) else None
    if line.section == "actions" and not is_small_talk(line.text) and not promise_in(line.text) and _is_task(line.text):
        return _written(conversation, line)
    return None


def _is_task(text: str) -> bool:
    from bot.language.verbs import starts_with_verb

    return not text.rstrip().endswith("?") and len(text.split()) > _FEWEST_WORDS and starts_with_verb(text.strip())


def _counts(made: Commitment, line: Line, log: Log) -> bool:
    """Beside the retrospective, in a channel where people work, only what has a day later than today is one."""
    if len(content_words(made.text)) < 1:
        return False
    if line.inside or log.kind == "notes":
        return True
    return line.marked


def _written(conversation: Conversation, line: Line) -> Commitment | None:
    log = conversation.log
    if is_small_talk(line.text) or is_wish(line.text) or is_done(line.text) or _NO_ACTION.match(line.text.strip()):
        return None
    if line.author and not line.remark.by_bot and (promise := promise_in(line.text)) and promise.task:
        due = conversation.due(promise.task, line) or conversation.due(line.text, line)
        return _made(promise.task, line.author, due, line)
    written = written_in(
        line, log.people, conversation.seen(line), open_names=log.kind == "notes" or line.remark.by_bot
    )
    promise = promise_in(written.task)
    task = task_of(promise.task) if promise and promise.task else written.task
    if not any(each.isalpha() for each in task) or (
        log.kind == "notes" and not written.said and not line.listed and not line.marked and not _prose(line)
    ):
        return None
    owner = _person(written.who, log) if written.who else None
    return Commitment(
        text=task, owner=owner, due=written.due.day if written.due else None, sources=line.sources, author=line.author
    )


_NO_ACTION = re.compile(
    r"^(?:none|no (?:new )?actions?\b.*|n/?a|-+|nothing|see above|we tried\b.*|carried over|keine)\.?$", re.IGNORECASE
)


def _prose(line: Line) -> bool:
    """Whether a sentence under "actions" tells of something to do."""
    return (
        promise_in(line.text) is not None
        or need_in(line.text) is not None
        or _is_task(line.text)
        or _STAYS_OPEN.search(line.text) is not None
    )


_STAYS_OPEN = re.compile(
    r"^(?P<why>.{0,80}\b(?:open|no owner|nobody|unassigned)\b[^:]{0,20}):\s*(?P<task>\S.*)$", re.IGNORECASE
)


def _made(task: str, owner: Person | None, due: Found | None, *lines: Line) -> Commitment | None:
    text = _task(task, due)
    if not any(each.isalpha() for each in text):
        return None
    sources = tuple(dict.fromkeys(each for line in lines for each in line.sources))
    return Commitment(text=text, owner=owner, due=due.day if due else None, sources=sources, author=lines[0].author)


def _task(task: str, due: Found | None) -> str:
    """The task without its date, where the date is said in it; else the date was said elsewhere."""
    inside = due is not None and task[due.start : due.end].find(due.words) >= 0
    return task_of(task, due if inside else None)


def _person(name: str, log: Log) -> Person:
    """Who is meant; somebody that nobody here knows keeps their name."""
    known = called(name, log.people)
    if log.numbered:
        short = known is not None and name.isupper() and len(name) <= _INITIALS
        return known if known and short else Person(id=name, name=name)
    return known or Person(id=name, name=name)


def _promised(conversation: Conversation, at: int, line: Line, used: set[str]) -> Commitment | None:
    """Somebody says that they will do something; where they only point at it, what they point at was said before."""
    if line.author is None or line.remark.by_bot:
        return _promised_in_notes(conversation, line)
    if line.remark.id in used and not promise_in(line.text):
        return None
    promise = promise_in(line.text)
    if promise is None or is_done(line.text):
        return None
    said = conversation.turn(line)
    if promise.task:
        due = conversation.due(promise.task, line)
        made = _made(promise.task, line.author, due or conversation.due(said, line), line)
        return made if made and made.text and line.remark.id not in used else None
    if line.remark.id in used:
        return None
    before = _pointed_at(conversation, at, line, used)
    if before is None:
        return _own_words(conversation, at, line)
    return _made(
        before[1],
        line.author,
        conversation.due(said, line) or conversation.due(before[0].text, before[0]),
        before[0],
        line,
    )


def _promised_in_notes(conversation: Conversation, line: Line) -> Commitment | None:
    """ "I promised to book a room": whoever writes doesn't say who that is."""
    if (
        line.author is not None
        or conversation.log.kind != "notes"
        or line.section in {"went_well", "to_improve", "ideas"}
    ):
        return None
    promise = promise_in(line.text)
    if promise is None or not promise.task:
        return None
    return _made(promise.task, None, conversation.due(promise.task, line), line)


def _own_words(conversation: Conversation, at: int, line: Line) -> Commitment | None:
    """ "will review it tonight" says enough by itself, right after what it is about; "I'll do it" doesn't."""
    found = _SPECIFIC.search(line.text)
    last = next(
        (each for each in reversed(conversation.lines[max(0, at - 4) : at]) if each.author != line.author), None
    )
    if found is None or last is None or last.author is None:
        return None
    return _made(found["task"], line.author, conversation.due(found["task"], line), line)


_SPECIFIC = re.compile(
    r"\b(?:i['’]?ll|i will|will|i can|let me|i['’]m going to)\s+(?:also |just |then )?(?P<task>(?!do\b|take\b|try\b|"
    r"be\b|handle\b|own\b|have\b|get\b|make\b|see\b|share\b|send\b|post\b)[a-z]+ (?:it|that|this|them)\b.*)$",
    re.IGNORECASE,
)


def _pointed_at(conversation: Conversation, at: int, line: Line, used: set[str]) -> tuple[Line, str] | None:
    """What "I'll do that" is about: the nearest proposal or need before it."""
    far = _NEAR if _SPECIFIC.search(line.text) else _FAR
    for before in reversed(conversation.lines[max(0, at - far) : at]):
        if before is line or f"?{before.text}" in used:
            continue
        request, need = request_in(before.text), need_in(before.text)
        if request or need:
            task = request.task if request else need.task if need else ""
            return before, task
        proposal = _PROPOSAL.match(before.text.strip())
        if proposal:
            return before, proposal["task"]
    return next(
        (
            (before, wanted["task"])
            for before in reversed(conversation.lines[max(0, at - _NEAR) : at])
            if before.author != line.author and (wanted := _SHOULD_BE.match(before.text.strip()))
        ),
        None,
    )


_SHOULD_BE = re.compile(r"^(?P<task>[^?]*\b(?:should|ought to|could|must|needs? to|sollte)\b[^?]+)\??$", re.IGNORECASE)
"""What somebody says should be, so that another can take it."""


_NEAR, _FAR, _LISTENS = 3, 12, 4
"""How many lines back: "I'll build that" is about what was said last, "I'll do it" about the last thing to be done."""


_PROPOSAL = re.compile(
    r"^(?:[^.?!]{0,40}?\b)?(?:(?:maybe |perhaps )?we (?:could|should|might|can)|what if we|how about|shall we|"
    r"should we|could we|would it (?:help|be good) (?:if|to)|let['’]?s|why don['’]t we)\s+(?P<task>\S.*)$",
    re.IGNORECASE,
)


def _asked(conversation: Conversation, at: int, line: Line, used: set[str]) -> Commitment | None:
    """Somebody asks, and somebody says yes, though not always the one who was asked."""
    request = request_in(line.text)
    if request is None or line.author is None or line.remark.by_bot or is_wish(line.text):
        return None
    asked = addressee(conversation, line, request.whom)
    said_yes = answer(conversation, at, line, asked, anyone=request.anyone)
    if said_yes is None:
        if is_untaken(conversation.turn(line)) or (request.anyone and left_open(conversation, at)):
            return _made(request.task, None, conversation.due(request.task, line), line)
        return None
    used.update((said_yes[0].remark.id, f"?{line.text}"))
    text = " ".join(each.text for each in said_yes)
    due = conversation.due(text, said_yes[0]) or conversation.due(request.task, line)
    own = next((promise.task for each in said_yes if (promise := promise_in(each.text)) and promise.task), "")
    task = own if own and len(content_words(task_of(request.task))) < _FEWEST_WORDS else request.task
    if request.anyone and _FINDS_OUT.search(text):
        task = f"find out {line.text.strip()}"
    task = _without_name(task, conversation.log)
    inside = conversation.due(task, line)
    made = _made(_task(task, inside), said_yes[0].author, None, line, said_yes[0])
    return made.model_copy(update={"due": due.day if due else None}) if made else None


_FINDS_OUT = re.compile(r"\bi(?:['’]ll| will| can) (?:find out|check|ask around)\b", re.IGNORECASE)
"""Who says so to "who owns it?" doesn't own it."""


def _without_name(task: str, log: Log) -> str:
    """ "draft a checklist, Jo" → "draft a checklist": who is spoken to is no part of the task."""
    found = re.match(r"^(?P<task>.+?),\s*@?(?P<who>[^\W\d_][\w'’.-]*)\s*\??$", task.strip())
    return found["task"] if found and called(found["who"], log.people) else task


def _offered(conversation: Conversation, at: int, line: Line, used: set[str]) -> Commitment | None:
    """ "Should I set up a meeting?" and somebody says yes."""
    task = offer_in(line.text)
    if task is None or line.author is None or line.remark.by_bot:
        return None
    mine: list[str] = []
    yes: Line | None = None
    for _, lines in conversation.after(at, _LISTENS):
        text = " ".join(each.text for each in lines)
        if lines[0].author == line.author:
            mine.append(text)
        elif yes is None and refuses(text):
            return None
        elif yes is None and (accepts(text) or GO.match(text)):
            yes = lines[0]
    if yes is None:
        return None
    used.add(yes.remark.id)
    inside = conversation.due(task, line)
    made = _made(_task(task, inside), line.author, None, line, yes)
    due = inside or next((found for text in mine if (found := conversation.due(text, line))), None)
    return made.model_copy(update={"due": due.day if due else None}) if made else None


def _needed(conversation: Conversation, at: int, line: Line, used: set[str]) -> Commitment | None:
    """Somebody says that it has to be done; it counts when somebody takes it, or when it is said that nobody does."""
    need = need_in(line.text)
    if need is None or is_wish(line.text) or line.section in {"went_well", "to_improve", "ideas"}:
        return None
    if only_points(need.task):
        about = conversation.lines[at - 1] if at and conversation.lines[at - 1].remark.id == line.remark.id else None
        if about is None:
            return None
        need = need._replace(task=about.text)
    hands = taken(conversation, at, line)
    if hands is not None:
        used.update((hands[0].remark.id, f"?{line.text}"))
        text = " ".join(each.text for each in hands)
        due = conversation.due(text, hands[0]) or conversation.due(need.task, line)
        inside = conversation.due(need.task, line)
        made = _made(_task(need.task, inside), hands[0].author, None, line, hands[0])
        return made.model_copy(update={"due": due.day if due else None}) if made else None
    open_here = is_untaken(conversation.turn(line))
    if not (need.somebody or open_here or left_open(conversation, at)):
        return None
    due = conversation.due(need.task, line)
    made = _made(need.task, None, due, line)
    elsewhere = conversation.due(line.text, line)
    return made.model_copy(update={"due": elsewhere.day}) if made and due is None and elsewhere else made


def _given(conversation: Conversation, at: int, line: Line, used: set[str]) -> Commitment | None:
    """A task that somebody gives to somebody by name."""
    log = conversation.log
    noted = line.section in {"went_well", "to_improve", "ideas"}
    if is_wish(line.text) or line.remark.id in used or (noted and (line.listed or line.marked or line.author)):
        return None
    if log.kind == "notes" and (stays := _STAYS_OPEN.match(line.text)):
        return _made(stays["task"], None, conversation.due(stays["task"], line), line)
    given = given_in(line.text, log.people if log.kind == "chat" else log.people or ())
    if given is None:
        return None
    if log.kind == "chat" and called(given.who, log.people) is None:
        return None
    due = conversation.due(given.task, line)
    if given.plain and line.section != "actions" and (due is None or noted):
        return None
    made = _made(given.task, _person(given.who, log), due, line)
    later = conversation.lines[at + 1] if at + 1 < len(conversation.lines) else None
    if made and due is None and later and later.remark.id == line.remark.id and _GOES_ON.match(later.text):
        said = conversation.due(later.text, later)
        return made.model_copy(update={"due": said.day if said else None})
    return made


_GOES_ON = re.compile(r"^(?:she|he|they|sie|er|this|that|it)\b", re.IGNORECASE)


def _each_once(found: Sequence[Commitment]) -> tuple[Commitment, ...]:
    """The same task said twice is one: with the owner and the day that were said last, and the sources of both."""
    kept: list[Commitment] = []
    for made in found:
        twin = next((at for at, each in enumerate(kept) if _same(each, made)), None)
        if twin is None:
            kept.append(made)
            continue
        before = kept[twin]
        kept[twin] = before.model_copy(
            update={
                "owner": made.owner or before.owner,
                "due": made.due or before.due,
                "sources": tuple(dict.fromkeys((*before.sources, *made.sources))),
            }
        )
    return tuple(kept)


def _same(one: Commitment, other: Commitment) -> bool:
    left, right = content_words(one.text), content_words(other.text)
    if not left or not right or min(len(left), len(right)) < _FEWEST_WORDS:
        return False
    shared = len(left & right) / min(len(left), len(right))
    owners = one.owner is None or other.owner is None or one.owner == other.owner
    return owners and shared >= _SAME and one.sources != other.sources
