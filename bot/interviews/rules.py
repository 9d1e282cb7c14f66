"""The state of an interview: what was said, what is known, what is open. It is what its moves add up to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal, TypeVar

from bot.chat import ERASED, Person, Value
from bot.interviews.commands import is_nothing
from bot.interviews.framework import Depth, Framework, Need, Topic
from bot.interviews.moves import (
    Answered,
    Asked,
    Assigned,
    Briefed,
    Cancelled,
    Declined,
    DepthSet,
    Finished,
    Move,
    Moved,
    Opened,
    Paused,
    Reopened,
    Replaced,
    Resumed,
    Said,
    Skipped,
    Started,
    Withdrawn,
    Wording,
)
from bot.language.text import words
from bot.stories.rules import Tag

V = TypeVar("V", bound=Value)

Known = Literal["unknown", "hinted", "partly", "known", "skipped", "open"]
"""How much is known of a topic. `partly`: said, but a need is missing; `open`: it became an open question."""


class Event(Value):
    """A move with who made it and when; `by` is None for the bot."""

    move: Move
    by: Person | None
    at: datetime


class Change(Value):
    """An earlier wording of a statement, and who changed it when."""

    was: str
    by: Person
    at: datetime


class Statement(Value):
    """What somebody said, with its trail; `topics` are what it answers for, `weak` what it only hints at."""

    id: str
    text: str
    author: Person
    at: datetime
    topics: tuple[str, ...]
    weak: tuple[str, ...] = ()
    asked: str | None = None
    about: str | None = None
    label: str | None = None
    target: str | None = None
    heading: bool = False
    aside: bool = False
    tag: Tag = "stated"
    link: str | None = None
    file: str | None = None
    trail: tuple[Change, ...] = ()
    withdrawn: bool = False

    @property
    def number(self) -> int:
        """The number that people use for it: 7 for `S7`."""
        return int(self.id[1:])


class OpenQuestion(Value):
    """A question that somebody will answer later."""

    id: str
    topic: str | None
    text: str
    owner: str
    due: date
    raised_by: Person | None
    at: datetime
    target: str | None = None
    answer: str | None = None


class Decision(Value):
    """A line of the decision log."""

    text: str
    by: Person | None
    at: datetime
    sources: tuple[str, ...] = ()
    topic: str | None = None


class Interview(Value):
    """An interview as it stands. `asked` is every question in order; the last is pending.

    `fresh`: what was said since. `told` and `given_up` are probes (topic, target): answered, or skipped or left open.
    `again`: it was finished once, so from then on it ends only when somebody says so.
    """

    framework: str = "requirements"
    depth: Depth = "standard"
    statements: tuple[Statement, ...] = ()
    asked: tuple[Asked, ...] = ()
    skipped: tuple[str, ...] = ()
    given_up: tuple[tuple[str, str], ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    declined: tuple[str | None, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    reopened: str | None = None
    decisions: tuple[Decision, ...] = ()
    people: tuple[Person, ...] = ()
    fresh: tuple[str, ...] = ()
    answered_last: bool = False
    again: bool = False
    finished: bool = False
    cancelled: bool = False
    paused: bool = False
    stories: str | None = None
    worded: tuple[Wording, ...] = ()

    @property
    def pending(self) -> Asked | None:
        """The question that waits for an answer."""
        return None if self.finished or self.cancelled or not self.asked else self.asked[-1]

    @property
    def active(self) -> tuple[Statement, ...]:
        """Every statement that still holds, and was not erased."""
        return tuple(one for one in self.statements if not one.withdrawn and one.text != ERASED)

    def statement(self, number: int) -> Statement | None:
        """The statement that people call by this number."""
        return next((statement for statement in self.statements if statement.number == number), None)

    def about(self, topic_id: str) -> tuple[Statement, ...]:
        """What was said for a topic and still holds, oldest first."""
        return tuple(statement for statement in self.active if topic_id in statement.topics)

    def times_asked(self, topic_id: str, *forms: str) -> int:
        """How often a topic was asked about in these forms."""
        return sum(1 for asked in self.asked if asked.topic == topic_id and asked.form in forms)

    def was_asked(self, topic_id: str) -> bool:
        """Whether the topic itself came up as a question."""
        return self.times_asked(topic_id, "question", "gap") > 0


def replay(events: Iterable[Event]) -> Interview:
    """The interview that these moves add up to."""
    interview = Interview()
    for event in events:
        interview = apply(interview, event)
    return interview


def apply(interview: Interview, event: Event) -> Interview:  # noqa: C901, PLR0912 (one short case for each move)
    """The interview after one more move. Nothing that was said is ever removed."""
    match event.move:
        case Started(framework=framework, depth=depth):
            return _with(interview, framework=framework, depth=depth)
        case Asked() as asked:
            return _with(interview, asked=(*interview.asked, asked), reopened=None, fresh=(), answered_last=False)
        case Said() as said:
            return _hear(interview, said, event)
        case Replaced() as replaced:
            return _replace(interview, replaced, event)
        case Withdrawn() as withdrawn:
            return _withdraw(interview, withdrawn, event)
        case Moved(statement=statement_id, topic=topic):
            return _move(interview, statement_id, topic)
        case Skipped(topic=topic, target=target):
            return _skip(interview, topic, target, event)
        case Declined(topic=topic):
            return _with(interview, declined=(*interview.declined, topic), answered_last=True)
        case Opened() as opened:
            return _open(interview, opened, event)
        case Assigned(question=question, owner=owner, due=due):
            changed = tuple(
                _with(one, owner=owner, due=due) if one.id == question else one for one in interview.questions
            )
            return _with(interview, questions=changed)
        case Answered(question=question, statement=statement_id):
            changed = tuple(
                _with(one, answer=statement_id) if one.id == question else one for one in interview.questions
            )
            return _with(interview, questions=changed)
        case Reopened(topic=topic):
            closing = interview.asked[-1:] and interview.asked[-1].form == "closing"
            return _with(
                interview,
                asked=interview.asked[:-1] if closing else interview.asked,  # it is asked again when the rest is told
                reopened=topic,
                skipped=tuple(one for one in interview.skipped if one != topic),
                finished=False,
            )
        case DepthSet(depth=depth):
            note = f"The depth is “{depth}” from here on (was “{interview.depth}”)."
            return _with(_decided(interview, note, event), depth=depth, finished=False)
        case Paused():
            return _with(interview, paused=True)
        case Resumed():
            again = interview.again or interview.finished
            return _with(interview, paused=False, finished=False, cancelled=False, again=again)
        case Finished(by_itself=by_itself):
            note = (
                "The interview ended by itself: nothing worth asking was left."
                if by_itself
                else "The interview was finished."
            )
            return _with(_decided(interview, note, event), finished=True)
        case Briefed(stories=stories, worded=worded):
            return _with(interview, stories=stories, worded=worded)
        case Cancelled():
            return _with(interview, cancelled=True)


def _hear(interview: Interview, said: Said, event: Event) -> Interview:
    author = event.by or Person(id="unknown", name="unknown")
    statement = Statement(author=author, at=event.at, **said.model_dump(exclude={"kind", "elsewhere"}))
    pending = interview.pending
    told = interview.told
    here = not said.elsewhere or (pending is not None and pending.topic in said.topics)
    if said.elsewhere and said.topics and said.target:
        told = (*told, (said.topics[0], said.target))
    elif not said.aside and pending and pending.topic and pending.target and said.label == pending.label:
        told = (*told, (pending.topic, pending.target))
    skipped = interview.skipped if said.aside else tuple(one for one in interview.skipped if one not in said.topics)
    return _with(
        interview,
        statements=(*interview.statements, statement),
        people=interview.people if author in interview.people else (*interview.people, author),
        skipped=skipped,
        fresh=(*interview.fresh, statement.id) if here else interview.fresh,
        told=told,
        answered_last=interview.answered_last if said.aside or not here else True,
    )


def _replace(interview: Interview, replaced: Replaced, event: Event) -> Interview:
    old = next(one for one in interview.statements if one.id == replaced.statement)
    by = event.by or old.author
    new = _with(
        old,
        text=replaced.text,
        tag=replaced.tag,
        withdrawn=False,
        link=replaced.link or old.link,
        trail=(*old.trail, Change(was=old.text, by=by, at=event.at)),
    )
    note = f"{old.number} changed: was “{old.text}”, now “{replaced.text}”{_in_words(replaced.words, replaced.text)}"
    return _decided(_with(interview, statements=_swapped(interview, new)), note, event, (old.id,))


def _in_words(words: str, text: str) -> str:
    """How the person put it, where that says more than the new text does."""
    return f" (“{words}”)" if words and words.strip(" .!") != text.strip(" .!") else ""


def _withdraw(interview: Interview, withdrawn: Withdrawn, event: Event) -> Interview:
    old = next(one for one in interview.statements if one.id == withdrawn.statement)
    new = _with(
        old,
        withdrawn=True,
        trail=(*old.trail, Change(was=old.text, by=event.by or old.author, at=event.at)),
    )
    note = f"{old.number} withdrawn: “{old.text}”{_in_words(withdrawn.words, old.text)}"
    return _decided(_with(interview, statements=_swapped(interview, new)), note, event, (old.id,))


def _move(interview: Interview, statement_id: str, topic: str) -> Interview:
    old = next(one for one in interview.statements if one.id == statement_id)
    return _with(interview, statements=_swapped(interview, _with(old, topics=(topic,), about=None, label=None)))


def _skip(interview: Interview, topic: str, target: str | None, event: Event) -> Interview:
    if target is not None:
        return _with(interview, given_up=(*interview.given_up, (topic, target)), answered_last=True)
    skipped = interview.skipped if topic in interview.skipped else (*interview.skipped, topic)
    note = Decision(text="Skipped", by=event.by, at=event.at, topic=topic)
    return _with(interview, skipped=skipped, answered_last=True, decisions=(*interview.decisions, note))


def _open(interview: Interview, opened: Opened, event: Event) -> Interview:
    question = OpenQuestion(raised_by=event.by, at=event.at, **opened.model_dump(exclude={"kind"}))
    done = interview.given_up
    if opened.topic and opened.target:
        done = (*done, (opened.topic, opened.target))
    here = interview.pending is None or opened.topic in {None, interview.pending.topic}
    settled = interview.answered_last or here  # what is open about something else answers nothing that is asked here
    return _with(interview, questions=(*interview.questions, question), given_up=done, answered_last=settled)


def _swapped(interview: Interview, new: Statement) -> tuple[Statement, ...]:
    return tuple(new if one.id == new.id else one for one in interview.statements)


def _decided(interview: Interview, text: str, event: Event, sources: tuple[str, ...] = ()) -> Interview:
    decision = Decision(text=text, by=event.by, at=event.at, sources=sources)
    return _with(interview, decisions=(*interview.decisions, decision))


def _with(value: V, **changes: object) -> V:
    return value.model_copy(update=changes)


def need_target(need_id: str) -> str:
    """How a question says that it asks for a need."""
    return f"need:{need_id}"


def vague_target(kind: str) -> str:
    """How a question says that it asks about a vague word of this kind."""
    return f"vague:{kind}"


def missing_needs(interview: Interview, topic: Topic) -> tuple[Need, ...]:
    """The needs of a topic that nothing said for it has met, and that nobody was asked for yet."""
    texts = [statement.text for statement in interview.about(topic.id)]
    return tuple(
        need
        for need in topic.needs
        if (topic.id, need_target(need.id)) not in {*interview.given_up, *interview.told}
        and not any(need.met_by(text) or is_nothing(text) for text in texts)
        and not (need.seen == "role" and any(_names_in_short(one, topic) for one in interview.about(topic.id)))
    )


_NAMED = 4  # words


def _names_in_short(statement: Statement, topic: Topic) -> bool:
    """Whether a few words answer who it is, in a job title that no word list knows ("counters", "pickers, 60")."""
    told = words(statement.text)
    return statement.asked == topic.id and len(told) <= _NAMED and not _NOBODY & set(told)


_NOBODY = frozenset("user users everyone everybody people all anyone somebody someone us we they it various".split())


def known(interview: Interview, topic: Topic) -> Known:
    """How much is known of a topic."""
    if interview.reopened == topic.id:
        return "unknown"
    if topic.id in interview.skipped:
        return "skipped"
    statements = interview.about(topic.id)
    if statements:
        by_the_way = topic.more is not None or all(one.topics[0] != topic.id for one in statements)
        if by_the_way and not interview.was_asked(topic.id) and not _from_a_document(statements):
            return "partly"
        return "partly" if missing_needs(interview, topic) else "known"
    if any(question.topic == topic.id and not question.target for question in interview.questions):
        return "open"
    if any(topic.id in statement.weak for statement in interview.active):
        return "hinted"
    return "unknown"


def _from_a_document(statements: tuple[Statement, ...]) -> bool:
    """Whether the topic was written about on purpose: under a heading of its own in an opening text or a file."""
    return any(statement.heading for statement in statements)


class Coverage(Value):
    """How far an interview is: topics that are settled, of those that its depth asks."""

    settled: int
    total: int
    topics: tuple[tuple[str, Known], ...]


def coverage(interview: Interview, framework: Framework) -> Coverage:
    """The coverage meter: a topic counts as settled when it is known, skipped or has become an open question."""
    states = tuple((topic.id, known(interview, topic)) for topic in framework.within(interview.depth))
    settled = sum(1 for topic_id, state in states if _settled(interview, topic_id, state))
    return Coverage(settled=settled, total=len(states), topics=states)


def _settled(interview: Interview, topic_id: str, state: Known) -> bool:
    return state in {"known", "skipped", "open"} or (state == "partly" and interview.was_asked(topic_id))
