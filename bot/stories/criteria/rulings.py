"""Criteria from what else was said about a story: its rules, permissions, failures, qualities and checks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.language.clauses import Parts, clauses, split_sentence
from bot.language.grammar import Clause, bare, clause
from bot.language.nouns import article, head, is_person, is_plural, singular, with_article
from bot.language.passives import passive
from bot.language.text import clean, lower_first, one_line, sentences
from bot.language.verbs import base_form, is_base
from bot.language.voice import finite, finite_coordinates, negate, sentence, speak_as
from bot.language.wishes import plain
from bot.language.wording import definite, tidy
from bot.stories.criteria.boundaries import Limit, at_the_limit, is_duration, limit_of
from bot.stories.criteria.counted import counted
from bot.stories.criteria.permits import ONLY, ONLY_BY, only
from bot.stories.criteria.retelling import BAD_EVENT, DOWN, rearranged, retold
from bot.stories.criteria.scenarios import typed_scenario
from bot.stories.criteria.sound import is_sound
from bot.stories.criteria.steps import Draft, bare_action, let, quoted, refused, title_of, tries, try_step
from bot.stories.criteria.trying import in_time, quota, tested
from bot.stories.rules import Requirement
from bot.stories.telling import Reading
from bot.stories.wish import role_of

_KNOWN_BY = re.compile(
    r"^(?:we|i|you|they)(?:'ll| will| would|'d)? (?:know|see|can tell|can see|say|test|check|prove|"
    r"verify)(?: that)?(?: it)? (?:is |it )?(?:works?|done|ready|ok|good)?\s*(?:when|if|"
    r"by)\s+(?P<proof>.+)$"
    r"|^(?:it(?:'s| is)? |this is |the story is |we are )?(?:works?|done|finished|ready|good|ok|"
    r"accepted|passes|successful)(?: for (?:me|us))?,? (?:when|if|once)\s+(?P<done>.+)$",
    re.IGNORECASE,
)
_WHAT_IF_THEN = re.compile(
    r"^(?:and )?what (?:happens )?(?:if|when) (?P<case>[^?]+)\?\s*(?:then |maybe |i guess )*(?P<then>\w.+)$",
    re.IGNORECASE,
)
_WHAT_IF = re.compile(r"^(?:and )?what (?:happens )?(?:if|when) (?P<case>[^?]+)\??$", re.IGNORECASE)
_STATES = frozenset("be have exceed contain lack need cost weigh belong exist last own hold know want like".split())
_ALLOWS = re.compile(r"can|could|may|(?:is|are) allowed")
_FORBIDS = re.compile(r"can|could|may|must|should|shall|(?:is|are) not (?:allowed|permitted)|(?:is|are)n")
_NOBODY = re.compile(r"(?:nobody|no one|no-one|none)\b(?P<who>.*)$", re.IGNORECASE)
_EVERYBODY = frozenset("i we you they users people".split())
_POINTS_BACK = re.compile(r"(?:it|they|this|that|these|those|he|she)\b", re.IGNORECASE)
_NO = re.compile(
    r"\b(?:not|no|never|cannot|can't|refus\w+|reject\w+|block(?:s|ed)|error|warns?|warning|denie[sd]|fails?)\b"
)
_SPAN = re.compile(
    r"\b(?:with)?in (?:less than |under |at most )?(?P<span>\d+\s?(?:ms|s|sec|seconds?|minutes?|min|hours?|days?))\b"
)
_WRONG = "the system tells me what went wrong"


def from_line(requirement: Requirement, reading: Reading, roles: Sequence[str]) -> list[Draft]:
    """What one rule, failure, permission, quality or check gives to a story; nothing where it can't be said well."""
    text = one_line(clean(requirement.text))
    text = _WHAT_IF_THEN.sub(r"if \g<case>, \g<then>", text)
    text = _WHAT_IF.sub(r"\g<case>", text)
    if explicit := typed(text):
        drafts = [explicit]
    else:
        drafts = tested(text, reading) if requirement.kind == "verification" else []
        drafts = drafts or [
            draft for piece in sentences(text) or (text,) for draft in _ruling(piece, requirement, reading, roles)
        ]
        drafts = [draft for draft in drafts if is_sound(draft)]
    return [
        replace(
            draft,
            tag=requirement.tag if draft.tag == "stated" else draft.tag,
            sources=requirement.sources,
            negative=draft.negative or (index == 0 and requirement.kind == "failure" and _is_event(draft, reading)),
        )
        for index, draft in enumerate(drafts)
    ]


def _is_event(draft: Draft, reading: Reading) -> bool:
    """Whether something happens here beside what the story does."""
    return bool(draft.given) or draft.when != try_step(reading)


def typed(text: str) -> Draft | None:
    """A scenario that somebody typed, as a criterion in their words."""
    found = typed_scenario(text)
    if found is None:
        return None
    negative = any(_NO.search(step) for step in found.then)
    title = title_of(found.name or found.then[0])
    return Draft(title, found.when, found.then[0], found.given, negative=negative, more=found.then[1:])


@dataclass(frozen=True, slots=True)
class _Case:
    """One clause of a rule beside its story: where the clause stands, and the situation that its condition makes."""

    parts: Parts
    clause: Clause
    requirement: Requirement
    reading: Reading
    roles: Sequence[str]
    when: str = ""
    given: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return title_of(self.parts.condition or self.parts.main)

    @property
    def bare_failure(self) -> bool:
        """Something that goes wrong, with no word on what should happen then."""
        return self.requirement.kind == "failure" and not self.parts.condition

    def mine(self, text: str) -> str:
        """The text as the story's role says it; names that another role shares stay."""
        role = self.reading.role
        names = [role.split()[-1], *self.reading.names] if role.split()[-1] not in {"member", "person"} else []
        shared = {other.split()[-1] for other in self.roles if other != role}
        return speak_as(text, role, also=[name for name in names if name not in shared and name != role])


def _ruling(text: str, requirement: Requirement, reading: Reading, roles: Sequence[str]) -> list[Draft]:
    line = plain(retold(plain(text)))
    if proof := _KNOWN_BY.match(line):
        line = proof["proof"] or proof["done"]
    if late := in_time(line, reading):
        return late
    parts = rearranged(line)
    if used_up := counted(parts.main, reading):
        return used_up
    if found := ONLY.match(parts.main):
        return only(found["who"], found["does"], reading, roles, parts)
    if found := ONLY_BY.match(parts.main):
        return only(found["who"], f"{base_form(found['done'])} {definite(found['what'])}", reading, roles, parts)
    commands = clause((clauses(parts.main) or (parts.main,))[0]).shape == "imperative"
    first, *others = (parts.main,) if parts.condition and not commands else clauses(parts.main) or (parts.main,)
    drafts = _one(replace(parts, main=first), requirement, reading, roles)
    for other in others:
        further = split_sentence(plain(other))
        if parts.condition and clause(further.main).subject.lower() in {"we", "i"}:
            continue  # "… and we call back": what people do then
        if parts.condition and not further.condition:
            further = replace(further, condition=parts.condition, condition_word=parts.condition_word)
        drafts.extend(_one(further, requirement, reading, roles))
    if parts.exception and drafts:
        drafts.extend(_excepted(parts.exception, drafts[0], reading))
    return drafts


# A check told as commands: "send a request, approve it as the tutor, and see the new date in Moodle".
_SEEN = re.compile(r"(?P<does>.+?)(?<!\s),?\s+(?:and|then)\s+(?:then\s+)?(?:see|check)\s+(?P<shown>.+)$", re.IGNORECASE)


def _one(parts: Parts, requirement: Requirement, reading: Reading, roles: Sequence[str]) -> list[Draft]:
    found = clause(parts.main)
    case = _Case(parts, found, requirement, reading, roles)
    if found.shape == "phrase" and case.bare_failure and (named := clause(f"the {parts.main}")).shape == "present":
        case = replace(case, clause=named)
    when, given = _situation(case.mine(parts.condition), parts.condition_word, reading)
    case = replace(case, when=when, given=given)
    if case.clause.shape in {"modal", "present"} and case.clause.subject:
        return _told(case)
    limit = limit_of(parts.main)
    if found.shape == "imperative" and limit and is_duration(limit) and requirement.kind == "quality":
        return _fragment(replace(case, clause=Clause("phrase", rest=parts.main)))
    if found.shape == "imperative" and requirement.kind == "verification" and (seen := _SEEN.match(parts.main)):
        does, shown = case.mine(lower_first(seen["does"])), case.mine(seen["shown"])
        return [Draft(title_of(f"I see {shown}"), tidy(f"I {does}"), tidy(f"I see {shown}"))]
    if found.shape == "imperative":
        rest = found.rest if found.negated else finite_coordinates(found.rest)
        then = f"the system {finite('the system', found.verb, negated=found.negated)} {rest}"
        return [Draft(case.title, when, tidy(case.mine(then)), given, negative=found.negated)]
    return _fragment(case)


def _situation(condition: str, word: str, reading: Reading) -> tuple[str, tuple[str, ...]]:
    """The When and the Given that a condition makes, around what the story does."""
    doing = try_step(reading)
    if not condition:
        return doing, ()
    if _POINTS_BACK.match(condition):
        return f"{doing} and {condition}", ()
    if word in {"before", "until"}:
        return f"{doing} {word} {condition}", ()
    if word in {"after", "once"}:
        return condition, ()
    inner = clause(condition)
    if inner.shape in {"modal", "present"} and inner.subject:
        mine = inner.subject == "I" and inner.verb not in _STATES and not inner.negated
        lasting = inner.verb in _STATES or inner.negated or inner.shape == "modal" or passive(inner) is not None
        return (doing, (condition,)) if lasting and not mine else (condition, ())
    first, _, rest = condition.partition(" ")
    if first.endswith("ing") and is_base(base_form(bare(first))):
        return f"I {base_form(bare(first))} {rest}".strip(), ()
    return doing, (f"the case is {quoted(condition)}",)


def _told(case: _Case) -> list[Draft]:
    """A clause with its verb: forbidden, gone wrong, limited, or simply so."""
    found, subject = case.clause, case.clause.subject
    role = role_of(subject, case.roles)
    forbids = found.negated and _FORBIDS.match(found.modal) is not None
    if forbids and not role and (done := passive(found)) and not done[1]:
        verb, _, tail = done
        return _forbidden(
            replace(case, clause=replace(found, verb=verb, rest=tidy(f"{definite(subject)} {tail}"))), None
        )
    if forbids and (role or subject.lower() in _EVERYBODY) and found.verb != "be":
        return _forbidden(case, role)
    if nobody := _NOBODY.match(subject):
        return [refused(case.title, f"anybody{nobody['who']} tries to {found.predicate}", case.given, who="them")]
    if case.bare_failure and not _DEMANDS.match(found.modal):
        return _mishap(case)
    if found.verb in {"get", "have"} and (allowed := quota(found.rest, case.reading)):
        return allowed
    if (
        role
        and role != case.reading.role
        and _ALLOWS.match(found.modal)
        and found.adverb != "only"
        and not case.parts.condition
    ):
        return [let(case.title, tries(definite(subject), found.predicate), case.given, who="them")]
    said = _said(case, role)
    when = "I use the system" if found.adverb == "only" and said.startswith("I ") else case.when
    first = Draft(case.title, when, said, case.given, negative=found.negated or _NO.search(said) is not None)
    return [*_bounded(case, first)]


_DEMANDS = re.compile(r"(?:must|should|shall|ha(?:s|ve) to|needs? to)\b", re.IGNORECASE)


def _said(case: _Case, role: str | None) -> str:
    """The clause as what can be seen: in the present tense, from the role's side."""
    found = case.clause
    if case.requirement.kind == "quality" and not found.negated:
        found = replace(found, modal="")
    if found.subject.lower() in {"we", "you"} and case.requirement.kind == "data":
        return tidy(sentence(found, subject="the system"))
    if found.subject.lower() in {"we", "you"} or (role is not None and role == case.reading.role):
        said = sentence(found, subject="I")
        return tidy(speak_as(said, case.reading.role, also=case.reading.names, theirs=role is not None))
    return tidy(case.mine(sentence(found, subject=definite(found.subject))))


def _bounded(case: _Case, first: Draft) -> list[Draft]:
    """The criterion, and the other side of the limit that its clause or condition names."""
    limit = limit_of(case.parts.main)
    if limit is None:
        return [first, *_other_side_of_condition(case, first)]
    if limit.phrase in case.clause.subject:
        return _limited_subject(case, limit, first)
    if limit.side == "from" and case.clause.verb in {"need", "have"} and first.then.startswith("I "):
        lacking = first.then.replace(limit.phrase, limit.beyond, 1).replace("I need ", "I have ", 1)
        when = f"I try to {bare_action(case.reading)}" if case.reading.kind == "action" else first.when
        return [first, refused(limit.beyond, when, (lacking,), tag="inferred")]
    return [first]


def _forbidden(case: _Case, role: str | None) -> list[Draft]:
    found, reading = case.clause, case.reading
    own = role is None or role == reading.role
    if role and not own and role not in case.roles:
        return [refused(case.title, tries(definite(found.subject), found.predicate), case.given, who="them")]
    action = tidy(speak_as(found.predicate, role or reading.role, also=reading.names if own else (), theirs=True))
    given = case.given if own else (f"I am {article(role or '')} {role}", *case.given)
    drafts = [refused(case.title, f"I try to {action}", given)]
    limit = limit_of(action)
    if limit and limit.side == "over":
        at = f"I try to {tidy(at_the_limit(action, limit))}"
        drafts.append(let(f"{limit.exactly} is still allowed", at, given, tag="inferred"))
    return drafts


def _limited_subject(case: _Case, limit: Limit, first: Draft) -> list[Draft]:
    """Of "refunds over 500 EUR need approval": one over the limit and one at it."""
    one, noun = lower_first(case.clause.subject), head(case.clause.subject)
    if is_plural(noun):
        one = re.sub(rf"\b{re.escape(noun)}\b", singular(noun), one, count=1, flags=re.IGNORECASE)
    one = re.sub(r"^(?:an?|the|any|every|each|all|most|some) ", "", one)
    then = tidy(sentence(replace(case.clause, subject="it")))
    drafts = [replace(first, when=case.when, then=then, given=(f"there is {with_article(one)}",), title=title_of(one))]
    opposite = _not_needed(then)
    if opposite and limit.side in {"over", "under"}:
        at = at_the_limit(one, limit)
        drafts.append(Draft(title_of(at), case.when, opposite, (f"there is {with_article(at)}",), tag="inferred"))
    return drafts


def _other_side_of_condition(case: _Case, first: Draft) -> list[Draft]:
    limit, opposite = limit_of(case.parts.condition), _not_needed(first.then)
    if limit is None or opposite is None or limit.side not in {"over", "under"}:
        return []
    when = at_the_limit(first.when, limit) if limit.phrase in first.when else first.when
    given = tuple(at_the_limit(step, limit) if limit.phrase in step else step for step in first.given)
    if (when, given) == (first.when, first.given):
        return []
    return [Draft(title_of(limit.exactly), when, opposite, given, tag="inferred")]


def _not_needed(then: str) -> str | None:
    """What holds on the other side of a limit: who approves above it does not have to below it."""
    found = clause(then)
    acts = is_person(head(found.subject)) and found.verb not in {"be", "need", "have"}
    if found.shape == "present" and acts and not found.negated:
        return tidy(f"{found.subject} {finite(found.subject, 'have', negated=True)} to {found.predicate}")
    return negate(then)


def _mishap(case: _Case) -> list[Draft]:
    """Something that goes wrong, with no word on what should happen then: the person is told."""
    found = case.clause
    maybe = found.modal.startswith(("can", "could", "may", "might")) and not found.negated
    told = replace(found, modal="", adverb="" if maybe else found.adverb, subject=definite(found.subject))
    event = case.mine(tidy(sentence(told)))
    if not (BAD_EVENT.search(event) or found.negated or DOWN.search(event)):
        return []
    if DOWN.search(event) or found.verb in _STATES or found.negated:
        return [Draft(case.title, try_step(case.reading), _WRONG, (event,), negative=True, tag="assumed")]
    return [Draft(case.title, event, _WRONG, negative=True, tag="assumed")]


def _fragment(case: _Case) -> list[Draft]:
    """A rule without a verb: "max. 8 jobs per day", "under 2 seconds", "no card numbers"."""
    text = tidy(case.clause.rest)
    limit = limit_of(text)
    if case.bare_failure:
        return []
    if no := re.match(r"no (?:more )?(?P<what>[\w '-]+)$", text, re.IGNORECASE):
        there = f"there {'are' if is_plural(head(no['what'])) else 'is'} {lower_first(text)}"
        return [Draft(case.title, case.when, there, case.given, negative=True)]
    if allowed := quota(text[:1].lower() + text[1:], case.reading):
        return allowed
    if load := _AT_ONCE.search(text):
        case = replace(case, given=(*case.given, f"{load['load']} use the system at once"))
        text = tidy(text[: load.start()])
        limit = limit_of(text)
    figures = len(re.findall(r"\d+(?:[.,]\d+)*", text))
    if limit and is_duration(limit) and figures == 1:
        span = f"at most {limit.amount}" if limit.side == "up_to" else lower_first(limit.phrase)
        return [Draft(case.title, case.when, f"it takes {span}", case.given)]
    if timed := _SPAN.search(text):
        return [Draft(case.title, case.when, f"it takes at most {timed['span']}", case.given)]
    if limit and limit.side == "up_to" and (own := _own_limit(limit, case.reading)):
        return own
    return []


_AT_ONCE = re.compile(
    r",\s*(?:with )?(?P<load>(?:about |around )?\d+ [a-z]+) at (?:once|the same time)$", re.IGNORECASE
)


def _own_limit(limit: Limit, reading: Reading) -> list[Draft]:
    """The limit "at most 10 books" for a story about reserving books: ten are let, eleven aren't."""
    noun = limit.amount.split()[-1]
    spot = re.search(rf"\b(?:an? |the |one |my )?(?:{re.escape(noun)}|{re.escape(singular(noun))})\b", reading.action)
    if reading.kind != "action" or noun[:1].isdigit() or spot is None:
        return []
    before, after = reading.action[: spot.start()], reading.action[spot.end() :]
    return [
        refused(f"{limit.beyond} are refused", f"I try to {tidy(before + limit.beyond + after)}"),
        let(f"{limit.exactly} are allowed", f"I try to {tidy(before + limit.exactly + after)}", tag="inferred"),
    ]


def _excepted(exception: str, first: Draft, reading: Reading) -> list[Draft]:
    """The rule's "unless": there the opposite holds."""
    opposite = negate(first.then)
    if opposite is None:
        return []
    said = speak_as(lower_first(exception), reading.role, also=reading.names)
    inner = clause(said)
    title = title_of(f"Except when {said}")
    if inner.shape not in {"modal", "present"} or not inner.subject:
        return [Draft(title_of(f"Except {said}"), first.when, opposite, (*first.given, f"the case is {quoted(said)}"))]
    if _POINTS_BACK.match(said):
        return [Draft(title, f"{first.when} and {said}", opposite, first.given)]
    return [Draft(title, first.when, opposite, (*first.given, said))]
