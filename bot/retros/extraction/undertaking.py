"""What somebody takes on, by how a clause is built: who does it, that it is to come, a verb, and a thing."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.language.verbs import base_form, could_be_noun, is_base, is_past_participle, is_verb
from bot.retros.extraction.dates import WEEKDAY
from bot.retros.extraction.names import CAPITAL
from bot.retros.extraction.tasks import FELT, only_points


class Promise(NamedTuple):
    """`task` is "" where it only points at something ("I'll do that")."""

    task: str
    words: str = ""
    """What was said where it only points: "automate it"."""
    ongoing: bool = False
    """It is being done, so that only a day makes a task of it."""
    firm: bool = False
    """Its verb says what will be done, though not with what: "Den besorg ich dir"."""


_TO_COME = (
    r"i(?:['’]ll| will| shall|['’]m (?:just |also |probably )?(?:going to|gonna)| am going to|['’]m (?:happy|glad|keen|"
    r"up) (?:to|for)|(?:['’]d| would) be (?:happy|glad|keen|up) (?:to|for)|(?:['’]d| would) (?:happily|gladly|love to|"
    r"like to)| can| (?:still |also |really )*(?:want|plan|intend|mean) to)|let me|lemme|imma"
)
_ADVERBS = r"(?:(?:then|also|just|still|probably|definitely|gladly|happily|quickly|simply|try (?:to|and)) )*"
_CLAUSE = re.compile(
    rf"(?:^|[,;:.!…)]\s*|\s[-–—]+\s*|\b(?:and|so|but|then|though)\s+|^(?:once|after|as soon as)\b[^,;.!?]{{3,60}}?\s|"
    rf"^(?:(?:ok|so|then|and|but) )*(?:from|by|on|in|this|next|first thing|i think|i guess|i suppose|maybe|"
    rf"perhaps)\b[^,;.!?]{{0,30}}?\s)(?P<lead>{_TO_COME})\s+{_ADVERBS}(?P<task>(?P<verb>[a-z]+)\b.*)$",
    re.IGNORECASE | re.DOTALL,
)
_STRONG = re.compile(
    r"i(?:['’]ll| will|['’]m (?:just |also |probably )?(?:going to|gonna)| am going to)$", re.IGNORECASE
)
_UNKNOWN = re.compile(r"(?!.*(?:ly|ing|ed)$)[a-z]{3,}")
"""After "I'll" stands a verb, whether anybody knows it or not."""
_ELLIPTIC = re.compile(
    rf"^(?:[^,;:.!?]{{1,40}}[,;:.!]\s+)?(?:will|can|happy to|gonna|going to|(?:i )?(?:still |do )+want to) {_ADVERBS}"
    rf"(?P<verb>[a-z]+)(?: (?:it|that|them|this))?[\s.!]*$",
    re.IGNORECASE,
)
"""Neither who does it nor what: "Noticed too. Will correct."."""
_SET_PHRASE = re.compile(r"\b(?:will|can|happy to) do\W*$", re.IGNORECASE)
NOT_YET = (
    rf"\b(?:(?:by|until|till?|before|on|next|this|in) (?:the |next |this |end of ){{0,4}}(?:{WEEKDAY}|(?:mon|tues?|"
    rf"wed|thu(?:rs)?|fri|sat|sun)\b|day|week|month|sprint|morning|afternoon|evening|eo[dw]|noon|tomorrow|"
    rf"planning|release|demo|freeze|"
    rf"review|weekend|lunch|\d)|(?:at|over) the weekend|tomorrow|tmrw|today|tonight|eo[dw]|{WEEKDAY})\b"
)
_DOING = re.compile(
    rf"^(?:[^?]{{0,80}}?[,;:.!]\s+|\b)?(?:me, )?(?:also )?(?:heads up )?i['’]?(?: a)?m (?:just |already |also )?"
    rf"(?P<verb>[a-z]+ing) (?P<rest>(?!(?:on|in|at|to|from|with|for|of|by|out|off|away|back|there|here|"
    rf"tomorrow|today|tonight|next|this week|it now|him now|her now|them (?:now|tomorrow|today|next|on)|you)\b)"
    rf"(?=[^?]*+$)[^?]*{NOT_YET}[^?]*)$",
    re.IGNORECASE,
)
_BUSY = re.compile(
    r"^(?:(?:and|me|so|then|ok)[,\s]+)*i['’]?(?: a)?m (?P<verb>[a-z]+ing) (?P<rest>(?:the|a|an|our|my) "
    r"[^,.;?!]{3,60})[.!]*$",
    re.IGNORECASE,
)
_OWED = re.compile(
    r"^(?:(?:and|so|oh)[,\s]+)*i (?:(?:still|also) )*(?:owe|promised) (?:(?:the|our|"
    r"my) )?[^\s,.;?!]+(?: all)? (?P<thing>(?:a|an|the|some|my) [^.;?!]{3,60})[.!]*$",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    rf"^(?:[^?.!]{{0,40}}?[,;:.!]\s+)?(?:(?:ok|yes|and|so|then|"
    rf"but) )*(?:@?{CAPITAL} )?i (?P<task>(?P<verb>[a-z]+) (?!(?:on|in|at|to|from|with|for|of|by|off|away|back|"
    rf"until|till|that i)\b)(?:(?P<whom>it|that|him|her|them|this|one)[\s.!]*|(?=[^?]*+$)[^?]*{NOT_YET}[^?]*))$",
    re.IGNORECASE,
)
"""As many who learnt English say it: "I invite him", "Sigrid I take yours today"."""
_SENDING = re.compile(
    rf"^(?:(?:ok(?:ay)?|yes|yep|kk?|sure|fine|no|not yet|sorry|oh|right|mine|"
    rf"me)[\s,.!]+)*(?P<verb>[a-z]+ing) (?P<rest>(?:you|it|them|that|this|those|the|a|an|"
    rf"my|our|new|one|another|some)\b(?=[^?]*+$)[^?]*(?:{NOT_YET}|\bafter (?:this|the call|lunch)\b)[^?]*)$",
    re.IGNORECASE,
)
"""Nor who does it: "sending you the card after this"."""
_BY_THEN = re.compile(
    rf"^(?:(?:ok(?:ay)?|yes|so|and|then|sorry)[\s,]+)*(?P<thing>(?:the |a |an |my |new |first "
    rf")*(?P<last>[a-z][\w'’-]*(?: "
    rf"[a-z][\w'’-]*){{0,3}}) (?:by|before|until) (?:next |this |the |end of )*(?:{WEEKDAY}|(?:mon|tue|wed|thu|fri)s?|"
    rf"tomorrow|tmrw|tonight|eo[dw]|week|month|\d\w*+)[^,;?!]{{0,20}})$",
    re.IGNORECASE,
)
"""Only what there will be by when: "new export by Monday"."""
_NO_TASK = FELT | frozenset(
    "admit bet understand relate recommend confirm hear promise wonder suppose assume get stay leave sleep never "
    "rather live share sit stand travel fly walk eat meet visit attend present hop jump move prefer wish doubt care "
    "use find pass lose expect propose suggest appreciate congratulate regret fear dread highlight mention flag "
    "welcome apologise apologize".split()
)
"""What one feels, says at once, or is; and where one goes: no task by itself."""
_DEED = re.compile(
    r"(?:go (?:through|over)|find out|get \S+ (?:to|on|done|sorted|fixed|\w+ed)|have (?:a look|a go|a chat|a word)|"
    r"leave (?:it|that|this|them)|read (?:it|the|that|through)|share (?:the|a|my) (?:draft|doc|link|template|list)|"
    r"use (?:the|that)|meet (?:with )?[A-ZÀ-Þ])\b"
)
"""The same verbs with what makes a task of them."""
_IF = re.compile(r"\b(?:if|unless|whether|when|until|what|how|as|where|the (?:thing|only)|every time)\b", re.IGNORECASE)
_SO_THAT = re.compile(r"\bso (?:that )?$", re.IGNORECASE)
"""What something is asked for: "one thing per message, so I can copy it over"."""
HABITUALLY = rf"(?:always|usually|every|each|often|never|mostly|sometimes|normally|only|{WEEKDAY}s)"
_HABIT = re.compile(rf"\b{HABITUALLY}\b", re.IGNORECASE)


def undertaken(line: str) -> Promise | None:
    """What somebody says that they will do, without any of the phrases that promises are made of."""
    if line.rstrip().endswith("?"):
        return None
    for found in _CLAUSE.finditer(line):
        verb, before = found["verb"].lower(), line[: found.start("lead")]
        deed = verb not in _NO_TASK or _DEED.match(found["task"])
        known = is_base(verb) or (_STRONG.match(found["lead"]) and _UNKNOWN.fullmatch(verb) and not is_verb(verb))
        purpose = found["lead"].lower() == "i can" and _SO_THAT.search(line[: found.start("lead")])
        if known and deed and verb not in _NO_THING and not (purpose or _IF.search(before)):
            return _as_said(found["task"])
    bare = _ELLIPTIC.match(line)
    if bare and is_base(bare["verb"]) and bare["verb"].lower() not in _NO_TASK and not _SET_PHRASE.search(line):
        return Promise("", words=f"{bare['verb'].lower()} it")
    doing = _doing(line)
    if doing or _HABIT.search(line):
        return doing
    owed = _OWED.match(line)
    if owed:
        return Promise(owed["thing"], ongoing=True)
    busy = _BUSY.match(line)
    if busy and is_verb(busy["verb"]) and (verb := base_form(busy["verb"].lower())) not in _NO_TASK | {"take", "do"}:
        return Promise(f"{verb} {busy['rest']}", ongoing=True)
    sending = _SENDING.match(line)
    if sending and is_verb(sending["verb"]) and (verb := base_form(sending["verb"].lower())) not in _NO_TASK:
        return _as_said(f"{verb} {sending['rest']}")
    by_then = _BY_THEN.match(line)
    if by_then and not any(is_verb(each) and not could_be_noun(each) for each in by_then["last"].split()):
        words = re.findall(r"[^\W\d_]+", by_then["last"].lower())
        return None if _NO_THING & set(words) or is_gone(words[0]) else Promise(by_then["thing"])
    alone = _BARE.match(line)
    if alone and is_base(alone["verb"]) and alone["verb"].lower() not in _NO_TASK | {"do", "can", "will"}:
        return Promise("", words=f"{alone['verb'].lower()} it")
    plain = _PLAIN.match(line)
    if plain and is_base(plain["verb"]) and plain["verb"].lower() not in _NO_TASK:
        return _as_said(plain["task"])
    return None


_BARE = re.compile(
    rf"^(?:(?:ok(?:ay)?|yes|yep|fine|good|sure)\b[\s,.!]*)+(?:(?:then|so|and)\b[\s,]*)*i {_ADVERBS}"
    rf"(?P<verb>[a-z]+)(?: (?:it|"
    rf"them|that|this))?"
    rf"(?: then)?[\s.!]*$",
    re.IGNORECASE,
)
"""Not with what: "ok I order"."""


def _doing(line: str) -> Promise | None:
    """ "I'm moving the bikes on Tuesday"."""
    found = _DOING.match(line)
    if found is None or not is_verb(found["verb"]) or _HABIT.search(line[found.start("verb") :]):
        return None
    verb = base_form(found["verb"].lower())
    return None if verb in _NO_TASK | {"take"} else _as_said(f"{verb} {found['rest']}")


_NO_THING = frozenset(
    "i you we he she they it that this there everyone everybody nobody somebody not no yes both all done ready back "
    "maybe probably latest say hopefully let please can could will would should is are was were do does did who what "
    "when where why how if to".split()
)


def is_gone(word: str) -> bool:
    """Whether a word tells of the past: "finished by Monday"."""
    return is_past_participle(word) and not is_base(word)


def _as_said(task: str) -> Promise:
    clause = re.split(r"[,;.!](?=\s|$)", task, maxsplit=1)[0].rstrip()
    return Promise("", words=clause) if only_points(task, clause) else Promise(task.strip())
