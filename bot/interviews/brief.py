"""The requirement brief: everything that was said, each line in its section with its tag and its sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from bot.chat import Person, Value
from bot.interviews.commands import is_nothing
from bot.interviews.framework import Framework, credit
from bot.interviews.quality import IN, LATER, excludes, quality_of, scope_of
from bot.interviews.rules import Coverage, Interview, Statement, coverage
from bot.interviews.sieve import told
from bot.language.clauses import is_finite
from bot.language.facts import has_role
from bot.language.text import lower_first, one_line, sentence_case, strip_filler, words
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


class LeftOut(Value):
    """A topic that nobody spoke about, and why."""

    title: str
    reason: str


class Question(Value):
    """An open question with its owner and day."""

    id: str
    text: str
    owner: str
    due: date
    topic: str
    answer: str | None = None


class Logged(Value):
    """A line of the decision log."""

    text: str
    by: str
    at: datetime


class Said(Value):
    """A statement as it stands in the appendix, with its earlier wordings."""

    id: str
    text: str
    author: Person
    at: datetime
    tag: Tag
    topic: str | None
    link: str | None
    trail: tuple[str, ...] = ()
    withdrawn: bool = False


class Brief(Value):
    """The whole document. `sections` maps a section's name to its lines; empty sections are left out."""

    title: str
    framework: str
    depth: str
    people: tuple[str, ...]
    day: date
    coverage: Coverage
    sections: dict[str, tuple[Line, ...]]
    questions: tuple[Question, ...]
    left_out: tuple[LeftOut, ...]
    decisions: tuple[Logged, ...]
    not_placed: tuple[Line, ...]
    statements: tuple[Said, ...]

    def lines(self, section: str, group: str | None = None) -> tuple[Line, ...]:
        """The lines of a section, of one group where given."""
        return tuple(line for line in self.sections.get(section, ()) if group is None or line.group == group)

    def groups(self, section: str) -> tuple[str, ...]:
        """The groups that a section's lines have, in order of appearance."""
        return tuple(dict.fromkeys(line.group for line in self.sections.get(section, ())))

    def source(self, statement_id: str) -> Said:
        """The statement that a line cites."""
        return next(said for said in self.statements if said.id == statement_id)


def draft_brief(title: str, interview: Interview, framework: Framework, day: date) -> Brief:
    """The brief of an interview as it stands; every active statement is in exactly one line or under `not_placed`."""
    placed: dict[str, list[Line]] = {}
    nowhere: list[Line] = []
    details = _details(interview)
    for statement in interview.active:
        if statement.id in details.attached:
            continue
        if not statement.topics and strip_filler(statement.text.lstrip("# ")).rstrip(".") == title:
            continue  # it stands above everything, as the title
        section = _section(statement, framework)
        attached = details.of.get(statement.id, ())
        if section is None:
            nowhere.append(_line(statement, attached))
        else:
            for place, lines in _places(section, statement, attached, framework):
                before = nowhere if place == NOWHERE else placed.setdefault(place, [])
                before.extend(_going_on(lines, before) if place == "scope" else lines)
    sections = {name: tuple(_numbered(name, lines)) for name, lines in placed.items()}
    return Brief(
        title=title,
        framework=framework.title,
        depth=interview.depth,
        people=tuple(person.name for person in interview.people),
        day=day,
        coverage=coverage(interview, framework),
        sections=sections,
        questions=_questions(interview, framework),
        left_out=_left_out(interview, framework),
        decisions=_decisions(interview, framework),
        not_placed=tuple(nowhere),
        statements=tuple(_said(statement) for statement in interview.statements),
    )


def _going_on(lines: list[Line], before: list[Line]) -> list[Line]:
    """Scope that goes on with the line before ("No billing. That stays in the finance system.") stays in its group."""
    if (
        lines
        and before
        and lines[0].group == "in"
        and re.match(r"(?:it|that|this|those|they)\b", lines[0].text, re.IGNORECASE)
    ):
        return [lines[0].model_copy(update={"group": before[-1].group}), *lines[1:]]
    return lines


class _Details(Value):
    """Answers to probes, by the statement that they are about; `attached` are the answers themselves."""

    of: dict[str, tuple[Statement, ...]]
    attached: frozenset[str]


def _details(interview: Interview) -> _Details:
    active = {statement.id: statement for statement in interview.active}
    of: dict[str, tuple[Statement, ...]] = {}
    attached: set[str] = set()
    for statement in interview.active:
        root = statement
        while root.about in active and root.about != root.id:
            root = active[root.about]
        if root.id != statement.id and _is_fragment(statement) and (*root.topics, *root.weak)[:1] == (statement.asked,):
            of[root.id] = (*of.get(root.id, ()), statement)
            attached.add(statement.id)
    return _Details(of=of, attached=frozenset(attached))


def _is_fragment(statement: Statement) -> bool:
    """Whether an answer to a probe needs the question to be understood ("twice a week"), unlike a whole sentence."""
    return len(words(statement.text)) <= _FRAGMENT and not is_finite(strip_filler(statement.text))


def _section(statement: Statement, framework: Framework) -> str | None:
    for topic_id in (*statement.topics, *statement.weak):
        topic = framework.topic(topic_id)
        if topic:
            return topic.section
    return None


def _line(statement: Statement, attached: Iterable[Statement] = (), text: str | None = None, group: str = "") -> Line:
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
    if statement.label is None or not _is_fragment(statement):
        return text
    return f"{_capital(statement.label)}: {lower_first(text)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def fragment(statement: Statement) -> str:
    """A statement as it stands in brackets behind the one that it explains."""
    return lower_first(strip_filler(statement.text)).rstrip(" .") if not is_nothing(statement.text) else "none"


def _places(
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
            yield "quality", [_line(statement, text=piece, group=quality_of(statement))]
        else:
            yield section, [_line(statement, attached if piece == kept[-1] else (), text=piece)]
    for piece in left:
        yield NOWHERE, [_line(statement, attached if not kept and piece == left[-1] else (), text=piece)]


def _lines(section: str, statement: Statement, attached: tuple[Statement, ...]) -> list[Line]:
    if section == "scope":
        return _scope(statement, attached)
    if section == "quality":
        return [_line(statement, attached, group=quality_of(statement))]
    if section == "assumptions":
        return [_line(statement, attached, group="risk" if _RISK.search(statement.text) else "assumption")]
    return [_line(statement, attached)]


def _scope(statement: Statement, attached: tuple[Statement, ...]) -> list[Line]:
    text = _wording(statement)
    if statement.target == _EXPECTED:
        group = scope_of(statement.text) if IN.search(statement.text) or LATER.search(statement.text) else "out"
        return [_line(statement, attached, text=strip_filler(statement.text), group=group)]
    lines: list[Line] = []
    for piece in _scope_pieces(text):
        marked = LATER.search(piece) or excludes(piece) or IN.search(piece)
        group = scope_of(piece)
        if lines and (not marked or not words(piece) or lines[-1].group == group):
            joined = f"{lines[-1].text.rstrip('.')}, {piece}"
            lines[-1] = _line(statement, text=joined, group=lines[-1].group)
        elif piece.strip():
            lines.append(_line(statement, text=piece, group=group))
    return [*lines, *(_line(one, text=strip_filler(one.text), group="out") for one in attached)]


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


def _numbered(section: str, lines: list[Line]) -> Iterable[Line]:
    prefix = _PREFIX.get(section)
    number = 0
    for line in lines:
        if prefix is None or line.text == "None.":
            yield line
        else:
            number += 1
            yield line.model_copy(update={"id": f"{prefix}-{number}"})


def _questions(interview: Interview, framework: Framework) -> tuple[Question, ...]:
    return tuple(
        Question(
            id=one.id,
            text=one.text,
            owner=one.owner,
            due=one.due,
            topic=_title(one.topic, framework),
            answer=one.answer,
        )
        for one in interview.questions
    )


def _title(topic_id: str | None, framework: Framework) -> str:
    topic = framework.topic(topic_id) if topic_id else None
    return topic.title if topic else ""


def _left_out(interview: Interview, framework: Framework) -> tuple[LeftOut, ...]:
    """Topics that nothing was said about, with the reason: nothing is left out silently."""
    asked_for = {question.topic for question in interview.questions}
    inside = {topic.id for topic in framework.within(interview.depth)}
    found = []
    for topic in framework.topics:
        if interview.about(topic.id) or topic.id in asked_for or topic.id in interview.declined:
            continue
        if any(topic.id in statement.weak for statement in interview.active):
            continue
        if topic.id in interview.skipped:
            reason = "skipped"
        elif topic.id not in inside:
            reason = f"not part of a {interview.depth} interview"
        elif interview.was_asked(topic.id):
            reason = "asked, not answered"
        else:
            reason = "not asked before the interview was finished"
        found.append(LeftOut(title=topic.title, reason=reason))
    return tuple(found)


def _decisions(interview: Interview, framework: Framework) -> tuple[Logged, ...]:
    return tuple(
        Logged(
            text=f"{one.text}: {_title(one.topic, framework)}." if one.topic else one.text,
            by=one.by.name if one.by else "Groundwork",
            at=one.at,
        )
        for one in interview.decisions
    )


def _said(statement: Statement) -> Said:
    return Said(
        id=statement.id,
        text=statement.text,
        author=statement.author,
        at=statement.at,
        tag=statement.tag,
        topic=next(iter((*statement.topics, *statement.weak)), None),
        link=statement.link,
        trail=tuple(
            f"was “{change.was}”, changed by {change.by.name} at {change.at:%Y-%m-%d %H:%M}"
            for change in statement.trail
        ),
        withdrawn=statement.withdrawn,
    )


def reading_time(brief: Brief) -> int:
    """Minutes it takes to read the brief, at 220 words a minute, at least one."""
    count = sum(len(words(line.text)) for lines in brief.sections.values() for line in lines)
    return max(1, round(count / 220))


def headline(brief: Brief) -> str:
    """One sentence that counts what is in it, for the message that brings it."""
    counts = [
        (len([line for line in brief.lines("functional") if line.id]), "functional requirement"),
        (len([line for line in brief.lines("quality") if line.id]), "quality requirement"),
        (len([line for line in brief.lines("rules") if line.id]), "rule"),
        (len([line for line in brief.lines("failures") if line.id]), "failure case"),
        (len([question for question in brief.questions if question.answer is None]), "open question"),
    ]
    said = [f"{count} {name}{'' if count == 1 else 's'}" for count, name in counts if count]
    return one_line(", ".join(said[:-1]) + (" and " if len(said) > 1 else "") + said[-1]) if said else "nothing yet"
