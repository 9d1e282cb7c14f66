"""What a line is about, where it says that first: "legal sync - I'll set that up", "press 2. Bo?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.text import content_words, one_line
from bot.language.verbs import could_be_noun, is_past_participle, is_verb
from bot.retros.extraction.consent import accepts, refuses
from bot.retros.extraction.sieve import is_small_talk
from bot.retros.extraction.spelling import is_name_of_thing

_ENOUGH, _FEW = 2, 4
LEAD = re.compile(
    r"^(?:(?:and|so|then|also|for|re|about|on|the other thing)[:,]?\s+)*@?(?P<topic>[^\s,.;:?!–-][^,.;:?!]{1,60}?)"
    r"(?:\s+[-–—]+|:)\s+(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_FRONTED = re.compile(
    r"^(?:(?:and|so|then|also|now)[:,]?\s+)*(?P<topic>(?:the|our|that|those|these)\s[^,.;:?!]{3,60}?),\s+(?=who\b|"
    r"(?:can|could|would|will) |i['’]?(?:ll|d|m)\b|i (?:can|will)\b|let me\b|let['’]?s\b)",
    re.IGNORECASE,
)
NAME_ASKED = re.compile(r"^\W*@?(?-i:[A-ZÀ-Þ])[\w'’-]+(?: (?-i:[A-ZÀ-Þ])[\w'’-]+)?\s*\?+\W*$", re.IGNORECASE)
ASSENTS = re.compile(
    r"^\W*(?:(?:yes|yeah|ok(?:ay)?|sure|hm+)[\s,.]+)*(?:that|it|this)(?:['’]?(?:s|d|ll)| is| would| could| can| "
    r"might| will)? (?:work|do|be (?:fine|good|great|ok|nice)|fine|good|great|ok|works|helps?|fair|true)\b"
    r"(?: (?:for|with) me)?\W*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"^(?P<clause>(?:i (?:have|['’]ve|got|saw|found|know)|i['’]ve|we have|we['’]ve|there(?:['’]s| is| are)|the|our|my|"
    r"that|this)\b[^.;?!]{6,80}?),\s+(?:so |and |but )?(?=(?:i(?:['’]ll|['’]m| will| can)|can|could|will|let me|"
    r"happy to|gonna)\b)",
    re.IGNORECASE,
)
_CLAUSE_DE = re.compile(
    r"^(?!ich (?:bin|war|hab\w*)\b)(?P<clause>[^,;?!]{8,90}), (?:und |aber )?(?=(?:das|den|die|es|dann|"
    r"da) [a-zäöüß]+ ich\b)",
    re.IGNORECASE,
)
_THEN_ASKED = re.compile(
    r"^(?:@?[^\W\d_][\w'’-]{0,40},\s+)?(?P<clause>[^,.;?!]{8,90}),\s+(?:so |and |but )?"
    r"(?=(?:(?:can|could|would|will) (?:you|some(?:one|body)|any(?:one|body))|who(?:['’]s| is)? \w+(?:ing|s)|"
    r"(?:do you |would you )?want me to|sh(?:ould|all) i)\b)",
    re.IGNORECASE,
)
"""What is wrong, and then what is asked: "the build is broken, can you look at it?"."""
_TOPIC = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|so|right|next|then|and|also|what about|how about|now|last one|quick one|first|second|last|"
    r"on to|back to)\b[\s,:.]*)*(?P<thing>(?:the|our|my|that|those|these|(?-i:[A-ZÀ-Þ])[\w-]+['’]s) "
    r"[^,.;:?!]{2,50}?)(?: then)?\s*[?.!…]*$",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:them|it|us|you|me|him|her|always|never|still|too|so|very|really|just|again|even|often|"
    r"(?<!for )(?<!of )(?<!in )(?<!on )(?<!to )(?<!from )(?<!with )(?<!at )(?<!about )(?<!^)(?:the|a|an|our|"
    r"their|my))\b",
    re.IGNORECASE,
)
"""With such a word in it, a line says something of the thing."""


def led_in_by(text: str) -> str | None:
    """What a line names before it says what to do about it."""
    return topic_of(text) or _earlier_clause(text)


def topic_of(text: str) -> str | None:
    """What a line is about, said before a dash or a colon: "legal sync - I'll set that up"."""
    found = LEAD.match(one_line(text)) or _FRONTED.match(one_line(text))
    if found is None or not content_words(found["topic"]) or accepts(found["topic"]) or refuses(found["topic"]):
        return None
    return found["topic"].strip()


def _earlier_clause(text: str) -> str | None:
    """ "I have most of the notes, can put them online"."""
    found = _CLAUSE.match(one_line(text)) or _CLAUSE_DE.match(one_line(text)) or _THEN_ASKED.match(one_line(text))
    if found is None or len(content_words(found["clause"])) < _ENOUGH or is_small_talk(found["clause"]):
        return None
    return found["clause"]


_ASKS = re.compile(
    r"(?:who|whose|what|when|where|why|which|how|is|are|was|were|do|does|did|can|could|wer|was|wie|wo|wann)\b",
    re.IGNORECASE,
)


def headline(text: str) -> str:
    """The few words that a message begins with before somebody is called by name: "Store review. Rahul?"."""
    words = "" if text.startswith(":") else text.strip(" .:!…–-")
    few = len(words.split()) <= _FEW and content_words(words) and not is_small_talk(words)
    told = _ASKS.match(words) or any(is_verb(each) and not could_be_noun(each) for each in words.split())
    return "" if not few or told or accepts(words) or refuses(words) else words


def put_forward(text: str) -> str | None:
    """The thing that a line puts before all, and says nothing of: "ok so the cert thing"."""
    found = _TOPIC.match(one_line(text))
    if found is None or ASSENTS.match(text) or not content_words(found["thing"]):
        return None
    if _SAYS.search(found["thing"]):
        return None
    plain = re.split(r" (?:who|that|which)\b", found["thing"])[0].split()[1:]
    tells = any(is_verb(each) and each[:1].islower() and not could_be_noun(each) for each in plain[1:])
    tells = tells or _tells_at_once(plain)
    return None if tells or not is_name_of_thing(" ".join(("the", *plain))) else found["thing"]


def _tells_at_once(words: Sequence[str]) -> bool:
    """Whether a verb stands first, as in "that went great"; "the broken gate" is a thing."""
    first = words[0].lower() if words else ""
    return is_verb(first) and not (could_be_noun(first) or is_past_participle(first) or first.endswith("ing"))
