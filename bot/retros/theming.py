"""Proposes which notes are about one thing: by how alike their meanings are, or by the words that they share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bot.language.text import content_words
from bot.retros.rules import Note

Embed = Callable[[Sequence[str]], Sequence[Sequence[float]] | None]
"""Vectors of unit length for texts; None where there is no embedder."""

_MEANING = 0.38
"""How alike two groups must be on average, measured by all-MiniLM-L6-v2 on notes of retros."""

_WORDS = 0.25
_FEW = 8
_MOST = 0.3
_STRICTER = 0.05
_SURELY = 0.9


def propose(notes: Sequence[Note], embed: Embed) -> tuple[tuple[int, ...], ...]:
    """The numbers of notes that belong together, column by column; in each the most typical note comes first."""
    columns = dict.fromkeys(note.column for note in notes)
    themes: list[tuple[int, ...]] = []
    for column in columns:
        within = [note for note in notes if note.column == column]
        likeness, least = _likeness([note.text for note in within], embed)
        for group in _sorted_out(likeness, least):
            typical = max(group, key=lambda one: (sum(float(likeness[one][other]) for other in group), -one))
            first = [typical, *(one for one in group if one != typical)]
            themes.append(tuple(within[at].number for at in first))
    return tuple(themes)


def _likeness(texts: Sequence[str], embed: Embed) -> tuple[Any, float]:
    """How alike each is to each, as a square of numbers, and from where on they are about one thing."""
    import numpy as np  # it takes a moment to import

    vectors = embed(texts)
    if vectors is not None:
        rows = np.asarray(vectors, dtype=np.float64)
        return rows @ rows.T, _MEANING
    stems = [content_words(text) for text in texts]
    return np.asarray([[_shared(one, other) for other in stems] for one in stems]), _WORDS


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """What two texts have in common of what they say; a single shared word of many is nothing."""
    both = len(one & other)
    return both / (len(one) * len(other)) ** 0.5 if both else 0.0


def _sorted_out(likeness: Any, least: float) -> list[list[int]]:
    """Groups that can be talked about: where nearly all would be one, they have to be more alike."""
    most = max(_FEW, len(likeness) * _MOST)
    groups = _together(likeness, least)
    while max(map(len, groups), default=0) > most and least < _SURELY:
        least += _STRICTER
        groups = _together(likeness, least)
    return groups


def _together(likeness: Any, least: float) -> list[list[int]]:
    """The two groups that are most alike become one, until none are alike enough (average linkage)."""
    import numpy as np

    count = len(likeness)
    groups: dict[int, list[int]] = {at: [at] for at in range(count)}
    between = np.array(likeness, dtype=np.float64)
    np.fill_diagonal(between, -1.0)
    while len(groups) > 1:
        one, other = divmod(int(between.argmax()), count)
        if between[one, other] < least:
            break
        one, other = min(one, other), max(one, other)
        mine, theirs = len(groups[one]), len(groups[other])
        merged = (between[one] * mine + between[other] * theirs) / (mine + theirs)
        between[one, :], between[:, one] = merged, merged
        between[other, :], between[:, other] = -1.0, -1.0
        between[one, one] = -1.0
        groups[one] += groups.pop(other)
    return [sorted(group) for _, group in sorted(groups.items())]
