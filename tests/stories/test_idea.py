"""One rough idea becomes a story, and the questions that would improve it most."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.stories.idea import Idea, standardise
from tests.stories.making import ANA, NOON

INVOICES = "users should be able to download their invoices as pdf coz accounting asks every month"
CALLS = (
    "Agents need to see the customer's last 5 orders when a call comes in. Right now they ask the "
    "customer every time and it takes "
    "3 minutes. If the order system is down, show a message. Only agents may see it."
)


def _idea(text: str, role: str | None = None) -> Idea:
    return standardise(text, author=ANA, at=NOON, link="https://chat/1", role_hint=role)


def test_a_rough_idea_is_a_story() -> None:
    story = _idea(INVOICES).story
    assert (story.role, story.want) == ("user", "to download my invoices as pdf")
    assert len(story.criteria) == 3


def test_every_sentence_is_a_statement_and_rules_become_criteria() -> None:
    idea = _idea(CALLS)
    assert [source.id for source in idea.material.sources] == ["S1", "S2", "S3", "S4"]
    assert idea.story.want == "to see the customer's last 5 orders when a call comes in"
    assert {one for criterion in idea.story.criteria for one in criterion.sources} == {"S1", "S3", "S4"}
    assert {source.link for source in idea.material.sources} == {"https://chat/1"}


def test_the_pain_that_was_told_is_the_reason() -> None:
    idea = _idea("Nurses can swap shifts. They lose an hour a week on the phone.")
    assert idea.story.benefit.endswith("no longer lose an hour a week on the phone")


def test_the_hint_is_the_role_when_none_is_named() -> None:
    assert _idea("bulk upload", role="the payroll clerks").story.role == "payroll clerk"


def test_a_typed_scenario_stays_as_it_is() -> None:
    idea = _idea("Given a paid order, when I refund it, then the customer gets the money back")
    first = idea.story.criteria[0]
    assert (first.given, first.when, first.then) == (
        ("a paid order",),
        "I refund it",
        ("the customer gets the money back",),
    )


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            "bulk upload",
            (
                "Who needs “bulk upload”, by their job or role?",
                "Why does somebody want “a bulk upload”?",
                "What should happen when “bulk upload” fails?",
            ),
        ),
        (
            "agents need a fast search so that calls are shorter",
            (
                "What exactly would “fast” mean here, so that a stranger could check it?",
                "What should happen when “fast search” fails?",
                "Is there a limit on “fast search”, such as an amount, a time or a number?",
            ),
        ),
        (
            INVOICES,
            (
                "Which job or role do you mean by “user”?",
                "Why does somebody want “to download my invoices as pdf”?",
                "What should happen when “download my invoices as pdf” fails?",
            ),
        ),
    ],
)
def test_what_is_missing_is_asked_first(text: str, questions: tuple[str, ...]) -> None:
    assert _idea(text).questions == questions


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=120))
def test_every_question_is_one_sentence_with_one_question_mark(text: str) -> None:
    idea = _idea(text)
    assert len(idea.questions) <= 3
    for question in idea.questions:
        assert question.endswith("?")
        assert question.count("?") == 1
    assert set(idea.story.sources) <= {source.id for source in idea.material.sources}


@pytest.mark.parametrize(
    ("text", "stories"),
    [
        (
            "counter want scan bin and then app tell if wrong bin so no counting in wrong place happen like always",
            [("counter", "to scan a bin and be told if the bin is wrong", "no counting in the wrong place happens")],
        ),
        (
            "Every morning the inventory controller prints 420 count sheets, hands them out, gets them back with "
            "coffee stains on them, and retypes everything, and 6% of the lines are wrong, so what we would really "
            "like is that when a counter has finished counting a bin the differences over 5% or over €200 appear in "
            "the controller's list straight away so that she can order a recount on the same day",
            [
                (
                    "inventory controller",
                    "the differences over 5% or over €200 to appear in my list straight away when a counter has "
                    "finished counting a bin",
                    "I can order a recount on the same day",
                )
            ],
        ),
        (
            "POST count results to SAP EWM OData endpoint w/ idempotency key, retry every 5 min, "
            "3x then dead-letter queue",
            [("user", "the system to post count results to SAP EWM OData endpoint with idempotency key", "")],
        ),
        (
            "resume half done count on other device when battery dies",
            [("user", "to resume a half done count on another device when the battery dies", "")],
        ),
        (
            "shift lead wants to assign bins to counters and inventory controller wants to approve differences "
            "over €200",
            [
                ("shift lead", "to assign bins to counters", ""),
                ("inventory controller", "to approve differences over €200", ""),
            ],
        ),
        (
            "counters must not see expected qty (blind count)",
            [("counter", "the system not to let me see expected qty", "")],
        ),
        ("fast search for agents", [("agent", "a fast search", "")]),
    ],
)
def test_a_rambling_terse_or_technical_idea_is_read_for_what_is_wanted(
    text: str, stories: list[tuple[str, str, str]]
) -> None:
    idea = _idea(text)
    assert [(story.role, story.want, story.benefit) for story in (idea.story, *idea.more)] == stories


def test_what_is_done_when_a_technical_step_fails_is_a_criterion() -> None:
    story = _idea("POST results to the ledger, retry every 5 min, 3x then dead-letter queue").story
    assert ("the system retries every 5 min",) in [one.then for one in story.criteria if one.negative]
