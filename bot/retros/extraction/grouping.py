"""Puts together what is about one thing, by meaning and by the rare words that are shared: notes and remarks alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise
from typing import Any

from bot.language.text import STOPWORDS, stem, words

Rows = Sequence[Sequence[float]]
"""A vector of unit length for each text; texts about the same thing point the same way."""

_NEAR = 0.38
"""How near two groups must be on average, measured by all-MiniLM-L6-v2 on remarks of retros."""

_SHARED = 0.24
"""What a rare word in common adds, up to two of them."""

_BY_WORDS = 0.34
_BY_TWO, _BY_ONE = 0.6, 0.4  # how near two are that share rare words, where meaning can't be read
_TELLING = 4  # letters of a word that says something on its own
_OFTEN = 3  # texts that a rare word may always stand in, and a third of many
_FEW, _MOST = 8, 0.3  # notes, or their share, of a group that can still be talked about
_STRICTER, _SURELY = 0.05, 0.9
_WORD = 3  # letters; shorter words carry nothing, unless they are capitals
_STEM = 7  # letters, so that "Testdaten" and "test data" meet
SHORT = re.compile(r"\b([A-Z]{2,})s?\b")
"""A word in capitals, also when there are several: `PRs`."""

EMPTY = STOPWORDS | frozenset(
    """
    time times week weeks day days sprint great good bad nice really took take takes found feel felt know knew
    nobody someone people team still again never always always new old first last third whole every many few lot
    went well much two three four five six hours minutes year today monday tuesday wednesday thursday friday
    saturday sunday mondays tuesdays wednesdays thursdays fridays yesterday tomorrow better worse best need needed
    think thought work works worked help helped done thanks kudos keep start stop idea maybe pm retro retrospective note
    said says say told added suggested proposed concern saves saved honest honestly und der die das den dem
    ein eine einer wir ich ihr ist war sind nicht auch mit von zu zum zur im in am auf für wieder viel viele sehr
    haben hat hatten keine kein dass es sich nach bei aus wie noch man könnten aber oder
    """.split()
)
"""Words that say little about what something is about."""


def grouped(
    texts: Sequence[str],
    rows: Rows | None,
    *,
    mute: frozenset[str] = frozenset(),
    apart: Callable[[int, int], float] | None = None,
) -> list[list[int]]:
    """The places of texts that belong together, the most typical first; what stands alone is a group of its own.

    Without `rows` the words have to do. `mute` are words that join nothing, such as names; `apart` says how much
    farther apart two are than they read. Where nearly all would be one group, they have to be more alike.
    """
    if not texts:
        return []
    near, least = _nearness(texts, rows, mute, apart), _NEAR if rows is not None else _BY_WORDS
    most = max(_FEW, len(texts) * _MOST)
    groups = _together(near, least)
    while max(map(len, groups)) > most and least < _SURELY:
        least += _STRICTER
        groups = _together(near, least)
    return [_typical_first(group, near) for group in groups]


def _nearness(
    texts: Sequence[str], rows: Rows | None, mute: frozenset[str], apart: Callable[[int, int], float] | None
) -> Any:
    import numpy as np  # it takes a moment to import

    count = len(texts)
    stems = [_stems(text, mute) for text in texts]
    often = Counter(each for some in stems for each in some)
    rare = [frozenset(each for each in some if often[each] <= max(_OFTEN, count // 3)) for some in stems]
    known = None if rows is None else np.asarray(rows, dtype=np.float64)
    near = np.zeros((count, count)) if known is None else known @ known.T
    for one, other in combinations(range(count), 2):
        shared = rare[one] & rare[other]
        if known is None:
            near[one, other] = _by_words(shared)
        else:
            near[one, other] += _SHARED * min(2, len(shared))
        near[one, other] -= apart(one, other) if apart else 0.0
        near[other, one] = near[one, other]
    return near


def _by_words(shared: frozenset[str]) -> float:
    if len(shared) > 1:
        return _BY_TWO
    return _BY_ONE if any(len(each) >= _TELLING or each.isupper() for each in shared) else 0.0


def _together(near: Any, least: float) -> list[list[int]]:
    """The two groups that are nearest become one, until none are near enough (average linkage)."""
    import numpy as np

    count = len(near)
    groups: dict[int, list[int]] = {at: [at] for at in range(count)}
    between = np.array(near, dtype=np.float64)
    np.fill_diagonal(between, -1.0)
    while len(groups) > 1:
        one, other = sorted(divmod(int(between.argmax()), count))
        if between[one, other] < least:
            break
        mine, theirs = len(groups[one]), len(groups[other])
        joined = (between[one] * mine + between[other] * theirs) / (mine + theirs)
        between[one, :], between[:, one] = joined, joined
        between[other, :], between[:, other], between[one, one] = -1.0, -1.0, -1.0
        groups[one] = sorted(groups[one] + groups.pop(other))
    return list(groups.values())


def _typical_first(group: Sequence[int], near: Any) -> list[int]:
    typical = max(group, key=lambda one: (sum(float(near[one, other]) for other in group if other != one), -one))
    return [typical, *(one for one in group if one != typical)]


def _stems(text: str, mute: frozenset[str]) -> frozenset[str]:
    """The words that say what a text is about, and pairs of them as one; short ones in capitals stay as they are."""
    empty = EMPTY | mute
    short = {each for each in SHORT.findall(text) if len(each) < _WORD and each.lower() not in empty}
    plain = [part for word in words(text) for part in word.removesuffix("'s").split("-")]
    kept = [stem(each)[:_STEM] for each in plain if each not in empty and len(each) >= _WORD and not each.isdigit()]
    pairs = [f"{one}{other}"[:_STEM] for one, other in pairwise(plain) if one not in empty and other not in empty]
    return frozenset((*kept, *short, *(each for each in pairs if len(each) == _STEM)))
