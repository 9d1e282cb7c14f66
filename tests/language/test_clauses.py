"""Sentences are taken apart at their seams, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.clauses import clauses, is_finite, split_sentence
from bot.language.grammar import Clause, clause
from bot.language.passives import passive
from bot.language.wishes import plain


@pytest.mark.parametrize(
    ("text", "main", "word", "condition"),
    [
        (
            "When the refund is done, the system mails the customer",
            "the system mails the customer",
            "when",
            "the refund is done",
        ),
        (
            "When the refund is done the system should mail the customer",
            "the system should mail the customer",
            "when",
            "the refund is done",
        ),
        ("if it is over 500 EUR then a lead has to approve", "a lead has to approve", "if", "it is over 500 EUR"),
        ("a lead has to approve if it is over 500 EUR", "a lead has to approve", "if", "it is over 500 EUR"),
        ("The order goes out as soon as payment arrives", "The order goes out", "once", "payment arrives"),
        ("Archive invoices after 7 years", "Archive invoices after 7 years", "", ""),
        ("I want to know when the parcel arrives", "I want to know when the parcel arrives", "", ""),
        ("Send it once a day", "Send it once a day", "", ""),
        ("Every morning the chef gets a list", "the chef gets a list every morning", "", ""),
    ],
)
def test_a_condition_is_told_from_what_happens(text: str, main: str, word: str, condition: str) -> None:
    parts = split_sentence(text)
    assert (parts.main, parts.condition_word, parts.condition) == (main, word, condition)


@pytest.mark.parametrize(
    ("text", "main", "word", "reason"),
    [
        ("Agents see the history so that they can help faster", "Agents see the history", "so", "they can help faster"),
        ("print labels because it takes ages", "print labels", "because", "it takes ages"),
        (
            "users download invoices coz accounting asks every month",
            "users download invoices",
            "because",
            "accounting asks every month",
        ),
        ("To close the month, accounting exports the totals", "accounting exports the totals", "to", "close the month"),
        ("Show the amount, otherwise we pay twice", "Show the amount", "otherwise", "we pay twice"),
        ("People keep asking so put it on the page", "put it on the page", "because", "People keep asking"),
        ("It has worked well so far", "It has worked well so far", "", ""),
    ],
)
def test_a_reason_is_told_from_what_is_wanted(text: str, main: str, word: str, reason: str) -> None:
    parts = split_sentence(text)
    assert (parts.main, parts.reason_word, parts.reason) == (main, word, reason)


def test_an_exception_is_told_apart() -> None:
    parts = split_sentence("Agents can cancel orders unless they are older than 30 days.")
    assert (parts.main, parts.exception) == ("Agents can cancel orders", "they are older than 30 days")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Support agents can refund an order",
            Clause("modal", "Support agents", "can", verb="refund", rest="an order"),
        ),
        (
            "nurses must not see card numbers",
            Clause("modal", "nurses", "must not", negated=True, verb="see", rest="card numbers"),
        ),
        ("the agent clicks refund", Clause("present", "the agent", verb="click", rest="refund")),
        ("agents refund orders", Clause("present", "agents", verb="refund", rest="orders")),
        ("Export to CSV", Clause("imperative", verb="export", rest="to CSV")),
        ("search orders by name", Clause("imperative", verb="search", rest="orders by name")),
        ("mark attendance", Clause("imperative", verb="mark", rest="attendance")),
        ("must work on old phones", Clause("modal", "it", "must", verb="work", rest="on old phones")),
        (
            "the hours from the time clock come over",
            Clause("present", "the hours from the time clock", verb="come", rest="over"),
        ),
        ("order history", Clause("phrase", rest="order history")),
        ("refund button on order page", Clause("phrase", rest="refund button on order page")),
        ("bulk upload", Clause("phrase", rest="bulk upload")),
    ],
)
def test_a_clause_has_its_subject_and_verb(text: str, expected: Clause) -> None:
    assert clause(text) == expected


def test_a_relative_clause_stays_with_its_subject() -> None:
    found = clause("customers who call in should get a text")
    assert (found.subject, found.verb) == ("customers who call in", "get")


def test_a_passive_knows_its_doer_only_when_that_is_a_person() -> None:
    assert passive(clause("refunds are approved by a lead")) == ("approve", "a lead", "")
    assert passive(clause("invoices are archived by year")) == ("archive", "", "by year")
    assert passive(clause("the page is slow")) is None


def test_only_a_new_subject_with_its_verb_opens_a_new_clause() -> None:
    assert clauses("the picker scans the shelf, then the item, and the screen turns green") == (
        "the picker scans the shelf, then the item",
        "the screen turns green",
    )
    assert clauses("create a trip with date, place and cost") == ("create a trip with date, place and cost",)


@pytest.mark.parametrize(
    ("wish", "inside"),
    [
        ("It would be nice if agents could export the list, please", "agents could export the list"),
        ("there should be a way to undo a scan", "undo a scan"),
        ("it should be possible for parents to sign on their phone", "parents can sign on their phone"),
        ("Can we export to CSV?", "we can export to CSV"),
        ("why can't we edit shifts?", "we can edit shifts"),
        ("I want that the system shows the plan", "the system shows the plan"),
        ("could you add a button that copies it?", "we need a button that copies it"),
        ("what I'd really need is an audit log", "we want an audit log"),
        ("Nobody but HR may see sick notes", "only HR may see sick notes"),
        ("At least 2 approvals before a deploy", "At least 2 approvals before a deploy"),
    ],
)
def test_a_wish_is_unwrapped(wish: str, inside: str) -> None:
    assert plain(wish) == inside


def test_a_time_is_no_clause_of_its_own() -> None:
    assert not is_finite("7 years")
    assert is_finite("the lead approved it")


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read_without_an_error_and_keeps_a_main_clause(text: str) -> None:
    parts = split_sentence(text)
    assert bool(parts.main.strip()) == bool(text.strip())
    assert clause(parts.main).shape in {"modal", "present", "imperative", "phrase"}
