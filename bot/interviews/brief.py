"""The requirement brief: everything that was said, each line in its section with its tag and its sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.chat import Person, Value
from bot.interviews.commands import is_nothing
from bot.interviews.contradictions import contradictions, says
from bot.interviews.framework import Framework, Topic
from bot.interviews.placing import NOWHERE, Line, going_on, is_fragment, line_of, numbered, places
from bot.interviews.rules import Coverage, Interview, Statement, coverage
from bot.language.text import one_line, strip_filler, words
from bot.stories.rules import Tag

_NEEDS_WORDS = frozenset({"problem", "outcome", "users", "functional", "priorities", "verification"})


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
    clashes: tuple[str, ...]
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
        if not statement.topics and strip_filler(statement.text.lstrip("# ")).rstrip(".").lower() == title.lower():
            continue  # it stands above everything, as the title
        section = _section(statement, framework)
        if section in _NEEDS_WORDS and is_nothing(statement.text):
            nowhere.append(line_of(statement, text=f"{_title(statement.topics[0], framework)}: no"))
            continue
        attached = details.of.get(statement.id, ())
        if section is None:
            nowhere.append(line_of(statement, attached))
        else:
            for place, lines in places(section, statement, attached, framework):
                before = nowhere if place == NOWHERE else placed.setdefault(place, [])
                before.extend(going_on(lines, before) if place == "scope" else lines)
    sections = {name: tuple(numbered(name, lines)) for name, lines in placed.items()}
    return Brief(
        title=title,
        framework=framework.title,
        depth=interview.depth,
        people=tuple(person.name for person in interview.people),
        day=day,
        coverage=coverage(interview, framework),
        sections=sections,
        questions=_questions(interview, framework),
        clashes=tuple(says(clash) for clash in contradictions(interview)),
        left_out=_left_out(interview, framework, placed),
        decisions=_decisions(interview, framework),
        not_placed=tuple(nowhere),
        statements=tuple(_said(statement) for statement in interview.statements),
    )


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
        if root.id != statement.id and is_fragment(statement) and (*root.topics, *root.weak)[:1] == (statement.asked,):
            of[root.id] = (*of.get(root.id, ()), statement)
            attached.add(statement.id)
    return _Details(of=of, attached=frozenset(attached))


def _section(statement: Statement, framework: Framework) -> str | None:
    for topic_id in (*statement.topics, *statement.weak):
        topic = framework.topic(topic_id)
        if topic:
            return topic.section
    return None


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


def _left_out(interview: Interview, framework: Framework, placed: Mapping[str, Sequence[Line]]) -> tuple[LeftOut, ...]:
    """Topics without a line of their own, and why: nothing is left out silently."""
    asked_for = {question.topic for question in interview.questions}
    found = []
    for topic in framework.topics:
        said = interview.about(topic.id)
        if topic.id in asked_for or topic.id in interview.declined:
            continue
        if any((*one.topics, *one.weak)[:1] == (topic.id,) for one in interview.active) and placed.get(topic.section):
            continue
        reason = _told_elsewhere(said, framework) or _why_unsaid(topic, interview, framework)
        found.append(LeftOut(title=topic.title, reason=reason))
    return tuple(found)


def _told_elsewhere(said: Sequence[Statement], framework: Framework) -> str:
    """Where that stands which was said for a topic together with something else."""
    if not said or is_nothing(said[0].text):
        return ""
    homes = dict.fromkeys(_title(one.topics[0], framework) for one in said)
    which = ", ".join(one.id for one in said)
    return f"told together with {' and '.join(homes)} ({which})"


def _why_unsaid(topic: Topic, interview: Interview, framework: Framework) -> str:
    if topic.id in interview.skipped:
        return "skipped"
    if any(is_nothing(one.text) for one in interview.about(topic.id)):
        return "asked, and the answer was “no”"
    if topic not in framework.within(interview.depth):
        return f"not part of a {interview.depth} interview"
    return "asked, not answered" if interview.was_asked(topic.id) else "not asked before the interview was finished"


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
    return (
        one_line(", ".join(said[:-1]) + (" and " if len(said) > 1 else "") + said[-1])
        if said
        else "no requirements yet"
    )
