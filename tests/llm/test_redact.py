"""Secrets are hidden before a text leaves, and put back after."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.llm.redact import Redactor, put_back, unknown_mark, without_secrets

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
    "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1r\n-----END OPENSSH PRIVATE KEY-----",
    "-----BEGIN PGP PRIVATE KEY BLOCK-----\nlQOYBF\n-----END PGP PRIVATE KEY BLOCK-----",
    "ASIAIOSFODNN7EXAMPLE",
    "abc8Q~" + "d1E2f3G4h5I6j7K8l9M0n1O2p3Q4r5S6",
    "ya29." + "a0AfH6SMBx1y2z3w4v5u6t7",
    "GOCSPX-" + "aBcDeFgHiJkLmNoPqRsT",
    "xapp-1-A0123456789-1234567890-abcdef",
    "https://hooks.slack.com/services/T00000000/B00000000/" + "X" * 24,
    "123456789:AA" + "HdqTcvCH1vGWJxfSeofSAs0K5PALD" + "sawX",
    "whsec_" + "a1B2c3D4e5F6g7H8i9J0",
    "SG." + "a" * 22 + "." + "b" * 43,
    "AC" + "0a1b2c3d" * 4,
    "npm_" + "a1B2c3" * 6,
    "pypi-AgE" + "IcHlwaS5vcmc" * 5,
    "dckr_pat_" + "a1B2c3D4e5F6g7H8i9J0k1",
    "shpat_" + "0a1b2c3d" * 4,
    "hvs." + "CAESIJlWh4a1b2c3d4e5f6g7h8",
    "ATATT3" + "xFfGF0abcdef" * 6,
    "hf_" + "aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgH",
    "redis://:hunter2@cache.example:6379/0",
    "mongodb+srv://me:hunter2@cluster0.example.net/app",
    "5500 0000 0000 0004",
    "378282246310005",
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
        ("Authorization: Basic dXNlcjpodW50ZXIyMjI=", "Authorization: Basic [hidden-1]"),
        ("AWS_SECRET_ACCESS_KEY=" + "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "AWS_SECRET_ACCESS_KEY=[hidden-1]"),
        (f"AccountKey={'a1B2' * 20}==;x", "AccountKey=[hidden-1];x"),
        ("//registry.example/:_authToken=abcdef0123456789abcdef", "//registry.example/:_authToken=[hidden-1]"),
        ("client_secret=abcd1234efgh", "client_secret=[hidden-1]"),
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
        "The order 550e8400-e29b-41d4-a716-446655440000 was refunded.",
        "See commit 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12 and d41d8cd98f00b204e9800998ecf8427e.",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "0000000000000000abcdef00c616214044576380",  # its end has the check digit of a card
        "4111111111111111abcdef0000000000abcdef00",
        "From 2026-03-02 09:00 to 2026-03-09 17:30, 1,234,567.89 EUR in 12 instalments.",
        "Parcel 00340434161094042557 and parcel 1Z999AA10123456784 are late.",
        "The token is shown once, and a secret question is asked.",
        "Only a clerk with the password reset right may see the api key page.",
        "https://example.com/orders?id=1234567890123&code=summer",
        "GTIN 4006381333931, ISBN 978-3-16-148410-0",
        "FR-12, AC-2.3, US-7, S14, BR-3: at most 3 times a day, 99.95 % of the time.",
        "The basic authorisation of a manager is needed.",
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


_ORDINARY = st.one_of(
    st.uuids().map(str),
    st.dates().map(str),
    st.datetimes().map(str),
    st.decimals(min_value=0, max_value=10**9, places=2).map(lambda amount: f"{amount} €"),
    st.integers(min_value=0, max_value=10**9).map(lambda number: f"order {number}"),
    st.binary(min_size=20, max_size=20).map(bytes.hex),
    st.binary(min_size=32, max_size=32).map(bytes.hex),
    st.from_regex(r"[A-Z]{2,4}-[0-9]{1,5}", fullmatch=True),
    st.sampled_from("A refund needs a parcel and a receipt; the clerk scans it within 3 seconds.".split()),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_ORDINARY, max_size=12).map(", ".join))
def test_dates_amounts_ids_and_hashes_are_no_secrets(text: str) -> None:
    hidden, marks = Redactor().hide(text)
    assert (hidden, marks) == (text, {})


@pytest.mark.parametrize("secret", SECRETS)
def test_a_log_line_names_the_kind_only(secret: str) -> None:
    line = without_secrets(f"request failed for {secret} after 3 tries")
    assert secret not in line
    assert "[withheld: " in line
    assert line.endswith(" after 3 tries")


def test_a_secret_that_holds_another_comes_back_whole() -> None:
    hidden, marks = Redactor.of([r"\d{4}"]).hide("redis://:hunter2@cache.example:6379/0")
    assert "hunter2" not in hidden
    assert put_back(hidden, marks) == "redis://:hunter2@cache.example:6379/0"


def test_what_was_withheld_is_counted_by_kind() -> None:
    said = {"text": "AKIAIOSFODNN7EXAMPLE and AKIAIOSFODNN7EXAMPLE, card 4111 1111 1111 1111", "n": 3}
    assert Redactor().kinds(said) == {"AWS key": 2, "card number": 1}
    assert Redactor.of(["Falcon"]).kinds("Falcon and Falcon") == {"what your team hides": 2}
    assert Redactor().kinds("nothing here") == {}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=30), st.sampled_from([*SECRETS, "[hidden-1]", "[hidden-2]"])), max_size=8))
def test_hiding_and_putting_back_changes_nothing(pieces: list[str]) -> None:
    text = " ".join(pieces)
    hidden, marks = Redactor.of([r"\d{3,}"]).hide({"text": text})
    assert put_back(hidden, marks) == {"text": text}
    assert not any(secret in hidden["text"] for secret in marks.values() if len(secret) > 3)
