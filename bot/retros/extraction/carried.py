"""A task of last time that somebody keeps: "Owen: clean up the list – not done, he keeps it, end of May"."""

from __future__ import annotations

import re

from bot.retros.extraction.dates import MONTH, WEEKDAY
from bot.retros.extraction.names import CAPITAL

_STATE = re.compile(
    r"(?:\s*[–—:(,;]|\s+-+>?|\s*(?:->|=>|→))\s*(?P<state>(?:(?:is |was )?(?:still )?(?:not (?:yet )?(?:done|"
    r"started|finished)|"
    r"half done|open|in progress|carr(?:y|ied) over|moved|postponed|noch offen|nicht (?:fertig|erledigt)))\b.*)$",
    re.IGNORECASE,
)
_KEPT = re.compile(
    rf"\b(?:carr(?:y|ied) (?:it )?over|(?:he|she|they|{CAPITAL}) (?:still )?(?:keeps?|stays? on|goes on|"
    r"continues|"
    r"finishes|(?:still )?(?:wants|has) to|will)\b|keeps? it|stays? (?:with|open|on the list)|moved? (?:on |over )?to|"
    r"(?:takes?|goes) (?:it )?(?:into|over to)|next (?:sprint|month|week|time)|again|bleibt|macht weiter|übertragen|"
    r"mitgenommen)\b"
)
_DROPPED = re.compile(
    r"\b(?:drop(?:s|ped)?|cancel\w*|obsolete|no longer|not (?:needed|necessary|relevant)|won['’]t|gave up|given up|"
    r"closed|entfällt|hinfällig)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(rf"\d|\b(?:{WEEKDAY}|{MONTH}|end of|ende|tomorrow|morgen)\b", re.IGNORECASE)


def carried(text: str) -> str | None:
    """The task, with by when if a day is said behind it; None where it was done, dropped or only told of."""
    found = _STATE.search(text)
    if found is None or _DROPPED.search(found["state"]) or not _KEPT.search(found["state"]):
        return None
    days = [each for each in re.split(r"[,;]", found["state"]) if _WHEN.search(each)]
    return ",".join([text[: found.start()].rstrip(" ,–-"), *days])
