"""Stories drafted again after the interview went on: what people did by hand stays, and so do its numbers."""

from __future__ import annotations

from bot.stories.draft import draft_stories
from bot.stories.regenerate import in_place
from bot.stories.rules import Material, Story
from bot.stories.set import StorySet


def redraft(found: StorySet, material: Material) -> tuple[Story, ...]:
    """The stories of the new material, with every approved or edited one as it is.

    A story that somebody dropped does not come back. A number is never given to another story.
    """
    touched = [story for story in found.stories if story.id in {*found.approved_by, *found.edited_by}]
    spoken_for = {_core(story, found.material) for story in (*touched, *found.dropped)}
    known = {_core(story, found.material): story for story in found.stories}
    last = max((int(story.id.removeprefix("US-")) for story in (*found.stories, *found.dropped)), default=0)
    fresh: list[Story] = []
    for draft in draft_stories(material):
        core = _core(draft, material)
        if core in spoken_for:
            continue
        old = known.pop(core, None)
        if old is None:
            last += 1
            old = draft.model_copy(update={"id": f"US-{last}"})
        fresh.append(in_place(draft, old).model_copy(update={"order": draft.order, "slice": draft.slice}))
    kept = [_renumbered(story, found.material, material) for story in touched]
    return tuple(sorted((*kept, *fresh), key=lambda story: (story.order, int(story.id.removeprefix("US-")))))


def _core(story: Story, material: Material) -> tuple[frozenset[str], str]:
    """What a story is about: the statements of its requirement lines, and its verb where they gave several stories."""
    lines = [one for one in material.requirements if one.id in story.requirements]
    said = frozenset(source for line in lines for source in line.sources)
    shared = sum(1 for one in material.requirements if one.kind == "functional" and said & set(one.sources)) > 1
    return said, (story.drafted or story.want) if shared or not said else ""


def _renumbered(story: Story, before: Material, now: Material) -> Story:
    """The story with the ids that its requirement lines have in the new brief."""
    said = {source for one in before.requirements if one.id in story.requirements for source in one.sources}
    lines = tuple(one.id for one in now.requirements if one.kind == "functional" and said & set(one.sources))
    return story.model_copy(update={"requirements": lines}) if lines else story


def unsettled(story: Story, now: Material) -> tuple[str, ...]:
    """The statements that a story rests on and that no longer hold."""
    return tuple(one for one in story.sources if one.startswith("S") and one not in {said.id for said in now.sources})
