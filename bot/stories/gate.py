"""Which lines tell something to do: not who speaks, what happened once, how things are, or what this talk is about."""

from __future__ import annotations

import re

from bot.language.grammar import Clause, bare
from bot.language.nouns import head, is_countable, is_person
from bot.language.passives import passive
from bot.language.text import content_words, one_line, strip_filler, words
from bot.language.verbs import base_form, is_verb, past
from bot.language.wishes import plain
from bot.stories.telling import Reading

_ASKED = re.compile(
    r"^(?:what|which|who|whose|where|when|why|how|is|are|was|were|do|does|did|will|would|should|shall|may|has|have|had|"
    r"am)\b",
    re.IGNORECASE,
)
_PAST_TIME = re.compile(
    r"\b(?:yesterday|last (?:time|week|month|year|night|summer|winter|spring|autumn|monday|tuesday|wednesday|thursday|"
    r"friday|saturday|sunday)|(?:years?|months?|weeks?|days?|hours?) ago|back then|the other day|in the past)\b",
    re.IGNORECASE,
)
_TALK = re.compile(
    r"\b(?:your (?:list|question|summary|brief|notes?|last question)|you (?:mean|meant|say|said|asked|mentioned|told)|"
    r"(?:tell|told|answer|ask|asked) you|did you|do you (?:ask|mean|want|need)|i (?:said|told|meant|mentioned|forgot|"
    r"forget)|as i|let me (?:think|see|show|tell|ask|say)|something else|before i forget|where was i|you sort it|"
    r"that(?:['’]s| is) (?:wrong|scope|not right|what i))\b",
    re.IGNORECASE,
)
_ASKS_BACK = re.compile(
    r"(?:did|have|are|were|had|do) (?:you|i)\b(?! (?:have|offer|support))|let me (?:show|tell|ask|say|think|see)\b",
    re.IGNORECASE,
)
_TO_SAY = re.compile(
    r"(?:i|we) (?:want(?:ed)?|need|have|would like|can|should) (?:to )?(?:say|tell|ask|add|mention|talk|explain)\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:not (?:for|in|part of) the first (?:version|release|slice)|out of scope|not in scope|not for now|"
    r"(?:in|for) a later (?:version|release))\b",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"^(?:and |but |so |well,? )*(?:honestly|frankly|i (?:think|feel|believe|guess|suppose|find|hate|love))\b",
    re.IGNORECASE,
)
_ABOUT_ME = frozenset(
    "look run work manage lead own live come care think believe know guess suppose hope mean say ask forget remember "
    "wonder love hate understand agree talk tell study doubt".split()
)
_FINDS = frozenset("like love hate dislike enjoy fear complain struggle suffer trust mind worry doubt".split())
_COMPLAINT = re.compile(
    r"\b(?:nightmare|awful|terrible|horrible|annoying|disaster|a (?:mess|pain|joke|shame)|always the same|"
    r"drives? (?:me|us) (?:mad|crazy))\b",
    re.IGNORECASE,
)
_FEELINGS = frozenset(
    """
    bad good great awful terrible horrible slow annoying nice old easy hard difficult important ugly afraid busy
    tired fine ok okay happy unhappy wrong sad angry new young stressed overworked understaffed sure sorry glad
    expensive cheap funny stupid crazy mess disaster nightmare pain problem joke shame
    """.split()
)
_STATES_OF_MIND = frozenset("understand know believe feel think remember".split())
_POINTS = frozenset("it this that them these those".split())
_SETS_LIMIT = frozenset("only never always".split())


# "I want she to see it", "the otherwise she not to answer", "that one to be really not negotiable"
_SOMEBODY_ELSE = re.compile(
    r"(?:the )?(?:[a-z]+ )?(?:she|he|they|who|what|that one|this one|nobody) (?:not )?to [a-z]", re.IGNORECASE
)


def tells_nothing(line: str, reading: Reading) -> bool:
    """Whether a line gives nothing to build, or nothing that the rules can say well.

    A talk's questions and small talk, who somebody is, what happened, opinions, and what is put off to a later version.
    """
    said = one_line(line)
    if reading.kind == "quote" or _LATER.search(said):
        return True
    if said.rstrip(" \"”'").endswith("?") and _ASKED.match(plain(said)):
        return True
    if _TALK.search(plain(said)) and not _wishes(reading.clause):
        return True
    if _ASKS_BACK.match(strip_filler(said)) or _TO_SAY.match(plain(said)):
        return True
    if _SOMEBODY_ELSE.match(reading.want):
        return True
    if _PAST_TIME.search(said) and not _wishes(reading.clause):
        return True
    return (
        _is_loose(said, reading)
        or _is_limit(reading)
        or _only_is(said, reading)
        or _happened(said, reading)
        or _is_empty(reading)
    )


_WHICH_ONE = re.compile(r"(?:the )?(?:second|first|other|last|next) one$|(?:what|which|who|that|how)\b", re.IGNORECASE)


_NO_THING = re.compile(
    r"\b(?!(?:of|in|on|at|for|to|by|with|from|and|or|per|about|over|under|into|than|as|all|both|during|after|before|"
    r"between|without|via|through|like|not)\b)[a-z]+ (?:the|my|our) [a-z]",
    re.IGNORECASE,
)
_EXPLAINED = re.compile(r",|\b(?:that|which|who|whose|how|what|when|where|why|[a-z]+ing)\b", re.IGNORECASE)


def _is_loose(said: str, reading: Reading) -> bool:
    """Whether a line points at something that stands elsewhere: "the second one", "it warns her", "what goes wrong"."""
    found = reading.clause
    if reading.kind in {"system", "state"} and _WHICH_ONE.match(reading.subject):
        return True
    if (
        reading.kind == "thing"
        and len(reading.thing.split()) == 1
        and not is_countable(reading.thing)
        and not _WANTING.search(said)
        and not reading.condition
    ):
        return True
    if reading.kind == "thing" and _NO_THING.search(reading.thing) and not _EXPLAINED.search(reading.thing):
        return True  # "customers love the app": a sentence that the rules could not read
    return reading.kind == "system" and re.match(r"(?:her|him)\b(?! \w+ (?:of|for))", found.rest) is not None


_LIMITS = re.compile(r"(?:at most|up to|at least|no more than|not more than|only)\b", re.IGNORECASE)


def _is_limit(reading: Reading) -> bool:
    """Whether a line only sets a limit: a rule, which belongs to another line's story."""
    verb, _, rest = reading.action.partition(" ")
    if reading.kind == "action" and verb in {"get", "have"} and _LIMITS.match(rest):
        return True
    found = reading.clause
    return found.shape == "present" and found.verb == "be" and found.rest[:1].isdigit()


def _wishes(found: Clause) -> bool:
    """Whether a clause says that something should be, rather than that it is or was."""
    if found.shape == "modal":
        return not re.match(r"(?:had|wanted|would|might)\b", found.modal)
    return found.shape == "imperative" or (found.shape == "present" and found.verb in {"want", "need", "require"})


_WANTING_TO = re.compile(r"\b(?:would|['’]d) (?:like|love)\b", re.IGNORECASE)
_WANTING = re.compile(r"\b(?:want|need|wish|like|love|require)s?\b", re.IGNORECASE)


def _only_is(said: str, reading: Reading) -> bool:
    """Who somebody is, what they do for a living, and how somebody finds something."""
    found = reading.clause
    if found.shape != "present":
        return False
    subject, first = bare(found.subject), bare(found.rest.partition(" ")[0])
    if (subject == "you" and found.verb in _SAYS) or first == "you" or found.verb in {"happen", "occur"}:
        return True
    if _complains(said, found):
        return True
    if subject in {"i", "we"} and not _WANTING.search(plain(said)) and _is_about_me(said, reading):
        return True
    if found.verb != "be" or _is_done(reading):
        return bool(_OPINION.match(said)) and found.verb not in {"want", "need"}
    if _OPINION.match(said) or subject in {"this", "that", "it", "there"}:
        return True
    about_people = is_person(head(found.subject)) or subject in {"people", "everybody", "everyone", "nobody"}
    named = first in _NAMES_IT or not found.rest
    return named or about_people or bool(set(words(found.rest)) & _FEELINGS)


_SAYS = frozenset("mean say ask know tell forget talk think answer sound mention".split())
_NAMES_IT = frozenset("a an the our my one for about from of like down offline unavailable broken slow dead".split())


def _complains(said: str, found: Clause) -> bool:
    """How somebody finds what there is: "drivers hate the tablet", "it's a nightmare"."""
    if _COMPLAINT.search(said) and not _WANTING.search(said):
        return True
    return found.verb in _FINDS and not _WANTING_TO.search(said)


_BACK = frozenset("back again up down in out off on over".split())


def _is_about_me(said: str, reading: Reading) -> bool:
    """What the speaker is, does for a living, or says to the one who asks."""
    found = reading.clause
    if found.verb in _ABOUT_ME or re.search(r"\byou\b", said):
        return True
    if found.verb in {"be", "have"} and not _is_done(reading):
        return True
    alone = not found.rest or bare(found.rest) in _BACK  # "we call back"
    return reading.kind == "action" and alone and not reading.condition


def _is_done(reading: Reading) -> bool:
    """Whether "is …" says what happens to a thing, as in "the slot is held"."""
    doing = passive(reading.clause)
    return doing is not None or reading.kind == "state" or (reading.kind == "action" and reading.clause.verb != "be")


_PERFECT = re.compile(r"(?:has|have|had)(?:n['’]t| not| never| just| already| also)* (?P<done>[a-z]+)\b", re.IGNORECASE)


_WISHED_FOR = re.compile(r"\b(?:would|wish|if only)\b|\b(?:it|we|i)['’]d\b", re.IGNORECASE)


def _happened(said: str, reading: Reading) -> bool:
    """Something that was: a verb in the past where the sentence has its verb."""
    found = reading.clause
    if _WISHED_FOR.search(said):
        return False
    if found.shape == "modal":
        return found.modal.startswith("had to")
    if found.shape != "present" or not found.subject:
        return False
    line = plain(said)
    start = line.lower().find(found.subject.lower())
    if start < 0 and (it := re.match(r"(?:it|this|that)\b", line, re.IGNORECASE)):
        return re.match(r"(?:was|were|had|did)\b", line[it.end() :].strip()) is not None
    after = line[start + len(found.subject) :].split() if start >= 0 else []
    for token in after[:3]:
        word = bare(token)
        if word in {"was", "were", "did", "had", "wasn't", "weren't", "didn't", "hadn't"}:
            return True
        if is_verb(word):
            base = base_form(word)
            if word in {"has", "have"}:
                told = _PERFECT.match(" ".join(after[after.index(token) :]))
                return bool(
                    told
                    and is_verb(told["done"])
                    and base_form(told["done"]) != told["done"]
                    and not _noun_after(told["done"])
                )
            return word == past(base) and word != base
    return False


def _noun_after(word: str) -> bool:
    return word.endswith(("s", "ing"))


def _is_empty(reading: Reading) -> bool:
    """Whether hardly a word is left to build from: "to be told", "to understand it", "to please"."""
    if reading.kind == "thing" and (is_person(head(reading.thing)) or head(reading.thing) == "people"):
        return True
    if reading.clause.shape == "imperative" and reading.clause.verb == "use":
        return True
    if reading.kind in {"system", "state"}:
        told = reading.clause
        thing = bare(told.rest.split()[-1]) if told.rest else ""
        return thing in {"this", "that"} and len(content_words(told.rest)) == 0
    if reading.kind != "action" or reading.negated:
        return reading.kind == "thing" and not content_words(reading.thing)
    verb, _, rest = reading.action.partition(" ")
    if (
        reading.clause.shape == "imperative"
        and verb in {"please", "thank", "see", "look", "wait"}
        and len(rest.split()) == 0
    ):
        return True
    if verb in _STATES_OF_MIND and bare(rest.partition(" ")[0]) in _POINTS:
        return True
    says = content_words(reading.action) - content_words("be is")
    short = len(says) <= 1 and len(rest.split()) <= 1  # "to be told": of what?
    return (short and not reading.condition and verb in {"be", "get", "have"}) or not says
