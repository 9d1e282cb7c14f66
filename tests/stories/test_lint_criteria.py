"""A criterion that a stranger can test passes; one that nobody can is told why."""

import pytest

from bot.stories.lint.criteria import CRITERION_RULES, SET_RULES, lint_criteria, lint_criterion
from bot.stories.rules import Criterion


def criterion(
    when: str = "the agent refunds the order",
    *then: str,
    title: str = "Refund",
    negative: bool = False,
    number: int = 1,
) -> Criterion:
    outcome = then or ("the customer gets an email with the amount",)
    return Criterion(id=f"AC-1.{number}", title=title, when=when, then=outcome, negative=negative, sources=("S1",))


def rules(one: Criterion) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.span) for finding in lint_criterion(one)]


@pytest.mark.parametrize(
    ("when", "then"),
    [
        ("the agent refunds the order", "the customer gets an email with the amount"),
        ("the refund is above 100 EUR", "the team lead is asked to approve it"),
        ("500 people search at once", "95 % of the answers are fast: under 2 seconds"),
        ("a person without the role opens the order", "no refund can be made"),
        ("the order is cancelled by the customer", "the stock and the reserved amount are free again"),
    ],
)
def test_a_testable_criterion_is_left_alone(when: str, then: str) -> None:
    assert rules(criterion(when, then)) == []


@pytest.mark.parametrize("when", ["", "  ", "always", "At any time."])
def test_without_a_trigger_nothing_can_be_tried(when: str) -> None:
    (finding,) = lint_criterion(criterion(when))
    assert (finding.rule, finding.severity) == ("trigger", "error")


@pytest.mark.parametrize(
    ("then", "span"),
    [
        ("", None),
        ("it works as expected", "works as expected"),
        ("everything is fine", "everything is fine"),
        ("the error is handled gracefully", "is handled gracefully"),
        ("the system succeeds", "the system succeeds"),
    ],
)
def test_an_outcome_that_nobody_can_see_is_an_error(then: str, span: str | None) -> None:
    (finding,) = lint_criterion(criterion("the agent refunds", then))
    assert (finding.rule, finding.severity, finding.span) == ("outcome", "error", span)


def test_two_outcomes_are_two_criteria() -> None:
    assert rules(criterion("x happens", "a mail is sent", "the stock is free")) == [
        ("one_outcome", "the stock is free")
    ]
    (finding,) = lint_criterion(criterion("x happens", "the refund is booked and the customer gets an email"))
    assert finding.rule == "one_outcome"
    assert finding.suggestion == "the refund is booked\nthe customer gets an email"


def test_a_vague_word_is_asked_back_unless_a_number_says_more() -> None:
    assert rules(criterion("x happens", "the list appears quickly")) == [("measurable", "quickly")]
    assert rules(criterion("x happens", "the list appears quickly, within 2 seconds")) == []


def test_screens_and_gestures_are_left_to_the_design() -> None:
    assert rules(criterion("the agent clicks Refund")) == [("screen_free", "clicks")]
    assert rules(criterion("x happens", "a pop-up asks for the reason")) == [("screen_free", "pop-up")]


def test_who_acts_is_asked_where_it_decides_who_may() -> None:
    assert rules(criterion("the refund is approved")) == [("actor", "is approved")]
    assert rules(criterion("the refund is approved by a team lead")) == []
    assert rules(criterion("the parcel is late")) == []


@pytest.mark.parametrize("then", ["the code is reviewed", "all unit tests pass", "it is deployed to production"])
def test_how_the_team_works_is_no_behavior(then: str) -> None:
    assert "behavior" in [rule for rule, _ in rules(criterion("the story is finished", then))]


def test_a_story_without_criteria_is_never_done() -> None:
    (finding,) = lint_criteria([])
    assert (finding.rule, finding.severity) == ("any_criteria", "error")


def test_six_criteria_are_many_and_nine_are_two_stories() -> None:
    def several(count: int) -> list[Criterion]:
        return [criterion(number=number, negative=number == 1) for number in range(1, count + 1)]

    assert lint_criteria(several(5)) == ()
    (many,) = lint_criteria(several(6))
    assert (many.rule, many.suggestion) == ("few_criteria", None)
    (too_many,) = lint_criteria(several(9))
    assert too_many.suggestion is not None
    assert too_many.suggestion.splitlines() == [
        "Story 1: AC-1.1, AC-1.2, AC-1.3, AC-1.4, AC-1.5",
        "Story 2: AC-1.6, AC-1.7, AC-1.8, AC-1.9",
    ]


def test_one_criterion_says_what_must_not_work() -> None:
    assert [finding.rule for finding in lint_criteria([criterion()])] == ["negative"]
    assert lint_criteria([criterion(negative=True)]) == ()


def test_every_rule_that_speaks_is_a_known_one() -> None:
    bad = criterion("the refund is approved", "it works", "the popup is nice", title="Code review")
    assert {rule for rule, _ in rules(bad)} <= set(CRITERION_RULES)
    assert {finding.rule for finding in (*lint_criteria([]), *lint_criteria([bad] * 9))} <= set(SET_RULES)
