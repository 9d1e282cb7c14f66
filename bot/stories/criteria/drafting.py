"""How a tester will know that a story is done: three to five behaviours, each with one outcome; also in EARS."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.language.grammar import clause
from bot.language.nouns import head
from bot.language.passives import passive
from bot.language.text import content_words, one_line, words
from bot.language.verbs import base_form, gerund, is_base, past, past_participle, third_person
from bot.language.voice import is_many, speak_about
from bot.stories.criteria.assumptions import follows
from bot.stories.criteria.behaviour import SPLIT_OBJECT, happy_path
from bot.stories.criteria.mishaps import assumed
from bot.stories.criteria.rulings import from_line, typed
from bot.stories.criteria.steps import Draft
from bot.stories.rules import Criterion, Requirement
from bot.stories.telling import Reading

FEWEST, MOST = 3, 5
"""How many criteria a story has; only behaviours that somebody stated may make it more."""


def criteria_for(
    number: int,
    reading: Reading,
    requirements: Sequence[Requirement],
    related: Sequence[Requirement],
    roles: Sequence[str],
) -> tuple[Criterion, ...]:
    """The criteria of story `number`, from its own lines (`requirements`) and what else was said about it (`related`).

    At least one is negative; each names the statements it rests on. What somebody stated always
    stays; what only follows or is assumed fills up to five.
    """
    own = requirements[0]
    explicit = typed(own.text)
    drafts = [replace(explicit or happy_path(reading), sources=own.sources)]
    drafts.extend(replace(draft, sources=own.sources) for draft in follows(reading))
    for line in related:
        drafts.extend(from_line(line, reading, roles))
    drafts.extend(replace(other, sources=line.sources) for line in requirements[1:] if (other := typed(line.text)))
    weaker = own.tag if own.tag != "stated" else None
    drafts = [
        replace(draft, tag=weaker) if weaker and draft.tag == "stated" and draft.sources == own.sources else draft
        for draft in drafts
    ]
    kept = _choose(_distinct(drafts), [replace(draft, sources=own.sources) for draft in assumed(reading)])
    return tuple(_numbered(f"AC-{number}.{index}", draft) for index, draft in enumerate(kept, start=1))


def _distinct(drafts: Iterable[Draft]) -> list[Draft]:
    kept: dict[tuple[object, ...], Draft] = {}
    for draft in drafts:
        key = (frozenset(content_words(" ".join(draft.given))), draft.when.lower(), draft.then.lower())
        kept.setdefault(key, draft)
    return list(kept.values())


def _choose(drafts: list[Draft], spare: list[Draft]) -> list[Draft]:
    """Stated ones all; inferred ones up to five in all; assumed ones only to reach three and a negative one."""
    said = [
        draft
        for index, draft in enumerate(drafts)
        if index == 0 or draft.tag == "stated" or (draft.sources != drafts[0].sources and draft.tag == "assumed")
    ]
    kept = list(said)
    for draft in drafts:
        if draft not in kept and len(kept) < MOST:
            kept.append(draft)
    kept.sort(key=drafts.index)
    for draft in spare:
        enough = len(kept) >= FEWEST
        if enough and any(one.negative for one in kept):
            break
        if enough and not draft.negative:
            continue
        if not any(one.when == draft.when and one.given == draft.given and one.then == draft.then for one in kept):
            kept.append(draft)
    return kept


def _numbered(criterion_id: str, draft: Draft) -> Criterion:
    return Criterion(
        id=criterion_id,
        title=draft.title,
        given=draft.given,
        when=draft.when,
        then=(draft.then, *draft.more),
        negative=draft.negative,
        sources=draft.sources,
        tag=draft.tag,
    )


_STRANGER = re.compile(r"^I am (?P<what>not signed in|(?:not )?an? .+)$")


def to_ears(criterion: Criterion, role: str) -> str:
    """The criterion as one EARS sentence, in the third person: "When …, the system shall …"."""
    given = list(criterion.given)
    who = f"the {role}"
    for step in criterion.given:
        if stranger := _STRANGER.match(step):
            given.remove(step)
            who = f"someone who is {stranger['what']}"
    states = [_state(speak_about(step, who)) for step in given]
    when = speak_about(criterion.when, who)
    shall = " and ".join(
        _shall(step, who, named=who in when or any(who in state for state in states)) for step in criterion.then
    )
    if states and (
        feature := re.match(
            r".+? (?:is|are) (?:included|installed|enabled|switched on|turned on|activated)$", states[0]
        )
    ):
        return _sentence(f"where {feature.group()}, {shall}")
    while_ = f"while {' and '.join(states)}, " if states else ""
    always = re.fullmatch(r"I use the system|I do my work in the system", criterion.when) and who == f"the {role}"
    if always:
        return _sentence(f"{while_}{shall}")
    if criterion.negative:
        return _sentence(f"{while_}if {when}, then {shall}")
    return _sentence(f"{while_}when {when}, {shall}")


def _state(step: str) -> str:
    """ "a paid order" → "there is a paid order"; a whole clause stays."""
    step = re.sub(r"^(?:while|where)\s+", "", step, flags=re.IGNORECASE)
    found = clause(step)
    if (found.shape in {"modal", "present"} and found.subject) or re.match(r"(?:there|the case) (?:is|are)\b", step):
        return step
    return f"there {'are' if is_many(step) else 'is'} {step}"


def _sentence(text: str) -> str:
    line = one_line(text)
    return line[:1].upper() + line[1:] + ("" if line.endswith((".", "!", "?", "”")) else ".")


def _shall(then: str, who: str, *, named: bool) -> str:
    """What happens as what shall happen: "I see the amount" → "the system shall let the agent see the amount"."""
    them = "them" if named else who
    if " shall " in f" {then} ":
        return then  # typed as EARS by a person
    found = clause(then)
    if found.shape not in {"modal", "present"} or not found.subject or then.startswith("this holds:"):
        return f"the following shall hold: {speak_about(then.removeprefix('this holds: '), who)}"
    rest = speak_about(re.sub(r"\bme\b", them, found.rest), who)
    mine = found.subject == "I"
    subject = them if mine else speak_about(found.subject, who)
    no = "not " if found.negated else ""
    doing = one_line(f"{found.adverb} {found.verb} {rest}")
    if found.modal.lower().endswith(("have to", "has to", "must")):
        return f"the system shall {no}require {subject} to {doing}"
    if found.modal or (mine and found.verb in {"see", "find"}):
        return f"the system shall {no}let {subject} {doing}"
    return f"{'they' if mine and named else subject} shall {no}{doing}"


def people_in(roles: Iterable[str]) -> frozenset[str]:
    """The words that name who it is rather than what it is about."""
    return content_words(" ".join(role.rsplit(maxsplit=1)[-1] for role in roles))


def relates(  # noqa: PLR0913, PLR0917 - what two texts are compared by
    requirement: Requirement,
    text: str,
    reading: Reading,
    sources: Sequence[str],
    people: frozenset[str],
    common: frozenset[str],
) -> float:
    """How much a rule is about a story: shared content words, more for its verb and its role; 0 for nothing.

    `people` are words of roles, which don't count; `common` words stand in many stories, and count less than one.
    """
    empty = people | people_in([reading.role]) | _GENERAL
    mine = content_words(text) - empty
    shared = mine & content_words(requirement.text) - empty
    if not _is_about(requirement, reading, shared, same=bool(set(requirement.sources) & set(sources))):
        return 0.0
    score = sum(_COMMON if stem in common else 1.0 for stem in shared)
    if mine:
        score += _SHARE * len(shared) / len(mine)
    if _is_done_in(reading, requirement.text):
        score += _DOES
    if people_in([reading.role]) & content_words(requirement.text):
        score += 0.4
    if set(requirement.sources) & set(sources):
        score += 1.5
    return score


# "before the booking" names a thing, and nothing that is done.
_NAMED = re.compile(
    r"(?<!take )(?<!make )(?<!takes )(?<!makes )\b(?:the|an?|this|that|each|every|my|their|your) [a-z]+ing\b",
    re.IGNORECASE,
)


def _doing(reading: Reading) -> tuple[set[str], frozenset[str]]:
    """What is done in a story, and the words of what it is done to, for every verb that it has."""
    if reading.kind == "thing":
        return set(), content_words(head(reading.thing.partition(",")[0]))
    if reading.subject != "I":
        told = passive(reading.clause)
        verb = told[0] if told else base_form(reading.clause.verb)
        return {verb} - {"be", "have"}, content_words(head(reading.subject))
    does: set[str] = set()
    things: set[str] = set()
    for piece in reading.steps or re.split(r",\s*(?:and |or )?|\s(?:and|or)\s", reading.action):
        verb, _, rest = piece.partition(" ")
        if not does or is_base(verb):
            does.add(base_form(verb))
        else:
            rest = piece
        found = SPLIT_OBJECT.match(rest)
        things |= content_words(head(found["object"] if found else rest))
    return does, frozenset(things)


def _is_done_in(reading: Reading, text: str) -> bool:
    """Whether a text tells of what is done in the story, whatever the verb's form."""
    does = _doing(reading)[0]
    forms = {
        one for verb in does for one in (verb, third_person(verb), past(verb), past_participle(verb), gerund(verb))
    }
    return bool(forms & set(words(_NAMED.sub("", text))))


def _is_about(requirement: Requirement, reading: Reading, shared: frozenset[str], *, same: bool) -> bool:
    """Whether what they share is what is done or what it is done to, rather than any one word."""
    things = _doing(reading)[1]
    done = _is_done_in(reading, requirement.text)
    near = shared & things
    if same or (done and shared) or (len(shared) > 1 and (near or len(shared) > 2)):  # noqa: PLR2004 - three words are no chance
        return True
    return bool(near) and len(content_words(requirement.text)) <= _SHORT_RULE


_SHORT_RULE = 6
_DOES = 1.5
_COMMON, _SHARE = 0.6, 0.3
_GENERAL = content_words(
    "system work user app see show click know done must work happen people need time day new tool number "
    "share list page phone get answer"
)
