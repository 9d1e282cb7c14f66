"""Could a stranger prove that it works, or doesn't: the testability rules for acceptance criteria."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.text import shorten
from bot.language.verbs import could_be_noun, is_verb
from bot.stories.lint.lexicon import VAGUE
from bot.stories.lint.lexicon_solutions import SCREEN
from bot.stories.rules import Criterion, Finding

CRITERION_RULES = ("trigger", "outcome", "one_outcome", "measurable", "screen_free", "actor", "behavior")
"""What each criterion is held against, in this order."""

SET_RULES = ("any_criteria", "few_criteria", "negative")
"""What the criteria of one story are held against together."""

_WARN_AT = 6
_SPLIT_AT = 9
_VAGUE = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, VAGUE), key=len, reverse=True))})(?![\w-])", re.IGNORECASE
)
_NUMBER = re.compile(r"\d")
_SCREEN = re.compile(
    rf"(?<![\w-])(?:{SCREEN}|(?:double-|right-)?clicks?|hovers? over|scrolls?|taps?|toggles?)(?![\w-])", re.IGNORECASE
)
_NO_TRIGGER = re.compile(r"\W*(?:always|at any time|anytime|at all times|n/?a|none|nothing|ever)?\W*", re.IGNORECASE)
_NO_OUTCOME = re.compile(
    r"""\b(?:works?(?:\s+(?:as\s+(?:expected|designed|intended)|correctly|fine|well|properly))?\s*\.?$
    |as\s+(?:expected|designed|intended)\b
    |behaves?\s+(?:correctly|properly|well)|everything\s+is\s+(?:fine|ok|okay|good)
    |(?:it|this|that|the\s+(?:system|action|operation))\s+
     (?:succeeds|is\s+(?:successful|handled|processed|supported|managed|done|possible|taken\s+care\s+of))\s*\.?$
    |is\s+handled(?:\s+(?:correctly|gracefully|properly|well))?\s*\.?$)""",
    re.IGNORECASE | re.VERBOSE,
)
_SECOND_OUTCOME = re.compile(
    r""",?\s+\b(?:and|as\s+well\s+as)\s+(?=(?:also\s+|then\s+)?
    (?:(?:the|an?|no|my|their|its|his|her|our|all|every|each|it|they|she|he|nobody|everyone)\s(?:[\w'’-]+\s+){0,4}?
     (?:is|are|was|were|has|have|gets?|receives?|sees?|shows?|appears?|will|can|cannot|must|becomes?|stays?|remains?|changes?)\b
    |(?:is|gets|receives|sees|sends|shows|creates|updates|deletes|stores|opens|closes|displays|logs|notifies|returns)\s))""",
    re.IGNORECASE | re.VERBOSE,
)
_FINITE = frozenset("is are was were has have gets get sees shows can cannot will must stays changes".split())
_WHO_DID_IT = re.compile(
    r"""\b(?:is|are|was|were|has\s+been|have\s+been|gets?)\s+(?:\w+ly\s+)?
    (?:approved|rejected|submitted|requested|confirmed|signed|assigned|refunded|cancell?ed|deleted|removed|edited|changed
    |overridden|reopened|escalated|granted|revoked|released|published)\b(?!\s+(?:automatically|by\b))(?!.*\bby\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_DEFINITION_OF_DONE = re.compile(
    r"""\b(?:code\s+(?:is\s+|has\s+been\s+)?(?:reviewed|merged|documented|committed|refactored)|code\s+review\b
    |(?:pull|merge)\s+request\s+(?:is|has)
    |(?:unit|integration|regression|automated|all)\s+tests?\s+(?:are\s+|have\s+been\s+)?
     (?:written|pass(?:ed)?|green|added|exist)
    |test\s+coverage|coverage\s+(?:is|of)\s+
    |(?:is|are|been|gets?)\s+deployed\s+(?:to|on|in)\s+(?:the\s+)?(?:production|prod|staging|live|test)
    |(?:the\s+)?(?:ci|build|pipeline)\s+(?:is\s+green|passes)
    |documentation\s+(?:is|has\s+been)\s+(?:updated|written)
    |(?:accepted|signed\s+off|demoed|approved)\s+(?:by|to)\s+the\s+(?:product\s+owner|po|stakeholders?)
    |qa\s+(?:has\s+)?(?:passed|signed|approved)|release\s+notes)""",
    re.IGNORECASE | re.VERBOSE,
)


def lint_criterion(criterion: Criterion) -> tuple[Finding, ...]:
    """What keeps one criterion from being tested; `span` is a verbatim piece of one of its steps."""
    return (
        *_trigger(criterion),
        *_outcome(criterion),
        *_one_outcome(criterion),
        *_measurable(criterion),
        *_screen_free(criterion),
        *_actor(criterion),
        *_behavior(criterion),
    )


def lint_criteria(criteria: Sequence[Criterion]) -> tuple[Finding, ...]:
    """What the criteria of one story lack together; `lint_criterion` looks at each of them."""
    if not criteria:
        return (_advice("any_criteria", "Nothing says when this is done: write three to five criteria.", error=True),)
    found: list[Finding] = []
    if len(criteria) >= _SPLIT_AT:
        message = f"{len(criteria)} criteria are more than one story: split it by path, by rule or by kind of data."
        found.append(_advice("few_criteria", message, suggestion=_split(criteria)))
    elif len(criteria) >= _WARN_AT:
        message = f"{len(criteria)} criteria are a lot for one story: three to five are easier to build and to test."
        found.append(_advice("few_criteria", message))
    if not any(criterion.negative for criterion in criteria):
        message = "Every criterion goes well: add one for the case that must not work, or goes wrong."
        found.append(_advice("negative", message))
    return tuple(found)


def _advice(
    rule: str, message: str, span: str | None = None, suggestion: str | None = None, *, error: bool = False
) -> Finding:
    return Finding(
        rule=rule, severity="error" if error else "advice", message=message, span=span or None, suggestion=suggestion
    )


def _trigger(criterion: Criterion) -> list[Finding]:
    if not _NO_TRIGGER.fullmatch(criterion.when):
        return []
    message = "Nothing happens here: say what somebody does, or which event comes, before the outcome."
    return [_advice("trigger", message, criterion.when.strip(), error=True)]


def _outcome(criterion: Criterion) -> list[Finding]:
    said = [step for step in criterion.then if step.strip()]
    if not said:
        return [_advice("outcome", "Nothing comes out: say what somebody can see, get or measure.", error=True)]
    for step in said:
        match = _NO_OUTCOME.search(step)
        if match is not None:
            message = (
                f"“{shorten(match.group().strip(), 50)}” can't be seen: say what somebody can see, get or measure."
            )
            return [_advice("outcome", message, match.group().strip(), error=True)]
    return []


def _one_outcome(criterion: Criterion) -> list[Finding]:
    said = [step for step in criterion.then if step.strip()]
    if len(said) > 1:
        message = f"{len(said)} outcomes in one criterion: when it fails, nobody knows which; make each its own."
        return [_advice("one_outcome", message, said[1])]
    match = _SECOND_OUTCOME.search(said[0]) if said else None
    if match is None or not any(_is_finite(word) for word in said[0][: match.start()].lower().split()):
        return []
    second = said[0][match.end() :].strip()
    message = f"“{shorten(second, 50)}” is a second outcome: make it its own criterion."
    return [_advice("one_outcome", message, second, f"{said[0][: match.start()].strip()}\n{second}")]


def _is_finite(word: str) -> bool:
    """Whether a clause can stand on this word: without one, "and" only joins two subjects."""
    return word in _FINITE or (is_verb(word) and not could_be_noun(word))


def _measurable(criterion: Criterion) -> list[Finding]:
    for step in (*criterion.then, criterion.when):
        match = _VAGUE.search(step)
        if match is not None and not _NUMBER.search(step):
            message = f"“{match.group()}” can't be tested: {VAGUE[match.group().lower()]}?"
            return [_advice("measurable", message, match.group())]
    return []


def _screen_free(criterion: Criterion) -> list[Finding]:
    for step in (*criterion.given, criterion.when, *criterion.then):
        match = _SCREEN.search(step)
        if match is not None:
            message = f"“{match.group()}” ties this to one screen: say what the person does or gets."
            return [_advice("screen_free", message, match.group())]
    return []


def _actor(criterion: Criterion) -> list[Finding]:
    match = _WHO_DID_IT.search(criterion.when)
    if match is None:
        return []
    message = f"“{match.group()}”: by whom? It decides who must be allowed to."
    return [_advice("actor", message, match.group())]


def _behavior(criterion: Criterion) -> list[Finding]:
    for step in (criterion.title, criterion.when, *criterion.then):
        match = _DEFINITION_OF_DONE.search(step)
        if match is not None:
            message = f"“{match.group()}” is how the team works, for every story: keep it in your definition of done."
            return [_advice("behavior", message, match.group(), error=True)]
    return []


def _split(criteria: Sequence[Criterion]) -> str:
    """Equal parts of at most five, in order, each with its criteria's ids."""
    parts = -(-len(criteria) // 5)
    size = -(-len(criteria) // parts)
    lines = [criteria[at : at + size] for at in range(0, len(criteria), size)]
    return "\n".join(f"Story {number}: {', '.join(one.id for one in part)}" for number, part in enumerate(lines, 1))
