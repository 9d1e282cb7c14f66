"""Until when, where people find the day in talk: corrected in the same breath, asked for, or proposed and agreed to."""

from __future__ import annotations

import re

from bot.language.text import content_words
from bot.retros.extraction.asking import request_in
from bot.retros.extraction.commitment import Commitment
from bot.retros.extraction.consent import accepts, refuses
from bot.retros.extraction.dates import WEEKDAY, Found
from bot.retros.extraction.dialogue import Conversation
from bot.retros.extraction.log import Line
from bot.retros.extraction.promises import promise_in
from bot.retros.extraction.spelling import is_thin, points

_TURNS, _FEW_WORDS = 5, 6
_CORRECTS = re.compile(
    r"\b(?:no,? (?:hang on|wait|sorry|make (?:it|that))|hang on|hold on|scratch that|make (?:it|that)|or rather|"
    r"(?:sorry|wait),? (?:i mean|no)|i mean|actually,? no|no,? actually|nein,? (?:doch|warte)|quatsch|"
    r"besser)\b[\s,:.!…]*",
    re.IGNORECASE,
)
_GIVEN_UP = re.compile(
    rf"\b(?:{WEEKDAY}|tomorrow|today|(?:this|next|the) (?:week|\d+\w*)) (?:is|"
    r"might be|would be) (?:a bit |too |very )?"
    r"(?:tight|hard|early|soon|difficult|ambitious|optimistic|impossible|a holiday)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"^(?:(?:and|so|ok(?:ay)?|great|cool|nice|amazing|perfect|super|lovely|thanks?|good|und)\b[\s,.!]*)*(?:(?:by|"
    r"til+|until) )?"
    r"(?:when(?! (?:are|were|is|was) (?:you|he|she|they|we) (?:back|off|away|out|in|here|leaving|going)\b)|what "
    r"day|how soon|which day|wann|bis wann)\b[^.!]{0,40}\?*$|^(?:(?:and|so|ok) )?(?:the )?(?:dates?|deadlines?|"
    r"timeline|eta)\?+$|\b(?:by when|until when|when (?:do you "
    r"(?:reckon|"
    r"think)|can (?:we|you|i)|could (?:we|you)|would|will)|what['’]?s (?:your|the) (?:eta|date)|"
    r"eta)\b[^.!]{0,40}\?|\beta\?",
    re.IGNORECASE,
)
_DAY_ONLY = re.compile(
    r"^(?:(?:it['’]?ll be|should be (?:there|done|ready)|i(?:['’]d| would) say|say|let['’]?s say|done|ready|there|"
    r"you['’]ll have it|"
    r"you(?:['’]ll)? get (?:it|them)|give me|aiming for|probably|latest|hopefully|i can do it|i do it|will be done|"
    r"fertig|"
    r"kriegt ihr|habt ihr|bekommt ihr)\b[\s,:]*)+",
    re.IGNORECASE,
)


_ASKS_FOR = re.compile(
    r"\?\W*$|\b(?:please|pls|bitte|preferably|ideally|if (?:you can|possible)|at the latest|spätestens|"
    r"i(?:['’]d| would)? need|needs? (?:it|that|this)|deadline|due)\b",
    re.IGNORECASE,
)


def without_questions(text: str) -> str:
    """What is said of a text, and not asked: "I'll set up a slot. Tuesday or Thursday?"."""
    return re.sub(r"(?:^|(?<=[.!?] ))[^.!?]*\?", " ", text) if "?" in text else text


def day_of(conversation: Conversation, text: str, line: Line) -> Found | None:
    """The day that a turn names; of several the one that it was corrected to."""
    text = _GIVEN_UP.sub(" ", text)
    last = None
    for found in _CORRECTS.finditer(text):
        last = found
    if last and (day := conversation.due(text[last.end() :], line)):
        return day
    return conversation.due(text, line)


_THING = re.compile(
    r"\b(?:the|our|your|my|a|an|der|die|das|ein\w*) (?!(?:eta|date|day|deadline|latest|earliest|end|minute|week|"
    r"next)\b)"
    r"(?P<what>[^,.;?!]+)",
    re.IGNORECASE,
)


_IT = re.compile(r"\b(?:it|that|this|them|mine|yours?)\b", re.IGNORECASE)


def key_of_question(conversation: Conversation, at: int, action: Commitment) -> str:
    """The remark in which whoever takes it asks until when, with the yes itself: "Will do. When is it?"."""
    line = conversation.lines[at]
    mine = action.owner is not None and line.author is not None and line.author.id == action.owner.id
    asks = mine and any(_WHEN.search(each.strip()) for each in re.split(r"(?<=[.!?])\s+", line.remark.text))
    return line.remark.id if asks else ""


def day_beside(conversation: Conversation, line: Line) -> Found | None:
    """The day that stands alone after what is asked: "point it there. today"."""
    at = conversation.lines.index(line)
    for each in conversation.lines[at + 1 :]:
        if each.remark.id != line.remark.id:
            return None
        day = conversation.due(each.text, each)
        if day and day.day and _only_a_day(each.text, day):
            return day
    return None


def asked_when(conversation: Conversation, at: int) -> bool:
    """Whether somebody asked right before until when it will be done."""
    line = conversation.lines[at]
    before = next((each for each in reversed(conversation.lines[:at]) if each.remark.id != line.remark.id), None)
    return before is not None and before.author != line.author and _WHEN.search(before.text.strip()) is not None


def day_agreed(conversation: Conversation, at: int, action: Commitment) -> tuple[Found, tuple[str, ...]] | None:
    """The day that is found in the turns after a yes, with the remarks that say so."""
    owner = action.owner
    asked: tuple[str, ...] = ()
    proposed: tuple[Found, str] | None = None
    wanted = key_of_question(conversation, at, action)
    for key, lines in conversation.after(at, _TURNS):
        author = lines[0].author
        text = " ".join(each.text for each in lines)
        if author is None or lines[0].remark.by_bot:
            continue
        day = day_of(conversation, text, lines[0])
        if owner is not None and author.id == owner.id:
            if proposed and accepts(text) and day is None:
                return proposed[0], (proposed[1], key)
            if day and day.day and not refuses(text) and (asked or proposed or _gives(conversation, text, day)):
                return day, (*asked, key)
            if promise_in(text) and not (asked or proposed):
                return None
            wanted = key if _WHEN.search(text.strip()) else wanted
        elif wanted and day and day.day and _only_a_day(text, day):
            return day, (wanted, key)
        elif day and day.day and _proposes(text, day):
            proposed = day, key
        elif _WHEN.search(text.strip()):
            if (thing := _THING.search(text)) and not content_words(thing["what"]) & content_words(action.text):
                return None  # the day of something else is wanted
            asked = (key,)
        elif request_in(text) or _OTHER_WHEN.match(text.strip()):
            return None
    return None


def own_agreed(conversation: Conversation, at: int, action: Commitment) -> tuple[Found, tuple[str, ...]] | None:
    """The day that whoever takes it asks for, once somebody agrees: "I'll look at it. By Friday?" – "fine"."""
    line = conversation.lines[at]
    if action.owner is None or line.author is None or line.author.id != action.owner.id:
        return None
    days = (day_of(conversation, each, line) for each in re.findall(r"[^.!?]*\?", line.remark.text))
    asked = next((each for each in days if each and each.day), None)
    for key, lines in conversation.after(at, 1) if asked else ():
        text = " ".join(each.text for each in lines)
        if asked and lines[0].author != line.author and accepts(text) and day_of(conversation, text, lines[0]) is None:
            return asked, (key,)
    return None


def _proposes(text: str, day: Found) -> bool:
    """Whether another asks for it by a day."""
    other = request_in(text)
    if other is not None and not points(other.task):
        return False
    short = _FEW_WORDS * (1 + bool(_IT.search(text)))
    return (_ASKS_FOR.search(text) is not None and len(text.split()) <= short) or (
        len(text.split()) <= _FEW_WORDS // 2 and _only_a_day(text, day)
    )


def _gives(conversation: Conversation, text: str, day: Found) -> bool:
    """Whether whoever has it says hardly more than a day: "Monday", "will share a draft on Monday"."""
    again = promise_in(text)
    thin = again is not None and is_thin(again.task or again.words, conversation.log.people)
    return thin or _only_a_day(text, day)


_OTHER_WHEN = re.compile(r"(?:(?:and|so)\s)?(?:when|wann)\b[^.!]*\?", re.IGNORECASE)
"""The day that is said then is the day of something else."""
_SOONER = re.compile(r"\b(?:before|earlier|sooner|later|already|doch schon|schon|früher|vorher)\b", re.IGNORECASE)
_MAKES_IT = re.compile(
    r"\b(?:make (?:it|mine|that)|(?:sorry|actually|wait|hm+)[, ]+(?:i mean |more like |rather )?)\W*", re.IGNORECASE
)


def day_revised(conversation: Conversation, at: int, action: Commitment) -> tuple[Found, tuple[str, ...]] | None:
    """Another day, given after somebody doubted the first: "can you do it before Monday?" – "Sunday then"."""
    doubted: tuple[str, ...] = ()
    for key, lines in conversation.after(at, _TURNS):
        author = lines[0].author
        text = " ".join(each.text for each in lines)
        if author is None or action.owner is None or lines[0].remark.by_bot:
            continue
        day = day_of(conversation, text, lines[0])
        if author.id == action.owner.id:
            given = day and day.day and day.day != action.due and not refuses(text)
            if (
                day
                and given
                and (doubted or _MAKES_IT.match(text))
                and any(
                    _only_a_day(_MAKES_IT.sub("", each.text), found)
                    for each in lines
                    if (found := conversation.due(each.text, each)) and found.day == day.day
                )
            ):
                return day, (*doubted, key)
            if doubted or promise_in(text):
                return None
        elif "?" in lines[0].remark.text and (day or _SOONER.search(text)):
            doubted = (key,)
    return None


def _only_a_day(text: str, day: Found) -> bool:
    """Whether a turn says hardly more than a day."""
    rest = _DAY_ONLY.sub("", text.replace(day.words, " ").strip())
    return len(re.findall(r"[^\W\d_]{2,}", rest)) <= 2  # noqa: PLR2004 ("by", "eod")
