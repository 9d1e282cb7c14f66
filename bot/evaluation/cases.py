"""The labelled set: people with what they know, and what should come out of talking with them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import Field

from bot.chat import Value

_FOLDER = Path(__file__).parent / "cases"

Groups = tuple[tuple[str, ...], ...]
"""Every group has to be there, each in one of its spellings."""


class Persona(Value):
    """How somebody talks: at most `most` facts an answer, with these words around them."""

    name: str
    style: str
    most: int = Field(default=1, ge=1)
    before: str = ""
    after: str = ""
    lower: bool = False
    nothing: str


class Correction(Value):
    """What they say a turn later, and what holds from then on."""

    says: str
    shows: Groups


class Fact(Value):
    """Something they know, told when one of `topics` is asked about or a question holds one of `keys`."""

    topics: tuple[str, ...]
    keys: tuple[str, ...]
    says: str
    shows: Groups
    opening: bool = False
    corrected: Correction | None = None

    @property
    def holds(self) -> Groups:
        """What the brief has to show in the end."""
        return self.corrected.shows if self.corrected else self.shows


class ExpectedStory(Value):
    """A story that a good analyst would write."""

    role: tuple[str, ...]
    want: Groups


class Case(Value):
    """One interview. `tempting` are likely words that nobody said."""

    id: str
    title: str
    opening: str
    persona: Persona
    facts: tuple[Fact, ...]
    stories: tuple[ExpectedStory, ...]
    criteria: Groups
    tempting: tuple[str, ...]


@cache
def load_cases() -> tuple[Case, ...]:
    """Every case, by the order of their files' names."""
    return tuple(
        Case.model_validate({"id": path.stem, **yaml.safe_load(path.read_text(encoding="utf-8"))})
        for path in sorted(_FOLDER.glob("*.yaml"))
    )


def holds(text: str, groups: Groups) -> bool:
    """Whether every group is in the text, in any case."""
    flat = " ".join(text.lower().split())
    return all(any(spelling.lower() in flat for spelling in group) for group in groups)
