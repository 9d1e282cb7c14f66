"""What one requirement line asks for: whose wish it is, what they want, when, and why, in words a story can use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.language.clauses import Parts, clauses
from bot.language.grammar import Clause, bare, clause, passive
from bot.language.nouns import DETERMINERS, head, is_person, is_plural, with_article
from bot.language.text import clean, lower_first, one_line, words
from bot.language.verbs import (
    base_form,
    could_be_noun,
    is_base,
    is_past_participle,
    is_verb,
    past_participle,
    starts_with_verb,
)
from bot.language.voice import base_coordinates, is_many, plural_of, speak_as
from bot.language.wishes import plain
from bot.language.wording import definite, sayable, starts_with_gerund, telegraphic, tidy, uncapital
from bot.stories.roles import EVERYBODY, as_role, match_role, mentioned_roles
from bot.stories.scenarios import typed_scenario
from bot.stories.separate import goals, joined, steps, two_wishes
from bot.stories.wish import LONGEST_PHRASE, NOBODY_NAMED, WISHES, core, further_wishes, role_of, told, wanting

Kind = Literal["action", "ban", "system", "state", "thing", "quote"]
_TELLS = frozenset(
    """
    mail email e-mail notify tell inform alert remind warn text message show send give offer ask let prompt
    allow help call sms ping update guide lead assign suggest provide invite thank stop prevent keep hand charge
    pay refund
    """.split()
)
_EXPLICIT = re.compile(
    r"^(?:as (?:an? |the )?(?P<role>[^,]{2,60}?),?\s+)i (?:want|need|would like|wish|['’]d like|can|"
    r"must be able|should be able|could)\s+(?P<want>.+?)"
    r"(?:[,;]?\s+(?:so that|so|in order to|because)\s+(?P<why>.+))?$",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_SUBJECT, _LONGEST_NAME, _LONGEST_WISH = 5, 3, 30
# Told as commands, these are done by the person who speaks, not by the system.
_DONE_BY_HAND = frozenset("call pay refund charge assign invite".split())


@dataclass(frozen=True, slots=True)
class Reading:
    """One wish. `action` (kind action) and `subject` with `clause` (system, state) are what criteria are built from.

    `want` follows "I want ". `condition` and `exception` are said from the role's side.
    """

    role: str
    want: str
    kind: Kind
    clause: Clause
    parts: Parts
    subject: str = ""
    action: str = ""
    thing: str = ""
    condition: str = ""
    condition_word: str = ""
    exception: str = ""
    negated: bool = False
    names: tuple[str, ...] = ()
    benefit: str = ""
    they_is_me: bool = False
    also: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


def read_wishes(text: str, roles: Sequence[str], *, fallback: str) -> tuple[Reading, ...]:
    """Every wish in a line: one for each goal of "book, move and cancel appointments", one for each role that wants."""
    line = " ".join(clean(text).split())
    if typed_scenario(line) or _EXPLICIT.match(line.rstrip(".!")):
        return (read_wish(text, roles, fallback=fallback),)
    known = wanting(line, roles)
    parts, found, also = core(line, known)
    parts = _told_well(parts)
    mains = goals(parts.main, found)
    if len(mains) == 1:
        mains = two_wishes(parts.main, found)
    others = further_wishes(line, known, parts.main)
    if others:
        also = tuple(piece for piece in also if plain(piece) not in {one.main for one, _ in others})
    here = _Line(parts, known, fallback)
    readings = [_from_clause(here.about(main), told(main, known)) for main in mains]
    readings = [replace(reading, also=also if len(mains) == 1 else ()) for reading in readings]
    readings.extend(_from_clause(_Line(around, known, fallback), inner) for around, inner in others)
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
    return replace(_from_clause(_Line(parts, known, fallback), told(parts.main, known)), also=also)


def _explicit(found: re.Match[str], roles: Sequence[str]) -> Reading:
    role = match_role(found["role"], roles) or as_role(found["role"]) or NOBODY_NAMED
    want = found["want"]
    parts, main, also = (
        core(f"I can {re.sub(r'^to ', '', want)}")
        if want.lower().startswith("to ") or starts_with_verb(want)
        else core(f"I want {want}")
    )
    reading = _from_clause(_Line(parts, roles, role), main)
    return replace(reading, role=role, benefit=tidy(found["why"] or ""), also=also)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line taken apart, the roles that are known, and whose wish it is when it names nobody."""

    parts: Parts
    roles: Sequence[str]
    fallback: str

    @property
    def speaker(self) -> str:
        """Who says "I" and "we" here."""
        return self.fallback or (self.roles[0] if self.roles else NOBODY_NAMED)

    @property
    def mentioned(self) -> str:
        """The role that a line without a doer speaks of."""
        found = mentioned_roles(f"{self.parts.main} {self.parts.condition}", self.roles)
        return found[0] if found else self.speaker

    def about(self, text: str) -> _Line:
        """The same line with another main clause."""
        return replace(self, parts=replace(self.parts, main=text))


def _from_clause(line: _Line, found: Clause) -> Reading:
    if found.shape == "phrase":
        return _phrase(line, found)
    if found.shape == "imperative":
        return _imperative(line, found)
    line, found = _without_relative(line, found)
    role = role_of(found.subject, line.roles)
    if done := _done_by_somebody(line, found, role):
        return done
    low = bare(found.subject)
    if role is None and (banned := _NOBODY.match(low)):
        return _banned(line, found, role_of(banned["who"], line.roles) if banned["who"] else None)
    if role is None and low not in EVERYBODY and not _SOME_PEOPLE.match(low):
        return _system(line, found, None)
    return _somebody(line, found, role)


_NOBODY = re.compile(r"(?:nobody|no one|no-one|noone|none|no (?P<who>.+))$")
_SOME_PEOPLE = re.compile(r"(?:someone|everyone|people|anyone|everybody)\s")


def _without_relative(line: _Line, found: Clause) -> tuple[_Line, Clause]:
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


def _without_having(line: _Line, found: Clause) -> tuple[_Line, Clause]:
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


def _done_by_somebody(line: _Line, found: Clause, role: str | None) -> Reading | None:
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
        return _action(line, active, doer, (agent,))
    by_people = verb in _DONE_BY_PEOPLE and bool(found.modal) and not line.parts.condition
    free = (found.modal.startswith(("can", "could", "may")) or by_people) and not found.negated
    if free and role is None and bare(found.subject) not in EVERYBODY:
        return _action(line, active, line.mentioned, ())
    return None


_DONE_BY_PEOPLE = frozenset("upload enter sign submit fill choose pick".split())


def _somebody(line: _Line, found: Clause, role: str | None) -> Reading:
    """A role, or "I" and "we", does, wants, can't or must not."""
    someone = role or line.speaker
    if found.verb in WISHES and not found.modal.startswith("can") and not found.negated:
        return _wished(line, found, someone)
    if found.verb in {"want", "like"} and found.negated and (unwanted := _UNWANTED.match(found.rest)):
        verb = base_form(unwanted["doing"])
        inner = Clause("modal", unwanted["who"], "should", negated=True, verb=verb, rest=unwanted["rest"].strip())
        return _system(line.about(found.rest), inner, someone)
    spared = re.search(r"(?:have|need|want) to$", found.modal) is not None and found.negated
    if spared:
        opening = "not " if "want" in found.modal else "not to have "
        return _action(line, found, someone, (found.subject,) if role else (), opening=opening)
    # "we can't see it" tells what is missing; "agents can't see it" forbids.
    missing = role is None and found.modal.startswith(("can", "could"))
    if found.negated and not missing:
        if role is None and found.shape == "present":
            return _action(line, found, someone, (found.subject,), opening="not ")
        return _forbidden(line, found, someone)
    return _action(line, found, someone, (found.subject,) if role else ())


_UNWANTED = re.compile(r"(?P<who>(?:[\w-]+ ){0,3}?[\w-]+) (?P<doing>[a-z]+ing)\b(?P<rest>.*)$", re.IGNORECASE)
_QUANTIFIER = re.compile(r"^(?:the|an?|only|all|every|each|our|any|most|some)\s+", re.IGNORECASE)
_NOT_NAMES = frozenset({"member", "person", "user"})


def _names(role: str, subjects: Sequence[str], roles: Sequence[str]) -> tuple[str, ...]:
    """Other ways in which this line may call the role: its noun alone, when it is nobody else's."""
    noun = role.rsplit(maxsplit=1)[-1]
    shared = any(other != role and other.rsplit(maxsplit=1)[-1] == noun for other in roles)
    names = [] if shared or noun in _NOT_NAMES else [noun]
    for subject in subjects:
        short = _QUANTIFIER.sub("", subject.strip()).lower()
        if short and short not in EVERYBODY and len(short.split()) <= _LONGEST_NAME:
            names.append(as_role(short) or short)
    return tuple(name for name in dict.fromkeys(names) if name != role)


def _sides(parts: Parts, role: str, names: Sequence[str], *, theirs: bool) -> tuple[str, str]:
    """Condition and exception as the role says them."""
    condition = parts.condition
    told = clause(condition)
    if told.subject and condition.startswith(told.subject) and bare(told.subject) not in {"it", "this", "that"}:
        condition = definite(told.subject) + condition[len(told.subject) :]
    noun = role.rsplit(maxsplit=1)[-1]
    also = [name for name in dict.fromkeys((noun, *names)) if name not in {*_NOT_NAMES, role}]
    return (
        speak_as(condition, role, also=also, theirs=theirs),
        speak_as(parts.exception, role, also=also, theirs=theirs),
    )


def _action(line: _Line, found: Clause, role: str, subjects: Sequence[str], *, opening: str = "") -> Reading:
    names = _names(role, subjects, line.roles)
    theirs = bool(subjects)
    path = steps(found.predicate)
    rest = base_coordinates(found.predicate)[len(found.verb) :].strip()
    action = joined(path) or f"{found.verb} {telegraphic(rest, line.parts.main, after_verb=found.verb)}".strip()
    action = _alone(speak_as(action, role, also=names, theirs=True) if theirs else action, role)
    certain = theirs and not _other_plural(action)
    condition, exception = _sides(line.parts, role, names, theirs=certain)
    easily = found.adverb in {"easily", "quickly", "simply"}
    words_of_it = [opening.rstrip(), "to", "" if easily else found.adverb, action, found.adverb if easily else ""]
    want = " ".join(word for word in words_of_it if word)
    return Reading(
        role,
        tidy(_with_condition(want, line.parts, condition)),
        "action",
        found,
        line.parts,
        subject="I",
        action=tidy(action),
        condition=condition,
        condition_word=line.parts.condition_word,
        exception=exception,
        names=names,
        negated=bool(opening),
        they_is_me=certain,
        steps=tuple(speak_as(step, role, also=names, theirs=True) for step in path) if path else (),
    )


def _alone(action: str, role: str) -> str:
    """What many do among themselves, as one of them says it: "with each other" → "with other nurses"."""
    action = _AMONG.sub(f"with other {plural_of(role)}", action)
    return re.sub(r"\bourselves\b", "myself", re.sub(r"\b(?:your|one's)\b", "my", action))


_AMONG = re.compile(r"\b(?:with|among|between) (?:each other|one another|themselves)\b")


_SPANS = frozenset("seconds minutes hours days weeks months years times euros".split())


def _other_plural(action: str) -> bool:
    return any(
        is_plural(word) and word not in _SPANS and not (is_verb(word) and not could_be_noun(word))
        for word in words(action)
    )


def _with_condition(want: str, parts: Parts, condition: str) -> str:
    return f"{want} {parts.condition_word} {lower_first(condition)}" if condition else want


def _forbidden(line: _Line, found: Clause, role: str) -> Reading:
    names = _names(role, (found.subject,), line.roles)
    action = speak_as(base_coordinates(found.predicate), role, also=names, theirs=True)
    return _ban(line, found, role, action, f"the system not to let me {action}")


def _banned(line: _Line, found: Clause, role: str | None) -> Reading:
    """Of "no nurse should work …": nobody of them is let."""
    someone = role or line.mentioned
    told = base_coordinates(found.predicate)
    action = _alone(speak_as(told, someone, theirs=True), someone)
    return _ban(line, found, someone, action, f"{lower_first(found.subject)} to {told}")


def _ban(line: _Line, found: Clause, role: str, action: str, want: str) -> Reading:
    names = _names(role, (found.subject,), line.roles)
    condition, exception = _sides(line.parts, role, names, theirs=not _other_plural(action))
    return Reading(
        role,
        tidy(_with_condition(want, line.parts, condition)),
        "ban",
        found,
        line.parts,
        subject="I",
        action=tidy(action),
        condition=condition,
        condition_word=line.parts.condition_word,
        exception=exception,
        names=names,
        negated=True,
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


def _wished(line: _Line, found: Clause, role: str) -> Reading:
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
        return _action(line, inner, role, () if found.subject.lower() in EVERYBODY else (found.subject,))
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
        rest = speak_as(rest, role, also=_names(role, (found.subject,), line.roles), theirs=True)
    reading = _phrase(
        replace(line, fallback=role), Clause("phrase", rest=rest), longest=_LONGEST_WISH if own else LONGEST_PHRASE
    )
    return replace(reading, role=role, they_is_me=own and is_person(head(found.subject))) if own else reading


_RELATIVE = re.compile(r"\b(?:that|which|who|where|how)\b")


def _imperative(line: _Line, found: Clause) -> Reading:
    """ "Export to CSV" is something to do; "notify the customer" is something the system does for them."""
    told = replace(found, shape="modal", subject="the system", modal="should")
    if found.verb in _TELLS - _DONE_BY_HAND and (target := _recipient(found.verb, found.rest, line.roles)):
        return _system(line, told, target)
    if found.negated or found.verb in {"avoid", "prevent", "stop"}:
        return _system(line, told, line.speaker)
    return _action(line, found, line.speaker, ())


_GIVES = frozenset("show send give offer list assign keep provide charge pay refund".split())
_WHO = r"(?:(?:the|a|an|our|all|each|every|any|both) )*(?P<who>[a-z-]+(?: [a-z-]+){0,2})"


def _recipient(verb: str, rest: str, roles: Sequence[str]) -> str | None:
    """The role right after a telling verb: "the customer when …", "an alert to the nurse"."""
    for found in (re.match(_WHO, rest, re.IGNORECASE), re.search(rf"\bto {_WHO}", rest, re.IGNORECASE)):
        tokens = found["who"].split() if found else []
        if found and found.start() == 0 and verb in _GIVES and found.end() == len(rest.rstrip(" .")):
            continue  # "show active customers": they are what is shown
        for size in range(len(tokens), 0, -1):
            if is_person(tokens[size - 1]) and (role := role_of(" ".join(tokens[:size]), roles)):
                return role
    return None


def _system(line: _Line, found: Clause, role: str | None) -> Reading:
    """A thing does something: "I want the system to mail me when …"."""
    subject = definite(found.subject)
    target = _recipient(found.verb, found.rest, line.roles) if found.verb in _TELLS else None
    spoken = re.search(r"\b(?:me|us|i|my|we)\b", f"{found.rest} {line.parts.condition}", re.IGNORECASE) is not None
    someone = role or target or (line.speaker if spoken else line.mentioned)
    names = _names(someone, (), line.roles)
    rest = base_coordinates(found.rest)
    if re.search(r"['’]s\b", rest) and target is None:
        rest = speak_as(rest, someone, also=names)
    if target == someone:
        rest = speak_as(f"{found.verb} {rest}", someone, also=names, theirs=True).partition(" ")[2]
        rest = re.sub(r"^me (?:their|his|her) ", "me my ", rest)
    if re.search(r"['’]s\b", subject):
        subject = speak_as(subject, someone, also=names)
    theirs = re.match(r"(?:they|he|she)\b", line.parts.condition, re.IGNORECASE) is not None
    alone = theirs and not _other_plural(f"{subject} {rest}") and not is_person(head(subject))
    condition, exception = _sides(line.parts, someone, names, theirs=alone)
    inner = replace(found, subject=subject, verb="have" if found.verb == "need" else found.verb, rest=rest)
    predicate = one_line(f"{found.adverb} {inner.predicate}")
    want = f"{subject} {'not ' if found.negated else ''}to {predicate}"
    return Reading(
        someone,
        tidy(_with_condition(want, line.parts, condition)),
        "state" if passive(inner) else "system",
        inner,
        line.parts,
        subject=subject,
        action=tidy(predicate),
        condition=condition,
        condition_word=line.parts.condition_word,
        exception=exception,
        names=names,
        negated=found.negated,
        they_is_me=(target == someone and not _other_plural(rest)) or _told_of(someone, line.parts),
    )


def _told_of(role: str, parts: Parts) -> bool:
    """Whether "she" in the reason is the role: nobody else was named before it."""
    if not re.match(r"(?:he|she)\b", parts.reason, re.IGNORECASE):
        return False
    return re.search(rf"\b{re.escape(role.rsplit(maxsplit=1)[-1])}", parts.main, re.IGNORECASE) is not None


_NOISY = re.compile(r"(?P<subject>(?:the|an?|my|our) (?:[\w-]+ ){0,2}[\w-]+) (?P<verb>[a-z]{3,}[^s]s)$")
_ABLE = re.compile(
    r"(?P<what>(?:\S+ ){0,3}?\S+) "
    r"(?P<how>[a-z]+(?:able|ible)(?: (?:by|in|from|on|for|via|with|to|at|as|offline|online)\b.*)?)$"
)


def _phrase(line: _Line, found: Clause, *, longest: int = LONGEST_PHRASE) -> Reading:
    """A thing without a verb: "bulk upload"; what is too long or too strange for that is quoted as it stands."""
    text = tidy(found.rest)
    someone = line.mentioned
    for_whom = re.match(r"(?P<what>.+?) for (?:(?:the|our|all|every) )?(?P<who>[a-z]+(?: [a-z]+)?)$", text)
    if for_whom and (meant := role_of(for_whom["who"], line.roles)):
        text, someone = for_whom["what"], meant
    if line.parts.condition and (noisy := _NOISY.match(text)):
        # "the handheld beeps when …": an unknown word that can only be its verb.
        return _system(line, Clause("present", noisy["subject"], verb=noisy["verb"][:-1]), someone)
    if able := _ABLE.match(text):
        return _system(line, Clause("present", able["what"], verb="be", rest=able["how"]), someone)
    if starts_with_gerund(text) and len(text.split()) <= LONGEST_PHRASE:
        verb, _, rest = text.partition(" ")
        return _action(line, replace(found, shape="imperative", verb=base_form(bare(verb)), rest=rest), someone, ())
    if not text or len(text.split()) > longest or not (sayable(text) or text.lower().startswith("not more than")):
        quoted = text.replace("“", "‘").replace("”", "’").replace('"', "'")
        want = f"“{quoted}” to be covered" if quoted else "this to be covered"
        return Reading(someone, want, "quote", found, line.parts, thing=quoted)
    text = re.sub(r"^not more than\b", "no more than", text, flags=re.IGNORECASE)
    thing = telegraphic(uncapital(text), line.parts.main)
    thing = with_article(re.sub(r"^([\w-]+) (?=(?:who|what|how|why) \w+)", r"\1 of ", thing))
    condition, exception = _sides(line.parts, someone, (), theirs=False)
    return Reading(
        someone,
        tidy(_with_condition(thing, line.parts, condition)),
        "thing",
        found,
        line.parts,
        thing=thing,
        condition=condition,
        condition_word=line.parts.condition_word,
        exception=exception,
    )
