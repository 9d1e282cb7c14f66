"""What a column of a table of notes holds, by its head."""

from __future__ import annotations

import re
from collections.abc import Mapping

_COLUMNS: Mapping[str, re.Pattern[str]] = {
    "what": re.compile(
        r"^(?:what|actions?(?: items?)?|tasks?|to[- ]?dos?|items?|description|maßnahmen?|aufgaben?|was|details?|"
        r"notes?|text|commitments?|measures?|(?:next )?steps?|follow[- ]?ups?|activity|activities|action points?|"
        r"agreed actions?|was tun\??|"
        r"was (?:ist )?zu tun|nächste schritte|"
        r"cards?|feedback|stick(?:y|ies)(?: notes?)?|comments?|content|karten?)$", re.IGNORECASE),
    "who": re.compile(
        r"^(?:who(?: does it)?|owners?|owned by|owner\(s\)|accountable|in charge|champion|driver|zuständig(?:e[rn]?)?|"
        r"verantwortliche[rn]?|"
        r"assigned(?: to)?|assignees?|responsible|by whom|wer|verantwortlich|name|person|dri|lead)$",
        re.IGNORECASE),
    "when": re.compile(
        r"^(?:when|due(?: date| by)?|by(?: when)?|deadline|date|until|target(?: date)?|bis(?: wann)?|wann|eta|"
        r"termin|by when|when by|due on|timeline|timeframe|frist|fällig(?: am| bis)?|zieldatum|ziel|datum|"
        r"day)$", re.IGNORECASE),
    "kind": re.compile(r"^(?:type|kind|category|(?:feedback |board )?column|section|lane|list|topic|"
        r"typ|kategorie|spalte)$", re.IGNORECASE),
    "done": re.compile(r"^(?:status|state|done|erledigt|stand|progress|fertig)$", re.IGNORECASE),
}  # fmt: skip
KNOWN = frozenset(_COLUMNS)
_DONE = re.compile(r"^(?:done|closed|finished|completed|erledigt|yes|x|✓|✅|cancelled|dropped)$", re.IGNORECASE)


_VOTES = re.compile(
    r"(?:# ?|no\.? of |number of |total |anzahl )?(?:up-?votes?|votes?|likes?|dots?|hearts?|thumbs?[- ]?ups?|\+ ?1s?|"
    r"stimmen?|👍️?|❤️?|♥️?|⭐️?)(?: count| total|\(?s\)|anzahl)?",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"[+×x(👍️❤♥⭐️\s]*(?P<count>\d{1,3})(?: ?(?:votes?|likes?|dots?|stimmen?|[×x)👍️❤♥⭐️])\s*)*", re.IGNORECASE
)


def is_votes(cell: str) -> bool:
    """Whether a head says that its column counts who agrees: “Votes”, “Likes”, “+1”, “Stimmen”."""
    return _VOTES.fullmatch(re.sub(r"[*_:?]", "", cell).strip()) is not None


def count_in(cell: str) -> int | None:
    """The number that a cell says and nothing else, as “3” or “+3 votes”; None where it says more than that."""
    found = _COUNT.fullmatch(cell.strip())
    return int(found["count"]) if found else None


def column_of(cell: str) -> str:
    """`who` for “Owner”, `when` for “by”; the head itself where it is none of these."""
    bare = re.sub(r"[*_:?#]", "", cell).strip()
    return next((name for name, pattern in _COLUMNS.items() if pattern.match(bare)), cell)


def is_done(cell: str) -> bool:
    """Whether a cell says that a task is done, or won't be."""
    return bool(_DONE.match(cell))
