"""A set of stories as it stands: drafted, edited, approved. It is what the entries of its journal add up to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from bot.chat import Person, Value
from bot.stories.rules import CriteriaStyle, Material, Source, Story

KIND = "stories"
"""What the journal of a set of stories is called."""


class Drafted(Value):
    """The stories as the rules drafted them. `origin` is the interview's journal, None for a single idea."""

    kind: Literal["drafted"] = "drafted"
    material: Material
    style: CriteriaStyle
    stories: tuple[Story, ...]
    origin: str | None = None
    idea: str | None = None
    questions: tuple[str, ...] = ()


class Edited(Value):
    """Somebody changed a story; `source` is the edit itself, which the changed parts rest on from now on."""

    kind: Literal["edited"] = "edited"
    story: Story
    source: Source


class Regenerated(Value):
    """A story was drafted anew, in another way."""

    kind: Literal["regenerated"] = "regenerated"
    story: Story


class Approved(Value):
    """Somebody accepted these stories."""

    kind: Literal["approved"] = "approved"
    stories: tuple[str, ...]


class Dropped(Value):
    """Somebody threw these stories away; what was said for them stays in the material."""

    kind: Literal["dropped"] = "dropped"
    stories: tuple[str, ...]


class Redrafted(Value):
    """The interview went on, so the stories were drafted again; `stories` keep what people did by hand."""

    kind: Literal["redrafted"] = "redrafted"
    material: Material
    stories: tuple[Story, ...]


Move = Annotated[Drafted | Edited | Regenerated | Approved | Dropped | Redrafted, Field(discriminator="kind")]
_MOVE: TypeAdapter[Move] = TypeAdapter(Move)


class StorySet(Value):
    """Stories with the material they rest on. `approved_by` and `edited_by` map a story's id to who did that last."""

    material: Material
    style: CriteriaStyle
    stories: tuple[Story, ...]
    origin: str | None = None
    idea: str | None = None
    questions: tuple[str, ...] = ()
    approved_by: dict[str, str] = Field(default_factory=dict)
    edited_by: dict[str, str] = Field(default_factory=dict)
    dropped: tuple[Story, ...] = ()
    regenerated: dict[str, int] = Field(default_factory=dict)

    def story(self, story_id: str) -> Story | None:
        """The story that people call by this id, in any case, with or without "US-"."""
        wanted = story_id.strip().upper().removeprefix("US-").removeprefix("US")
        return next((story for story in self.stories if story.id == f"US-{wanted}"), None)


def read_move(kind: str, body: dict[str, Any]) -> Move:
    """The move that a journal entry holds."""
    return _MOVE.validate_python({"kind": kind, **body})


def body_of(move: Move) -> dict[str, Any]:
    """A move as the JSON body of a journal entry; its kind stands beside it."""
    return move.model_dump(mode="json", exclude={"kind"})


def replay(moves: Iterable[tuple[Move, Person | None]]) -> StorySet:
    """The set that these moves add up to; the first is its drafting."""
    found: StorySet | None = None
    for move, by in moves:
        found = _apply(found, move, by)
    if found is None:
        raise ValueError("a set of stories begins with its drafting")
    return found


def _apply(found: StorySet | None, move: Move, by: Person | None) -> StorySet:
    if isinstance(move, Drafted) or found is None:
        if not isinstance(move, Drafted):
            raise TypeError("a set of stories begins with its drafting")
        return StorySet(**move.model_dump(exclude={"kind"}))
    name = by.name if by else "somebody"
    match move:
        case Edited(story=story, source=source):
            material = found.material.model_copy(update={"sources": (*found.material.sources, source)})
            edited = {**found.edited_by, story.id: name}
            approved = _without(found.approved_by, story.id)
            return _with(found, story, material=material, approved_by=approved, edited_by=edited)
        case Regenerated(story=story):
            count = {**found.regenerated, story.id: found.regenerated.get(story.id, 0) + 1}
            approved, edited = _without(found.approved_by, story.id), _without(found.edited_by, story.id)
            return _with(found, story, regenerated=count, approved_by=approved, edited_by=edited)
        case Approved(stories=ids):
            stories = tuple(
                one.model_copy(update={"status": "approved"}) if one.id in ids else one for one in found.stories
            )
            approved = {**found.approved_by, **dict.fromkeys(ids, name)}
            return found.model_copy(update={"stories": stories, "approved_by": approved})
        case Dropped(stories=ids):
            gone = tuple(one for one in found.stories if one.id in ids)
            left = tuple(one for one in found.stories if one.id not in ids)
            return found.model_copy(update={"stories": left, "dropped": (*found.dropped, *gone)})
        case Redrafted(material=material, stories=stories):
            edits = tuple(source for source in found.material.sources if source.id.startswith("E"))
            material = material.model_copy(update={"sources": (*material.sources, *edits)})
            return found.model_copy(update={"material": material, "stories": stories})


def _without(names: dict[str, str], story_id: str) -> dict[str, str]:
    return {key: name for key, name in names.items() if key != story_id}


def _with(found: StorySet, story: Story, **changes: object) -> StorySet:
    stories = tuple(story if one.id == story.id else one for one in found.stories)
    return found.model_copy(update={"stories": stories, **changes})
