"""A summary as its journal holds it: what was found, what became an action, what was left out before it was sent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import AwareDatetime, Field

from bot.chat import Value
from bot.retros.extraction.commitment import Commitment
from bot.retros.extraction.decisions import Decision
from bot.retros.extraction.moods import OPINIONS
from bot.retros.extraction.opinions import Item
from bot.retros.extraction.summary import Summary
from bot.store.journal import Journal

KIND = "retro-summary"
_LETTERS = {"went_well": "W", "to_improve": "I", "ideas": "N"}
_SAME_NOTES = 0.8
"""How much of a page stands in another, word for word, where they are one, in which something was corrected."""

_LABEL = re.compile(r"\b([WINDA])\s?(\d{1,3})\b", re.IGNORECASE)


class Found(Value):
    """What was read and found. `streaks`: how many retrospectives in a row each theme has come up in."""

    title: str
    summary: Summary
    since: AwareDatetime | None = None
    until: AwareDatetime
    streaks: tuple[int, ...] = ()


class Held(Value):
    """A summary with all that became of it.

    `kept` holds the action that each number became, as numbers were before anything was left out. `retitled` and
    `renamed` are what its title and its themes are called instead: they are nobody's words.
    """

    id: str
    found: Found
    kept: dict[int, str] = Field(default_factory=dict)
    post: str = ""
    where: str = ""
    out: tuple[str, ...] = ()
    note: str = ""
    retitled: str = ""
    renamed: tuple[str, ...] = ()

    @property
    def shown(self) -> Summary:
        """The summary without what was left out, its themes called as somebody wishes."""
        summary = self.found.summary
        themes = [
            theme.model_copy(update={"title": name or theme.shown, "worded": ""})
            for theme, name in zip(summary.themes, self.names, strict=True)
        ]
        return without(summary.model_copy(update={"themes": tuple(themes)}), self.out)

    @property
    def names(self) -> tuple[str, ...]:
        """What each theme is called."""
        themes = self.found.summary.themes
        return self.renamed if len(self.renamed) == len(themes) else tuple(theme.shown for theme in themes)

    @property
    def streaks(self) -> tuple[int, ...]:
        """How often in a row each theme that is left came up."""
        left = left_themes(self.found.summary, self.out)
        return tuple(self.found.streaks[at] for at in left if at < len(self.found.streaks))

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers that the actions which are left have among all."""
        every = range(1, len(self.found.summary.actions) + 1)
        return tuple(number for number in every if f"A{number}" not in self.out)

    @property
    def looked_after(self) -> dict[int, str]:
        """By their numbers as they are shown, the actions that somebody keeps already."""
        return {at: self.kept[number] for at, number in enumerate(self.numbers, 1) if number in self.kept}

    @property
    def title(self) -> str:
        """What stands on top."""
        return self.retitled or self.found.title

    def edited(self, body: Mapping[str, Any]) -> Held:
        """The same after somebody went through it before it was sent."""
        return self.model_copy(
            update={
                "out": tuple(body["out"]),
                "note": str(body["note"]),
                "retitled": str(body.get("title", "")),
                "renamed": tuple(body.get("themes", ())),
            }
        )


def held_of(journal: Journal) -> Held:
    """What a journal adds up to."""
    held = Held(id=journal.id, found=Found.model_validate(journal.entries[0].body))
    for entry in journal.entries[1:]:
        body = entry.body
        if entry.kind == "kept":
            held = held.model_copy(update={"kept": {**held.kept, int(body["number"]): str(body["action"])}})
        elif entry.kind == "shown":
            held = held.model_copy(update={"post": str(body["post"]), "where": str(body["where"])})
        elif entry.kind == "edited":
            held = held.edited(body)
    return held


def theme_texts(summary: Summary) -> list[str]:
    """Each theme as its title and its notes, to be held against those of other retrospectives."""
    return ["\n".join((theme.title, *(summary.items[at].text for at in theme.notes))) for theme in summary.themes]


def each_retro_once(summary: Summary | None, others: Sequence[Summary]) -> list[Summary]:
    """The first summary of each retrospective among the others, and none of the one that `summary` is of.

    Who asks three times in an afternoon has had one retrospective, not three in a row.
    """
    found: list[Summary] = []
    for each in others:
        if not any(_of_one(each, known) for known in (*([summary] if summary else ()), *found)):
            found.append(each)
    return found


def _of_one(one: Summary, other: Summary) -> bool:
    """Whether both read a message that the other read; or, of notes, whether these are the same."""
    if one.numbered != other.numbered:
        return False
    if not one.numbered:
        return bool({each.id for each in one.cited} & {each.id for each in other.cited})
    left, right = ({item.text for item in each.items} for each in (one, other))
    return len(left & right) >= _SAME_NOTES * max(1, min(len(left), len(right)))


def labels(summary: Summary) -> dict[str, Item | Decision | Commitment]:
    """Every line by a short name that somebody can type: `W1`, `I3`, `N1`, `D2`, `A4`."""
    found: dict[str, Item | Decision | Commitment] = {}
    for opinion in OPINIONS:
        found |= {f"{_LETTERS[opinion]}{at}": item for at, item in enumerate(summary.of(opinion), 1)}
    found |= {f"D{at}": each for at, each in enumerate(summary.decisions, 1)}
    return found | {f"A{at}": each for at, each in enumerate(summary.actions, 1)}


def names_in(words: str) -> tuple[str, ...]:
    """The short names in what somebody typed."""
    return tuple(dict.fromkeys(f"{letter.upper()}{int(number)}" for letter, number in _LABEL.findall(words)))


def without(summary: Summary, names: Sequence[str]) -> Summary:
    """The summary without these lines. Themes lose the notes that are gone, and go with their last but one."""
    if not names:
        return summary
    gone = _gone(summary, names)
    left = [at for at, item in enumerate(summary.items) if item not in gone]
    place = {before: now for now, before in enumerate(left)}
    themes = [
        summary.themes[each].model_copy(
            update={"notes": tuple(place[at] for at in summary.themes[each].notes if at in place)}
        )
        for each in left_themes(summary, names)
    ]
    return summary.model_copy(
        update={
            "items": tuple(summary.items[at] for at in left),
            "themes": tuple(themes),
            "decisions": tuple(each for each in summary.decisions if each not in gone),
            "actions": tuple(each for each in summary.actions if each not in gone),
            "words": summary.words and summary.words.without([*names, *_gone_themes(summary, names)]),
        }
    )


def left_themes(summary: Summary, names: Sequence[str]) -> list[int]:
    """Where the themes stand that still have two notes without these lines; all of them when nothing is left out."""
    gone = _gone(summary, names)
    return [
        number
        for number, theme in enumerate(summary.themes)
        if not gone or sum(summary.items[at] not in gone for at in theme.notes) > 1
    ]


def _gone_themes(summary: Summary, names: Sequence[str]) -> list[str]:
    left = left_themes(summary, names)
    return [f"T{at}" for at in range(1, len(summary.themes) + 1) if at - 1 not in left]


def _gone(summary: Summary, names: Sequence[str]) -> list[Item | Decision | Commitment]:
    """The lines with these names, and the ideas that became one of them."""
    named = labels(summary)
    gone = [named[name] for name in names if name in named]
    told = {source for each in gone if not isinstance(each, Item) for source in each.sources}
    return [*gone, *(item for item in summary.items if item.taken_up and told & set(item.sources))]
