"""Whatever a team is called, wherever it lives and however often it meets, its file says what its own schedule does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from vobject.icalendar import registerTzid

from bot.ceremonies.calendar import calendar_text
from bot.ceremonies.days_off import holiday_name, holidays_of
from bot.ceremonies.journal import State
from bot.ceremonies.reading import read_team
from bot.ceremonies.rules import Days, coming
from bot.ceremonies.saving import entry
from bot.ceremonies.team import Team
from bot.language.text import clean
from bot.store.journal import Entry
from tests.bending import FEW
from tests.ceremonies.conftest import FRIDAY
from tests.ceremonies.test_calendar import PRIYA, START, changed, ours, paused, state_of, unfolded

DAYS = Days(off=holidays_of, name=holiday_name)
UNTIL = datetime(2027, 12, 15, tzinfo=UTC)
_TZID = "X-VOBJ-ORIGINAL-TZID"
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour of summer time
    "Antarctica/Troll",  # two hours of it
    "America/Santiago",  # its clocks change at midnight
    "Africa/Casablanca",  # leaves its summer time for Ramadan, by no yearly rule
    "Asia/Gaza",  # and another that goes by the moon
    "Pacific/Chatham",  # three quarters of an hour off, and changes at 02:45
    "America/Nuuk",  # its clocks change on the day before
    "America/Scoresbysund",
    "Europe/Dublin",  # its winter time is the one that differs
    "Africa/Monrovia",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",  # a day ahead
    "Etc/GMT+12",
    "UTC",
    "Etc/UTC",
)
_ODD = st.sampled_from(
    [
        'Größe; "2"', "a\\b\\n", "レトロ", "🧑‍🤝‍🧑 Treff", "مراجعة", "x" * 300, "ü" * 300, "💥" * 100, "BEGIN:VEVENT",
        "END:VCALENDAR", "a\x00b", "a\x07b", "\u202eabc", "a\u2028b", "a^nb", "DTSTART;TZID=X", "%s {0}", "=1+1",
        "'", "«»", "e\u0301" * 60, "\ufeffDaily", "a,b", "a:b", "-",
    ]
)  # fmt: skip
_WORDS = _ODD | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
_LINES = st.lists(
    st.builds(
        "{}, {} {:02}:{:02}, {}{}{}".format,
        _WORDS,
        st.sampled_from(["Monday", "Sunday", "Tuesday and Thursday", "Saturday", "weekdays", "daily"]),
        st.integers(0, 23),
        st.sampled_from([0, 1, 15, 30, 45, 59]),
        st.sampled_from(["15 minutes", "1 hour", "12 hours"]),
        st.sampled_from(["", ", week 1", ", week 2", ", last week"]),
        st.just("") | _WORDS.map(", {}".format),
    ),
    min_size=1,
    max_size=4,
)
_VALUES = st.fixed_dictionaries(
    {
        "name": _WORDS,
        "zone": st.sampled_from(ZONES),
        "sprint": st.builds(
            "{} weeks from {}".format, st.integers(2, 12), st.dates(date(2026, 10, 1), date(2027, 2, 1))
        ),
        "days": st.sampled_from(["Mon-Fri", "Sun-Thu", "Sat, Sun"]),
        "holidays": st.sampled_from(["", "DE-BY", "US", "none", "DE-BY, 2027-03-31, 2027-12-01"]),
        "ceremonies": _LINES.map("\n".join),
    }
)


def a_state(team: Team, data: st.DataObject) -> State:
    """The team after people moved, left out, paused and removed some of it."""
    held = list(takewhile(lambda each: each.occurrence.at < FRIDAY + timedelta(days=300), coming(team, DAYS, FRIDAY)))
    steps: list[Entry] = []
    for each in data.draw(st.lists(st.sampled_from(held), max_size=5)) if held else []:
        day, key = each.occurrence.day, each.ceremony.key
        match data.draw(st.sampled_from(["moved", "moved", "skipped", "paused", "resumed", "removed"])):
            case "moved":
                minutes = data.draw(st.integers(1, 60 * 24 * 360))
                steps.append(changed(key, day, FRIDAY + timedelta(minutes=minutes)))
            case "skipped":
                steps.append(changed(key, day))
            case "paused":
                steps.append(paused(day, day + timedelta(days=data.draw(st.integers(0, 40)))))
            case "resumed":
                steps.append(entry("resumed", FRIDAY, PRIYA, "resumed", day=day.isoformat()))
            case _:
                steps.append(entry("removed", FRIDAY, PRIYA, "removed", key=key))
    return state_of(team, *steps)


@FEW
@given(_VALUES, st.data())
def test_the_file_says_what_the_schedule_does(values: dict[str, str], data: st.DataObject) -> None:
    team = read_team(values, FRIDAY, zone="UTC")
    if isinstance(team, Team):  # else people read what is wrong
        assert_alike(a_state(team, data))


@pytest.mark.parametrize("zone", [each for each in ZONES if "/" in each and "Etc" not in each])
def test_a_meeting_in_the_night_is_at_the_same_moment_in_every_zone(zone: str) -> None:
    lines = "\n".join(f"Watch {at[:2]}{at[3:]}, Sunday {at}" for at in ("00:15", "01:30", "02:15", "02:45", "03:00"))
    team = read_team({"name": "Night", "zone": zone, "ceremonies": lines}, FRIDAY, zone="UTC")
    assert isinstance(team, Team)
    assert_alike(state_of(team))


@pytest.mark.parametrize("to", [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)])
def test_what_is_moved_into_the_hour_that_comes_twice_is_in_the_right_one(to: datetime) -> None:
    now = datetime(2026, 10, 1, tzinfo=UTC)
    values = {"name": "T", "zone": "Europe/Berlin", "ceremonies": "Watch, Monday 09:00", "sprint": "2 weeks"}
    team = read_team(values, now, zone="UTC")
    assert isinstance(team, Team)
    text = calendar_text(state_of(team, changed("watch", date(2026, 10, 26), to)), DAYS, now)
    moved = [each for each in Calendar.from_ical(text).walk("VEVENT") if "RECURRENCE-ID" in each]
    assert [each.decoded("DTSTART").astimezone(UTC) for each in moved] == [to]


def assert_alike(state: State) -> None:
    """The file can be read back whole by two libraries, and both find in it what the schedule holds."""
    team = state.team
    assert team is not None
    text = calendar_text(state, DAYS, FRIDAY)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    calendar = Calendar.from_ical(text)
    events = calendar.walk("VEVENT")
    assert not any(event.errors for event in events)
    known = [(str(each["UID"]), each.decoded("RECURRENCE-ID", None)) for each in events]
    assert len(known) == len(set(known)), "no time of an event stands there twice"
    assert str(calendar["X-WR-CALNAME"]) == clean(team.name)
    named = {clean(each.name) for each in (*team.ceremonies, *state.removed.values())}
    assert {str(event["SUMMARY"]) for event in events} == named
    assert found_in(text, team.zone) == sorted((at, clean(name)) for at, name in ours(state, UNTIL))
    assert_world(text, team, [at for at, _ in ours(state, UNTIL)])


def found_in(text: str, zone: str) -> list[tuple[datetime, str]]:
    """What is in the file, by other libraries' reading of its rules and of the zone that it brings along.

    A time that the clocks leave out is meant by the offset before it (RFC 5545, 3.3.5), which dateutil doesn't know.
    """
    written = tzical(StringIO(unfolded(text))).get(zone) if zone != "UTC" else UTC

    def moment(told: datetime, line: Any) -> datetime:
        if _TZID not in line.params:
            return told.replace(tzinfo=UTC)
        known = told.replace(tzinfo=ZoneInfo(zone))
        real = known.astimezone(UTC).astimezone(known.tzinfo).replace(tzinfo=None) == known.replace(tzinfo=None)
        return (told.replace(tzinfo=written) if real else known).astimezone(UTC)

    registerTzid(zone, written)  # else it takes one of its own, and leaves nothing out of what is left out
    found: dict[tuple[str, datetime], tuple[datetime, str]] = {}
    moved: dict[tuple[str, datetime], tuple[datetime, str]] = {}
    for event in vobject.readOne(text).contents.get("vevent", ()):
        uid, start, name = event.uid.value, event.dtstart, event.summary.value
        if hasattr(event, "status") and event.status.value == "CANCELLED":
            continue
        if hasattr(event, "recurrence_id"):
            about = event.recurrence_id
            moved[uid, moment(about.value, about)] = (moment(start.value, start), name)
            continue
        every = (moment(each, start) for each in event.getrruleset(addRDate=True))
        found |= {(uid, at): (at, name) for at in takewhile(lambda at: at <= UNTIL, every)}
    return sorted(each for each in (found | moved).values() if START <= each[0] <= UNTIL)


def assert_world(text: str, team: Team, moments: Sequence[datetime]) -> None:
    """The zone that is written down has the offsets of the real one."""
    if team.zone == "UTC":
        assert "VTIMEZONE" not in text
        return
    written, real = tzical(StringIO(unfolded(text))).get(team.zone), ZoneInfo(team.zone)
    for each in moments:
        local = each.astimezone(real)
        assert local.replace(tzinfo=written).utcoffset() == local.utcoffset(), local
