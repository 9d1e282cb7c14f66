"""Which of the days in a text is the one until which something is promised; not when a room is booked for."""

from __future__ import annotations

import re

from bot.retros.extraction.dates import Found, Seen
from bot.retros.extraction.due import days_in

_LEADS = re.compile(
    r"(?P<lead>\b(?:by|deadline|dl|frist|until|till|til|before|due(?: on| by)?|on|from|latest|no later than|"
    r"at the latest|bis(?: zum)?|"
    r"spätestens|am|at|for|say|hopefully|ready|done|"
    r"starting|ab|since|seit|last|every|each|any|jeden|till|first one|ideally|maybe|"
    r"and)\s*:?\s*(?:the\s+)?(?:end of(?: the)? )?)$",
    re.IGNORECASE,
)
_NOT_DUE = frozenset("from since last every each starting ab seit any jeden".split())
_DENIED = re.compile(
    r"\b(?:not?|n['’]t|never|nicht|kein\w*|off|out|away|holiday|leave|vacation|urlaub|back|"
    r"until then)\b[^.,;!?]*\bbefore\s*$|\b(?:won['’]t|will not|can['’]?t|cannot) (?:be|make|manage|do|"
    r"happen)(?: it| that)?\s+$|\bafter\s+(?:the\s+|my\s+)?$|"
    r"\bi(?:['’]m| am) (?:on|in|at|off|away|out)\b[^.,;!?]{0,30}$|"
    r"\b(?:off|away|ooo|out of office|on (?:holiday|leave|vacation)|weg|im urlaub)\b[^.,;!?]{0,12}$|"
    r"\b(?:not|nicht|over|during|around|über|während)\s+(?:the\s+|in\s+)?$|"
    r"\b(?:not|nicht)\s+(?:(?:by|on|am|bis)\s+)(?:the\s+)?$|"
    r"\b(?:can['’]?t|cannot|can not|won['’]t|will not|nicht) (?:(?:promise|guarantee|commit|do|make|manage|finish|have|"
    r"get|versprechen)\b ?)(?:(?:it|that|this|to|anything|done|ready) )*(?:(?:by|for|on) )?(?:the )?$",
    re.IGNORECASE,
)

_GIVEN_UP = re.compile(
    r"^,? (?:nicht\b|not\b|isn['’]t|won['’]t|doesn['’]t|geht (?:nicht|nix)|no (?:good|chance)|is (?:too |a bit |"
    r"really )?"
    r"(?:tight|hard|early|soon|bad|full|impossible|rough|no good|out)\b)",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:mov|prepon|bring\w* forward|reschedul|shift|postpon|push|chang|switch|verschieb|"
    r"verleg)\w*\b[^,;.]{0,60}\b(?:to|from|auf|"
    r"into)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


_OF_THE_THING = re.compile(
    r"\b(?:book|reserve|rent|hire|block|invite)\b[^,.;!?]*\bfor\s+(?:the\s+)?[^,.;!?]{1,24}$|"
    r"\b(?:if|whether)\b[^,.;!?]*\b(?:on|at)\s+(?:the\s+)?[^,.;!?]{1,24}$",
    re.IGNORECASE,
)
"""The day that a room is booked for isn't the day by which to book it."""


def is_denied(text: str, found: Found) -> bool:
    """Whether a text says of a day that it is none: “not by Friday”, “Friday is too early”."""
    return (_DENIED.search(text[: found.start]) or _GIVEN_UP.match(text[found.end :])) is not None


def due_in(text: str, seen: Seen) -> Found | None:
    """Until when something is promised in a text; `day` is None where the words name a day that isn't known.

    The span takes the words in that lead up to it ("by …"), so that they can be cut out.
    """
    usable: list[Found] = []
    for found in days_in(text, seen):
        before = text[: found.start]
        lead = _LEADS.search(before)
        word = lead["lead"].split()[0].lower().rstrip(":") if lead else ""
        if (
            word in _NOT_DUE
            or is_denied(text, found)
            or _MOVED.search(before)
            or _OF_THE_THING.search(text[: found.end])
        ):
            continue
        start = lead.start() if lead else found.start
        strong = word in {"by", "until", "till", "til", "before", "due", "latest", "bis", "spätestens"}
        usable.append(found._replace(start=start, sure=found.sure + 3 * strong))
    if not usable:
        return None
    return max(usable, key=lambda each: (each.day is not None, each.sure, each.start))
