"""The ways in which a wish is put: to do something, to be spared or kept from it, that a thing does it, or a thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.language.clauses import Parts
from bot.language.grammar import Clause, bare, clause
from bot.language.nouns import head, is_person, is_plural, with_article
from bot.language.passives import passive
from bot.language.text import lower_first, one_line, words
from bot.language.verbs import (
    base_form,
    could_be_noun,
    is_verb,
)
from bot.language.voice import base_coordinates, plural_of, speak_as
from bot.language.wording import definite, sayable, starts_with_gerund, telegraphic, tidy, uncapital
from bot.stories.roles import EVERYBODY, as_role, mentioned_roles
from bot.stories.separate import joined, steps
from bot.stories.wish import LONGEST_PHRASE, NOBODY_NAMED, role_of

Kind = Literal["action", "ban", "system", "state", "thing", "quote"]
TELLS = frozenset(
    """
    mail email e-mail notify tell inform alert remind warn text message show send give offer ask let prompt
    allow help call sms ping update guide lead assign suggest provide invite thank stop prevent keep hand charge
    pay refund
    """.split()
)


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


@dataclass(frozen=True, slots=True)
class Line:
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

    def about(self, text: str) -> Line:
        """The same line with another main clause."""
        return replace(self, parts=replace(self.parts, main=text))


_LONGEST_NAME, LONGEST_WISH = 3, 30  # words
_QUANTIFIER = re.compile(r"^(?:the|an?|only|all|every|each|our|any|most|some)\s+", re.IGNORECASE)
_NOT_NAMES = frozenset({"member", "person", "user"})


def names_of(role: str, subjects: Sequence[str], roles: Sequence[str]) -> tuple[str, ...]:
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
    condition = re.sub(r"^you\b", "I", parts.condition, flags=re.IGNORECASE)
    told = clause(condition)
    if told.subject and condition.startswith(told.subject) and bare(told.subject) not in {"it", "this", "that"}:
        condition = definite(told.subject) + condition[len(told.subject) :]
    noun = role.rsplit(maxsplit=1)[-1]
    also = [name for name in dict.fromkeys((noun, *names)) if name not in {*_NOT_NAMES, role}]
    return (
        speak_as(condition, role, also=also, theirs=theirs),
        speak_as(parts.exception, role, also=also, theirs=theirs),
    )


def as_action(line: Line, found: Clause, role: str, subjects: Sequence[str], *, opening: str = "") -> Reading:
    """Something to do; `opening` is what stands before "to" when somebody wants to be spared it."""
    names = names_of(role, subjects, line.roles)
    theirs = bool(subjects)
    path = steps(found.predicate)
    rest = base_coordinates(found.predicate)[len(found.verb) :].strip()
    action = joined(path) or f"{found.verb} {telegraphic(rest, line.parts.main, after_verb=found.verb)}".strip()
    if re.search(rf"\b{re.escape(found.verb)}e?s?, ", line.parts.main) and not path:
        action = f"{found.verb}, {rest}"  # "register, pay and get a number"
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


def as_forbidden(line: Line, found: Clause, role: str) -> Reading:
    """What the role itself is not let do."""
    names = names_of(role, (found.subject,), line.roles)
    action = speak_as(base_coordinates(found.predicate), role, also=names, theirs=True)
    return as_ban(line, found, role, action, f"the system not to let me {action}")


def as_banned(line: Line, found: Clause, role: str | None) -> Reading:
    """Of "no nurse should work …": nobody of them is let."""
    someone = role or line.mentioned
    told = base_coordinates(found.predicate)
    action = _alone(speak_as(told, someone, theirs=True), someone)
    reading = as_ban(line, found, someone, action, f"{lower_first(found.subject)} to {told}")
    which = _NOBODY_WHO.match(found.subject)
    if which is None or reading.condition:
        return reading
    return replace(reading, condition=f"I am {which['how']}", condition_word="if")


_NOBODY_WHO = re.compile(
    r"(?:nobody|no one|no-one|none) (?P<how>(?:under|over|below|above|older than|younger than|from|in) .+)$",
    re.IGNORECASE,
)


def as_ban(line: Line, found: Clause, role: str, action: str, want: str) -> Reading:
    """Something that nobody of the role is to do."""
    names = names_of(role, (found.subject,), line.roles)
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


_GIVES = frozenset("show send give offer list assign keep provide charge pay refund".split())
_WHO = r"(?:(?:the|a|an|our|all|each|every|any|both) )*(?P<who>[a-z-]+(?: [a-z-]+){0,2})"


def recipient(verb: str, rest: str, roles: Sequence[str]) -> str | None:
    """The role right after a telling verb: "the customer when …", "an alert to the nurse"."""
    for found in (re.match(_WHO, rest, re.IGNORECASE), re.search(rf"\bto {_WHO}", rest, re.IGNORECASE)):
        tokens = found["who"].split() if found else []
        if found and found.start() == 0 and verb in _GIVES and found.end() == len(rest.rstrip(" .")):
            continue  # "show active customers": they are what is shown
        for size in range(len(tokens), 0, -1):
            if is_person(tokens[size - 1]) and (role := role_of(" ".join(tokens[:size]), roles)):
                return role
    return None


def as_system(line: Line, found: Clause, role: str | None) -> Reading:
    """A thing does something: "I want the system to mail me when …"."""
    subject = definite(found.subject)
    target = recipient(found.verb, found.rest, line.roles) if found.verb in TELLS else None
    spoken = re.search(r"\b(?:me|us|i|my|we)\b", f"{found.rest} {line.parts.condition}", re.IGNORECASE) is not None
    someone = role or target or (line.speaker if spoken else line.mentioned)
    names = names_of(someone, (), line.roles)
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
    if found.verb == "get" and passive(found):
        found = replace(found, verb="be")
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


def as_phrase(line: Line, found: Clause, *, longest: int = LONGEST_PHRASE) -> Reading:
    """A thing without a verb: "bulk upload"; what is too long or too strange for that is quoted as it stands."""
    text = tidy(found.rest)
    someone = line.mentioned
    if not is_plural(head(text)):
        text = re.sub(r"\b(for|to|from|with|by) them$", r"\1 me", text)
    for_whom = re.match(r"(?P<what>.+?) for (?:(?:the|our|all|every) )?(?P<who>[a-z]+(?: [a-z]+)?)$", text)
    if for_whom and (meant := role_of(for_whom["who"], line.roles)):
        text, someone = for_whom["what"], meant
    if line.parts.condition and (noisy := _NOISY.match(text)):
        # "the handheld beeps when …": an unknown word that can only be its verb.
        return as_system(line, Clause("present", noisy["subject"], verb=noisy["verb"][:-1]), someone)
    if able := _ABLE.match(text):
        return as_system(line, Clause("present", able["what"], verb="be", rest=able["how"]), someone)
    if starts_with_gerund(text) and len(text.split()) <= LONGEST_PHRASE:
        verb, _, rest = text.partition(" ")
        return as_action(line, replace(found, shape="imperative", verb=base_form(bare(verb)), rest=rest), someone, ())
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
