"""Holds the search against labelled questions: how high their answers come, by words, by meaning, and by both."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import ValidationError

from bot.chat import Value
from bot.errors import Trouble

_FIRST = 10
_RECALL = 5
_ANSWERS = 2


class Question(Value):
    """A question with its relevant documents and their grades (3 answers it, 1 is of use).

    `says` are words that stand in the passage that answers it; `half` is `dev` (tuned on) or `test` (only reported).
    """

    q: str
    relevant: dict[str, int]
    kind: str = ""
    says: str = ""
    half: str = ""


class Figures(Value):
    """How well questions were answered, each figure between 0 and 1, the mean over `questions` of them.

    `ndcg` at 10 documents, `recall` at 5 of the documents that answer (grade 2 or 3), `mrr` of the first one graded 3,
    `passage` at 5: how often a passage that says the answer is among the first five.
    """

    questions: int
    ndcg: float
    recall: float
    mrr: float
    passage: float


Ranked = Callable[[str], Sequence[tuple[str, str]]]
"""For a question: the path of the document and the text of each passage, best first."""


def load_questions(file: Path) -> list[Question]:
    """The questions of a file, one JSON object a line."""
    questions = []
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise Trouble(f"{file} can’t be read: {error.strerror}.") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                questions.append(Question.model_validate_json(line))
            except ValidationError as error:
                raise Trouble(f"{file}, line {number}: this isn’t a question with its relevant documents.") from error
    return questions


def measure(questions: Sequence[Question], ranked: Ranked) -> Figures:
    """The figures of one way of searching."""
    totals = [0.0, 0.0, 0.0, 0.0]
    for question in questions:
        for at, value in enumerate(_one(question, ranked(question.q))):
            totals[at] += value
    count = max(1, len(questions))
    ndcg, recall, mrr, passage = (round(total / count, 4) for total in totals)
    return Figures(questions=len(questions), ndcg=ndcg, recall=recall, mrr=mrr, passage=passage)


def _one(question: Question, passages: Sequence[tuple[str, str]]) -> tuple[float, float, float, float]:
    documents = list(dict.fromkeys(path for path, _ in passages))
    grades = question.relevant
    gained = sum(_gain(grades.get(path, 0), at) for at, path in enumerate(documents[:_FIRST]))
    best = sum(_gain(grade, at) for at, grade in enumerate(sorted(grades.values(), reverse=True)[:_FIRST]))
    answers = {path for path, grade in grades.items() if grade >= _ANSWERS}
    recall = len(answers & set(documents[:_RECALL])) / len(answers) if answers else 1.0
    top = max(grades.values(), default=0)
    mrr = next((1 / at for at, path in enumerate(documents, start=1) if grades.get(path, 0) == top), 0.0)
    wanted = _plain(question.says)
    says = any(path in grades and wanted in _plain(text) for path, text in passages[:_RECALL])
    return gained / best if best else 1.0, recall, mrr, float(says)


def _gain(grade: int, at: int) -> float:
    return float((2**grade - 1) / math.log2(at + 2))


def _plain(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text.lower()).split())


def as_rows(figures: dict[str, Figures]) -> list[tuple[str, ...]]:
    """The figures as a table: a way of searching a row."""
    return [
        (name, f"{each.ndcg:.3f}", f"{each.recall:.3f}", f"{each.mrr:.3f}", f"{each.passage:.3f}")
        for name, each in figures.items()
    ]


def as_json(figures: dict[str, Figures]) -> str:
    """The figures for machines."""
    return json.dumps({name: each.model_dump() for name, each in figures.items()})
