"""Whether what a language model wrote for an interview may be used, by the rules that its own drafts pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.grounding import Ground, Refusal, Verdict, claims, refusal
from bot.grounding.plain import not_plain
from bot.interviews.brief import Brief
from bot.interviews.filling import Noticed, Parts, Unclear, WordedLines, WordedQuestion
from bot.interviews.framework import Family, Framework, credit, find_vague
from bot.interviews.hearing import HINTS, hear_opening
from bot.interviews.moves import Asked, Said
from bot.interviews.placing import Line
from bot.interviews.rules import Interview, Statement
from bot.language.text import one_line, sentence_case, words

LONGEST_QUESTION = 300
KEPT_OF_A_QUESTION = 0.5
"""Of the words of the rules' question, at least this share stays in another wording of it."""

MOST_WORDS = 6
"""Words of a phrase that may be called unclear."""

MOST_PARTS = 4
_MOST_TOPICS = 3
_QUESTION_WORDS = frozenset({"who", "what", "which", "when", "where", "why", "how"})


def judge_question(filled: WordedQuestion, asked: Asked, said: Sequence[Statement]) -> Verdict[str]:
    """The wording stands when it asks what the rules ask, in words of the question and of what was said."""
    text = one_line(filled.question)
    ground = Ground(
        sources={"question": asked.text},
        floor=asked.text,
        floor_sources=("question",),
        given="\n".join(one.text for one in said),
        longest=LONGEST_QUESTION,
        kept=KEPT_OF_A_QUESTION,
    )
    if text == asked.text:
        reason: str | None = None
    elif text.count("?") != 1 or not text.endswith("?"):
        reason = "it must hold exactly one question mark, at its end"
    elif (wanted := _asking(asked.text)) and not wanted & _asking(text):
        reason = f"it doesn't ask “{min(wanted)}” any more"
    else:
        reason = refusal(text, ("question",), ground)
    return Verdict({}, (Refusal("question", reason),)) if reason else Verdict({"question": text})


def _asking(text: str) -> set[str]:
    """The words that make a question one."""
    return {word.removesuffix("m") if word == "whom" else word for word in words(text.lower())} & _QUESTION_WORDS


def judge_noticed(filled: Noticed, said: Sequence[Statement], asked: Iterable[str]) -> Verdict[Unclear]:
    """A phrase stands when it is a small part of what was just said, word for word, and wasn't asked about yet."""
    texts = {one.id: one.text for one in said}
    before = {label.strip("“”").lower() for label in asked}
    for unclear in filled.unclear:
        phrase = one_line(unclear.phrase).strip("“”\"'.,;:!? ")
        reason = _not_unclear(phrase, texts.get(unclear.statement), before)
        if reason is not None:
            return Verdict({}, (Refusal(unclear.statement, reason),))
        return Verdict({unclear.statement: Unclear(statement=unclear.statement, phrase=phrase)})
    return Verdict({})


def _not_unclear(phrase: str, text: str | None, before: set[str]) -> str | None:
    if text is None:
        return "there is no such statement"
    if not phrase or re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE) is None:
        return "these words don't stand in the statement"
    count = len(words(phrase))
    if not 1 <= count <= MOST_WORDS or count * 2 > max(2, len(words(text))):
        return f"it must be a part of the statement, {MOST_WORDS} words at most"
    if any(char.isdigit() for char in phrase):
        return "a number is clear"
    if phrase.lower() in before:
        return "that was asked before"
    named = claims.roles(phrase) | claims.names(f"x {phrase}") | claims.systems(phrase) | claims.dates(phrase)
    if not claims.stems(phrase) - named:
        return "who, when and which system it is has a name there"
    return not_plain(phrase, text, longest=100)


def judge_parts(filled: Parts, said: Sequence[Said], framework: Framework) -> Verdict[tuple[Said, ...]]:
    """The parts of a sentence stand when together they are the sentence, and say no less about any topic."""
    stands: dict[str, tuple[Said, ...]] = {}
    refused: list[Refusal] = []
    known = {one.id: one for one in said}
    given: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for part in filled.parts:
        given.setdefault(part.sentence, []).append((one_line(part.text), part.topics))
    for sentence, parts in given.items():
        whole = known.get(sentence)
        if whole is None:
            continue  # nobody asked for it, and nothing can come of it
        reason = _not_the_same(whole, parts, framework)
        if reason is None:
            made = tuple(_as_said(text, topics, whole, framework) for text, topics in parts)
            lost = [topic for topic in whole.topics if not any(topic in one.topics for one in made)]
            reason = f"no part speaks about {lost[0]} any more" if lost else None
            if reason is None:
                stands[sentence] = made
                continue
        refused.append(Refusal(sentence, reason))
    return Verdict(stands, tuple(refused))


def _not_the_same(whole: Said, parts: list[tuple[str, tuple[str, ...]]], framework: Framework) -> str | None:
    if len(parts) > MOST_PARTS:
        return f"it has more than {MOST_PARTS} parts"
    if "".join("".join(text.split()) for text, _ in parts) != "".join(whole.text.split()):
        return "its parts together are not the sentence, word for word"
    if len(parts) > 1 and any(len(words(text)) < 2 for text, _ in parts):  # noqa: PLR2004 - "and" is no statement
        return "a part is too short to say something"
    unknown = [topic for _, topics in parts for topic in topics if framework.topic(topic) is None]
    return f"there is no topic {unknown[0][:40]}" if unknown else None


def _as_said(text: str, topics: tuple[str, ...], whole: Said, framework: Framework) -> Said:
    """A part as a statement. The model's topics count as answered only where the rules hear them, too."""
    heard = hear_opening(text, Interview(), framework, link=whole.link, file=whole.file)
    own, weak = (
        (heard[0].topics, heard[0].weak) if len(heard) == 1 and text != whole.text else (whole.topics, whole.weak)
    )
    if whole.heading:
        own, weak = tuple(dict.fromkeys((*whole.topics[:1], *own))), ()
    scores = credit(text, framework.topics)
    strong = tuple(dict.fromkeys((*own, *(one for one in topics if scores.get(one, 0) >= HINTS))))[
        : max(_MOST_TOPICS, len(own))
    ]
    placed = strong or weak  # where the rules know a place, a guess would only add noise
    hints = weak if placed else topics[:1]
    hints = tuple(one for one in hints if one not in strong)
    return whole.model_copy(update={"text": text, "topics": strong, "weak": hints})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands in the brief."""

    section: str
    index: int


def numbered_lines(brief: Brief) -> dict[str, tuple[Place, Line]]:
    """Every line of the brief that could read better, under a short name."""
    found = [
        (Place(section, index), line)
        for section, lines in brief.sections.items()
        for index, line in enumerate(lines)
        if len(words(line.text)) > 2  # noqa: PLR2004 - "None." is fine as it is
    ]
    return {f"L{number}": one for number, one in enumerate(found, 1)}


def judge_lines(
    filled: WordedLines, lines: Mapping[str, Line], sources: Mapping[str, str], families: tuple[Family, ...]
) -> Verdict[str]:
    """A line stands when it says what the rules' line says, by the same statements, and is no vaguer."""
    stands: dict[str, str] = {}
    refused: dict[str, Refusal] = {}
    for one in filled.lines:
        line = lines.get(one.line)
        if line is None or one.line in stands:
            continue
        text = sentence_case(one.text)
        ground = Ground(sources=sources, floor=line.text, floor_sources=line.sources, longest=len(line.text) * 2 + 80)
        same = line.text in {text, one.text}
        reason = None if same else refusal(text, one.sources, ground) or _vaguer(text, line, sources, families)
        text = line.text if same else text
        if reason is None:
            stands[one.line] = text
            refused.pop(one.line, None)
        else:
            refused[one.line] = Refusal(one.line, reason)
    return Verdict(stands, tuple(refused.values()))


def _vaguer(text: str, line: Line, sources: Mapping[str, str], families: tuple[Family, ...]) -> str | None:
    said = " ".join((line.text, *(sources.get(one, "") for one in line.sources))).lower()
    new = [one.word for family in families for one in find_vague(text, "", (family,)) if one.word.lower() not in said]
    return f"“{new[0]}” is vague, and nobody said it" if new else None
