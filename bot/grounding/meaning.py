"""Whether two texts say the same or the opposite: negations, opposites, limits, and how strictly something holds."""

from __future__ import annotations

import re

from bot.grounding import claims
from bot.language.clauses import clauses
from bot.language.text import content_words, sentences

_LIMITS_NOT = re.compile(
    r"\b(?:not only|no (?:later|more|less|fewer|earlier|longer) than|not (?:later|more|less|fewer|earlier) than|"
    r"no matter|whether or not|yes or no)\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|nowhere|neither|nor|without|cannot|can[’']?t|won[’']?t|unable|lacks?"
    r"|lacking)\b|n['’]t\b",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"\b(?:refus\w+|reject\w+|forbid\w*|forbidden|prohibit\w*|den(?:y|ies|ied)|block(?:s|ed)?|prevent\w*|exclud\w+|"
    r"out of scope|(?:is|are|stays?) (?:not )?out|left out|disallow\w*|invalid|unavailable|disabled?)\b",
    re.IGNORECASE,
)
_OPPOSITES: tuple[tuple[str, str], ...] = (
    (r"at least|minimum|no (?:less|fewer) than", r"at most|maximum|no more than|up to"),
    (r"before|until|by the|no later than|ahead of", r"after|following|once"),
    (r"more than|over|above|exceed\w*|larger|higher", r"less than|fewer than|under|below|smaller|lower"),
    (r"earlier|sooner", r"later"),
    (r"always", r"never"),
    (r"increas\w+|rais\w+|rise\w*|grow\w*", r"decreas\w+|reduc\w+|lower\w*|drop\w*|fall\w*|cut"),
    (r"includ\w+|in scope", r"exclud\w+|out of scope"),
    (r"allow\w*|permit\w*", r"forbid\w*|forbidden|prohibit\w*|refus\w+"),
    (r"accept\w*|approv\w*", r"reject\w*|refus\w*"),
    (r"enabl\w*|switch(?:es|ed)? on|turn(?:s|ed)? on", r"disabl\w*|switch(?:es|ed)? off|turn(?:s|ed)? off"),
    (r"keep\w*|kept|stor\w+", r"delet\w+|remov\w+|eras\w+"),
    (r"open\w*", r"clos(?:e|es|ed|ing)"),
    (r"internal\w*", r"external\w*"),
    (r"optional\w*", r"mandatory|required"),
    (r"online", r"offline"),
)
_BOUNDS: tuple[tuple[str, str, str], ...] = (
    ("before", "after", r"until|till|before|by|no later than"),
    ("after", "before", r"after|from|since|past|not before"),
    ("most", "least", r"at most|up to|no more than|under|below|less than|fewer than|within|maximum(?: of)?"),
    ("least", "most", r"at least|no (?:less|fewer) than|over|above|more than|exceeding|minimum(?: of)?"),
)
# Begun only where a word begins, or behind the last bound: else a long run of signs takes the square of its length.
_BOUND_BEHIND = re.compile(
    r"(?:(?<!\S)|(?<=at most)|(?<=or less)|(?<=or fewer)|(?<=at least)|(?<=or more))"
    r"(\S++)(?: \w+)? (?:(at most|or (?:less|fewer))|at least|or more)\b",
    re.IGNORECASE,
)
_NEXT = 16  # characters behind "until" in which its number stands
_LIMITS: tuple[tuple[str, str], ...] = (
    ("not only", r"not (?:only|just)"),
    ("only", r"only|solely|exclusively|just|nobody (?:else|but)|no one (?:else|but)|alone"),
    ("except", r"except\w*|unless|apart from|other than"),
    ("always", r"always|every time|in every case|in all cases|whenever"),
    ("never", r"never|under no circumstances|in no case|not ever|nobody|no one"),
)
_MUST = re.compile(r"\b(?:must|ha(?:s|ve) to|need(?:s|ed)? to|shall|required?|mandatory)\b", re.IGNORECASE)
_MAY = re.compile(r"\b(?:may|can|could|might|optional(?:ly)?|is allowed|are allowed)\b", re.IGNORECASE)
_LETS = re.compile(
    r"\b(?:must|ha(?:s|ve) to|need(?:s)? to|shall)\s+(?:also )?(?:let|allow|enable|be able|offer|support"
    r"|be possible)\b",
    re.IGNORECASE,
)


def negated(text: str) -> bool:
    """Whether it says that something is not so; “must not be refused” is no negation, “no later than” neither."""
    rest = _LIMITS_NOT.sub(" ", text)
    return (len(_NOT.findall(rest)) + len(_REFUSES.findall(rest))) % 2 == 1


def turned_round(line: str, sources: list[str]) -> str | None:
    """Why the line says the opposite of its sources; None when it doesn't."""
    candidates = _candidates(sources)
    for piece in dict.fromkeys(_pieces(line)):
        if negated(piece) not in _as_in_the_closest(piece, candidates):
            return f"it {'is a negation' if negated(piece) else 'lost the negation'}, unlike what was said"
    said = " ".join(sources)
    theirs_bound, mine_bound = _bounds(said), _bounds(line)
    for side, other_side, _ in _BOUNDS:
        for value in sorted(mine_bound.get(side, set()) - theirs_bound.get(side, set())):
            if value in theirs_bound.get(other_side, set()):
                return f"it puts {value} on the wrong side"
    for one, other in _OPPOSITES:
        for mine, theirs in ((one, other), (other, one)):
            if _stands(mine, line) and not _stands(mine, said) and _stands(theirs, said) and not _stands(theirs, line):
                return f"it says “{_first(mine, line)}” where “{_first(theirs, said)}” was said"
    return None


def _bounds(text: str) -> dict[str, set[str]]:
    """The numbers that something has to stay before, after, under or over."""
    found: dict[str, set[str]] = {}
    for side, _, words in _BOUNDS:
        for match in re.finditer(rf"\b(?:{words})\s+(?:about |around |the )?(?=[\d€$£]|\w)", text, re.IGNORECASE):
            behind = text[match.end() : match.end() + _NEXT]
            number = re.match(r"[€$£]?\s?\d[\d.,:]*\s?(?:[ap]m\b)?|\w+", behind)
            found.setdefault(side, set()).update(value for value, _ in claims.numbers(number.group() if number else ""))
    for match in _BOUND_BEHIND.finditer(text):
        side = "most" if match[2] else "least"
        found.setdefault(side, set()).update(value for value, _ in claims.numbers(match[1]))
    return found


def changed_force(line: str, sources: list[str]) -> str | None:
    """Why the line is stricter or looser than its sources: a “may” become a “must”, an “only” that nobody said."""
    said = " ".join(sources)
    strict = _LETS.sub(" ", line)
    if _MUST.search(strict) and not _MUST.search(said) and _MAY.search(said) and not _MAY.search(strict):
        return "it turns a “may” into a “must”"
    if _MAY.search(line) and not _MUST.search(line) and _MUST.search(said) and not _MAY.search(said):
        return "it turns a “must” into a “may”"
    for name, words in _LIMITS:
        if _stands(words, line) and not _stands(words, said):
            return f"it says “{name}”, which nobody said"
    return None


def lost_limit(line: str, floor: str) -> str | None:
    """Why the line is wider than the one it replaces: its “only” or “except” is gone."""
    for name, words in _LIMITS:
        if _stands(words, floor) and not _stands(words, line):
            return f"the “{name}” is lost"
    return None


def lost_bound(line: str, floor: str) -> str | None:
    """Why the line no longer tells before, after, under or over what something has to stay."""
    mine = _bounds(line)
    for side, values in _bounds(floor).items():
        gone = sorted(values - mine.get(side, set()))
        if gone:
            return f"it no longer says on which side of {gone[0]} it holds"
    return None


def _pieces(line: str) -> tuple[str, ...]:
    """The clauses of a line, each of which may be turned round by itself; the whole where they say too little."""
    pieces = tuple(piece for sentence in sentences(line) for piece in re.split(r",\s+|;\s+", sentence))
    return pieces if pieces and all(content_words(piece) for piece in pieces) else (line,)


def _candidates(sources: list[str]) -> list[tuple[frozenset[str], bool]]:
    """Whole sources, their sentences and clauses: what a line may have been made from, each read once.

    Of each its words, and whether it is a negation.
    """
    pieces = [
        piece
        for source in sources
        for sentence in (source, *sentences(source))
        for piece in (sentence, *re.split(r",\s+|;\s+", sentence), *clauses(sentence))
    ]
    return [(content_words(piece), negated(piece)) for piece in dict.fromkeys([*pieces, " ".join(sources)])]


def _as_in_the_closest(line: str, candidates: list[tuple[frozenset[str], bool]]) -> set[bool]:
    """Whether those that share most with the line are negations."""
    mine = content_words(line)
    near = [(len(mine & theirs) / max(1, len(mine | theirs)), negation) for theirs, negation in candidates]
    best = max(score for score, _ in near)
    return {negation for score, negation in near if score >= best * 0.8}


def _stands(words: str, text: str) -> bool:
    return re.search(rf"\b(?:{words})\b", text, re.IGNORECASE) is not None


def _first(words: str, text: str) -> str:
    found = re.search(rf"\b(?:{words})\b", text, re.IGNORECASE)
    return found.group().lower() if found else ""
