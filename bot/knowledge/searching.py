"""One search over the passages as they are now: by words and by meaning, fused, and only what may be seen."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal

from bot.knowledge import rank
from bot.knowledge.embed import embedded_text
from bot.knowledge.indexing import OUTLINE
from bot.knowledge.lexicon import glossary, same_words
from bot.knowledge.values import Document, Hit, Passage
from bot.knowledge.words import Vocabulary, Words, query_terms, short_forms, terms
from bot.store.shelf import Shelf

Nearest = Callable[[str, int], Sequence[tuple[str, float]]]
"""Keys and similarities of the passages nearest in meaning to a text, at most so many."""

_CANDIDATES = 100
_SHORT = 0.5
_SAME = 0.2
_OUTLINES = 0.35
"""How much the document as a whole counts where documents are long; where they have few passages, it counts nothing."""
_SHORT_DOCUMENTS, _LONG_DOCUMENTS = 2, 10
_NEAR_ENOUGH = 0.36
_COVERED_ENOUGH = 0.5


Ways = Literal["both", "words", "meaning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, how many passages are wanted, whether only such that are about it, and by which way of searching."""

    query: str
    limit: int = 10
    strict: bool = False
    ways: Ways = "both"


@dataclass(frozen=True, slots=True)
class Unit:
    """A passage, or an outline, with its document."""

    document: Document
    seq: int
    headings: tuple[str, ...]
    text: str
    key: str

    @property
    def passage(self) -> Passage:
        """As people are shown it."""
        return Passage(seq=self.seq, headings=self.headings, text=self.text)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A document as it was read once: its units, the words of each, and what it says is called otherwise."""

    digest: str
    document: Document
    units: tuple[Unit, ...]
    words: tuple[array[int], ...]
    other_words: Mapping[str, frozenset[str]]


@dataclass(slots=True)
class Corpus:
    """Everything that is searched, in memory, as of one generation of the shelf."""

    generation: int
    leaves: dict[str, Leaf] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    documents: list[Document] = field(default_factory=list)
    sources: Counter[str] = field(default_factory=Counter)
    units: list[Unit] = field(default_factory=list)
    read: list[array[int]] = field(default_factory=list)
    by_key: dict[str, list[int]] = field(default_factory=dict)
    outlines: dict[str, int] = field(default_factory=dict)
    whole: frozenset[int] = frozenset()
    replaced: dict[str, str] = field(default_factory=dict)
    other_words: dict[str, frozenset[str]] = field(default_factory=dict)
    words: Words = field(default_factory=lambda: Words((), Vocabulary()))
    stems: dict[int, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def load(cls, shelf: Shelf, before: Corpus | None = None) -> Corpus:
        """Read it from the shelf; of what was read `before`, only the documents that changed since."""
        corpus = cls(shelf.generation(), vocabulary=before.vocabulary if before else Vocabulary())
        corpus._turn_over(shelf, before.leaves if before else {})
        for leaf in corpus.leaves.values():
            corpus.documents.append(leaf.document)
            corpus.sources[leaf.document.source] += 1
            for unit, words in zip(leaf.units, leaf.words, strict=True):
                at = len(corpus.units)
                corpus.units.append(unit)
                corpus.read.append(words)
                corpus.by_key.setdefault(unit.key, []).append(at)
                if unit.seq == OUTLINE:
                    corpus.outlines[leaf.document.id] = at
            for name, others in leaf.other_words.items():
                corpus.other_words[name] = corpus.other_words.get(name, frozenset()) | others
        corpus.whole = frozenset(corpus.outlines.values())
        corpus.words = Words(corpus.read, corpus.vocabulary)
        corpus.replaced = successors(corpus.documents)
        return corpus

    def _turn_over(self, shelf: Shelf, before: Mapping[str, Leaf]) -> None:
        digests = {id_: each.digest for id_, each in sorted(shelf.kept().items()) if not each.reason}
        changed = {id_ for id_, digest in digests.items() if id_ not in before or before[id_].digest != digest}
        documents = {each.id: each for each in map(Document.model_validate, shelf.documents(changed))}
        units: dict[str, list[Unit]] = {id_: [] for id_ in documents}
        for id_, seq, key, passage in shelf.everything(changed):
            if id_ in documents:  # else it came in between the two readings, and the next search sees it
                unit = Unit(documents[id_], seq, tuple(passage["headings"]), passage["text"], key)
                units[id_].append(unit)
        for id_, digest in digests.items():
            if id_ not in changed:
                self.leaves[id_] = before[id_]
            elif id_ in documents:
                self.leaves[id_] = self._leaf(digest, documents[id_], units[id_])

    def _leaf(self, digest: str, document: Document, units: Sequence[Unit]) -> Leaf:
        words = tuple(self.vocabulary.read(_text(unit)) for unit in units)
        plain = [unit.text for unit in units if unit.seq != OUTLINE]
        called = short_forms(plain)
        for name, others in glossary(plain).items():
            called[name] = called.get(name, frozenset()) | others
        return Leaf(digest, document, tuple(units), words, called)

    @property
    def outline_weight(self) -> float:
        """How much outlines count, by how long the documents are."""
        if not self.documents:
            return 0.0
        long = (len(self.units) / len(self.documents) - 1 - _SHORT_DOCUMENTS) / (_LONG_DOCUMENTS - _SHORT_DOCUMENTS)
        return _OUTLINES * min(1.0, max(0.0, long))

    def search(self, asked: Asked, nearest: Nearest | None, may_see: Callable[[str], bool]) -> list[Hit]:
        """The best passages. `may_see` is asked about the names of sources."""
        query = asked.query
        visible = {source for source in self.sources if may_see(source)}
        if not visible or not query.strip():
            return []
        everything = len(visible) == len(self.sources)

        def allowed(ranked: Iterable[int]) -> list[int]:
            return [at for at in ranked if self.units[at].document.source in visible]

        wanted = self._query_words(query)
        count = _CANDIDATES * 2 if everything else self.words.size
        by_words = [] if asked.ways == "meaning" else allowed(at for at, _ in self.words.search(wanted, count))
        similar = self._by_meaning(query, nearest, allowed) if nearest else {}
        by_meaning = list(similar)
        rankings = [(rank.BY_WORDS, by_words), (rank.BY_MEANING, by_meaning)]
        scores = self._fused(rankings)
        ranked = rank.ordered(scores, lambda at: self.units[at].document, replaced=frozenset(self.replaced))
        if asked.strict:
            about = {self.vocabulary.numbers.get(term, -1) for term in query_terms(query)}
            ranked = [each for each in ranked if self._is_about(each[0], about, similar)]
        return self._hits(ranked, asked.limit)

    def _query_words(self, query: str) -> dict[str, float]:
        weights = dict.fromkeys(query_terms(query), 1.0)
        for name in self._named(query):
            for other in self.other_words[name]:
                for term in query_terms(other):
                    weights.setdefault(term, _SHORT)
        for other in same_words(query):
            for term in query_terms(other):
                weights.setdefault(term, _SAME)
        return weights

    def _named(self, query: str) -> list[str]:
        """What the question names that the documents have another word for."""
        words = "".join(letter if letter.isalnum() else " " for letter in query.lower()).split()
        names = {" ".join(words[at : at + length]) for at in range(len(words)) for length in range(1, 6)}
        return sorted(
            name
            for name in self.other_words
            if name in names or (len(name) > 2 and f"{name}s" in names)  # noqa: PLR2004 (not the s of "as")
        )

    def _by_meaning(
        self, query: str, nearest: Nearest, allowed: Callable[[Iterable[int]], list[int]]
    ) -> dict[int, float]:
        """Positions with their similarity, nearest first; looks further while too little of it may be seen."""
        others = [other for name in self._named(query) for other in sorted(self.other_words[name])]
        text = f"{query} ({', '.join(others)})" if others else query
        limit = _CANDIDATES
        while True:
            found = nearest(text, limit)
            similar = {at: similarity for key, similarity in found for at in self.by_key.get(key, ())}
            seen = allowed(similar)
            if len(seen) >= min(_CANDIDATES // 2, limit) or len(found) < limit // 2 or limit >= 4 * len(self.units):
                return {at: similar[at] for at in seen}
            limit *= 4

    def _fused(self, rankings: Sequence[tuple[float, Sequence[int]]]) -> dict[int, float]:
        whole = self.whole
        passages = rank.fuse([(weight, [at for at in ranking if at not in whole]) for weight, ranking in rankings])
        weight = self.outline_weight
        if not weight:
            return passages
        outlines = rank.fuse([(each, [at for at in ranking if at in whole]) for each, ranking in rankings])
        return {
            at: (1 - weight) * score + weight * outlines.get(self.outlines.get(self.units[at].document.id, -1), 0.0)
            for at, score in passages.items()
        }

    def _is_about(self, at: int, asked: set[int], similar: Mapping[int, float]) -> bool:
        if similar.get(at, 0.0) >= _NEAR_ENOUGH:
            return True
        return len(asked.intersection(self.read[at])) >= max(1, _COVERED_ENOUGH * len(asked))

    def _same(self, one: int, other: int) -> bool:
        return self.units[one].key == self.units[other].key or rank.alike(self._said(one), self._said(other))

    def _said(self, at: int) -> frozenset[str]:
        """The stems of a passage, which a search of many asks for again and again."""
        if at not in self.stems:
            self.stems[at] = frozenset(terms(self.units[at].text))
        return self.stems[at]

    def _hits(self, ranked: Sequence[tuple[int, float]], limit: int) -> list[Hit]:
        kept: list[tuple[int, float]] = []
        also: dict[int, list[str]] = {}
        for at, score in ranked:
            unit = self.units[at]
            twin = next((one for one, _ in kept if self._same(one, at)), None)
            if twin is None:
                kept.append((at, score))
            elif self.units[twin].document.id != unit.document.id:
                also.setdefault(twin, []).append(unit.document.id)
            if len(kept) >= limit * 3:
                break
        hits: list[Hit] = []
        for at, score in rank.spread(kept, lambda at: self.units[at].document, limit):
            unit = self.units[at]
            newer = self.leaves.get(self.replaced.get(unit.document.id, ""))
            hits.append(
                Hit(
                    rank=len(hits) + 1,
                    score=round(score, 6),
                    document=unit.document,
                    passage=unit.passage,
                    key=unit.key,
                    newer=newer.document.title if newer else "",
                    also=tuple(dict.fromkeys(also.get(at, ()))),
                )
            )
        return hits


def _text(unit: Unit) -> str:
    return embedded_text(unit.document.title, unit.headings, unit.text)


def successors(documents: Sequence[Document]) -> dict[str, str]:
    """The ids of documents that another one took the place of, with the other's id; told by either of the two."""
    names: dict[tuple[str, str], str] = {}
    for each in documents:
        folder = str(PurePosixPath(each.path).parent)
        if each.number:
            names[f"{each.source}:{folder}", each.number] = each.id
        names[f"{each.source}:{folder}", PurePosixPath(each.path).name] = each.id
    found: dict[str, str] = {}
    for each in documents:
        place = f"{each.source}:{PurePosixPath(each.path).parent}"
        for reference in each.superseded_by:
            successor = names.get((place, reference))
            if successor and successor != each.id:
                found.setdefault(each.id, successor)
        if each.valid and each.status not in {"proposed", "draft"}:
            for reference in each.supersedes:
                old = names.get((place, reference))
                if old and old != each.id:
                    found.setdefault(old, each.id)
    return found
