"""What one requirement line asks for: whose wish it is, what they want, when, and why, in words a story can use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.language.clauses import Parts, clauses, split_sentence
from bot.language.grammar import Clause, bare, clause
from bot.language.nouns import DETERMINERS, head, is_person, is_plural
from bot.language.passives import passive
from bot.language.text import clean, one_line
from bot.language.verbs import (
    base_form,
    could_be_noun,
    is_base,
    is_past_participle,
    is_verb,
    past_participle,
    starts_with_verb,
)
from bot.language.voice import is_many, plural_of, speak_as
from bot.language.wishes import plain
from bot.language.wording import definite, tidy
from bot.stories.criteria.scenarios import typed_scenario
from bot.stories.roles import EVERYBODY, as_role, match_role
from bot.stories.separate import goals, own_objects, two_wishes
from bot.stories.telling import (
    LONGEST_WISH,
    TELLS,
    Line,
    Reading,
    as_action,
    as_banned,
    as_forbidden,
    as_phrase,
    as_system,
    names_of,
    recipient,
)
from bot.stories.wish import (
    LONGEST_PHRASE,
    NOBODY_NAMED,
    WISHES,
    core,
    each_their_own,
    further_wishes,
    role_of,
    told,
    wanting,
)

_EXPLICIT = re.compile(
    r"^(?:as (?:an? |the )?(?P<role>[^,]{2,60}?),?\s+)i(?:['’]d (?:like|love)| (?:want|need|would like|"
    r"would love|wish|can|"
    r"must be able|should be able|could))\s+(?P<want>.+?)"
    r"(?:[,;]?\s+(?:so that|so|in order to|because)\s+(?P<why>.+))?$",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_SUBJECT = 5
# Told as commands, these are done by the person who speaks, not by the system.
_DONE_BY_HAND = frozenset("call pay refund charge assign invite".split())


def read_wishes(text: str, roles: Sequence[str], *, fallback: str) -> tuple[Reading, ...]:
    """Every wish in a line: one for each goal of "book, move and cancel appointments", one for each role that wants."""
    line = " ".join(clean(text).split())
    if typed_scenario(line) or _EXPLICIT.match(line.rstrip(".!")):
        return (read_wish(text, roles, fallback=fallback),)
    known = wanting(line, roles)
    parts, found, also = core(line, known)
    parts = _told_well(parts)
    mains = goals(parts.main, found)
    for apart in (two_wishes, own_objects):
        mains = apart(parts.main, found) if len(mains) == 1 else mains
    others = further_wishes(line, known, parts.main) or (_others_do(line, parts, known) if len(mains) == 1 else ())
    if others and len(mains) == 1:
        mains = (mains[0].partition(",")[0],) if others[0][0].main in mains[0] else mains
    if others and _others_do(line, parts, known):
        also = ()
    elif others:
        also = tuple(piece for piece in also if plain(piece) not in {one.main for one, _ in others})
    here = Line(parts, known, fallback)
    readings = [_from_clause(here.about(main), told(main, known)) for main in mains]
    readings = [replace(reading, also=also if len(mains) == 1 else ()) for reading in readings]
    readings.extend(_from_clause(Line(around, known, fallback), inner) for around, inner in others)
    return tuple(readings)


_BRACKETS = re.compile(r"\s*\([^()]*\)$")
_GLUED = re.compile(r",?\s+and (?:then|after that)\s.+$", re.IGNORECASE)
_SHORT_STATE = 2  # words, as in "while counted"
_YES_OR_NO = frozenset("yes no so".split())


def _told_well(parts: Parts) -> Parts:
    """The line without its brackets, with a condition that is one clause: "if yes" is "if the answer is yes"."""
    condition = parts.condition
    if parts.main and _GLUED.search(condition) and len(clauses(condition)) > 1:
        condition = _GLUED.sub("", condition)
    if condition.lower() in _YES_OR_NO and parts.condition_word == "if":
        condition = f"the answer is {condition.lower()}"
    doing = re.match(r"(?P<verb>[a-z]+)(?: |$)", condition)
    if (
        doing
        and parts.condition_word in {"while", "when", "once"}
        and is_past_participle(doing["verb"])
        and len(condition.split()) <= _SHORT_STATE
    ):
        condition = f"it is {condition}"
    return replace(parts, main=_BRACKETS.sub("", parts.main) or parts.main, condition=condition)


def _others_do(line: str, parts: Parts, roles: Sequence[str]) -> tuple[tuple[Parts, Clause], ...]:
    """What other roles do in the rest of a line that goes from one to the next."""
    whole = split_sentence(plain(line)).main
    return each_their_own(whole, roles) if whole.startswith(parts.main.partition(",")[0]) else ()


def read_wish(text: str, roles: Sequence[str], *, fallback: str) -> Reading:
    """Reads one line as a wish of one of the `roles`, or of `fallback` when it names none. Never fails."""
    line = " ".join(clean(text).split())
    if scenario := typed_scenario(line):
        line = scenario.when
    if explicit := _EXPLICIT.match(line.rstrip(".!")):
        return _explicit(explicit, roles)
    known = wanting(line, roles)
    parts, _found, also = core(line, known)
    parts = _told_well(parts)
    return replace(_from_clause(Line(parts, known, fallback), told(parts.main, known)), also=also)


def _explicit(found: re.Match[str], roles: Sequence[str]) -> Reading:
    role = match_role(found["role"], roles) or as_role(found["role"]) or NOBODY_NAMED
    want = found["want"]
    parts, main, also = (
        core(f"I can {re.sub(r'^to ', '', want)}")
        if want.lower().startswith("to ") or starts_with_verb(want)
        else core(f"I want {want}")
    )
    reading = _from_clause(Line(parts, roles, role), main)
    return replace(reading, role=role, benefit=tidy(found["why"] or ""), also=also)


def _from_clause(line: Line, found: Clause) -> Reading:
    if found.shape == "phrase":
        return as_phrase(line, found)
    if found.shape == "imperative":
        return _imperative(line, found)
    line, found = _without_relative(line, found)
    role = role_of(found.subject, line.roles)
    if done := _done_by_somebody(line, found, role):
        return done
    low = bare(found.subject)
    if role is None and (banned := _NOBODY.match(low)):
        return as_banned(line, found, role_of(banned["who"], line.roles) if banned["who"] else None)
    if role is None and low not in EVERYBODY and not _SOME_PEOPLE.match(low):
        return as_system(line, found, None)
    return _somebody(line, found, role)


_NOBODY = re.compile(
    r"(?:(?:nobody|no one|no-one|noone|none)(?: (?:under|over|below|above|older|younger|"
    r"without|with|outside|from|in|but) .+)?|no (?P<who>.+))$"
)
_SOME_PEOPLE = re.compile(r"(?:someone|everyone|people|anyone|everybody)\s")


def _without_relative(line: Line, found: Clause) -> tuple[Line, Clause]:
    """Of "customers who call in should get a text": who they are is when it applies."""
    relative = re.match(r"(?P<who>.+?),? (?:who|that) (?P<does>.+)$", found.subject)
    if relative is None:
        return _without_having(line, found)
    if not role_of(relative["who"], line.roles):
        return line, found
    if not line.parts.condition:
        told = replace(line.parts, condition=f"{relative['who']} {relative['does']}", condition_word="when")
        line = replace(line, parts=told)
    return line, replace(found, subject=relative["who"])


def _without_having(line: Line, found: Clause) -> tuple[Line, Clause]:
    """Of "students with a support plan should …": it applies if they have one."""
    having = re.match(
        r"(?P<who>.+?) with(?P<out>out)? (?P<what>(?:an?|the|no|\d+|two|three|more|at) .+)$", found.subject
    )
    if having is None or not role_of(having["who"], line.roles):
        return line, found
    if not line.parts.condition:
        has = "do not have" if having["out"] else "have"
        who = having["who"] if is_plural(head(having["who"])) else plural_of(having["who"])
        told_so = replace(line.parts, condition=f"{who} {has} {having['what']}", condition_word="if")
        line = replace(line, parts=told_so)
    return line, replace(found, subject=having["who"])


def _done_by_somebody(line: Line, found: Clause, role: str | None) -> Reading | None:
    """A passive as what its doer does: "refunds are approved by a lead", "orders can be cancelled"."""
    doing = passive(found)
    if doing is None:
        return None
    verb, agent, tail = doing
    if not agent and (
        by := re.search(
            r"\bby (?P<who>(?:the |an? |our )?[\w -]+?)(?: (?:itself|themselves|himself|herself))?(?=$|[,;.])", tail
        )
    ):
        agent = by["who"] if match_role(by["who"], line.roles) else ""
        tail = one_line(tail[: by.start()] + tail[by.end() :]).replace(" ,", ",").strip(" ,") if agent else tail
    doer = role_of(agent, line.roles) if agent else None
    thing = "them" if bare(found.subject) in {"they", "he", "she"} else definite(found.subject)
    active = replace(found, verb=verb, rest=one_line(f"{thing} {tail}"))
    if doer:
        return as_action(line, active, doer, (agent,))
    by_people = verb in _DONE_BY_PEOPLE and bool(found.modal) and not line.parts.condition
    free = (found.modal.startswith(("can", "could", "may")) or by_people) and not found.negated
    if free and role is None and bare(found.subject) not in EVERYBODY:
        return as_action(line, active, line.mentioned, ())
    return None


_DONE_BY_PEOPLE = frozenset("upload enter sign submit fill choose pick".split())


def _somebody(line: Line, found: Clause, role: str | None) -> Reading:
    """A role, or "I" and "we", does, wants, can't or must not."""
    someone = role or line.speaker
    if found.verb in WISHES and not found.modal.startswith("can") and not found.negated:
        return _wished(line, found, someone)
    if found.verb in {"want", "like"} and found.negated and (unwanted := _UNWANTED.match(found.rest)):
        verb = unwanted["base"] or base_form(unwanted["doing"])
        inner = Clause("modal", unwanted["who"], "should", negated=True, verb=verb, rest=unwanted["rest"].strip())
        return as_system(line.about(found.rest), inner, someone)
    spared = re.search(r"(?:have|need|want) to$", found.modal) is not None and found.negated
    if spared:
        opening = "not " if "want" in found.modal else "not to have "
        return as_action(line, found, someone, (found.subject,) if role else (), opening=opening)
    # "we can't see it" tells what is missing; "agents can't see it" forbids.
    missing = role is None and found.modal.startswith(("can", "could"))
    if found.negated and not missing:
        if role is None and found.shape == "present":
            return as_action(line, found, someone, (found.subject,), opening="not ")
        return as_forbidden(line, found, someone)
    return as_action(line, found, someone, (found.subject,) if role else ())


_UNWANTED = re.compile(
    r"(?P<who>(?:[\w-]+ ){0,3}?[\w-]+) (?:to (?P<base>[a-z]+)|(?P<doing>[a-z]+ing))\b(?P<rest>.*)$", re.IGNORECASE
)
_TO_DO = re.compile(
    r"(?:for )?(?P<who>.+?) to (?:be able to |be allowed to )?(?P<verb>[a-z-]+)\b(?P<rest>.*)$", re.IGNORECASE
)


_WAY_TO = re.compile(
    r"^(?:an?|the|some|any) (?:\w+ )?(?:way|option|possibility|ability|chance|means|function|"
    r"feature) (?:for (?P<who>.+?) )?to "
)


_SETS = frozenset("set scan type".split())
_APP_TELLS = re.compile(
    r"(?:,|,? and)(?: then)? (?:the )?(?:app|system|tool|it) (?P<verb>tell|tells|warn|warns|inform|"
    r"informs)(?: me| them)?\b",
    re.IGNORECASE,
)


def _be_told(found: re.Match[str]) -> str:
    return f" and be {past_participle(base_form(found['verb'].lower()))}"


def _is_broken(main: str, found: Clause) -> bool:
    """Whether "counter want scan bin" was said by somebody who leaves "to" out: the verb doesn't agree either."""
    after = main[len(found.subject) :].split()
    return (bool(after) and bare(after[0]) == "want" and not is_many(found.subject)) or re.search(
        r"wants? (?:set|scan|type) ", main
    ) is not None


def _wished(line: Line, found: Clause, role: str) -> Reading:
    """Of "we need …": a thing, something to do, or somebody else to do it."""
    rest = _WAY_TO.sub(lambda way: f"{way['who']} to " if way["who"] else "to ", found.rest)
    loose = re.match(r"(?:always |also |never |only |still )*(?P<verb>[a-z]+)\b", rest)
    broken = found.shape == "present" and _is_broken(line.parts.main, found)
    if (
        loose
        and is_base(loose["verb"])
        and (
            not could_be_noun(loose["verb"])
            or broken
            or (loose["verb"] in _SETS and clause(rest).shape == "imperative")
        )
    ):
        rest = _APP_TELLS.sub(_be_told, rest)
        rest = f"to {rest}"  # "I want always know where …": not a native speaker
    if (
        rest.lower().startswith("to ")
        and bare(rest[3:].partition(" ")[0]).isalpha()
        and bare(rest[3:].partition(" ")[0]) not in DETERMINERS
        and (
            to_do := re.match(
                r"to (?P<adverb>always |also |never |only |still )?(?P<verb>\S+)(?P<more>.*)$", rest, re.DOTALL
            )
        )
    ):
        verb = bare(to_do["verb"])
        inner = replace(
            found,
            adverb=(to_do["adverb"] or "").strip(),
            verb=base_form(verb) if is_verb(verb) else to_do["verb"],
            rest=to_do["more"].strip(),
        )
        return as_action(line, inner, role, () if found.subject.lower() in EVERYBODY else (found.subject,))
    other = _TO_DO.match(rest)
    if other and is_base(bare(other["verb"])) and len(other["who"].split()) <= _LONGEST_SUBJECT:
        told = Clause("modal", other["who"], "should", verb=bare(other["verb"]), rest=other["rest"].strip())
        return _from_clause(replace(line.about(f"{told.subject} should {told.predicate}"), fallback=role), told)
    inner = clause(rest)
    related = _RELATIVE.search(inner.subject) and inner.rest.partition(" ")[0].endswith("ly")
    if inner.shape in {"modal", "present"} and inner.subject and (related or not _RELATIVE.search(rest)):
        return _from_clause(replace(line.about(rest), fallback=role), inner)
    own = found.subject.lower() not in EVERYBODY
    if own:
        rest = speak_as(rest, role, also=names_of(role, (found.subject,), line.roles), theirs=True)
        rest = re.sub(r"\b(for|to|from|with|by) them$", r"\1 me", rest)
    reading = as_phrase(
        replace(line, fallback=role), Clause("phrase", rest=rest), longest=LONGEST_WISH if own else LONGEST_PHRASE
    )
    return replace(reading, role=role, they_is_me=own and is_person(head(found.subject))) if own else reading


_RELATIVE = re.compile(r"\b(?:that|which|who|where|how)\b")


_NOTES = frozenset("message error warning notice hint note banner apology".split())


def _imperative(line: Line, found: Clause) -> Reading:
    """ "Export to CSV" is something to do; "notify the customer" is something the system does for them."""
    told = replace(found, shape="modal", subject="the system", modal="should")
    if found.verb in TELLS - _DONE_BY_HAND and (target := recipient(found.verb, found.rest, line.roles)):
        return as_system(line, told, target)
    if found.verb in {"show", "display"} and head(found.rest) in _NOTES:
        return as_system(line, told, line.speaker)
    if found.negated or found.verb in {"avoid", "prevent", "stop"}:
        return as_system(line, told, line.speaker)
    return as_action(line, found, line.speaker, ())
