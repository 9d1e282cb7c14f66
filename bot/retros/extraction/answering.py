"""Who answers whom: the one who was asked, whoever takes it best, or nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.chat import Person
from bot.language.text import content_words
from bot.retros.extraction.asking import is_bare_call, request_in
from bot.retros.extraction.consent import accepts, refuses, takes
from bot.retros.extraction.dates import WEEKDAY, WEEKDAY_DE
from bot.retros.extraction.dialogue import Conversation
from bot.retros.extraction.handing import handed_in
from bot.retros.extraction.log import Line, called
from bot.retros.extraction.names import NAME
from bot.retros.extraction.needs import need_in
from bot.retros.extraction.promises import is_untaken, promise_in
from bot.retros.extraction.sieve import is_joke
from bot.retros.extraction.spelling import is_thin
from bot.retros.extraction.spelling import points as points_back
from bot.retros.extraction.tasks import is_generic
from bot.retros.extraction.vocative import spoken_to

_AHEAD, _LISTENS = 12, 3
_OTHERS = 7
"""How many others may speak before somebody who was asked by name answers."""
_FEW = 4


def addressee(conversation: Conversation, line: Line, whom: str) -> Person | None:
    """Who is asked: by name, by a mention, or as the one whose name the message begins or ends with."""
    people = conversation.log.people
    if whom and (known := called(whom, people)):
        return known
    known = None
    for text in dict.fromkeys((line.text, line.remark.text)):
        first = re.match(
            r"^(?:(?:and|so|ok|hey|also|then|thanks|hi)[,\s]+)*@?([^\W\d_][\w'’-]*)[,:]?\s", text, re.IGNORECASE
        )
        known = known or (called(first[1], people) if first and not _IS_ASKED.match(text) else None)
        if tail := re.search(r",\s*@?([^\W\d_][\w'’-]*)\s*\?", line.text):
            known = known or called(tail[1], people)
        known = known or spoken_to(line.text, people)
    if line.remark.mentions and (known is None or f"@{known.name}" not in line.text):
        said = [each for each in line.remark.mentions if f"@{each.name}" in line.text]
        return (said or [known] if known else line.remark.mentions)[0]
    return known


_IS_ASKED = re.compile(
    r"^\W*(?:(?:and|so|ok|hey|also|then)[,\s]+)*(?:will|may) (?:i|you|we|it|that|this|they|the|"
    r"any\w*|some\w*)\b",
    re.IGNORECASE,
)
"""Who begins a question with "will you" or "may I" calls nobody Will, or May."""


class Question(NamedTuple):
    """What is asked of whom. `strict`: a bare yes isn't enough, since it may only mean that it is right."""

    task: str
    whom: Person | None
    anyone: bool = False
    strict: bool = False


@dataclass(slots=True)
class _Heard:
    """What was heard since something was asked: whether anybody may take it by now, and who comes closest to a yes."""

    free: bool
    asked: Person | None
    others: int = 0
    handed_back: bool = False
    """Whoever was asked would rather have it done by whoever asks."""
    untaken: bool = False
    """It was said that nobody has it; only who names it takes it then."""
    named: bool = False
    """Another named whoever is asked, so that a bare yes of theirs is about that."""
    replied: int | None = None
    """How many others had spoken when whoever was asked said something that was no yes."""
    moved_on: bool = False
    """Others said since that something else is needed."""
    weak: list[Line] = field(default_factory=list)


def answer(conversation: Conversation, at: int, question: Question) -> list[Line] | None:
    """The remark that says yes. Once the one who was asked has said no, anybody's offer will do.

    Who takes it by name of the thing, or says only that they do, comes before whoever promises something of their own.
    No remark at all when it is said to be done already.
    """
    line = conversation.lines[at]
    heard = _Heard(free=question.anyone or question.whom is None, asked=question.whom)
    taken_up = _asked_beside(conversation, at, line)
    for _, lines in conversation.after(at, _AHEAD):
        first = lines[0]
        if first.author is None or first.remark.by_bot:
            continue
        text = " ".join(each.text for each in lines)
        if is_untaken(text) and not promise_in(text):
            heard.untaken = True
            continue
        if line.author and first.author.id == line.author.id:
            if heard.handed_back and accepts(text):
                return lines
            own = _by_asker(conversation, lines, line, heard) if first.author.id not in taken_up else None
            if own is not None:
                return own or heard.weak or None
            continue
        if question.anyone and (named := _named_in(text, conversation.log.people)):
            if named.id == first.author.id:
                return lines
            heard.asked, heard.replied, heard.named = named, None, True
            continue
        by_asked = heard.asked is not None and first.author.id == heard.asked.id
        if (by_asked and _did(text, question.task)) or (heard.free and _DONE_NOW.match(text)):
            return []
        heard.handed_back = _YOU.match(text) is not None
        heard.moved_on |= need_in(text) is not None
        taken_up |= _asked_in(conversation, lines)
        part = _about(lines, line, conversation, at)
        if _hears(part, line, heard, question, busy=first.author.id in taken_up):
            return part
        if heard.others > (_OTHERS if not heard.free else _AHEAD if question.anyone else _FEW):
            break
    return heard.weak or None


def _by_asker(conversation: Conversation, lines: list[Line], line: Line, heard: _Heard) -> list[Line] | None:
    """What whoever asked says next: None when one may listen on, [] when it is about something else now."""
    text = " ".join(each.text for each in lines)
    if again := _asks_another(text, conversation) or _named_in(text, conversation.log.people):
        heard.asked, heard.free = again, False
        return None
    request = next((found for each in lines if (found := request_in(each.text))), None)
    if request is not None and not (heard.free and promise_in(text)):
        other = addressee(conversation, lines[0], request.whom)
        elsewhere = request.anyone or (other is not None and heard.asked is not None and other.id != heard.asked.id)
        return None if elsewhere and heard.asked is not None and not heard.free else []
    if heard.free and (promise := promise_in(text)) and not promise.task:
        same = (is_generic(promise.words) and not heard.moved_on) or bool(
            content_words(promise.words) & content_words(line.text)
        )
        return lines if same else None
    return None


_NAMES_ANOTHER = re.compile(
    r"^(?:(?:ok(?:ay)?|hm+|so|then|or|and|maybe|perhaps|what about|how about|you|dann|oder|fair(?: enough)?|no "
    r"(?:problem|worries)|right|no that['’]s fair|sure|fine|understood)[\s,.:]+)*@?"
    rf"(?P<who>{NAME})(?:[\s,]+(?:then|maybe|instead|perhaps|you|can you|could you|"
    r"would you|dann|vielleicht))*\s*\?+\W*$",
    re.IGNORECASE,
)


_NAMES = re.compile(
    rf"^\W*(?:(?:ok(?:ay)?|hm+|so|then|or|maybe|perhaps|i think|i guess|what about|how about|dann|oder|"
    rf"vielleicht)[\s,.:]+)*"
    rf"@?(?P<who>{NAME})(?:[\s,]+(?:then|maybe|perhaps|dann|vielleicht))?[\s?.!…]*$",
    re.IGNORECASE,
)


def _named_in(text: str, people: Sequence[Person]) -> Person | None:
    """Whom an answer names and no more: "Bo" to "who calls them?". Whole names only, since "sure" is no Suresh."""
    found = _NAMES.match(text)
    if found is None or accepts(text) or refuses(text):
        return None
    named = called(found["who"], people)
    return named if named and found["who"].casefold().split()[0] in named.name.casefold().split() else None


def _asks_another(text: str, conversation: Conversation) -> Person | None:
    """ "Bo then?" asks another the same."""
    found = _NAMES_ANOTHER.match(text.strip())
    return called(found["who"], conversation.log.people) if found else None


def _asked_beside(conversation: Conversation, at: int, line: Line) -> frozenset[str]:
    """Who is asked for something else by name in the same message: their "yep" is about that."""
    message = conversation.lines[at].remark.id
    beside = [each for each in conversation.lines if each.remark.id == message and each is not line]
    return _asked_in(conversation, beside)


def _asked_in(conversation: Conversation, lines: Sequence[Line]) -> frozenset[str]:
    """Who is asked for something by name in these lines."""
    found: set[str] = set()
    for line in lines:
        request = request_in(line.text)
        handed = None if request else handed_in(line.text, conversation.log.people)
        if (request and not request.anyone and (who := addressee(conversation, line, request.whom))) or (
            handed and (who := called(handed.whom, conversation.log.people))
        ):
            found.add(who.id)
    return frozenset(found)


def _about(lines: list[Line], line: Line, conversation: Conversation, at: int) -> list[Line]:
    """What of an answer is about this, where it goes through several things one by one."""
    beside = [
        each
        for each in conversation.lines
        if each.remark.id == line.remark.id and each is not conversation.lines[at] and each.text.rstrip().endswith("?")
    ]
    if not beside or len(lines) < 2:  # noqa: PLR2004 (there is nothing to choose from)
        return lines
    wanted, others = content_words(line.text), frozenset().union(*(content_words(each.text) for each in beside))
    mine = [each for each in lines if content_words(each.text) & (wanted - others)]
    theirs = [each for each in lines if content_words(each.text) & (others - wanted)]
    return mine if mine and theirs and mine[0] not in theirs else lines


def _hears(lines: list[Line], line: Line, heard: _Heard, question: Question, *, busy: bool) -> bool:
    """Whether one remark says yes."""
    author = lines[0].author
    text = " ".join(each.text for each in lines)
    by_asked = heard.asked is not None and author is not None and author.id == heard.asked.id
    strict = question.strict and not heard.named
    heard.others += not by_asked
    if refuses(text):
        heard.free = heard.free or by_asked
        return False
    if any(is_joke(each) for each in lines) and not accepts(text):
        return False
    if busy and not by_asked and not any(_shares(each.text, line.text) for each in lines):
        return False
    points = any((promise := promise_in(each.text)) and _only_points(promise.task) for each in lines)
    first = heard.others == 1 and question.anyone
    points = points or (first and any(_is_small(each.text) for each in lines))
    turned_down = heard.free and heard.asked is not None and not points_back(question.task)
    shares = any(_shares(each.text, question.task if turned_down else line.text) for each in lines)
    own = any((promise := promise_in(each.text)) and promise.task for each in lines)
    points = points or (
        first and own and question.strict and bool(question.task)
    )  # "and the data?" – "I can export it"
    if heard.untaken and not shares:
        return False
    if by_asked and heard.replied is not None and heard.replied < heard.others and not shares:
        return False  # by now they answer something else
    if by_asked and (_COUNTERS.match(text) or any(_is_day(each.text) for each in lines)):
        return True
    if by_asked and (takes(text) or points or shares or (not strict and (accepts(text) or (own and _says_yes(text))))):
        return True
    if by_asked and heard.replied is None:
        heard.replied = heard.others
    if not heard.free:
        return False
    bare = accepts(text) and (takes(text) or not (question.anyone or question.strict))
    if points or shares or (bare and not own):
        return True
    if bare and not heard.weak and heard.others == 1:
        heard.weak = lines
    return False


_YOU = re.compile(
    r"^\W*(?:(?:well|um|er|hm+|actually|honestly)[\s,]+)*(?:i )?(?:was hoping|thought|assumed|figured|hoped)(?: that|"
    r" it was| it['’]d be)* you\b[^?]{0,20}|^\W*(?:(?:hm+|well|honestly|no)[\s,]+)*(?:i['’]?d|i would) (?:rather|"
    r"prefer (?:if|that)) you\b|"
    r"^\W*(?:maybe |perhaps |why not )?you\W*$",
    re.IGNORECASE,
)
_DID = re.compile(
    r"^\W*(?:(?:oh|yes|yep|ha|ja)\W+)?(?:(?:i )?(?:already )?did (?:that|it|this)\b|already (?:did|done|\w+ed)\b|"
    r"done already\b|"
    r"(?:das )?hab(?:e)? ich (?:\w+ ){0,2}(?:gemacht|erledigt)\b|(?:ist )?schon (?:gemacht|erledigt|passiert)\b|"
    r"i (?:already |just )?(?P<verb>\w+ed)\b)",
    re.IGNORECASE,
)


_DONE_NOW = re.compile(r"^\W*done\W*$", re.IGNORECASE)


def _did(text: str, task: str) -> bool:
    """Whether what was asked is done: "already did", "I looked" to "could you have a look?"."""
    found = _DID.match(text)
    return found is not None and (not found["verb"] or bool(content_words(found["verb"]) & content_words(task)))


_COUNTERS = re.compile(
    rf"^[^.?!]{{0,40}}\b(?:is|might be|would be) (?:a bit |too |very )?(?:tight|hard|early|soon|difficult|ambitious|"
    rf"optimistic)\b[^?]{{0,40}}\?$|"
    rf"^(?:can|could|would|how about|what about|is|make it|maybe|by)\b[^?]{{0,20}}\b(?:{WEEKDAY}|week|the "
    rf"\d+\w*)[^?]{{0,16}}\?$",
    re.IGNORECASE,
)
"""Another day is asked for: "Thursday is tight, Friday?"."""


_DAY = re.compile(
    rf"^\W*(?:(?:by|on|till?|until|say|probably|maybe|hopefully|i(?:['’]d| would) say|ok|then|hm+|bis|am|before|"
    rf"it['’]s)[\s,]+)*(?:the )?(?:next |this |end of (?:the |this |next )?|nächste\w* )?(?:{WEEKDAY}|mon|tues?|wed|"
    rf"thu(?:rs)?|fri|tomorrow|tmrw|today|tonight|eo[dw]|day|week|month|weekend|"
    rf"{WEEKDAY_DE}|morgen|heute|woche|\d{{1,2}}(?:st|nd|rd|th))"
    r"(?: (?:morning|afternoon|evening|night|noon|then|latest|eod|"
    rf"früh|abend|ok|probably))*(?:,? (?:i )?promised?)?\W*$",
    re.IGNORECASE,
)


def _is_day(text: str) -> bool:
    """Whether nothing but a day is said, which says yes as well."""
    return _DAY.match(text) is not None


def _only_points(task: str) -> bool:
    return not task or points_back(task)


def _is_small(text: str) -> bool:
    """ "I know one, I'll text her" says so little by itself that it must be about what was just asked."""
    promise = promise_in(text)
    return promise is not None and is_thin(promise.task or promise.words, ())


def _says_yes(text: str) -> bool:
    return accepts(re.sub(r"^\W*i(?:['’]ll| will| can)\b", "", text, flags=re.IGNORECASE))


def _shares(text: str, asked: str) -> bool:
    """Whether somebody promises just what was asked: they name the thing, or "the first one"."""
    promise = promise_in(text)
    if promise is None or not promise.task:
        return False
    generic = re.match(
        r"(?:take|own|do|handle) (?:the (?:first|second|last|other)|that|this|care)\b", promise.task, re.IGNORECASE
    )
    return generic is not None or bool(content_words(promise.task) & content_words(asked))


def left_open(conversation: Conversation, at: int) -> bool:
    """Whether it is said soon after that nobody has it."""
    return any(is_untaken(" ".join(each.text for each in lines)) for _, lines in conversation.after(at, _LISTENS))


def taken(conversation: Conversation, at: int, line: Line, *, somebody: bool) -> list[Line] | None:
    """The remark in which somebody takes what was said to be needed; `somebody`: it was said that one of all should."""
    named = re.search(r"(?:^|[.!]\s+)@?([^\W\d_][\w'’-]*(?: [A-Z][\w'’-]*)?)\s*\?\s*$", line.remark.text)
    if named and (asked := called(named[1], conversation.log.people)):
        return answer(conversation, at, Question(line.text, asked))
    if somebody:
        return answer(conversation, at, Question(line.text, None, anyone=True))
    if is_bare_call(line.remark.text.rsplit(line.text, 1)[-1].strip()):
        return answer(conversation, at, Question(line.text, None, anyone=True, strict=True))
    for _, lines in conversation.after(at, _LISTENS + 1):
        first = lines[0]
        text = " ".join(each.text for each in lines)
        if first.author is None or refuses(text) or any(is_joke(each) for each in lines):
            continue
        if is_untaken(text) or request_in(text) or need_in(text):
            return None
        if any(handed_in(each.text, conversation.log.people) for each in lines):
            return None
        if any((promise := promise_in(each.text)) and not promise.task for each in lines):
            return lines
        bare = takes(text) and not any(promise_in(each.text) for each in lines)
        if bare and line.author and first.author.id != line.author.id:
            return lines
    return None
