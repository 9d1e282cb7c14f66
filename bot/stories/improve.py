"""An answer to a question about a rough idea makes its story better in what was asked, and leaves the rest alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from bot.chat import Person
from bot.language.text import lower_first, one_line, sentence_case
from bot.stories.asking import answered, asks, is_nothing, who_of, why_of
from bot.stories.coverage import size_hint, split_proposals
from bot.stories.criteria.rulings import from_line
from bot.stories.draft import draft_stories, fallback_role
from bot.stories.idea import Idea, kind_of, questions, standardise
from bot.stories.reading import read_wish
from bot.stories.rules import Criterion, Material, Requirement, Source, Story
from bot.stories.set import StorySet
from bot.stories.telling import Reading

_ENOUGH = 3


def improve(found: StorySet, answer: str, author: Person, at: datetime, link: str | None) -> Idea:
    """The idea with one more thing said about it; what was said before keeps its author."""
    question, text = answered(found.questions, answer)
    before = found.material.sources
    said = Source(id=f"S{len(before) + 1}", text=one_line(answer), author=author, at=at, link=link)
    material = found.material.model_copy(update={"sources": (*before, said)})
    story = found.stories[0]
    open_questions = tuple(one for one in found.questions if one != question)
    kind = asks(question) if question else ""
    if is_nothing(text):
        return _idea(found, story, material, open_questions)
    if kind == "what":
        return _told_anew(found, material, text)
    if kind == "who" and (role := who_of(text)):
        better, material = _spoken_by(story, role, material, said)
        return _idea(found, better, material, open_questions)
    if kind == "why" and (benefit := why_of(text, _reading(story, material))):
        better = story.model_copy(update={"benefit": benefit, "sources": _cited(story, said)})
        return _idea(found, better, _with_reason(material, said), open_questions)
    better, material = _ruled(story, material, said, text, kind)
    left = open_questions if better != story or kind in {"failing", "limit", "exactly"} else found.questions
    return _idea(found, better, material, left)


def _idea(found: StorySet, story: Story, material: Material, left: Sequence[str]) -> Idea:
    """The idea again, with the questions that are still open, worded for the story as it is now."""
    fresh = {asks(question): question for question in questions(story, material)}
    kept = tuple(fresh.get(asks(question), question) for question in left)
    return Idea(material=material, story=story, questions=kept, more=tuple(found.stories[1:]))


def _told_anew(found: StorySet, material: Material, text: str) -> Idea:
    """What it is for was asked, and told: now there is something to draft from."""
    said = material.sources[-1]
    fresh = standardise(f"{text}\n{found.idea}", said.author, said.at, said.link)
    sources = tuple(one for one in fresh.material.sources if one.text != said.text)
    renamed = (*material.sources, *(one for one in sources if one.text not in {each.text for each in material.sources}))
    story = fresh.story.model_copy(
        update={"sources": (said.id,), "criteria": _resting_on(fresh.story.criteria, said.id)}
    )
    requirements = tuple(one.model_copy(update={"sources": (said.id,)}) for one in fresh.material.requirements[:1])
    told = material.model_copy(update={"roles": fresh.material.roles, "requirements": requirements, "sources": renamed})
    return Idea(material=told, story=story, questions=questions(story, told))


def _resting_on(criteria: Sequence[Criterion], source: str) -> tuple[Criterion, ...]:
    return tuple(one.model_copy(update={"sources": (source,)}) for one in criteria)


def _cited(story: Story, said: Source) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*story.sources, said.id)))


def _reading(story: Story, material: Material) -> Reading:
    line = material.requirements[0]
    return read_wish(line.text, (story.role,), fallback=story.role or fallback_role(line, material))


def _spoken_by(story: Story, role: str, material: Material, said: Source) -> tuple[Story, Material]:
    """The story as that role tells it; criteria that nobody touched are said from its side too."""
    told = material.model_copy(update={"roles": (role,)})
    before, after = draft_stories(material, together=True), draft_stories(told, together=True)
    untouched = bool(before) and before[0].criteria == story.criteria
    criteria = after[0].criteria if untouched and after and after[0].want == story.want else story.criteria
    return story.model_copy(update={"role": role, "criteria": criteria, "sources": _cited(story, said)}), told


def _with_reason(material: Material, said: Source) -> Material:
    return material.model_copy(update={"reasons": (*material.reasons, said)})


def _ruled(story: Story, material: Material, said: Source, text: str, kind: str) -> tuple[Story, Material]:
    """One more rule, mishap or limit, as criteria of the story; a line that gives none is kept as a reason."""
    sort = {"failing": "failure", "limit": "rule", "exactly": "quality"}.get(kind) or kind_of(text)
    if sort is None:
        return story, _with_reason(material, said)
    line = Requirement.model_validate(
        {"id": f"R-{said.id.removeprefix('S')}", "kind": sort, "text": _worded(text, kind), "sources": (said.id,)}
    )
    drafts = from_line(line, _reading(story, material), (story.role,))
    ruled = material.model_copy(update={"requirements": (*material.requirements, line)})
    fresh = [
        Criterion(
            id="AC-1.1",
            title=draft.title,
            given=draft.given,
            when=draft.when,
            then=(draft.then, *draft.more),
            negative=draft.negative,
            sources=draft.sources,
            tag=draft.tag,
        )
        for draft in drafts
    ]
    if not fresh:
        return story, ruled
    kept = _without_fillers(story.criteria, fresh)
    number = story.id.removeprefix("US-")
    criteria = tuple(
        one.model_copy(update={"id": f"AC-{number}.{place}"}) for place, one in enumerate((*kept, *fresh), start=1)
    )
    better = story.model_copy(update={"criteria": criteria, "sources": _cited(story, said)})
    return better.model_copy(update={"size": size_hint(better)[0], "split": split_proposals(better)}), ruled


def _without_fillers(old: Sequence[Criterion], fresh: Sequence[Criterion]) -> list[Criterion]:
    """What was only assumed gives way to what was said, as long as three and a negative one stay."""
    kept = list(old)
    for one in reversed(old):
        rest = [other for other in kept if other is not one]
        negative = any(other.negative for other in (*rest, *fresh))
        if one.tag == "assumed" and len(rest) + len(fresh) >= _ENOUGH and negative:
            kept = rest
    return kept


def _worded(text: str, kind: str) -> str:
    """A fragment as a sentence of its kind: "try again later" after "what if it fails?"."""
    line = one_line(text).strip(" .!")
    if kind == "failing" and not re.match(r"(?:if|when|in case|once|as soon as)\b", line, re.IGNORECASE):
        return sentence_case(f"if it fails, {lower_first(line)}")
    return line
