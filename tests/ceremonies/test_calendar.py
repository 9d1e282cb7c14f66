"""The calendar file, read back by the library that wrote it and by another one that expands it on its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from typing import Any

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from bot.ceremonies.calendar import calendar_text
from bot.ceremonies.days_off import holiday_name, holidays_of
from bot.ceremonies.journal import State, replay
from bot.ceremonies.reading import read_ceremony
from bot.ceremonies.rules import Days, coming
from bot.ceremonies.saving import ceremony_entry, entry, team_entry
from bot.ceremonies.team import Ceremony, Team
from bot.chat import Person
from bot.store.journal import Entry, Journal
from bot.times import Change, Pause
from tests.ceremonies.conftest import FRIDAY, set_up
from tests.dialog import Bot

PRIYA = Person(id="priya", name="Priya")
DAYS = Days(off=holidays_of, name=holiday_name)
TODAY = date(2026, 11, 27)
START = datetime(2026, 11, 28, tzinfo=UTC)  # a day on which nobody's clock shows the one before
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour of summer time
    "America/Santiago",  # its clocks change at midnight, its summer is at New Year
    "Africa/Casablanca",  # leaves its summer time for Ramadan, by no yearly rule
    "Asia/Kathmandu",
    "Europe/Dublin",  # its winter time is the one that differs
    "UTC",
)


def a_team(*lines: str, zone: str = "Europe/Berlin", calendar: str = "DE-BY", weeks: int = 2) -> Team:
    read = [read_ceremony(line, TODAY, weeks) for line in lines]
    return Team(
        name="Parcels",
        zone=zone,
        calendar=calendar,
        sprint_weeks=weeks,
        sprint_start=date(2026, 11, 30),
        ceremonies=tuple(each for each in read if isinstance(each, Ceremony)),
    )


def state_of(team: Team, *more: Entry) -> State:
    entries = (team_entry(team, FRIDAY, PRIYA, "set up"), *more)
    journal = Journal(
        id="team-1",
        kind="team",
        address="terminal:here",
        title="Parcels",
        status="open",
        started_by=PRIYA,
        started_at=FRIDAY,
        updated_at=FRIDAY,
        entries=entries,
    )
    return replay(journal)


def changed(key: str, day: date, to: datetime | None = None) -> Entry:
    return entry("changed", FRIDAY, PRIYA, "moved", key=key, change=Change(day=day, to=to).model_dump(mode="json"))


def paused(first: date, last: date) -> Entry:
    return entry("paused", FRIDAY, PRIYA, "paused", pause=Pause(first=first, last=last).model_dump(mode="json"))


def expanded(text: str, until: datetime) -> list[tuple[datetime, str]]:
    """What another library makes of the file: its own reading, time zones and recurrences; moved ones put in place."""
    parsed = vobject.readOne(text)
    moved: dict[tuple[str, datetime], tuple[datetime, str]] = {}
    found: dict[tuple[str, datetime], tuple[datetime, str]] = {}
    for event in parsed.vevent_list:
        uid, start = event.uid.value, event.dtstart.value
        if hasattr(event, "status") and event.status.value == "CANCELLED":
            continue
        if hasattr(event, "recurrence_id"):
            moved[uid, event.recurrence_id.value.astimezone(UTC)] = (start.astimezone(UTC), event.summary.value)
            continue
        for each in takewhile(lambda each: each.astimezone(UTC) <= until, event.getrruleset(addRDate=True)):
            at = each.astimezone(UTC)
            found[uid, at] = (at, event.summary.value)
    found |= moved
    return sorted(each for each in found.values() if START <= each[0] <= until)


def ours(state: State, until: datetime) -> list[tuple[datetime, str]]:
    assert state.team is not None
    held = takewhile(lambda each: each.occurrence.at <= until, coming(state.team, DAYS, START))
    return sorted((each.occurrence.at, each.ceremony.name) for each in held)


def unfolded(text: str) -> str:
    return text.replace("\r\n ", "")


def test_it_is_a_calendar_with_a_zone_and_an_event_for_each_ceremony() -> None:
    text = calendar_text(state_of(a_team("Retrospective, Friday 14:00, 90 minutes, last week, Room 5")), DAYS, FRIDAY)
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    calendar = Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    assert event["UID"] == "team-1-retrospective@groundwork"
    assert event["SUMMARY"] == "Retrospective"
    assert event["LOCATION"] == "Room 5"
    assert event.decoded("DURATION") == timedelta(minutes=90)
    assert "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;WKST=MO" in text.replace("\r\n ", "")
    assert "DTSTART;TZID=Europe/Berlin:20261127T140000" in text
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]
    assert not event.errors


def test_moved_and_left_out_times_are_told_as_such() -> None:
    team = a_team("Retrospective, Friday 14:00, 1 hour, last week")
    moved = changed("retrospective", date(2026, 12, 11), datetime(2026, 12, 10, 9, 0, tzinfo=UTC))
    state = state_of(team, moved, changed("retrospective", date(2027, 1, 8)))
    text = unfolded(calendar_text(state, DAYS, FRIDAY))
    assert "RECURRENCE-ID;TZID=Europe/Berlin:20261211T140000" in text
    assert "DTSTART;TZID=Europe/Berlin:20261210T100000" in text
    exdates = next(line for line in text.splitlines() if line.startswith("EXDATE"))
    assert "20261225T140000" in exdates, "Christmas Day"
    assert "20270108T140000" in exdates, "left out"
    assert "20261211" not in exdates, "moved"


def test_each_change_counts_the_sequence_up_and_keeps_the_identity() -> None:
    team = a_team("Retrospective, Friday 14:00, 1 hour, last week", "Daily, weekdays 09:15")
    states = [
        state_of(team),
        state_of(team, changed("retrospective", date(2026, 12, 11))),
        state_of(team, changed("retrospective", date(2026, 12, 11)), entry("undone", FRIDAY, PRIYA, "", number=1)),
        state_of(team, paused(date(2026, 12, 21), date(2027, 1, 6))),
    ]
    told = [sequences(calendar_text(state, DAYS, FRIDAY)) for state in states]
    assert told == [
        {"team-1-retrospective@groundwork": 1, "team-1-daily@groundwork": 1},
        {"team-1-retrospective@groundwork": 2, "team-1-daily@groundwork": 1},
        {"team-1-retrospective@groundwork": 3, "team-1-daily@groundwork": 1},
        {"team-1-retrospective@groundwork": 2, "team-1-daily@groundwork": 2},
    ]
    assert calendar_text(states[0], DAYS, FRIDAY) == calendar_text(states[0], DAYS, FRIDAY)


def sequences(text: str) -> dict[str, int]:
    return {str(each["UID"]): int(str(each["SEQUENCE"])) for each in Calendar.from_ical(text).walk("VEVENT")}


def test_a_ceremony_that_was_removed_is_cancelled() -> None:
    team = a_team("Retrospective, Friday 14:00, 1 hour, last week", "Daily, weekdays 09:15")
    state = state_of(team, entry("removed", FRIDAY, PRIYA, "", key="daily"))
    events = {str(each["UID"]): each for each in Calendar.from_ical(calendar_text(state, DAYS, FRIDAY)).walk("VEVENT")}
    assert str(events["team-1-daily@groundwork"]["STATUS"]) == "CANCELLED"
    assert "STATUS" not in events["team-1-retrospective@groundwork"]
    daily = team.ceremony("daily")
    assert daily is not None
    back = state_of(team, entry("removed", FRIDAY, PRIYA, "", key="daily"), ceremony_entry(daily, FRIDAY, PRIYA, ""))
    assert "CANCELLED" not in calendar_text(back, DAYS, FRIDAY)


def test_names_and_places_with_odd_characters_come_back_as_they_were() -> None:
    team = a_team("Daily, weekdays 09:15")
    odd = 'Größe; "2", a\\b, ' + "lang " * 40
    ceremony = team.ceremonies[0].model_copy(update={"name": odd.strip(), "place": "https://meet.example/a,b;c"})
    state = state_of(team.model_copy(update={"ceremonies": (ceremony,)}))
    text = calendar_text(state, DAYS, FRIDAY)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == (odd.strip(), "https://meet.example/a,b;c")
    assert vobject.readOne(text).vevent.summary.value == odd.strip()


def test_summer_time_begins_by_the_clock_that_is_about_to_change() -> None:
    text = calendar_text(state_of(a_team("Daily, weekdays 09:15")), DAYS, FRIDAY)
    summer = text[text.index("BEGIN:DAYLIGHT") : text.index("END:DAYLIGHT")]
    assert "DTSTART:20250330T020000" in summer
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in summer


@pytest.mark.parametrize("zone", ZONES)
def test_another_library_finds_the_same_times_over_a_year_with_its_changes_of_clocks(zone: str) -> None:
    team = a_team(
        "Planning, Monday 10:00, 2 hours, week 1",
        "Daily, weekdays 09:15, 15 minutes",
        "Night watch, Sunday 03:30, 1 hour",
        "Retrospective, Friday 23:45, 1 hour, last week",
        zone=zone,
    )
    state = state_of(
        team,
        changed("retrospective", date(2026, 12, 11), datetime(2026, 12, 10, 9, 0, tzinfo=UTC)),
        changed("planning", date(2027, 3, 29), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        changed("planning", date(2027, 4, 12)),
        paused(date(2026, 12, 21), date(2027, 1, 6)),
    )
    until = datetime(2027, 12, 1, tzinfo=UTC)
    assert expanded(calendar_text(state, DAYS, FRIDAY), until) == ours(state, until)


plans = st.lists(
    st.builds(
        "{}, {} {:02}:{:02}, 1 hour{}".format,
        st.sampled_from(["Planning", "Daily", "Review", "Retro", "Guild"]),
        st.sampled_from(["Monday", "Tuesday and Thursday", "Friday", "Saturday", "weekdays"]),
        st.integers(3, 23),
        st.sampled_from([0, 15, 45]),
        st.sampled_from(["", ", week 1", ", week 2", ", last week"]),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda line: line.split(",")[0],
)


@settings(max_examples=12, deadline=None)
@given(plans, st.sampled_from(ZONES[:4]), st.integers(2, 4), st.data())
def test_whatever_is_set_and_moved_the_file_says_the_same(
    lines: Sequence[str], zone: str, weeks: int, data: st.DataObject
) -> None:
    team = a_team(*lines, zone=zone, weeks=weeks)
    held = list(takewhile(lambda each: each.occurrence.at < FRIDAY + timedelta(days=90), coming(team, DAYS, FRIDAY)))
    chosen = data.draw(st.lists(st.sampled_from(held), max_size=4)) if held else []
    steps: list[Any] = [
        changed(
            each.ceremony.key,
            each.occurrence.day,
            data.draw(
                st.none() | st.integers(1, 60 * 24 * 40).map(lambda minutes: FRIDAY + timedelta(minutes=minutes))
            ),
        )
        for each in chosen
    ]
    state = state_of(team, *steps)
    until = datetime(2027, 4, 15, tzinfo=UTC)
    assert expanded(calendar_text(state, DAYS, FRIDAY), until) == ours(state, until)


async def test_it_is_posted_as_a_file(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Tom", "/ceremony calendar")
    bot.shows("For everybody’s calendar.")
    text = bot.document("parcels.ics")
    assert len(Calendar.from_ical(text).walk("VEVENT")) == 3
    assert bot.posts[0].attachments[0].media_type == "text/calendar"
