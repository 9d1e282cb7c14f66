"""A story changed by hand: its criteria are read back from text, and every part stays traceable."""

from __future__ import annotations

import re

from bot.language.text import clean, lower_first, one_line, overlap
from bot.stories.criteria.drafting import to_ears
from bot.stories.rules import CriteriaStyle, Criterion, Story

_STEP = re.compile(r"^\s*(?P<word>given|when|then|and|but)\b[\s:]+(?P<rest>.+)$", re.IGNORECASE)
_TITLE = re.compile(r"^\s*(?:scenario|example|criterion|ac-[\d.]+)\b[:\s]*(?P<rest>.*)$", re.IGNORECASE)
_EARS = re.compile(
    r"^(?:(?P<given>(?:while|where)\s+[^,]+),\s*)?(?:(?P<word>when|if)\s+(?P<when>[^,]+),\s*(?:then\s+)?)?(?P<then>.+)$",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:not|no|never|nothing|cannot|refused?|rejected?|blocked|error|without)\b|n['’]t\b", re.IGNORECASE
)
_SAME = 0.5  # share of words in common that makes a changed criterion the old one


def criterion_text(criterion: Criterion, style: CriteriaStyle, role: str) -> str:
    """A criterion as people read and edit it: a Gherkin scenario of several lines, or one EARS sentence."""
    if style == "ears":
        return to_ears(criterion, role)
    lines = [f"Scenario: {criterion.title}"]
    for index, step in enumerate(criterion.given):
        lines.append(f"  {'Given' if index == 0 else 'And'} {step}")
    lines.append(f"  When {criterion.when}")
    for index, step in enumerate(criterion.then):
        lines.append(f"  {'Then' if index == 0 else 'And'} {step}")
    return "\n".join(lines)


def criteria_text(story: Story, style: CriteriaStyle) -> str:
    """All criteria of a story, as the edit form shows them."""
    texts = [criterion_text(criterion, style, story.role) for criterion in story.criteria]
    return ("\n" if style == "ears" else "\n\n").join(texts)


def read_criteria(text: str, story: Story, style: CriteriaStyle, edit: str) -> tuple[Criterion, ...] | str:
    """The criteria that somebody typed, or the sentence that says what is missing.

    What was not touched keeps its sources and tag. What was changed keeps them and adds `edit`, the id of the edit
    itself; a new criterion rests on the edit alone.
    """
    drafts = _read_ears(text) if style == "ears" else _read_gherkin(text)
    if isinstance(drafts, str):
        return drafts
    old = {_key(criterion): criterion for criterion in story.criteria}
    found = []
    for number, draft in enumerate(drafts, 1):
        new_id = f"AC-{story.id.removeprefix('US-')}.{number}"
        same = old.get(_key(draft))
        if same is not None:
            found.append(same.model_copy(update={"id": new_id}))
            continue
        near = max(story.criteria, key=lambda one: overlap(_words(one), _words(draft)), default=None)
        kept = near.sources if near is not None and overlap(_words(near), _words(draft)) >= _SAME else ()
        sources = tuple(dict.fromkeys((*kept, edit)))
        found.append(draft.model_copy(update={"id": new_id, "sources": sources}))
    return tuple(found)


def _key(criterion: Criterion) -> tuple[object, ...]:
    return (criterion.given, criterion.when, criterion.then)


def _words(criterion: Criterion) -> str:
    return " ".join((*criterion.given, criterion.when, *criterion.then))


def _read_gherkin(text: str) -> list[Criterion] | str:
    drafts: list[_Draft] = []
    for line in clean(text).split("\n"):
        step = _STEP.match(line)
        title = _TITLE.match(line)
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if title:
            drafts.append(_Draft(title["rest"].strip()))
        elif step:
            if not drafts or (step["word"].lower() in {"given", "when"} and drafts[-1].steps["then"]):
                drafts.append(_Draft(""))
            drafts[-1].add(step["word"].lower(), one_line(step["rest"]))
        else:
            return f"I couldn’t read “{one_line(line)}”. Each line begins with Scenario:, Given, When, Then or And."
    for draft in drafts:
        if not draft.steps["when"] or not draft.steps["then"]:
            name = f"“{draft.title}”" if draft.title else "One criterion"
            return f"{name} needs a line with When and one with Then."
    return [draft.criterion() for draft in drafts]


class _Draft:
    """A scenario while its lines are read."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.steps: dict[str, list[str]] = {"given": [], "when": [], "then": []}
        self._last = "given"

    def add(self, word: str, rest: str) -> None:
        if word not in {"and", "but"}:
            self._last = word
        self.steps[self._last].append(rest)

    def criterion(self) -> Criterion:
        then = tuple(self.steps["then"])
        when = " and ".join(self.steps["when"])
        return Criterion(
            id="AC-0.0",
            title=self.title or then[0],
            given=tuple(self.steps["given"]),
            when=when,
            then=then,
            negative=any(_NEGATIVE.search(step) for step in (*then, self.title)),
            sources=("edit",),
        )


def _read_ears(text: str) -> list[Criterion] | str:
    drafts = []
    for line in clean(text).split("\n"):
        sentence = one_line(line).lstrip("-*• ").rstrip(".")
        if not sentence:
            continue
        match = _EARS.match(sentence)
        if match is None or "shall" not in sentence.lower():
            return f"I couldn’t read “{sentence}”. Each line is one sentence such as “When …, the system shall …”."
        drafts.append(
            Criterion(
                id="AC-0.0",
                title=sentence,
                given=(lower_first(match["given"]),) if match["given"] else (),
                when=match["when"] or "I use the system",
                then=(match["then"],),
                negative=(match["word"] or "").lower() == "if" or bool(_NEGATIVE.search(match["then"])),
                sources=("edit",),
            )
        )
    return drafts
