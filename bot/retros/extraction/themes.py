"""Groups what was noted by what it is about, and names each group in the team's own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from bot.chat import Value
from bot.language.text import stem, words
from bot.retros.extraction.grouping import grouped
from bot.retros.extraction.likeness import Noted, Vectors
from bot.retros.extraction.opinions import Item
from bot.retros.extraction.rare_words import EMPTY, SHORT

_LONGEST = 3
_POSSESSIVE = re.compile(r"['’]s$")
_WORD = 3  # letters; shorter words carry nothing, unless they are capitals
_TAG = re.compile(r"^[^:]{0,40}\bretro[^:]{0,24}:\s+(?::[a-z_]+:\s*)?", re.IGNORECASE)


class Theme(Value):
    """What several notes are about: `notes` are their places among the items, the weightiest first.

    `worded` is a better name, where a language model found one in the notes.
    """

    title: str
    notes: tuple[int, ...]
    worded: str = ""

    @property
    def shown(self) -> str:
        """As people read it."""
        return self.worded or self.title


def themes_of(
    items: Sequence[Item],
    vectors: Vectors | None = None,
    names: Sequence[str] = (),
    before: Mapping[str, Sequence[str]] | None = None,
    said: Mapping[str, str] | None = None,
) -> tuple[Theme, ...]:
    """The themes of at least two notes, the largest first. That a name of somebody comes up twice makes no theme.

    Of a talk, `said` are the remarks by their ids in the order in which they were said, and `before`, by a remark's id,
    the ids of those before it, the nearest first.
    """
    authors = [item.author.name for item in items if item.author]
    mute = frozenset(part for name in (*names, *authors) for part in words(name))
    notes = _noted(items, before or {}, list(said or {}))
    led = {each: said[each] for note in notes for each in note.before if said and said.get(each, "").strip()}
    groups = grouped(notes, vectors, led, mute)
    found = [_theme(group, items, mute) for group in groups if len(group) > 1]
    return tuple(sorted(found, key=lambda each: (-sum(items[at].weight for at in each.notes), each.notes)))


def _noted(items: Sequence[Item], before: Mapping[str, Sequence[str]], order: Sequence[str]) -> list[Noted]:
    """The items as notes of a talk, or of a page where nothing is `before` anything."""
    at = {each: place for place, each in enumerate(order)}
    spoken = sorted(range(len(items)), key=lambda one: at.get(items[one].remark.id, one))
    place = {one: count for count, one in enumerate(spoken)} if before else {}
    return [
        Noted(
            _TAG.sub("", item.text), item.opinion, item.remark.id, place.get(one), tuple(before.get(item.remark.id, ()))
        )
        for one, item in enumerate(items)
    ]


def _theme(group: Sequence[int], items: Sequence[Item], mute: frozenset[str]) -> Theme:
    ordered = sorted(group, key=lambda at: (-items[at].weight, at))
    return Theme(title=title_of([items[at].text for at in ordered], mute), notes=tuple(ordered))


def title_of(texts: Sequence[str], mute: frozenset[str] = frozenset()) -> str:
    """The words that most of the notes share, as they stand in the first one that has them: "bank sandbox"."""
    phrases: Counter[tuple[str, ...]] = Counter()
    shown: dict[tuple[str, ...], str] = {}
    for text in texts:
        for key, phrase in _phrases(text, mute).items():
            phrases[key] += 1
            shown.setdefault(key, phrase)
    shared = [(count, len(key), key) for key, count in phrases.items() if count > 1]
    if shared:
        most = max(count for count, _, _ in shared)
        best = [key for count, _, key in shared if count >= max(2, most - 1)]
        chosen = max(best, key=lambda key: (phrases[key] * (1 + 0.6 * (len(key) - 1)), -list(shown).index(key)))
        title = _POSSESSIVE.sub("", shown[chosen])
        return title if len(chosen) > 1 or title.isupper() else _which(title, texts, mute)
    first = [phrase for key, phrase in _phrases(texts[0], mute).items() if len(key) > 1] or list(
        _phrases(texts[0], mute).values()
    )
    return first[0] if first else " ".join(texts[0].split()[:5])


_WHICH = (
    r"(?:^|[.:,;(]\s+|\b(?:the|an?|our|my|your|their|its|this|no|of|for|in|on|with|from|about)\s+)([^\W\d_]{3,}\s+%s)\b"
)


def _which(title: str, texts: Sequence[str], mute: frozenset[str]) -> str:
    """A word together with the one before it, where a note names it so: "code freeze" says more than "freeze"."""
    for text in texts:
        for found in re.finditer(_WHICH % re.escape(title), text, re.IGNORECASE):
            if found[1].split()[0].lower() not in EMPTY | mute:
                return found[1]
    return title


def _phrases(text: str, mute: frozenset[str] = frozenset()) -> dict[tuple[str, ...], str]:
    """Up to three words in a row that carry meaning, by their stems."""
    found: dict[tuple[str, ...], str] = {}
    for run in re.split(r"[.,;:!?()\"“”*_/]+|\s[-–—]\s|:[a-z_]+:", text):
        tokens = re.findall(r"[^\W_][\w'’-]*", run)
        for size in range(1, _LONGEST + 1):
            for at in range(len(tokens) - size + 1):
                part = tokens[at : at + size]
                plain = [SHORT.sub(r"\1", each).lower().replace("’", "'").removesuffix("'s") for each in part]
                if any(map(_says_little, part)) or any(each in EMPTY or each in mute for each in plain):
                    continue
                found.setdefault(tuple(stem(each) for each in plain), " ".join(part))
    return found


def _says_little(token: str) -> bool:
    return token.isdigit() or (len(token.lower().removesuffix("'s")) < _WORD and not token.isupper())
