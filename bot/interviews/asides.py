"""Which sentences of a long answer are only said in passing: kept, and left out of the requirements."""

from __future__ import annotations

import re

from bot.interviews.framework import Topic, credit
from bot.interviews.sieve import is_about_the_talk
from bot.language.facts import DETECTORS, has_role
from bot.language.text import strip_filler, words

_OBLIGATION = re.compile(
    r"\b(?:must|should|shall|may|can|cannot|need(?:s|ed)? to|has to|have to|had to|only|never|always|at most"
    r"|at least|want(?:s|ed)?|"
    r"allowed|unless|until|every|each|app|system|tool|screen|list|button|message|notif\w+|bot|form)\b|n['’]t\b",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"\bmy (?:sister|brother|husband|wife|mother|father|mum|mom|dad|kids?|son|daughter|neighbou?r|aunt|uncle|cousin|"
    r"mother-in-law|father-in-law|grandm\w+|grandf\w+|partner|friend|dog|cat)\b|\bbless (?:her|him|them)\b"
    r"|\blittle (?:boy|girl)\b|"
    r"\bon holiday\b|\bthe weather\b",
    re.IGNORECASE,
)
_CHATTER = re.compile(
    r"^(?:(?:just |only |maybe |well )?(?:one|two|three|four|five|a few|a couple|several|some|many) (?:of them"
    r"|things?|points?|more|cases?)(?: \w+){0,2}|where (?:do|should|shall) i (?:start|begin)|what can'?t go wrong"
    r"|that happens(?: too| a lot)?|let me (?:think|see)|"
    r"(?:i |we )?(?:already )?said (?:that |it )?(?:already|before)|as i already said|see above|good question"
    r"|sorry(?: about that)?|anyway|as i said|i did just say.*|that'?s (?:just )?how i talk.*|you know how it is|"
    r"don'?t get me (?:wrong|started).*|i could go on|long story(?: short)?|it is what it is|that'?s a (?:good|hard"
    r"|difficult) "
    r"(?:question|one)|ask (?:anyone|anybody|siri)|what else|can we (?:go|move) on|next(?: question)?"
    r"|thanks?(?: you)?|"
    r"ha(?: ha)*|lol|oh (?:dear|well|god|my)|(?:\w+, )?phew|hm+|right|exactly|(?:good|okay|ok|fine|right"
    r"|great),? (?:number|no\.?|question) \d+(?:, (?:good|ok|fine|right))?|i suppose|i guess so|trip over(?:,? hm+)?"
    r"|numbers|what else is (?:a |there)?\w*|of course|sure|honestly|i mean)[\s.!?…]*$",
    re.IGNORECASE,
)
_DISMISSAL = re.compile(
    r"^(?:(?:oh|no|well|sorry|ah|and so on|etc)[\s,.!–-]+)*(?:never ?mind(?: (?:her|him|it|that|them|the \w+))?"
    r"|forget (?:it|that|her|him)|"
    r"ignore (?:that|it|her|him)|take (?:her|him|it|that) out|(?:that'?s|that was|it'?s"
    r"|it was) (?:just )?(?:how i talk|a (?:phrase|figure of "
    r"speech|manner of speaking|joke))|(?:that|it) (?:doesn'?t|does not) matter|not important|i was joking"
    r"|just kidding)\b",
    re.IGNORECASE,
)


_SHORT_TALK = 14  # words; a longer sentence may hold something beside "as I said"


def asks_back(sentence: str) -> bool:
    """Whether somebody asks the interviewer something ("do I just talk", "will this take long")."""
    line = strip_filler(sentence).replace("’", "'")
    return line.endswith("?") and bool(_ASKS_BACK.search(line))


_ASKS_BACK = re.compile(
    r"\b(?:you|your|this thing|i just|can i|do i|did i|am i|is that (?:what|it|ok|right|security|a rule)|are we"
    r"|do we still|"
    r"where does|is (?:it|this) (?:in there|enough|done))\b",
    re.IGNORECASE,
)


def is_chatter(sentence: str) -> bool:
    """Whether a sentence only keeps the talk going ("anyway", "where was I", "do I just talk?")."""
    line = strip_filler(sentence).replace("’", "'")
    short = len(words(line)) <= _SHORT_TALK
    return bool(_CHATTER.match(line)) or (short and is_about_the_talk(line)) or asks_back(line)


def is_aside(sentence: str, topics: tuple[Topic, ...]) -> bool:
    """Whether a sentence holds nothing that a requirement could rest on: no actor, duty, number, condition or cue."""
    line = strip_filler(sentence).replace("’", "'")
    if is_chatter(sentence) or len(words(line)) <= 1:
        return True
    if line.endswith("?") and not re.match(r"(?:and )?what (?:if|happens|about)\b", line, re.IGNORECASE):
        return True
    if _PRIVATE.search(line) and not re.search(r"\b(?:must|should|shall|not allowed|only)\b", line, re.IGNORECASE):
        return True
    return not (
        _OBLIGATION.search(line)
        or has_role(line)
        or any(DETECTORS[kind](line) for kind in ("number", "date", "condition"))
        or credit(line, topics)
    )


def is_dismissal(sentence: str) -> bool:
    """Whether an answer to a probe says that the word didn't mean anything ("never mind", "that's just how I talk")."""
    return bool(_DISMISSAL.match(strip_filler(sentence).replace("’", "'")))
