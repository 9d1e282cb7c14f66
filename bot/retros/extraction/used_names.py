"""Who a mail talks of as of people, where no list says who was there: "Henrik builds it", "Henrik's report"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.retros.extraction.dates import MONTH, WEEKDAY

_NAME = r"(?P<who>[A-ZÀ-Þ][a-zà-ÿ'’-]{1,20})"
_KINDS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"\b{_NAME}['’]s\b",
        rf"\b{_NAME} (?:(?:will|said|says|thinks|thought|suggested|proposed|offered|promised|wants|asked|felt|"
        rf"feels|would|"
        rf"was|is|has|had|to)\b|[a-z]{{3,}}(?:s|ed)\b)",
        rf"\({_NAME}[,)]",
        rf"(?:^|[.!?]\s+){_NAME}, (?:please|could|can|would|will|you)\b",
        rf"\b(?:thank(?:s| you)[^.!?\n]{{0,30}}|with|by|from|and|ask|asked|for|to) {_NAME}\b(?! [A-Z])",
        rf"(?:->|=>|→|@)\s*{_NAME}\b",
        rf"^\W*{_NAME}(?::| [–-] )\s*[a-z]",
    )
)
_DOES = _KINDS[1]
_TASK = re.compile(
    rf"^\s*(?:[-*•]|\d{{1,2}}[.)])\s+(?:(?:and|also|then) )?{_NAME} (?:will|to|is|has to|can|would|[a-z]{{3,}}s)\b",
    re.MULTILINE,
)
"""How a list of tasks names whoever has one."""
_NOT = re.compile(
    rf"(?:{WEEKDAY}|{MONTH}|the|this|that|they|there|we|it|what|who|she|he|nobody|everybody|everyone|all|"
    rf"our)s?$",
    re.IGNORECASE,
)
_FEWEST = 2


def used_names(lines: Sequence[str], common: frozenset[str]) -> list[str]:
    """The names of which a mail says in more than one way what only people do or have; none if it is only one name."""
    text = "\n".join(lines)
    kinds: dict[str, set[int]] = {}
    for at, pattern in enumerate(_KINDS):
        for found in pattern.finditer(text):
            kinds.setdefault(found["who"], set()).add(at)
    does = {
        who
        for who, ways in kinds.items()
        if _KINDS.index(_DOES) in ways
        and not (_NOT.match(who) or who.casefold() in common)
        and not re.search(rf"\b{re.escape(who.casefold())}\b|\b(?:the|a|an|our) {re.escape(who)}\b", text)
    }
    names = [who for who in kinds if who in does and len(kinds[who]) >= _FEWEST]
    if len(names) < _FEWEST:
        return []
    listed = {found["who"] for found in _TASK.finditer(text)} & does
    return [who for who in kinds if who in names or who in listed]
