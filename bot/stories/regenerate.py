"""Draft one story anew: without the edits, and with the next best role or reason where there is one."""

from __future__ import annotations

from bot.language.text import overlap
from bot.stories.draft import draft_stories
from bot.stories.rules import Material, Story


def draft_anew(story: Story, material: Material, *, tries: int) -> Story:
    """The story from its own requirements again, in its place; each further try leads with another reason.

    Returned unchanged when the rules know no other way to say it.
    """
    for turn in range(tries, tries + max(1, len(material.reasons))):
        drafts = draft_stories(material.model_copy(update={"reasons": _rotated(material.reasons, turn)}))
        own = [draft for draft in drafts if set(draft.requirements) & set(story.requirements)]
        if not own:
            return story
        fresh = in_place(max(own, key=lambda draft: overlap(draft.want, story.want)), story)
        if _wording(fresh) != _wording(story):
            return fresh
    return story


def _rotated(reasons: tuple[object, ...], by: int) -> tuple[object, ...]:
    shift = by % len(reasons) if reasons else 0
    return (*reasons[shift:], *reasons[:shift])


def in_place(draft: Story, old: Story) -> Story:
    """The draft under the old story's id, order and slice; its criteria are numbered to match."""
    number = old.id.removeprefix("US-")
    criteria = tuple(
        criterion.model_copy(update={"id": f"AC-{number}.{index}"}) for index, criterion in enumerate(draft.criteria, 1)
    )
    return draft.model_copy(
        update={"id": old.id, "criteria": criteria, "order": old.order, "slice": old.slice, "status": "draft"}
    )


def _wording(story: Story) -> tuple[object, ...]:
    return (story.role, story.want, story.benefit, story.criteria)
