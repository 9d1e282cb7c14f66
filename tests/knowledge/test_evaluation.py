"""The figures are what they are called, and the labelled set is what its page says."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import Trouble
from bot.knowledge.evaluation import Question, load_questions, measure
from tests.knowledge.shelves import a_library

ROOT = Path(__file__).parent.parent.parent
SET = ROOT / "benchmarks" / "retrieval"


def test_the_best_answer_first_is_perfect_and_none_is_nothing() -> None:
    question = Question(q="?", relevant={"a": 3, "b": 1}, says="the very words")
    perfect = measure([question], lambda _: [("a", "… The very, words!"), ("b", "")])
    assert (perfect.ndcg, perfect.recall, perfect.mrr, perfect.passage) == (1.0, 1.0, 1.0, 1.0)
    nothing = measure([question], lambda _: [("x", "the very words")])
    assert (nothing.ndcg, nothing.recall, nothing.mrr, nothing.passage) == (0.0, 0.0, 0.0, 0.0)


def test_passages_of_one_document_count_once() -> None:
    question = Question(q="?", relevant={"a": 3})
    assert measure([question], lambda _: [("x", ""), ("x", ""), ("a", "")]).mrr == 0.5


def test_a_broken_line_is_told_with_its_number(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text('{"q": "a", "relevant": {"x": 3}}\n{"q": 1}\n')
    with pytest.raises(Trouble, match="line 2"):
        load_questions(file)


def test_the_labelled_set_is_large_enough_and_every_label_stands() -> None:
    questions = load_questions(SET / "questions.jsonl")
    documents = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for root in (ROOT / "knowledge", SET / "documents")
        for path in root.rglob("*")
        if path.is_file()
    }
    assert len(questions) >= 80
    assert len(documents) >= 60
    for question in questions:
        assert set(question.relevant) <= set(documents), question.q
        assert 3 in question.relevant.values(), question.q
        words = "".join(each for each in question.says.lower() if each.isalnum())
        assert any(
            words in "".join(each for each in documents[path].lower() if each.isalnum()) for path in question.relevant
        ), question.q


def test_words_alone_are_a_floor(tmp_path: Path) -> None:
    """Far below what was measured: it fails when something breaks, not when a word is weighed otherwise."""
    with a_library(tmp_path, knowledge=ROOT / "knowledge", more=SET / "documents") as library:
        library.index()
        figures = measure(
            load_questions(SET / "questions.jsonl"),
            lambda question: [(hit.document.path, hit.passage.text) for hit in library.search(question, 25).hits],
        )
    assert figures.ndcg > 0.6
    assert figures.passage > 0.6
