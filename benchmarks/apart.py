"""Whether what is learnt from stands apart from the retrospectives that are only scored.

`python -m benchmarks.apart` names every example that comes near a sealed line, never the line itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.cli.retros import read_files
from bot.evaluation.retros import Case, load_cases
from bot.language.text import sentences
from bot.platforms.exports import read_export
from bot.retros.extraction.meaning import Meaning
from bot.retros.extraction.reading import read_logs

SEALED = frozenset({"held", "sealed", "sealed-2", "sealed-3"})
"""Not yet *sealed-5* and *-6*: every example is older than they are. They belong here once one is added."""
"""The halves whose texts teach nothing."""
NEAR = 0.62
"""The cosine from which two sentences say much the same."""
BARE = re.compile(r"^\s*(?:[-*+•>]\s+|\d+[.)]\s+|\[[ xX]?\]\s*)+|[*_]{2}")


def main() -> None:
    """Name the examples that come too near."""
    from benchmarks.remarks import examples, is_common

    meaning = Meaning.opened("minilm")
    if meaning is None:
        raise SystemExit("the sentence model isn't installed: make sync")
    texts = [each.text for each in examples() if not is_common(each.kind, each.text)]
    near = near_sealed(texts, meaning)
    for text in near:
        print(text)
    print(f"{len(near)} of {len(texts)} examples come near a sealed line")


def near_sealed(texts: Sequence[str], meaning: Meaning) -> list[str]:
    """Those texts that are a sealed line, or say much the same as one."""
    import numpy as np

    sealed = np.asarray(meaning.vectors(list(dict.fromkeys(sealed_lines()))))
    if not texts:
        return []
    nearest = (np.asarray(meaning.vectors(texts)) @ sealed.T).max(axis=1)
    return [text for text, cosine in zip(texts, nearest, strict=True) if cosine >= NEAR]


def sealed_lines() -> Iterator[str]:
    """Every message and line of the sealed sets, whole and sentence by sentence."""
    for case in load_cases():
        if case.labels.half in SEALED:
            yield from lines_of(case)


def lines_of(case: Case) -> Iterator[str]:
    """What was said or written in one set."""
    log = read_logs(read_files([case.path]), case.labels.zone, read_export)[0]
    for remark in log.remarks:
        for row in remark.text.split("\n"):
            text = BARE.sub("", row).strip()
            if any(each.isalpha() for each in text):
                yield text
                yield from sentences(text)


if __name__ == "__main__":
    main()
