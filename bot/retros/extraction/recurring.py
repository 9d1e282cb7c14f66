"""Which themes come back retrospective after retrospective: what a team can't change by itself ought to be named."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.text import content_words
from bot.retros.extraction.likeness import Vectors

_ALIKE = 0.6
_SHARED = 0.5


def streaks(themes: Sequence[str], earlier: Sequence[Sequence[str]], vectors: Vectors | None = None) -> list[int]:
    """How many retrospectives in a row each theme has come up in, this one included.

    A theme is given as its title and its notes in one text; `earlier` are those of earlier summaries, the latest first.
    """
    everything = [*themes, *(text for some in earlier for text in some)]
    known = dict(zip(everything, vectors(everything), strict=True)) if vectors and everything else None
    found = []
    for theme in themes:
        count, now = 1, theme
        for some in earlier:
            before = next((each for each in some if _same(now, each, known)), None)
            if before is None:
                break
            count, now = count + 1, before
        found.append(count)
    return found


def _same(one: str, other: str, known: dict[str, Sequence[float]] | None) -> bool:
    title, before = (content_words(text.partition("\n")[0]) for text in (one, other))
    if title and before and len(title & before) / min(len(title), len(before)) > _SHARED:
        return True
    if known is None:
        return False
    return sum(a * b for a, b in zip(known[one], known[other], strict=True)) >= _ALIKE
