"""Keys for events that came without one sort as the events happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from bot.durable import new_key
from tests.durable.conftest import NOON

moments = st.datetimes(
    datetime(2001, 1, 1),  # noqa: DTZ001 (hypothesis adds the zone)
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=-8)), timezone(timedelta(hours=5, minutes=45))]),
)


@given(one=moments, other=moments)
def test_keys_sort_by_time_whatever_the_zone(one: datetime, other: datetime) -> None:
    first, second = new_key("terminal:local", one), new_key("terminal:local", other)
    assert len(first) == len(second)
    assert (first < second) == (one <= other)


def test_keys_of_the_same_moment_are_different_and_sort_as_they_were_asked_for() -> None:
    keys = [new_key("terminal:local", NOON) for _ in range(100)]
    assert keys == sorted(set(keys))
