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
        ("2 hours 30 minutes", [("work", 150)]),
        ("2h30 of work", [("work", 150)]),
        ("two hours and thirty minutes, waits two days", [("work", 150), ("wait", 2 * DAY)]),
        ("½ day", [("work", 4 * HOUR)]),
        ("a fortnight", [("work", 2 * WEEK)]),
        ("we release once every two weeks", []),
        ("three of ten can’t be used", [("usable", 0.7)]),
        ("not usable: 3 of 10", [("usable", 0.7)]),
        ("80% don't come back", [("usable", 0.8)]),
        ("8 of 10 are correct", [("usable", 0.8)]),
        ("2 of 10 have to be corrected", [("usable", 0.8)]),
        ("8/10", [("usable", 0.8)]),
        ("80% usable, the rest goes back to Refinement", [("usable", 0.8)]),
        ("8 of 10 are fine, two go back to coding", [("usable", 0.8)]),
        ("80 percent; otherwise it goes back", [("usable", 0.8)]),
        ("20% come back, the rest is fine", [("usable", 0.8)]),
        ("80%, and what is wrong goes back to Refinement", [("usable", 0.8)]),
        ("half an hour, waits a day; all usable", [("work", 30), ("wait", DAY), ("usable", 1.0)]),
        ("everything is fine", [("usable", 1.0)]),
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
        ("between 2 and 4 days", 2 * DAY, 4 * DAY),
        ("2 days to 2 weeks", 2 * DAY, 2 * WEEK),
        ("a day or two", DAY, 2 * DAY),
        ("up to 3 days", 3 * DAY, 3 * DAY),
        ("two sprints", 4 * WEEK, 4 * WEEK),
        ("70-80 %", 0.7, 0.8),
        ("between 60 and 70 percent", 0.6, 0.7),
        ("7 or 8 of 10", 0.7, 0.8),
    ],
)
def test_rough_numbers_are_welcome_and_marked(text: str, low: float, high: float) -> None:
    (one,) = amounts(text)
    assert (one.low, one.high, one.rough) == (low, high, True)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("it waits two days", 2 * DAY),
        ("it waits 14 calendar days", 10 * DAY),
        ("it waits 24 hours", DAY),
        ("it waits 72 hours", 3 * DAY),
        ("it waits 4 hours", 4 * HOUR),
        ("24 hours of work", 3 * DAY),
    ],
)
def test_days_are_working_days_unless_they_are_told_by_the_calendar(text: str, minutes: float) -> None:
    assert [one.high for one in amounts(text)] == pytest.approx([minutes])


@pytest.mark.parametrize(
    ("text", "wanted", "value"),
    [
        ("8", "usable", 0.8),
        ("About seven.", "usable", 0.7),
        ("all ten", "usable", 1.0),
        ("6, the rest goes back to refinement", "usable", 0.6),
        ("none", "usable", 0.0),
        ("none", "wait", 0.0),
        ("zero", "wait", 0.0),
    ],
)
def test_a_bare_number_answers_what_was_asked(text: str, wanted: Kind, value: float) -> None:
    (one,) = amounts(text, wanted)
    assert (one.kind, one.low) == (wanted, value)
    assert amounts(text) == (), "it says nothing by itself"


def test_eleven_of_ten_is_no_share() -> None:
    assert amounts("11", "usable") == ()


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
