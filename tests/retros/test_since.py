"""From when on a retrospective is summed up, as people say it; a day that can't be is asked about."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.retros.summaries.since import span_of

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)  # half past midnight on Saturday 28 November in Berlin
AFTERNOON = datetime(2026, 11, 27, 14, tzinfo=UTC)  # a Friday
LEAP = datetime(2028, 2, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "now", "day"),
    [
        ("since yesterday", NIGHT, date(2026, 11, 27)),
        ("since Friday", NIGHT, date(2026, 11, 27)),
        ("since 1 March", NIGHT, date(2026, 3, 1)),
        ("since 24.12.", NIGHT, date(2025, 12, 24)),
        ("since the 5th", NIGHT, date(2026, 11, 5)),
        ("since the 28th", NIGHT, date(2026, 11, 28)),
        ("since 2026-11-20", NIGHT, date(2026, 11, 20)),
        ("since 29 Feb", LEAP, date(2024, 2, 29)),
        ("since last friday", AFTERNOON, date(2026, 11, 20)),
        ("last thursday", AFTERNOON, date(2026, 11, 26)),
        ("since friday", AFTERNOON, date(2026, 11, 27)),
        ("since monday last week", AFTERNOON, date(2026, 11, 16)),
        ("this week", AFTERNOON, date(2026, 11, 23)),
        ("since last week", AFTERNOON, date(2026, 11, 20)),
        ("last 2 weeks", AFTERNOON, date(2026, 11, 13)),
        ("2 weeks", AFTERNOON, date(2026, 11, 13)),
        ("since two weeks ago", AFTERNOON, date(2026, 11, 13)),
        ("since november", AFTERNOON, date(2026, 11, 1)),
        ("since December", AFTERNOON, date(2025, 12, 1)),
        ("since 1 March", LEAP, date(2027, 3, 1)),
    ],
)
def test_it_is_the_last_such_day(words: str, now: datetime, day: date) -> None:
    since = span_of(words, now, BERLIN).since
    assert since is not None
    assert since.astimezone(BERLIN).date() == day


@pytest.mark.parametrize(
    "words",
    ["since 2028-02-29", "since 1 March 2030", "since 31 Feb", "since banana", "since tomorrow", "since next Monday"],
)
def test_a_day_to_come_and_what_is_no_day_are_unclear(words: str) -> None:
    assert span_of(words, NIGHT, BERLIN).unclear == words
    assert span_of(words, NIGHT, BERLIN).since is None


@pytest.mark.parametrize(
    ("zone", "day"), [("Europe/Berlin", date(2026, 11, 3)), ("America/Chicago", date(2026, 3, 11))]
)
def test_numbers_are_read_as_where_the_team_is(zone: str, day: date) -> None:
    for words in ("since 3/11", "3/11/2026"):
        since = span_of(words, NIGHT, ZoneInfo(zone)).since
        assert since is not None
        assert since.date() == day
    assert span_of("since 3/11/2030", NIGHT, ZoneInfo(zone)).since is None
