"""Secrets are hidden before a text leaves, and put back after."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.llm.redact import Redactor, put_back, unknown_mark

SECRETS = [
    "AKIAIOSFODNN7EXAMPLE",
    "ghp_" + "a1B2" * 9,
    "github_pat_" + "11ABCDEFG0" * 3,
    "glpat-" + "x1y2z3w4" * 3,
    "xoxb-123456789012-abcdefghij",
    "sk-proj-" + "Ab12" * 8,
    "AIza" + "S" * 35,
    "sk_live_" + "4eC39HqLyjWDarjtT1",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
    "postgresql://me:hunter2@db.example/app",
    "4111 1111 1111 1111",
    "DE89 3704 0044 0532 0130 00",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIB\n-----END RSA PRIVATE KEY-----",
]


@pytest.mark.parametrize("secret", SECRETS)
def test_a_known_shape_is_hidden_wherever_it_stands(secret: str) -> None:
    value = {"said": [{"id": "S1", "text": f"use {secret} for it"}], "more": (secret,)}
    hidden, marks = Redactor().hide(value)
    assert secret not in str(hidden)
    assert list(marks.values()) == [secret]
    assert put_back(hidden, marks) == {"said": [{"id": "S1", "text": f"use {secret} for it"}], "more": [secret]}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("the password is hunter22, ok", "the password is [hidden-1], ok"),
        ("PASSWORD: Tr0ub4dor!", "PASSWORD: [hidden-1]"),
        ("token=abcd1234efgh", "token=[hidden-1]"),
        ("Authorization: Bearer abcdefabcdef1234", "Authorization: Bearer [hidden-1]"),
    ],
)
def test_what_follows_the_word_password_is_hidden(text: str, left: str) -> None:
    assert Redactor().hide(text)[0] == left


@pytest.mark.parametrize(
    "text",
    [
        "order 1234 5678 9012 3456 has 500 € in 2026",  # no card: its check digit is wrong
        "the password has to be long",
        "skip the risk-assessment",
        "Refunds over 500 € need a team lead.",
        "call +49 30 1234567",
    ],
)
def test_plain_words_and_numbers_stay(text: str) -> None:
    assert Redactor().hide(text)[0] == text


def test_a_team_adds_patterns_of_its_own_and_the_same_secret_has_the_same_mark() -> None:
    hidden, marks = Redactor.of([r"Project \w+", r"\b\d{6}\b"]).hide("Project Falcon is 123456, Project Falcon.")
    assert hidden == "[hidden-1] is [hidden-2], [hidden-1]."
    assert marks == {"[hidden-1]": "Project Falcon", "[hidden-2]": "123456"}


def test_a_mark_that_somebody_typed_is_left_alone() -> None:
    hidden, marks = Redactor().hide("[hidden-1] and AKIAIOSFODNN7EXAMPLE")
    assert hidden == "[hidden-1] and [hidden-2]"
    assert put_back(hidden, marks) == "[hidden-1] and AKIAIOSFODNN7EXAMPLE"
    assert unknown_mark("[hidden-3]", marks, hidden) == "[hidden-3]"
    assert unknown_mark("[hidden-1] [hidden-2]", marks, hidden) is None


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=30), st.sampled_from([*SECRETS, "[hidden-1]", "[hidden-2]"])), max_size=8))
def test_hiding_and_putting_back_changes_nothing(pieces: list[str]) -> None:
    text = " ".join(pieces)
    hidden, marks = Redactor.of([r"\d{3,}"]).hide({"text": text})
    assert put_back(hidden, marks) == {"text": text}
    assert not any(secret in str(hidden) for secret in marks.values() if len(secret) > 3)
