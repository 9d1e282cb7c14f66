"""Search by words: BM25 over stemmed words, with the short forms that the documents themselves explain."""

from __future__ import annotations

import logging
import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from bot.knowledge.lexicon import one_spelling
from bot.language.text import STOPWORDS

_WORD = re.compile(r"[^\W_]+(?:[''’.\-][^\W_]+)*")
_PART = re.compile(r"[a-z]+(?=[A-Z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_ASKING = frozenset("please tell show find know happens happen everything anything something does whats".split())
_KEPT = frozenset({"not", "no"})


_REMEMBERED = 200_000  # words whose terms are not worked out again


class Vocabulary:
    """A number for each term that was ever met, so that the words of a passage can be kept in four bytes each."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def read(self, text: str) -> array[int]:
        """The terms of a text as numbers, in its order."""
        numbers = self.numbers
        return array("I", [numbers.setdefault(term, len(numbers)) for term in terms(text)])


class Words:
    """A BM25 index over texts that are known by their position, and were read with this vocabulary."""

    def __init__(self, texts: Sequence[array[int]], vocabulary: Vocabulary) -> None:
        import bm25s

        logging.getLogger("bm25s").setLevel(logging.WARNING)
        self.size = len(texts)
        self._index: Any = None
        self._known = dict(vocabulary.numbers)
        if any(texts):
            self._index = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
            self._index.index((texts, self._known), create_empty_token=False, show_progress=False)

    def search(self, query: Mapping[str, float], limit: int) -> list[tuple[int, float]]:
        """Positions and scores, best first, for weighted terms; nothing that shares no term."""
        if self._index is None:
            return []
        import numpy as np

        scores = np.zeros(self.size, dtype=np.float32)
        by_weight: dict[float, list[str]] = {}
        for term, weight in query.items():
            if term in self._known:
                by_weight.setdefault(weight, []).append(term)
        for weight, known in by_weight.items():
            scores += weight * self._index.get_scores(known)
        count = min(limit, self.size)
        best = np.argpartition(-scores, count - 1)[:count]
        return sorted(
            ((int(at), float(scores[at])) for at in best if scores[at] > 0), key=lambda each: (-each[1], each[0])
        )


def terms(text: str) -> list[str]:
    """The stems of a text's words; a word made of parts (`camelCase`, `a-b`) counts whole and in parts."""
    found: list[str] = []
    for token in _WORD.findall(text.replace("_", " ")):
        found += _terms_of(token)
    return found


@lru_cache(maxsize=_REMEMBERED)
def _terms_of(token: str) -> tuple[str, ...]:
    whole = token.lower().replace("’", "'")
    parts = [part.lower() for part in _PART.findall(token)] if not whole.isalpha() or _mixed(token) else []
    return tuple(stem(word) for word in dict.fromkeys((whole, *parts)) if len(word) > 1 or word.isdigit())


def query_terms(text: str) -> list[str]:
    """The terms of a question that say what it is about; all of them when none is left."""
    asked = terms(text)
    about = [term for term in asked if term in _KEPT or term not in _stops()]
    return list(dict.fromkeys(about or asked))


@lru_cache(maxsize=_REMEMBERED)
def stem(word: str) -> str:
    """A word's stem, by Porter's second algorithm; British and American spelling have the same."""
    return str(_stemmer().stemWord(one_spelling(word.removesuffix("'s"))))


@cache
def _stemmer() -> Any:
    from Stemmer import Stemmer

    return Stemmer("english")


@cache
def _stops() -> frozenset[str]:
    return frozenset(stem(word) for word in STOPWORDS | _ASKING) - _KEPT


def _mixed(token: str) -> bool:
    return not token.islower() and not token.isupper() and not token.istitle()


_IN_BRACKETS = re.compile(r"\((?P<short>[A-Z][A-Za-z]{0,2}[A-Z][A-Z0-9a-z]{0,4})s?\)")
_BEFORE, _WORDS_BEFORE = 80, 6  # characters and words before the brackets that may be what they shorten
_EXPLAINS = re.compile(r"\b(?P<short>[A-Z]{2,6})s?\s+\((?P<long>[A-Za-z][\w -]{4,50})\)")
_LISTED = re.compile(
    r"^[^\S\n]*[-*|]*[^\S\n]*(?:\*\*|`|_)*(?P<short>[A-Z][A-Za-z/]{0,2}[A-Z][A-Z0-9]{0,4})(?:\*\*|`|_)*\s*(?::(?:\*\*)?|[|–—]|\s-\s|\*\*:)\s*"
    r"(?P<long>[A-Za-z][^|.,;:(\n]{3,60})",
    re.MULTILINE,
)


def short_forms(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """What the short forms in these texts stand for, both ways: `pod` → {"proof of delivery"} and back."""
    meanings: dict[str, set[str]] = {}

    def note(short: str, long: str) -> None:
        long = " ".join(long.split()).lower()
        if _initials_fit(short, long):
            meanings.setdefault(short.lower(), set()).add(long)
            meanings.setdefault(long, set()).add(short.lower())

    for text in texts:
        for found in _IN_BRACKETS.finditer(text):
            before = re.split(r"[.,;:!?()|\n]", text[max(0, found.start() - _BEFORE) : found.start()])[-1]
            words = before.split()[-_WORDS_BEFORE:]
            long = next(
                (
                    " ".join(words[start:])
                    for start in range(len(words))
                    if _initials_fit(found["short"], " ".join(words[start:]).lower())
                ),
                "",
            )
            if long:
                note(found["short"], long)
        for pattern in (_EXPLAINS, _LISTED):
            for found in pattern.finditer(text):
                note(found["short"], found["long"])
    return {key: frozenset(value) for key, value in meanings.items()}


def _initials_fit(short: str, long: str) -> bool:
    """Whether the letters of the short form begin the words of the long one, in order, small words left out or not."""
    letters = [letter for letter in short.lower() if letter.isalpha()]
    words = re.findall(r"[a-z0-9]+", long)
    if not letters or not words or len(words) > len(letters) + 3 or words[0][0] != letters[0]:
        return False
    at = 0
    for word in words:
        if at < len(letters) and word[0] == letters[at]:
            at += 1
    return at == len(letters)
