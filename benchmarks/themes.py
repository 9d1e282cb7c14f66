"""Learns what tells that two notes of a retrospective are about the same matter, from the labelled sets that were read.

`python -m benchmarks.themes` prints the weights of `bot/retros/extraction/likeness.py`, and how well weights that were
learnt from the other sets put a set's notes together.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any, NamedTuple

from bot.cli.retros import read_files
from bot.evaluation.retros import Case, load_cases
from bot.language.text import words
from bot.platforms.exports import read_export
from bot.retros.extraction.grouping import LIKELY, together
from bot.retros.extraction.likeness import BACK, Noted, Traits, Vectors, Weights, traits_of
from bot.retros.extraction.log import said_before
from bot.retros.extraction.meaning import Meaning
from bot.retros.extraction.moods import OPINIONS
from bot.retros.extraction.reading import read_logs

_READ = frozenset({"dev", "later", "fresh", "open-2", "open-3", "open-4", "open-5", "open-7"})
_STEPS, _DECAY = 30, 10.0
_DIGITS, _TINY = 2, 1e-9
_FOLDS = 10


class Pairs(NamedTuple):
    """The pairs of notes of one set: their traits, and whether a reader put them together."""

    id: str
    places: list[tuple[int, int]]
    traits: list[list[float]]
    alike: list[bool]


def main() -> None:
    """Print the weights, and what weights learnt from the other sets find."""
    meaning = Meaning.opened("minilm")
    if meaning is None:
        raise SystemExit("the sentence model isn't installed: make sync")
    for name, vectors in (("BY_MEANING", meaning.vectors), ("BY_WORDS", None)):
        some = pairs_of_sets(vectors)
        print(f"{name} = {learn(some)!r}")
        if vectors:
            right, found, there = held_out(some)
            print(f"pairs of notes, by weights learnt from other sets: {right / found:.2f}, {right / there:.2f}")


def pairs_of_sets(vectors: Vectors | None) -> list[Pairs]:
    """The pairs of each set that was read and in which a reader saw what belongs together."""
    return [_pairs(case, vectors) for case in load_cases() if case.labels.half in _READ and case.labels.themes]


def _pairs(case: Case, vectors: Vectors | None) -> Pairs:
    labels = case.labels
    log = read_logs(read_files([case.path]), labels.zone, read_export)[0]
    said, before = {each.id: each.text for each in log.remarks}, said_before(log, BACK)
    order = {each.id: at for at, each in enumerate(log.remarks)}
    noted = [(str(note.source[-1]), kind, note) for kind in OPINIONS for note in labels.notes(kind)]
    noted = sorted((each for each in noted if each[0] in said), key=lambda each: order[each[0]])
    chat = log.kind == "chat"
    notes = [
        Noted(note.text or said[source], kind, source, at if chat else None, before.get(source, ()))
        for at, (source, kind, note) in enumerate(noted)
    ]
    authors = [each.author.name for each in log.remarks if each.author]
    mute = frozenset(part for name in (*(each.name for each in log.people), *authors) for part in words(name))
    led = {each: said[each] for note in notes for each in note.before if said[each].strip()}
    traits = traits_of(notes, vectors, led, mute)
    themes = [set(map(str, theme.notes)) for theme in labels.themes]
    sources = [set(map(str, note.source)) for _, _, note in noted]
    places = list(combinations(range(len(notes)), 2))
    alike = [any(sources[one] & theme and sources[other] & theme for theme in themes) for one, other in places]
    return Pairs(case.id, places, [[float(trait[pair]) for trait in traits] for pair in places], alike)


def learn(some: Sequence[Pairs]) -> Weights:
    """The weights that make what readers put together likeliest, with a little decay (Newton’s method)."""
    import numpy as np

    given = np.asarray([row for pairs in some for row in pairs.traits])
    wanted = np.asarray([each for pairs in some for each in pairs.alike], dtype=float)
    middle, spread = given.mean(axis=0), given.std(axis=0) + _TINY
    rows = np.hstack([(given - middle) / spread, np.ones((len(given), 1))])
    decay = np.diag([_DECAY] * len(middle) + [0.0])
    weights: Any = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (likely - wanted) + decay @ weights
        bend = (rows * (likely * (1 - likely))[:, None]).T @ rows + decay
        weights = weights - np.linalg.solve(bend, slope)
    own = weights[:-1] / spread
    bias = float(weights[-1] - own @ middle)
    return Weights(Traits(*(round(float(each), _DIGITS) for each in own)), round(bias, _DIGITS))


def held_out(every: Sequence[Pairs]) -> tuple[int, int, int]:
    """How many pairs were put together rightly, were put together, and belong together.

    Each set is read by weights that were learnt from nine tenths of the others.
    """
    import numpy as np

    right = found = there = 0
    for fold in range(_FOLDS):
        weights = learn([pairs for at, pairs in enumerate(every) if at % _FOLDS != fold])
        for pairs in every[fold::_FOLDS]:
            odds = np.asarray(pairs.traits) @ np.asarray(weights.traits) + weights.bias
            alike = np.zeros((max(map(max, pairs.places)) + 1,) * 2)
            for (one, other), likely in zip(pairs.places, 1 / (1 + np.exp(-odds)), strict=True):
                alike[one, other] = alike[other, one] = likely
            put = {pair for group in together(alike, LIKELY) for pair in combinations(sorted(group), 2)}
            wanted = {place for place, is_one in zip(pairs.places, pairs.alike, strict=True) if is_one}
            right, found, there = right + len(put & wanted), found + len(put), there + len(wanted)
    return right, found, there


if __name__ == "__main__":
    main()
