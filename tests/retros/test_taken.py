"""Who takes what on in short talks of many trades: exactly these actions, with the words that say what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.retros.talk import talk

_TALKS = [each.splitlines() for each in (Path(__file__).parent / "taken.txt").read_text().strip().split("\n\n")]


@pytest.mark.parametrize("talked", _TALKS, ids=[each[0][:60] for each in _TALKS])
def test_who_takes_what(talked: list[str]) -> None:
    wanted = [each[2:].split(": ", 1) for each in talked if each.startswith("= ") and each != "= nothing"]
    found = [(each.owner.name if each.owner else "", each.text) for each in talk(*_said(talked)).actions]
    assert len(found) == len(wanted)
    for who, words in wanted:
        assert any(owner == who and words.casefold() in text.casefold() for owner, text in found)


def _said(talked: list[str]) -> list[str]:
    return [each for each in talked if not each.startswith("= ")]
