"""What minutes tell of somebody in the third person: "Stan said he'd write to them", "Peter goes through the list"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.chat import Person
from bot.language.text import one_line
from bot.language.verbs import base_form, is_verb
from bot.retros.extraction.asking import PRONOUNS
from bot.retros.extraction.giving import NOT_PEOPLE, Given, given_in
from bot.retros.extraction.log import called
from bot.retros.extraction.promises import promise_in
from bot.retros.extraction.tasks import begins_with_verb, is_work, only_points
from bot.retros.extraction.who_has_it import straightened, told_otherwise

_NAME = r"@?[A-ZÀ-Þ][\w'’-]{1,30}(?: [A-ZÀ-Þ][\w'’.-]{0,30})?"
_AGREED_THAT = re.compile(
    rf"^[^.:!?]{{0,60}}?\b(?:agreed|decided|settled|suggested|proposed|arranged|vereinbart|beschlossen)(?: that|,)? "
    rf"(?=(?:{_NAME})(?:(?: and|,|/) {_NAME})? (?:will|should|would|is to|shall|takes|can)\b)"
)
_AGREED_DOES = re.compile(
    rf"^[^.:!?]{{0,40}}?\b(?:agreed|decided|settled|arranged)(?: that|,) "
    rf"(?=(?:{_NAME})(?:(?: and|,|/) {_NAME})? [a-z]+s\b)"
)
_SAID = re.compile(
    rf"^(?P<who>{_NAME}) (?:(?:has|had|then|also|finally|immediately) )?(?:said|says|told \w+|answered|confirmed|"
    rf"announced|promised|added|mentioned|thinks|thought|is sure)(?: that)? (?:he|she|they)(?:['’]d|['’]ll| would|"
    rf" will| can| could| wants to| is going to)(?: still| then| also| just| rather| like to|"
    rf" try to)* (?P<task>[a-z]+ [^.;]*?)(?=, (?:then|but|since|because|and then|so)\b|[.;]|$)"
)
_HANDED_ON = re.compile(
    rf"[,;] (?:so|but|and|instead|then)(?: then| instead| now)? (?P<who>{_NAME}) (?:will|is going to|would|takes?|"
    rf"agreed to|offered to|can) (?:then |now )?(?:do|take|make|handle|step|jump|cover)\b[^.;]*\.?$"
)
_OFFERED = re.compile(
    rf"^(?P<who>{_NAME}) (?:has |had |kindly |also )*(?:offered|volunteered|promised|agreed|was asked|has been asked|"
    rf"is asked|took it (?:up)?on (?:himself|herself|themselves)|undertook|is happy|"
    rf"was happy) to (?P<task>[a-z]+ [^.;]*)"
)
_BY_NAME = re.compile(
    rf"^(?P<task>[^.;:]{{6,90}}?) (?:was|is|has been|were|are|have been) assigned to (?P<who>{_NAME})\b(?P<more>[^.;]*)"
)
_PARTICLE = re.compile(
    rf"^(?P<who>{_NAME})(?:(?: and| &| und|,) {_NAME})? (?:then |also |now )?"
    rf"(?P<task>(?P<verb>looks? (?=into|at|after|for|up|through)|goes (?=through|over|back to)|go (?=through|over)|"
    rf"gets? (?=in touch|an?\b|the\b|hold|us\b|"
    rf"rid|back to)|comes? (?=back|up with)|finds? (?=out|an?\b|the\b)|sees? (?=to|if|whether)|keeps? (?=an eye|track|"
    rf"the)|makes? sure|orders? (?=\d|an?\b|the\b|new\b|some\b)|brings? |collects? |puts? |gives? |shows? |tells? |"
    rf"clears? |rings? |hands? )[^.;]+)"
)
_QUOTED = re.compile(rf"^(?:.*?[.!?;]\s+)?(?P<who>{_NAME}):? [\"“„«](?P<said>[^\"“”»]{{6,}})[\"“”»]")
_GERMAN = re.compile(
    r"^(?P<who>[A-ZÀ-Þ][\w'’-]{1,30}(?: (?:und|&) [A-ZÀ-Þ][\w'’-]{1,30})?) (?P<task>(?:spricht|sprechen|redet|klärt|"
    r"klären|schreibt|schreiben|fragt|prüft|prüfen|kümmert sich um|kümmern sich um|übernimmt|organisiert|erstellt|"
    r"stellt|macht|machen|testet|lädt|bereitet|räumt|legt|stoppt|holt|bestellt|meldet|schickt|sendet|informiert|plant|"
    r"richtet|aktualisiert|dokumentiert|sammelt|ruft|setzt|baut|fasst|liefert|besorgt|sorgt für|zieht|bittet|trägt|"
    r"nimmt|gibt|hängt|verschickt|vereinbart|schaut|sucht|ergänzt|verteilt|bucht|pflegt|stimmt|hakt|geht)\b .+)$"
)
_HEARD = re.compile(
    rf"\b(?:once|as soon as|until|after|when) (?P<who>{_NAME}) (?:has|have|had) (?P<verb>spoken|talked|asked|checked|"
    rf"heard|written|called|found out|tested|measured|clarified|looked)\b(?P<rest>[^.,;]*)"
)
_TAIL = re.compile(
    r"(?<!\s)\s*(?:,? (?:since|because|as|weil|da) (?:he|she|they|it|that|there|sie|er|es)\b.*|[,;]?(?: and| und|"
    r" but)?(?: (?:he|she|they|sie|er))? (?:wants?|hopes?|plans?|aims?|intends?|expects?|promised|tries|will try|"
    r"would like|will|can) (?:to )?(?:be (?:done|ready|finished)|have (?:it|that|this|them) (?:done|ready|finished|out|"
    r"sent|live|in place)|finish(?: it| that| this| them)?|get (?:it|that|this|them) (?:done|ready|finished))\b.*|"
    r"[,;] (?:and )?(?:everyone|everybody|all|nobody|no one|we all|all of us) (?:was|were|is|are|agreed|objected|liked|"
    r"minded)\b.*|[,;] (?:and )?(?:he|she|they) [a-z]+ .*|,? (?:then|but then) (?:he|she|they|remembered|realised|"
    r"realized|noticed)\b.*)$",
    re.IGNORECASE,
)
_SELF = re.compile(r" (?:himself|herself|themselves)\b|(?<!\s)\s++instead\W*$", re.IGNORECASE)
_BASE = {"spoken": "speak", "written": "write", "found out": "find out", "heard": "hear"}


def reported_in(sentence: str, people: Sequence[Person]) -> Given | None:
    """A task that a sentence tells of somebody; `people` empty where no names are known."""
    line = straightened(_AGREED_THAT.sub("", one_line(sentence)), people)
    agreed = _AGREED_DOES.match(line)
    line = line[agreed.end() :] if agreed else line
    found = _told(line) or told_otherwise(line, people)
    if found and found.who.casefold() in PRONOUNS | NOT_PEOPLE:
        return None
    if found is None or (people and called(found.who, people) is None):
        found = given_in(line, people)
    if found is None:
        return None
    known = called(found.who, people)
    who = known.name if known and known.name == found.who.lower() else found.who
    return Given(who, without_tail(found.task), plain=found.plain and not agreed)


_AND_DOES = re.compile(
    r"\band (?P<verb>[a-z]{3,}s)(?= (?:it|them|the|an?|our|him|her|us|to|for|into|everyone|this|that|all)\b)"
)


def _and_do(found: re.Match[str]) -> str:
    base = base_form(found["verb"])
    return f"and {base}" if is_verb(base) else found[0]


def without_tail(task: str) -> str:
    """A task without why it is theirs, and without by when they want to have done it."""
    return _AND_DOES.sub(_and_do, _SELF.sub("", _TAIL.sub("", task))).strip(" ,;")


def _told(line: str) -> Given | None:
    if (said := _SAID.match(line)) and is_work(said["task"].split(maxsplit=1)[0].lower()):
        on = _HANDED_ON.search(line)
        return Given((on or said)["who"].lstrip("@"), said["task"].strip())
    if (offered := _OFFERED.match(line)) and begins_with_verb(offered["task"]):
        return Given(offered["who"].lstrip("@"), offered["task"])
    if by := _BY_NAME.match(line):
        return Given(by["who"].lstrip("@"), f"{by['task']} {by['more']}".strip())
    if does := _PARTICLE.match(line):
        verb, rest = does["verb"].strip().partition(" ")[::2]
        task = f"{base_form(verb) if verb != 'goes' else 'go'} {rest} {does['task'][len(does['verb']) :]}"
        return Given(does["who"].lstrip("@"), one_line(task), plain=True)
    if quoted := _QUOTED.match(line):
        said_before = line[: quoted.start("who")].strip(" .!?;")
        promise = next(
            (each for part in re.split(r"(?<=[.!?])\s+|,\s+", quoted["said"]) if (each := promise_in(part))), None
        )
        if promise is None:
            return None
        return Given(quoted["who"].lstrip("@"), promise.task or said_before or promise.words or "do that")
    if german := _GERMAN.match(line):
        return Given(german["who"], german["task"], plain=True)
    if heard := _HEARD.search(line):
        verb = heard["verb"]
        return Given(heard["who"].lstrip("@"), f"{_BASE.get(verb, base_form(verb))}{heard['rest']}")
    return None


_UNCLAIMED = re.compile(
    r"^(?:so far |but )?(?:nobody|no one)(?: in the team| of us)? (?:wanted|volunteered|offered|was (?:ready|willing|"
    r"able)|had time|felt able|has time|wants) to (?:take care of |take over |take |do |"
    r"look after )?(?P<task>[^,.;]{6,}?)(?:[,;.]\s*(?:so |and |which )?(?:that |this |it )?(?:(?:is|stays|remains|"
    r"was left) )?(?:still |therefore )?(?:open|unassigned|without an owner)\b.*)\W*$|"
    r"^(?:still )?(?:open|offen|unresolved|ungeklärt)\s*:\s*(?:who (?:takes care of|does|owns|looks after|takes|"
    r"will do)|wer (?:kümmert sich um|macht|übernimmt|hat)) (?P<who>[^?]{4,})\?\W*$",
    re.IGNORECASE,
)


def unclaimed_in(sentence: str) -> str | None:
    """A task that minutes say nobody took: "Nobody wanted to take care of the docs, so that is still open"."""
    found = _UNCLAIMED.match(one_line(sentence))
    return (found["task"] or found["who"]).strip() if found else None


_WHICH_IS = re.compile(r",? (?:which is|that is|that['’]s|i\.e\.|namely|also|nämlich|das ist) (?=(?:on |the |am )?\w)")


def when_words(sentence: str) -> str:
    """The part of a sentence that says the day, where it explains one: "before the holidays, which is 20 November"."""
    parts = _WHICH_IS.split(sentence)
    return parts[-1] if len(parts) > 1 and re.search(r"\d", parts[-1]) else sentence


_ASKED_WHEN = re.compile(
    r"\b(?:asked (?:by|until) when|by when|until when|asked (?:for|about) (?:a|the) (?:date|day|deadline)|deadline|due|"
    r"promised|said|says|wants|hopes|aims|plans|expects|thinks|thought|has until|have it|be done|be ready|"
    r"be finished)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"^(?:he|she|they|it|this|that|sie|er|es|das)\b", re.IGNORECASE)


def tells_when(sentence: str, who: str) -> bool:
    """Whether a sentence tells by when somebody wants to have done what they took on: "Asked, Stan said tomorrow"."""
    line = one_line(sentence)
    about = _OTHERS.match(line) or (who and re.search(rf"\b{re.escape(who.split(maxsplit=1)[0])}\b", line))
    return bool(about) and _ASKED_WHEN.search(line) is not None and len(line.split()) <= _SHORT


_SHORT = 14


def only_says_it(task: str) -> bool:
    """Whether a task says nothing without what stands before it: "do it instead"."""
    return only_points(_SELF.sub("", task))
