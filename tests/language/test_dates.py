"""Days are read as people say them, never in the past."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.dates import in_days, parse_due, passed_day, say_day
from bot.language.numeric import is_american

WEDNESDAY = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Friday", date(2026, 3, 6)),
        ("by Friday", date(2026, 3, 6)),
        ("friday.", date(2026, 3, 6)),
        ("Fri", date(2026, 3, 6)),
        ("next Friday", date(2026, 3, 6)),
        ("this Thursday", date(2026, 3, 5)),
        ("Monday", date(2026, 3, 9)),
        ("next Tue", date(2026, 3, 10)),
        ("Sunday", date(2026, 3, 8)),
        ("today", date(2026, 3, 4)),
        ("tomorrow", date(2026, 3, 5)),
        ("in two weeks", date(2026, 3, 18)),
        ("in 3 days", date(2026, 3, 7)),
        ("next week", date(2026, 3, 11)),
        ("next month", date(2026, 4, 4)),
        ("end of the week", date(2026, 3, 6)),
        ("end of week", date(2026, 3, 6)),
        ("the end of the month", date(2026, 3, 31)),
        ("end of this month", date(2026, 3, 31)),
        ("end of the year", date(2026, 12, 31)),
        ("1 April", date(2026, 4, 1)),
        ("March 20", date(2026, 3, 20)),
        ("2026-05-01", date(2026, 5, 1)),
        ("February 1", date(2027, 2, 1)),
    ],
)
def test_a_day_is_read(text: str, expected: date) -> None:
    assert parse_due(text, WEDNESDAY) == expected


@pytest.mark.parametrize("text", ["", "  ", "by", "banana", "when it is done", "🙂", "soonish", "x"])
def test_no_day_is_guessed(text: str) -> None:
    assert parse_due(text, WEDNESDAY) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("yesterday", date(2026, 3, 3)),
        ("2020-01-01", date(2020, 1, 1)),
        ("by 1 January 2020", date(2020, 1, 1)),
        ("3 days ago", date(2026, 3, 1)),
        ("last Friday", date(2026, 2, 27)),
        ("by 1 March", date(2026, 3, 1)),
        ("until Feb 20", date(2026, 2, 20)),
    ],
)
def test_a_day_that_has_passed_is_told_as_such_and_never_taken_for_another(text: str, day: date) -> None:
    assert parse_due(text, WEDNESDAY) is None
    assert passed_day(text, WEDNESDAY) == day


@pytest.mark.parametrize(
    ("text", "now", "day"),
    [
        ("4 March", WEDNESDAY, date(2026, 3, 4)),
        ("24 December", WEDNESDAY, date(2026, 12, 24)),
        ("in 8 months", WEDNESDAY, date(2026, 11, 4)),
        ("29 Feb", datetime(2026, 11, 27, tzinfo=UTC), date(2028, 2, 29)),
        ("the 5th", datetime(2026, 11, 27, tzinfo=UTC), date(2026, 12, 5)),
        ("by the 31st", datetime(2026, 11, 27, tzinfo=UTC), date(2026, 12, 31)),
        ("27th", datetime(2026, 11, 27, tzinfo=UTC), date(2026, 11, 27)),
    ],
)
def test_without_a_year_or_month_it_is_the_next_such_day_or_today(text: str, now: datetime, day: date) -> None:
    assert parse_due(text, now) == day
    assert passed_day(text, now) is None


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("end of the month", datetime(2026, 12, 31, tzinfo=UTC), date(2026, 12, 31)),
        ("end of the month", datetime(2028, 2, 1, tzinfo=UTC), date(2028, 2, 29)),
        ("end of the month", datetime(2026, 2, 28, tzinfo=UTC), date(2026, 2, 28)),
        ("end of the week", datetime(2026, 3, 7, tzinfo=UTC), date(2026, 3, 13)),
        ("end of the week", datetime(2026, 3, 6, tzinfo=UTC), date(2026, 3, 6)),
        ("end of the year", datetime(2026, 12, 31, tzinfo=UTC), date(2026, 12, 31)),
        ("Wednesday", datetime(2026, 3, 4, tzinfo=UTC), date(2026, 3, 11)),
    ],
)
def test_the_end_of_something_is_its_last_day(text: str, now: datetime, expected: date) -> None:
    assert parse_due(text, now) == expected


def test_a_day_is_a_day_where_the_team_is_also_when_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    night = datetime(2026, 3, 28, 23, 30, tzinfo=UTC).astimezone(berlin)  # 29 March there, the night of the change
    assert night.date() == date(2026, 3, 29)
    assert parse_due("tomorrow", night) == date(2026, 3, 30)
    assert parse_due("in 3 days", night) == date(2026, 4, 1)
    assert in_days(night, 1) == date(2026, 3, 30)
    autumn = datetime(2026, 10, 24, 22, 30, tzinfo=UTC).astimezone(berlin)
    assert parse_due("tomorrow", autumn) == date(2026, 10, 26)


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2090, 1, 1)), st.integers(0, 60))  # noqa: DTZ001
def test_a_due_day_is_a_working_day_at_most_two_days_late(now: datetime, days: int) -> None:
    wanted = (now + timedelta(days=days)).date()
    found = in_days(now.replace(tzinfo=UTC), days)
    assert found.weekday() < 5
    assert timedelta(0) <= found - wanted <= timedelta(days=2)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_a_day_from_today_on_or_none(text: str) -> None:
    found = parse_due(text, WEDNESDAY)
    assert found is None or found >= WEDNESDAY.date()


def test_a_day_reads_like_a_day() -> None:
    assert say_day(date(2025, 11, 28)) == "Fri 28 Nov 2025"
    assert say_day(date(2026, 3, 1)) == "Sun 1 Mar 2026"


BERLIN, CHICAGO = (datetime(2026, 9, 2, 12, 0, tzinfo=ZoneInfo(zone)) for zone in ("Europe/Berlin", "America/Chicago"))


@pytest.mark.parametrize(
    ("text", "day_first", "month_first"),
    [
        ("10/12", date(2026, 12, 10), date(2026, 10, 12)),
        ("by 10/12/2026", date(2026, 12, 10), date(2026, 10, 12)),
        ("10/12/26", date(2026, 12, 10), date(2026, 10, 12)),
        ("10-12-2026", date(2026, 12, 10), date(2026, 10, 12)),
        ("3/4", date(2027, 4, 3), date(2027, 3, 4)),
        ("25/12", date(2026, 12, 25), date(2026, 12, 25)),
        ("12/25", date(2026, 12, 25), date(2026, 12, 25)),
        ("10.12.", date(2026, 12, 10), date(2026, 12, 10)),
        ("10.12.2026", date(2026, 12, 10), date(2026, 12, 10)),
        ("2026-10-12", date(2026, 10, 12), date(2026, 10, 12)),
        ("Thursday 10/12/2026", date(2026, 12, 10), date(2026, 10, 12)),
        ("31/31", None, None),
    ],
)
def test_numbers_are_read_day_first_unless_the_team_is_in_the_united_states(
    text: str, day_first: date | None, month_first: date | None
) -> None:
    assert parse_due(text, BERLIN) == day_first
    assert parse_due(text, CHICAGO) == month_first
    assert parse_due(text, CHICAGO, american=False) == day_first, "the country of its holidays decides"


@pytest.mark.parametrize(
    ("country", "zone", "american"),
    [
        ("US-CA", "UTC", True),
        ("US", "Europe/Berlin", True),
        ("DE-BY", "America/New_York", False),
        ("", "America/New_York", True),
        ("", "America/Indiana/Knox", True),
        ("", "America/Toronto", False),
        ("", "America/Sao_Paulo", False),
        ("", "Europe/London", False),
        ("", "UTC", False),
    ],
)
def test_who_writes_the_month_first(country: str, zone: str, american: bool) -> None:
    assert is_american(country, zone) == american
