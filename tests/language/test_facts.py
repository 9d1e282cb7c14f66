"""Facts are recognised in sentences as people write them, and not where there are none."""

from __future__ import annotations

import pytest

from bot.language.facts import DETECTORS, has_person, has_role, has_system, is_hedged, quantities

HOLD: dict[str, tuple[str, ...]] = {
    "number": ("3 clerks", "twice a week", "about half of them", "a dozen", "nobody", "hundreds of orders"),
    "date": (
        "by Friday",
        "end of June",
        "in 2027",
        "Q3",
        "next week",
        "by the end of the quarter",
        "within two weeks",
        "on 1.3.",
        "before Christmas",
        "by launch",
        "in 3 days",
    ),
    "person": ("@priya", "ask Priya", "Mara decides", "the team lead", "me", "I do", "returns clerks", "legal"),
    "role": ("returns clerks", "the dispatcher", "nurses on night shift", "a team lead", "HR", "parents", "the board"),
    "system": ("from SAP", "the payment provider", "Excel", "our booking system", "Salesforce", "none", "the API"),
    "reason": ("because of the law", "GDPR", "so that nobody reads it", "it is policy", "due to the contract"),
    "frequency": (
        "every Monday",
        "twice a day",
        "3 times",
        "5 % of them",
        "all the time",
        "2 of 10",
        "on Mondays",
        "20/day",
    ),
    "negative": (
        "not gift cards",
        "nothing",
        "gift cards are out",
        "they can't pay abroad",
        "no mobile app",
        "without video",
    ),
    "condition": ("if the day is booked", "when it rains", "unless a lead agrees", "only after lunch"),
    "reaction": ("they see “queued”", "an error is shown", "it retries", "we call them", "it is sent later"),
    "change": ("from 60 % to 95 %", "60 → 95", "3 days instead of 9"),
    "actor": ("approved by a team lead", "checked by finance"),
    "work": ("it takes an hour", "2 days", "half a day of work"),
    "wait": ("it waits two days", "three days in the queue", "no wait"),
    "usable": ("8 of 10", "80 %", "a third comes back"),
}
LACK: dict[str, tuple[str, ...]] = {
    "number": ("a few clerks", "it is slow", "someone complained", "often"),
    "date": ("soon", "as fast as possible", "it may work", "the order", "sundry"),
    "person": ("the order is late", "it is slow", "a computer"),
    "role": (
        "the order number",
        "the computer server",
        "a folder on paper",
        "faster and cheaper",
        "however they want it",
        "a printer error",
        "in winter the water is cold",
    ),
    "system": ("a form", "the clerk writes it down"),
    "reason": ("it is secure", "passwords"),
    "frequency": ("it is slow", "the clerk waits"),
    "negative": ("gift cards are in", "a notebook", "the northern stores"),
    "condition": ("the clerk waits", "a wife", "thenceforth"),
    "reaction": ("the server is down", "two clerks at once"),
    "change": ("from the shop", "to the store"),
    "actor": ("approved by the end of May", "sent by mail", "is approved", "by hand", "by default"),
    "work": ("somebody works on it", "it waits two days", "80 % are right"),
    "wait": ("it takes an hour", "it waits", "80 % are right"),
    "usable": ("it takes an hour", "most of it is fine", "it waits two days"),
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in HOLD.items() for text in texts])
def test_the_fact_is_found(kind: str, text: str) -> None:
    assert DETECTORS[kind](text)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in LACK.items() for text in texts])
def test_no_fact_is_invented(kind: str, text: str) -> None:
    assert not DETECTORS[kind](text)


def test_every_kind_of_fact_is_tried_here() -> None:
    assert set(HOLD) == set(LACK) == set(DETECTORS)


def test_a_lone_name_is_a_person_and_a_lone_noun_no_role() -> None:
    assert has_person("Priya")
    assert not has_role("Priya")
    assert not has_role("the calendar and the folder")
    assert has_system("no other system")


@pytest.mark.parametrize(
    "text", ["I guess 300", "probably", "we assume so", "Maybe 5 %", "not really sure", "I'd say ten", "hopefully soon"]
)
def test_a_belief_is_heard_as_one(text: str) -> None:
    assert is_hedged(text)


@pytest.mark.parametrize("text", ["It is 300", "May is busy", "surely 5 %", "a guest waits", "the hopeful nurse"])
def test_a_fact_is_no_belief(text: str) -> None:
    assert not is_hedged(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at most 3 days", (("3", "day"),)),
        ("500 € or 400 eur", (("500", "€"), ("400", "eur"))),
        ("from 60 % to 95%", (("60", "%"), ("95", "%"))),
        ("1,000.50 dollars", (("1,000.50", "dollar"),)),
        ("make that 300", (("300", ""),)),
        ("5 minutes, 2 hours", (("5", "minute"), ("2", "hour"))),
        ("none", ()),
    ],
)
def test_quantities_are_numbers_with_the_word_behind(text: str, expected: tuple[tuple[str, str], ...]) -> None:
    assert quantities(text) == expected


def test_a_hundred_kilobytes_are_looked_through_in_a_moment() -> None:
    assert not DETECTORS["change"]("from " * 20_000)
    assert not DETECTORS["frequency"]("1" * 100_000)
    assert not DETECTORS["actor"]("by the end " * 9_000)
    assert not DETECTORS["person"]("a" * 100_000)
    assert len(quantities("1" * 100_000)) == 1
