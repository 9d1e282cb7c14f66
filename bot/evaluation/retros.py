"""How well retrospectives are read: the labelled set, and how much of it is found without anything being made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field

from bot.chat import Value
from bot.language.text import content_words

_FOLDER = Path(__file__).parent / "retros"
_LABELS = "labels.yaml"
_LIKE = 0.34

Source = str | int
OPINIONS = ("went_well", "to_improve", "ideas")


class Note(Value):
    """A remark that belongs under a heading; `text` only where its message or line holds several."""

    text: str = ""
    source: tuple[Source, ...]


class Action(Value):
    """Somebody's task."""

    text: str
    owner: str | None
    due: str | None
    source: tuple[Source, ...]


class Group(Value):
    """Notes about the same thing."""

    title: str
    notes: tuple[Source, ...]


class Labels(Value):
    """What a careful reader finds. See the README beside the set."""

    zone: str
    half: Literal[
        "dev",
        "held",
        "later",
        "fresh",
        "sealed",
        "open-2",
        "sealed-2",
        "open-3",
        "sealed-3",
        "open-4",
        "open-5",
        "sealed-5",
        "sealed-6",
        "open-7",
        "sealed-7",
        "sealed-8",
        "open-9",
        "sealed-9",
        "open-10",
        "sealed-10",
        "open-11",
        "sealed-12",
    ]
    about: str
    too_small: bool = False
    actions: tuple[Action, ...]
    decisions: tuple[Note, ...]
    went_well: tuple[Note, ...]
    to_improve: tuple[Note, ...]
    ideas: tuple[Note, ...]
    themes: tuple[Group, ...]
    nothing: tuple[Source, ...]
    maybe: Mapping[str, tuple[Source, ...]]

    def notes(self, name: str) -> tuple[Note, ...]:
        """What belongs under a heading, by its name."""
        found: tuple[Note, ...] = getattr(self, name)
        return found


class Case(Value):
    """One retrospective: its files, and what is in them."""

    id: str
    path: Path
    labels: Labels


@cache
def load_cases() -> tuple[Case, ...]:
    """Every case, by name."""
    return tuple(
        Case(
            id=file.parent.name,
            path=_files(file.parent),
            labels=Labels.model_validate(yaml.safe_load(file.read_text("utf-8"))),
        )
        for file in sorted(_FOLDER.rglob(_LABELS))
    )


def _files(folder: Path) -> Path:
    export = folder / "export"
    return export if export.is_dir() else next(each for each in sorted(folder.iterdir()) if each.name != _LABELS)


class Count(Value):
    """How many were found rightly, how many were found, and how many there are."""

    right: int = 0
    found: int = 0
    there: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(right=self.right + other.right, found=self.found + other.found, there=self.there + other.there)

    @property
    def precision(self) -> float:
        """How much of what was found is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """How much of what is there was found."""
        return self.right / self.there if self.there else 1.0


class Figures(Value):
    """What was found in one or more cases. `owners` and `dues` are of the actions that were found."""

    counts: Mapping[str, Count] = Field(default_factory=dict)
    made_up: tuple[str, ...] = ()
    """Lines that rest on a joke, an instruction, a wish or a greeting."""
    missed: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    def __add__(self, other: Figures) -> Figures:
        names = dict.fromkeys((*self.counts, *other.counts))
        counts = {name: self.counts.get(name, Count()) + other.counts.get(name, Count()) for name in names}
        return Figures(
            counts=counts,
            made_up=self.made_up + other.made_up,
            missed=self.missed + other.missed,
            wrong=self.wrong + other.wrong,
        )


def measure(case: Case, found: Mapping[str, Sequence[Mapping[str, object]]]) -> Figures:
    """Hold a summary, as its JSON, against the labels."""
    labels = case.labels
    counts: dict[str, Count] = {}
    missed: list[str] = []
    wrong: list[str] = []
    for name in (*OPINIONS, "decisions"):
        expected = labels.notes(name)
        pairs, lost, extra = _matched(expected, [dict(each) for each in found[name]], labels.maybe.get(name, ()))
        counts[name] = Count(right=len(pairs), found=len(pairs) + len(extra), there=len(expected))
        missed += [f"{case.id}: {name}: {each.text or ''} {each.source}" for each in lost]
        wrong += [f"{case.id}: {name}: {each['text']} {each['source']}" for each in extra]
    pairs, lost, extra = _matched(
        labels.actions, [dict(each) for each in found["actions"]], labels.maybe.get("actions", ())
    )
    counts["actions"] = Count(right=len(pairs), found=len(pairs) + len(extra), there=len(labels.actions))
    missed += [f"{case.id}: actions: {each.text} {each.source}" for each in lost]
    wrong += [f"{case.id}: actions: {each['text']} {each['source']}" for each in extra]
    owners = [
        (one, other) for one, other in pairs if isinstance(one, Action) and not _same_owner(one.owner, other["owner"])
    ]
    dues = [(one, other) for one, other in pairs if isinstance(one, Action) and one.due != other["due"]]
    counts["owners"] = Count(right=len(pairs) - len(owners), found=len(pairs), there=len(pairs))
    counts["dues"] = Count(right=len(pairs) - len(dues), found=len(pairs), there=len(pairs))
    wrong += [f"{case.id}: owner: {one.text}: {other['owner']}" for one, other in owners]
    wrong += [f"{case.id}: due: {one.text}: {other['due']} for {getattr(one, 'due', '')}" for one, other in dues]
    counts["theme pairs"], counts["theme purity"] = _themes(labels, found["themes"])
    said = [each for name in (*OPINIONS, "decisions", "actions") for each in found[name]]
    made_up = tuple(
        f"{case.id}: {each['text']} {each['source']}"
        for each in said
        if set(_list(each["source"])) <= set(labels.nothing)
    )
    return Figures(counts=counts, made_up=made_up, missed=tuple(missed), wrong=tuple(wrong))


def _list(value: object) -> list[Source]:
    return [each for each in value if isinstance(each, str | int)] if isinstance(value, list | tuple) else []


def _matched(
    expected: Sequence[Note | Action], found: list[dict[str, object]], maybe: Sequence[Source]
) -> tuple[list[tuple[Note | Action, dict[str, object]]], list[Note | Action], list[dict[str, object]]]:
    """Pairs of the same source and, where the label has words, of like words; each is used once."""
    pairs: list[tuple[Note | Action, dict[str, object]]] = []
    left = list(found)
    lost: list[Note | Action] = []
    for label in expected:
        near = [each for each in left if set(_list(each["source"])) & set(label.source)]
        scored = [(_like(label.text, str(each["text"])), each) for each in near]
        best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        if best[1] is not None and best[0] >= _LIKE:
            pairs.append((label, best[1]))
            left.remove(best[1])
        else:
            lost.append(label)
    known = {source for label in expected for source in label.source if not label.text}
    extra = [each for each in left if not set(_list(each["source"])) & (set(maybe) | known)]
    return pairs, lost, extra


def _like(label: str, text: str) -> float:
    if not label:
        return 1.0
    left, right = content_words(label), content_words(text)
    return len(left & right) / max(1, min(len(left), len(right)))


def _same_owner(label: str | None, found: object) -> bool:
    if label is None or found is None:
        return label is None and found is None
    one, other = label.casefold().split(), str(found).casefold().split()
    return one == other or (bool(other) and one[0] == other[0])


def _themes(labels: Labels, found: Sequence[Mapping[str, object]]) -> tuple[Count, Count]:
    """Pairs of notes that belong together and were put together; and of each theme its largest part of one label.

    A pair with a remark that may be read either way is neither asked for nor counted as wrong, unless it is labelled.
    """
    together = {
        frozenset((one, other))
        for theme in labels.themes
        for one in theme.notes
        for other in theme.notes
        if one != other
    }
    put = {
        frozenset((one, other))
        for theme in found
        for one in _list(theme["notes"])
        for other in _list(theme["notes"])
        if one != other
    }
    labelled = {source for theme in labels.themes for source in theme.notes}
    either = {source for sources in labels.maybe.values() for source in sources} - labelled
    told = {pair for pair in put if pair & labelled and not pair & either}
    pairs = Count(right=len(together & put), found=len(told), there=len(together))
    pure = whole = 0
    for theme in found:
        notes = [note for note in _list(theme["notes"]) if note not in either]
        if not set(notes) & labelled:
            continue
        whole += len(notes)
        pure += max(sum(1 for note in notes if note in group.notes) for group in labels.themes)
    return pairs, Count(right=pure, found=whole, there=whole)
