"""Groups what was noted by what it is about, and names each group in the team's own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise
from typing import Any

from bot.chat import Value
from bot.language.text import STOPWORDS, stem, words
from bot.retros.opinions import Item

Vectors = Callable[[Sequence[str]], Sequence[Sequence[float]]]
"""A vector of unit length for each text; texts about the same thing point the same way."""

_NEAR = 0.42
_SHARED = 0.16
_ALIKE = 0.5
_OPPOSITE = 0.1
_BY_WORDS = 0.34
_BY_TWO, _BY_ONE = 0.6, 0.4  # how near two notes are that share rare words, where meaning can't be read
_TELLING = 4  # letters of a word that says something on its own
_LONGEST = 3
_POSSESSIVE = re.compile(r"['’]s$")
_WORD = 3  # letters; shorter words carry nothing
_STEM = 7  # letters, so that "Testdaten" and "test data" meet
_TAG = re.compile(r"^[^:]{0,40}\bretro[^:]{0,24}:\s+(?::[a-z_]+:\s*)?", re.IGNORECASE)


class Theme(Value):
    """What several notes are about: `notes` are their places among the items, the weightiest first."""

    title: str
    notes: tuple[int, ...]


def themes_of(items: Sequence[Item], vectors: Vectors | None = None, names: Sequence[str] = ()) -> tuple[Theme, ...]:
    """The themes of at least two notes, the largest first. That a name of somebody comes up twice makes no theme."""
    mute = frozenset(part for name in names for part in words(name))
    if len(items) < 2:  # noqa: PLR2004 (one note is no theme)
        return ()
    near = _nearness(items, vectors, mute)
    groups = _grouped(near, _NEAR if vectors else _BY_WORDS)
    found = [_theme(group, items, mute) for group in groups if len(group) > 1]
    return tuple(sorted(found, key=lambda each: (-sum(items[at].weight for at in each.notes), each.notes)))


def _nearness(items: Sequence[Item], vectors: Vectors | None, mute: frozenset[str]) -> Any:
    """How near each two notes are: by meaning where vectors can be had, and by the rare words that they share."""
    import numpy as np  # it takes a moment to import

    count = len(items)
    stems = [_stems(item.text, mute) for item in items]
    often = Counter(each for some in stems for each in some)
    rare = [frozenset(each for each in some if often[each] <= max(3, count // 3)) for some in stems]
    near = np.zeros((count, count))
    alike = None
    if vectors is not None:
        rows = np.asarray(vectors([_TAG.sub("", item.text) for item in items]), dtype=np.float64)
        alike = rows @ rows.T
    for one, other in combinations(range(count), 2):
        shared = rare[one] & rare[other]
        if alike is None:
            value = _BY_TWO if len(shared) > 1 else _BY_ONE if any(len(each) >= _TELLING for each in shared) else 0.0
        else:
            meant = float(alike[one, other])
            value = meant + _SHARED * min(2, len(shared)) if shared or meant >= _ALIKE else 0.0
            opinions = {items[one].opinion, items[other].opinion}
            value -= _OPPOSITE if len(opinions) > 1 and "went_well" in opinions else 0.0
        near[one, other] = near[other, one] = value
    return near


def _grouped(near: Any, least: float) -> list[list[int]]:
    """Join the two groups that are nearest on average, as long as they are near enough."""
    import numpy as np

    between = np.array(near, dtype=np.float64)
    np.fill_diagonal(between, -1.0)
    groups: dict[int, list[int]] = {at: [at] for at in range(len(between))}
    while len(groups) > 1:
        one, other = sorted(divmod(int(between.argmax()), len(between)))
        if between[one, other] < least:
            break
        mine, theirs = len(groups[one]), len(groups[other])
        joined = (between[one] * mine + between[other] * theirs) / (mine + theirs)
        between[one, :], between[:, one] = joined, joined
        between[other, :], between[:, other], between[one, one] = -1.0, -1.0, -1.0
        groups[one] = sorted(groups[one] + groups.pop(other))
    return list(groups.values())


def _theme(group: Sequence[int], items: Sequence[Item], mute: frozenset[str]) -> Theme:
    ordered = sorted(group, key=lambda at: (-items[at].weight, at))
    return Theme(title=title_of([items[at].text for at in ordered], mute), notes=tuple(ordered))


def title_of(texts: Sequence[str], mute: frozenset[str] = frozenset()) -> str:
    """The words that most of the notes share, as they stand in the first one that has them: "bank sandbox"."""
    phrases: Counter[tuple[str, ...]] = Counter()
    shown: dict[tuple[str, ...], str] = {}
    for text in texts:
        for key, phrase in _phrases(text, mute).items():
            phrases[key] += 1
            shown.setdefault(key, phrase)
    shared = [(count, len(key), key) for key, count in phrases.items() if count > 1]
    if shared:
        most = max(count for count, _, _ in shared)
        best = [key for count, _, key in shared if count >= max(2, most - 1)]
        chosen = max(best, key=lambda key: (phrases[key] * (1 + 0.6 * (len(key) - 1)), -list(shown).index(key)))
        return _POSSESSIVE.sub("", shown[chosen])
    first = [phrase for key, phrase in _phrases(texts[0], mute).items() if len(key) > 1] or list(
        _phrases(texts[0], mute).values()
    )
    return first[0] if first else " ".join(texts[0].split()[:5])


_EMPTY = STOPWORDS | frozenset(
    """
    time times week weeks day days sprint great good bad nice really took take takes found feel felt know knew
    nobody someone people team still again never always always new old first last third whole every many few lot
    went well much two three four five six hours minutes year today monday tuesday wednesday thursday friday
    saturday sunday mondays tuesdays wednesdays thursdays fridays yesterday tomorrow better worse best need needed
    think thought work works worked help helped done thanks kudos keep start stop idea maybe und der die das den dem
    ein eine einer wir ich ihr ist war sind nicht auch mit von zu zum zur im in am auf für wieder viel viele sehr
    haben hat hatten keine kein dass es sich nach bei aus wie noch man könnten aber oder
    """.split()
)


def _stems(text: str, mute: frozenset[str]) -> frozenset[str]:
    empty = _EMPTY | mute
    plain = [part for word in words(_TAG.sub("", text)) for part in word.removesuffix("'s").split("-")]
    kept = [stem(each)[:_STEM] for each in plain if each not in empty and len(each) >= _WORD and not each.isdigit()]
    pairs = [f"{one}{other}"[:_STEM] for one, other in pairwise(plain) if one not in empty and other not in empty]
    return frozenset((*kept, *(each for each in pairs if len(each) == _STEM)))


def _phrases(text: str, mute: frozenset[str] = frozenset()) -> dict[tuple[str, ...], str]:
    """Up to three words in a row that carry meaning, by their stems."""
    found: dict[tuple[str, ...], str] = {}
    for run in re.split(r"[.,;:!?()\"“”*_/]+|\s[-–—]\s|:[a-z_]+:", text):
        tokens = re.findall(r"[^\W_][\w'’-]*", run)
        for size in range(1, _LONGEST + 1):
            for at in range(len(tokens) - size + 1):
                part = tokens[at : at + size]
                plain = [each.lower().replace("’", "'").removesuffix("'s") for each in part]
                if any(each in _EMPTY or each in mute or len(each) < _WORD or each.isdigit() for each in plain):
                    continue
                found.setdefault(tuple(stem(each) for each in plain), " ".join(part))
    return found
