"""What a plain message says in an interview: its moves, and the sentence that tells what was heard."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from bot.chat import Message
from bot.interviews.asides import asks_back
from bot.interviews.commands import points_elsewhere
from bot.interviews.framework import Framework
from bot.interviews.hearing import hear_answer, hear_opening
from bot.interviews.moves import Answered, Declined, Move, Said, Skipped
from bot.interviews.raising import raised
from bot.interviews.rules import Event, Interview, apply
from bot.interviews.says import left_open_text, noted, taken_text
from bot.interviews.steering import Step
from bot.language.markdown import quoted
from bot.language.text import clean, is_empty, one_line

_LIST_FROM = 8  # statements in one answer, from which a list says more than a sentence


def listen(message: Message, interview: Interview, framework: Framework, zone: ZoneInfo) -> Step:
    """A plain answer: its moves and what is said back about them."""
    if vague := _says_nothing(message, interview):
        return vague
    moves: tuple[Move, ...] = ()
    if not is_empty(message.text):
        moves = hear_answer(message.text, interview, framework, link=message.permalink)
    for file in message.files:
        so_far = all_said(interview, moves, message)
        moves = (*moves, *hear_opening(file.text, so_far, framework, link=message.permalink, file=file.name))
    said = tuple(move for move in moves if isinstance(move, Said))
    asked_back = any(asks_back(one.text) for one in said if one.aside)
    after = all_said(interview, moves, message)
    opened = raised(moves, after, message.author, message.at.astimezone(zone))
    moves = (*moves, *opened, *_settled(moves, interview))
    notes = [left_open_text(opened)]
    if asked_back:
        notes.append("I can’t answer questions, so yours is only kept; `help` explains mine.")
    opening = interview.pending is None or interview.pending.form == "opening" or bool(message.files)
    if opening or len(said) >= _LIST_FROM:
        note = taken_text(said, framework, "This is what I took from it:")
    else:
        note = noted(moves, interview, framework, message.author)
    return Step(moves=moves, note="\n".join(line for line in (note, *notes) if line))


def _says_nothing(message: Message, interview: Interview) -> Step | None:
    """An answer such as "yes" or "same as before": kept, and the question asked once more, then left out."""
    pending, text = interview.pending, message.text
    said = points_elsewhere(text)
    if said is None or pending is None or pending.form == "opening" or message.files:
        return None
    number = len(interview.statements) + 1
    kept = Said(id=f"S{number}", text=one_line(clean(text)), asked=pending.topic, aside=True, link=message.permalink)
    if pending.topic is None or pending.form == "more":
        return Step(moves=(kept, Declined(topic=pending.topic, text=one_line(text))), note="Fine.")
    if interview.fresh:
        skipped = Skipped(topic=pending.topic, target=pending.target)
        return Step(moves=(kept, skipped), note="I leave that out then; `back` returns to it.")
    note = f"{quoted(said)} alone gives me nothing to write down. A few words are enough, or `skip`."
    return Step(moves=(kept,), note=note)


def _settled(moves: Iterable[Move], interview: Interview) -> tuple[Answered, ...]:
    """The open questions that an answer closes: somebody went back to what had been left open, and told it."""
    pending = interview.pending
    said = next((move for move in moves if isinstance(move, Said) and not move.aside), None)
    if pending is None or pending.topic is None or said is None:
        return ()
    return tuple(
        Answered(question=one.id, statement=said.id)
        for one in interview.questions
        if one.answer is None and (one.topic, one.target) == (pending.topic, pending.target)
    )


def hear_texts(message: Message, text: str, interview: Interview, framework: Framework) -> tuple[Said, ...]:
    """The opening text and every file as statements, numbered through."""
    said: tuple[Said, ...] = ()
    if not is_empty(text):
        said = hear_opening(text, interview, framework, link=message.permalink)
    for file in message.files:
        so_far = all_said(interview, said, message)
        said = (*said, *hear_opening(file.text, so_far, framework, link=message.permalink, file=file.name))
    return said


def all_said(interview: Interview, moves: Iterable[Move], message: Message) -> Interview:
    """The interview with these moves by the message's author."""
    for move in moves:
        interview = apply(interview, Event(move=move, by=message.author, at=message.at))
    return interview
