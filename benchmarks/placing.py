"""Learns what tells whether a remark praises, complains or proposes, from labelled sets that were read.

`python -m benchmarks.placing` writes `bot/retros/extraction/placing.json`, always the same from the same sets. What a
sentence is by itself was learnt from other sets (`benchmarks.remarks`): of those that taught it, it would be too sure.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from bot.cli.retros import read_files
from bot.evaluation.retros import OPINIONS, Case, load_cases
from bot.language.text import content_words
from bot.platforms.exports import read_export
from bot.retros.extraction.log import Line
from bot.retros.extraction.meaning import Meaning
from bot.retros.extraction.placing import KINDS, LEARNED, NONE, Traits, Weights
from bot.retros.extraction.reading import read_logs
from bot.retros.extraction.summary import hear_all, traits_in

_READ = frozenset({"open-5", "open-7", "open-9", "open-11"})
_STEPS, _RATE, _ROLL, _DECAY = 1500, 0.3, 0.9, 0.04
_TINY, _DIGITS = 1e-6, 4
_LIKE = 0.5


class Example(NamedTuple):
    """What is known of a part of a retrospective, and what a reader took it for."""

    traits: Traits
    kind: str


def main() -> None:
    """Write the weights."""
    meaning = Meaning.opened("minilm")
    if meaning is None:
        raise SystemExit("the sentence model isn't installed: make sync")
    some = examples(meaning)
    LEARNED.write_text(json.dumps(learn(some), indent=0) + "\n", "utf-8")
    print(f"{len(some)} remarks: {LEARNED}")


def examples(meaning: Meaning) -> list[Example]:
    """Every remark of the sets that teach; those that may be read in two ways are left out."""
    return [each for case in load_cases() if case.labels.half in _READ for each in _of_case(case, meaning)]


def _of_case(case: Case, meaning: Meaning) -> list[Example]:
    labels = case.labels
    log = read_logs(read_files([case.path]), labels.zone, read_export)[0]
    noted = [(set(map(str, note.source)), kind, note.text) for kind in OPINIONS for note in labels.notes(kind)]
    unsure = {str(source) for kind in OPINIONS for source in labels.maybe.get(kind, ())}
    found = []
    for stream in hear_all(log, meaning.guess, meaning.headings).streams:
        for (part, _), traits in zip(stream, traits_in(stream, meaning.guess), strict=True):
            ids = {source for line in part.lines for source in line.sources}
            if traits is None:
                continue
            kinds = [kind for sources, kind, text in noted if ids & sources and _holds(part.lines, text)]
            if kinds or not ids & unsure:
                found.append(Example(traits, kinds[0] if kinds else NONE))
    return found


def _holds(lines: Sequence[Line], text: str) -> bool:
    """Whether it is this part of a message that a label is about."""
    wanted = content_words(text)
    here = content_words(" ".join(line.text for line in lines))
    return len(wanted & here) >= _LIKE * len(wanted)


def learn(some: Sequence[Example]) -> Weights:
    """The weights that make what readers saw likeliest, with some decay (logistic regression)."""
    import numpy as np

    names = list(some[0].traits)
    given = np.asarray([[each.traits[name] for name in names] for each in some])
    wanted = np.eye(len(KINDS))[[KINDS.index(each.kind) for each in some]]
    middle, spread = given.mean(axis=0), given.std(axis=0) + _TINY
    always = names.index("always")
    middle[always], spread[always] = 0.0, 1.0
    even = (given - middle) / spread
    decay = np.full((len(names), 1), _DECAY)
    decay[always] = 0.0
    rows, rolling = np.zeros((len(names), len(KINDS))), np.zeros((len(names), len(KINDS)))
    for _ in range(_STEPS):
        parts = np.exp(even @ rows)
        off = parts / parts.sum(axis=1, keepdims=True) - wanted
        rolling = _ROLL * rolling - _RATE * (even.T @ off / len(some) + decay * rows)
        rows = rows + rolling
    rows = rows / spread[:, None]
    rows[always] -= middle @ rows
    return {name: _rounded(row) for name, row in zip(names, rows, strict=True)}


def _rounded(row: Any) -> list[float]:
    return [round(float(each), _DIGITS) for each in row]


if __name__ == "__main__":
    main()
