"""A whole brief as people speak it: good stories only, criteria that a stranger can run, nothing lost uncounted."""

from __future__ import annotations

import pytest

from bot.stories.coverage import coverage_matrix, untold
from bot.stories.draft import draft_stories
from bot.stories.rules import Criterion, Material, Story
from tests.stories.making import material

ROLES = ("swimmer", "desk clerk", "coach", "pool manager")
SAID: tuple[str | tuple[str, str], ...] = (
    "Hi, I'm Petra.",
    "I look after three pools, about 9,000 swimmers.",
    "Basically what I want is for swimmers to be able to book, move and cancel lanes online.",
    "The swimmer picks the pool, the day and sees the free lanes.",
    "The lane is held for five minutes while they pay, and then it's let go again.",
    "They get a code by mail right away, and a text, I told you, two hours before.",
    "Jo at the desk also says desk clerks must be able to move a booking for the swimmer.",
    "The managers, they want the number of empty lanes per week for their pool, nothing fancy, on Monday by mail.",
    "Last time Jo had to do it during lunch.",
    "Did you get the bit about Jo?",
    ("rule", "At most two open bookings per swimmer, we had a man who booked nine."),
    ("rule", "You can move or cancel up to 12 hours before the booking, after that you have to phone."),
    ("permission", "Only Jo's people and the pool manager may see the phone numbers, nobody else, not even coaches."),
    ("failure", "AquaSoft, that's our vendor, their calendar is down twice a month, so show a message."),
    ("failure", "What really goes wrong is two people at the same time, big drama."),
    ("quality", "Whatever, our lawyer says so."),
    ("verification", "She tries to cancel one that starts in an hour and gets told to call."),
)
REASONS = ("Saturdays are the worst, swimmers wait on hold for 9 minutes and half of them just hang up.",)


@pytest.fixture
def brief() -> Material:
    return material(*SAID, roles=ROLES, reasons=REASONS)


@pytest.fixture
def stories(brief: Material) -> tuple[Story, ...]:
    return draft_stories(brief)


def test_only_what_tells_something_to_do_becomes_a_story(stories: tuple[Story, ...]) -> None:
    assert [(story.role, story.want) for story in stories] == [
        ("swimmer", "to book lanes online"),
        ("swimmer", "to move lanes online"),
        ("swimmer", "to cancel lanes online"),
        ("swimmer", "to pick the pool, the day and see the free lanes"),
        ("swimmer", "the lane to be held for five minutes while I pay"),
        ("swimmer", "to get a code by mail right away, and a text two hours before"),
        ("desk clerk", "to move a booking for the swimmer"),
        ("pool manager", "the number of empty lanes per week for my pool, on Monday by mail"),
    ]


def test_the_goals_of_one_line_keep_its_id(stories: tuple[Story, ...]) -> None:
    assert [story.requirements for story in stories[:3]] == [("R3",), ("R3",), ("R3",)]


def test_what_is_in_no_story_is_counted(brief: Material, stories: tuple[Story, ...]) -> None:
    assert [line.id for line in untold(brief, stories)] == ["R1", "R2", "R9", "R10"]


def test_the_reason_comes_from_the_complaint(stories: tuple[Story, ...]) -> None:
    assert stories[0].benefit == "I no longer wait on hold for 9 minutes"
    assert all(story.benefit == "" for story in stories[1:])


def _of(stories: tuple[Story, ...], source: str) -> list[tuple[str, Criterion]]:
    return [(story.want, one) for story in stories for one in story.criteria if source in one.sources]


def test_a_quota_refuses_one_more(stories: tuple[Story, ...]) -> None:
    [(want, quota)] = _of(stories, "S11")
    assert (want, quota.given, quota.then) == (
        "to book lanes online",
        ("I already have two open bookings",),
        ("the system does not let me",),
    )


def test_a_deadline_refuses_who_is_late(stories: tuple[Story, ...]) -> None:
    [(want, late)] = _of(stories, "S12")
    assert want in {"to move lanes online", "to cancel lanes online", "to move a booking for the swimmer"}
    assert late.given == ("it is less than 12 hours before the booking",)
    assert late.then == ("the system does not let me", "the system tells me to phone")
    assert late.negative


def test_a_test_run_is_told_from_the_roles_side(stories: tuple[Story, ...]) -> None:
    [(want, run)] = _of(stories, "S17")
    assert (want, run.when, run.then) == (
        "to cancel lanes online",
        "I try to cancel one that starts in an hour",
        ("I am told to call",),
    )


def test_what_cannot_be_said_well_is_quoted_nowhere(brief: Material, stories: tuple[Story, ...]) -> None:
    steps = [step for story in stories for one in story.criteria for step in (*one.given, one.when, *one.then)]
    assert not [step for step in steps if "this holds" in step or "drama" in step or "says so" in step]
    assert {"R15", "R16"} <= set(coverage_matrix(brief, stories).rules_without_criterion)


def test_no_two_stories_of_the_brief_share_all_their_criteria(stories: tuple[Story, ...]) -> None:
    seen = [tuple((one.when, one.then) for one in story.criteria) for story in stories]
    assert len(set(seen)) == len(seen)
