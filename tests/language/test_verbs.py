"""Verbs bend as people bend them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import verbs
from bot.language.verbs import (
    base_form,
    could_be_noun,
    gerund,
    is_base,
    is_past_participle,
    is_verb,
    past,
    past_participle,
    starts_with_verb,
    third_person,
)

BASES = sorted(word for word in verbs._lexicon().base_of if is_base(word))


@pytest.mark.parametrize(
    ("base", "third", "ing", "before", "participle"),
    [
        ("issue", "issues", "issuing", "issued", "issued"),
        ("send", "sends", "sending", "sent", "sent"),
        ("take", "takes", "taking", "took", "taken"),
        ("apply", "applies", "applying", "applied", "applied"),
        ("pay", "pays", "paying", "paid", "paid"),
        ("plan", "plans", "planning", "planned", "planned"),
        ("submit", "submits", "submitting", "submitted", "submitted"),
        ("edit", "edits", "editing", "edited", "edited"),
        ("visit", "visits", "visiting", "visited", "visited"),
        ("transfer", "transfers", "transferring", "transferred", "transferred"),
        ("offer", "offers", "offering", "offered", "offered"),
        ("cancel", "cancels", "cancelling", "cancelled", "cancelled"),
        ("label", "labels", "labelling", "labelled", "labelled"),
        ("dispel", "dispels", "dispelling", "dispelled", "dispelled"),
        ("reveal", "reveals", "revealing", "revealed", "revealed"),
        ("email", "emails", "emailing", "emailed", "emailed"),
        ("see", "sees", "seeing", "saw", "seen"),
        ("tie", "ties", "tying", "tied", "tied"),
        ("be", "is", "being", "was", "been"),
        ("have", "has", "having", "had", "had"),
        ("undo", "undoes", "undoing", "undid", "undone"),
        ("fix", "fixes", "fixing", "fixed", "fixed"),
        ("show", "shows", "showing", "showed", "shown"),
        ("mimic", "mimics", "mimicking", "mimicked", "mimicked"),
        ("quit", "quits", "quitting", "quit", "quit"),
        ("log in", "logs in", "logging in", "logged in", "logged in"),
        ("write off", "writes off", "writing off", "wrote off", "written off"),
        ("choose", "chooses", "choosing", "chose", "chosen"),
        ("reset", "resets", "resetting", "reset", "reset"),
        ("format", "formats", "formatting", "formatted", "formatted"),
        ("re-run", "re-runs", "re-running", "re-ran", "re-run"),
    ],
)
def test_a_verb_has_its_five_forms(base: str, third: str, ing: str, before: str, participle: str) -> None:
    assert third_person(base) == third
    assert gerund(base) == ing
    assert past(base) == before
    assert past_participle(base) == participle


@given(st.sampled_from(BASES))
def test_every_form_of_every_known_verb_is_known(base: str) -> None:
    for form in (base, third_person(base), gerund(base), past(base), past_participle(base)):
        assert is_verb(form), form


@given(st.sampled_from(BASES))
def test_the_third_person_leads_back_to_the_base(base: str) -> None:
    assert base_form(third_person(base)) == base


@given(st.text())
def test_any_text_has_forms_and_none_fails(text: str) -> None:
    assert all(isinstance(form(text), str) for form in (third_person, gerund, past, past_participle, base_form))


def test_british_and_american_spellings_are_both_read() -> None:
    assert base_form("cancelled") == base_form("canceled") == "cancel"
    assert base_form("organised") == "organise"
    assert base_form("learnt") == "learn"


def test_forms_lead_to_their_base() -> None:
    assert [base_form(word) for word in ("Issues", "sent", "applies", "has", "found", "is", "updated", "lying")] == [
        "issue", "send", "apply", "have", "find", "be", "update", "lie",
    ]  # fmt: skip


def test_an_unknown_word_stays_itself_and_is_no_verb() -> None:
    assert base_form("Customer") == "customer"
    assert not is_verb("customer")
    assert could_be_noun("customer")


def test_some_verbs_are_things_as_well() -> None:
    assert could_be_noun("report")
    assert could_be_noun("orders")
    assert not could_be_noun("reported")
    assert not could_be_noun("receive")


def test_only_a_base_starts_a_phrase_as_a_verb() -> None:
    assert starts_with_verb("issue a refund")
    assert starts_with_verb("**Report** a fault")
    assert starts_with_verb("be told about a fault")
    assert not starts_with_verb("issuing a refund")
    assert not starts_with_verb("the report")
    assert not starts_with_verb("   ")


def test_a_passive_needs_a_participle() -> None:
    assert is_past_participle("sent")
    assert is_past_participle("notified")
    assert is_past_participle("cancelled")
    assert not is_past_participle("took")
    assert not is_past_participle("notify")
