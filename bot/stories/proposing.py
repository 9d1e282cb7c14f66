"""Lets a language model word stories and propose criteria; what doesn't stand stays as the rules drafted it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.text import shorten
from bot.llm import Llm
from bot.llm.twice import ask_twice
from bot.llm.words import NO_ANSWER
from bot.stories.exports import story_sentence
from bot.stories.filling import WordedStory
from bot.stories.judging import SENTENCE, improved, judge_story
from bot.stories.rules import Material, Story
from bot.stories.settings import StorySettings

_STATEMENTS = 15  # that a story and its criteria may rest on
_CRITERIA = 8


async def proposed(
    stories: Sequence[Story], material: Material, llm: Llm | None, settings: StorySettings
) -> tuple[tuple[Story, ...], str]:
    """Each story as well as the model can word it, and what the reader has to know; unchanged without a model."""
    if llm is None:
        return tuple(stories), ""
    better: list[Story] = []
    kept: list[str] = []
    silent = 0
    for story in stories:
        found = await _better(story, material, llm, settings)
        better.append(story if found is None else found[0])
        silent += found is None
        kept += [] if found is None else found[1]
    note = _note(kept)
    if silent == len(better):
        return tuple(better), NO_ANSWER
    return tuple(better), f"{note} {NO_ANSWER}".strip() if silent else note


async def _better(
    story: Story, material: Material, llm: Llm, settings: StorySettings
) -> tuple[Story, list[str]] | None:
    texts = {one.id: one.text for one in material.sources}
    own = [source for line in material.requirements if line.id in story.requirements for source in line.sources]
    cited = [source for one in story.criteria for source in one.sources]
    names = [one for one in dict.fromkeys((*story.sources, *own, *cited)) if one in texts][:_STATEMENTS]
    sources = {name: texts[name] for name in names}

    def tell(one: Story) -> str:
        return story_sentence(one, settings.template)

    verdict = await ask_twice(
        llm,
        "stories/story",
        WordedStory,
        lambda filled: judge_story(filled, story, sources, tell),
        said=[{"id": name, "text": text} for name, text in sources.items()],
        story=story.model_dump(mode="json", include={"role", "want", "benefit", "sources"}),
        criteria=[
            one.model_dump(mode="json", include={"id", "title", "given", "when", "then", "sources"})
            for one in story.criteria[:_CRITERIA]
        ],
    )
    if verdict is None:
        return None
    fresh = improved(story, verdict.stands, tell)
    # What was proposed beside the draft and refused is simply not there; only a line of the draft has to be told.
    own_lines = {one.id for one in story.criteria}
    kept = [
        story.id if one.line == SENTENCE else one.line
        for one in verdict.refused
        if one.line == SENTENCE or one.line in own_lines
    ]
    if fresh is story and verdict.stands:
        kept = [story.id]  # each part stands for itself, and yet the linter likes the draft better
    return fresh, kept


def _note(kept: Sequence[str]) -> str:
    if not kept:
        return ""
    return shorten(
        f"The language model’s wording of {', '.join(kept)} said more or less than was said, "
        f"so {'it stands' if len(kept) == 1 else 'they stand'} in the rules’ own words.",
        900,
    )
