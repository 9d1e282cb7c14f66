"""What people in a talk take on: a promise, a request that somebody says yes to, a need that somebody meets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.text import content_words
from bot.retros.extraction.answering import Question, addressee, answer, left_open, taken
from bot.retros.extraction.asking import is_bare_call, request_in
from bot.retros.extraction.bidding import asks_only_you, bidden_in, is_for_me, spoken_before
from bot.retros.extraction.commitment import Commitment, made, without_day
from bot.retros.extraction.consent import GO, accepts, refuses, takes
from bot.retros.extraction.dates import Found
from bot.retros.extraction.dialogue import Conversation
from bot.retros.extraction.handing import handed_in, more_in, thing_in
from bot.retros.extraction.log import Line, Log, called
from bot.retros.extraction.needs import need_in, offer_in
from bot.retros.extraction.noted import promised_in_notes
from bot.retros.extraction.pointing import FINDS_OUT, pointed_at
from bot.retros.extraction.promises import is_done, is_untaken, promise_in, without_others
from bot.retros.extraction.sieve import is_wish
from bot.retros.extraction.spelling import Pointed, is_thin, points, says_more, spelled_out
from bot.retros.extraction.tasks import is_generic, is_vague, only_points, task_of, without_time
from bot.retros.extraction.until import (
    asked_when,
    day_agreed,
    day_beside,
    day_of,
    day_revised,
    own_agreed,
    without_questions,
)
from bot.retros.extraction.vocative import without_vocative

_FEWEST_WORDS, _TELLS, _LISTENS = 2, 3, 4


def promised(conversation: Conversation, at: int, line: Line, used: set[str]) -> Commitment | None:
    """Somebody says that they will do something; where they only point at it, what they point at was said before."""
    if line.author is None or line.remark.by_bot:
        return promised_in_notes(conversation, line)
    promise = promise_in(line.text)
    if promise is None or is_done(line.text) or line.remark.id in used:
        return None
    if not (promise.task or promise.words) and any(_says_what(each) for each in _beside(conversation, line)):
        return None  # "that's me. I'll change it tonight" is one thing
    said = f"{without_others(line.text)} {conversation.turn(line).removeprefix(line.text)}"
    words = promise.task or promise.words
    if _HELPS.match(words) or _NUMBERS.fullmatch(words):
        return None  # somebody else has it, or it says nothing of what it is
    if len(content_words(words)) < _FEWEST_WORDS and asked_when(conversation, at):
        return None  # that is only the day of what was said before
    if not words or points(words) or is_thin(task_of(words), conversation.log.people):
        return _pointing(conversation, at, line, words, used, firm=promise.firm)
    due = conversation.due(promise.task, line) or day_of(conversation, without_questions(said), line)
    action = with_day(conversation, at, made(promise.task, line.author, due, line))
    return None if promise.ongoing and action and action.due is None else action


def _beside(conversation: Conversation, line: Line) -> Iterator[Line]:
    return (each for each in conversation.lines if each.remark.id == line.remark.id and each is not line)


def _says_what(line: Line) -> bool:
    promise = promise_in(line.text)
    return promise is not None and bool(promise.task or promise.words)


_NUMBERS = re.compile(r"\w+[\W\d_]*\d[\W\d_]*")
_HELPS = re.compile(r"help(?: out)?(?: (?:you )?(?:with|on) (?:it|that|this|them))?\W*$", re.IGNORECASE)


def _pointing(  # noqa: PLR0913 (where it was said, and what of it)
    conversation: Conversation, at: int, line: Line, words: str, used: set[str], *, firm: bool
) -> Commitment | None:
    """ "I'll do that": what that is was said before."""
    said = conversation.turn(line)
    due = day_of(conversation, said, line)
    bare = is_vague(words) and is_generic(words) and due is None and (not words or points(words)) and not firm
    pointed = pointed_at(conversation, at, used=frozenset(used), bare=bare)
    if pointed is None:
        says = says_more(words) and " " in without_time(words).strip()  # "do by Friday" says no more than "yes"
        text = words or line.text
        inside = conversation.due(text, line)
        inside = inside if content_words(without_day(text, inside)) else None  # "have it in tomorrow's build"
        alone = made(text, line.author, inside, line, due=due) if says or due else None
        return with_day(conversation, at, alone)
    inside = conversation.due(words, line) if words else None
    thin = bool(words) and not points(words)
    task = spelled_out(without_day(words, inside) if words else "", pointed, thin=thin)
    due = due or (conversation.due(pointed.line.text, pointed.line) if pointed.task else None)
    used.add(f"?{pointed.line.text}")
    return with_day(conversation, at, _about(made(task, line.author, None, pointed.line, line), pointed, line, due))


def _about(action: Commitment | None, pointed: Pointed | None, line: Line, due: Found | None) -> Commitment | None:
    if action is None:
        return None
    about = pointed.line.sources if pointed and pointed.line.remark.id != line.remark.id else ()
    return action.model_copy(
        update={"due": due.day if due else None, "about": about, "pointed": pointed.words if pointed else ""}
    )


def with_day(conversation: Conversation, at: int, action: Commitment | None) -> Commitment | None:
    """With the day that was found in the talk right after, where none was said before."""
    if action is None:
        return action
    tries = (own_agreed, day_agreed) if action.due is None else (day_revised,)
    found = next((day for read in tries if (day := read(conversation, at, action))), None)
    if found is None:
        return action
    return action.model_copy(
        update={"due": found[0].day, "sources": tuple(dict.fromkeys((*action.sources, *found[1])))}
    )


_POLITE = re.compile(r"\bif you (?:could|can|would)\b", re.IGNORECASE)
"""A wish about others is no request; this one is."""


def _request(conversation: Conversation, at: int, line: Line) -> Question | None:
    people = conversation.log.people
    request = request_in(line.text)
    if request is not None:
        return Question(request.task, addressee(conversation, line, request.whom), request.anyone)
    handed = handed_in(line.text, people)
    if handed is not None and (who := called(handed.whom, people)) and who != line.author:
        return Question(handed.task, who, strict=handed.bare)
    more = more_in(line.text)
    before = conversation.lines[at - 1] if at else None
    if more and before and before.remark.id == line.remark.id and (first := _request(conversation, at - 1, before)):
        return first._replace(task=more)
    if asks_only_you(line.text):
        return Question("", addressee(conversation, line, "") or spoken_before(conversation, at), strict=True)
    if is_bare_call(line.text):
        return Question("", None, anyone=True, strict=True)
    thing = thing_in(line.text)
    return Question(thing, None, anyone=True, strict=True) if thing else None


def asked(
    conversation: Conversation, at: int, line: Line, used: set[str], *, in_jest: bool = False
) -> Commitment | None:
    """Somebody asks, and somebody says yes, though not always the one who was asked.

    `in_jest`: people smile about it, so that only a yes with a day counts.
    """
    wish = is_wish(line.text) and not _POLITE.search(line.text)
    if line.author is None or line.remark.by_bot or wish:
        return None
    request = _request(conversation, at, line)
    if request is None:
        return _bidden(conversation, at, line, used)
    if line.remark.id in used and only_points(request.task):
        return None  # "yes please do that" has said yes to an offer
    said_yes = answer(conversation, at, request)
    if said_yes is None:
        open_here = is_untaken(conversation.turn(line)) or (request.anyone and left_open(conversation, at))
        if open_here and not in_jest and not request.strict and not only_points(request.task):
            return made(request.task, None, conversation.due(request.task, line), line)
        return None
    if not said_yes:
        used.add(f"?{line.text}")
        return None
    yes = said_yes[0]
    if yes.remark.id in used and (request.strict or in_jest):
        return None
    text = " ".join(each.text for each in said_yes)
    if in_jest and (request.whom is None or day_of(conversation, text, yes) is None):
        return None
    task, pointed = _task(conversation, at, line, request, said_yes, used)
    if not task:
        return None
    used.update((yes.remark.id, f"?{line.text}"))
    inside = conversation.due(task, line) if pointed is None or pointed.task else None
    due = day_of(conversation, text, yes) or conversation.due(request.task, line) or day_beside(conversation, line)
    lines = (pointed.line, line, yes) if pointed else (line, yes)
    action = _about(made(without_day(task, inside), yes.author, None, *lines), pointed, line, due)
    return with_day(conversation, conversation.lines.index(yes), action) if yes in conversation.lines else action


def _bidden(conversation: Conversation, at: int, line: Line, used: set[str]) -> Commitment | None:
    """Somebody is told to do it, and says that they will, or until when."""
    task = bidden_in(line.text) if line.section is None else ""
    if not task or only_points(task) or promise_in(line.text):
        return None  # who asks for something, so that they can do it, has it themselves
    if any(each.remark.id == line.remark.id and request_in(each.text) for each in conversation.lines[at + 1 :]):
        return None  # what is asked last is answered
    said_yes = next((each for _, each in conversation.after(at, 2) if each[0].author != line.author), None)
    if not said_yes or said_yes[0].author is None or said_yes[0].remark.id in used:
        return None
    text = " ".join(each.text for each in said_yes)
    due = day_of(conversation, text, said_yes[0]) or conversation.due(task, line)
    own = any((promise := promise_in(each.text)) and promise.task for each in said_yes)
    yes = accepts(text) and (due or is_for_me(line.text) or takes(text))  # "ok" alone says only that it is right
    if own or not yes:
        return None
    pointed = pointed_at(conversation, at, used=frozenset(used), bare=False, asks=True) if points(task) else None
    used.update((said_yes[0].remark.id, f"?{line.text}"))
    words = spelled_out(without_day(task, conversation.due(task, line)), pointed)
    lines = (pointed.line, line, said_yes[0]) if pointed else (line, said_yes[0])
    action = _about(made(words, said_yes[0].author, None, *lines), pointed, line, due)
    return with_day(conversation, conversation.lines.index(said_yes[0]), action)


def _task(  # noqa: PLR0913, PLR0917 (what was asked, what was answered, and what was said before)
    conversation: Conversation, at: int, line: Line, request: Question, said_yes: list[Line], used: set[str]
) -> tuple[str, Pointed | None]:
    """What was asked for, in words that say enough, and what these point to."""
    text = " ".join(each.text for each in said_yes)
    if request.anyone and FINDS_OUT.search(text):
        return f"find out {line.text.strip()}", None
    task = _without_name(request.task, conversation.log)
    promises = [promise for each in said_yes if (promise := promise_in(each.text))]
    own = next((each.task or each.words for each in promises if each.task or not is_generic(each.words)), "")
    own = "" if is_thin(own, conversation.log.people) else own
    if own and points(task) and (said := _pointed_task(conversation, at, used, request)):
        own = "" if said else own
    if own and len(content_words(task_of(task))) < min(_FEWEST_WORDS, len(content_words(own))):
        task = own
    elif own and promises[0].task and not points(task) and _says_how(own, task, text):
        return f"{task.rstrip(' .!?,;:')}: {own}", None
    if task and not points(task):
        return task, None
    pointed = pointed_at(conversation, at, used=frozenset(used), bare=request.strict, asks=True)
    if pointed is None:
        return ("" if not task or only_points(task) else task), None
    plain = without_day(task, conversation.due(task, line))
    spelled = spelled_out(plain, pointed)
    if spelled == plain:
        return task, None
    used.add(f"?{pointed.line.text}")
    return spelled, pointed


def _says_how(own: str, task: str, answered: str) -> bool:
    """Whether whoever was asked says in their own words what they will do: "I can make the pipeline post there"."""
    told = content_words(own)
    bare = _BARE_YES.match(answered) is not None
    return not bare and len(told) >= _TELLS and not points(own) and not told & content_words(task)


_BARE_YES = re.compile(
    r"^\W*(?:(?:oh|ok(?:ay)?|sure|yes|yep|yeah|of course|will do|on it|gladly|ja|klar|gern\w*|happy to|fine)\b)",
    re.IGNORECASE,
)


def _pointed_task(conversation: Conversation, at: int, used: set[str], request: Question) -> bool:
    """Whether what is asked for was put as a task before: "we need to move off it" – "will you drive that?"."""
    found = pointed_at(conversation, at, used=frozenset(used), bare=request.strict, asks=True)
    return found is not None and found.task


def _without_name(task: str, log: Log) -> str:
    """ "draft a checklist, Jo" → "draft a checklist": who is spoken to is no part of the task."""
    found = re.match(r"^(?P<task>.+?),\s*@?(?P<who>[^\W\d_][\w'’.-]*)\s*\??$", task.strip())
    return found["task"] if found and called(found["who"], log.people) else without_vocative(task, log.people)


def offered(conversation: Conversation, at: int, line: Line, used: set[str]) -> Commitment | None:
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
    plain = without_day(task, inside)
    thin = is_thin(plain, conversation.log.people)
    pointed = pointed_at(conversation, at, used=frozenset(used), bare=False) if thin or points(plain) else None
    words = spelled_out(plain, pointed, thin=thin and not points(plain))
    if pointed is None and only_points(plain):
        return None
    action = made(words, line.author, None, *((pointed.line,) if pointed else ()), line, yes)
    due = inside or next((found for text in mine if (found := conversation.due(text, line))), None)
    return action.model_copy(update={"due": due.day if due else None}) if action else None


def needed(conversation: Conversation, at: int, line: Line, used: set[str]) -> Commitment | None:
    """Somebody says that it has to be done; it counts when somebody takes it, or when it is said that nobody does."""
    need = need_in(line.text)
    if need is None or is_wish(line.text) or need.task.lower().startswith("think about "):
        return None
    noted = line.section in {"went_well", "to_improve", "ideas"}
    if noted and not need.somebody:
        return None
    if only_points(need.task):
        about = conversation.lines[at - 1] if at and conversation.lines[at - 1].remark.id == line.remark.id else None
        said = Pointed(about, about.text, task=False) if about else None
        before = said or pointed_at(conversation, at, used=frozenset(used), bare=False)
        if before is None:
            return None
        spelled = spelled_out(need.task, before)
        lost = said is not None and said.words.strip(" .!?,;:") not in spelled
        need = need._replace(task=said.words if said and lost else spelled)
    inside = conversation.due(need.task, line)
    hands = taken(conversation, at, line, somebody=need.somebody)
    if hands:
        used.update((hands[0].remark.id, f"?{line.text}"))
        text = " ".join(each.text for each in hands)
        due = day_of(conversation, text, hands[0]) or inside
        return _about(made(without_day(need.task, inside), hands[0].author, None, line, hands[0]), None, line, due)
    open_here = is_untaken(conversation.turn(line))
    if noted or not (need.somebody or open_here or left_open(conversation, at)):
        return None
    action = made(need.task, None, inside, line)
    elsewhere = conversation.due(line.text, line)
    return action.model_copy(update={"due": elsewhere.day}) if action and inside is None and elsewhere else action
