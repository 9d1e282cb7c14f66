"""What tells remarks apart is learnt from what ships, gives what ships, and never from what is only scored."""

from __future__ import annotations

import json

import pytest

from benchmarks.apart import near_sealed, sealed_lines
from benchmarks.remarks import is_common, learn_all, learnt_from
from bot.retros.extraction.meaning import Meaning
from bot.retros.extraction.telling import LEARNED, seeds


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    found = Meaning.opened("minilm")
    assert found is not None
    return found


def test_learning_again_gives_the_weights_that_ship(meaning: Meaning) -> None:
    learnt = {name: weights.model_dump(mode="json") for name, weights in learn_all(meaning).items()}
    assert learnt == json.loads(LEARNED.read_text("utf-8")), "run `python -m benchmarks.remarks`"


def test_no_sealed_line_is_learnt(meaning: Meaning) -> None:
    sealed = {" ".join(line.casefold().split()) for line in sealed_lines()}
    assert len(sealed) > 500
    learnt = [each.text for each in learnt_from(meaning) if not is_common(each.kind, each.text)]
    assert len(learnt) > 1500
    assert [text for text in learnt if " ".join(text.casefold().split()) in sealed] == []


def test_no_example_that_ships_comes_near_a_sealed_line(meaning: Meaning) -> None:
    assert near_sealed([text for kind, text in seeds() if not is_common(kind, text)], meaning) == []


def test_a_sealed_line_is_known_again_in_other_words(meaning: Meaning) -> None:
    line = next(each for each in sealed_lines() if len(each.split()) > 8)
    assert near_sealed([f"So {line.lower()}!", "my bicycle is in the attic of the lighthouse"], meaning) == [
        f"So {line.lower()}!"
    ]
