"""Several goals in one line taken apart, and the steps of one path kept together in their order."""

from __future__ import annotations

import re

from bot.language.grammar import Clause, bare
from bot.language.nouns import DETERMINERS, head, is_countable, is_person, is_plural
from bot.language.text import one_line
from bot.language.verbs import base_form, could_be_noun, is_base, is_verb, third_person

_PARTICLES = frozenset("in out up off down back over on away".split())
# With one object, each of these is a goal of its own: "book and cancel appointments".
_GOALS = frozenset(
    """
    book rebook move cancel reschedule create edit change delete remove extend return borrow reserve renew open
    close block unblock suspend export import print share approve assign archive restore withdraw request
    """.split()
)
# These take no object, or another one than the verbs beside them: "register, pay and get a number" is one path.
_ALONE = frozenset(
    "register go come apply arrive wait log sign get receive see have be pay leave start stop look".split()
)
_MOST_GOALS, _FEWEST_STEPS = 6, 3
_ENDS = re.compile(r"[,;]?\s*(?:and |then )*(?:done|finished|ready|that's it|that is it|end)\s*[.!]*$", re.IGNORECASE)
# What must not happen on the way is a rule, and no step: "types the quantity, never sees the expected one".
_BANS = re.compile(r",\s*(?:and |but )?(?:never|not) [a-z]+ [^,;]+$", re.IGNORECASE)
_LOOKS = frozenset("see view check follow track watch know monitor".split())


def goals(main: str, found: Clause) -> tuple[str, ...]:
    """ "owners can book, move and cancel appointments" as one clause for each goal, else itself."""
    tokens = main.split()
    start = _verb_at(tokens, found)
    if start is None:
        return (main,)
    items: list[list[str]] = []
    index, joined = start, ""
    while index < len(tokens):
        word = bare(tokens[index])
        if not is_verb(word) or not _same_form(word, bare(tokens[start])):
            return (main,)
        item = [tokens[index]]
        index += 1
        if index < len(tokens) - 1 and bare(tokens[index]) in _PARTICLES and not tokens[index - 1].endswith(","):
            item.append(tokens[index])
            index += 1
        ends = item[-1].endswith(",")
        items.append([token.rstrip(",") for token in item])
        if index < len(tokens) and bare(tokens[index]) in {"and", "or", "&"}:
            joined = bare(tokens[index])
            index += 1
        elif not ends:
            break
    rest = tokens[index:]
    if not joined or not rest or not 1 < len(items) <= _MOST_GOALS or bare(rest[0]) in {"to", "and", "or"}:
        return (main,)
    if any(base_form(bare(item[0])) in _ALONE for item in items):
        return (main,)
    pair = len(items) == 2  # noqa: PLR2004 - "approve or reject" is one decision
    if pair and (joined == "or" or not all(base_form(bare(item[0])) in _GOALS for item in items)):
        return (main,)
    return tuple(" ".join([*tokens[:start], *item, *rest]) for item in items)


def _verb_at(tokens: list[str], found: Clause) -> int | None:
    start = len(found.subject.split()) if found.subject else 0
    for index in range(start, len(tokens)):
        if base_form(bare(tokens[index])) == found.verb:
            return index
    return None


def _same_form(word: str, first: str) -> bool:
    base = base_form(word)
    return (word == base) == (first == base_form(first)) and word in {base, third_person(base)}


def steps(predicate: str) -> tuple[str, ...]:
    """ "scans bin, scans part, types qty, done" as steps in base form; empty when it is no path of three or more.

    What stands between the steps without a verb of its own belongs to the step before it.
    """
    line = _BANS.sub("", _ENDS.sub("", one_line(predicate)))
    pieces = [
        piece
        for piece in re.split(r",\s*(?:and then |and |then )?|;\s*|\s(?:and then|then|and)\s+", line)
        if piece.strip()
    ]
    found: list[str] = []
    for piece in pieces:
        first, _, rest = piece.strip().partition(" ")
        if _is_step(bare(first), rest, opens=not found):
            found.append(f"{base_form(bare(first))} {rest}".strip())
        elif found:
            found[-1] = f"{found[-1]}, {piece.strip()}"
        else:
            return ()
    few = len(found) < _FEWEST_STEPS and not (len(found) > 1 and " and " not in line and len(pieces) > 1)
    if few or not all(" " in step for step in found):
        return ()
    if not re.search(r"\b(?:a|an|the|my|their|his|her|its|it|them)\b", predicate):
        found = [_definite(step) for step in found]
    return tuple(found)


def _is_step(word: str, rest: str, *, opens: bool) -> bool:
    if not is_verb(word) or not rest or word not in {base_form(word), third_person(base_form(word))}:
        return False
    if opens or not could_be_noun(word):
        return True
    return len(rest.split()) > 0 and bare(rest.split(maxsplit=1)[0]) not in {
        "of",
        "for",
        "in",
        "on",
        "from",
        "at",
        "with",
        "by",
    }


def _definite(step: str) -> str:
    """ "scan bin" → "scan the bin"; many and mass nouns stay."""
    verb, _, rest = step.partition(" ")
    noun = head(rest)
    if (
        bare(rest.split()[0]) in DETERMINERS | _NOT_THINGS
        or is_plural(noun)
        or not is_countable(noun)
        or rest[:1].isdigit()
    ):
        return step
    return f"{verb} the {rest}"


_NOT_THINGS = frozenset(
    "why who what how when where if whether yes no to in on at by with for up out off me us".split()
)


def joined(found: tuple[str, ...]) -> str:
    """Steps as one predicate: "scan the bin, scan the part and type the qty"."""
    return f"{', '.join(found[:-1])} and {found[-1]}" if len(found) > 1 else "".join(found)


def is_path(text: str) -> bool:
    """Whether a line without a doer is a row of steps: "scan bin, scan part, type qty, done"."""
    first, second = [*(bare(token) for token in text.split()[:2]), "", ""][:2]
    told_of_somebody = is_verb(second) and second == third_person(base_form(second)) and second != base_form(second)
    return is_base(first) and not is_person(first) and not told_of_somebody and "," in text and bool(steps(text))


_AND_TO = re.compile(
    r"(?:,?\s+and (?:to be able to|be able to|also to|to)|,\s+(?:to )?be able to|,\s+and(?= [a-z]+ for\b))"
    r"\s+(?=[a-z]+\b)",
    re.IGNORECASE,
)


def own_objects(main: str, found: Clause) -> tuple[str, ...]:
    """ "to see the bookings and be able to block slots" as one clause for each; the clause itself when it is one."""
    if found.shape != "modal" or found.negated or not found.subject:
        return (main,)
    first, *others = _AND_TO.split(found.rest)
    if not others or not all(is_base(bare(one.split(maxsplit=1)[0])) and len(one.split()) > 1 for one in others):
        return (main,)
    at = main.find(found.rest)
    before = main[:at].split()
    if at < 0 or not before:
        return (main,)
    opening = " ".join(before[:-1])
    return (f"{' '.join(before)} {first}", *(f"{opening} {one}" for one in others))


def two_wishes(main: str, found: Clause) -> tuple[str, ...]:
    """Of "shift lead assigns bins, sees progress": one clause for each; the clause itself when it is one."""
    cut = re.fullmatch(r"(?P<first>[^,]+), (?P<verb>[a-z]+) (?P<rest>(?:the |a |an |my |their )?[a-z -]+)", main)
    if cut is None or not found.subject or not is_verb(cut["verb"]) or base_form(cut["verb"]) not in _LOOKS:
        return (main,)
    if not main.lower().startswith(found.subject.lower()) or re.search(r"\b(?:if|when|which|that)\b", main):
        return (main,)
    subject = main[: len(found.subject)]
    return cut["first"], f"{subject} {cut['verb']} {cut['rest']}"
