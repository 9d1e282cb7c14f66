"""What somebody is simply told to do: "kill the dead flags", "write me a page"; or "can you?" of what was said."""

from __future__ import annotations

import re

from bot.chat import Person
from bot.language.verbs import is_base
from bot.retros.extraction.asking import FILLER
from bot.retros.extraction.dates import WEEKDAY
from bot.retros.extraction.dialogue import Conversation
from bot.retros.extraction.log import Line
from bot.retros.extraction.tasks import FELT

_BID = re.compile(
    rf"^{FILLER}(?:(?:while we['’]re at it|in that case|for now|first|next|please|pls),? )?(?P<task>(?P<verb>[a-z]+) "
    r"(?P<object>the|a|an|our|my|this|that|these|those|it|them|me|us|him|her|up|out|off|half|all|both)\b[^?]*)$",
    re.IGNORECASE,
)
_SETS_DAY = re.compile(rf"make (?:it|that) (?:the |next |on )*(?:{WEEKDAY}|\d|tomorrow|noon)\b", re.IGNORECASE)
"""Only another day, or time."""
_IN_THE_MEETING = FELT | frozenset(
    "show let try look hold trust enjoy take excuse give call watch works sounds seem check open close add type mute "
    "unmute raise pick point".split()
)
"""What is said to be felt, or to be done in the meeting itself."""
_FOR_ME = re.compile(r"\b(?:me|us|please|pls|for the team)\b", re.IGNORECASE)
_CAN_YOU = re.compile(
    rf"^{FILLER}(?:[^,.;?!]{{0,24}}, |@?[^\W\d_][\w'’-]* )?(?:(?:can|could|would|will) you|"
    rf"(?:[^\W\d_]+,? )?are you (?:volunteering|offering|up for (?:it|that)))(?: (?:please|then|maybe|do (?:it|"
    rf"that)))?\s*\?*$",
    re.IGNORECASE,
)


def bidden_in(text: str) -> str:
    """What a sentence bids somebody do; else ""."""
    found = _BID.match(text.strip())
    if (
        found is None
        or _SETS_DAY.match(found["task"])
        or not is_base(found["verb"])
        or found["verb"].lower() in _IN_THE_MEETING
    ):
        return ""
    return found["task"].rstrip(" .!")


def is_for_me(text: str) -> bool:
    """Whether it is asked for as a favour, or for whoever asks: a bare "ok" to it takes it on."""
    return _FOR_ME.search(text) is not None


def asks_only_you(text: str) -> bool:
    """ "Can you?" says nothing of what."""
    return _CAN_YOU.match(text.strip()) is not None


def spoken_before(conversation: Conversation, at: int) -> Person | None:
    """Whoever spoke last before, and is answered."""
    line: Line = conversation.lines[at]
    for before in reversed(conversation.lines[:at]):
        if before.author is not None and before.author != line.author and not before.remark.by_bot:
            return before.author
    return None
