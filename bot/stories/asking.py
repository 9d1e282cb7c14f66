"""The questions about a rough idea: what each of them asks for, and how an answer in few words is taken."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from bot.language.grammar import bare, clause
from bot.language.nouns import head, is_person, is_plural
from bot.language.text import lower_first, one_line, strip_filler
from bot.language.verbs import could_be_noun, is_verb
from bot.stories.benefit import stated_benefit
from bot.stories.roles import as_role
from bot.stories.telling import Reading

Asks = Literal["what", "who", "why", "exactly", "failing", "limit", "which"]

_OPENS: tuple[tuple[str, Asks], ...] = (
    ("What should somebody be able", "what"),
    ("Who needs", "who"),
    ("Which job or role", "who"),
    ("Why does", "why"),
    ("What exactly", "exactly"),
    ("What should happen", "failing"),
    ("Is there a limit", "limit"),
)
_NOTHING = re.compile(
    r"(?:no idea|idk|dunno|skip|pass|later|none|no|nope|nothing|n/?a|not sure|(?:i )?don['’]?t know|i do "
    r"not know|unknown|"
    r"no clue|whatever|-|\?+|tbd|not yet|never mind)(?: yet)?$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"^(?:q|question |answer |no\.? )?(?P<number>[1-3])\s*[.:)\-–]\s*(?P<answer>\S.*)$", re.IGNORECASE
)
_REASONED = re.compile(
    r"(?P<word>so that|so|because|cause|coz|since|otherwise|in order to|to)\b,?\s+(?P<told>\S.*)$", re.IGNORECASE
)
_FAILS = re.compile(
    r"(?:if|when|in case|once)\b|.*\b(?:fails?|error|message|retry|retries|try again|warn\w*)\b", re.IGNORECASE
)
_LIMITED = re.compile(
    r".*(?:\d|\b(?:up to|at most|at least|max(?:imum)?|min(?:imum)?|more than|less than|under|within|only)\b)",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(?:(?:it['’]?s|it is|that['’]?s|for|as|mainly|mostly|only|just|all|the|our|an?|my) )*(?P<who>[^,.;!?]+?)"
    r"(?: (?:needs?|wants?|would|who|that|will|should|uses?|can|asked|asks?|does|do|mostly|mainly)\b.*)?$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\s(?=(?:on|in|at|of|from|with)\s)")
_BARE_PLACE = re.compile(
    r"^(on|in|at|from) (?=(?:(?:day|night|early|late|morning) )?(?:shift|desk|counter|phone|road|floor|ward)\b)"
)
_LONGEST_WHO, _LONGEST_NAME = 6, 4  # words


def asks(question: str) -> Asks:
    """What a question asks for, by how it opens."""
    return next((kind for opening, kind in _OPENS if question.startswith(opening)), "which")


def is_nothing(answer: str) -> bool:
    """Whether an answer says that there is none."""
    return _NOTHING.match(one_line(answer).strip(" .!")) is not None


def answered(questions: tuple[str, ...], answer: str) -> tuple[str | None, str]:
    """Which of the questions an answer is for, and the answer without the number that it may open with."""
    text = one_line(answer)
    if numbered := _NUMBERED.match(text):
        place = int(numbered["number"]) - 1
        if place < len(questions):
            return questions[place], numbered["answer"]
    by_kind = {asks(question): question for question in reversed(questions)}
    if is_nothing(text):
        return (questions[0] if questions else None), text
    for kind in _likely(text):
        if kind in by_kind:
            return by_kind[kind], text
    return None, text


def _likely(text: str) -> tuple[Asks, ...]:
    """What an answer may be an answer to, the likeliest first."""
    if _REASONED.match(text):
        return ("why", "what")
    if re.match(r"(?:if|when|in case|once)\b", text, re.IGNORECASE):
        return ("failing", "limit", "exactly")
    if who_of(text):
        return ("what", "who", "why") if len(text.split()) > _LONGEST_NAME else ("who", "what", "why")
    if _LIMITED.match(text):
        return ("exactly", "limit", "failing", "why")
    if _FAILS.match(text):
        return ("failing", "why")
    return ("what", "why", "failing", "exactly", "limit")


def who_of(answer: str) -> str:
    """The role that an answer names: "counters on night shift" → "counter on the night shift"; empty for none."""
    text = re.split(r",|;|\sand\s|&", strip_filler(one_line(answer)).strip(" .!"), maxsplit=1)[0]
    found = _WHO.match(text)
    who = found["who"].strip() if found else ""
    tokens = who.split()
    if not tokens or len(tokens) > _LONGEST_WHO or any(char.isdigit() for char in who):
        return ""
    first = bare(tokens[0])
    name, *place = _PLACE.split(who, maxsplit=1)
    noun = head(name)
    if first in _NO_ROLES or not noun or clause(who).shape in {"present", "modal"}:
        return ""
    known = is_person(noun) or (is_plural(noun) and not is_verb(noun)) or could_be_noun(noun)
    hurts = (
        len(tokens) > 1
        and is_verb(bare(tokens[-1]))
        and not is_plural(bare(tokens[-1]))
        and is_plural(bare(tokens[-2]))
    )
    if hurts and not is_person(noun):
        return ""  # "eyes hurt"
    if not known or (is_verb(first) and not could_be_noun(first)) or noun.endswith("ly"):
        return ""
    where = _BARE_PLACE.sub(r"\1 the ", place[0]) if place else ""
    return one_line(f"{as_role(name)} {where}")


_NO_ROLES = frozenset(
    "no not so because if when to it this that less fewer more faster yes there everything nothing better "
    "only under max "
    "within at up over always never none i we you they he she".split()
)


def why_of(answer: str, reading: Reading) -> str:
    """The reason that an answer gives, as what follows "so that "; empty when it can't be said safely."""
    text = one_line(answer).strip(" .!")
    found = _REASONED.match(text)
    word = found["word"].lower() if found else ""
    told = lower_first(found["told"] if found else text)
    theirs = replace(reading, they_is_me=True, benefit="")
    for kind in _KINDS.get(word, ("because", "so")):
        said = stated_benefit(replace(theirs, parts=replace(reading.parts, reason=told, reason_word=kind)))
        if said:
            return said
    return ""


_KINDS = {
    "so that": ("so",),
    "so": ("so",),
    "in order to": ("to",),
    "to": ("to",),
    "otherwise": ("otherwise",),
    "because": ("because",),
    "since": ("because",),
    "cause": ("because",),
    "coz": ("because",),
}
