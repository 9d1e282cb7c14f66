"""Times and shares as people say them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.amounts import DAY, HOUR, Kind, amounts

WEEK = 5 * DAY


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("About two days, and it waits a week before somebody looks.", [("work", 2 * DAY), ("wait", WEEK)]),
        ("an hour or so", [("work", HOUR)]),
        ("20 minutes, 4 hours", [("work", 20), ("wait", 4 * HOUR)]),
        ("1.5 hours of work, three days in the queue", [("work", 90), ("wait", 3 * DAY)]),
        ("a day and a half", [("work", 1.5 * DAY)]),
        ("two and a half days", [("work", 2.5 * DAY)]),
        ("5d work 2w wait", [("work", 5 * DAY), ("wait", 2 * WEEK)]),
        ("20 minutes, waits until the Thursday train, a week", [("work", 20), ("wait", WEEK)]),
        (
            "The review itself takes an hour, but the pull request sits for two days until someone has time.",
            [("work", HOUR), ("wait", 2 * DAY)],
        ),
        ("2 hours, no wait", [("work", 2 * HOUR), ("wait", 0)]),
        ("We do it at once, it takes ten minutes", [("work", 10), ("wait", 0)]),
        ("a month", [("work", 4 * WEEK)]),
        ("we deploy 3 times a week", []),
        ("twice a day", []),
        ("8 of 10 can be used as they are", [("usable", 0.8)]),
        ("nine out of ten", [("usable", 0.9)]),
        ("70 % are complete", [("usable", 0.7)]),
        ("30 percent comes back", [("usable", 0.7)]),
        ("a third comes back because something is missing", [("usable", 2 / 3)]),
        ("three quarters are fine", [("usable", 0.75)]),
        ("half the time it comes back", [("usable", 0.5)]),
        ("never wrong", [("usable", 1.0)]),
        ("never", [("usable", 0.0)]),
        ("always", [("usable", 1.0)]),
        ("130 %", []),
        ("12 of 10", []),
        ("Sam does it when there is time", []),
    ],
)
def test_what_is_told(text: str, told: list[tuple[Kind, float]]) -> None:
    found = sorted((one.kind, one.low) for one in amounts(text))
    assert [kind for kind, _ in found] == sorted(kind for kind, _ in told)
    assert [low for _, low in found] == pytest.approx([low for _, low in sorted(told)])


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2-3 days", 2 * DAY, 3 * DAY),
        ("two to four hours", 2 * HOUR, 4 * HOUR),
        ("a few days", 3 * DAY, 5 * DAY),
        ("about a day", DAY, DAY),
        ("~3 h", 3 * HOUR, 3 * HOUR),
    ],
)
def test_rough_numbers_are_welcome_and_marked(text: str, low: float, high: float) -> None:
    (one,) = amounts(text)
    assert (one.low, one.high, one.rough) == (low, high, True)


def test_a_plain_number_is_not_rough() -> None:
    assert [one.rough for one in amounts("3 hours")] == [False]


def test_one_time_is_what_was_asked_for() -> None:
    assert [one.kind for one in amounts("two days", "wait")] == ["wait"]
    assert [one.kind for one in amounts("two days", "work")] == ["work"]
    assert [one.kind for one in amounts("two days")] == ["work"]


@given(st.text(max_size=200))
def test_whatever_is_said_gives_ranges_that_make_sense(text: str) -> None:
    for one in amounts(text):
        assert 0 <= one.low <= one.high
        assert one.kind != "usable" or one.high <= 1
