"""Finds somebody's words and name in what others wrote, as far as they stand there word for word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.chat import ERASED, Person

NOBODY = "(erased)"
"""What somebody is called who asked to be forgotten."""

_RUN = 6  # words in a row that are no coincidence
_SENTENCE = 4  # a whole sentence may be this short
_COPIED = 2
_RESTS = 0.5
_LONG_WORD = 4
_TOKEN = re.compile(r"[^\W_]+")  # _so_ is how a chat writes emphasis
_BEFORE, _AFTER = r"(?<![^\W_])", r"(?![^\W_]|[\u0300-\u036f])"
_SENTENCES = re.compile(r"(?<=[.!?\n])\s+")
_ORDINARY = frozenset(
    "admin art april august autumn bill bot can chance clerk clock customer dawn do drew faith frank gene grace grant "
    "guest hope i it jack joy june local major mark may member me miles nick olive page pat penny porter rich rob rose "
    "sky somebody someone summer sunny team tester the they user wade we will you".split()
)
"""Names that are words as well: in what others wrote they are a name only behind an @."""


@dataclass(frozen=True)
class Forgotten:
    """Who is to be forgotten: every `id` and `name` of theirs, and who stands in their place from now on."""

    ids: frozenset[str]
    names: frozenset[str]
    stand_in: Person

    def is_them(self, told: object) -> bool:
        """Whether a JSON value names them: as a person, by an id, or by a name, with or without an @."""
        if isinstance(told, dict):
            if set(told) != {"id", "name"}:
                return False
            by_name_only = told["id"] in {"", told["name"]}  # as notes have it, and as somebody else typed it
            return told["id"] in self.ids or (by_name_only and _plain(str(told["name"])) in self._called)
        if not isinstance(told, str):
            return False
        return told in self.ids or _plain(told) in self._called

    def unnamed(self, text: str) -> str:
        """The text without their name or id."""
        text = self._tokens.sub(self.stand_in.id, text) if self._tokens else text
        return self._names.sub(self.stand_in.name, text) if self._names else text

    def without_ids(self, text: str) -> str:
        """A key or an address with the stand-in's id in place of theirs."""
        return self._tokens.sub(self.stand_in.id, text) if self._tokens else text

    @cached_property
    def _called(self) -> frozenset[str]:
        return frozenset(map(_plain, (*self.names, *self.ids)))

    @cached_property
    def _tokens(self) -> re.Pattern[str] | None:
        """Ids that a platform gave stand for nobody else, wherever they are; a name in a terminal may be a word."""
        given = [each for each in self.ids if is_a_platform_s(each)]
        return re.compile(rf"{_BEFORE}(?:{_any_of(given)}){_AFTER}") if given else None

    @cached_property
    def _names(self) -> re.Pattern[str] | None:
        called = {
            each for each in (*self.names, *(one for one in self.ids if not is_a_platform_s(one))) if each.strip()
        }
        known = [each for each in called if each.casefold() not in _ORDINARY and len(each) > 1]
        parts = [rf"@?(?:{_any_of(known)})"] if known else []
        parts += [rf"@(?:{_any_of(called)})"] if called else []
        return re.compile(rf"{_BEFORE}(?:{'|'.join(parts)}){_AFTER}", re.IGNORECASE) if parts else None


def is_a_platform_s(person: str) -> bool:
    """Whether an id is one that a chat platform gave, such as U024BE7LH, rather than a name that somebody typed."""
    return len(person) > 1 and any(char.isdigit() for char in person) and not re.search(r"\s", person)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.strip().removeprefix("@").split())).casefold()


def _any_of(words: Iterable[str]) -> str:
    """Any of these, however their blanks and accents are written."""
    written = {unicodedata.normalize(form, each) for each in words for form in ("NFC", "NFD")}
    return "|".join(r"\s+".join(map(re.escape, each.split())) for each in sorted(written, key=len, reverse=True))


@dataclass(frozen=True)
class Taken:
    """Words that are to be forgotten, and where they stand in other texts.

    `copies`: for what was only ever a copy, such as a post that was shown. There two words in a row are enough, or one
    of `own`, the words that nobody else used; and the whole text goes.
    """

    texts: Sequence[str]
    copies: bool = False
    own: frozenset[str] = frozenset()

    def blanked(self, text: str) -> str:
        """The text with a mark where it repeats these words: six in a row, or a whole sentence of four."""
        if text in self._whole:
            return ERASED
        if self.copies:
            return ERASED if self.hold(text) else text
        spans = self._spans(text)
        for start, end in reversed(spans):
            text = text[:start] + ERASED + text[end:]
        return text

    def rests_on(self, text: str) -> bool:
        """Whether at least half of the longer words of a text stand in one of these."""
        words = long_words(text)
        return bool(words) and any(len(words & each) >= _RESTS * len(words) for each in self._vocabularies)

    def hold(self, text: str) -> bool:
        """Whether the text repeats these words anywhere."""
        return text in self._whole or bool(self.own & long_words(text)) or bool(self._spans(text))

    def _spans(self, text: str) -> list[tuple[int, int]]:
        if not self._runs:
            return []
        found = [(match.group().casefold(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
        covered = [False] * len(found)
        for size, runs in self._runs.items():
            for at in range(len(found) - size + 1):
                if tuple(word for word, _, _ in found[at : at + size]) in runs:
                    covered[at : at + size] = [True] * size
        spans: list[tuple[int, int]] = []
        for number, (_, start, end) in enumerate(found):
            if not covered[number]:
                continue
            if number and covered[number - 1] and spans:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
        return spans

    @cached_property
    def _whole(self) -> frozenset[str]:
        return frozenset(each for each in self.texts if len(_TOKEN.findall(each)) > 1)

    @cached_property
    def _runs(self) -> dict[int, set[tuple[str, ...]]]:
        runs: dict[int, set[tuple[str, ...]]] = {}
        for text in self.texts:
            words = _tokens(text)
            for at in range(len(words) - _RUN + 1):
                runs.setdefault(_RUN, set()).add(words[at : at + _RUN])
            for sentence in _SENTENCES.split(text):
                own = _tokens(sentence)
                if (_COPIED if self.copies else _SENTENCE) <= len(own) < _RUN:
                    runs.setdefault(len(own), set()).add(own)
        return runs

    @cached_property
    def _vocabularies(self) -> tuple[frozenset[str], ...]:
        return tuple(filter(None, map(long_words, self.texts)))


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _TOKEN.findall(text))


def long_words(text: str) -> frozenset[str]:
    """The words of a text that are long enough to tell something."""
    return frozenset(word for word in _tokens(text) if len(word) >= _LONG_WORD)
