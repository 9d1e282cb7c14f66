"""Whether what a language model wrote for a story may be used, by the rules that a draft of our own passes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.grounding import Ground, Refusal, Verdict, refusal
from bot.grounding.plain import not_plain
from bot.language.text import content_words, lower_first, one_line, overlap, strip_filler
from bot.stories.criteria.drafting import MOST
from bot.stories.filling import WordedCriterion, WordedStory
from bot.stories.lint.criteria import lint_criteria, lint_criterion
from bot.stories.lint.linter import lint_story
from bot.stories.rules import Criterion, Finding, Story

Tell = Callable[[Story], str]
"""A story as the team's sentence."""

SENTENCE = "the story"
"""How the sentence of a story is called where its criteria have ids."""

_SAME = 0.8  # share of words from which a new criterion is one that is there already
_KEYWORD = re.compile(r"^(?:given|when|then|and|but|scenario|feature|background|examples?|rule)\b[\s:]*", re.IGNORECASE)
_SIGNS = re.compile(r'^[|#@*+-]|"""|\|')


def judge_story(
    filled: WordedStory, floor: Story, sources: Mapping[str, str], tell: Tell
) -> Verdict[WordedStory | WordedCriterion]:
    """The sentence and each criterion for itself: what stands is grounded, and no worse for the linter."""
    stands: dict[str, WordedStory | WordedCriterion] = {}
    refused: list[Refusal] = []
    reason = _sentence_refused(filled, floor, sources, tell)
    if reason is None:
        stands[SENTENCE] = filled
    else:
        refused.append(Refusal(SENTENCE, reason))
    old = {one.id: one for one in floor.criteria}
    for number, one in enumerate(filled.criteria, 1):
        name = one.id if one.id in old else f"new criterion {number}"
        if name in stands:
            continue
        reason = _criterion_refused(one, old.get(one.id), floor, sources)
        if reason is None:
            stands[name] = one
        else:
            refused.append(Refusal(name, reason))
    return Verdict(stands, tuple(refused))


def improved(floor: Story, stands: Mapping[str, WordedStory | WordedCriterion], tell: Tell) -> Story:
    """The story with all that stands; the draft itself when the whole would be worse for the linter."""
    story = floor
    worded = stands.get(SENTENCE)
    if isinstance(worded, WordedStory) and (parts := _parts(worded)) != (floor.role, floor.want, floor.benefit):
        cited = tuple(dict.fromkeys((*floor.sources, *worded.sources)))
        words = {"role": parts[0], "want": parts[1], "benefit": parts[2]}
        story = floor.model_copy(update={**words, "sources": cited, "drafted": floor.drafted or floor.want})
    criteria = [_as_criterion(stands.get(one.id), one) for one in floor.criteria]
    for one in stands.values():
        fresh = isinstance(one, WordedCriterion) and one.id not in {each.id for each in floor.criteria}
        if fresh and isinstance(one, WordedCriterion) and len(criteria) < MOST:
            criterion = _as_criterion(one, None)
            if all(_alike(criterion, each) < _SAME for each in criteria):
                criteria.append(criterion)
    number = floor.id.removeprefix("US-")
    numbered = tuple(one.model_copy(update={"id": f"AC-{number}.{index}"}) for index, one in enumerate(criteria, 1))
    cited = tuple(dict.fromkeys((*story.sources, *(source for one in numbered for source in one.sources))))
    story = story.model_copy(update={"criteria": numbered, "sources": cited})
    return story if worse(story, floor, tell) is None else floor


def _alike(one: Criterion, other: Criterion) -> float:
    mine, theirs = content_words(_text(one)), content_words(_text(other))
    return len(mine & theirs) / max(1, len(mine | theirs))


def worse(story: Story, floor: Story, tell: Tell) -> str | None:
    """What the linter has to say about the story that it hadn't about the draft; None when it is no worse."""
    mine = [*lint_story(tell(story)), *lint_criteria(story.criteria)]
    theirs = [*lint_story(tell(floor)), *lint_criteria(floor.criteria)]
    return _more(mine, theirs)


def _more(mine: Sequence[Finding], theirs: Sequence[Finding]) -> str | None:
    if _errors(mine) > _errors(theirs) or len(mine) > len(theirs):
        before = {one.rule for one in theirs}
        new = next((one for one in mine if one.rule not in before), mine[0])
        return f"the linter says: {new.message.rstrip('.')}"
    return None


def _errors(findings: Sequence[Finding]) -> int:
    return sum(one.severity == "error" for one in findings)


def _sentence_refused(filled: WordedStory, floor: Story, sources: Mapping[str, str], tell: Tell) -> str | None:
    role, want, benefit = _parts(filled)
    if not _has_words(role) or not _has_words(want):
        return "a story needs a role and a want"
    if floor.benefit and not benefit:
        return "the reason is lost"
    if role.lower() != floor.role.lower() and not _said(role, filled.sources, sources):
        return f"nobody spoke of “{role}”"
    worded = floor.model_copy(update={"role": role, "want": want, "benefit": benefit})
    if worded == floor:
        return None
    ground = Ground(
        sources=sources,
        floor=_told(floor),
        floor_sources=_known(floor.sources, sources),
        given=f"{floor.role}. {role}",
        longest=500,
    )
    reason = refusal(_told(worded), filled.sources, ground)
    return reason or _more(lint_story(tell(worded)), lint_story(tell(floor)))


def _has_words(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _said(role: str, cites: Sequence[str], sources: Mapping[str, str]) -> bool:
    return overlap(role, " ".join(sources.get(one, "") for one in cites)) == 1.0


def _told(story: Story) -> str:
    return f"I want {story.want}" + (f", so that {story.benefit}" if story.benefit else "")


def _criterion_refused(
    one: WordedCriterion, old: Criterion | None, floor: Story, sources: Mapping[str, str]
) -> str | None:
    criterion = _as_criterion(one, old)
    if criterion is old:
        return None
    steps = (*criterion.given, criterion.when, *criterion.then)
    if not all(_has_words(step) for step in (criterion.title, criterion.when, *criterion.then)):
        return "it needs a title, a when and a then"
    broken = next((step for step in (criterion.title, *steps) if _SIGNS.search(step)), None)
    if broken is not None:
        return "a step can't begin with a sign, or hold “|”"
    ground = Ground(
        sources=sources,
        floor=_text(old) if old else "",
        floor_sources=_known(old.sources, sources) if old else (),
        given=f"{floor.role}. {floor.want}",
        longest=600,
    )
    title = replace(ground, floor="", given=f"{ground.given}. {_text(criterion)}. {old.title if old else ''}")
    reason = (
        not_plain(criterion.title, title.given, longest=120)
        or refusal(_text(criterion), one.sources, ground)
        or refusal(criterion.title, one.sources, title)
    )
    return reason or _more(lint_criterion(criterion), lint_criterion(old) if old else ())


def _known(ids: Sequence[str], sources: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(one for one in ids if one in sources)


def _text(criterion: Criterion) -> str:
    return ", ".join((*criterion.given, criterion.when, *criterion.then))


def _same(one: Criterion, other: Criterion) -> bool:
    return (one.title, _text(one)) == (other.title, _text(other))


def _parts(filled: WordedStory) -> tuple[str, str, str]:
    role = re.sub(r"^(?:an?|the)\s+", "", one_line(filled.role), flags=re.IGNORECASE)
    want = re.sub(r"^I want\s+", "", one_line(filled.want), flags=re.IGNORECASE)
    benefit = re.sub(r"^so that\s+", "", one_line(filled.benefit), flags=re.IGNORECASE)
    return lower_first(role).rstrip("."), lower_first(want).rstrip(" ."), lower_first(benefit).rstrip(" .")


def _as_criterion(filled: WordedStory | WordedCriterion | None, old: Criterion | None) -> Criterion:
    """A criterion with the steps that were filled in; a new one follows from what was said."""
    if not isinstance(filled, WordedCriterion):
        assert old is not None  # noqa: S101 - there is one or the other
        return old
    given, then = tuple(map(_step, filled.given)), tuple(map(_step, filled.then))
    fresh = Criterion(
        id=old.id if old else "AC-0.0",
        title=one_line(filled.title).rstrip("."),
        given=tuple(step for step in given if step and step.lower() not in {"nothing", "none"}),
        when=_step(filled.when),
        then=then,
        negative=old.negative if old else filled.negative,
        sources=tuple(dict.fromkeys(filled.sources)),
        tag=old.tag if old else "inferred",
    )
    return old if old is not None and _same(fresh, old) else fresh


def _step(text: str) -> str:
    return lower_first(_KEYWORD.sub("", strip_filler(one_line(text)))).rstrip(" .,;")
