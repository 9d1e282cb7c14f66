"""What an interview and its stories are worth: found, captured, invented, and what the linter has against them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.chat import Value
from bot.evaluation.cases import Case, ExpectedStory, Fact, holds
from bot.grounding import unsaid
from bot.interviews.brief import Brief
from bot.stories.lint.criteria import lint_criteria
from bot.stories.lint.linter import lint_story
from bot.stories.rules import Criterion, Story


class Scores(Value):
    """One case. `hidden` facts had to be asked for; `told` also holds those of the opening."""

    case: str
    hidden: int = 0
    elicited: int = 0
    questions: int = 0
    told: int = 0
    captured: int = 0
    placed: int = 0
    expected_stories: int = 0
    found_stories: int = 0
    stories: int = 0
    expected_criteria: int = 0
    found_criteria: int = 0
    criteria: int = 0
    lint_errors: int = 0
    lint_advice: int = 0
    inventions: tuple[str, ...] = ()


def measure_brief(case: Case, told: Sequence[Fact], brief: Brief, sections: Mapping[str, str]) -> dict[str, int]:
    """How many told facts stand in a line of the brief, and in the section of one of their topics."""
    lines = [(section, line.text) for section, found in brief.sections.items() for line in found]
    lines += [("", line.text) for line in brief.not_placed]
    captured = placed = 0
    for fact in told:
        where = {section for section, text in lines if holds(text, fact.holds)}
        captured += bool(where)
        placed += bool(where & {sections.get(topic, "") for topic in fact.topics})
    hidden = [fact for fact in case.facts if not fact.opening]
    return {
        "hidden": len(hidden),
        "elicited": sum(fact in told for fact in hidden),
        "told": len(told),
        "captured": captured,
        "placed": placed,
    }


def measure_stories(case: Case, stories: Sequence[Story], sentences: Sequence[str]) -> dict[str, int]:
    """How many of the expected stories and criteria there are, and what the linter finds."""
    findings = [
        finding
        for story, told in zip(stories, sentences, strict=True)
        for finding in (*lint_story(told), *lint_criteria(story.criteria))
    ]
    steps = "\n".join(criterion_words(one) for story in stories for one in story.criteria)
    return {
        "expected_stories": len(case.stories),
        "found_stories": sum(any(_is(story, wanted) for story in stories) for wanted in case.stories),
        "stories": len(stories),
        "expected_criteria": len(case.criteria),
        "found_criteria": sum(holds(steps, (group,)) for group in case.criteria),
        "criteria": sum(len(story.criteria) for story in stories),
        "lint_errors": sum(one.severity == "error" for one in findings),
        "lint_advice": sum(one.severity == "advice" for one in findings),
    }


def inventions(case: Case, brief: Brief, stories: Sequence[Story], sentences: Sequence[str]) -> tuple[str, ...]:
    """What stands in brief, stories or criteria and was never said: facts without a source, and tempting words.

    A criterion that is marked as assumed asks to be confirmed; only tempting words count there.
    """
    texts = {one.id: one.text for one in brief.statements}
    everything = "\n".join([case.opening, *texts.values()])
    found: list[str] = []
    for text, sources, sure in _lines(brief, stories, sentences):
        said = "\n".join([*(texts.get(one, "") for one in sources), *(story.role for story in stories), case.title])
        reason = unsaid(text, said) if sure else None
        if reason:
            found.append(f"{text} ({reason})")
        found.extend(
            f"{text} (“{word}”)" for word in case.tempting if _word(word, text) and not _word(word, everything)
        )
    return tuple(dict.fromkeys(found))


def _lines(
    brief: Brief, stories: Sequence[Story], sentences: Sequence[str]
) -> Iterable[tuple[str, tuple[str, ...], bool]]:
    for lines in brief.sections.values():
        for line in lines:
            yield line.text, line.sources, True
    for story, told in zip(stories, sentences, strict=True):
        yield told, story.sources, True
        for one in story.criteria:
            yield criterion_words(one), (*one.sources, *story.sources), one.tag != "assumed"


def criterion_words(criterion: Criterion) -> str:
    """The steps of a criterion as one text."""
    return ", ".join((*criterion.given, criterion.when, *criterion.then))


def _is(story: Story, wanted: ExpectedStory) -> bool:
    role = story.role.lower()
    return any(one.lower() in role for one in wanted.role) and holds(f"{story.want} {story.benefit}", wanted.want)


def _word(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}", text, re.IGNORECASE) is not None


def added_up(scores: Sequence[Scores]) -> Scores:
    """All cases together."""
    numbers = [name for name, field in Scores.model_fields.items() if field.annotation is int]
    total = {name: sum(getattr(one, name) for one in scores) for name in numbers}
    return Scores(case="all", inventions=tuple(each for one in scores for each in one.inventions), **total)
