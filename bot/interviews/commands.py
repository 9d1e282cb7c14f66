"""The words that steer an interview: skip, back, don't know, change 7, status, pause, finish and their kin."""

from __future__ import annotations

import re
from typing import Literal, get_args

from bot.chat import Value
from bot.language.text import one_line

Verb = Literal[
    "skip", "back", "unknown", "ask", "change", "drop", "move", "status", "pause", "resume", "depth", "finish",
    "cancel", "help", "assign", "answer", "list", "brief",
]  # fmt: skip

VERBS: frozenset[str] = frozenset({*get_args(Verb), "done", "why", "example"} - {"unknown"})
"""Every word that also works as a slash command while an interview is open."""

AFTERWARDS: frozenset[Verb] = frozenset(
    {"status", "list", "brief", "change", "drop", "move", "assign", "answer", "finish"}
)
"""What can still be said about an interview that is finished or paused."""


class Steer(Value):
    """One such word with what came along: a number (of a statement or an open question), a text, an owner, a date."""

    verb: Verb
    number: int | None = None
    text: str = ""
    owner: str = ""
    due: str = ""


_WHOLE: tuple[tuple[Verb, str], ...] = (
    ("skip", r"skip(?: (?:it|this|that|this one|that one|the question))?|next(?: question)?|pass"),
    ("back", r"back|go back|previous(?: question)?"),
    ("status", r"status|progress|where are we|how (?:far|much longer|many more)(?: .*)?"),
    ("pause", r"pause|later|let'?s pause|let'?s continue later|brb|stop for now"),
    ("resume", r"resume|continue|go on|carry on|unpause|where were we|let'?s (?:continue|go on)|i'?m back"),
    ("finish", r"finish|done|finished|we'?re done|i'?m done|that'?s all for now|end|end (?:the )?interview|wrap up"),
    ("cancel", r"cancel|abort|stop|cancel (?:the )?interview|never ?mind"),
    ("help", r"help|\?|commands|example|why|why do you ask|what do you mean|for example|such as|huh|"
             r"i don'?t (?:understand|get it|get the question)|explain|what|"
             r"(?:what|which|who|how|where|whose)(?: (?!if\b)\w+){1,2}\??"),
    ("brief", r"brief|preview|(?:can i |may i )?(?:see|show me|show) (?:the )?(?:brief|draft)(?: so far| now)?\??"),
    ("list", r"list|what did i say|statements|show(?: statements| all)?"),
    ("unknown", r"(?:i )?(?:really )?(?:don'?t|do not|dont) know(?: (?:that|this|it|yet|really|right now|off hand"
                r"|offhand))*"
                r"(?:,? (?:sorry|yet))?|no (?:idea|clue)(?:,? (?:sorry|yet))?|dunno|idk|not sure(?: yet)?"
                r"|haven'?t (?:thought about|"
                r"decided)(?: (?:it|that))?(?: yet)?|no one knows|nobody knows(?: yet)?|beats me|you tell me|unknown|"
                r"can'?t say(?: yet)?|hard to say|to be (?:decided|defined|determined)|tbd|tbc|unclear"),
)  # fmt: skip
_WHOLE_PATTERNS = tuple((verb, re.compile(rf"(?:{body})[\s.!?…]*", re.IGNORECASE)) for verb, body in _WHOLE)

_LEAD = (
    r"(?:(?:i )?(?:don'?t|do not|dont) know|no idea|not sure|dunno|idk)[\s,;.:–-]+(?:(?:but|so|please|better"
    r"|you (?:should|can|have to)|let'?s|i(?:'?d|'?ll)?(?: have to)?|we(?:'?d|'?ll)?(?: (?:should|have to"
    r"|need to))?)\s+)*"
)
_ASK = re.compile(
    rf"(?P<lead>{_LEAD})?(?:please\s+)?ask(?: with)?\s+(?P<owner>@?[^\s?][^?\n]*?)(?:[\s,]+(?:by|until|before"
    rf"|due)\s+(?P<due>[^?\n]+?))?[.!]*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?P<verb>change|edit|correct|drop|remove|delete|withdraw|move|back(?: to)?)\s+(?:#|s|no\.? ?"
    r"|statement )?(?P<number>\d{1,4})"
    r"(?:\s*(?::|=|-|–|,|to\b|into\b|under\b)\s*|\s+|$)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_QUESTION = re.compile(
    r"(?P<verb>assign|answer|give|move)\s+q(?P<number>\d{1,4})\b(?:\s*(?::|=|to\b)\s*|\s+)(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_OWNER = re.compile(r"(?P<owner>@?[^\n]+?)(?:[\s,]+(?:by|until|before|due)\s+(?P<due>.+))?", re.IGNORECASE)
_DEPTH = re.compile(r"(?:depth|make it|go)\s*[:=]?\s*(?P<depth>\w+)[.!]*", re.IGNORECASE)

_NOTHING = re.compile(
    r"(?:(?:no|nope|nah|none|nothing|nobody|no one|n/?a|not (?:really|applicable|that i know of|that i can think of)|"
    r"(?:no|nothing|none|not anything)(?: one)? (?:else|more|others?|further)|that'?s (?:it|all|about it|everything)|"
    r"that is (?:it|all)|(?:i think )?(?:that'?s|those (?:are|were)) (?:it|all(?: (?:(?:of )?the \w+|of (?:it"
    r"|them)))?)(?:,? i think)?|all good|can'?t think of (?:any(?:thing)?|one)(?: else)?|"
    r"nothing (?:comes to mind|i can think of|that i can think of|special|in particular|really|for now))"
    r"(?:[\s,]+(?:really|thanks|thank you|for now|at the moment|i think|sorry|please))*[\s,.!-]*)+",
    re.IGNORECASE,
)


_POINTS_ELSEWHERE = re.compile(
    r"(?:(?:yes|yep|yeah|yup|sure|ok(?:ay)?|fine|right|exactly|maybe|perhaps|probably|same(?: as (?:before|above"
    r"|always|usual))?|"
    r"(?:the )?same (?:again|here|thing|answer)|see (?:above|before|earlier)|as (?:before|above|usual|i said|said)"
    r"|ditto|"
    r"whatever(?: you (?:think|want|like))?|you decide|up to you|it depends|depends|hm+|uh+m*|er+m*)[\s,.!…-]*)+",
    re.IGNORECASE,
)


def points_elsewhere(text: str) -> str | None:
    """The whole answer when it says nothing that could be written down ("yes", "same as before"); None otherwise."""
    line = one_line(text).replace("’", "'")
    if not any(char.isalnum() for char in line):
        return line or None
    return line.strip(" .!…") if _POINTS_ELSEWHERE.fullmatch(line) else None


def is_nothing(text: str) -> bool:
    """Whether a whole answer says that there is none ("no", "nothing else", "that's all")."""
    return bool(_NOTHING.fullmatch(one_line(text).replace("’", "'")))


def steer(text: str) -> Steer | None:
    """The steering word that a whole message is, None when it is an answer."""
    line = one_line(text).replace("’", "'")
    for verb, pattern in _WHOLE_PATTERNS:
        if pattern.fullmatch(line):
            return Steer(verb=verb, text=line)
    stripped = text.strip().replace("’", "'")
    return _asked(line) or _numbered(stripped) or _about_a_question(stripped) or _depth(line)


_LONGEST_ASK = 300  # characters; what is longer tells something


def _asked(line: str) -> Steer | None:
    match = _ASK.fullmatch(line) if len(line) <= _LONGEST_ASK else None
    if match is None:
        return None
    owner, due = match["owner"].strip(" ,"), match["due"] or ""
    # "Ask the customer for a receipt" is an answer; only a mention, a date or "don't know" makes it a hand-over.
    if not (match["lead"] or owner.startswith("@") or (due and len(owner.split()) <= 4)):  # noqa: PLR2004
        return None
    if owner.startswith("@") and not due and len(owner.split()) > 1:
        owner, _, due = owner.partition(" ")
    return Steer(verb="ask", owner=owner, due=due)


def _numbered(text: str) -> Steer | None:
    match = _NUMBERED.fullmatch(text)
    if match is None:
        return None
    word, rest, number = match["verb"].lower(), match["rest"].strip(), int(match["number"])
    if word in {"change", "edit", "correct"}:
        return Steer(verb="change", number=number, text=rest)
    if word == "move" and rest:
        return Steer(verb="move", number=number, text=rest)
    if word in {"drop", "remove", "delete", "withdraw"} and not rest:
        return Steer(verb="drop", number=number)
    return None


def _about_a_question(text: str) -> Steer | None:
    match = _QUESTION.fullmatch(text)
    if match is None:
        return None
    number, rest = int(match["number"]), match["rest"].strip()
    if match["verb"].lower() == "answer":
        return Steer(verb="answer", number=number, text=rest)
    owner = _OWNER.fullmatch(rest)
    return Steer(verb="assign", number=number, owner=owner["owner"], due=owner["due"] or "") if owner else None


def _depth(line: str) -> Steer | None:
    match = _DEPTH.fullmatch(line)
    if match is None or (
        not line.lower().startswith("depth") and match["depth"].lower() not in {"quick", "deep", "standard"}
    ):
        return None
    return Steer(verb="depth", text=match["depth"].lower())
