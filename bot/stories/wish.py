"""Where in a text the wish stands, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.language.clauses import Parts, clauses, split_sentence
from bot.language.grammar import Clause, clause, passive
from bot.language.nouns import DETERMINERS, head, is_person, is_plural
from bot.language.text import sentences
from bot.language.wishes import plain
from bot.stories.roles import DEPARTMENTS, EVERYBODY, FIRST_NAMES, as_role, match_role

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


def core(line: str) -> tuple[Parts, Clause, tuple[str, ...]]:
    """The clause that says most plainly what is wanted, with what stands around it and what is said after it."""
    best: tuple[int, Parts, Clause, tuple[str, ...]] | None = None
    for sentence in sentences(line) or (line,):
        parts = split_sentence(plain(_spoken_to(sentence)))
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
        or re.search(r"\d|['’]s\b|\b(?:and|or|of)\b", core_phrase)
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
