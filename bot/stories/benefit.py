"""Why somebody wants it: a reason that was given, turned into what will be better, only where that is safe to say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.language.clauses import clauses, split_sentence
from bot.language.grammar import Clause, bare, clause
from bot.language.nouns import head, is_plural
from bot.language.text import content_words, lower_first, one_line, sentences
from bot.language.verbs import base_form, is_base, starts_with_verb, third_person
from bot.language.voice import base_coordinates, finite, is_many, speak_as
from bot.language.wishes import plain
from bot.language.wording import definite, telegraphic, tidy
from bot.stories.roles import match_role
from bot.stories.rules import Source
from bot.stories.telling import Reading

_LONGEST = 22
# What hurts: said of today, it is the thing that should stop.
_PAINS = frozenset(
    """
    lose waste forget miss wait chase retype copy search hunt overlook mistype confuse complain suffer struggle
    fail delay duplicate overbook double-book oversell overpay underpay mix guess interrupt stop crash break
    burn hang lack ignore block hurt ache tire
    """.split()
)
_EFFORTS = frozenset(
    "retype copy call phone search wait chase enter type walk drive print ask write rewrite look "
    "email mail go double-check check correct redo re-enter reenter count dig explain repeat scroll "
    "click keep do".split()
)
_BAD = re.compile(
    r"\b(?:wrong|late|lost|by hand|manual|manually|angry|twice|error-prone|slow|slowly|too long|too "
    r"late|too much|too many|double|"
    r"again and again|all day|all the time|constantly|for (?:days|weeks|hours)|over and over|every "
    r"single|missing|unclear|annoyed|frustrated|confused|stuck|incomplete|outdated|out of date|"
    r"mistakes?|errors?|on hold|chaos|mess|paper|on paper|excel|spreadsheets?|sticky notes|overtime|hours|"
    r"penalt(?:y|ies)|fines?|complaints?)\b",
    re.IGNORECASE,
)
_BETTER = frozenset(
    "cut reduce save shorten increase raise lower halve improve speed avoid double decrease bring "
    "get drop prevent free finish close serve answer meet keep win earn lift grow boost process "
    "handle".split()
)


def stated_benefit(reading: Reading) -> str:
    """The reason that stands in the line itself, as what follows "so that "; empty when it can't be said safely."""
    if reading.benefit:
        return _as_outcome(reading.benefit, reading)
    reason, word = reading.parts.reason, reading.parts.reason_word
    if not reason:
        return ""
    if word == "so":
        return _as_outcome(reason, reading)
    if word == "to":
        return _ability(reason, reading)
    if word == "otherwise":
        return _short(_avoided(reason, reading))
    if word == "because":
        return _short(relief(reason, reading) or _needed(reason, reading))
    return ""


_CANNOT = re.compile(r"\b()can['’]t\b", re.IGNORECASE)
_NOT = re.compile(r"\b(do|does|is|are|has|have|must|should|need|did|was|were)n['’]t\b", re.IGNORECASE)


def _short(text: str) -> str:
    line = _NOT.sub(r"\1 not", _CANNOT.sub(r"\1cannot", tidy(text)))
    return line if 1 < len(line.split()) <= _LONGEST and _clean(line) else ""


def _clean(line: str) -> bool:
    return not re.search(r"[{}<>|\n]|\bwant to wants\b", line)


def _mine(text: str, reading: Reading) -> str:
    noun = reading.role.rsplit(maxsplit=1)[-1]
    names = reading.names or ((noun,) if noun not in {reading.role, "member", "person"} else ())
    line = speak_as(text, reading.role, also=names, theirs=False)
    if reading.they_is_me:
        line = re.sub(r"^their (?=[a-z])", "my ", line, flags=re.IGNORECASE)
        line = re.sub(
            r"^(?:he|she) (?P<verb>[a-z]+)", lambda found: f"I {_as_i(found['verb'])}", line, flags=re.IGNORECASE
        )
        line = re.sub(r"^they(?= )", "I", line, flags=re.IGNORECASE)
        if line.startswith("I "):
            line = re.sub(r"^I are\b", "I am", line)
            line = re.sub(r"^I aren['’]t\b", "I am not", line)
            if not any(is_plural(bare(word)) for word in line.split(" their ")[0].split()):
                line = re.sub(r"\btheir\b", "my", line, count=1)
    return line


def _as_i(verb: str) -> str:
    return {"is": "am", "has": "have", "does": "do", "doesn": "don"}.get(
        verb, base_form(verb) if verb == third_person(base_form(verb)) else verb
    )


def _as_outcome(reason: str, reading: Reading) -> str:
    line = _mine(lower_first(one_line(reason)), reading)
    if reading.parts.main:
        line = telegraphic(line, f"{reading.parts.main} {line}")
    if line.lower().startswith("to "):
        line = line[3:]
    found = clause(line)
    if found.shape in {"modal", "present"} and found.subject:
        return _short(_no_fragment(line))
    if starts_with_verb(line) and found.shape == "imperative":
        return _ability(line, reading)
    if re.match(r"(?:there|it) ", line) or re.search(
        r"\b(?:is|are|has|have|can|will|gets?|knows?|doesn't|don't)\b", line
    ):
        return _short(line)
    if len(line.split()) <= 8 and re.match(r"(?:no|less|fewer|more)\b", line):  # noqa: PLR2004 - "no double work"
        noun = head(line)
        if happening := re.match(r"(?P<what>no .+) happens?$", line):
            return _short(f"{happening['what']} happens")
        return _short(f"there {'are' if is_plural(noun) else 'is'} {line}")
    return ""


def _no_fragment(line: str) -> str:
    """Only the first clause when a second sentence was glued on."""
    pieces = clauses(line)
    return pieces[0] if pieces and len(line.split()) > _LONGEST else line


def _ability(reason: str, reading: Reading) -> str:
    first = bare(reason.split(maxsplit=1)[0]) if reason.split() else ""
    if not is_base(first):
        return ""
    rest = speak_as(reason, reading.role, also=reading.names, theirs=reading.subject == "I")
    return (
        _short(f"I can {base_coordinates(rest)}")
        if reading.subject == "I"
        else _short(f"we can {base_coordinates(rest)}")
    )


def _avoided(reason: str, reading: Reading) -> str:
    """ "otherwise we pay twice" → "we do not pay twice"."""
    found = clause(_mine(lower_first(reason), reading))
    if found.shape != "present" or found.negated or not found.subject:
        if found.shape == "modal" and re.match(r"(?:will|would|have to|has to)", found.modal) and not found.negated:
            return one_line(
                f"{found.subject} {_do_not(found.subject)} {'have to ' if 'to' in found.modal else ''}{found.predicate}"
            )
        return ""
    return one_line(f"{found.subject} {finite(found.subject, found.verb, negated=True)} {found.rest}")


def _do_not(subject: str) -> str:
    return "do not" if is_many(subject) else "does not"


_PAST = re.compile(
    r"\b(?:yesterday|ago|was|were|had|lost|spent|took|got|missed|forgot|waited|went|came|said|told|last)\b"
)
_OTHERS_TOO = re.compile(r",?\s+and (?:roughly|about|around|some|many|most|half|one in|\d).*$", re.IGNORECASE)
_PAST_VERB = re.compile(
    r"^(?:\S+ ){0,4}?(?:was|were|had|lost|spent|took|got|missed|forgot|waited|went|came|said|told)\b"
)
_KNOWING = frozenset("know see have get find understand hear".split())
_MUST = frozenset({"have to", "has to", "must", "need to", "needs to"})


_ACHING = re.compile(
    r"(?P<what>(?:(?:my|our|the) )?[a-z]+s) (?P<verb>hurt|ache|burn|fail|break|overlap)", re.IGNORECASE
)


_JUST = re.compile(r"\b(we|i|they|you|it|he|she) (?:just|really|simply|basically) (?=\w)", re.IGNORECASE)
_NOWADAYS = re.compile(r"^(?:today|currently|right now|now|at the moment|these days),?\s+(?=\w)", re.IGNORECASE)


def relief(problem: str, reading: Reading) -> str:
    """A pain of today as its end: "we lose 20 minutes per refund" → "we no longer lose 20 minutes per refund".

    Empty when the sentence tells no pain that plain words show, or tells of the past.
    """
    if re.match(r"(?:i|we|they) just (?:can|could)", plain(problem), re.IGNORECASE):
        return ""  # "we just can't take a booking then"
    told = _mine(lower_first(_JUST.sub(r"\1 ", _NOWADAYS.sub("", plain(problem)))), reading)
    if aching := _ACHING.fullmatch(told):
        return one_line(f"{aching['what']} no longer {aching['verb']}")
    parts = split_sentence(told)
    found = clause((clauses(parts.main) or (parts.main,))[0])
    if found.shape not in {"modal", "present"} or found.subject.lower() in {"", "this", "that", "which", "there"}:
        return ""
    found = replace(found, subject="it" if found.subject.lower() == "it" else definite(found.subject))
    found = replace(found, rest=re.sub(r",\s+(?:and|but|so)\s.*$", "", found.rest))
    found = replace(found, rest=_OTHERS_TOO.sub("", found.rest))
    if _PAST.search(found.rest) or len(found.rest.split()) > _LONGEST:
        found = replace(found, rest=re.split(r",?\s+and\s", found.rest, maxsplit=1)[0])
    if found.negated:
        return _gained(found)
    if (
        _PAST.search(f"{found.subject} {found.rest}")
        or _PAST_VERB.search(told)
        or (found.modal and found.modal.lower() not in _MUST)
    ):
        return ""
    if found.subject == "I":
        found = replace(found, rest=_by_me(found.rest))
        if re.search(r"\b(?:us|we)\b", found.rest):
            found = replace(found, rest=re.split(r",? and (?=[a-z]+ )", found.rest, maxsplit=1)[0])
        if re.search(r"\b(?:us|we)\b", found.rest):
            return ""
    return _ended(found)


def _gained(found: Clause) -> str:
    """What can't be done or isn't known today, as done: "we can't see it" → "we can see it"."""
    if re.match(r"(?:can|could)", found.modal):
        return one_line(f"{found.subject} can {found.predicate}")
    if found.verb in _KNOWING and not found.modal:
        rest = re.sub(r"^(?:any|a single) ", "", found.rest)
        return one_line(f"{found.subject} {finite(found.subject, found.verb)} {rest}")
    return ""


def _by_me(rest: str) -> str:
    """Of "customers call us to ask for their parcel", as a customer says it."""
    rest = re.sub(r"^us (?=\w)", "", rest)
    if any(is_plural(bare(word)) for word in rest.partition("their")[0].split()):
        return rest
    return re.sub(r"\btheir\b", "my", rest)


def _ended(found: Clause) -> str:
    """A pain that ends; empty when it isn't one."""
    counted = found.verb in {"take", "spend"} and any(char.isdigit() for char in found.rest)
    pain = found.verb in _PAINS or counted or _BAD.search(found.rest) is not None
    if found.modal:
        known = pain or found.verb in _EFFORTS
        return (
            one_line(f"{found.subject} no longer {finite(found.subject, 'have')} to {found.predicate}") if known else ""
        )
    if not pain or found.verb in {"want", "need", "use"}:
        return ""
    if found.verb == "be":
        return one_line(f"{found.subject} {finite(found.subject, 'be')} no longer {found.rest}")
    return one_line(f"{found.subject} no longer {finite(found.subject, found.verb)} {found.rest}")


def _needed(reason: str, reading: Reading) -> str:
    """A need as met: "accounting needs the totals" → "accounting has the totals"; "wants to see" → "can see"."""
    found = clause(_mine(lower_first(plain(reason)), reading))
    if not found.subject or found.negated:
        return ""
    subject = found.subject
    if found.shape == "modal" and found.modal.lower() in {
        "need to",
        "needs to",
        "want to",
        "wants to",
        "have to",
        "has to",
        "must",
        "can",
    }:
        return one_line(f"{subject} can {found.predicate}")
    if found.shape == "present" and found.verb in {"need", "want", "require"} and not clause(found.rest).subject:
        return one_line(f"{subject} {finite(subject, 'have')} {found.rest}")
    return ""


_GOAL = re.compile(r"(?:should|must|shall|will|has to|have to|needs? to)")
_MOVES = frozenset("drop fall go be take rise get stay come decrease increase shrink grow".split())
_LESS = re.compile(r"(?:fewer|less|no more|no)\b(?!-)", re.IGNORECASE)


_LONGEST_SUBJECT = 8  # words
_WITHIN = re.compile(r"\b(?:under|below|at most|no more than|within|less than|fewer than)\b", re.IGNORECASE)
_LONGEST_MEASURE = 4  # words in the subject


def _is_a_measure(found: Clause, main: str) -> bool:
    """Whether a number is told to move, in one plain clause: "failed deliveries go down from 9 % to 4 %"."""
    return (
        found.shape == "present"
        and found.verb in _MOVES - {"be", "come", "stay"}
        and bool(re.search(r"\d.*\bto\b.*\d|\b(?:by|to|below|under|above|over) \S*\d", found.rest))
        and 0 < len(found.subject.split()) <= _LONGEST_MEASURE
        and "," not in main
    )


def outcome(text: str) -> str:
    """A goal as people state it ("cut refund time to a day") as what follows "so that "."""
    line = plain(text)
    if line.lower().startswith("to ") and starts_with_verb(line[3:]):
        line = line[3:]
    main = split_sentence(line).main
    found = clause(main)
    if bare(found.subject) in {"it", "this", "that", "those", "these"}:
        return ""
    if "," in found.subject or len(found.subject.split()) > _LONGEST_SUBJECT or _NOWADAYS.match(main):
        return ""
    if found.verb == "be" and found.shape == "present" and not _WITHIN.search(found.rest):
        return ""  # "no-shows are at 13%": how it is, not what is wanted
    subject = definite(found.subject) if found.subject else ""
    if len(main.split()) > 1 and bare(main.split(maxsplit=1)[0]) in _BETTER and not found.subject:
        return _short(f"we can {lower_first(main)}")
    if _is_a_measure(found, main):
        return _short(f"{subject} {finite(subject, found.verb)} {found.rest}")
    if found.shape == "modal" and found.verb in _MOVES and _GOAL.match(found.modal):
        return _short(
            f"{subject} {finite(subject, found.verb, negated=found.negated, adverb=found.adverb)} {found.rest}"
        )
    wanted = re.match(r"(?:fewer|less|more|no|faster|better|shorter)\b", found.rest)
    if found.verb in {"want", "need"} and subject.lower() in {"i", "we", "they"} and wanted:
        return _short(f"{subject} have {found.rest}")
    if found.shape == "phrase" and _LESS.match(found.rest):
        return _short(f"there {'are' if is_plural(head(found.rest)) else 'is'} {lower_first(found.rest)}")
    return ""


class Reason(NamedTuple):
    """A benefit that a problem or outcome statement gives, and how many words it shares with the line."""

    benefit: str
    source: Source
    shared: int


class _Near(NamedTuple):
    """What a reason has in common with a line: with the want, with the line, and whether its whole statement has."""

    shared: frozenset[str]
    both: frozenset[str]
    around: bool


_PLAIN_PAIN = re.compile(r"\b(?:lost|forgotten|retype|wait|on hold|by hand|late)\b", re.IGNORECASE)


def _nearness(sentence: str, statement: str, text: str, wanted: frozenset[str], reading: Reading) -> _Near:
    said = content_words(sentence) - _EMPTY
    both = said & content_words(text) - content_words(reading.role)
    around = bool((content_words(statement) - _EMPTY) & wanted)
    return _Near(said & wanted, both, around)


def _pieces(sentence: str) -> tuple[str, ...]:
    """The sentence, or each of its clauses: "Mondays are the worst, owners sit on hold, …"."""
    whole = plain(sentence)
    found = clauses(split_sentence(whole).main)
    return (sentence,) if len(found) < 2 else found  # noqa: PLR2004 - one clause is the sentence itself


def closest_reason(reading: Reading, text: str, reasons: Sequence[Source], roles: Sequence[str]) -> Reason | None:
    """The reason nearest to the line, or None when none is near enough to be honest about.

    Near means two common words of content besides the role's own, or one when it is what is done, or the role's own
    pain. Another role's pain is none of theirs, and a ban has no benefit but its own.
    """
    if reading.kind in {"ban", "quote"}:
        return None
    told = reading.action if reading.kind == "action" else f"{reading.subject} {reading.action} {reading.thing}"
    wanted = content_words(told or text) - content_words(reading.role) - _EMPTY
    does = content_words(reading.action.partition(" ")[0] if reading.kind == "action" else head(reading.thing)) - _EMPTY
    others = [role for role in roles if role != reading.role]
    best: Reason | None = None
    for source in reasons:
        for sentence in sentences(source.text):
            near = _nearness(sentence, source.text, text, wanted, reading)
            for index, piece in enumerate(_pieces(sentence)):
                teller = clause(plain(piece)).subject
                own = match_role(teller, [reading.role]) is not None
                if match_role(teller, others) or (teller.lower() == "i" and bool(roles) and reading.role != roles[0]):
                    continue
                goal = outcome(piece)
                fits = len(near.both) > 1 or bool(near.shared & does) or (bool(near.shared) and (own or bool(goal)))
                if not fits and not own:
                    continue
                said = _short(relief(piece, reading) if index == 0 or own or _PLAIN_PAIN.search(piece) else "") or goal
                shared = len(near.shared | near.both) + (1 if near.around else 0)
                if said and (best is None or shared > best.shared):
                    best = Reason(said, source, shared)
    return best


_EMPTY = content_words(
    "system app new time work thing see show list day page need people user hand minute hour week month number call"
)
