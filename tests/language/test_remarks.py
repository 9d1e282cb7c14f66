"""What people say of a thing is told from what they name after a word."""

from __future__ import annotations

import pytest

from bot.language.remarks import is_remark


@pytest.mark.parametrize(
    ("noun", "words"),
    [
        ("status", "is green"),
        ("usage", "went up a lot"),
        ("usage", "hasn’t moved"),
        ("story", "points are too high"),
        ("context", "switching kills us"),
        ("interview", "with Ana was good"),
        ("search", "results are poor"),
        ("map", "?!"),
    ],
)
def test_a_sentence_goes_on_about_the_word_before(noun: str, words: str) -> None:
    assert is_remark(noun, words)


@pytest.mark.parametrize(
    ("noun", "words"),
    [
        ("interview", "Faster refunds"),
        ("interview", "about faster refunds"),
        ("story", "“Move a parcel” for customers"),
        ("story", "customers should see where their parcel is"),
        ("context", "how long are addresses kept"),
        ("map", "Changes of the checkout"),
        ("usage", ""),
    ],
)
def test_what_is_named_is_no_remark(noun: str, words: str) -> None:
    assert not is_remark(noun, words)
