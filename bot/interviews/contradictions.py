"""Two statements that can't both hold: another number for the same thing, allowed and not allowed, in and out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from bot.chat import Value
from bot.interviews.corrections.patching import pieces
from bot.interviews.corrections.values import Found, alike, values
from bot.interviews.rules import Interview, Statement
from bot.interviews.topics import topic_words
from bot.language.grammar import bare, clause
from bot.language.text import content_words, sentences, shorten, stem, strip_filler
from bot.language.verbs import base_form


class Contradiction(Value):
    """Two statements that clash, by their numbers, the earlier first; `first` and `second` is what each says."""

    one: int
    other: int
    first: str
    second: str


def contradictions(interview: Interview) -> tuple[Contradiction, ...]:
    """Every pair of statements that plainly clash, each pair once. In doubt two statements stand side by side.

    Only what a person would see at once counts: the same subject and the same unit with another number, the same role
    allowed and not allowed the same thing, the same thing in and out of scope.
    """
    told = [_told(one) for one in interview.active if not one.aside and not one.text.rstrip().endswith("?")]
    found = []
    for one, other in combinations(told, 2):
        clash = _numbers_clash(one, other) or _rights_clash(one, other) or _scope_clash(one, other)
        if clash is not None:
            first, second = clash
            found.append(Contradiction(one=one.number, other=other.number, first=first, second=second))
    return tuple(found)


def says(clash: Contradiction) -> str:
    """The clash in one plain sentence, for the brief: "2 says “3 days”, 9 says “one day”."."""
    return f"{clash.one} says “{_calm(clash.first)}”, {clash.other} says “{_calm(clash.second)}”."


def question(clash: Contradiction) -> str:
    """The clash as the one question of a turn, with the ways to settle it."""
    return (
        f"{says(clash)[:-1]}: which of the two holds? "
        f"`drop {clash.one}` or `drop {clash.other}` settles it, and so does `change {clash.one} …`."
    )


def _calm(text: str) -> str:
    return shorten(text.replace("?", "…").strip(" .,;:"), 90)


@dataclass(frozen=True, slots=True)
class _Piece:
    """One clause: who, what they do, the object, whether they may, and each value that is the only one of its kind.

    `ends` is where the subject ends; `roles` are the members of the subject; `names_it`: its object is only a pronoun.
    """

    text: str
    subject: frozenset[str]
    verb: str
    thing: frozenset[str]
    about: frozenset[str]
    allowed: bool | None
    values: tuple[Found, ...]
    ends: int
    roles: frozenset[frozenset[str]]
    names_it: bool


@dataclass(frozen=True, slots=True)
class _Told:
    number: int
    pieces: tuple[_Piece, ...]
    inside: tuple[frozenset[str], ...]
    outside: tuple[frozenset[str], ...]
    names: tuple[str, ...]


def _told(statement: Statement) -> _Told:
    text = strip_filler(statement.text)
    inside, outside, names = _scopes(text)
    return _Told(
        number=statement.number,
        pieces=tuple(_piece(line[start:end]) for line in sentences(text) for start, end in pieces(line)),
        inside=inside,
        outside=outside,
        names=names,
    )


_PRONOUNS = frozenset("it they them this that these those he she we i you one there which who".split())
_MAY = frozenset("can may".split())
_SAME_VERBS = (
    "see read view look access open", "change edit modify correct", "delete remove erase", "get receive", "have get",
    "approve confirm sign accept", "decide", "answer respond reply",
)  # fmt: skip
_ACTS = {word: group.split()[0] for group in _SAME_VERBS for word in group.split()}


_ADDED = re.compile(r",\s+(?:and\s+|but\s+)?(?:only|nobody|no one|not|never)\b.*$", re.IGNORECASE)


def _piece(text: str) -> _Piece:
    text = _ADDED.sub("", text)  # "…, only the tutor", "…, nobody else"
    found = clause(text)
    told = _single(values(text))
    gone = content_words(" ".join(value.text for value in values(text)))
    verb = base_form(bare(found.verb)) if found.verb else ""
    return _Piece(
        text=text,
        subject=content_words(found.subject) - gone,
        verb=_ACTS.get(verb, verb),
        thing=content_words(found.rest) - gone,
        about=topic_words(text) - gone,
        allowed=_allowed(found.modal, found.subject, negated=found.negated),
        values=told,
        ends=max(0, text.find(found.subject)) + len(found.subject) if found.subject else 0,
        roles=frozenset(one for part in _MEMBERS.split(found.subject) if (one := content_words(part))),
        names_it=_is_pronoun(found.rest),
    )


def _allowed(modal: str, subject: str, *, negated: bool) -> bool | None:
    """Whether a clause permits or forbids; None when it does neither."""
    words = (
        modal.replace("’", "'").replace("can't", "cannot").replace("n't", " not").replace("cannot", "can not").split()
    )
    if subject.lower().startswith(("no ", "nobody", "only ")) or not words:
        return None
    if negated and (set(words) & {"can", "may", "must", "allowed", "permitted", "entitled"} or "shall" in words):
        return False
    if not negated and (words[0] in _MAY or "allowed" in words or "permitted" in words or "entitled" in words):
        return True
    return None


def _single(found: tuple[Found, ...]) -> tuple[Found, ...]:
    """The values that are the only one of their kind: "from 4 days to 1" says two things at once."""
    return tuple(
        one
        for one in found
        if not any(other is not one and (alike(one, other) or alike(other, one)) for other in found)
    )


# --- numbers --------------------------------------------------------------------------------------------------------

_CONDITION = re.compile(
    r"\b(?:if|when|whenever|unless|except|while|during|otherwise|until then|for those|as soon as|other than|instead|"
    r"not|never|n't|was|were|used to|last|today|currently|now|would|could|from .{1,40} to|between|almost|sometimes|"
    r"often|usually|minus|more than once)\b|n't\b",
    re.IGNORECASE,
)
_BOUNDS = re.compile(
    r"\b(?:at most|at least|max(?:imum)?|min(?:imum)?|up to|no more than|under|over|above|below|less than"
    r"|more than)\b",
    re.IGNORECASE,
)
_LOW = re.compile(r"\b(?:at least|min(?:imum)?|over|above|more than|not less than)\b", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|until|before|on|in|from|at)\s+(?:the )?$", re.IGNORECASE)
_LAUNCH = frozenset("launch live go goe releas readi finish start rollout roll project product first version".split())
_PLAIN_VERBS = frozenset("have get be take need give last".split())


def _numbers_clash(one: _Told, other: _Told) -> tuple[str, str] | None:
    for left in one.pieces:
        for right in other.pieces:
            pair = _values_clash(left, right)
            if pair is not None:
                return pair
    return None


def _values_clash(left: _Piece, right: _Piece) -> tuple[str, str] | None:
    if not left.values or not right.values:
        return None
    if _CONDITION.search(left.text) or _CONDITION.search(right.text):
        return None
    for mine in left.values:
        for theirs in right.values:
            if _differ(mine, theirs, left, right) and _same_matter(mine, theirs, left, right):
                return left.text, right.text
    return None


def _differ(mine: Found, theirs: Found, left: _Piece, right: _Piece) -> bool:
    """Whether two values of one kind and unit say different things; a lower and an upper bound do not."""
    if mine.kind != theirs.kind or not alike(mine, theirs) or not alike(theirs, mine):
        return False
    if mine.kind == "amount" and not mine.unit and not theirs.unit:
        return False
    if (
        mine.kind == "amount"
        and not mine.is_time
        and mine.unit != theirs.unit
        and not (mine.is_money and theirs.is_money)
    ):
        return False
    if bool(_LOW.search(_before(mine, left))) != bool(_LOW.search(_before(theirs, right))):
        return False
    if mine.kind == "date":
        return mine.number not in theirs.number and theirs.number not in mine.number
    return (
        mine.number != theirs.number
        if mine.unit == theirs.unit and mine.period == theirs.period
        else (mine.size != theirs.size)
    )


def _before(value: Found, piece: _Piece) -> str:
    return piece.text[max(0, value.start - 14) : value.start]


def _same_matter(mine: Found, theirs: Found, left: _Piece, right: _Piece) -> bool:
    """Whether two clauses plainly speak of one thing: the same subject, and what they say of it."""
    unit = {mine.unit, theirs.unit, mine.noun, theirs.noun}
    ours, yours = left.about - unit, right.about - unit
    shared = {word for word in ours & yours if not word.startswith("#")}
    if not ours or not yours:
        return False
    small = min(len(ours), len(yours))
    lesser = ours if len(ours) <= len(yours) else yours
    if mine.kind == "date" and "#launch" in left.about & right.about:
        near = _BY.search(_before(mine, left)) and _BY.search(_before(theirs, right))
        return bool(near) and {word for word in lesser - _LAUNCH if not word.startswith("#")} <= shared
    if left.subject and left.subject == right.subject and left.subject - _PRONOUNS:
        if mine.start < left.ends or theirs.start < right.ends:
            return left.verb == right.verb and left.thing == right.thing  # "over 200 € a lead, over 500 € a manager"
        same_verb = left.verb == right.verb or bool({left.verb, right.verb} & _PLAIN_VERBS)
        rest = {
            word for word in lesser - left.subject - {stem(left.verb), stem(right.verb)} if not word.startswith("#")
        }
        if mine.kind == "rate" and mine.period != theirs.period:
            return left.verb == right.verb and bool(_BOUNDS.search(left.text) and _BOUNDS.search(right.text))
        return same_verb and rest <= shared
    if mine.kind == "rate" and mine.period != theirs.period:
        return False
    return len(shared) >= 3 and len(shared) / small >= 0.75  # noqa: PLR2004 - nearly the same sentence


# --- rights ---------------------------------------------------------------------------------------------------------


def _rights_clash(one: _Told, other: _Told) -> tuple[str, str] | None:
    """The same role may and must not do the same thing."""
    for left in one.pieces:
        for right in other.pieces:
            if left.verb != right.verb or not left.verb:
                continue
            if _alone(left, right) or _alone(right, left):
                return left.text, right.text
            if None in {left.allowed, right.allowed} or left.allowed == right.allowed:
                continue
            if _LIMITED.search(left.text) or _LIMITED.search(right.text):
                continue
            if left.verb == right.verb and _shares_role(left, right) and _same_thing(left, right, one, other):
                return left.text, right.text
    return None


_ONLY = re.compile(r"^only (?=\w)", re.IGNORECASE)


def _alone(left: _Piece, right: _Piece) -> bool:
    """ "Only the lead may export it" leaves no room for "the clerk may export it"."""
    if not _ONLY.match(left.text) or right.allowed is not True or clause(left.text).modal not in _MAY:
        return False
    if _ONLY.match(right.text) or _LIMITED.search(_ONLY.sub("", left.text)) or _LIMITED.search(right.text):
        return False
    ours, theirs = left.roles, right.roles
    apart = not any(mine <= yours or yours <= mine for mine in ours for yours in theirs)
    return left.verb == right.verb and bool(left.thing) and left.thing == right.thing and apart


_LIMITED = re.compile(
    r"\b(?:if|when|whenever|unless|except|until|after|before|once|while|during|without|only|own|other|others|their"
    r"|from|"
    r"again|later|more than|over|above|under|below|alone|at most|twice|longer)\b|\d",
    re.IGNORECASE,
)
"""A right with a limit is no clash with its opposite: "can cancel until noon", "cannot cancel after noon"."""


def _shares_role(left: _Piece, right: _Piece) -> bool:
    return bool(left.roles & right.roles)


def _same_thing(left: _Piece, right: _Piece, one: _Told, other: _Told) -> bool:
    """The same object; a pronoun stands for what the other names when the statements follow close on each other."""
    if left.thing and right.thing:
        small = min(len(left.thing), len(right.thing))
        return left.thing == right.thing or (len(left.thing & right.thing) == small and small > 1)
    near = abs(one.number - other.number) <= _NEAR
    return near and left.names_it != right.names_it


_NEAR = 4  # statements


_MEMBERS = re.compile(r",|\band\b|\bor\b", re.IGNORECASE)


def _is_pronoun(rest: str) -> bool:
    tokens = rest.split(",", maxsplit=1)[0].split()
    return len(tokens) == 1 and bare(tokens[0]) in _PRONOUNS


# --- scope ----------------------------------------------------------------------------------------------------------

_IN_LIST = re.compile(r"(?:in|in scope|inside|included|in the (?:first|pilot)[\w ]*)\s*:\s*(?P<list>.+)", re.IGNORECASE)
_OUT_LIST = re.compile(r"(?:out|out of scope|outside|not in|excluded)\s*:\s*(?P<list>.+)", re.IGNORECASE)
_IS = re.compile(
    r"(?P<list>[^.;:]+?) (?:is|are|stays?|should be|should stay|must be|will be|belongs?|comes?|goes) "
    r"(?:(?P<out>out\b|not in\b|excluded)|(?P<in>in\b|included))(?P<rest>.*)",
    re.IGNORECASE,
)
_SCOPE_TAIL = re.compile(
    r"(?: (?:of )?(?:the )?(?:scope|first version|first release|it|too|as well|for now|at first|version one"
    r"|version 1|v1))*[.! ]*",
    re.IGNORECASE,
)


def _scopes(text: str) -> tuple[tuple[frozenset[str], ...], tuple[frozenset[str], ...], tuple[str, ...]]:
    """What a statement puts in and out of scope, each thing by its words, and the statement's own words for it."""
    inside: list[frozenset[str]] = []
    outside: list[frozenset[str]] = []
    line = text.strip()
    if told := _IN_LIST.fullmatch(line):
        inside.extend(_things(told["list"]))
    elif told := _OUT_LIST.fullmatch(line):
        outside.extend(_things(told["list"]))
    else:
        for start, end in pieces(line):
            told = _IS.fullmatch(line[start:end])
            if told and _SCOPE_TAIL.fullmatch(told["rest"]):
                (outside if told["out"] else inside).extend(_things(told["list"]))
    return tuple(inside), tuple(outside), (line,)


def _things(text: str) -> Iterator[frozenset[str]]:
    for part in re.split(r",|;|\band\b|\bor\b|\bbut\b", text):
        named = content_words(re.sub(r"^\s*(?:for|with|in)\s+", "", part))
        if named:
            yield named


def _scope_clash(one: _Told, other: _Told) -> tuple[str, str] | None:
    if set(one.inside) & set(other.outside) or set(one.outside) & set(other.inside):
        return one.names[0], other.names[0]
    return None
