"""What is said of the whole and belongs to the story at its heart: the reason for it all, and what may break."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.language.grammar import clause
from bot.language.text import content_words, sentences
from bot.language.wishes import plain
from bot.stories.benefit import outcome, relief
from bot.stories.criteria.drafting import people_in
from bot.stories.roles import mentioned_roles
from bot.stories.rules import Material, Requirement, Source
from bot.stories.telling import Reading
from bot.stories.wish import role_of

ROOM = 4
"""Lines beside its own that make the heart of it all no larger than a story should be."""


class WholeReason(NamedTuple):
    """Why the whole is wanted, as what follows "so that ", and who said so."""

    benefit: str
    source: Source


def reason_for(reading: Reading, material: Material) -> WholeReason | None:
    """What the role itself suffers from today, as its end; else the number that is to move."""
    told = [(source, sentence) for source in material.reasons for sentence in sentences(source.text)]
    own = (
        WholeReason(relief(sentence, reading), source)
        for source, sentence in told
        if source.topic == "problem" and _is_told_by(sentence, reading.role, material)
    )
    aims = (WholeReason(outcome(sentence), source) for source, sentence in told if source.topic == "outcome")
    return next((reason for reason in (*own, *aims) if reason.benefit), None)


def _is_told_by(sentence: str, role: str, material: Material) -> bool:
    """Whether a pain is the role's own; "they" are those whom the whole is for."""
    subject = clause(plain(sentence)).subject
    words = subject.lower().split()
    if words[-1:] == ["they"]:
        return mentioned_roles(material.title, material.roles)[:1] == (role,)
    return role_of(subject, material.roles) == role


def best_heart(texts: Sequence[str], firsts: Sequence[bool], material: Material) -> int | None:
    """Which story somebody put first, else which one the whole is called after, else the first; None without any."""
    title = content_words(material.title) - people_in(material.roles)
    ranks = [
        (first, len(title & content_words(text)), -index)
        for index, (text, first) in enumerate(zip(texts, firsts, strict=True))
    ]
    return -max(ranks)[2] if ranks else None


def is_of_the_whole(requirement: Requirement, role: str, material: Material) -> bool:
    """Whether a line that is near no story is about the whole: what it is called, what may break, how fast it is."""
    named = mentioned_roles(requirement.text, material.roles)
    if requirement.kind == "failure":
        return not named or role in named
    if requirement.kind == "quality":
        return any(char.isdigit() for char in requirement.text) and (not named or role in named)
    title = content_words(material.title) - people_in(material.roles)
    return bool(content_words(requirement.text) & title)
