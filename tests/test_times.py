"""When something is due: every few weeks, once, moved, left out, in a pause, and on the odd days of odd zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import WEEKLY, rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat import Person
from bot.schedule import Schedule, decide, is_over
from bot.times import Change, Pause, Rule, dues_between, next_due, occurrence_on, occurrences, once, parse_when

BERLIN = "Europe/Berlin"
THURSDAY = 3
ZONES = (
    BERLIN,
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour of summer time
    "Pacific/Apia",  # had no 30 December 2011
    "Africa/Casablanca",  # leaves its summer time for Ramadan
    "America/Santiago",  # its clocks change at midnight
    "Asia/Kathmandu",  # 5:45
    "America/Sao_Paulo",
    "UTC",
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


RETRO = Rule(days=(THURSDAY,), at="15:00", zone=BERLIN, every=2, anchor=date(2026, 11, 23))


def days_of(rule: Rule, after: datetime, count: int, holidays: frozenset[date] = frozenset()) -> list[str]:
    found = islice(occurrences(rule, after, holidays), count)
    return [f"{each.at.astimezone(ZoneInfo(rule.zone)):%d %b %H:%M}" for each in found]


def test_every_second_week_is_counted_from_the_first_day_of_the_first() -> None:
    assert days_of(RETRO, at("2026-11-01T00:00"), 4) == ["12 Nov 15:00", "26 Nov 15:00", "10 Dec 15:00", "24 Dec 15:00"]
    from_wednesday = RETRO.model_copy(update={"days": (1,), "anchor": date(2026, 11, 25)})  # its weeks end on Tuesdays
    assert days_of(from_wednesday, at("2026-11-26T00:00"), 2) == ["01 Dec 15:00", "15 Dec 15:00"]


def test_the_hour_stays_the_same_when_the_clocks_change() -> None:
    found = list(islice(occurrences(RETRO, at("2027-03-18T00:00")), 3))
    assert [f"{each.at:%d %b %H:%M}" for each in found] == ["18 Mar 14:00", "01 Apr 13:00", "15 Apr 13:00"]


def test_one_time_is_moved_or_left_out_and_the_others_stay() -> None:
    moved = Change(day=date(2026, 12, 10), to=at("2026-12-11T13:00"))
    rule = RETRO.model_copy(update={"changes": (moved, Change(day=date(2026, 12, 24)))})
    assert days_of(rule, at("2026-12-01T00:00"), 2) == ["11 Dec 14:00", "07 Jan 15:00"]
    first = next(occurrences(rule, at("2026-12-01T00:00")))
    assert (first.day, first.moved) == (date(2026, 12, 10), True)
    assert occurrence_on(rule, date(2026, 12, 10)) == first
    assert occurrence_on(rule, date(2026, 12, 24)) is None
    assert occurrence_on(rule, date(2026, 12, 17)) is None, "not its week"


def test_the_last_word_about_a_day_counts() -> None:
    rule = RETRO.model_copy(
        update={"changes": (Change(day=date(2026, 12, 10)), Change(day=date(2026, 12, 10), to=at("2026-12-09T09:00")))}
    )
    assert days_of(rule, at("2026-12-01T00:00"), 1) == ["09 Dec 10:00"]


def test_a_time_that_is_moved_before_another_comes_before_it() -> None:
    moved = Change(day=date(2026, 12, 24), to=at("2026-12-09T08:00"))
    assert days_of(RETRO.model_copy(update={"changes": (moved,)}), at("2026-12-01T00:00"), 3) == [
        "09 Dec 09:00",
        "10 Dec 15:00",
        "07 Jan 15:00",
    ]


def test_two_times_at_one_moment_are_due_once() -> None:
    rule = RETRO.model_copy(update={"changes": (Change(day=date(2026, 12, 24), to=at("2026-12-10T14:00")),)})
    due = dues_between(rule, at("2026-12-01T00:00"), at("2027-01-08T00:00"))
    assert due == (at("2026-12-10T14:00"), at("2027-01-07T14:00"))


def test_a_holiday_is_left_out_unless_somebody_moved_a_time_there() -> None:
    rule = RETRO.model_copy(update={"work_days": True, "off": (date(2026, 12, 10),)})
    holidays = frozenset({date(2026, 12, 24), date(2026, 12, 9)})
    assert days_of(rule, at("2026-12-01T00:00"), 1, holidays) == ["07 Jan 15:00"]
    rule = rule.model_copy(update={"changes": (Change(day=date(2026, 12, 10), to=at("2026-12-09T14:00")),)})
    assert days_of(rule, at("2026-12-01T00:00"), 2, holidays) == ["09 Dec 15:00", "07 Jan 15:00"]


def test_nothing_is_due_before_its_first_day_but_what_was_moved() -> None:
    rule = RETRO.model_copy(update={"since": date(2026, 12, 17)})
    first = datetime(2026, 12, 1, tzinfo=UTC)
    plain = [each.day for each in islice(occurrences(RETRO, first), 3)]
    assert [each.day for each in islice(occurrences(rule, first), 2)] == [day for day in plain if day >= rule.since][:2]  # type: ignore[operator]
    assert plain[0] < date(2026, 12, 17)
    assert occurrence_on(rule, plain[0]) is None
    moved = rule.model_copy(update={"changes": (Change(day=plain[0], to=datetime(2026, 12, 15, 9, tzinfo=UTC)),)})
    assert next_due(moved, first) == datetime(2026, 12, 15, 9, tzinfo=UTC)
    assert occurrence_on(moved, plain[0]) is not None


def test_in_a_pause_nothing_is_due() -> None:
    rule = RETRO.model_copy(update={"pauses": (Pause(first=date(2026, 12, 10), last=date(2027, 1, 7)),)})
    assert days_of(rule, at("2026-12-01T00:00"), 1) == ["21 Jan 15:00"]


def test_a_reminder_goes_where_its_time_goes() -> None:
    rule = RETRO.model_copy(
        update={"shift": -60, "changes": (Change(day=date(2026, 12, 10), to=at("2026-12-11T08:00")),)}
    )
    due = dues_between(rule, at("2026-11-20T00:00"), at("2026-12-24T13:00"))
    assert due == (at("2026-11-26T13:00"), at("2026-12-11T07:00"), at("2026-12-24T13:00"))


def test_what_goes_out_days_before_goes_out_on_a_working_day() -> None:
    monday = Rule(days=(0,), at="10:00", zone=BERLIN, shift=-1440, only_on=(0, 1, 2, 3, 4), off=(date(2026, 12, 4),))
    rule = monday.model_copy(update={"work_days": True})
    due = dues_between(rule, at("2026-11-24T00:00"), at("2026-12-12T00:00"), frozenset({date(2026, 12, 11)}))
    assert [f"{each:%a %d %H:%M}" for each in due] == ["Fri 27 09:00", "Thu 03 09:00", "Thu 10 09:00"]


def test_what_goes_back_to_a_working_day_keeps_its_order() -> None:
    daily = Rule(days=tuple(range(7)), at="10:00", zone="UTC", shift=-1440, only_on=(0, 1, 2, 3, 4))
    moved = daily.model_copy(update={"changes": (Change(day=date(2026, 11, 29), to=at("2026-11-29T15:00")),)})
    due = dues_between(moved, at("2026-11-26T00:00"), at("2026-12-01T23:00"))
    assert [f"{each:%a %d %H:%M}" for each in due] == [
        "Thu 26 10:00",
        "Fri 27 10:00",
        "Fri 27 15:00",
        "Mon 30 10:00",
        "Tue 01 10:00",
    ]


def test_nothing_is_due_after_its_end() -> None:
    rule = RETRO.model_copy(update={"until": at("2026-12-10T14:00")})
    assert next_due(rule, at("2026-12-01T00:00")) == at("2026-12-10T14:00")
    assert next_due(rule, at("2026-12-10T14:00")) is None
    assert (is_over(rule, at("2026-12-10T13:59")), is_over(rule, at("2026-12-10T14:00"))) == (False, True)


def test_a_moment_is_due_once() -> None:
    rule = once(at("2026-12-10T14:00"), BERLIN)
    assert next_due(rule, at("2026-12-10T13:00")) == at("2026-12-10T14:00")
    assert next_due(rule, at("2026-12-10T14:00")) is None
    assert rule.text == "on Thu 10 Dec 2026 at 15:00 (Europe/Berlin)"
    assert (is_over(rule, at("2026-12-10T13:59")), is_over(rule, at("2026-12-10T14:00"))) == (False, True)


def test_a_rule_of_an_earlier_release_reads_as_it_did() -> None:
    rule = Rule.model_validate({"days": [0, 1, 2, 3, 4], "at": "09:00", "zone": BERLIN, "work_days": True})
    assert next_due(rule, at("2026-11-27T09:00")) == at("2026-11-30T08:00")
    assert rule.text == "weekdays at 09:00 (Europe/Berlin)"


@pytest.mark.parametrize(
    ("text", "every", "days", "time"),
    [
        ("every 2 weeks on Thursday 15:00", 2, (3,), "15:00"),
        ("every three weeks Mondays at 9am", 3, (0,), "09:00"),
        ("every other Friday at 14:00", 2, (4,), "14:00"),
        ("every second week on Monday and Tuesday 8.30", 2, (0, 1), "08:30"),
        ("every Monday 9:00", 1, (0,), "09:00"),
    ],
)
def test_people_say_how_often(text: str, every: int, days: tuple[int, ...], time: str) -> None:
    today = date(2026, 11, 26)
    rule = parse_when(text, BERLIN, today)
    assert rule is not None
    assert (rule.every, rule.days, rule.at) == (every, days, time)
    due = next_due(rule, at("2026-11-26T00:00"))
    assert due is not None
    assert due < at("2026-12-03T23:59"), "the first is within a week"


@pytest.mark.parametrize("text", ["every 0 weeks on Thursday 15:00", "every 2 weeks", "Monday 0am", "Monday 13pm"])
def test_what_says_no_time_is_none(text: str) -> None:
    assert parse_when(text, BERLIN, date(2026, 11, 26)) is None


def test_a_day_that_a_zone_left_out_is_not_due_twice() -> None:
    daily = Rule(days=tuple(range(7)), at="09:00", zone="Pacific/Apia")
    due = dues_between(daily, at("2011-12-29T00:00"), at("2012-01-01T00:00"))
    local = [f"{each.astimezone(ZoneInfo('Pacific/Apia')):%d %H:%M}" for each in due]
    assert local == ["29 09:00", "31 09:00", "01 09:00"]


moments = st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2027, 6, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC, microsecond=0)
)
rules = st.builds(
    Rule,
    days=st.lists(st.integers(0, 6), min_size=1, unique=True).map(lambda days: tuple(sorted(days))),
    at=st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from([0, 15, 30, 45])),
    zone=st.sampled_from(ZONES),
    work_days=st.booleans(),
    every=st.integers(1, 5),
    anchor=st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    off=st.lists(st.dates(date(2024, 1, 1), date(2027, 6, 1)), max_size=4).map(tuple),
    pauses=st.lists(
        st.builds(
            lambda first, days: Pause(first=first, last=first + timedelta(days=days)),
            st.dates(date(2024, 1, 1), date(2027, 6, 1)),
            st.integers(0, 60),
        ),
        max_size=2,
    ).map(tuple),
    shift=st.sampled_from([0, -15, -60, -1440, 60, 2880]),
    only_on=st.sampled_from([(), (), (0, 1, 2, 3, 4), (6, 0, 1, 2, 3)]),
)


def reference(rule: Rule, first: datetime, last: datetime) -> list[datetime]:
    """The same by another library's weeks, in local time, each day on its own."""
    zone, changes = ZoneInfo(rule.zone), {change.day: change.to for change in rule.changes}
    assert rule.anchor is not None
    start = rule.anchor - timedelta(weeks=rule.every * 400)
    found = set()
    hour, minute = map(int, rule.at.split(":"))
    for moment in rrule(
        WEEKLY,
        dtstart=datetime(start.year, start.month, start.day),  # noqa: DTZ001 (a day, in no zone)
        until=datetime(2028, 1, 1),  # noqa: DTZ001
        interval=rule.every,
        byweekday=rule.days,
        wkst=rule.anchor.weekday(),
    ):
        day = moment.date()
        if day in changes:
            to = changes[day]
            day = to.astimezone(zone).date() if to else day
        else:
            if rule.work_days and day in rule.off:
                continue
            to = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)
        if to is not None and not any(pause.first <= day <= pause.last for pause in rule.pauses):
            due = to + timedelta(minutes=rule.shift)
            local = due.astimezone(zone)
            while rule.only_on and (
                local.weekday() not in rule.only_on or (rule.work_days and local.date() in rule.off)
            ):
                local -= timedelta(days=1)
            found.add(local.astimezone(UTC) if rule.only_on else due)
    return sorted(due for due in found if first < due <= last)


@settings(max_examples=200, deadline=None)
@given(st.data(), rules, moments, st.lists(st.integers(1, 60 * 24 * 90), min_size=1, max_size=12))
def test_every_due_time_comes_once_and_in_order_whenever_somebody_looks(
    data: st.DataObject, rule: Rule, start: datetime, waits: list[int]
) -> None:
    days = [each.day for each in islice(occurrences(rule, start), 6)]
    chosen = data.draw(st.lists(st.sampled_from(days), unique=True, max_size=3)) if days else []
    targets = st.none() | st.integers(-20_000, 20_000).map(lambda minutes: start + timedelta(minutes=minutes))
    rule = rule.model_copy(update={"changes": tuple(Change(day=day, to=data.draw(targets)) for day in chosen)})
    schedule = Schedule(
        id="s1",
        kind="digest",
        address="room:1",
        what={},
        rule=rule,
        by=Person(id="priya", name="Priya"),
        made_at=start,
        seen=start,
    )
    now, told = start, list[datetime]()
    for minutes in waits:
        now += timedelta(minutes=minutes)
        due = decide(schedule, now, timedelta(hours=2))
        if due is not None:
            told += [*due.missed, due.at]
            assert due.late == (now - due.at > timedelta(hours=2))
            schedule = schedule.model_copy(update={"seen": due.at})
    assert told == reference(rule, start, now)
