"""How well documents are found, on the labelled questions: by words, by meaning, and by both."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bot.knowledge.evaluation import load_questions, measure
from bot.knowledge.library import Library, Settings
from bot.knowledge.searching import Ways
from bot.store.migrate import upgrade
from bot.store.shelf import Shelf

ROOT = Path(__file__).parent.parent
SET = ROOT / "benchmarks" / "retrieval"
_DEEP = 25


def main() -> list[tuple[str, str]]:
    """A row for each half of the questions and each way of searching."""
    questions = load_questions(SET / "questions.jsonl")
    ways: tuple[tuple[str, Ways], ...] = (("by words", "words"), ("by meaning", "meaning"), ("by both", "both"))
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        upgrade(f"sqlite:///{home}/g.db")
        sources = {"knowledge": ROOT / "knowledge", "more": SET / "documents"}
        with Shelf(f"sqlite:///{home}/g.db") as shelf:
            library = Library(shelf, Settings(folder=home / "index", sources=sources))
            library.index()
            for half in ("dev", "test"):
                chosen = [question for question in questions if question.half == half]
                for name, way in ways:
                    figures = measure(
                        chosen,
                        lambda question, way=way: [  # type: ignore[misc]
                            (hit.document.path, hit.passage.text)
                            for hit in library.search(question, _DEEP, ways=way).hits
                        ],
                    )
                    figure = (
                        f"{figures.ndcg:.3f}, {figures.recall:.3f}, {figures.mrr:.3f}, {figures.passage:.3f} "
                        f"({figures.questions} questions)"
                    )
                    rows.append((f"finding, {half} half, {name}: nDCG@10, recall@5, MRR, passage@5", figure))
            library.close()
    return rows
