"""How people settle things in a chat, in many trades; and what only sounds as if they did.

`settled.txt` holds the talks; the last line of each has words of the decision, or `= nothing`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.retros.extraction.meaning import Meaning
from tests.retros.spoken import decided, meaning  # noqa: F401 (a fixture)

TALKS = [
    tuple(block.split("\n"))
    for block in Path(__file__).with_name("settled.txt").read_text("utf-8").strip().split("\n\n")
]


@pytest.mark.parametrize("talk", TALKS, ids=["; ".join(talk[-2:]) for talk in TALKS])
def test_what_people_settle_is_a_decision_and_nothing_else(talk: tuple[str, ...], meaning: Meaning) -> None:  # noqa: F811
    *said, last = talk
    expected = last.removeprefix("= ")
    found = [each.text for each in decided(said, meaning)]
    if expected == "nothing":
        assert found == []
    else:
        assert any(expected.casefold() in each.casefold() for each in found), found
        assert len(found) <= 2


def test_there_are_many_of_both() -> None:
    nothing = sum(talk[-1] == "= nothing" for talk in TALKS)
    assert nothing >= 50
    assert len(TALKS) - nothing >= 60
