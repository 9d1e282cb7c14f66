"""What a steering word does to an interview: the moves it makes, and the sentence that answers it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from bot.chat import Value
from bot.interviews.commands import Steer
from bot.interviews.corrections.finding import tag_of
from bot.interviews.framework import DEPTHS, Framework
from bot.interviews.hearing import topic_named
from bot.interviews.moves import (
    Answered,
    Assigned,
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
    Said,
    Skipped,
    Withdrawn,
)
from bot.interviews.raising import DAYS_FOR_AN_ANSWER, Speaker
from bot.interviews.rules import Interview
from bot.language.dates import in_days, parse_due, passed_day, say_day
from bot.language.markdown import escape, quoted
from bot.language.numeric import american_at, read_back
from bot.language.text import clean, shorten


class Step(Value):
    """The moves of a steering word, what to say first, and what to show: the question again, or something else."""

    moves: tuple[Move, ...] = ()
    note: str = ""
    show: Literal["question", "status", "list", "help", "sofar", "paused", "cancelled", "brief"] = "question"


def obey(steer: Steer, interview: Interview, framework: Framework, speaker: Speaker) -> Step:  # noqa: C901, PLR0912 (a case a word)
    """What this word does."""
    person, now, link = speaker.person, speaker.now, speaker.link
    match steer.verb:
        case "skip":
            return _skip(interview)
        case "back":
            return _back(interview, framework)
        case "unknown":
            return _leave_open(interview, owner=person.name, due=in_days(now, DAYS_FOR_AN_ANSWER), note="That’s fine. ")
        case "ask":
            due, note = _due(steer.due, speaker)
            return _leave_open(interview, owner=steer.owner, due=due, note=note, handed_over=True)
        case "change":
            return _change(steer, interview, link)
        case "drop":
            return _drop(steer, interview, link)
        case "move":
            return _move(steer, interview, framework)
        case "assign":
            return _assign(steer, interview, speaker)
        case "answer":
            return _answer(steer, interview, link)
        case "depth":
            return _depth(steer, interview, framework)
        case "pause":
            return Step(moves=(Paused(),), show="paused")
        case "cancel":
            return Step(moves=(Cancelled(),), show="cancelled")
        case "finish":
            return Step(moves=(Finished(by_itself=False),), show="brief")
        case "status":
            return Step(show="status")
        case "list":
            return Step(show="list")
        case "brief":
            return Step(show="sofar")
        case "help":
            return Step(show="help")
        case "resume":
            return Step(note="We’re in the middle of it already.")


def _skip(interview: Interview) -> Step:
    pending = interview.pending
    if pending is None or pending.form == "opening":
        return Step(note="There is nothing to skip yet: a sentence about what you have in mind is all I need to begin.")
    if pending.topic is None or pending.form == "more":
        return Step(moves=(Declined(topic=pending.topic, text="skip"),), note="Skipped.")
    if pending.target and interview.about(pending.topic):
        return Step(moves=(Skipped(topic=pending.topic, target=pending.target),), note="Skipped.")
    return Step(moves=(Skipped(topic=pending.topic),), note="Skipped; the brief will say so.")


def _back(interview: Interview, framework: Framework) -> Step:
    order = list(dict.fromkeys(asked.topic for asked in interview.asked if asked.topic))
    pending = interview.pending
    here = order.index(pending.topic) if pending and pending.topic in order else len(order)
    if here == 0:
        return Step(note="This is the first question, there is nothing before it.")
    topic_id = order[here - 1]
    topic = framework.topic(topic_id)
    said = interview.about(topic_id)
    lines = [f"Back to **{escape(topic.title if topic else topic_id)}**."]
    if said:
        lines.append("You have so far:")
        lines.extend(f"- {statement.number}: {quoted(shorten(statement.text, 160))}" for statement in said)
        lines.append(f"Add to it, or say `change {said[-1].number} …`.")
    return Step(moves=(Reopened(topic=topic_id),), note="\n".join(lines))


def _leave_open(interview: Interview, *, owner: str, due: date, note: str, handed_over: bool = False) -> Step:
    pending = interview.pending
    if pending is None or pending.form == "opening":
        return Step(note="A few words are enough to begin: what annoys people today, or what should be different.")
    ends = (Declined(topic=pending.topic, text="don't know"),) if pending.form in {"closing", "more"} else ()
    if ends and not handed_over:
        return Step(moves=ends, note="Fine.")
    opened = Opened(
        id=f"Q{len(interview.questions) + 1}",
        topic=pending.topic,
        text=pending.text,
        owner=owner,
        due=due,
        target=pending.target,
    )
    said = f"{note}Left open as {opened.id}: {escape(owner)} answers by {say_day(due)}."
    return Step(moves=(opened, *ends), note=f"{said} `assign {opened.id} @name by Friday` changes that.")


def _due(text: str, speaker: Speaker) -> tuple[date, str]:
    now, american = speaker.now, american_at(speaker.now) if speaker.american is None else speaker.american
    if not text:
        return in_days(now, DAYS_FOR_AN_ANSWER), ""
    due = parse_due(text, now, american=american)
    if due is None:
        passed = passed_day(text, now, american=american)
        why = f"{say_day(passed)} has passed" if passed else f"I couldn’t read {quoted(shorten(text, 40))} as a day"
        return in_days(now, DAYS_FOR_AN_ANSWER), f"{why}, so I took a week. "
    told = read_back(text, now.date(), american=american)
    return due, f"{told} " if told else ""


def _change(steer: Steer, interview: Interview, link: str | None) -> Step:
    statement = interview.statement(steer.number or 0)
    if statement is None:
        return Step(note=_no_statement(steer.number, interview))
    text = clean(steer.text).strip()
    if not text:
        return Step(
            note=f"{statement.number} says {quoted(statement.text)}. "
            f"Type `change {statement.number}` and its new words."
        )
    if text == statement.text:
        return Step(note=f"{statement.number} says exactly that already.")
    replaced = Replaced(statement=statement.id, text=text, link=link, tag=tag_of(text))
    note = f"Changed {statement.number}: was {_quote(statement.text)}, now {_quote(text)}."
    return Step(moves=(replaced,), note=note)


def _drop(steer: Steer, interview: Interview, link: str | None) -> Step:
    statement = interview.statement(steer.number or 0)
    if statement is None or statement.withdrawn:
        return Step(note=_no_statement(steer.number, interview))
    note = f"Taken back: {statement.number}, {_quote(statement.text)}. The decision log keeps it."
    return Step(moves=(Withdrawn(statement=statement.id, link=link),), note=note)


def _move(steer: Steer, interview: Interview, framework: Framework) -> Step:
    statement = interview.statement(steer.number or 0)
    if statement is None:
        return Step(note=_no_statement(steer.number, interview))
    topic = topic_named(steer.text, framework)
    if topic is None:
        titles = ", ".join(escape(topic.title) for topic in framework.topics)
        return Step(note=f"I know no topic {quoted(shorten(steer.text, 40))}. The topics are {titles}.")
    return Step(
        moves=(Moved(statement=statement.id, topic=topic.id),),
        note=f"{statement.number} stands under **{escape(topic.title)}** now.",
    )


def _assign(steer: Steer, interview: Interview, speaker: Speaker) -> Step:
    question = next((one for one in interview.questions if one.id == f"Q{steer.number}"), None)
    if question is None:
        return Step(note=_no_question(steer.number, interview))
    due, note = _due(steer.due, speaker) if steer.due else (question.due, "")
    assigned = Assigned(question=question.id, owner=steer.owner, due=due)
    return Step(moves=(assigned,), note=f"{note}{question.id} is with {quoted(steer.owner)} now, by {say_day(due)}.")


def _answer(steer: Steer, interview: Interview, link: str | None) -> Step:
    question = next((one for one in interview.questions if one.id == f"Q{steer.number}"), None)
    if question is None:
        return Step(note=_no_question(steer.number, interview))
    text = clean(steer.text)
    said = Said(
        id=f"S{len(interview.statements) + 1}",
        text=text,
        topics=(question.topic,) if question.topic else (),
        asked=question.topic,
        tag=tag_of(text),
        link=link,
    )
    return Step(
        moves=(said, Answered(question=question.id, statement=said.id)), note=f"{question.id} is answered. Thank you."
    )


def _depth(steer: Steer, interview: Interview, framework: Framework) -> Step:
    wanted = next((depth for depth in DEPTHS if depth == steer.text), None)
    if wanted is None:
        return Step(note="The depths are `quick`, `standard` and `deep`.")
    if wanted == interview.depth:
        return Step(note=f"It is a {wanted} interview already.")
    return Step(
        moves=(DepthSet(depth=wanted),),
        note=f"From here on it is a {wanted} interview: {len(framework.within(wanted))} topics.",
    )


def _quote(text: str) -> str:
    return quoted(shorten(text, 120).rstrip("."))


def _no_statement(number: int | None, interview: Interview) -> str:
    if not interview.statements:
        return "Nothing has been said yet that could be changed."
    return f"There is no statement {number}; they go from 1 to {len(interview.statements)}. `list` shows them."


def _no_question(number: int | None, interview: Interview) -> str:
    if not interview.questions:
        return "There is no open question yet."
    return f"There is no open question Q{number}; they go from Q1 to Q{len(interview.questions)}."
