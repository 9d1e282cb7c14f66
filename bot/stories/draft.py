"""From the numbered lines of a brief to user stories that people would say aloud, without losing a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.chat import ERASED
from bot.language.clauses import split_sentence
from bot.language.grammar import clause
from bot.language.text import content_words, sentences, words
from bot.language.wishes import plain
from bot.stories.benefit import Reason, closest_reason, stated_benefit
from bot.stories.coverage import first_slice, size_hint, split_proposals
from bot.stories.criteria.drafting import criteria_for, people_in, relates
from bot.stories.gate import tells_nothing
from bot.stories.reading import read_wishes
from bot.stories.roles import mentioned_roles
from bot.stories.rules import Material, Requirement, Story
from bot.stories.telling import Reading
from bot.stories.whole import ROOM, best_heart, is_of_the_whole, reason_for
from bot.stories.wish import NOBODY_NAMED, core, role_of

_NEAR, _OWN = 1.0, 0.8
_FEW = 4  # stories; in a smaller set every word tells something


@dataclass
class _Wish:
    """A story on its way: one reading, the lines that say it, and what else was said about it."""

    reading: Reading
    requirements: list[Requirement]
    benefit: str
    sources: list[str]
    reason: Reason | None = None
    related: list[Requirement] = field(default_factory=list)


def draft_stories(material: Material, *, together: bool = False) -> tuple[Story, ...]:
    """One story per functional requirement, in the order of the statements; only true duplicates share one.

    Every functional requirement's id stands in some story. Rules, failures, qualities and the like become criteria of
    the story
    they are nearest to; `coverage_matrix` lists those that fit none. With `together` all lines are of one idea, and
    those that
    fit none go to the first story.
    """
    material = without_erased(material)
    wishes: list[_Wish] = []
    for requirement in (one for one in material.requirements if one.kind == "functional"):
        for wish in _wishes(requirement, material):
            if together or not tells_nothing(requirement.text, wish.reading):
                _add(wishes, wish)
    _give_reasons(wishes)
    spare: list[Requirement] = []
    for requirement in (one for one in material.requirements if one.kind != "functional"):
        if nearest := _nearest(requirement, wishes, material.roles) or (wishes[0] if together and wishes else None):
            nearest.related.append(requirement)
        else:
            spare.append(requirement)
    _give_to_the_heart(wishes, spare, material)
    stories = [_story(number, wish, material) for number, wish in enumerate(wishes, start=1)]
    early = first_slice(stories, [one.id for one in material.requirements if one.first_slice])
    return tuple(story.model_copy(update={"slice": 1 if story.id in early else 2}) for story in stories)


def without_erased(material: Material) -> Material:
    """The material without lines and reasons whose statements were erased: nothing is drafted from them again."""
    return material.model_copy(
        update={
            "roles": tuple(one for one in material.roles if one != ERASED),
            "requirements": tuple(one for one in material.requirements if one.text != ERASED),
            "reasons": tuple(one for one in material.reasons if one.text != ERASED),
        }
    )


def _give_to_the_heart(wishes: Sequence[_Wish], spare: Sequence[Requirement], material: Material) -> None:
    """The reason for it all, and what is near no story though it is about the whole, go to the story at its heart."""
    texts = [f"{wish.reading.want} {wish.requirements[0].text}" for wish in wishes]
    place = best_heart(texts, [wish.requirements[0].first_slice for wish in wishes], material)
    if place is None:
        return
    heart = wishes[place]
    room = max(0, ROOM - len(heart.related))
    heart.related.extend([one for one in spare if is_of_the_whole(one, heart.reading.role, material)][:room])
    if (
        not heart.benefit
        and heart.reading.kind not in {"ban", "quote"}
        and (why := reason_for(heart.reading, material))
    ):
        heart.benefit = why.benefit
        heart.sources.append(why.source.id)


def _wishes(requirement: Requirement, material: Material) -> list[_Wish]:
    found: list[_Wish] = []
    for reading in read_wishes(requirement.text, material.roles, fallback=fallback_role(requirement, material)):
        benefit = stated_benefit(reading)
        reason = None if benefit else closest_reason(reading, requirement.text, material.reasons, material.roles)
        found.append(_Wish(reading, [requirement], benefit, list(requirement.sources), reason))
    return found


def _give_reasons(wishes: Sequence[_Wish]) -> None:
    """Each reason goes to the story that it is nearest to; told of every story, it would be true of none."""
    best: dict[str, int] = {}
    for wish in wishes:
        if wish.reason:
            best[wish.reason.benefit] = max(best.get(wish.reason.benefit, 0), wish.reason.shared)
    for wish in wishes:
        if wish.reason and not wish.benefit and best.get(wish.reason.benefit) == wish.reason.shared:
            best.pop(wish.reason.benefit)
            wish.benefit = wish.reason.benefit
            wish.sources.append(wish.reason.source.id)


def fallback_role(requirement: Requirement, material: Material) -> str:
    """Whose wish a line is that names nobody: the role its statement speaks of, else the most important one."""
    known = {source.id: source for source in material.sources}
    said = " ".join(known[source].text for source in requirement.sources if source in known)
    if core(requirement.text)[1].shape == "imperative":
        said = said.replace(requirement.text, "")  # "only show active customers": they aren't the ones who ask
    mentioned = mentioned_roles(said, material.roles)
    if mentioned and not re.search(r"\b(?:I|my|me)\b|\b[Ww]e (?:do not|don['’]t) (?:want|like)\b", said):
        return mentioned[0]
    tellers = [role_of(clause(plain(sentence)).subject, ()) for sentence in sentences(said)]
    named = [role for role in tellers if role]
    if named and not material.roles:
        return named[0]
    return material.roles[0] if material.roles else NOBODY_NAMED


def _key(reading: Reading) -> tuple[object, ...]:
    """Two wishes are one when the same role wants the same words, whatever their order or form."""
    numbers = tuple(word for word in words(reading.want) if any(char.isdigit() for char in word))
    stems = content_words(reading.want)
    return (
        reading.role.lower(),
        stems or reading.want,
        numbers,
        reading.negated,
        bool(re.search(r"\bnot\b", reading.want)),
    )


def _add(wishes: list[_Wish], new: _Wish) -> None:
    for wish in wishes:
        if _key(wish.reading) == _key(new.reading):
            wish.requirements.extend(new.requirements)
            wish.sources.extend(source for source in new.sources if source not in wish.sources)
            wish.benefit = wish.benefit or new.benefit
            return
    wishes.append(new)


def _nearest(requirement: Requirement, wishes: Sequence[_Wish], roles: Sequence[str]) -> _Wish | None:
    """The story that a rule, failure or quality is most about, if any; what a role must do is about its own stories."""
    parted = Counter(line.id for wish in wishes for line in wish.requirements)
    texts = [
        " ".join([wish.reading.want, *(plain(line.text) for line in wish.requirements if parted[line.id] == 1)])
        for wish in wishes
    ]
    common = _in_many(texts)
    best: tuple[float, _Wish] | None = None
    teller = role_of(clause(split_sentence(plain(requirement.text)).main).subject, roles)
    for wish, text in zip(wishes, texts, strict=True):
        own = [source for line in wish.requirements for source in line.sources]
        score = relates(requirement, text, wish.reading, own, people_in(roles), common)
        if score < _NEAR:
            continue
        if teller:
            score += _OWN if teller == wish.reading.role else -_OWN
        if best is None or score > best[0]:
            best = (score, wish)
    return best[1] if best else None


def _in_many(texts: Sequence[str]) -> frozenset[str]:
    """Words of a third of all stories, such as "claim" where everything is about claims: they tell little."""
    counts = Counter(stem for text in texts for stem in content_words(text))
    return frozenset(stem for stem, count in counts.items() if count >= max(_FEW, len(texts) / 3))


def _story(number: int, wish: _Wish, material: Material) -> Story:
    reading = wish.reading
    own = wish.requirements[0]
    criteria = criteria_for(number, reading, wish.requirements, wish.related, material.roles)
    cited = [*wish.sources, *(source for criterion in criteria for source in criterion.sources)]
    story = Story(
        id=f"US-{number}",
        role=reading.role,
        want=reading.want,
        benefit=wish.benefit,
        criteria=criteria,
        sources=tuple(dict.fromkeys(cited)),
        requirements=tuple(line.id for line in wish.requirements),
        tag=own.tag,
        order=number,
    )
    return story.model_copy(update={"size": size_hint(story)[0], "split": split_proposals(story)})
