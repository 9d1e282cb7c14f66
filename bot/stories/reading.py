"""What one requirement line asks for: whose wish it is, what they want, when, and why, in words a story can use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.language.clauses import Parts, clauses, split_sentence
from bot.language.grammar import Clause, bare, clause, passive
from bot.language.nouns import DETERMINERS, head, is_person, is_plural, with_article
from bot.language.text import clean, lower_first, one_line, sentences, words
from bot.language.verbs import base_form, could_be_noun, is_base, is_verb, starts_with_verb
from bot.language.voice import base_coordinates, plural_of, speak_as
from bot.language.wishes import plain
from bot.language.wording import definite, sayable, starts_with_gerund, telegraphic, tidy, uncapital
from bot.stories.roles import DEPARTMENTS, EVERYBODY, as_role, match_role, mentioned_roles
from bot.stories.scenarios import typed_scenario

Kind = Literal["action", "ban", "system", "state", "thing", "quote"]

NOBODY_NAMED = "user"
"""The role of a story when no role was named anywhere; the linter and the questions point at it."""

_WISHES = frozenset("need want require like love miss wish prefer expect request desire".split())
_TELLS = frozenset(
    """
    mail email e-mail notify tell inform alert remind warn text message show send give offer ask let prompt allow help call sms
    ping update guide lead assign suggest provide invite thank stop prevent keep hand charge pay refund
    """.split()
)
_EXPLICIT = re.compile(
    r"^(?:as (?:an? |the )?(?P<role>[^,]{2,60}?),?\s+)i (?:want|need|would like|wish|['’]d like|can|must be able|should be able|could)\s+(?P<want>.+?)"
    r"(?:[,;]?\s+(?:so that|so|in order to|because)\s+(?P<why>.+))?$",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_PHRASE = 16


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


def read_wish(text: str, roles: Sequence[str], *, fallback: str) -> Reading:
    """Reads one line as a wish of one of the `roles`, or of `fallback` when it names none. Never fails."""
    line = " ".join(clean(text).split())
    if scenario := typed_scenario(line):
        line = scenario.when
    if explicit := _EXPLICIT.match(line.rstrip(".!")):
        return _explicit(explicit, roles)
    parts, found, also = core(line)
    return replace(_from_clause(parts, found, roles, fallback), also=also)


def _explicit(found: re.Match[str], roles: Sequence[str]) -> Reading:
    role = match_role(found["role"], roles) or as_role(found["role"]) or NOBODY_NAMED
    want = found["want"]
    parts, main, also = (
        core(f"I can {re.sub(r'^to ', '', want)}")
        if want.lower().startswith("to ") or starts_with_verb(want)
        else core(f"I want {want}")
    )
    reading = _from_clause(parts, main, roles, role)
    return replace(reading, role=role, benefit=tidy(found["why"] or ""), also=also)


def core(line: str) -> tuple[Parts, Clause, tuple[str, ...]]:
    """The clause of a text that says most plainly what is wanted, with its condition and reason, and what its sentence says after it."""
    best: tuple[int, Parts, Clause, tuple[str, ...]] | None = None
    for sentence in sentences(line) or (line,):
        parts = split_sentence(plain(sentence))
        mains = clauses(parts.main) or (parts.main,)
        for index, piece in enumerate(mains):
            main = plain(piece) if index else piece
            inner = split_sentence(main) if len(mains) > 1 else replace(parts, main=main)
            around = inner
            if len(mains) > 1:
                around = replace(inner, condition=inner.condition or (parts.condition if index == 0 else ""),
                                 condition_word=inner.condition_word or (parts.condition_word if index == 0 else ""),
                                 reason=inner.reason or parts.reason, reason_word=inner.reason_word or parts.reason_word,
                                 exception=inner.exception or parts.exception)  # fmt: skip
            found = clause(around.main)
            score = plainness(found, around.main)
            if best is None or score > best[0]:
                best = (score, around, found, mains[index + 1 :])
    assert best is not None  # noqa: S101 - a text has at least one clause, were it empty
    return best[1], best[2], tuple(piece for piece in best[3] if _goes_on(piece))


def _goes_on(piece: str) -> bool:
    """Whether a further clause says what happens then, rather than how things are today or how somebody feels."""
    parts = split_sentence(piece)
    found = clause(parts.main)
    if found.shape not in {"modal", "present"} or not found.subject or found.verb in _WISHES:
        return False
    if found.shape == "present" and (
        found.subject.lower() in {"i", "we", "that", "which", "this"} or (found.verb == "be" and passive(found) is None)
    ):
        return False
    return not re.search(
        r"\b(?:right now|now|today|currently|at the moment|because|was|were|had|i am|we are)\b", piece, re.IGNORECASE
    )


def plainness(found: Clause, text: str) -> int:
    """How surely a clause is a wish; the first of the surest is taken."""
    if len(text.split()) < 5 and not found.rest and found.shape in {"modal", "present"}:  # noqa: PLR2004 - "ward manager must approve": approve what?
        return 3
    if found.shape == "modal":
        past = found.modal.lower() in {"had to", "wanted to", "would", "might", "will"}
        return 2 if past and found.verb not in _WISHES else 6
    if found.verb in _WISHES and found.shape == "present":
        return 6
    if found.shape == "imperative":
        return 4
    if found.shape == "present":
        return (
            3 if _person(found.subject) or found.subject.lower().startswith(("the system", "system", "the app")) else 2
        )
    return 1 if len(text.split()) <= _LONGEST_PHRASE else 0


def _person(subject: str) -> bool:
    return bool(subject) and (is_person(head(subject)) or subject.lower() in EVERYBODY)


def role_of(subject: str, roles: Sequence[str]) -> str | None:
    """The role that a subject stands for, or None for a thing."""
    stripped = re.sub(
        r"^(?:only|all|every|each|any|most|some|also|even|both)\s+(?:of\s+)?", "", subject.strip(), flags=re.IGNORECASE
    )
    core_phrase = re.split(r"\s+(?:who|that|which|with|in|on|at|from)\s+", stripped, maxsplit=1)[0]
    if core_phrase.lower() in EVERYBODY or core_phrase.lower().startswith("no "):
        return None
    known = match_role(core_phrase, roles)
    if known:
        return known
    if core_phrase.lower().removeprefix("the ") in DEPARTMENTS - frozenset(
        "it production warehouse support maintenance engineering".split()
    ):
        return as_role(core_phrase)
    if (
        not is_person(head(core_phrase))
        or len(core_phrase.split()) > 4
        or re.search(r"\d|['’]s\b|\b(?:and|or|of)\b", core_phrase)
    ):  # noqa: PLR2004
        if pair := re.match(r"(?P<first>[\w -]+?) (?:and|or) (?P<second>[\w -]+)$", core_phrase):
            return role_of(pair["first"], roles) or role_of(pair["second"], roles)
        return None
    role = as_role(core_phrase)
    capital = core_phrase.split()[-1]
    if (
        capital[:1].isupper()
        and not capital.isupper()
        and not is_plural(capital)
        and not DETERMINERS & {core_phrase.split()[0].lower()}
        and not is_person(role.split()[-1])
    ):
        return None
    return role or None


def _from_clause(parts: Parts, found: Clause, roles: Sequence[str], fallback: str) -> Reading:
    if found.shape == "phrase":
        return _phrase(parts, found, roles, fallback)
    if found.shape == "imperative":
        return _imperative(parts, found, roles, fallback)
    if (relative := re.match(r"(?P<who>.+?),? (?:who|that) (?P<does>.+)$", found.subject)) and role_of(
        relative["who"], roles
    ):
        # "customers who call in should get a text": who they are is when it applies.
        found = replace(found, subject=relative["who"])
        if not parts.condition:
            parts = replace(parts, condition=f"{relative['who']} {relative['does']}", condition_word="when")
    subject = found.subject
    low = bare(subject)
    role = role_of(subject, roles)
    if doing := passive(found):
        verb, agent, tail = doing
        doer = role_of(agent, roles) if agent else None
        if doer:
            action = one_line(f"{verb} {_object(subject)} {tail}")
            return _action(
                parts,
                replace(found, verb=verb, rest=one_line(f"{_object(subject)} {tail}")),
                action,
                doer,
                roles,
                (agent,),
            )
        if (
            role is None
            and low not in EVERYBODY
            and not found.negated
            and found.modal.startswith(("can", "could", "may"))
        ):
            action = one_line(f"{verb} {_object(subject)} {tail}")
            return _action(
                parts,
                replace(found, verb=verb, rest=one_line(f"{_object(subject)} {tail}")),
                action,
                _mentioned(parts, roles, fallback),
                roles,
                (),
            )
    if role is None and (banned := re.match(r"(?:nobody|no one|no-one|noone|none|no (?P<who>.+))$", low)):
        return _banned(parts, found, role_of(banned["who"], roles) if banned["who"] else None, roles, fallback)
    if (
        role is None
        and low not in EVERYBODY - {"them"}
        and not low.startswith(("someone ", "everyone ", "people ", "anyone ", "everybody "))
    ):
        return _system(parts, found, None, roles, fallback)
    someone = role or _first(roles, fallback)
    if found.verb in _WISHES and not found.modal.startswith("can") and not found.negated:
        return _wished(parts, found, someone, roles, fallback)
    missing = role is None and re.match(r"(?:can|could)", found.modal) is not None
    spared = re.search(r"(?:have|need|want) to$", found.modal) is not None and found.negated
    if found.negated and not missing and not spared:
        if role is None and found.shape == "present":
            return _action(parts, found, found.predicate, someone, roles, (subject,), opening="not ")
        return _forbidden(parts, found, someone, roles, (subject,))
    opening = "not to have " if spared and "want" not in found.modal else "not " if spared else ""
    return _action(parts, found, found.predicate, someone, roles, (subject,) if role else (), opening=opening)


def _first(roles: Sequence[str], fallback: str) -> str:
    return fallback or (roles[0] if roles else NOBODY_NAMED)


def _mentioned(parts: Parts, roles: Sequence[str], fallback: str) -> str:
    """The role that a line without a doer speaks of."""
    found = mentioned_roles(f"{parts.main} {parts.condition}", roles)
    return found[0] if found else _first(roles, fallback)


def _object(subject: str) -> str:
    """A subject as an object: "Refunds" → "refunds"; "it" stays."""
    return definite(subject) if bare(subject) not in {"they", "he", "she"} else "them"


def _sides(parts: Parts, role: str, names: Sequence[str], *, theirs: bool) -> tuple[str, str]:
    also = [
        re.sub(r"^(?:the|an?|only|all|every|each|our|any) ", "", name, flags=re.IGNORECASE).lower() for name in names
    ]
    also = [name for name in also if name and name not in EVERYBODY]
    plain_names = [name for name in {role.split()[-1], *also} if name not in {"member", "person", role}]
    told = clause(parts.condition)
    if told.shape in {"modal", "present"} and told.subject and parts.condition.startswith(told.subject):
        parts = (
            replace(parts, condition=definite(told.subject) + parts.condition[len(told.subject) :])
            if bare(told.subject) not in {"it", "this", "that"}
            else parts
        )
    condition = speak_as(parts.condition, role, also=plain_names, theirs=theirs)
    exception = speak_as(parts.exception, role, also=plain_names, theirs=theirs)
    return condition, exception


def _names(role: str, subjects: Sequence[str], roles: Sequence[str]) -> tuple[str, ...]:
    """Other ways in which this line may call the role: its noun alone, when it is nobody else's."""
    noun = role.split()[-1]
    shared = [other for other in roles if other != role and other.split()[-1] == noun]
    names = [] if shared or noun in {"member", "person", "user"} or noun == role else [noun]
    for subject in subjects:
        short = re.sub(
            r"^(?:the|an?|only|all|every|each|our|any|most|some)\s+", "", subject.strip(), flags=re.IGNORECASE
        ).lower()
        if short and short not in EVERYBODY and short not in names and len(short.split()) <= 3:  # noqa: PLR2004
            names.append(as_role(short) or short)
    return tuple(name for name in dict.fromkeys(names) if name != role)


def _action(
    parts: Parts,
    found: Clause,
    predicate: str,
    role: str,
    roles: Sequence[str],
    subjects: Sequence[str],
    *,
    opening: str = "",
) -> Reading:
    names = _names(role, subjects, roles)
    verb, _, rest = predicate.partition(" ")
    action = f"{verb} {telegraphic(base_coordinates(rest), parts.main, after_verb=verb)}".strip()
    theirs = bool(subjects)
    action = speak_as(action, role, also=names, theirs=theirs) if theirs else action
    action = _alone(action, role)
    condition, exception = _sides(parts, role, names, theirs=theirs and not _other_plural(action))
    adverb = f"{found.adverb} " if found.adverb and found.adverb not in {"easily", "quickly", "simply"} else ""
    soft = f" {found.adverb}" if found.adverb in {"easily", "quickly", "simply"} else ""
    want = f"{opening if opening != 'not to have ' else 'not to have '}to {adverb}{action}{soft}"
    return Reading(role, tidy(_with_condition(want, parts, condition)), "action", found, parts, subject="I", action=tidy(action),
                   condition=condition, condition_word=parts.condition_word, exception=exception, names=names, negated=bool(opening), they_is_me=theirs and not _other_plural(action))  # fmt: skip


def _alone(action: str, role: str) -> str:
    """What many do among themselves, as one of them says it: "with each other" → "with other nurses"."""
    line = re.sub(
        r"\b(?:with|among|between) (?:each other|one another|themselves)\b", f"with other {plural_of(role)}", action
    )
    return re.sub(r"\bourselves\b", "myself", re.sub(r"\byour\b", "my", line))


def _other_plural(action: str) -> bool:
    return any(is_plural(word) and not (is_verb(word) and not could_be_noun(word)) for word in words(action))


def _with_condition(want: str, parts: Parts, condition: str) -> str:
    if not condition:
        return want
    word = {"once": "once", "for": "for", "where": "where"}.get(parts.condition_word, parts.condition_word)
    return f"{want} {word} {lower_first(condition)}"


def _forbidden(parts: Parts, found: Clause, role: str, roles: Sequence[str], subjects: Sequence[str]) -> Reading:
    names = _names(role, subjects, roles)
    action = speak_as(base_coordinates(found.predicate), role, also=names, theirs=True)
    condition, exception = _sides(parts, role, names, theirs=not _other_plural(action))
    want = f"the system not to let me {action}"
    return Reading(role, tidy(_with_condition(want, parts, condition)), "ban", found, parts, subject="I", action=tidy(action),
                   condition=condition, condition_word=parts.condition_word, exception=exception, names=names, negated=True)  # fmt: skip


def _banned(parts: Parts, found: Clause, role: str | None, roles: Sequence[str], fallback: str) -> Reading:
    """ "no nurse should work …": nobody of them is let."""
    someone = role or _mentioned(parts, roles, fallback)
    condition, exception = _sides(parts, someone, (), theirs=False)
    want = f"{lower_first(found.subject)} to {base_coordinates(found.predicate)}"
    action = _alone(speak_as(base_coordinates(found.predicate), someone, theirs=True), someone)
    return Reading(someone, tidy(_with_condition(want, parts, condition)), "ban", found, parts, subject="I", action=tidy(action),
                   condition=condition, condition_word=parts.condition_word, exception=exception, negated=True)  # fmt: skip


def _wished(parts: Parts, found: Clause, role: str, roles: Sequence[str], fallback: str) -> Reading:
    """ "we need …": a thing, something to do, or somebody else to do it."""
    rest = found.rest
    loose = re.match(r"(?:always |also |never |only |still )*(?P<verb>[a-z]+)\b", rest)
    if loose and is_base(loose["verb"]) and not could_be_noun(loose["verb"]):
        rest = f"to {rest}"  # "I want always know where …": not a native speaker
    if other := re.match(
        r"(?:for )?(?P<who>.+?) to (?:be able to |be allowed to )?(?P<verb>[a-z-]+)\b(?P<rest>.*)$", rest, re.IGNORECASE
    ):
        if is_base(bare(other["verb"])) and len(other["who"].split()) < 6:  # noqa: PLR2004
            inner = Clause("modal", other["who"], "should", False, "", bare(other["verb"]), other["rest"].strip())
            if role_of(other["who"], roles) != role or other["who"].lower() not in EVERYBODY:
                return _from_clause(
                    replace(parts, main=f"{other['who']} should {other['verb']}{other['rest']}"),
                    inner,
                    roles,
                    fallback or role,
                )
    if rest.lower().startswith("to "):
        first = re.match(r"(?P<adverb>(?:always|also|never|only|still) )?(?P<rest>.+)$", rest[3:])
        verb, _, more = (first["rest"] if first else rest[3:]).partition(" ")
        found = replace(found, adverb=(first["adverb"] or "").strip() if first else "")
        inner = replace(found, verb=base_form(bare(verb)) if is_verb(bare(verb)) else verb, rest=more)
        return _action(
            parts,
            inner,
            inner.predicate,
            role,
            roles,
            (found.subject,) if found.subject.lower() not in EVERYBODY else (),
        )
    inner_clause = clause(rest)
    if (
        inner_clause.shape in {"modal", "present"}
        and inner_clause.subject
        and len(rest.split()) > 3
        and not _relative(rest)
    ):  # noqa: PLR2004
        return _from_clause(replace(parts, main=rest), inner_clause, roles, fallback or role)
    return _phrase(parts, Clause("phrase", rest=rest), roles, role)


def _relative(rest: str) -> bool:
    return bool(re.search(r"\b(?:that|which|who|where)\b", rest))


def _imperative(parts: Parts, found: Clause, roles: Sequence[str], fallback: str) -> Reading:
    """ "Export to CSV" is something to do; "notify the customer" is something the system does for them."""
    if found.verb in _TELLS:
        target = _recipient(found.rest, roles)
        if target and found.verb not in frozenset("call pay refund charge assign invite".split()):
            told = replace(found, shape="modal", subject="the system", modal="should")
            return _system(parts, told, target, roles)
    someone = _first(roles, fallback)
    if found.negated or found.verb in {"avoid", "prevent", "stop"}:
        return _system(parts, replace(found, shape="modal", subject="the system", modal="should"), someone, roles)
    return _action(parts, found, found.predicate, someone, roles, ())


def _recipient(rest: str, roles: Sequence[str]) -> str | None:
    """The role right after a telling verb: "the customer when …", "an alert to the nurse"."""
    phrase = re.match(
        r"(?:(?:the|a|an|our|all|each|every|any|both) )*(?P<who>[a-z-]+(?: [a-z-]+){0,2})", rest, re.IGNORECASE
    )
    if phrase:
        tokens = phrase["who"].split()
        for size in range(len(tokens), 0, -1):
            piece = " ".join(tokens[:size])
            if is_person(tokens[size - 1]) and (role := role_of(piece, roles)):
                return role
    if behind := re.search(
        r"\bto (?:(?:the|a|an|our|all|each|every|any) )*(?P<who>[a-z-]+(?: [a-z-]+){0,2})", rest, re.IGNORECASE
    ):
        tokens = behind["who"].split()
        for size in range(len(tokens), 0, -1):
            if is_person(tokens[size - 1]) and (role := role_of(" ".join(tokens[:size]), roles)):
                return role
    return None


def _system(parts: Parts, found: Clause, role: str | None, roles: Sequence[str], fallback: str = "") -> Reading:
    """A thing does something: "I want the system to mail me when …"."""
    subject = definite(found.subject)
    target = None
    if found.verb in _TELLS:
        target = _recipient(found.rest, roles)
    spoken = re.search(r"\b(?:me|us|i|my|we)\b", f"{found.rest} {parts.condition}", re.IGNORECASE) is not None
    someone = role or target or (_first(roles, fallback) if spoken else _mentioned(parts, roles, fallback))
    names = _names(someone, (), roles)
    rest = base_coordinates(found.rest)
    if target == someone:
        rest = speak_as(f"{found.verb} {rest}", someone, also=names, theirs=True).partition(" ")[2]
        rest = re.sub(r"^me (their|his|her) ", "me my ", rest)
    condition, exception = _sides(parts, someone, names, theirs=False)
    verb = "have" if found.verb == "need" else found.verb
    adverb = f"{found.adverb} " if found.adverb else ""
    predicate = one_line(f"{adverb}{verb} {rest}")
    want = f"{subject} {'not ' if found.negated else ''}to {predicate}"
    inner = replace(found, subject=subject, verb=verb, rest=rest)
    kind: Kind = "state" if passive(inner) else "system"
    return Reading(someone, tidy(_with_condition(want, parts, condition)), kind, inner, parts, subject=subject, action=tidy(predicate),
                   condition=condition, condition_word=parts.condition_word, exception=exception, names=names, negated=found.negated, they_is_me=target == someone and not _other_plural(rest))  # fmt: skip


def _phrase(parts: Parts, found: Clause, roles: Sequence[str], fallback: str) -> Reading:
    """A thing without a verb: "bulk upload"; what is too long or too strange for that is quoted as it stands."""
    text = tidy(found.rest)
    someone = _mentioned(parts, roles, fallback)
    tokens = text.split()
    if parts.condition and (
        noisy := re.match(r"(?P<subject>(?:the|an?|my|our) (?:[\w-]+ ){0,2}[\w-]+) (?P<verb>[a-z]{3,}[^s]s)$", text)
    ):
        # "the handheld beeps when …": an unknown word that can only be its verb.
        told = Clause("present", noisy["subject"], verb=noisy["verb"][:-1])
        return _system(parts, told, someone, roles)
    if able := re.match(
        r"(?P<what>.+?) (?P<how>[a-z]+(?:able|ible)(?: (?:by|in|from|on|for|via|with|to|at|as|offline|online)\b.*)?)$",
        text,
    ):
        if len(able["what"].split()) < 5:  # noqa: PLR2004 - "logs searchable by request id"
            return _system(parts, Clause("present", able["what"], verb="be", rest=able["how"]), someone, roles)
    if starts_with_gerund(text) and len(tokens) <= _LONGEST_PHRASE:
        verb, _, rest = text.partition(" ")
        inner = replace(found, shape="imperative", verb=base_form(bare(verb)), rest=rest)
        return _action(parts, inner, inner.predicate, someone, roles, ())
    if not text or len(tokens) > _LONGEST_PHRASE or not sayable(text):
        quoted = text.replace("“", "‘").replace("”", "’").replace('"', "'")
        want = f"this to be covered: “{quoted}”" if quoted else "this to be covered"
        return Reading(someone, want, "quote", found, parts, thing=quoted)
    thing = telegraphic(uncapital(text), parts.main)
    thing = re.sub(r"^([\w-]+) (?=(?:who|what|how|why) \w+)", r"\1 of ", thing)
    condition, exception = _sides(parts, someone, (), theirs=False)
    thing = with_article(thing)
    return Reading(someone, tidy(_with_condition(thing, parts, condition)), "thing", found, parts, thing=thing, condition=condition,
                   condition_word=parts.condition_word, exception=exception)  # fmt: skip
