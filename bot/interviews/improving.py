"""Lets a language model word what the rules decided in an interview; whatever it can't do well stays as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from bot.grounding import Verdict
from bot.interviews.asking import NOTICED, probe_limit
from bot.interviews.brief import Brief
from bot.interviews.filling import Noticed, Parts, WordedLines, WordedQuestion
from bot.interviews.framework import Family, Framework
from bot.interviews.judging import (
    judge_lines,
    judge_noticed,
    judge_parts,
    judge_question,
    numbered_lines,
)
from bot.interviews.moves import Asked, Move, Said, Wording
from bot.interviews.placing import Line
from bot.interviews.rules import Interview, Statement
from bot.interviews.wording import with_wordings
from bot.language.text import shorten, words
from bot.llm import Llm
from bot.llm.twice import ask_twice
from bot.llm.words import NO_ANSWER

_LAST = 4  # statements that a question is worded after
_LONG = 12  # words, from which on a sentence may say several things
_SENTENCES = 12  # of an opening text that are looked at
_LINES = 10  # of a brief that are worded at a time
_SHOWN = 60  # characters of a line that is named to the reader


async def better_ask(asked: Asked, interview: Interview, framework: Framework, llm: Llm) -> Asked:
    """The question that the rules chose, in words that follow from what was said; or one about unclear words in it.

    The rules say whether there is room for such a question: a probe left for the topic that was just answered.
    """
    unclear = await _noticed(asked, interview, framework, llm)
    return unclear or await _worded(asked, interview, framework, llm)


async def _noticed(asked: Asked, interview: Interview, framework: Framework, llm: Llm) -> Asked | None:
    pending = interview.asked[-1] if interview.asked else None
    topic = framework.topic(pending.topic) if pending and pending.topic else None
    said = [one for one in interview.active if one.id in interview.fresh and topic and one.topics[:1] == (topic.id,)]
    if pending is None or topic is None or not said or asked.topic == topic.id:
        return None  # the rules aren't done with the topic
    used = interview.times_asked(topic.id, "probe")
    if used >= probe_limit(interview, topic) or any(
        one.target == NOTICED for one in interview.asked if one.topic == topic.id
    ):
        return None
    if not interview.answered_last or topic.id in interview.skipped:
        return None
    labels = [one.label for one in interview.asked if one.label]
    verdict = await ask_twice(
        llm,
        "interviews/notice",
        Noticed,
        lambda filled: judge_noticed(filled, said, labels),
        topic=topic.title,
        question=pending.text,
        said=_quoted(said),
    )
    found = next(iter(verdict.stands.values()), None) if verdict else None
    if found is None:
        return None
    return Asked(
        form="probe",
        topic=topic.id,
        text=f"“{found.phrase}”: what exactly does that mean here, in a number, a name or an example?",
        about=found.statement,
        target=NOTICED,
        label=f"“{found.phrase}”",
    )


async def _worded(asked: Asked, interview: Interview, framework: Framework, llm: Llm) -> Asked:
    said = [one for one in interview.active if one.id in interview.fresh][-_LAST:]
    about = next((one for one in interview.active if one.id == asked.about), None)
    if about is not None and about not in said:
        said = [about, *said]
    if not said:
        return asked
    topic = framework.topic(asked.topic) if asked.topic else None
    verdict = await ask_twice(
        llm,
        "interviews/question",
        WordedQuestion,
        lambda filled: judge_question(filled, asked, said),
        topic=topic.title if topic else framework.title,
        question=asked.text,
        said=_quoted(said),
    )
    if verdict is None:
        return asked
    worded = verdict.stands.get("question")
    if worded is None:
        return asked.model_copy(update={"refused": bool(verdict.refused)})
    return asked if worded == asked.text else asked.model_copy(update={"worded": worded})


def kept_questions(interview: Interview, framework: Framework) -> str:
    """Which questions were asked in the rules' own words, because the language model's asked something else."""
    topics = [framework.topic(one.topic) if one.topic else None for one in interview.asked if one.refused]
    if not topics:
        return ""
    titles = dict.fromkeys(topic.title if topic else framework.title for topic in topics)
    many = len(topics) > 1
    return (
        f"The language model’s wording of {len(topics) if many else 'a'} question{'s' if many else ''} "
        f"({', '.join(titles)}) asked something else, "
        f"so {'they were' if many else 'it was'} asked in the rules’ own words."
    )


async def in_parts(
    moves: Sequence[Move], interview: Interview, framework: Framework, llm: Llm
) -> tuple[tuple[Move, ...], str]:
    """What was heard in an opening text or document, its long sentences split and credited; numbered through.

    With it, what the reader has to know: which sentences stand whole because their division was refused.
    """
    looked_at = [one for one in moves if isinstance(one, Said) and _may_split(one)][:_SENTENCES]
    if not looked_at:
        return tuple(moves), ""
    verdict = await ask_twice(
        llm,
        "interviews/split",
        Parts,
        lambda filled: judge_parts(filled, looked_at, framework),
        topics=[{"id": one.id, "title": one.title, "good": one.good} for one in framework.topics],
        sentences=_quoted(looked_at),
    )
    if verdict is None:
        return tuple(moves), ""
    whole = {one.line for one in verdict.refused}
    texts = [one.text for one in looked_at if one.id in whole]
    return tuple(_renumbered(moves, verdict.stands, len(interview.statements))), _whole_note(texts)


def _whole_note(texts: Sequence[str]) -> str:
    if not texts:
        return ""
    named = ", ".join(f"“{shorten(text, _SHOWN)}”" for text in texts)
    stand = "it stands" if len(texts) == 1 else "they stand"
    return f"The language model’s division of {named} changed what was said, so {stand} whole."


def _may_split(said: Said) -> bool:
    """A sentence of an opening text or document that is long, or that the rules could not place."""
    return said.asked is None and not said.aside and (len(words(said.text)) > _LONG or not said.topics)


def _renumbered(moves: Iterable[Move], parts: Mapping[str, tuple[Said, ...]], before: int) -> Iterable[Move]:
    number = before
    for move in moves:
        if not isinstance(move, Said):
            yield move
            continue
        for one in parts.get(move.id, (move,)):
            number += 1
            yield one.model_copy(update={"id": f"S{number}"})


async def reworded(brief: Brief, families: tuple[Family, ...], llm: Llm) -> tuple[Brief, tuple[Wording, ...], str]:
    """The brief with better words, what was worded, and what the reader has to know about it."""
    numbered = numbered_lines(brief)
    sources = {one.id: one.text for one in brief.statements if not one.withdrawn}
    names = list(numbered)
    stands: dict[str, str] = {}
    refused: list[str] = []
    answered = True
    for start in range(0, len(names), _LINES):
        some = {name: numbered[name][1] for name in names[start : start + _LINES]}
        verdict = await ask_twice(
            llm,
            "interviews/brief",
            WordedLines,
            partial(_judge_lines, some, sources, families),
            lines=[
                {
                    "id": name,
                    "text": line.text,
                    "said": [{"id": one, "text": sources.get(one, "")} for one in line.sources],
                }
                for name, line in some.items()
            ],
        )
        if verdict is None:
            answered = False
            continue
        stands |= verdict.stands
        refused += [one.line for one in verdict.refused]
    wordings = tuple(
        Wording(section=place.section, was=line.text, sources=line.sources, text=stands[name])
        for name, (place, line) in numbered.items()
        if name in stands and stands[name] != line.text
    )
    lines = [numbered[name][1] for name in refused]
    note = _kept_note([line.id or f"“{shorten(line.text, _SHOWN)}”" for line in lines])
    return with_wordings(brief, wordings), wordings, note if answered else f"{note} {NO_ANSWER}".strip()


def _judge_lines(
    lines: Mapping[str, Line], sources: Mapping[str, str], families: tuple[Family, ...], filled: WordedLines
) -> Verdict[str]:
    return judge_lines(filled, lines, sources, families)


def _kept_note(lines: list[str]) -> str:
    if not lines:
        return ""
    one = len(lines) == 1
    return (
        f"The language model’s wording of {', '.join(lines)} said more or less than was said, "
        f"so {'it stands' if one else 'they stand'} in the rules’ own words."
    )


def _quoted(said: Iterable[Statement | Said]) -> list[dict[str, str]]:
    return [{"id": one.id, "text": one.text} for one in said]
