"""How likely two notes are about the same matter: a linear model over what they mean, share and follow."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import combinations, takewhile
from operator import ne
from typing import Any, NamedTuple

from bot.retros.extraction.moods import Opinion
from bot.retros.extraction.prompted import goes_on
from bot.retros.extraction.subject_words import rare_words

Vectors = Callable[[Sequence[str]], Sequence[Sequence[float]]]
"""A vector of unit length for each text; texts about the same thing point the same way."""

BACK = 3
"""How many remarks before a note may say what it is about."""

_CLOSE = 2  # remarks back; what goes on with something stands right behind it
_FAMILIAR = 5.0  # texts; few of them say little about what all have in common
_MOST_SHARED = 3  # words
_TINY = 1e-9


class Noted(NamedTuple):
    """A note, and where it stands in a talk.

    `before` are the ids of the remarks before it, the nearest first, and `place` counts the notes of a talk in the
    order in which they were said; on a page or a board there are neither.
    """

    text: str
    opinion: Opinion | None = None
    id: str = ""
    place: int | None = None
    before: tuple[str, ...] = ()


class Traits(NamedTuple):
    """What tells whether two notes are about the same matter."""

    meaning: float
    """Cosine of both, without what everything here has in common."""
    led_to: float
    """The same of the earlier note and whichever is nearest of the remarks that led to the later: "Staging, then?"."""
    words: float
    """Rare words that both hold."""
    talk: float
    """Whether both were said in a talk; on a page and on a board the order tells nothing."""
    remedy: float
    """Whether an idea was said after a complaint."""
    answer: float
    """Whether a page holds one of them as a complaint and the other one as an idea."""
    goes_on: float
    """Whether the later one goes on with the earlier one: "same here"."""
    between: float
    """Logarithm of how many notes the later one is further on."""
    opposite: float
    """Whether one is praise and the other one a complaint."""


class Weights(NamedTuple):
    """How much each trait counts, and the logarithm of the odds where there is none."""

    traits: Traits
    bias: float


BY_MEANING = Weights(
    Traits(
        meaning=6.16,
        led_to=1.7,
        words=1.4,
        talk=1.13,
        remedy=1.94,
        answer=1.88,
        goes_on=2.78,
        between=-1.02,
        opposite=-0.59,
    ),
    -3.73,
)
BY_WORDS = Weights(
    Traits(
        meaning=0.0,
        led_to=0.0,
        words=2.29,
        talk=1.42,
        remedy=1.9,
        answer=1.79,
        goes_on=2.75,
        between=-0.99,
        opposite=-0.64,
    ),
    -4.03,
)
"""Where meaning can't be read. Both are learnt by `python -m benchmarks.themes` from labelled sets that were read."""


def likeness(
    notes: Sequence[Noted],
    vectors: Vectors | None,
    said: Mapping[str, str] | None = None,
    mute: frozenset[str] = frozenset(),
) -> Any:
    """How likely each two notes are about the same matter, from 0 to 1: an array, N times N.

    `said` is what else was said around them, by its id, and `mute` are words that join nothing.
    """
    import numpy as np  # it takes a moment to import

    weights, alike = BY_MEANING if vectors else BY_WORDS, np.zeros((len(notes), len(notes)))
    for (one, other), traits in traits_of(notes, vectors, said or {}, mute).items():
        odds = weights.bias + sum(weight * trait for weight, trait in zip(weights.traits, traits, strict=True))
        alike[one, other] = alike[other, one] = 1 / (1 + math.exp(-odds))
    return alike


def traits_of(
    notes: Sequence[Noted], vectors: Vectors | None, said: Mapping[str, str], mute: frozenset[str] = frozenset()
) -> dict[tuple[int, int], Traits]:
    """The traits of each two notes, by their places in what is given, the smaller one first.

    Without `vectors` nothing is known of meaning.
    """
    texts = [note.text for note in notes]
    near = _nearness([*texts, *said.values()], vectors)
    rare = rare_words(texts, mute)
    found: dict[tuple[int, int], Traits] = {}
    for one, other in combinations(range(len(notes)), 2):
        first, later = (one, other) if (notes[one].place or 0) <= (notes[other].place or 0) else (other, one)
        since = takewhile(partial(ne, notes[first].id), notes[later].before[:BACK])
        found[one, other] = Traits(
            meaning=near(texts[one], texts[other]),
            led_to=max((near(texts[first], said[each]) for each in since if each in said), default=0.0),
            words=float(min(_MOST_SHARED, len(rare[one] & rare[other]))),
            **_talk(notes[first], notes[later]),
        )
    return found


def _talk(earlier: Noted, later: Noted) -> dict[str, float]:
    """The traits that don't depend on what the texts are about."""
    talk = earlier.place is not None and later.place is not None
    apart = (later.place or 0) - (earlier.place or 0)
    opinions = {earlier.opinion, later.opinion}
    return {
        "talk": float(talk),
        "remedy": float(talk and (earlier.opinion, later.opinion) == ("to_improve", "ideas")),
        "answer": float(not talk and opinions == {"to_improve", "ideas"}),
        "goes_on": float(earlier.id in later.before[:_CLOSE] and goes_on(later.text)),
        "between": math.log(max(1, apart)),
        "opposite": float(opinions == {"went_well", "to_improve"}),
    }


def _nearness(texts: Sequence[str], vectors: Vectors | None) -> Callable[[str, str], float]:
    """The cosine of any two of the texts, without what all of them have in common."""
    if vectors is None or not texts:
        return lambda _, __: 0.0
    import numpy as np

    every = list(dict.fromkeys(texts))
    rows = np.asarray(vectors(every), dtype=np.float64)
    rows = rows - rows.sum(axis=0) / (len(every) + _FAMILIAR)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True) + _TINY
    known = dict(zip(every, rows, strict=True))
    return lambda one, other: float(known[one] @ known[other])
