"""What is covered, how big it is, how it could be split, and what comes first."""

from __future__ import annotations

from bot.stories.coverage import coverage_matrix, first_slice, size_hint, split_proposals, story_map
from bot.stories.draft import draft_stories
from bot.stories.rules import Criterion, Story
from tests.stories.making import material


def _criterion(number: int, title: str, *, negative: bool = False) -> Criterion:
    return Criterion(
        id=f"AC-1.{number}", title=title, when="I act", then=("it shows",), negative=negative, sources=("S1",)
    )


def _story(want: str, *criteria: Criterion) -> Story:
    return Story(id="US-1", role="agent", want=want, criteria=criteria, sources=("S1",))


def test_a_rule_stands_beside_the_criteria_that_cover_it() -> None:
    said = material(
        "Support agents can refund an order",
        ("rule", "an order can't be refunded twice"),
        ("rule", "the canteen opens at noon"),
    )
    coverage = coverage_matrix(said, draft_stories(said))
    assert [(row.requirement, row.criteria) for row in coverage.rows] == [("R2", ("AC-1.2",)), ("R3", ())]
    assert coverage.rules_without_criterion == ("R3",)
    assert "AC-1.2" not in coverage.criteria_without_rule
    assert "AC-1.1" in coverage.criteria_without_rule


def test_two_rules_of_one_statement_are_told_apart_by_their_words() -> None:
    said = material("Support agents can refund an order", ("rule", "an order can't be refunded twice"))
    other = said.requirements[1].model_copy(update={"id": "R9", "text": "vouchers expire in May"})
    said = said.model_copy(update={"requirements": (*said.requirements, other)})
    coverage = coverage_matrix(said, draft_stories(said)[:1])
    assert coverage.rows[0].criteria
    assert coverage.rows[0].criteria != coverage.rows[1].criteria


def test_a_small_story_says_so_with_its_reason() -> None:
    assert size_hint(_story("to refund an order", _criterion(1, "Refund"))) == (
        "S",
        "One behaviour and 1 acceptance criteria.",
    )


def test_two_things_in_a_row_are_medium() -> None:
    assert size_hint(_story("to open the order and change the address"))[0] == "M"


def test_six_criteria_are_large() -> None:
    criteria = [_criterion(number, f"Case {number}") for number in range(1, 7)]
    size, reason = size_hint(_story("to refund an order", *criteria))
    assert size == "L"
    assert reason.startswith("6 acceptance criteria")


def test_a_small_story_is_not_split() -> None:
    assert split_proposals(_story("to refund an order", _criterion(1, "Refund"))) == ()


def test_a_large_story_is_split_along_its_own_criteria() -> None:
    criteria = [
        _criterion(1, "Refund an order"),
        _criterion(2, "Refund over 500 EUR"),
        _criterion(3, "Refund a gift"),
        _criterion(4, "Bank is down", negative=True),
        _criterion(5, "Card is expired", negative=True),
        _criterion(6, "Order is missing", negative=True),
    ]
    proposals = split_proposals(_story("to refund an order by phone or mail", *criteria))
    assert proposals == (
        "Path: first only “Refund an order” (AC-1.1)",
        "Rules: later the limits (AC-1.2)",
        "Rules: a story of their own for “Refund a gift” (AC-1.3)",
        "Path: a story of their own for what can go wrong (AC-1.4, AC-1.5, AC-1.6)",
        "Interface: first phone, then mail",
    )


def test_several_steps_are_split_into_steps() -> None:
    story = _story("to open the order, change the address, and print the label")
    assert split_proposals(story)[:3] == ("Path: open the order", "Path: change the address", "Path: print the label")


def test_without_a_word_on_it_the_first_slice_takes_one_story_of_each_role() -> None:
    stories = draft_stories(
        material(
            "Agents can refund an order",
            "Agents can print a label",
            "Customers can see their order",
            roles=("agent", "customer"),
        )
    )
    assert first_slice(stories, []) == {"US-1", "US-3"}
    assert [story.slice for story in stories] == [1, 2, 1]


def test_the_map_tells_the_first_slice_first_and_then_the_journey() -> None:
    stories = draft_stories(
        material(
            "Agents can refund an order",
            "Agents can print a label",
            "Customers can see their order",
            roles=("agent", "customer"),
        )
    )
    assert [story.id for story in story_map(stories)] == ["US-1", "US-3", "US-2"]
