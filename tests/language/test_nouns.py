"""One or many, "a" or "an", somebody or something."""

from __future__ import annotations

import pytest

from bot.language.nouns import article, head, is_person, is_plural, plural, singular, with_article


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("agent", "an"),
        ("support agent", "a"),
        ("user", "a"),
        ("HR manager", "an"),
        ("hour", "an"),
        ("SLA", "an"),
        ("UI change", "a"),
        ("one-way ticket", "a"),
        ("unimportant note", "an"),
        ("European", "a"),
        ("8-hour shift", "an"),
    ],
)
def test_the_article_is_the_one_that_is_spoken(phrase: str, expected: str) -> None:
    assert article(phrase) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("refund button on the page", "a refund button on the page"),
        ("audit log", "an audit log"),
        ("training", "training"),
        ("reports", "reports"),
        ("the list", "the list"),
        ("last scan", "the last scan"),
        ("payment online, card or PayPal", "payment online, card or PayPal"),
    ],
)
def test_one_thing_gets_an_article_and_nothing_else_does(phrase: str, expected: str) -> None:
    assert with_article(phrase) == expected


@pytest.mark.parametrize("word", ["agent", "nurses", "planner", "people", "clerks", "technician", "lead", "HR", "vet"])
def test_people_are_told_from_things(word: str) -> None:
    assert is_person(word)


@pytest.mark.parametrize("word", ["printer", "order", "orders", "payment", "letter", "screen", "number", "per", "list"])
def test_things_that_sound_like_people_are_none(word: str) -> None:
    assert not is_person(word)


@pytest.mark.parametrize(
    ("many", "one"), [("agents", "agent"), ("companies", "company"), ("boxes", "box"), ("people", "person")]
)
def test_one_and_many_lead_to_each_other(many: str, one: str) -> None:
    assert singular(many) == one
    assert plural(one) == many
    assert is_plural(many)
    assert not is_plural(one)


def test_a_phrase_is_about_its_last_noun_before_a_preposition() -> None:
    assert head("the refund button on the order page") == "button"
