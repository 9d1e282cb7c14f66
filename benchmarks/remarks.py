"""Learns what a sentence of a retrospective is, from the examples that ship and the labelled sets that were worked on.

`python -m benchmarks.remarks` writes the weights, always the same ones from the same examples and rules. Sets that
are held out or sealed teach nothing: whatever comes near one of their lines is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from benchmarks.apart import BARE, near_sealed
from bot.cli.retros import read_files
from bot.evaluation.retros import OPINIONS, Case, load_cases
from bot.platforms.exports import read_export
from bot.retros.extraction.meaning import Meaning
from bot.retros.extraction.reading import read_logs
from bot.retros.extraction.sections import heading_of
from bot.retros.extraction.telling import HEADING, LEARNED, Weights, learn, seeds

_READ = frozenset({"dev", "later", "fresh", "open-2"})
_LONGEST = 300


def main() -> None:
    """Write the weights."""
    meaning = Meaning.opened("minilm")
    if meaning is None:
        raise SystemExit("the sentence model isn't installed: make sync")
    made = learn_all(meaning)
    LEARNED.write_text(
        json.dumps({name: weights.model_dump(mode="json") for name, weights in made.items()}) + "\n", "utf-8"
    )
    print(f"{len(examples())} examples: {LEARNED}")


def learn_all(meaning: Meaning) -> dict[str, Weights]:
    """The weights for sentences and for headings, from whatever examples stand apart from the sealed sets."""
    made = {}
    every = learnt_from(meaning)
    for name, headings in (("sentences", False), ("headings", True)):
        some = [(kind, text) for kind, text in every if kind.startswith(HEADING) == headings]
        texts = [text for _, text in some]
        made[name] = learn(meaning.embedder.id, meaning.vectors(texts), texts, [kind for kind, _ in some])
    return made


def examples() -> list[tuple[str, str]]:
    """Pairs of a kind and an example: those that ship, and the remarks of the sets that are worked on."""
    labelled = [pair for case in load_cases() if case.labels.half in _READ for pair in _labelled(case)]
    return [*seeds(), *dict.fromkeys(labelled)]


def learnt_from(meaning: Meaning) -> list[tuple[str, str]]:
    """The examples without those that come near a line of a sealed set."""
    every = examples()
    near = set(near_sealed([text for kind, text in every if not is_common(kind, text)], meaning))
    return [pair for pair in every if pair[1] not in near]


def is_common(kind: str, text: str) -> bool:
    """Whether an example is a heading that stands over notes everywhere, and is known by its words anyway."""
    return kind.startswith(HEADING) and heading_of(text) is not None


def _labelled(case: Case) -> Iterator[tuple[str, str]]:
    """Remarks of a labelled set with their kind; those that may be read in two ways are left out."""
    labels = case.labels
    log = read_logs(read_files([case.path]), labels.zone, read_export)[0]
    named = {
        str(source): kind for kind in OPINIONS for note in labels.notes(kind) if not note.text for source in note.source
    }
    decided = {str(note.source[-1]) for note in labels.decisions}
    acted = {str(action.source[-1]) for action in labels.actions}
    unsure = {str(source) for sources in labels.maybe.values() for source in sources}
    told = {str(source) for kind in OPINIONS for note in labels.notes(kind) if note.text for source in note.source}
    for remark in log.remarks:
        text = BARE.sub("", remark.text).strip()
        if "\n" in text or len(text) > _LONGEST or text.startswith(("#", "|")) or remark.id in unsure | told:
            continue
        if remark.id in decided | acted and remark.id in named:
            continue
        kind = named.get(remark.id) or ("decision" if remark.id in decided else "action" if remark.id in acted else "")
        if kind or remark.author is not None:
            yield kind or "other", text


if __name__ == "__main__":
    main()
