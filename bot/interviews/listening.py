"""What a plain message says in an interview: its moves, and the sentence that tells what was heard."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.chat import Message
from bot.interviews.asides import asks_back
from bot.interviews.commands import points_elsewhere
from bot.interviews.corrections.takeback import not_there, take_back, taken_back
from bot.interviews.framework import Framework
from bot.interviews.hearing import hear_answer, hear_opening
from bot.interviews.moves import Answered, Declined, Move, Said, Skipped, Withdrawn
from bot.interviews.passed import passed_text
from bot.interviews.raising import Speaker, only_raises, raised
from bot.interviews.rules import Event, Interview, apply
from bot.interviews.says import changes_text, left_open_text, noted, taken_text
from bot.interviews.steering import Step
from bot.language.markdown import quoted
from bot.language.text import clean, is_empty, one_line

_LIST_FROM = 8  # statements in one answer, from which a list says more than a sentence


def moves_of(message: Message, interview: Interview, framework: Framework) -> tuple[Move, ...]:
    """What a plain message, with its files, changes by itself."""
    moves: tuple[Move, ...] = ()
    if not is_empty(message.text):
        moves = hear_answer(message.text, interview, framework, link=message.permalink)
    for file in message.files:
        so_far = all_said(interview, moves, message)
        moves = (*moves, *hear_opening(file.text, so_far, framework, link=message.permalink, file=file.name))
    return moves


def listen(
    message: Message, moves: tuple[Move, ...], interview: Interview, framework: Framework, speaker: Speaker
) -> Step:
    """A plain answer, which changes `moves`: all that follows from them, and what is said back about it."""
    if short := _takes_back(message, interview) or _chooses(message, interview) or _says_nothing(message, interview):
        return short
    said = tuple(move for move in moves if isinstance(move, Said))
    asked_back = any(asks_back(one.text) for one in said if one.aside)
    after = all_said(interview, moves, message)
    opened, told = raised(moves, after, speaker)
    moves = (*(_handed_over(move) for move in moves), *opened, *_settled(moves, interview))
    notes = [told, left_open_text(opened), passed_text(moves, interview, speaker.now, american=speaker.american)]
    if asked_back:
        notes.append("I can’t answer questions, so yours is only kept; `help` explains mine.")
    opening = interview.pending is None or interview.pending.form == "opening" or bool(message.files)
    if opening or len(said) >= _LIST_FROM:
        taken = taken_text(said, framework, "This is what I took from it:")
        note = "\n".join(line for line in (changes_text(moves, interview, message.author), taken) if line)
    else:
        note = noted(moves, interview, framework, message.author)
    return Step(moves=moves, note="\n".join(line for line in (note, *notes) if line))


def _takes_back(message: Message, interview: Interview) -> Step | None:
    """ "Drop 3 and 5", "remove the last one", "undo": by number or place."""
    wish = take_back(message.text) if interview.statements and not message.files else None
    if wish is None:
        return None
    moves = taken_back(wish, interview, message.text)
    notes = (changes_text(moves, interview, message.author), not_there(wish, interview))
    return Step(moves=moves, note="\n".join(note for note in notes if note) or "There is nothing to take back yet.")


_WHICH = re.compile(
    r"(?:i'?d say |i think |keep |it'?s |let'?s take |take )?(?:#|number |no\.? ?|statement )?"
    r"(?:(?P<first>(?:the )?(?:first|former|1st)(?: one)?)|(?P<second>(?:the )?(?:second|last|latter|2nd)(?: one)?)|"
    r"(?P<number>\d+))(?: holds| is right| is correct| counts)?[\s.!]*",
    re.IGNORECASE,
)


def _chooses(message: Message, interview: Interview) -> Step | None:
    """Of two statements that clash, the one that holds: "the second", "7 holds"."""
    pending = interview.pending
    found = _WHICH.fullmatch(one_line(message.text).replace("’", "'"))
    if pending is None or pending.form != "clash" or pending.target is None or found is None:
        return None
    one, other = (int(number) for number in pending.target.split(":")[1:])
    kept = one if found["first"] else other if found["second"] else int(found["number"])
    if kept not in {one, other}:
        return None
    gone = interview.statement(other if kept == one else one)
    moves = tuple(
        Withdrawn(statement=said.id, words=message.text, link=message.permalink)
        for said in interview.active
        if gone and said.text == gone.text  # said twice in the same words, it is taken back as often
    )
    return Step(moves=moves, note=changes_text(moves, interview, message.author))


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


def _handed_over(move: Move) -> Move:
    """ "Ask @marta by Friday" is no requirement of its own: the open question says it."""
    if isinstance(move, Said) and move.label is None and only_raises(move.text):
        return move.model_copy(update={"aside": True, "topics": (), "weak": ()})
    return move


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
