"""A line of a crontab means here what it means in a crontab, by the clock of the team."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Message, Person
from bot.cron import cron_line, read_cron
from bot.retros.summaries.times import is_asked as summary_asked
from bot.schedule import Schedule, decide
from bot.sprints.scheduling import is_asked as digest_asked
from bot.times import Rule, by_cron, dues_between, next_due, parse_when
from tests.dialog import HERE

BERLIN = "Europe/Berlin"
TOM = Person(id="tom", name="Tom")


def rule(line: str, zone: str = BERLIN) -> Rule:
    found = by_cron(line, zone)
    assert isinstance(found, Rule)
    return found


def days(line: str, first: str, last: str) -> list[str]:
    begins, ends = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (first, last))
    zone = ZoneInfo(BERLIN)
    return [f"{each.astimezone(zone):%a %d %b %H:%M}" for each in dues_between(rule(line), begins, ends)]


_ODD = "1st 3rd 5th 7th 9th 11th 13th 15th 17th 19th 21st 23rd 25th 27th 29th".split()


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("0 16 * * FRI", "Fridays at 16:00"),
        ("0 16 * * 5", "Fridays at 16:00"),
        ("30 9 * * 0", "Sundays at 09:30"),
        ("30 9 * * 7", "Sundays at 09:30"),
        ("0 9 * * 1-5", "Mondays to Fridays at 09:00"),
        ("0 9 * * 5-7", "Fridays to Sundays at 09:00"),
        ("0 9 * * 0-2", "Mondays, Tuesdays and Sundays at 09:00"),
        ("0 9 * * */2", "Tuesdays, Thursdays, Saturdays and Sundays at 09:00"),
        ("0 9 * * SAT-MON", "Mondays, Saturdays and Sundays at 09:00"),
        ("0 9 * * MON,THURSDAY", "Mondays and Thursdays at 09:00"),
        ("0 9,17 * * *", "daily at 09:00 and 17:00"),
        ("15 8-18 * * 1,3", "Mondays and Wednesdays every hour from 08:15 to 18:15"),
        ("5 * * * *", "daily every hour at 5 minutes past"),
        ("0 */8 * * *", "daily at 00:00, 08:00 and 16:00"),
        ("0 9 1,15 * *", "on the 1st and 15th of each month at 09:00"),
        ("0 9 1 JAN,JUL *", "on the 1st of January and July at 09:00"),
        ("0 9 * 12 FRI", "Fridays in December at 09:00"),
        ("0 9 13 * FRI", "on the 13th of each month, and Fridays at 09:00"),
        ("0 9 22 * *", "on the 22nd of each month at 09:00"),
        ("0 9 1-31 * FRI", "daily at 09:00"),
        ("0 9 1 * MON-SUN", "daily at 09:00"),
        ("0 9 1 12 0-6", "daily in December at 09:00"),
        ("0 9 */2 * 0-6", f"on the {', '.join(_ODD)} and 31st of each month at 09:00"),
    ],
)
def test_a_line_is_said_in_words(line: str, text: str) -> None:
    assert rule(line).text == f"{text} ({BERLIN})"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("0 16 * *", "five parts"),
        ("", "five parts"),
        ("0 0 16 * * FRI", "five parts"),
        ("60 9 * * *", "I can’t read “60” as the minute."),
        ("0 24 * * *", "as the hour"),
        ("0 9 0 * *", "as the day of the month"),
        ("0 9 32 * *", "as the day of the month"),
        ("0 9 * 13 *", "as the month"),
        ("0 9 * * 8", "as the weekday"),
        ("0 9 * * FRY", "I can’t read “FRY” as the weekday."),
        ("0 9-8 * * *", "as the hour"),
        ("0 */0 * * *", "as the hour"),
        ("0 9 * * FRI#2", "as the weekday"),
        ("0 9 L * *", "as the day of the month"),
        ("* 9 * * *", "That would be 60 times an hour; once an hour is the most."),
        ("0,30 9 * * *", "That would be 2 times an hour"),
        ("0 9 31 2,4 *", "No such day ever comes"),
        ("0 " + ",".join(str(hour) for hour in range(24)) + " * * *", "longer than 60 letters"),
    ],
)
def test_what_is_no_line_of_a_crontab_is_told(line: str, sentence: str) -> None:
    found = by_cron(line, BERLIN)
    assert isinstance(found, str)
    assert sentence in found


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("cron 0 16 * * fri", "0 16 * * FRI"),
        ("schedule cron 0 16 * * FRI", "0 16 * * FRI"),
        ("on a cron: `0 16 * * FRI`", "0 16 * * FRI"),
        ("crontab “0  16 * * FRI”", "0 16 * * FRI"),
        ("0 16 * * FRI", "0 16 * * FRI"),
        ("cron", ""),
        ("every Friday 16:00", None),
        ("weekdays 09:00", None),
        ("chronic 0 16 * * FRI", None),
    ],
)
def test_a_line_is_heard_in_words(words: str, line: str | None) -> None:
    assert cron_line(words) == line


def test_a_day_of_the_month_and_a_weekday_are_the_one_or_the_other() -> None:
    assert days("0 9 13 * FRI", "2026-11-07", "2026-11-21") == [
        "Fri 13 Nov 09:00",
        "Fri 20 Nov 09:00",
    ]
    assert days("0 9 15 * FRI", "2026-11-07", "2026-11-21") == [
        "Fri 13 Nov 09:00",
        "Sun 15 Nov 09:00",
        "Fri 20 Nov 09:00",
    ]
    assert days("0 9 1-31 * FRI", "2026-11-12", "2026-11-14") == ["Thu 12 Nov 09:00", "Fri 13 Nov 09:00"]
    # where one of them begins with a star, both have to be met
    assert rule("0 9 */2 * FRI").text.startswith("Fridays that are the 1st, 3rd")
    assert days("0 9 */2 * FRI", "2026-11-07", "2026-11-28") == ["Fri 13 Nov 09:00", "Fri 27 Nov 09:00"]


def test_unlike_on_weekdays_it_is_due_on_a_holiday_too() -> None:
    eve, christmas, weekdays = (
        at("2026-12-24T12:00"),
        frozenset({date(2026, 12, 25)}),
        parse_when("weekdays 09:00", "UTC"),
    )
    assert next_due(rule("0 9 * * MON-FRI", "UTC"), eve, christmas) == at("2026-12-25T09:00")
    assert weekdays is not None
    assert next_due(weekdays, eve, christmas) == at("2026-12-28T09:00")


def test_a_leap_day_is_waited_for() -> None:
    assert next_due(rule("0 9 29 2 *", "UTC"), datetime(2096, 3, 1, tzinfo=UTC)) == datetime(2104, 2, 29, 9, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_comes_as_much_later_and_one_that_they_bring_twice_once() -> None:
    assert days("30 2 * * *", "2026-03-28T12:00", "2026-03-30T12:00") == ["Sun 29 Mar 03:30", "Mon 30 Mar 02:30"]
    assert days("30 2 * * *", "2026-10-24T12:00", "2026-10-26T12:00") == ["Sun 25 Oct 02:30", "Mon 26 Oct 02:30"]
    hourly = dues_between(rule("0 * * * *"), at("2026-03-28T22:30"), at("2026-03-29T03:30"))
    assert [f"{each:%H:%M}" for each in hourly] == ["23:00", "00:00", "01:00", "02:00", "03:00"]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NUMBERS = st.integers(0, 6)
"""Weekdays as a crontab counts them."""


@st.composite
def lines(draw: st.DrawFn) -> tuple[str, str]:
    """A line, and the same as APScheduler reads it: by the names of weekdays, since it counts them from Monday."""

    def some(first: int, last: int) -> str:
        one, other = sorted((draw(st.integers(first, last)), draw(st.integers(first, last))))
        return draw(st.sampled_from([str(one), f"{one}-{other}", f"{one},{other}"]))

    minute, hour, month = draw(st.integers(0, 59)), draw(st.sampled_from(["*", "*/5", some(0, 23)])), some(1, 12)
    if draw(st.booleans()):
        day = some(1, 28)
        return f"{minute} {hour} {day} {month} *", f"{minute} {hour} {day} {month} *"
    weekdays = sorted(draw(st.sets(NUMBERS, min_size=1)))
    names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
    theirs = ",".join(names[each] for each in weekdays)
    return f"{minute} {hour} * {month} {','.join(map(str, weekdays))}", f"{minute} {hour} * {month} {theirs}"


@given(lines(), st.integers(0, 6 * 366 * 24 * 60))
def test_it_is_due_when_another_reader_of_crontabs_says(pair: tuple[str, str], minutes: int) -> None:
    ours, theirs = pair
    trigger, now = CronTrigger.from_crontab(theirs, timezone=UTC), at("2024-01-01") + timedelta(minutes=minutes)
    mine, expected = now, now
    for _ in range(4):
        found = next_due(rule(ours, "UTC"), mine)
        assert found is not None
        expected = trigger.get_next_fire_time(None, expected + timedelta(microseconds=1))
        assert found == expected, (ours, theirs)
        mine = expected = found


@given(lines(), st.sampled_from([BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]), st.data())
def test_each_due_time_comes_once_and_in_order_whenever_somebody_looks(
    pair: tuple[str, str], zone: str, data: st.DataObject
) -> None:
    begins = data.draw(st.sampled_from([at("2026-03-07T00:00"), at("2026-03-27T00:00"), at("2026-10-02T00:00")]))
    each = rule(pair[0], zone)
    schedule = Schedule(id="s", kind="digest", address=HERE, what={}, rule=each, by=TOM, made_at=begins, seen=begins)
    now, seen, last = begins, list[datetime](), begins + timedelta(days=40)
    while now < last:
        now = min(last, now + timedelta(hours=data.draw(st.integers(1, 400))))
        due = decide(schedule, now, timedelta(days=60))
        if due is not None:
            seen += [*due.missed, due.at]
            schedule = schedule.model_copy(update={"seen": due.at})
    assert tuple(seen) == dues_between(each, begins, last)
    assert sorted(set(seen)) == seen


def test_a_line_that_is_read_again_is_the_same() -> None:
    each = rule("0 16 * * FRI")
    assert Rule.model_validate_json(each.model_dump_json()) == each
    cron = read_cron("0 16 * * FRI")
    assert not isinstance(cron, str)
    assert cron.falls_on(date(2026, 11, 27))
    assert not cron.falls_on(date(2026, 11, 28))


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("cron 0 16 * * FRI", True),
        ("0 16 * * FRI", True),
        ("cron 0 16 * * FRY", True),
        ("cron jobs failed at night", False),
        ("cron is what we need", False),
        ("cron", False),
    ],
)
def test_in_words_without_a_slash_only_a_line_sets_a_time(words: str, asked: bool) -> None:
    assert digest_asked(words) == asked
    message = Message(key="k", address=HERE, author=TOM, at=at("2026-11-27T09:00"), text=f"{words} with draft")
    assert summary_asked(message) == asked
