"""What is handed to somebody without a word like "can you": "that one is yours, Bo", "and the pager, Claire?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.chat import Person
from bot.language.text import content_words, one_line
from bot.language.verbs import is_base
from bot.retros.extraction.giving import given_in
from bot.retros.extraction.log import called
from bot.retros.extraction.names import NAME

_ANY = rf"@?{NAME}"
_LEADS = r"(?:(?:please|pls|bitte|and|so|ok(?:ay)?|then|next|also|right|now|maybe|perhaps|und|dann)\b[\s,:]+)*"
_YOURS = re.compile(
    r"\b(?:(?:it|that|this|that one|this one)(?:['’]s| is| would be| could be)(?: then| now| all)? (?:yours\b|your "
    r"(?:baby|job|task|part|one)\b|for you\b|"
    r"on you\b)|(?:you|u)(?:['’]ve)? (?:got|get|have) (?:the job|the honou?r|that one|this one|that job)|(?:you|"
    r"u)(?:['’]re| are) "
    r"(?:it|on it|the one)\b|du hast den job|das ist deins|deine aufgabe)",
    re.IGNORECASE,
)
_IS_YOURS = re.compile(
    rf"^{_LEADS}(?P<who>{_ANY}),?\s+(?:is )?(?P<thing>(?:the|our|my|this|that)\s[^?.!,]{{3,60}}?)"
    r"(?:,? is (?:that|this|it))? (?:yours|with you|on your list)\s*\?+$",
    re.IGNORECASE,
)
"""Whether something is somebody's: "Bo, the alarm, is that yours?"."""
_YOU = re.compile(
    rf"^(?:{_LEADS}(?P<who>{_ANY}),?\s+)?(?:and )?(?:you|u)\s+(?:will |shall )?(?P<verb>[a-z]+)\s+(?P<rest>\S[^?]*)\?$",
    re.IGNORECASE,
)
_THING = re.compile(
    rf"^{_LEADS}(?P<thing>(?:the|our|my|this|that|those|these|die|der|das|[a-z]+ing)\s[^?.!,]{{2,60}}?)(?:,\s*|"
    rf"\s*[-–:]\s*)"
    rf"(?P<who>{_ANY})\s*\?+$",
    re.IGNORECASE,
)
_NAME_FIRST = re.compile(
    rf"^{_LEADS}(?P<who>{_ANY}),\s+(?P<thing>(?:the|our|my|die|der|das)\s[^?.!,]{{3,60}})\s*\?+$", re.IGNORECASE
)
_NAME_ONLY = re.compile(rf"^{_LEADS}(?:you,? )?(?P<who>{_ANY})(?:[\s,]+(?:maybe|then|you))?\s*\?\W*$", re.IGNORECASE)
_MORE = re.compile(
    r"^(?:and|plus|und)\s+(?:also |maybe |perhaps |then |auch )*(?P<thing>(?:the|a|an|our|die|der|das)\s\S[^?]*)\?$",
    re.IGNORECASE,
)
_FELT = frozenset(
    "know think see mean say said want like love hate remember agree feel have had guess hear need believe mind "
    "are were was "
    "understand get got prefer wonder hope wish live work come go look sound seem sure".split()
)


_OVER = re.compile(
    r"\bover to you (?:for|with|on) (?P<thing>(?:the|our|that|those|these)\s[^,.;?!]{3,60})", re.IGNORECASE
)
_WHOSE = re.compile(
    rf"^{_LEADS}(?:i think |i believe |we said |didn['’]t we say |wasn['’]t )*(?P<thing>(?:the|our|that) "
    rf"[^,.;?!]{{3,60}}?) "
    rf"(?:was|is|would be|goes to) @?(?P<who>[^\W\d_][\w-]*?)['’]s(?: one| job| thing)?[?.! ]*$",
    re.IGNORECASE,
)
"""Whose it was said to be: "I think the cache thing was Tunde's?"."""
_PLAINLY = re.compile(
    rf"^(?:[^,.;:?!]{{1,20}}[,.!]\s+)?{_LEADS}@?(?P<who>[^\W\d_][\w'’-]*) (?:then |please |pls "
    rf")?(?P<task>(?P<verb>[a-z]+) "
    rf"(?:it|that|this|them|those|these|the|a|an|our|your|up|out|down)\b[^?]*)$",
    re.IGNORECASE,
)
"""Somebody is told by name, without a comma: "brian point it at the pager"."""
_REMEMBER = re.compile(
    rf"^{_LEADS}(?P<who>{_ANY}),?\s+(?:don['’]?t forget|remember)(?: to| about)? (?P<task>\S[^?]*)$", re.IGNORECASE
)
_TOLD = re.compile(
    rf"^{_LEADS}(?:@?(?P<first>[^\W\d_][\w'’-]*), (?P<task>[a-z]+ (?:the|a|an|our|your|my|some|all|to|up|out) "
    rf"[^?]+?)|"
    rf"(?P<other>[a-z]+ (?:the|a|an|our|your|my|some|all|to|up|out) [^?,]+?), @?(?P<last>[^\W\d_][\w'’-]*))[.! ]*$",
    re.IGNORECASE,
)
"""Somebody is told to do something: "order the wood, Bo"."""
_WOULD_YOU = re.compile(rf"^{_LEADS}(?P<who>{_ANY}),\s*(?:would|could|can|will|do) you\s*\?+$", re.IGNORECASE)
_SO = re.compile(
    r"^(?:(?:so|then|ok|and|right)\b[\s,]*)*(?:i(?:['’]d| would) say|i suggest|what if|how about|maybe|perhaps|"
    r"let['’]s say)\s+(?:that )?",
    re.IGNORECASE,
)


_STILL_OPEN = re.compile(
    rf"^{_LEADS}(?P<thing>[^,.;:?!]{{3,60}}?)\s+(?:is|are|(?:was|were)(?= (?:also )?(?:still|"
    rf"not)\b))\s+(?:also |still |not )*(?:open|pending|missing|"
    rf"outstanding|overdue|done|started|there)(?: yet)?(?:\s+(?:i think|"
    rf"i believe))?\s*[,.:–-]+\s*(?P<who>{_ANY})\s*\?+$",
    re.IGNORECASE,
)
"""Whoever has it is asked how it stands: "label script is still open, Bo?"."""


_PLEASE = re.compile(
    rf"^{_LEADS}@?(?P<who>[^\W\d_][\w'’-]*)[,:]?\s+(?P<thing>(?:the|our|your|that|those)\s[^?.!,]{{3,60}}?),?\s+"
    r"(?:please|pls|plz|bitte)\b",
    re.IGNORECASE,
)
""" "@Cy the complaints form pls"."""


class Handed(NamedTuple):
    """What is handed to whom. `task` is "" where it was said before."""

    task: str
    whom: str
    bare: bool = False
    """It is no more than a name with a question mark."""


def handed_in(sentence: str, people: Sequence[Person]) -> Handed | None:
    """What a sentence hands to somebody."""
    line = one_line(sentence)
    yours = _YOURS.search(line)
    if yours:
        who = next((word for word in re.findall(r"@?[^\W\d_][\w'’-]*", line) if called(word, people)), "")
        return Handed("", who) if who else None
    is_yours = _IS_YOURS.match(line)
    if is_yours and called(is_yours["who"], people):
        return Handed(is_yours["thing"], is_yours["who"])
    whose = _WHOSE.match(line)
    if whose and called(whose["who"], people):
        return Handed(whose["thing"], whose["who"])
    over = _OVER.search(line)
    if over:
        who = next((word for word in re.findall(r"@?[^\W\d_][\w'’-]*", line) if called(word, people)), "")
        return Handed(over["thing"], who) if who else None
    if by_name := _by_name(line, people):
        return by_name
    would = _WOULD_YOU.match(line)
    if would and called(would["who"], people):
        return Handed("", would["who"])
    given = given_in(_SO.sub("", line), people)
    if given and not line.endswith("?") and called(given.who, people):
        return Handed(given.task, given.who)
    you = _YOU.match(line)
    if (
        you
        and is_base(you["verb"].lower())
        and you["verb"].lower() not in _FELT
        and (you["who"] and called(you["who"], people))
    ):
        return Handed(f"{you['verb']} {you['rest']}", you["who"])
    for pattern in (_STILL_OPEN, _THING, _NAME_FIRST, _PLEASE):
        found = pattern.match(line)
        if found and called(found["who"], people) and content_words(found["thing"]):
            if pattern is _PLEASE and _is_told_to(line, found["who"]):
                return None
            return Handed(found["thing"], found["who"])
    alone = _NAME_ONLY.match(line)
    return Handed("", alone["who"], bare=True) if alone and called(alone["who"], people) else None


def _is_told_to(line: str, word: str) -> bool:
    """Whether a word is what to do, though somebody is called so: "mark the boxes please"."""
    return is_base(word.lower()) and re.search(rf"@{re.escape(word)}|{re.escape(word)}[,:]", line) is None


def _by_name(line: str, people: Sequence[Person]) -> Handed | None:
    """Somebody is told by name to do something."""
    told = _TOLD.match(line)
    if told and (who := told["first"] or told["last"]) and called(who, people):
        task = (told["task"] or told["other"]).strip()
        if is_base(task.split()[0].lower()):
            return Handed(task, who)
    plainly = _PLAINLY.match(line)
    if plainly and is_base(plainly["verb"]) and plainly["verb"].lower() not in _FELT and called(plainly["who"], people):
        return Handed(plainly["task"].rstrip(".! "), plainly["who"])
    reminded = _REMEMBER.match(line)
    if reminded and called(reminded["who"], people):
        return Handed(reminded["task"].rstrip("!. "), reminded["who"])
    return None


_ANY_THING = re.compile(
    rf"^(?:(?:and|next|then|also|so|what about|how about|und)[\s,:]+)+(?P<thing>(?:the|our|that|those|die|der|"
    rf"das)\s[^?.!,]{{3,60}}?)\s*\?$|"
    rf"^{_LEADS}(?P<who>[^?.!,:;]{{4,60}}?)(?:\s+[-–—]+\s*|[:,]\s*)who(?:['’]s (?:got|doing|taking) (?:it|"
    rf"that))?\s*\?+$",
    re.IGNORECASE,
)


def thing_in(sentence: str) -> str:
    """A thing that is put before all: "And the trophies?", "trophies - who?"."""
    found = _ANY_THING.match(one_line(sentence))
    return (found["thing"] or found["who"]) if found else ""


def more_in(sentence: str) -> str:
    """The second thing of a request: "And also the list?"."""
    found = _MORE.match(one_line(sentence))
    return found["thing"] if found else ""
