"""What is said about somebody becomes what they say, where that is certain."""

from __future__ import annotations

import pytest

from bot.language.grammar import clause
from bot.language.voice import base_coordinates, negate, sentence, speak_about, speak_as
from bot.language.wording import definite, telegraphic, tidy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("when the customer pays", "when I pay"),
        ("when customers are done", "when I am done"),
        ("mail the customer", "mail me"),
        ("the customer's order is late", "my order is late"),
        ("two customers take the same seat", "two customers take the same seat"),
        ("a customer history", "a customer history"),
    ],
)
def test_the_role_speaks_for_itself(text: str, expected: str) -> None:
    assert speak_as(text, "customer") == expected


def test_their_is_mine_only_when_it_can_be_nobody_elses() -> None:
    assert speak_as("see their shifts", "nurse", theirs=True) == "see my shifts"
    assert speak_as("call customers on their phone", "agent", theirs=True) == "call customers on their phone"
    assert speak_as("confirm the hours of their people", "manager", theirs=True) == "confirm the hours of my people"


def test_the_way_back_conjugates() -> None:
    assert (
        speak_about("I refund my order and see the amount", "the agent")
        == "the agent refunds their order and sees the amount"
    )
    assert speak_about("I am on the order page", "the agent") == "the agent is on the order page"


@pytest.mark.parametrize(
    ("text", "opposite"),
    [
        ("it needs approval", "it does not need approval"),
        ("a lead has to approve it", "a lead does not have to approve it"),
        ("the system does not let me", "the system lets me"),
        ("the item was checked", "the item was not checked"),
        ("agents can see it", "agents cannot see it"),
    ],
)
def test_a_clause_has_an_opposite(text: str, opposite: str) -> None:
    assert negate(text) == opposite


def test_two_clauses_have_no_opposite() -> None:
    assert negate("the card is taken and the money is paid") is None


def test_what_must_be_so_is_told_as_being_so() -> None:
    assert sentence(clause("the page must load in 2 seconds")) == "the page loads in 2 seconds"
    assert sentence(clause("a lead must approve it")) == "a lead has to approve it"
    assert sentence(clause("a technician must have a certificate")) == "a technician needs a certificate"


def test_further_verbs_follow_the_first() -> None:
    assert base_coordinates("click refund and sees the amount") == "click refund and see the amount"
    assert base_coordinates("scan boxes and labels") == "scan boxes and labels"


@pytest.mark.parametrize(
    ("terse", "said"),
    [
        ("refund button on order page", "refund button on the order page"),
        ("swap shift with colleague", "swap shift with a colleague"),
        ("fill in the report on tablet", "fill in the report on the tablet"),
    ],
)
def test_terse_people_get_their_small_words(terse: str, said: str) -> None:
    assert telegraphic(terse, terse) == said


def test_a_subject_gets_its_article_and_a_name_keeps_its_capital() -> None:
    assert definite("System") == "the system"
    assert definite("Refunds") == "refunds"
    assert definite("it") == "the system"
    assert definite("SAP") == "SAP"


@pytest.mark.parametrize(
    ("rough", "neat"),
    [
        ("export it, and", "export it"),
        ('the "big list', "the big list"),
        ("see the the list..", "see the list"),
        ("decide when i sell!", "decide when I sell"),
        ("log in", "log in"),
    ],
)
def test_loose_ends_are_cut(rough: str, neat: str) -> None:
    assert tidy(rough) == neat
