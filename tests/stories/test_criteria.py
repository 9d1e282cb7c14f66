"""Criteria that a tester can run: from what was said, from what follows, and the least that must be safe."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.stories.criteria.boundaries import at_the_limit, limit_of
from bot.stories.criteria.drafting import FEWEST, to_ears
from bot.stories.criteria.scenarios import typed_scenario
from bot.stories.draft import draft_stories
from bot.stories.lint.criteria import lint_criterion
from bot.stories.rules import Criterion, Story
from tests.stories.making import material

ROLES = ("support agent", "customer", "team lead")


def _story(*lines: str | tuple[str, str]) -> Story:
    return draft_stories(material(*lines, roles=ROLES))[0]


def _said(criterion: Criterion) -> str:
    given = "".join(f"Given {step} " for step in criterion.given)
    return f"{given}When {criterion.when} Then {' And '.join(criterion.then)}"


def _all(*lines: str | tuple[str, str]) -> list[str]:
    return [_said(criterion) for criterion in _story(*lines).criteria]


@pytest.mark.parametrize(
    ("line", "criterion"),
    [
        (
            "Support agents can refund an order from the order page",
            "Given I am on the order page When I refund an order Then the order is refunded",
        ),
        ("the agent clicks refund and sees the amount", "When I click refund Then I see the amount"),
        ("system should mail the customer when the refund is done", "When the refund is done Then the system mails me"),
        (
            "agents see the history of an order",
            "When I ask to see the history of an order Then the system shows me the history of an order",
        ),
        (
            "agents can search orders by name",
            "When I search orders by name Then the system shows me only the orders that fit",
        ),
        (
            "Customers can download their invoices as pdf",
            "When I download my invoices as pdf Then I get my invoices as pdf",
        ),
        (
            "agents log in with Google",
            "When I log in with Google Then the system shows that I have logged in with Google",
        ),
        ("it has to work offline", "Given I am offline When I use the system Then the system works"),
        ("invoices should be archived after 7 years", "When 7 years have passed Then invoices are archived"),
        ("deploys should be blocked on fridays", "When it is a Friday Then deploys are blocked"),
        ("refund button on order page please", "When I open the order page Then I see a refund button"),
        ("We want a dashboard that shows open refunds", "When I open the dashboard Then it shows open refunds"),
        ("bulk upload", "When I start a bulk upload Then the system shows that the bulk upload is done"),
        (
            "the agent presses a button and the lead gets a message",
            "When I press a button Then the lead gets a message",
        ),
        ("agents must not see card numbers", "When I try to see card numbers Then the system does not let me"),
        ("kids under 12 can't borrow DVDs", "When kids under 12 try to borrow DVDs Then the system does not let them"),
        ("agents should be logged out after 10 minutes", "When 10 minutes have passed Then I am logged out"),
        (
            "customers get a text when the parcel leaves the warehouse",
            "When the parcel leaves the warehouse Then I get a text",
        ),
        ("every request gets a number", "When there is a new request Then every request gets a number"),
        ("I need to know who is on duty", "When I ask who is on duty Then the system tells me who is on duty"),
    ],
)
def test_the_behaviour_itself_comes_first(line: str, criterion: str) -> None:
    assert _all(line)[0] == criterion


@pytest.mark.parametrize(
    ("kind", "rule", "criteria"),
    [
        (
            "rule",
            "refunds over 500 EUR need approval from a lead",
            [
                "Given there is a refund over 500 EUR When I refund an order Then it needs approval from a lead",
                "Given there is a refund of exactly 500 EUR When I refund an order Then it does not need "
                "approval from a lead",
            ],
        ),
        (
            "rule",
            "if it is over 500 EUR a lead has to approve the refund",
            [
                "When I refund an order and it is over 500 EUR Then a lead has to approve the refund",
                "When I refund an order and it is exactly 500 EUR Then a lead does not have to approve the refund",
            ],
        ),
        (
            "rule",
            "an order can't be refunded twice",
            ["When I try to refund an order twice Then the system does not let me"],
        ),
        (
            "rule",
            "agents must enter a reason for the refund",
            ["When I refund an order Then I have to enter a reason for the refund"],
        ),
        (
            "rule",
            "agents cannot refund an order of more than 900 EUR",
            [
                "When I try to refund an order of more than 900 EUR Then the system does not let me",
                "When I try to refund an order of exactly 900 EUR Then the system lets me",
            ],
        ),
        (
            "rule",
            "at most 3 orders per refund",
            [
                "When I try to refund more than 3 orders Then the system does not let me",
                "When I try to refund exactly 3 orders Then the system lets me",
            ],
        ),
        (
            "permission",
            "only team leads may refund an order of a friend",
            [
                "Given I am not a team lead When I try to refund an order of a friend Then the system does not let me",
                "Given I am a team lead When I try to refund an order of a friend Then the system lets me",
            ],
        ),
        (
            "permission",
            "agents can only see refunds of their own orders",
            [
                "When I use the system Then I can only see refunds of my own orders",
            ],
        ),
        (
            "failure",
            "if the payment provider is down, tell the agent to refund later",
            [
                "Given the payment provider is down When I refund an order Then the system tells me to refund later",
            ],
        ),
        (
            "failure",
            "the refund fails halfway",
            ["When the refund fails halfway Then the system tells me what went wrong"],
        ),
        (
            "failure",
            "what if the order is missing? then the agent searches by name",
            [
                "Given the order is missing When I refund an order Then I search by name",
            ],
        ),
        (
            "quality",
            "a refund must take less than 2 seconds",
            ["When I refund an order Then a refund takes less than 2 seconds"],
        ),
        (
            "verification",
            "we know it works when a refund shows up in the bank file",
            [
                "When I refund an order Then a refund shows up in the bank file",
            ],
        ),
        (
            "verification",
            "Given a paid order, when the agent refunds it, then the customer gets the money back",
            [
                "Given a paid order When the agent refunds it Then the customer gets the money back",
            ],
        ),
    ],
)
def test_a_rule_becomes_criteria_of_its_story(kind: str, rule: str, criteria: list[str]) -> None:
    said = [
        _said(one) for one in _story("Support agents can refund an order", (kind, rule)).criteria if "S2" in one.sources
    ]
    assert said == criteria


def test_what_follows_is_inferred_and_what_nobody_said_is_assumed() -> None:
    story = _story("system should mail the customer when the refund is done")
    assert [(criterion.tag, criterion.negative) for criterion in story.criteria] == [
        ("stated", False),
        ("inferred", True),
        ("assumed", True),
    ]
    assert _said(story.criteria[1]) == "When the refund is not done Then the system does not mail me"


def test_an_exception_is_a_negative_criterion() -> None:
    assert "When I try to cancel orders and they are older than 30 days Then the system does not let me" in _all(
        "Agents can cancel orders unless they are older than 30 days"
    )


def test_nothing_is_assumed_where_enough_was_said() -> None:
    story = _story(
        "Support agents can refund an order",
        ("rule", "an order can't be refunded twice"),
        ("rule", "refunds over 500 EUR need approval from a lead"),
    )
    assert "assumed" not in {criterion.tag for criterion in story.criteria}


def test_a_stated_rule_is_never_dropped_for_being_the_sixth() -> None:
    rules = [("rule", f"a refund of kind {letter} needs a form") for letter in "bcdefghj"]
    story = _story("Support agents can refund an order", *rules)
    assert {f"S{number}" for number in range(2, 10)} <= {
        one for criterion in story.criteria for one in criterion.sources
    }
    assert story.size == "L"
    assert story.split


@pytest.mark.parametrize(
    ("line", "ears"),
    [
        (
            "Support agents can refund an order from the order page",
            [
                "While the support agent is on the order page, when the support agent refunds an order, the "
                "order shall be refunded.",
                "While the order is refunded already, if the support agent tries to refund an order, then the system "
                "shall tell them that it is refunded already.",
                "If someone who is not a support agent tries to refund an order, then the system shall not let them.",
            ],
        ),
        (
            "system should mail the customer when the refund is done",
            [
                "When the refund is done, the system shall mail the customer.",
                "If the refund is not done, then the system shall not mail the customer.",
                "While the customer cannot be reached, if the refund is done, then the system shall record that it did "
                "not reach them.",
            ],
        ),
        ("no more double entry", ["There shall be no more double entry."]),
    ],
)
def test_the_same_criteria_read_as_ears(line: str, ears: list[str]) -> None:
    story = _story(line)
    assert [to_ears(criterion, story.role) for criterion in story.criteria][: len(ears)] == ears


def test_a_feature_that_may_be_missing_is_a_where() -> None:
    criterion = Criterion(
        id="AC-1.1",
        title="t",
        given=("the mail service is installed",),
        when="x",
        then=("the system mails me",),
        sources=("S1",),
    )
    assert to_ears(criterion, "agent") == "Where the mail service is installed, the system shall mail the agent."


def test_typed_steps_are_read_as_they_stand() -> None:
    found = typed_scenario(
        "Scenario: Money back\nGiven a paid order\nAnd the shop is open\nWhen I refund it\nThen I get 5 EUR"
    )
    assert found is not None
    assert (found.name, found.given, found.when, found.then) == (
        "Money back",
        ("a paid order", "the shop is open"),
        "I refund it",
        ("I get 5 EUR",),
    )
    assert typed_scenario("when it rains then we stay in") is None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("a refund over 500 EUR", "a refund of exactly 500 EUR"),
        ("it is over 500 EUR", "it is exactly 500 EUR"),
        ("orders older than 30 days", "orders exactly 30 days old"),
        ("work more than 5 nights", "work exactly 5 nights"),
    ],
)
def test_the_edge_of_a_limit_can_be_said(text: str, at: str) -> None:
    limit = limit_of(text)
    assert limit is not None
    assert at_the_limit(text, limit) == at


KINDS = st.sampled_from(["rule", "failure", "quality", "permission", "verification", "data", "interface"])
WORDS = st.sampled_from(
    "the a agents refund order customer must can't over 500 EUR only at most 3 if when unless then "
    'given is not fails {{7*7}} 🙂 “ " no page'.split()
)


@settings(deadline=None, max_examples=120)
@given(st.lists(st.tuples(KINDS, st.lists(WORDS, min_size=1, max_size=10).map(" ".join)), max_size=5))
def test_every_story_has_enough_criteria_one_of_them_negative_and_all_with_sources(
    rules: list[tuple[str, str]],
) -> None:
    said = material("Support agents can refund an order", *rules, roles=ROLES)
    known = {source.id for source in said.sources}
    for story in draft_stories(said):
        assert len(story.criteria) >= FEWEST
        assert any(criterion.negative for criterion in story.criteria)
        for criterion in story.criteria:
            assert criterion.when
            assert all(criterion.then)
            assert set(criterion.sources) <= known
            assert "shall" in to_ears(criterion, story.role)


def test_the_linter_finds_a_trigger_and_an_outcome_in_every_draft() -> None:
    lines = [
        "Support agents can refund an order",
        "bulk upload",
        "We need an audit log",
        "agents must not see card numbers",
    ]
    found = [finding for line in lines for criterion in _story(line).criteria for finding in lint_criterion(criterion)]
    assert [finding for finding in found if finding.severity == "error"] == []


@pytest.mark.parametrize(
    ("rule", "criterion"),
    [
        (
            "an order can be refunded at most 2 times",
            "Given an order has been refunded 2 times already When I try to refund an order "
            "Then the system does not let me",
        ),
        (
            "Orders can only be refunded once per month",
            "Given orders have been refunded once within a month already When I try to refund an order "
            "Then the system does not let me",
        ),
    ],
)
def test_a_rule_that_counts_is_refused_once_the_count_is_used_up(rule: str, criterion: str) -> None:
    said = _all("Support agents can refund an order", ("rule", rule))
    assert criterion.replace("try to refund", "refund") in [one.replace("try to refund", "refund") for one in said]
