"""A day that is only asked about, or given up, is no day until which somebody has an action."""

from __future__ import annotations

import pytest

from tests.retros.talk import actions

FRIDAY = "2026-03-06"
ASKED = "Ana: Bo, can you look at the cache by Friday?"
TAKEN = "Bo: I'll look at the cache"


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ((ASKED, "Bo: sure, but Friday is too early"), None),
        ((ASKED, "Bo: I'll do it, but not by Friday"), None),
        ((ASKED, "Bo: yes, but Friday won't work"), None),
        ((ASKED, "Bo: will do, can't promise Friday though"), None),
        ((ASKED, "Bo: will do", "Bo: ah, Friday is too early"), None),
        ((ASKED, "Bo: sure, but I can't get to it until Thursday"), "2026-03-05"),
        ((ASKED, "Bo: Friday is tight but ok"), FRIDAY),
        ((ASKED, "Bo: sure, but Friday is too early, no? The tests look bad, but they will pass"), None),
        ((ASKED, "Bo: I'm out on Thursday, so Friday is tight. But I'll do it"), FRIDAY),
        ((f"{TAKEN} by Friday, ok?", "Ana: yes, we need it for the demo"), FRIDAY),
        ((f"{TAKEN} by Friday?", "Ana: no need to hurry, but great"), FRIDAY),
        ((ASKED, "Bo: sure, Thursday is too early but Friday works"), FRIDAY),
        (("Ana: Bo, can you send the cache over?", "Bo: I'll send the cache over by Friday"), FRIDAY),
        (("Ana: can we get the cache fixed by Friday?", f"{TAKEN}, but Friday is too early"), None),
        ((f"{TAKEN}, by Friday ok?", "Ana: no, we need it on Wednesday"), None),
        ((f"{TAKEN}, is Friday ok?", "Ana: too late"), None),
        ((f"{TAKEN}, is Friday ok?", "Ana: sure"), FRIDAY),
        ((f"{TAKEN}. By Friday?", "Ana: fine"), FRIDAY),
        ((f"{TAKEN}. By Friday?", "Ana: no, too late"), None),
        ((f"{TAKEN}. By Friday?",), None),
        ((TAKEN, "Ana: by Friday?"), None),
        ((TAKEN, "Ana: is Friday possible?", "Bo: no, too early"), None),
        ((TAKEN, "Ana: is Friday possible?", "Bo: yes"), FRIDAY),
    ],
)
def test_a_day_counts_once_it_is_agreed(said: tuple[str, ...], due: str | None) -> None:
    ((text, owner, day),) = actions(*said)
    assert (owner, day) == ("Bo", due)
    assert "cache" in text


@pytest.mark.parametrize("asked", [", is Friday ok?", ", by Friday ok?", " maybe by Friday", ", Friday fine for you?"])
def test_the_words_that_ask_for_a_day_are_no_part_of_the_task(asked: str) -> None:
    assert [text for text, _, _ in actions(f"{TAKEN}{asked}")] == ["look at the cache"]
