"""Puts together what is about one thing: notes of a board and remarks alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.retros.extraction.likeness import Noted, Vectors, likeness

LIKELY, _LIKELY_BY_WORDS = 0.285, 0.14
"""How likely those of two groups are about the same matter on average. The first gives precision before recall on sets
that were read, by weights learnt from others; where there are only words, a rare one in common is enough."""

_FEW, _MOST = 8, 0.3  # notes, or their share, of a group that can still be talked about
_STRICTER, _SURELY = 0.05, 0.9


def grouped(
    notes: Sequence[Noted],
    vectors: Vectors | None,
    said: Mapping[str, str] | None = None,
    mute: frozenset[str] = frozenset(),
) -> list[list[int]]:
    """The places of notes that belong together, the most typical first; what stands alone is a group of its own.

    Without `vectors` the words have to do. `said` is what else was said around them, by its id, and `mute`
    are words that join nothing, such as names. Where nearly all would be one group, they have to be more alike.
    """
    if not notes:
        return []
    alike, least = likeness(notes, vectors, said, mute), LIKELY if vectors else _LIKELY_BY_WORDS
    most = max(_FEW, len(notes) * _MOST)
    groups = together(alike, least)
    while max(map(len, groups)) > most and least < _SURELY:
        least += _STRICTER
        groups = together(alike, least)
    return [_typical_first(group, alike) for group in groups]


def together(near: Any, least: float) -> list[list[int]]:
    """The two groups that are nearest become one, until none are near enough (average linkage)."""
    import numpy as np  # it takes a moment to import

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
