"""An answer to a question about a rough idea makes its story better."""

from __future__ import annotations

from datetime import datetime

from bot.chat import Person
from bot.language.text import words
from bot.stories.idea import Idea, standardise
from bot.stories.roles import role_names
from bot.stories.rules import Source, Story
from bot.stories.set import StorySet
from bot.stories.wish import NOBODY_NAMED

_ROLE_WORDS = 5  # a longer answer says more than who


def improve(found: StorySet, answer: str, author: Person, at: datetime, link: str | None) -> Idea:
    """The idea with one more thing said about it; what was said before keeps its author."""
    story = found.stories[0]
    before = found.material.sources
    if names_the_role(story, answer):
        said = Source(id=f"S{len(before) + 1}", text=answer, author=author, at=at, link=link)
        better = _spoken_by(story, role_names(answer)[0]).model_copy(update={"sources": (*story.sources, said.id)})
        material = found.material.model_copy(update={"sources": (*before, said), "roles": (better.role,)})
        asked = tuple(question for question in found.questions if story.role not in question)
        return Idea(material=material, story=better, questions=asked)
    fresh = standardise(f"{found.idea}\n{answer}", author, at, link)
    sources = (*before, *fresh.material.sources[len(before) :])
    kept = _spoken_by(fresh.story, fresh.story.role if story.role == NOBODY_NAMED else story.role)
    kept = kept.model_copy(update={"sources": tuple(dict.fromkeys((*story.sources, *kept.sources)))})
    return fresh.model_copy(update={"material": fresh.material.model_copy(update={"sources": sources}), "story": kept})


def _spoken_by(story: Story, role: str) -> Story:
    return story.model_copy(update={"role": role})


def names_the_role(story: Story, answer: str) -> bool:
    """Whether an answer is just the role that the story lacks."""
    return story.role == NOBODY_NAMED and len(words(answer)) <= _ROLE_WORDS and bool(role_names(answer))
