"""Learns what a sentence of a retrospective is, from the examples that ship and the labelled sets that were worked on.

`python -m benchmarks.remarks` writes the weights; sets that are held out, fresh or sealed are never read here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from bot.cli.retros import read_files
from bot.evaluation.retros import OPINIONS, Case, load_cases
from bot.knowledge.embed import open_embedder
from bot.platforms.exports import read_export
from bot.retros.meaning import Meaning
from bot.retros.reading import read_logs
from bot.retros.telling import HEADING, LEARNED, learn, seeds

_READ = frozenset({"dev", "later"})
_LONGEST = 300
_BARE = re.compile(r"^\s*(?:[-*+•>]\s+|\d+[.)]\s+|\[[ xX]?\]\s*)+|[*_]{2}")


def main() -> None:
    """Write the weights."""
    embedder = open_embedder("minilm")
    if embedder is None:
        raise SystemExit("the sentence model isn't installed: make sync")
    pairs = [pair for case in load_cases() if case.labels.half in _READ for pair in _labelled(case)]
    every = [*seeds(), *dict.fromkeys(pairs)]
    meaning = Meaning(embedder)
    made = {}
    for name, headings in (("sentences", False), ("headings", True)):
        some = [(kind, text) for kind, text in every if kind.startswith(HEADING) == headings]
        texts = [text for _, text in some]
        made[name] = learn(embedder.id, meaning.vectors(texts), texts, [kind for kind, _ in some])
    LEARNED.write_text(
        json.dumps({name: weights.model_dump(mode="json") for name, weights in made.items()}) + "\n", "utf-8"
    )
    print(f"{len(every)} examples, {len(pairs)} of them from labelled sets: {LEARNED}")


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
        text = _BARE.sub("", remark.text).strip()
        if "\n" in text or len(text) > _LONGEST or text.startswith(("#", "|")) or remark.id in unsure | told:
            continue
        if remark.id in decided | acted and remark.id in named:
            continue
        kind = named.get(remark.id) or ("decision" if remark.id in decided else "action" if remark.id in acted else "")
        if kind or remark.author is not None:
            yield kind or "other", text


if __name__ == "__main__":
    main()
