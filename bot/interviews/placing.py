"""Where in a brief a statement stands, and in which lines: requirements one each, scope in, out and later."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.chat import Value
from bot.interviews.commands import is_nothing
from bot.interviews.framework import Framework, credit
from bot.interviews.quality import IN, LATER, excludes, quality_of, scope_of
from bot.interviews.rules import Statement
from bot.interviews.sieve import told
from bot.language.clauses import is_finite
from bot.language.facts import has_role
from bot.language.text import lower_first, sentence_case, strip_filler, words
from bot.stories.rules import Tag

_RISK = re.compile(r"\b(?:risk\w*|worr\w+|afraid|might|could|fear\w*|danger\w*|what if|fail\w*)\b", re.IGNORECASE)
_EXPECTED = "need:out"  # the question for what people will expect and won't get
_FRAGMENT = 14  # words
NOWHERE = "nowhere"
_LONG = 12  # words, from which on a behaviour is looked at for several clauses


class Line(Value):
    """One line of the brief. `id` numbers requirements; `group` is scope in/out/later or an ISO 25010 quality."""

    id: str | None = None
    text: str
    tag: Tag
    sources: tuple[str, ...]
    group: str = ""


def going_on(lines: list[Line], before: list[Line]) -> list[Line]:
    """Scope that goes on with the line before ("No billing. That stays in the finance system.") stays in its group."""
    if (
        lines
        and before
        and lines[0].group == "in"
        and re.match(r"(?:it|that|this|those|they)\b", lines[0].text, re.IGNORECASE)
    ):
        return [lines[0].model_copy(update={"group": before[-1].group}), *lines[1:]]
    return lines


def is_fragment(statement: Statement) -> bool:
    """Whether an answer to a probe needs the question to be understood ("twice a week"), unlike a whole sentence."""
    return len(words(statement.text)) <= _FRAGMENT and not is_finite(strip_filler(statement.text))


def line_of(statement: Statement, attached: Iterable[Statement] = (), text: str | None = None, group: str = "") -> Line:
    """A statement as a line, with what was said when it was probed in brackets behind it."""
    attached = tuple(attached)
    body = sentence_case(_wording(statement) if text is None else text)
    extras = "; ".join(f"{(one.label or '').lower()}: {fragment(one)}" for one in attached)
    tags = {statement.tag, *(one.tag for one in attached)}
    return Line(
        text=f"{body.rstrip('.')} ({extras})." if extras else body,
        tag="assumed" if "assumed" in tags else "stated",
        sources=(statement.id, *(one.id for one in attached)),
        group=group,
    )


def _wording(statement: Statement) -> str:
    """A statement without its filler; a bare "no" as "None"; a lone answer to a probe with what it answers."""
    if is_nothing(statement.text):
        return f"{statement.label}: none" if statement.label else "None"
    text = strip_filler(statement.text)
    if statement.label is None or not is_fragment(statement):
        return text
    return f"{_capital(statement.label)}: {lower_first(text)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def fragment(statement: Statement) -> str:
    """A statement as it stands in brackets behind the one that it explains."""
    return lower_first(strip_filler(statement.text)).rstrip(" .") if not is_nothing(statement.text) else "none"


def places(
    section: str, statement: Statement, attached: tuple[Statement, ...], framework: Framework
) -> Iterable[tuple[str, list[Line]]]:
    """Where a statement's lines stand. One that tells several things it does is a requirement each.

    A piece such as "and it must answer within 2 seconds" is a quality requirement of its own, and what tells nothing
    to do ("I'm Dana") is placed nowhere.
    """
    if section != "functional":
        yield section, _lines(section, statement, attached)
        return
    kept, left = told(_wording(statement))
    if not left and (attached or len(words(statement.text)) <= _LONG or any(len(words(one)) < 3 for one in kept)):  # noqa: PLR2004 - "and so on" is no requirement
        yield section, _lines(section, statement, attached)
        return
    for piece in kept:
        scores = credit(piece, framework.topics)
        if "performance" in scores and "behaviour" not in scores and not has_role(piece):
            yield "quality", [line_of(statement, text=piece, group=quality_of(statement))]
        else:
            yield section, [line_of(statement, attached if piece == kept[-1] else (), text=piece)]
    for piece in left:
        yield NOWHERE, [line_of(statement, attached if not kept and piece == left[-1] else (), text=piece)]


def _lines(section: str, statement: Statement, attached: tuple[Statement, ...]) -> list[Line]:
    if section == "scope":
        return _scope(statement, attached)
    if section == "quality":
        return [line_of(statement, attached, group=quality_of(statement))]
    if section == "assumptions":
        tripped_over = not statement.topics  # what the closing question brings
        risk = tripped_over or _RISK.search(statement.text)
        return [line_of(statement, attached, group="risk" if risk else "assumption")]
    return [line_of(statement, attached)]


def _scope(statement: Statement, attached: tuple[Statement, ...]) -> list[Line]:
    text = _wording(statement)
    if statement.target == _EXPECTED:
        group = scope_of(statement.text) if IN.search(statement.text) or LATER.search(statement.text) else "out"
        return [line_of(statement, attached, text=strip_filler(statement.text), group=group)]
    lines: list[Line] = []
    for piece in _scope_pieces(text):
        marked = LATER.search(piece) or excludes(piece) or IN.search(piece)
        group = scope_of(piece)
        if lines and (not marked or not words(piece) or lines[-1].group == group):
            joined = f"{lines[-1].text.rstrip('.')}, {piece}"
            lines[-1] = line_of(statement, text=joined, group=lines[-1].group)
        elif piece.strip():
            lines.append(line_of(statement, text=piece, group=group))
    return [*lines, *(line_of(one, text=strip_filler(one.text), group="out") for one in attached)]


def _scope_pieces(text: str) -> list[str]:
    """What is in, out and later, piece by piece. A bare noun goes with what is said of it: "surgery, never online"."""
    pieces = re.split(r"(?<=[^\d])[;,]\s+(?:but\s+|and\s+)?|\s+but\s+(?!not (?:less|more|later|earlier))", text)
    found: list[str] = []
    for piece in pieces:
        bare = len(found) == 1 and len(words(found[0])) <= _NOUN and not IN.search(found[0]) and not is_finite(found[0])
        reason = bool(found) and re.match(r"(?:because|since|as|so|otherwise)\b", piece, re.IGNORECASE)
        if found and ((bare and excludes(piece) and not excludes(found[0])) or reason):
            found[-1] = f"{found[-1].rstrip('.')}, {piece}"
        else:
            found.append(piece)
    return found


_NOUN = 2  # words
_PREFIX = {"functional": "FR", "quality": "NFR", "rules": "BR", "failures": "FC"}


def numbered(section: str, lines: list[Line]) -> Iterable[Line]:
    """A section's lines with the numbers that its requirements have: FR-1, NFR-1, BR-1, FC-1."""
    prefix = _PREFIX.get(section)
    number = 0
    for line in lines:
        if prefix is None or line.text == "None.":
            yield line
        else:
            number += 1
            yield line.model_copy(update={"id": f"{prefix}-{number}"})
