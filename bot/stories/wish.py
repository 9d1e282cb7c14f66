"""Where in a text the wish stands, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.language.clauses import Parts, clauses, split_sentence
from bot.language.grammar import AUXILIARIES, Clause, bare, clause
from bot.language.nouns import DETERMINERS, head, is_person, is_plural
from bot.language.passives import passive
from bot.language.text import sentences
from bot.language.verbs import base_form, could_be_noun, is_base, is_verb, past, third_person
from bot.language.voice import plural_of
from bot.language.wishes import plain
from bot.stories.roles import DEPARTMENTS, EVERYBODY, FIRST_NAMES, as_role, match_role
from bot.stories.separate import is_path

NOBODY_NAMED = "user"
"""The role of a story when no role was named anywhere; the linter and the questions point at it."""

WISHES = frozenset("need want require like love miss wish prefer expect request desire".split())
LONGEST_PHRASE = 16


def _spoken_to(sentence: str) -> str:
    """Of "Teachers: mark attendance": teachers can mark attendance."""
    found = re.match(r"(?P<who>[A-Za-z][\w -]{2,30}):\s+(?P<does>\S.*)$", sentence)
    if found and is_person(head(found["who"])) and clause(found["does"]).shape == "imperative":
        return f"{found['who']} can {found['does'][:1].lower()}{found['does'][1:]}"
    return sentence


def told(text: str, roles: Sequence[str]) -> Clause:
    """The clause, read with the roles that are known: "tour guide tick who is on bus" says what the guide does."""
    found = clause(text)
    opened = _opened_by_role(text, roles)
    if opened is None and is_path(text):
        verb, _, rest = text.partition(" ")
        return Clause("imperative", verb=bare(verb), rest=rest)
    if opened is None:
        return found
    subject, verb, rest = opened
    if base_form(verb) in WISHES and found.verb != base_form(verb):
        return Clause("present", subject, verb=base_form(verb), rest=rest)
    if found.shape in {"modal", "present"} and found.subject.lower().startswith(subject.lower()):
        return found
    if found.shape == "modal" or (found.shape == "present" and found.subject and not subject.startswith(found.subject)):
        return found
    return Clause("present", subject, verb=base_form(verb), rest=rest)


_SYSTEM_DOES = re.compile(
    r"\band (?:then )?(?P<what>system|app|tool) (?P<verb>(?!tell|warn|inform)[a-z]+)\b", re.IGNORECASE
)


def _the_system_does(found: re.Match[str]) -> str:
    """ "and system fill the rest", said by somebody who leaves endings out."""
    verb = found["verb"].lower()
    return f"and the {found['what']} {third_person(verb)}" if is_base(verb) else found.group()


_NAMED_AFTER = re.compile(
    r"^(?P<who>.+? (?:do |does )?(?:needs?|wants?|gets?)) [^:]{1,40}:\s+(?P<what>(?:an?|the|one) [^:]+)$", re.IGNORECASE
)


def _named_after(sentence: str) -> str:
    """Of "tutors need one email: a daily digest of what waits": tutors need a daily digest of what waits."""
    found = _NAMED_AFTER.match(sentence)
    return f"{found['who']} {found['what']}" if found and clause(found["what"]).shape == "phrase" else sentence


_BEFORE_ROLE = r"(?:(?:only|the|an?|our|all|every|each|then) )*"
_AFTER_ROLE = r"(?: (?:also|then|just|always|still))?"
_OFTEN_NOUNS = frozenset(
    "order request report list account contact support service review email mail call visit".split()
)


def _opened_by_role(text: str, roles: Sequence[str]) -> tuple[str, str, str] | None:
    """Subject, verb and rest of a text that begins with a known role and a verb, whatever the verb's ending."""
    for role in roles:
        noun = role.rsplit(maxsplit=1)[-1]
        alone = sum(other.rsplit(maxsplit=1)[-1] == noun for other in roles) == 1
        one = {role, noun} if alone else {role}
        names = "|".join(sorted(map(re.escape, {*one, *map(plural_of, one)}), key=len, reverse=True))
        found = re.match(
            rf"(?P<who>{_BEFORE_ROLE}(?P<name>{names})){_AFTER_ROLE} (?P<verb>[a-z]+)\b(?P<rest>.*)$",
            text,
            re.IGNORECASE | re.DOTALL,
        )
        if found is None:
            continue
        verb, rest = found["verb"].lower(), found["rest"].strip()
        base = base_form(verb)
        if not is_verb(verb) or verb in AUXILIARIES or verb.endswith("ing") or (verb == past(base) and verb != base):
            continue
        many = found["name"].lower() not in {each.lower() for each in one}
        unsure = could_be_noun(verb) and not many and (verb != base or base in _OFTEN_NOUNS or len(rest.split()) < 2)  # noqa: PLR2004 - "customer order history"
        if rest and not unsure:
            return found["who"], verb, rest
    return None


_UNKNOWN_WANTS = re.compile(
    r"(?:the |an? |our )?(?P<who>[a-z]+(?: [a-z]+)?) (?:wants?|wish(?:es)?|needs) \S", re.IGNORECASE
)


_PERHAPS_PEOPLE = re.compile(
    r"(?:the |our |all )?(?P<who>counters?|guides?|cleaners?|runners?) (?P<verb>[a-z]+)\b", re.IGNORECASE
)
_MODALS = frozenset("must can should may will need needs".split())


def wanting(line: str, roles: Sequence[str]) -> tuple[str, ...]:
    """The roles, and whoever "wants" something in this line: only people do."""
    perhaps = _PERHAPS_PEOPLE.match(plain(line))
    if perhaps and (is_verb(perhaps["verb"].lower()) or perhaps["verb"].lower() in _MODALS):
        role = as_role(perhaps["who"])
        return tuple(roles) if match_role(role, roles) else (*roles, role)
    found = _UNKNOWN_WANTS.match(plain(line))
    who = bare(found["who"].split()[-1]) if found else ""
    if (
        found is None
        or who in EVERYBODY | {"he", "she", "it", "that", "who", "which"}
        or (is_verb(who) and not could_be_noun(who))
    ):
        return tuple(roles)
    if re.search(r" needs ", found.group()) or match_role(found["who"], roles):
        return tuple(roles)
    role = as_role(found["who"])
    return (*roles, role) if role and not _is_thing(role) else tuple(roles)


def _is_thing(role: str) -> bool:
    return role.rsplit(maxsplit=1)[-1] in frozenset(
        "system app tool page screen form site website portal legal law work".split()
    )


def core(line: str, roles: Sequence[str] = ()) -> tuple[Parts, Clause, tuple[str, ...]]:
    """The clause that says most plainly what is wanted, with what stands around it and what is said after it."""
    best: tuple[int, Parts, Clause, tuple[str, ...]] | None = None
    for sentence in sentences(line) or (line,):
        parts = split_sentence(plain(_named_after(_spoken_to(sentence))))
        parts = replace(parts, main=_SYSTEM_DOES.sub(_the_system_does, parts.main))
        mains = clauses(parts.main) or (parts.main,)
        for index, piece in enumerate(mains):
            main = plain(piece) if index else piece
            inner = split_sentence(main) if len(mains) > 1 else replace(parts, main=main)
            around = inner
            if len(mains) > 1:
                around = replace(
                    inner,
                    condition=inner.condition or (parts.condition if index == 0 else ""),
                    condition_word=inner.condition_word or (parts.condition_word if index == 0 else ""),
                    reason=inner.reason or parts.reason,
                    reason_word=inner.reason_word or parts.reason_word,
                    exception=inner.exception or parts.exception,
                )
            found = told(around.main, roles)
            score = plainness(found, around.main)
            if best is None or score > best[0]:
                best = (score, around, found, mains[index + 1 :])
    assert best is not None  # noqa: S101 - a text has at least one clause, were it empty
    return best[1], best[2], tuple(piece for piece in best[3] if _goes_on(piece))


def each_their_own(main: str, roles: Sequence[str]) -> tuple[tuple[Parts, Clause], ...]:
    """Of "buyer sends order, supplier confirms, clerk books goods in": what the others do, each of another role."""
    pieces = re.split(r",\s+(?:and )?|;\s+", main)
    found = [(Parts(piece), told(piece, roles)) for piece in pieces]
    who = [role_of(inner.subject, roles) if inner.subject else None for _, inner in found]
    alike = len(pieces) < 2 or None in who or len(set(who)) < len(who)  # noqa: PLR2004 - one piece is the line itself
    return () if alike else tuple(one for one in found[1:] if one[1].rest and plainness(one[1], one[0].main) >= _UNSURE)


_UNSURE = 3


def further_wishes(line: str, roles: Sequence[str], main: str) -> tuple[tuple[Parts, Clause], ...]:
    """Wishes of other roles than the one in `main`: "… and the controller wants to approve differences"."""
    role = role_of(told(main, roles).subject, roles)
    found: list[tuple[Parts, Clause]] = []
    for sentence in sentences(line):
        for piece in clauses(split_sentence(plain(_spoken_to(sentence))).main):
            parts = split_sentence(plain(piece))
            inner = told(parts.main, roles)
            other = role_of(inner.subject, roles)
            wants = inner.shape == "present" and inner.verb in WISHES and not inner.negated
            may = inner.shape == "modal" and _MAY_OR_WANTS.match(inner.modal) is not None and not inner.negated
            if role and other and other != role and (wants or may) and parts.main != main:
                found.append((parts, inner))
    return tuple(found)


_MAY_OR_WANTS = re.compile(r"(?:wants?|wish(?:es)?|can|could) to$|can$|could$", re.IGNORECASE)


def _goes_on(piece: str) -> bool:
    """Whether a further clause says what happens then, rather than how things are today or how somebody feels."""
    parts = split_sentence(piece)
    found = clause(parts.main)
    if found.shape not in {"modal", "present"} or not found.subject or found.verb in WISHES:
        return False
    if found.shape == "present" and (
        found.subject.lower() in {"i", "we", "that", "which", "this"} or (found.verb == "be" and passive(found) is None)
    ):
        return False
    return not re.search(
        r"\b(?:right now|now|today|currently|at the moment|because|was|were|had|i am|we are)\b", piece, re.IGNORECASE
    )


# What people have to put up with today is not what they want.
_TODAY = re.compile(r"\b(?:by hand|manually|right now|currently|at the moment|nowadays|these days)\b", re.IGNORECASE)


def plainness(found: Clause, text: str) -> int:
    """How surely a clause is a wish; the first of the surest is taken."""
    if len(text.split()) < 5 and not found.rest and found.shape in {"modal", "present"}:  # noqa: PLR2004 - "ward manager must approve": approve what?
        return 3
    if re.match(r"(?:which|whichever|whatever|whoever|that|where|wherever)\b", found.subject, re.IGNORECASE):
        return 0
    if _TODAY.search(text) and not found.modal.lower().startswith(("can", "could", "should")):
        return 1
    if found.shape == "modal":
        past = found.modal.lower() in {"had to", "wanted to", "would", "might", "will"}
        return 2 if past and found.verb not in WISHES else 6
    if found.verb in WISHES and found.shape == "present":
        return 6
    if found.shape == "imperative":
        return 4
    if found.shape == "present":
        return (
            3 if _person(found.subject) or found.subject.lower().startswith(("the system", "system", "the app")) else 2
        )
    return 1 if len(text.split()) <= LONGEST_PHRASE else 0


def _person(subject: str) -> bool:
    return bool(subject) and (is_person(head(subject)) or subject.lower() in EVERYBODY)


_LONGEST_ROLE = 4  # words


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
        or len(core_phrase.split()) > _LONGEST_ROLE
        or re.search(r"\d|['’]s\b|\b(?:and|or)\b|(?<!head )(?<!director )(?<!chief )\bof\b", core_phrase)
    ):
        if pair := re.match(r"(?P<first>[\w -]+?) (?:and|or) (?P<second>[\w -]+)$", core_phrase):
            return role_of(pair["first"], roles) or role_of(pair["second"], roles)
        return None
    role = as_role(core_phrase)
    capital = ["", *re.findall(r"[^\W\d_][\w'’-]*", core_phrase)][-1]
    named = capital[:1].isupper() and not capital.isupper() and not is_plural(capital)
    known_name = role in FIRST_NAMES
    bare_name = core_phrase.split()[0].lower() not in DETERMINERS and not is_person(role.split()[-1])
    if named and (known_name or bare_name):
        return None
    return role or None
