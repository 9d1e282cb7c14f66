"""What holds the stories together: which rule has which criterion, how big a story is, what comes first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from bot.chat import Value
from bot.language.grammar import bare
from bot.language.text import content_words
from bot.language.verbs import is_base
from bot.stories.rules import Criterion, Material, Requirement, Story

Size = Literal["S", "M", "L"]
WARN_AT, SPLIT_AT = 6, 9
"""Criteria from which a story is large, and from which it should be split."""
_RULES = frozenset({"rule", "failure", "permission", "quality", "verification", "interface", "data"})


class CoverageRow(Value):
    """One rule and the ids of the criteria that cover it."""

    requirement: str
    text: str
    criteria: tuple[str, ...]


class Coverage(Value):
    """Rules against criteria: every rule in order, rules without a criterion, criteria that rest on no rule."""

    rows: tuple[CoverageRow, ...]
    rules_without_criterion: tuple[str, ...]
    criteria_without_rule: tuple[str, ...]


def coverage_matrix(material: Material, stories: Sequence[Story]) -> Coverage:
    """Which criteria cover which rule (all requirements but functional ones), by shared statements and words."""
    criteria = [criterion for story in stories for criterion in story.criteria]
    rules = [requirement for requirement in material.requirements if requirement.kind in _RULES]
    rows = tuple(
        CoverageRow(
            requirement=rule.id,
            text=rule.text,
            criteria=tuple(one.id for one in criteria if covers(one, rule, alone=_is_alone(rule, material))),
        )
        for rule in rules
    )
    covered = {criterion for row in rows for criterion in row.criteria}
    return Coverage(
        rows=rows,
        rules_without_criterion=tuple(row.requirement for row in rows if not row.criteria),
        criteria_without_rule=tuple(one.id for one in criteria if one.id not in covered),
    )


def untold(material: Material, stories: Sequence[Story]) -> tuple[Requirement, ...]:
    """The functional requirements that stand in no story: they tell nothing to do, or not yet clearly enough."""
    told = {requirement for story in stories for requirement in story.requirements}
    return tuple(one for one in material.requirements if one.kind == "functional" and one.id not in told)


def _is_alone(rule: Requirement, material: Material) -> bool:
    """Whether no other line was made of a rule's statements, so that what rests on them rests on the rule."""
    return not any(one.id != rule.id and set(one.sources) & set(rule.sources) for one in material.requirements)


def covers(criterion: Criterion, rule: Requirement, *, alone: bool = False) -> bool:
    """Whether a criterion rests on a rule's statement; unless that is the rule's `alone`, it says half of its words."""
    if not set(criterion.sources) & set(rule.sources):
        return False
    if alone:
        return True
    said = content_words(" ".join([criterion.title, *criterion.given, criterion.when, *criterion.then]))
    wanted = content_words(rule.text)
    return not wanted or 2 * len(said & wanted) >= len(wanted)


def size_hint(story: Story) -> tuple[Size, str]:
    """S, M or L, with the reason in a sentence."""
    count = len(story.criteria)
    verbs = _features(story.want)
    if count >= WARN_AT:
        return "L", f"{count} acceptance criteria: more than five make a story hard to finish in one go."
    if verbs > 2:  # noqa: PLR2004 - two steps of one action are still one thing
        return "L", f"It asks for {verbs} things at once."
    stated = sum(criterion.tag == "stated" for criterion in story.criteria)
    if count >= 5 or verbs == 2 or stated >= 4:  # noqa: PLR2004 - two steps of one action are still one thing
        return "M", "It does two things in a row." if verbs == 2 else f"{count} criteria, {stated} of them stated."  # noqa: PLR2004 - two steps of one action are still one thing
    return "S", f"One behaviour and {count} acceptance criteria."


def _features(want: str) -> int:
    """How many things a want asks for: verbs joined by "and", "or" or a comma."""
    joined = re.findall(
        r"(?:,\s*(?:and |or |then )?|\s(?:and|or|then)\s+)(?:to )?([A-Za-z-]+)(?=\s+(?:the|a|an|my|it|"
        r"them|all|every|each|what|who)\b)",
        want,
    )
    return 1 + sum(is_base(bare(word)) for word in joined)


def split_proposals(story: Story) -> tuple[str, ...]:
    """Smaller stories out of a big one, by SPIDR: its own paths, interfaces, data, rules; empty for a small one."""
    size, _ = size_hint(story)
    if size != "L":
        return ()
    proposals: list[str] = []
    happy = [criterion for criterion in story.criteria if not criterion.negative]
    unhappy = [criterion for criterion in story.criteria if criterion.negative]
    if pieces := _steps(story.want):
        proposals.extend(f"Path: {piece}" for piece in pieces)
    elif happy:
        proposals.append(f"Path: first only “{happy[0].title}” ({happy[0].id})")
    limits = [criterion for criterion in story.criteria[1:] if any(char.isdigit() for char in criterion.title)]
    if limits:
        proposals.append(f"Rules: later the limits ({', '.join(criterion.id for criterion in limits)})")
    rest = [criterion for criterion in happy[1:] if criterion not in limits]
    if rest:
        proposals.append(f"Rules: a story of their own for {_listed(rest)}")
    failing = [criterion for criterion in unhappy if criterion not in limits]
    if len(failing) > 1:
        proposals.append(
            f"Path: a story of their own for what can go wrong ({', '.join(criterion.id for criterion in failing)})"
        )
    if ways := re.search(
        r"\b(?:on|by|via|from) (?:the |a |my )?(?P<one>\w+) (?:and|or) (?:on |by |via |from )?(?:the |a |"
        r"my )?(?P<other>\w+)",
        story.want,
    ):
        proposals.append(f"Interface: first {ways['one']}, then {ways['other']}")
    if kinds := re.search(r"\b(?P<one>\w+s), (?P<two>\w+s)(?:,? and|,? or) (?P<three>\w+s)\b", story.want):
        proposals.append(f"Data: first {kinds['one']}, then {kinds['two']} and {kinds['three']}")
    return tuple(proposals)


def _listed(criteria: Sequence[Criterion]) -> str:
    return "; ".join(f"“{criterion.title}” ({criterion.id})" for criterion in criteria)


def _steps(want: str) -> list[str]:
    pieces = re.split(r",\s*(?:and |or |then )?|\s(?:and|then)\s+", want.removeprefix("to "))
    steps = [piece.strip() for piece in pieces if piece.strip()]
    return steps if len(steps) > 1 and all(is_base(bare(step.split()[0])) for step in steps) else []


def first_slice(stories: Sequence[Story], said_first: Sequence[str]) -> frozenset[str]:
    """The ids of the stories that ship first: those whose lines somebody put first, else the first story of each role.

    One story of each role is the thinnest way through the whole journey.
    """
    said = frozenset(story.id for story in stories if set(story.requirements) & set(said_first))
    if said:
        return said
    first: dict[str, str] = {}
    for story in stories:
        first.setdefault(story.role.lower(), story.id)
    return frozenset(first.values())


def story_map(stories: Sequence[Story]) -> tuple[Story, ...]:
    """The stories in the order they are told: the first slice first, then by journey."""
    return tuple(sorted(stories, key=lambda story: (story.slice, story.order, story.id)))
