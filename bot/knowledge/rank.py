"""Puts what two ways of searching found into one order: fused, old decisions down, duplicates together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot.knowledge.values import Document

BY_WORDS = 0.6
BY_MEANING = 1.0
DAMPING = 60
"""The constant of reciprocal rank fusion: the larger, the less the first places stand out."""
OLD = 0.9
"""What is left of a passage's score when its document no longer holds."""
PER_DOCUMENT = 2
"""Passages of one document among the first ones: the rest come after everybody had a turn."""
_SAME = 0.9
_NEAR = 1e-9


def fuse(rankings: Sequence[tuple[float, Sequence[int]]]) -> dict[int, float]:
    """Reciprocal rank fusion of weighted rankings (best first) of the same passages."""
    scores: dict[int, float] = {}
    for weight, ranking in rankings:
        for place, passage in enumerate(ranking, start=1):
            scores[passage] = scores.get(passage, 0.0) + weight / (DAMPING + place)
    return scores


def ordered(
    scores: Mapping[int, float], document: Callable[[int], Document], *, replaced: frozenset[str] = frozenset()
) -> list[tuple[int, float]]:
    """Best first. What no longer holds counts less, and among equals the newest comes first."""

    def weighed(passage: int) -> float:
        of = document(passage)
        return scores[passage] * (OLD if not of.valid or of.id in replaced else 1.0)

    def newest(passage: int) -> int:
        return -(document(passage).dated or date.min).toordinal()

    valued = {passage: weighed(passage) for passage in scores}
    return [
        (passage, valued[passage])
        for passage in sorted(valued, key=lambda each: (-round(valued[each] / _NEAR), newest(each), each))
    ]


def spread(
    ranked: Sequence[tuple[int, float]], document: Callable[[int], Document], limit: int
) -> list[tuple[int, float]]:
    """The first `limit`, with at most `PER_DOCUMENT` passages of one document as long as others wait."""
    counts: dict[str, int] = {}
    first: list[tuple[int, float]] = []
    later: list[tuple[int, float]] = []
    for each in ranked:
        name = document(each[0]).id
        counts[name] = counts.get(name, 0) + 1
        (first if counts[name] <= PER_DOCUMENT else later).append(each)
    return [*first, *later][:limit]


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two passages, by their stems, say the same in nearly the same words."""
    if not one or not other or min(len(one), len(other)) < _SAME * max(len(one), len(other)):
        return False
    return len(one & other) >= _SAME * len(one | other)
