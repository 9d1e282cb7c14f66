"""What was only said along with a sentence is cut out; what the sentence says stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.asides import spoken


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("the SMS, I told you, 48 hours before", "the SMS 48 hours before"),
        ("nurses need to see, you know, which beds are free", "nurses need to see which beds are free"),
        ("from their phone, by the way, also at night", "from their phone, also at night"),
        ("within, say, a minute", "within a minute"),
        ("Lena also says receptionists must be able to move a booking", "receptionists must be able to move a booking"),
        ("the tutor says yes or no with a reason", "the tutor says yes or no with a reason"),
        ("The managers, they want the numbers", "The managers want the numbers"),
        ("Guests, uhm, they'd like to order", "Guests would like to order"),
        ("The agent, I mean the travel agent, should see it", "the travel agent should see it"),
        ("apply without coming here, that's the main thing", "apply without coming here"),
        ("at most two per pet, we had a man who booked nine", "at most two per pet"),
        ("VetSoft, that's our vendor, their calendar is down a lot", "VetSoft’s calendar is down a lot"),
        ("On the last point: leaders must not see it", "leaders must not see it"),
        ("Then the line manager approves it", "the line manager approves it"),
        ("scan damaged barcode -> type it by hand", "scan damaged barcode, type it by hand"),
        ("the numbers, ideally by e-mail", "the numbers by e-mail"),
        ("On Monday, they get a list", "On Monday, they get a list"),
        ("If the pump fails, it warns the guard", "If the pump fails, it warns the guard"),
        ("the order and the receipt, each on a page", "the order and the receipt, each on a page"),
        ("hm", "hm"),
    ],
)
def test_asides_are_cut_out(said: str, left: str) -> None:
    assert spoken(said) == left


@given(st.text(max_size=80))
def test_no_text_is_lost_altogether(text: str) -> None:
    assert bool(spoken(text).strip()) == bool(text.strip())
