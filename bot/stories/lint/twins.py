"""Finds stories that say the same: word for word, for another role or reason, or in other words."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from bot.language.nouns import singular
from bot.language.text import STOPWORDS, shorten, stem
from bot.stories.lint.lexicon import OPPOSITES, SAME_WORD
from bot.stories.lint.reading import Reading
from bot.stories.rules import Finding

_COMMON = 80  # a word in more stories than this says nothing about two of them
# Shares of common weight, from 0 to 1, tried on stories labelled by hand.
_TWIN = 0.72
_TWIN_WITH_REASON = 0.5
_LOOSE = 0.27
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
# "delete one of my courses" and "delete any course" are two rights, whoever asks.
_OWN = re.compile(r"\b(?:my|mine|our|own|(?:i|we)(?:['’]ve|\s+have)?\s+\w+)\b", re.IGNORECASE)
_ANY = re.compile(r"\b(?:any|all|every|each|anybody['’]s|anyone['’]s|other)\b", re.IGNORECASE)
_DENIALS = frozenset({"non", "not", "no", "without", "anti", "un"})
_OBJECT_END = frozenset(
    """to of in on at for from with by via as so when if that which who where after before into using through about
    because without under within and or i is are , ; : .""".split()
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_EMPTY = frozenset(
    stem(word)
    for word in """able ability system user different various easily quickly successfully become list overview
    """.split()
) | {""}


class Want(NamedTuple):
    """What a story is about, as the stems that carry meaning; `thing` is the object of its verb, word by word."""

    verb: str | None
    stems: frozenset[str]
    reason: frozenset[str]
    thing: tuple[str, ...]
    role: frozenset[str]
    words: frozenset[str]


def read_want(reading: Reading) -> Want:
    """What the story is about, without the words that carry no meaning."""
    story = reading.story
    said = _WORD.findall(f"{reading.core} {story.benefit or ''}".lower())
    # "see my loans" and "a list of my loans" are one wish.
    core = frozenset(_meaning(word) for word in _WORD.findall(reading.core.lower())) - _EMPTY - {_meaning("see")}
    reason = frozenset(_meaning(word) for word in _WORD.findall((story.benefit or "").lower())) - _EMPTY
    role = frozenset(_meaning(word) for word in _WORD.findall((story.role or "").lower())) - {""}
    verb = reading.main_verb if reading.is_action and reading.main_verb not in {"have", "be"} else None
    return Want(verb, core, reason, _thing(reading) if verb else (), role, frozenset(said))


@cache
def _meaning(word: str) -> str:
    """The stem that stands for a word and its synonyms; empty for a word that carries no meaning."""
    plain = word.removesuffix("'s").removesuffix("’s")
    if plain in STOPWORDS or not plain[:1].isalnum():
        return ""
    return SAME_WORD.get(stem(plain), stem(plain))


def _thing(reading: Reading) -> tuple[str, ...]:
    """The object of the want's verb, singular, without determiners: "any member profile" → member, profile."""
    found: list[str] = []
    for token in reading.tokens[reading.main_at + 1 :]:
        if token.low in _OBJECT_END or token.low.endswith("ed"):
            break
        if token.low not in STOPWORDS and not token.low.endswith("ly"):
            found.append(singular(token.low).lower())
    return tuple(found[:4])


def unique(readings: Sequence[Reading], wants: Sequence[Want], findings: list[list[Finding]]) -> None:
    """Tells both stories of every pair that says the same."""
    twins: dict[int, tuple[int, str]] = {}
    first: dict[str, int] = {}
    for at, reading in enumerate(readings):
        plain = " ".join(reading.text.lower().replace(",", " ").rstrip(" .!").split())
        if plain and plain in first:
            twins.setdefault(first[plain], (at, "same"))
            twins[at] = (first[plain], "same")
        first.setdefault(plain, at)
    for one, other, kind in _near(readings, wants):
        twins.setdefault(one, (other, kind))
        twins.setdefault(other, (one, kind))
    for at, (other, kind) in twins.items():
        findings[at].append(_twin(readings, at, other, kind))


def _twin(readings: Sequence[Reading], at: int, other: int, kind: str) -> Finding:
    reading, named = readings[at], f"story {other + 1}"
    quoted = shorten(readings[other].story.want or readings[other].text, 60)
    if kind == "same":
        message = f"This is word for word {named}: keep one of them."
        return reading.finding("unique", "error", message, reading.story.want or reading.text)
    if kind == "role":
        message = (
            f"{named.capitalize()} wants the same for “{readings[other].story.role}”: one story can serve both roles."
        )
    elif kind == "reason":
        message = f"{named.capitalize()} wants the same for another reason: one story can hold both reasons."
    else:
        message = f"{named.capitalize()} (“{quoted}”) says nearly the same: keep one, or say what differs."
    return reading.finding("unique", "advice", message, reading.story.want or reading.text)


def _near(readings: Sequence[Reading], wants: Sequence[Want]) -> list[tuple[int, int, str]]:
    """Pairs of stories that say nearly the same, closest first; a word weighs less the more stories use it."""
    bags = [want.stems | want.reason for want in wants]
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, bag in enumerate(bags):
        for word in bag:
            places[word].append(at)
    weight = {word: math.log(1 + len(wants) / len(found)) for word, found in places.items()}
    total = [sum(weight[word] for word in bag) for bag in bags]
    pairs: list[tuple[float, int, int, str]] = []
    for at, bag in enumerate(bags):
        shared: defaultdict[int, float] = defaultdict(float)
        for word in bag:
            found = places[word]
            if len(found) <= _COMMON:
                for other in found[: bisect_left(found, at)]:
                    shared[other] += weight[word]
        for other, both in shared.items():
            alike = 2 * both / (total[at] + total[other])
            if alike < _LOOSE:
                continue
            kind = _kind(readings, wants, (other, at), weight)
            if kind:
                pairs.append((alike, other, at, kind))
    pairs.sort(key=lambda pair: (-pair[0], pair[1]))
    return [(one, other, kind) for _, one, other, kind in pairs]


def _kind(
    readings: Sequence[Reading],
    wants: Sequence[Want],
    pair: tuple[int, int],
    weight: dict[str, float],
) -> str | None:
    """How two stories are twins, synonyms counted as one word; None when they only resemble each other."""
    one, other = wants[pair[0]], wants[pair[1]]
    if _opposite(one, other) or _numbers_differ(readings, pair) or _scopes_differ(readings, pair):
        return None
    both, either = one.stems & other.stems, one.stems | other.stems
    share = sum(weight[word] for word in both) / (sum(weight[word] for word in either) or 1.0)
    same_role = one.role == other.role
    if one.stems == other.stems and len(both) > 1 and _same_verb(one, other):
        if not same_role:
            return "role"
        return "reason" if one.reason != other.reason and one.reason and other.reason else "near"
    left, right = one.stems - other.stems, other.stems - one.stems
    if left and right:
        # One word exchanged for another is a variant (import from Excel, import from JSON), not a twin.
        return None
    if not _same_verb(one, other) or len(both) < 2 or (left | right) & _DENIALS:  # noqa: PLR2004
        return None
    return "near" if share >= _TWIN or (share >= _TWIN_WITH_REASON and same_role and _same_reason(one, other)) else None


def _same_reason(one: Want, other: Want) -> bool:
    either = one.reason | other.reason
    return bool(either) and len(one.reason & other.reason) / len(either) >= _TWIN_WITH_REASON


def _opposite(one: Want, other: Want) -> bool:
    return frozenset({one.verb, other.verb}) in OPPOSITES


def _same_verb(one: Want, other: Want) -> bool:
    if one.verb is None or other.verb is None:
        return True
    left, right = stem(one.verb), stem(other.verb)
    return SAME_WORD.get(left, left) == SAME_WORD.get(right, right)


def _scopes_differ(readings: Sequence[Reading], pair: tuple[int, int]) -> bool:
    """Whether one is about everybody's things and the other about one's own."""
    one, other = readings[pair[0]].core, readings[pair[1]].core
    return any(
        bool(_ANY.search(left) and not _OWN.search(left) and _OWN.search(right) and not _ANY.search(right))
        for left, right in ((one, other), (other, one))
    )


def _numbers_differ(readings: Sequence[Reading], pair: tuple[int, int]) -> bool:
    return sorted(_NUMBER.findall(readings[pair[0]].core)) != sorted(_NUMBER.findall(readings[pair[1]].core))
