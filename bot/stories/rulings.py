"""Criteria from what else was said about a story: its rules, permissions, failures, qualities and checks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.language.clauses import Parts, clauses, split_sentence
from bot.language.grammar import Clause, bare, clause, passive
from bot.language.nouns import article, head, is_plural, singular, with_article
from bot.language.text import clean, lower_first, one_line, sentences
from bot.language.verbs import base_form, is_base
from bot.language.voice import finite, finite_coordinates, is_many, negate, sentence, speak_as
from bot.language.wishes import plain
from bot.language.wording import definite, tidy
from bot.stories.boundaries import Limit, at_the_limit, is_duration, limit_of
from bot.stories.reading import Reading, role_of
from bot.stories.rules import Requirement
from bot.stories.scenarios import typed_scenario
from bot.stories.steps import Draft, bare_action, quoted, title_of, try_step

_KNOWN_BY = re.compile(
    r"^(?:we|i|you|they)(?:'ll| will| would|'d)? (?:know|see|can tell|can see|say|test|check|prove|verify)(?: that)?(?: it)? (?:is |it )?(?:works?|done|ready|ok|good)?\s*(?:when|if|by)\s+(?P<proof>.+)$"
    r"|^(?:it(?:'s| is)? |this is |the story is |we are )?(?:works?|done|finished|ready|good|ok|accepted|passes|successful)(?: for (?:me|us))?,? (?:when|if|once)\s+(?P<done>.+)$",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"^only\s+(?P<who>.+?)\s+(?P<modal>can|may|must|should|is allowed to|are allowed to|could|are able to|is able to)\s+(?:be able to\s+)?(?P<does>.+)$",
    re.IGNORECASE,
)
_ONLY_BY = re.compile(
    r"^(?P<what>.+?) (?:can|may|must|should) only be (?P<done>[a-z]+(?:ed|en|t|n)?) by (?P<who>.+)$", re.IGNORECASE
)
_STATES = frozenset("be have exceed contain lack need cost weigh belong exist last own hold know want like".split())
_DOWN = re.compile(
    r"\b(?:is|are|goes|gets) (?:down|offline|unavailable|unreachable|broken|empty|missing|slow|not available|not reachable)\b",
    re.IGNORECASE,
)


_NEGATIVE = re.compile(
    r"\b(?:not|no|never|error|refus\w+|reject\w+|cannot|can't|denied|warning|fails?)\b", re.IGNORECASE
)


def typed(text: str) -> Draft | None:
    """A scenario that somebody typed, as a criterion in their words."""
    found = typed_scenario(text)
    if found is None:
        return None
    negative = any(_NEGATIVE.search(step) for step in found.then)
    return Draft(
        title_of(found.name or found.then[0]),
        found.when,
        found.then[0],
        found.given,
        negative=negative,
        more=found.then[1:],
    )


def from_line(requirement: Requirement, reading: Reading, roles: Sequence[str]) -> list[Draft]:
    """The criteria that one rule, failure, permission, quality or check gives to a story; never none."""
    text = one_line(clean(requirement.text))
    text = re.sub(
        r"^(?:and )?what (?:happens )?(?:if|when) (?P<case>[^?]+)\?\s*(?:then |maybe |i guess )*(?P<then>\w.+)$",
        r"if \g<case>, \g<then>",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(
        r"^(?:and )?what (?:happens )?(?:if|when) (?P<case>[^?]+)\??$", r"\g<case>", text, flags=re.IGNORECASE
    )
    if explicit := typed(text):
        drafts = [explicit]
    else:
        drafts = []
        for piece in sentences(text) or (text,):
            drafts.extend(_ruling(piece, requirement, reading, roles))
    tagged = []
    for index, draft in enumerate(drafts):
        tag = draft.tag if draft.tag != "stated" else requirement.tag
        tagged.append(
            replace(
                draft,
                tag=tag,
                sources=requirement.sources,
                negative=draft.negative or (index == 0 and requirement.kind == "failure"),
            )
        )
    return tagged


def _ruling(text: str, requirement: Requirement, reading: Reading, roles: Sequence[str]) -> list[Draft]:
    line = plain(text)
    if proof := _KNOWN_BY.match(line):
        line = proof["proof"] or proof["done"]
    parts = split_sentence(line)
    if found := _ONLY.match(parts.main):
        return _only(found["who"], found["does"], reading, roles, parts)
    if found := _ONLY_BY.match(parts.main):
        return _only(found["who"], f"{base_form(found['done'])} {definite(found['what'])}", reading, roles, parts)
    mains = clauses(parts.main) if not parts.condition else (parts.main,)
    drafts = [_one(replace(parts, main=main), requirement, reading, roles) for main in mains[:1]]
    flat = [draft for group in drafts for draft in group]
    for extra in mains[1:]:
        flat.extend(_one(replace(split_sentence(plain(extra)), reason="", reason_word=""), requirement, reading, roles))
    if parts.exception:
        flat.extend(_excepted(parts.exception, flat[0], reading))
    return flat


def _only(who: str, does: str, reading: Reading, roles: Sequence[str], parts: Parts) -> list[Draft]:
    """ "only team leads may approve" gives the one who may and the one who may not."""
    role = role_of(who, roles)
    someone = f"{article(role)} {role}" if role else lower_first(who)
    action = speak_as(does, role, theirs=True) if role else does
    verb, _, rest = action.partition(" ")
    base = base_form(bare(verb)) if not is_base(bare(verb)) else bare(verb)
    action = tidy(f"{base} {rest}" + (f" when {parts.condition}" if parts.condition else ""))
    been = [
        Draft(
            title_of(f"Only {lower_first(who)} may {action}"),
            f"I try to {action}",
            "the system does not let me",
            (f"I am not {someone}",),
            negative=True,
        )
    ]
    if role and role != reading.role:
        been.append(
            Draft(title_of(f"{role} may {action}"), f"I try to {action}", "the system lets me", (f"I am {someone}",))
        )
    return been


def _one(parts: Parts, requirement: Requirement, reading: Reading, roles: Sequence[str]) -> list[Draft]:
    found = clause(parts.main)
    if found.shape == "phrase" and requirement.kind == "failure" and not parts.condition:
        found = named if (named := clause(f"the {parts.main}")).shape == "present" else found
    names = (
        [reading.role.split()[-1], *reading.names]
        if reading.role.split()[-1] not in {"member", "person"}
        else list(reading.names)
    )
    shared = {role.split()[-1] for role in roles if role != reading.role}
    names = [name for name in names if name not in shared]

    def mine(text: str) -> str:
        return speak_as(text, reading.role, also=[name for name in names if name != reading.role], theirs=False)

    condition = mine(lower_first(parts.condition))
    when, given = _situation(condition, parts.condition_word, reading)
    title = title_of(parts.condition or parts.main)
    if found.shape in {"modal", "present"} and found.subject:
        return _told(parts, found, requirement, reading, roles, when, given, mine, title)
    if (
        found.shape == "imperative"
        and (span := limit_of(parts.main))
        and is_duration(span)
        and requirement.kind == "quality"
    ):
        return _fragment(parts, Clause("phrase", rest=parts.main), requirement, reading, when, given, title)
    if found.shape == "imperative":
        then = f"the system {finite('the system', found.verb, negated=found.negated)} {finite_coordinates(found.rest) if not found.negated else found.rest}"
        return [Draft(title, when, tidy(mine(then)), given, negative=found.negated)]
    return _fragment(parts, found, requirement, reading, when, given, title)


def _situation(condition: str, word: str, reading: Reading) -> tuple[str, tuple[str, ...]]:
    """The When and the Given that a condition makes, around what the story does."""
    doing = try_step(reading)
    if not condition:
        return doing, ()
    if re.match(r"(?:it|they|this|that|these|those|he|she)\b", condition, re.IGNORECASE):
        return f"{doing} and {condition}", ()
    inner = clause(condition)
    if word in {"before", "until"}:
        return f"{doing} {word} {condition}", ()
    if word in {"after", "once"}:
        return condition, ()
    if inner.shape in {"modal", "present"} and inner.subject:
        if inner.subject == "I" and inner.verb not in _STATES and not inner.negated:
            return condition, ()
        if inner.verb in _STATES or inner.negated or inner.shape == "modal" or passive(inner):
            return doing, (condition,)
        return condition, ()
    if condition.split()[0].endswith("ing") and is_base(base_form(bare(condition.split()[0]))):
        verb, _, rest = condition.partition(" ")
        return f"I {base_form(bare(verb))} {rest}".strip(), ()
    return doing, (f"the case is {quoted(condition)}",)


def _told(
    parts: Parts,
    found: Clause,
    requirement: Requirement,
    reading: Reading,
    roles: Sequence[str],
    when: str,
    given: tuple[str, ...],
    mine,
    title: str,
) -> list[Draft]:
    subject = found.subject
    role = role_of(subject, roles)
    limit = limit_of(parts.main)
    if (
        found.negated
        and re.match(r"can|could|may|must|should|shall", found.modal)
        and (done := passive(found))
        and not done[1]
        and not role
    ):
        verb, _, tail = done
        acted = tidy(f"{verb} {definite(subject)} {tail}")
        return _forbidden(
            replace(found, verb=verb, rest=acted.partition(" ")[2]), None, reading, roles, given, limit, title
        )
    forbids = found.negated and bool(
        re.match(r"can|could|may|must|should|shall|(?:is|are) not (?:allowed|permitted)|(?:is|are)n", found.modal)
    )
    if (
        forbids
        and (role or subject.lower() in {"i", "we", "you", "they", "users", "people", "nobody"})
        and found.verb != "be"
    ):
        return _forbidden(found, role, reading, roles, given, limit, title)
    if re.match(r"(?:nobody|no one|no-one|none)\b", subject, re.IGNORECASE):
        tail = re.match(r"(?:nobody|no one|no-one|none)(?P<tail>.*)$", subject, re.IGNORECASE)
        return [
            Draft(
                title,
                f"anybody{tail['tail'] if tail else ''} tries to {found.predicate}",
                "the system does not let them",
                given,
                negative=True,
            )
        ]
    if requirement.kind == "failure" and not parts.condition:
        return _mishap(parts, found, reading, mine)
    if subject.lower() in {"we", "you"} and requirement.kind == "data":
        said = sentence(replace(found, subject="the system"), subject="the system")
    elif subject.lower() in {"we", "you"} or (role == reading.role and role is not None):
        if found.adverb == "only":
            when = "I use the system"
        said = sentence(
            replace(found, subject="I", modal="" if requirement.kind == "quality" else found.modal), subject="I"
        )
        said = speak_as(said, reading.role, also=reading.names, theirs=role is not None)
    else:
        who = definite(subject)
        if (
            role
            and re.match(r"can|could|may|is allowed|are allowed", found.modal)
            and found.adverb != "only"
            and not parts.condition
        ):
            return [
                Draft(
                    title,
                    f"{who} {'try' if is_many(who) else 'tries'} to {found.predicate}",
                    "the system lets them",
                    given,
                )
            ]
        plain_quality = requirement.kind == "quality" and not found.negated
        said = mine(sentence(replace(found, subject=who, modal="" if plain_quality else found.modal)))
    drafts = [Draft(title, when, tidy(said), given, negative=found.negated or _is_no(said))]
    if limit is None:
        limit = limit_of(parts.condition)
        if limit:
            drafts.extend(_other_side_of_condition(parts, limit, drafts[0], when, given))
        return drafts
    if limit.phrase in subject:
        return _limited_subject(found, limit, reading, drafts[0])
    if limit.side == "from" and found.verb in {"need", "have"} and said.startswith("I "):
        lacking = said.replace(limit.phrase, limit.beyond, 1).replace("I need ", "I have ", 1)
        drafts.append(
            Draft(
                title_of(f"{limit.beyond}"),
                f"I try to {bare_action(reading)}" if reading.kind == "action" else when,
                "the system does not let me",
                (lacking,),
                negative=True,
                tag="inferred",
            )
        )
        return drafts
    if not is_duration(limit) and limit.side in {"up_to", "from"}:
        drafts.append(
            Draft(
                title_of(f"{limit.beyond} is refused"),
                f"I try it with {limit.beyond}",
                "the system does not let me",
                negative=True,
                tag="inferred",
            )
        )
    return drafts


def _is_no(said: str) -> bool:
    return bool(re.search(r"\b(?:not|no|never|cannot|refuses?|rejects?|blocks?|error|warns?|denies)\b", said))


def _forbidden(
    found: Clause,
    role: str | None,
    reading: Reading,
    roles: Sequence[str],
    given: tuple[str, ...],
    limit: Limit | None,
    title: str,
) -> list[Draft]:
    own = role is None or role == reading.role
    action = speak_as(found.predicate, role or reading.role, also=reading.names if own else (), theirs=True)
    if not own and role:
        if role not in roles:
            who = definite(found.subject)
            return [
                Draft(
                    title,
                    f"{who} {'try' if is_many(who) else 'tries'} to {found.predicate}",
                    "the system does not let them",
                    given,
                    negative=True,
                )
            ]
        given = (f"I am {article(role)} {role}", *given)
    drafts = [Draft(title, f"I try to {tidy(action)}", "the system does not let me", given, negative=True)]
    if limit and limit.side == "over" and limit.phrase in action:
        drafts.append(
            Draft(
                title_of(f"{limit.exactly} is still allowed"),
                f"I try to {tidy(at_the_limit(action, limit))}",
                "the system lets me",
                given,
                tag="inferred",
            )
        )
    return drafts


def _limited_subject(found: Clause, limit: Limit, reading: Reading, first: Draft) -> list[Draft]:
    """ "refunds over 500 EUR need approval": one over the limit and one at it."""
    subject = found.subject
    noun = head(subject)
    one = subject
    if is_plural(noun):
        one = re.sub(rf"\b{re.escape(noun)}\b", singular(noun), subject, count=1, flags=re.IGNORECASE)
        one = re.sub(r"^(?:all|the|most|any|some) ", "", lower_first(one), flags=re.IGNORECASE)
    one = lower_first(one)
    one = re.sub(r"^(?:an?|the|any|every|each|all) ", "", one)
    doing = try_step(reading)
    then = sentence(replace(found, subject="it"))
    over = f"there is {with_article(one)}"
    drafts = [replace(first, when=doing, then=tidy(then), given=(over,), title=title_of(f"{one}"))]
    opposite = negate(tidy(then))
    if opposite and limit.side in {"over", "under"}:
        at = at_the_limit(one, limit)
        drafts.append(Draft(title_of(at), doing, opposite, (f"there is {with_article(at)}",), tag="inferred"))
    return drafts


def _other_side_of_condition(
    parts: Parts, limit: Limit, first: Draft, when: str, given: tuple[str, ...]
) -> list[Draft]:
    opposite = negate(first.then)
    if opposite is None or limit.side not in {"over", "under"}:
        return []
    at_when = at_the_limit(when, limit) if limit.phrase in when else when
    at_given = tuple(at_the_limit(step, limit) if limit.phrase in step else step for step in given)
    if (at_when, at_given) == (when, given):
        return []
    return [Draft(title_of(limit.exactly), at_when, opposite, at_given, tag="inferred")]


def _mishap(parts: Parts, found: Clause, reading: Reading, mine) -> list[Draft]:
    """Something that goes wrong, with no word on what should happen then: the person is told."""
    event = mine(tidy(sentence(replace(found, modal="", subject=definite(found.subject), negated=found.negated))))
    if found.modal.startswith(("can", "could", "may", "might")):
        event = mine(tidy(sentence(replace(found, modal="", adverb="", subject=definite(found.subject)))))
    title = title_of(parts.main)
    if _DOWN.search(event) or found.verb in _STATES or found.negated:
        return [
            Draft(
                title, try_step(reading), "the system tells me what went wrong", (event,), negative=True, tag="assumed"
            )
        ]
    return [Draft(title, event, "the system tells me what went wrong", negative=True, tag="assumed")]


def _fragment(
    parts: Parts,
    found: Clause,
    requirement: Requirement,
    reading: Reading,
    when: str,
    given: tuple[str, ...],
    title: str,
) -> list[Draft]:
    text = tidy(found.rest)
    limit = limit_of(text)
    if requirement.kind == "failure" and not parts.condition:
        return [
            Draft(
                title,
                when,
                "the system tells me what went wrong",
                (f"the case is {quoted(text)}",),
                negative=True,
                tag="assumed",
            )
        ]
    if no := re.match(r"no (?:more )?(?P<what>[\w '-]+)$", text, re.IGNORECASE):
        return [
            Draft(
                title,
                when,
                f"there {'are' if is_plural(head(no['what'])) else 'is'} {lower_first(text)}",
                given,
                negative=True,
            )
        ]
    if limit and is_duration(limit):
        return [
            Draft(
                title, when, f"it takes {limit.phrase if limit.side != 'up_to' else 'at most ' + limit.amount}", given
            )
        ]
    if timed := re.search(
        r"\b(?:with)?in (?:less than |under |at most )?(?P<span>\d+\s?(?:ms|s|sec|seconds?|minutes?|min|hours?|days?))\b",
        text,
    ):
        return [Draft(title, when, f"it takes at most {timed['span']}", given)]
    if limit and limit.side == "up_to" and (own := _own_limit(limit, reading)):
        return own
    drafts = [Draft(title, when, f"this holds: {quoted(text)}", given)]
    if limit and limit.side in {"up_to", "from"}:
        drafts.append(
            Draft(
                title_of(f"{limit.beyond} is refused"),
                f"I try it with {limit.beyond}",
                "the system does not let me",
                negative=True,
                tag="inferred",
            )
        )
    return drafts


def _own_limit(limit: Limit, reading: Reading) -> list[Draft]:
    """ "at most 10 books" for a story about reserving books: ten are let, eleven aren't."""
    noun = limit.amount.split()[-1]
    spot = re.search(rf"\b(?:an? |the |one |my )?(?:{re.escape(noun)}|{re.escape(singular(noun))})\b", reading.action)
    if reading.kind != "action" or noun[:1].isdigit() or spot is None:
        return []

    def acted(amount: str) -> str:
        return f"I try to {tidy(reading.action[: spot.start()] + amount + reading.action[spot.end() :])}"

    return [
        Draft(
            title_of(f"{limit.beyond} are refused"), acted(limit.beyond), "the system does not let me", negative=True
        ),
        Draft(title_of(f"{limit.exactly} are allowed"), acted(limit.exactly), "the system lets me", tag="inferred"),
    ]


def _excepted(exception: str, first: Draft, reading: Reading) -> list[Draft]:
    opposite = negate(first.then)
    if opposite is None:
        return []
    said = speak_as(lower_first(exception), reading.role, also=reading.names)
    inner = clause(said)
    if inner.shape in {"modal", "present"} and inner.subject:
        if re.match(r"(?:it|they|this|that|these|those|he|she)\b", said):
            return [Draft(title_of(f"Except when {said}"), f"{first.when} and {said}", opposite, first.given)]
        return [Draft(title_of(f"Except when {said}"), first.when, opposite, (*first.given, said))]
    return [Draft(title_of(f"Except {said}"), first.when, opposite, (*first.given, f"the case is {quoted(said)}"))]
