"""Two stories that want the same are told, in whatever words; two that only resemble each other are not."""

import pytest

from bot.stories.lint.linter import lint_backlog
from tests.stories.test_lint_set import FILLER

SAME = (
    (
        "As a nurse, I want to get an alert when a bed becomes free so that nobody waits.",
        "As a nurse, I want to be notified when a bed is free so that no patient waits.",
    ),
    (
        "As a clerk, I want to find an invoice by its number so that I can answer a caller.",
        "As a clerk, I want to search for invoices by number so that I can help callers.",
    ),
    (
        "As an admin, I want to delete a user's account so that leavers lose access.",
        "As an admin, I want to remove user accounts so that people who left can't log in.",
    ),
    (
        "As a manager, I want to download the monthly sales as a spreadsheet so that I can do my own sums.",
        "As a manager, I want to export monthly sales to Excel so that I can calculate with them.",
    ),
    (
        "As a member, I want to see which books I have borrowed so that I return them in time.",
        "As a member, I want to view a list of my borrowed books so that I bring them back in time.",
    ),
    (
        "As a tenant, I want to report a broken heater so that it gets repaired.",
        "As a tenant, I want to be able to report that a heater is broken so that somebody repairs it.",
    ),
    (
        "As a patient, I want to move my appointment so that I don't miss it.",
        "As a patient, I want to reschedule an appointment so that I needn't cancel it.",
    ),
    (
        "As a student, I want to upload my essay so that the teacher can grade it.",
        "As a pupil, I want to upload an essay so that it can be graded.",
    ),
    (
        "As a buyer, I want to pay by credit card so that I get my goods sooner.",
        "As a customer, I want to pay with a credit card so that the goods come sooner.",
    ),
    (
        "As a cook, I want a list of the dishes that were ordered so that I know what to cook.",
        "As a cook, I want to see the ordered dishes so that I know what comes next.",
    ),
)
DIFFERENT = (
    (
        "As a clerk, I want to see open orders so that I pack them.",
        "As a clerk, I want to see closed orders so that I can answer complaints.",
    ),
    (
        "As a clerk, I want to filter orders by date so that I find late ones.",
        "As a clerk, I want to filter orders by customer so that I can answer a caller.",
    ),
    (
        "As a clerk, I want to be notified by mail so that I miss nothing.",
        "As a clerk, I want to be notified by text message so that I miss nothing.",
    ),
    (
        "As a guest, I want to book a table so that I have a seat.",
        "As a guest, I want to cancel a table so that others get it.",
    ),
    (
        "As a guest, I want to see the menu so that I can choose.",
        "As a guest, I want to see the opening hours so that I come in time.",
    ),
    (
        "As a nurse, I want to be notified when a bed is free so that nobody waits.",
        "As a nurse, I want to be notified when a lab result is ready so that nobody waits.",
    ),
    (
        "As a player, I want to edit my profile so that it is right.",
        "As an admin, I want to edit any profile so that insults go.",
    ),
    (
        "As a clerk, I want to print invoices so that I can post them.",
        "As a clerk, I want to mail invoices so that customers pay.",
    ),
    (
        "As a clerk, I want to add a note to an order so that others know.",
        "As a clerk, I want to add a photo to an order so that others see the damage.",
    ),
    (
        "As a clerk, I want to see the total price of an order so that I can tell it.",
        "As a clerk, I want to see the delivery date of an order so that I can tell it.",
    ),
)


def told(one: str, other: str) -> list[bool]:
    return [
        any(finding.rule == "unique" for finding in story.findings) for story in lint_backlog([one, other, *FILLER])
    ]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_both_stories_of_a_paraphrased_pair_are_told(one: str, other: str) -> None:
    assert told(one, other) == [True, True] + [False] * len(FILLER)


@pytest.mark.parametrize(("one", "other"), SAME[:3])
def test_which_comes_first_makes_no_difference(one: str, other: str) -> None:
    assert told(other, one) == told(one, other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_stories_that_share_only_their_subject_are_no_twins(one: str, other: str) -> None:
    assert not any(told(one, other))
