"""Learns what a sentence of a retrospective is, from the examples that ship and the labelled sets that were worked on.

`python -m benchmarks.remarks` writes the weights, always the same ones from the same examples and rules. Sets that
are held out or sealed teach nothing: whatever comes near one of their lines is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from benchmarks.apart import BARE, near_sealed
from bot.cli.retros import read_files
from bot.evaluation.retros import OPINIONS, Case, load_cases
from bot.platforms.exports import read_export
from bot.retros.extraction.log import before_each
from bot.retros.extraction.meaning import Meaning
from bot.retros.extraction.reading import read_logs
from bot.retros.extraction.sections import heading_of
from bot.retros.extraction.telling import HEADING, LEARNED, Weights, learn, seeds

_READ = frozenset({"dev", "later", "fresh", "open-2", "open-3", "open-4"})
_LONGEST = 300


class Example(NamedTuple):
    """A sentence or heading with its kind; a remark of a whole retrospective has what it answers or follows."""

    kind: str
    text: str
    before: str = ""


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
    every = learnt_from(meaning)
    return {
        name: taught(every, meaning, headings=headings) for name, headings in (("sentences", False), ("headings", True))
    }


def taught(every: Sequence[Example], meaning: Meaning, *, headings: bool) -> Weights:
    """The weights that examples teach, of sentences or of headings."""
    some = [each for each in every if each.kind.startswith(HEADING) == headings]
    texts = [each.text for each in some]
    told = meaning.titled(texts) if headings else meaning.told(texts, {each.text: each.before for each in some})
    return learn(meaning.embedder.id, told, [each.kind for each in some])


def examples() -> list[Example]:
    """Those that ship, and the remarks of the sets that are worked on."""
    labelled = [each for case in load_cases() if case.labels.half in _READ for each in _labelled(case)]
    return [*(Example(kind, text) for kind, text in seeds()), *dict.fromkeys(labelled)]


def learnt_from(meaning: Meaning) -> list[Example]:
    """The examples without those that come near a line of a sealed set."""
    every = examples()
    near = set(near_sealed([each.text for each in every if not is_common(each.kind, each.text)], meaning))
    return [each for each in every if each.text not in near]


def is_common(kind: str, text: str) -> bool:
    """Whether an example is a heading that stands over notes everywhere, and is known by its words anyway."""
    return kind.startswith(HEADING) and heading_of(text) is not None


def _labelled(case: Case) -> Iterator[Example]:
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
    before = before_each(log)
    for remark in log.remarks:
        text = BARE.sub("", remark.text).strip()
        if "\n" in text or len(text) > _LONGEST or text.startswith(("#", "|")) or remark.id in unsure | told:
            continue
        if remark.id in decided | acted and remark.id in named:
            continue
        kind = named.get(remark.id) or ("decision" if remark.id in decided else "action" if remark.id in acted else "")
        if kind or remark.author is not None:
            yield Example(kind or "other", text, before[remark.id])


if __name__ == "__main__":
    main()
