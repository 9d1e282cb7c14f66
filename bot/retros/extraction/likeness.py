"""How likely two notes are about the same matter: a linear model over what they mean, share and follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from bot.retros.extraction.moods import Opinion
from bot.retros.extraction.prompted import goes_on
from bot.retros.extraction.rare_words import rare_words

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
    """What tells whether two notes are about the same matter: a number for each trait, or an array, N times N."""

    meaning: Any
    """Cosine of both, without what everything here has in common."""
    led_to: Any
    """The same of the earlier note and whichever is nearest of the remarks that led to the later: "Staging, then?"."""
    words: Any
    """Rare words that both hold."""
    talk: Any
    """Whether both were said in a talk; on a page and on a board the order tells nothing."""
    remedy: Any
    """Whether an idea was said after a complaint."""
    answer: Any
    """Whether a page holds one of them as a complaint and the other one as an idea."""
    goes_on: Any
    """Whether the later one goes on with the earlier one: "same here"."""
    between: Any
    """Logarithm of how many notes the later one is further on."""
    opposite: Any
    """Whether one is praise and the other one a complaint."""


class Weights(NamedTuple):
    """How much each trait counts, and the logarithm of the odds where there is none."""

    traits: Traits
    bias: float


BY_MEANING = Weights(
    Traits(meaning=6.16, led_to=1.7, words=1.4, talk=1.13, remedy=1.94, answer=1.88, goes_on=2.78, between=-1.02,
           opposite=-0.59), bias=-3.73,
)  # fmt: skip
BY_WORDS = Weights(
    Traits(meaning=0.0, led_to=0.0, words=2.29, talk=1.42, remedy=1.9, answer=1.79, goes_on=2.75, between=-0.99,
           opposite=-0.64), bias=-4.03,
)  # fmt: skip
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

    weights, traits = BY_MEANING if vectors else BY_WORDS, traits_of(notes, vectors, said or {}, mute)
    odds = weights.bias + sum(weight * trait for weight, trait in zip(weights.traits, traits, strict=True))
    alike = 1 / (1 + np.exp(-odds))
    np.fill_diagonal(alike, 0.0)
    return alike


def traits_of(
    notes: Sequence[Noted], vectors: Vectors | None, said: Mapping[str, str], mute: frozenset[str] = frozenset()
) -> Traits:
    """The traits of each two notes, by their places in what is given, in either order.

    Without `vectors` nothing is known of meaning.
    """
    import numpy as np

    places = np.asarray([note.place or 0 for note in notes])
    apart = places[None, :] - places[:, None]
    earlier = (apart > 0) | ((apart == 0) & np.tri(len(notes), dtype=bool).T)  # the row's note comes first

    def either(directed: Any) -> Any:
        """What holds from the earlier note to the later one, for both orders."""
        return np.where(earlier, directed, directed.T).astype(float)

    near = _nearness([*(note.text for note in notes), *said.values()], vectors)
    meant, around = near[: len(notes), : len(notes)], dict(zip(said, near[len(notes) :, : len(notes)], strict=True))
    praise, complaint, idea = (
        np.asarray([note.opinion == kind for note in notes], dtype=bool)
        for kind in ("went_well", "to_improve", "ideas")
    )
    told = np.asarray([note.place is not None for note in notes], dtype=bool)
    talk, answers = np.outer(told, told), np.outer(complaint, idea)
    return Traits(
        meaning=meant,
        led_to=either(_led_to(notes, around)),
        words=_shared(rare_words([note.text for note in notes], mute)),
        talk=talk.astype(float),
        remedy=either(talk & answers),
        answer=(~talk & (answers | answers.T)).astype(float),
        goes_on=either(_goes_on(notes)),
        between=np.log(np.maximum(1, abs(apart))),
        opposite=(np.outer(praise, complaint) | np.outer(complaint, praise)).astype(float),
    )


def _led_to(notes: Sequence[Noted], around: Mapping[str, Any]) -> Any:
    """How near each note, by row, is to what was said between it and the note of the column."""
    import numpy as np

    nearest = np.full((len(notes), len(notes)), -np.inf)
    for at, note in enumerate(notes):
        since = np.ones(len(notes), dtype=bool)
        for each in note.before[:BACK]:
            since &= [other.id != each for other in notes]
            if each in around:
                nearest[since, at] = np.maximum(nearest[since, at], around[each][since])
    return np.where(np.isinf(nearest), 0.0, nearest)


def _goes_on(notes: Sequence[Noted]) -> Any:
    """Whether the note of each column goes on with that of the row."""
    import numpy as np

    on = [note.before[:_CLOSE] if goes_on(note.text) else () for note in notes]
    return np.asarray([[first.id in before for before in on] for first in notes], dtype=bool)


def _shared(rare: Sequence[frozenset[str]]) -> Any:
    """How many words each two hold."""
    import numpy as np

    column = {word: at for at, word in enumerate(sorted(frozenset().union(*rare)))}
    holds = np.zeros((len(rare), len(column)))
    for at, some in enumerate(rare):
        holds[at, [column[word] for word in some]] = 1
    return np.minimum(_MOST_SHARED, holds @ holds.T)


def _nearness(texts: Sequence[str], vectors: Vectors | None) -> Any:
    """The cosines of all texts, without what all of them have in common."""
    import numpy as np

    if vectors is None or not texts:
        return np.zeros((len(texts), len(texts)))
    every = list(dict.fromkeys(texts))  # what is said twice counts once
    rows = np.asarray(vectors(every), dtype=np.float64)
    rows = rows - rows.sum(axis=0) / (len(every) + _FAMILIAR)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True) + _TINY
    known = {text: at for at, text in enumerate(every)}
    places = [known[text] for text in texts]
    return (rows @ rows.T)[np.ix_(places, places)]
