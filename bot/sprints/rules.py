"""What a sprint is, which one is meant, and how its past tells about its future."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal, get_args

from bot.chat import Value
from bot.language.text import STOPWORDS, shorten

Pack = Literal["digest", "planning", "refinement", "review"]
"""What a digest prepares for: `digest` is the ordinary one."""

PACKS: tuple[Pack, ...] = get_args(Pack)
_LIKE = 0.34
_LONGEST = 40
_REFERENCE = re.compile(r"\b[A-Z][A-Z0-9]{1,9}-\d+\b")
_WORD = re.compile(r"[^\W\d_]+")


class Cite(Value):
    """Where a line comes from: a document's title, the section in it, its path, and a link where there is one."""

    title: str
    path: str
    section: str = ""
    link: str = ""


class Item(Value):
    """One thing that is planned or was done. `criteria` counts acceptance criteria, None when nothing tells.

    `carried_from` and `carried_to` name the other sprint; `text` is everything that is said of it; `cite` is where it
    stands, None where that is its sprint's source. What only a tracker knows: `estimate`, `labels`, a `link` to it,
    `links` to other items as it names them, when it is `due`, and whether it counts as `closed` there.
    """

    id: str
    title: str
    owner: str = ""
    status: str = ""
    criteria: int | None = None
    carried_from: str = ""
    carried_to: str = ""
    note: str = ""
    cite: Cite | None = None
    estimate: float | None = None
    labels: tuple[str, ...] = ()
    link: str = ""
    links: tuple[str, ...] = ()
    due: date | None = None
    closed: bool | None = None

    @property
    def name(self) -> str:
        """What it is called: its id, or what it says where it has none."""
        return self.id or shorten(self.title, _LONGEST)

    @property
    def text(self) -> str:
        """What the item is about."""
        return f"{self.title}. {self.note}" if self.note else self.title


class Sprint(Value):
    """A sprint as its source tells it. `surprises` are sentences about what nobody expected."""

    name: str
    goal: str = ""
    start: date | None = None
    end: date | None = None
    team: str = ""
    items: tuple[Item, ...] = ()
    surprises: tuple[str, ...] = ()
    cite: Cite

    @property
    def dated(self) -> bool:
        """Whether it says when it is."""
        return self.start is not None and self.end is not None


class PastItem(Value):
    """An item of an earlier sprint that is like a planned one, with what surprised the team about it."""

    sprint: str
    item: Item
    surprises: tuple[str, ...]
    cite: Cite


def pack_named(name: str) -> Pack | None:
    """The pack that people call so."""
    return next((pack for pack in PACKS if pack == name.strip().casefold()), None)


def choose(sprints: Sequence[Sprint], name: str, today: date, *, running_first: bool = False) -> Sprint | None:
    """The sprint by this name, or without one the next to begin; one that runs if none is to come, else the last.

    A review looks at the one that runs or has just ended, not at the next.
    """
    wanted = " ".join(name.split()).casefold()
    if wanted:
        exact = [each for each in sprints if each.name.casefold() in {wanted, f"sprint {wanted}"}]
        near = [each for each in sprints if wanted in each.name.casefold()]
        return next(iter([*exact, *near]), None)
    dated = sorted((each for each in sprints if each.dated), key=lambda each: (each.start or today, each.name))
    coming = [each for each in dated if each.start and each.start > today]
    running = [each for each in dated if each.start and each.end and each.start <= today <= each.end]
    if running_first:
        ended = [each for each in dated if each.end and each.end < today]
        return next(iter([*running, *reversed(ended), *coming, *sprints]), None)
    # In the last days of a sprint people ask about the next one.
    return next(iter([*coming, *reversed(running), *reversed(dated), *reversed(sprints)]), None)


def similar_past(item: Item, sprint: Sprint, sprints: Sequence[Sprint]) -> tuple[PastItem, ...]:
    """The same item in earlier sprints, then those with much the same words, newest first, at most two."""
    earlier = [
        each
        for each in sprints
        if each.name != sprint.name and (not each.dated or not sprint.dated or _ends(each) <= _begins(sprint))
    ]
    earlier.sort(key=_ends, reverse=True)
    found: list[tuple[float, PastItem]] = []
    for past in earlier:
        for each in past.items:
            likeness = 1.0 if each.id and each.id == item.id else overlap(item.title, each.title)
            if likeness >= _LIKE:
                about = tuple(sentence for sentence in past.surprises if each.id and each.id in sentence)
                found.append((likeness, PastItem(sprint=past.name, item=each, surprises=about, cite=past.cite)))
    found.sort(key=lambda pair: -pair[0])
    return tuple(past for _, past in found[:2])


def previous(sprint: Sprint, sprints: Sequence[Sprint]) -> Sprint | None:
    """The sprint before this one, by its days."""
    before = [each for each in sprints if each.end and each.name != sprint.name and _ends(each) <= _begins(sprint)]
    return max(before, key=_ends, default=None)


def _begins(sprint: Sprint) -> date:
    return sprint.start or date.max


def _ends(sprint: Sprint) -> date:
    return sprint.end or date.min


def stems(text: str) -> frozenset[str]:
    """The stems of the words that say what a text is about."""
    return frozenset(_stem(word) for word in _WORD.findall(text.lower()) if word not in STOPWORDS and len(word) > 2)  # noqa: PLR2004 (shorter ones say little)


def overlap(first: str, second: str) -> float:
    """How much two short texts have in common: the shared stems among all of the shorter one's and half the others."""
    one, other = stems(first), stems(second)
    if not one or not other:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))


def coverage(short: str, long: str) -> float:
    """How much of a short text's stems a long one holds."""
    wanted = stems(short)
    return len(wanted & stems(long)) / len(wanted) if wanted else 0.0


def _stem(word: str) -> str:
    import snowballstemmer

    global _STEMMER  # noqa: PLW0603 (made once; importing it takes a moment)
    if _STEMMER is None:
        _STEMMER = snowballstemmer.stemmer("english")
    return str(_STEMMER.stemWord(word))


_STEMMER = None


def references(text: str) -> tuple[str, ...]:
    """The ids of a tracker in a text, such as LP-451."""
    return tuple(dict.fromkeys(_REFERENCE.findall(text)))
