"""Reads what remarks mean with the product's own sentence model: how near two are, what each of them is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.knowledge.embed import NoEmbedder, Sense, SentenceModel, Vector, open_embedder
from bot.retros.extraction.opinions import Likely
from bot.retros.extraction.telling import HEADING, Told, Weights, learn, learned, seeds, tell


@dataclass(slots=True)
class Meaning:
    """A sentence model, asked once for each text."""

    embedder: SentenceModel
    _known: dict[str, Vector] = field(default_factory=dict)
    _sensed: dict[str, Sense] = field(default_factory=dict)
    _weights: tuple[Weights, Weights] | None = None

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

    def guess(self, texts: Sequence[str], before: Mapping[str, str] | None = None) -> Sequence[Likely]:
        """How likely each text is praise, a complaint, an idea, a decision, an action, or none of these.

        `before` are the remarks that they answer or follow.
        """
        return tell(self.weights[0], self.told(texts, before))

    def headings(self, texts: Sequence[str]) -> Sequence[Likely]:
        """How likely each heading opens each part of a retrospective."""
        told = tell(self.weights[1], self.titled(texts))
        return [{kind.removeprefix(HEADING): share for kind, share in each.items()} for each in told]

    def told(self, texts: Sequence[str], before: Mapping[str, str] | None = None) -> list[Told]:
        """The texts with how they and what they follow are said."""
        follows = [(before or {}).get(text, "") for text in texts]
        every = dict.fromkeys((*texts, *filter(None, follows)))
        new = [text for text in every if text not in self._sensed]
        self._sensed.update(zip(new, self.embedder.senses(new) if new else (), strict=True))
        return [self._told(text, earlier) for text, earlier in zip(texts, follows, strict=True)]

    def titled(self, texts: Sequence[str]) -> list[Told]:
        """Headings with what they are about: how one is said says little."""
        return [
            Told(text, "", Sense(vector, vector), [0.0] * len(vector))
            for text, vector in zip(texts, self.vectors(texts), strict=True)
        ]

    def _told(self, text: str, before: str) -> Told:
        sense = self._sensed[text]
        gist = self._sensed[before].gist if before else [0.0] * len(sense.gist)
        return Told(text, before, sense, gist)

    @property
    def weights(self) -> tuple[Weights, Weights]:
        """Those that ship fit the model that ships; for another one they are learned from the examples at once."""
        if self._weights is None:
            shipped = learned()
            self._weights = shipped if shipped[0].model == self.embedder.id else (self._learn(""), self._learn(HEADING))
        return self._weights

    def _learn(self, prefix: str) -> Weights:
        some = [(kind, text) for kind, text in seeds() if kind.startswith(HEADING) == bool(prefix)]
        texts, kinds = [text for _, text in some], [kind for kind, _ in some]
        return learn(self.embedder.id, self.titled(texts) if prefix else self.told(texts), kinds)
