"""Reads what remarks mean with the product's own sentence model: how near two are, which known ones one is like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.knowledge.embed import Embedder, NoEmbedder, Vector, open_embedder
from bot.retros.examples import EXAMPLES
from bot.retros.opinions import Opinion

_NEIGHBOURS = 7
_LEAST = 0.3


@dataclass(slots=True)
class Meaning:
    """A sentence model, asked once for each text."""

    embedder: Embedder
    _known: dict[str, Vector] = field(default_factory=dict)
    _examples: list[tuple[Opinion | None, Vector]] = field(default_factory=list)

    @classmethod
    def opened(cls, name: str) -> Meaning | None:
        """The configured model; None where there is none, and words have to do."""
        try:
            embedder = open_embedder(name)
        except NoEmbedder:
            return None
        return cls(embedder) if embedder else None

    def vectors(self, texts: Sequence[str]) -> list[Vector]:
        """A vector of unit length for each text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        for text, windows in zip(new, self.embedder.passages(new) if new else (), strict=True):
            self._known[text] = windows[0]
        return [self._known[text] for text in texts]

    def guess(self, texts: Sequence[str]) -> list[tuple[Opinion | None, float]]:
        """What each text is by the remarks it is most like, and how sure that is; None for small talk."""
        if not self._examples:
            kinds = [kind for kind, some in EXAMPLES for _ in some]
            made = self.vectors([text for _, some in EXAMPLES for text in some])
            self._examples = list(zip(kinds, made, strict=True))
        return [self._nearest(vector) for vector in self.vectors(texts)]

    def _nearest(self, vector: Vector) -> tuple[Opinion | None, float]:
        near = sorted(
            ((sum(a * b for a, b in zip(vector, other, strict=True)), kind) for kind, other in self._examples),
            key=lambda pair: -pair[0],
        )[:_NEIGHBOURS]
        votes: dict[Opinion | None, float] = {}
        for likeness, kind in near:
            if likeness >= _LEAST:
                votes[kind] = votes.get(kind, 0.0) + likeness
        if not votes:
            return None, 0.0
        best = max(votes, key=lambda kind: votes[kind])
        return best, votes[best] / sum(votes.values())
