"""Days and times as people say them, teams as they write them down, and times that suit everybody."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ceremonies.dates import Unclear, When, read_when
from bot.ceremonies.days_off import UnknownCalendarError, holiday_name, holidays_of, read_calendar
from bot.ceremonies.reading import line_of, read_ceremony, read_length, read_team
from bot.ceremonies.rules import Days, clashes, next_of, slots
from bot.ceremonies.team import Ceremony, Member, Team, key_of

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 26, 10, 0, tzinfo=BERLIN)  # a Thursday
RETRO_DAY = date(2026, 12, 3)  # a Thursday, too
DAYS = Days(off=holidays_of, name=holiday_name)


@pytest.mark.parametrize(
    ("words", "day", "at"),
    [
        ("Friday 14:00", date(2026, 12, 4), time(14)),
        ("Friday at 2pm", date(2026, 12, 4), time(14)),
        ("Wednesday", date(2026, 12, 2), None),
        ("Thu 9.30", date(2026, 12, 3), None),
        ("Thursday at 9.30", date(2026, 12, 3), time(9, 30)),
        ("next Friday noon", date(2026, 12, 4), time(12)),
        ("14:00", None, time(14)),
        ("at 9", None, time(9)),
        ("tomorrow 10:00", date(2026, 11, 27), time(10)),
        ("the 4th of December, 15:00", date(2026, 12, 4), time(15)),
        ("the 24th", date(2026, 12, 24), None),
        ("4.12. 15:00", date(2026, 12, 4), time(15)),
        ("7.1.", date(2027, 1, 7), None),
        ("7 January", date(2027, 1, 7), None),
        ("2026-12-04 08:15", date(2026, 12, 4), time(8, 15)),
        ("13/12", date(2026, 12, 13), None),
        ("12/12", date(2026, 12, 12), None),
        ("in two weeks", date(2026, 12, 10), None),
        ("29 February", date(2028, 2, 29), None),
        ("Thursday next week 15:00", date(2026, 12, 3), time(15)),
        ("Monday of next week", date(2026, 11, 30), None),
        ("next week Wednesday", date(2026, 12, 2), None),
        ("Friday in two weeks at 2pm", date(2026, 12, 11), time(14)),
        ("Friday this week", date(2026, 11, 27), None),
        ("the last Friday of the month", date(2026, 11, 27), None),
        ("the first Tuesday of the month, 15:00", date(2026, 12, 1), time(15)),
    ],
)
def test_a_day_and_a_time_are_read_in_the_week_that_is_meant(words: str, day: date | None, at: time | None) -> None:
    found = read_when(words, NOW, RETRO_DAY)
    if words == "Thu 9.30":
        assert isinstance(found, Unclear), "9.30 may be a day of the month"
        return
    assert found == When(day, at)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "soon",
        "4/12",
        "4/12/27",
        "4-12",
        "9.10",
        "31 November",
        "31.11.",
        "Friday 14:00 or 15:00",
        "Friday 25:00",
        "0am",
        "7 January CET",
        "7",
    ],
)
def test_what_can_be_read_in_two_ways_or_none_is_asked_back(words: str) -> None:
    assert isinstance(read_when(words, NOW, RETRO_DAY), Unclear)


def test_what_cannot_be_read_is_quoted_as_it_was_written() -> None:
    said = "the last working day of the month"
    assert read_when(said, NOW) == Unclear(
        f"I can’t tell which day “{said}” is. Write it as 7 January, or as a weekday."
    )
    assert isinstance(read_when("banana next week", NOW), Unclear)


def test_days_in_numbers_are_read_as_everywhere_else() -> None:
    assert read_when("0/5", NOW) == Unclear("There is no such day.")
    assert read_when("4.12.27", NOW, american=True) == When(date(2027, 12, 4)), "dots are always European"
    assert read_when("4-12", NOW, american=True) == When(date(2027, 4, 12))


def test_a_weekday_that_has_passed_in_that_week_is_the_next_one() -> None:
    assert read_when("Monday", NOW, date(2026, 11, 26)) == When(date(2026, 11, 30))


@pytest.mark.parametrize(
    ("text", "calendar"),
    [
        ("DE-BY", "DE-BY"),
        ("de by", "DE-BY"),
        ("Germany", "DE"),
        ("Germany, Bayern", "DE-BY"),
        ("United Kingdom, Scotland", "GB-SCT"),
        ("us-ca", "US-CA"),
        ("", ""),
        ("none", ""),
    ],
)
def test_a_country_and_its_regions_are_known_by_their_names(text: str, calendar: str) -> None:
    assert read_calendar(text) == calendar


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Germny", "Did you mean Germany (DE)?"),
        ("XX", "I know no holidays of “XX”."),
        ("DE-XY", "I know no region “XY” of DE. There are BB, BE"),
    ],
)
def test_a_country_that_is_not_known_is_named_with_the_nearest(text: str, sentence: str) -> None:
    with pytest.raises(
        UnknownCalendarError, match=sentence.split("?", maxsplit=1)[0].replace("(", r"\(").replace(")", r"\)")
    ):
        read_calendar(text)


def test_holidays_are_known_in_any_year() -> None:
    assert date(2031, 12, 25) in holidays_of("DE")
    assert date(2026, 1, 6) in holidays_of("DE-BY")
    assert date(2026, 1, 6) not in holidays_of("DE")
    assert holiday_name("DE-BY", date(2026, 1, 6)) == "Epiphany"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("90 minutes", 90), ("1 hour", 60), ("1.5 h", 90), ("2h 30m", 150), ("half an hour", 30), ("an hour", 60),
     ("1 day", 1440), ("long", None), ("0 minutes", None), ("", None)],
)  # fmt: skip
def test_lengths_are_read(text: str, minutes: int | None) -> None:
    assert read_length(text) == minutes


def made(line: str, weeks: int = 2) -> Ceremony:
    read = read_ceremony(line, date(2026, 11, 26), weeks)
    assert isinstance(read, Ceremony), read
    return read


@given(
    st.sampled_from(["Planning", "Guild of tests", "Daily"]),
    st.lists(st.integers(0, 6), min_size=1, unique=True),
    st.integers(0, 23),
    st.integers(0, 59),
    st.integers(1, 720),
    st.sampled_from([0, 1, 2, -1]),
    st.sampled_from(["", "Room 5", "https://meet.example/a?b=c", "Room 5, first floor"]),
)
def test_a_ceremony_reads_as_it_is_written(  # noqa: PLR0913, PLR0917 (all that it has)
    name: str, days: list[int], hour: int, minute: int, minutes: int, week: int, place: str
) -> None:
    ceremony = made("Daily, weekdays 09:00").model_copy(
        update={
            "name": name, "days": tuple(sorted(days)), "at": f"{hour:02}:{minute:02}", "minutes": minutes,
            "week": week, "place": place,
        }
    )  # fmt: skip
    read = made(line_of(ceremony))
    for field in ("name", "days", "at", "minutes", "week", "place"):
        assert getattr(read, field) == getattr(ceremony, field)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Retro on Friday at 14:00 for 1 hour", "Retro, Friday 14:00, 1 hour"),
        ("Review Friday 10:00", "Review, Friday 10:00, 1 hour"),
        ("Daily standup, 9am", "Daily standup, weekdays 09:00, 15 minutes"),
        ("Daily standup every day at 9.15", "Daily standup, weekdays 09:15, 15 minutes"),
        ("Planning Mondays at 10, 2h, week 1, Room 5", "Planning, Monday 10:00, 2 hours, week 1, Room 5"),
        ("Sunday lunch, Friday 12:00", "Sunday lunch, Friday 12:00, 1 hour"),
    ],
)
def test_a_line_is_read_without_its_commas(line: str, read: str) -> None:
    assert line_of(made(line)) == read


@pytest.mark.parametrize(
    "line",
    [
        "Retro, Friday 14:00, 1 hour, every second week", "Retro, every other Friday 14:00",
        "Retro, Friday 14:00, biweekly", "All-hands, first Monday 10:00", "Retro, Friday 14:00, every 3 weeks",
        "Retro every other Friday 14:00",
    ],
)  # fmt: skip
def test_how_often_is_never_taken_for_a_place(line: str) -> None:
    read = read_ceremony(line, NOW.date(), 2)
    assert isinstance(read, str)
    assert "say in which week of the sprint it is" in read


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Sprint Planning", "planning"),
        ("Sprint Retro", "retrospective"),
        ("team retrospective", "retrospective"),
        ("Daily Stand-up", "daily"),
        ("Sprint demo", "review"),
        ("Retro of the guild", "retro-of-the-guild"),
        ("Gemüse-Runde", "gemuse-runde"),
        ("Guild: open!", "guild-open"),
        ("朝会", r"c[0-9a-f]{8}"),
    ],
)
def test_every_name_gives_a_plain_key(name: str, key: str) -> None:
    assert re.fullmatch(key, key_of(name))


def test_a_sprint_that_has_begun_begins_where_it_did() -> None:
    team = read_team({"sprint": "2 weeks from 16 November"}, NOW, zone="UTC")
    assert isinstance(team, Team)
    assert (team.sprint_weeks, team.sprint_start) == (2, date(2026, 11, 16))


def test_people_have_their_own_hours_and_zones() -> None:
    team = read_team({"members": "Priya\n- @Tom, 8:00 to 16:00, Asia/Tokyo"}, NOW, zone="Europe/Berlin")
    assert isinstance(team, Team)
    assert team.members == (
        Member(name="Priya"),
        Member(name="Tom", zone="Asia/Tokyo", first="08:00", last="16:00"),
    )


def team_of(*members: Member, calendar: str = "") -> Team:
    return Team(
        name="T",
        zone="Europe/Berlin",
        sprint_start=date(2026, 11, 30),
        members=members,
        calendar=calendar,
        ceremonies=(made("Daily, weekdays 09:15, 15 minutes"), made("Retro, Thursday 15:00, 1 hour, last week")),
    )


def proposed(team: Team, wanted: datetime) -> list[str]:
    retro = team.ceremonies[1]
    was = next_of(team, retro, DAYS, NOW)
    assert was is not None
    found = slots(team, retro, was=was, wanted=wanted, days=DAYS, now=NOW)
    return [f"{slot.at.astimezone(BERLIN):%a %d %H:%M} {' '.join(slot.misses)}".strip() for slot in found]


def test_where_nobody_is_there_together_the_ones_who_are_left_out_are_named() -> None:
    team = team_of(Member(name="Priya"), Member(name="Kai", zone="Asia/Tokyo"))
    assert proposed(team, datetime(2026, 12, 11, 15, 0, tzinfo=BERLIN)) == [
        "Fri 11 14:30 Kai",
        "Fri 11 15:30 Kai",
        "Fri 11 13:30 Kai",
    ]


def test_where_somebody_is_left_out_it_is_by_day_where_the_team_is() -> None:
    team = team_of(Member(name="Priya"), Member(name="Kai", zone="Asia/Tokyo"))
    assert proposed(team, datetime(2026, 12, 9, 4, 0, tzinfo=BERLIN)) == [
        "Wed 09 09:30 Kai",
        "Wed 09 10:30 Kai",
        "Wed 09 11:30 Kai",
    ]


def test_hours_that_go_past_midnight_are_hours_too() -> None:
    team = team_of(Member(name="Night", first="22:00", last="06:00"))
    assert proposed(team, datetime(2026, 12, 7, 15, 0, tzinfo=BERLIN)) == [
        "Mon 07 22:00",
        "Mon 07 23:00",
        "Tue 08 00:00",
    ]


def test_without_anybody_named_it_is_nine_to_five() -> None:
    assert proposed(team_of(), datetime(2026, 12, 9, 20, 0, tzinfo=BERLIN)) == [
        "Wed 09 16:00",
        "Wed 09 15:00",
        "Wed 09 14:00",
    ]


def test_a_day_that_has_the_same_ceremony_is_not_proposed() -> None:
    assert proposed(team_of(), datetime(2026, 12, 10, 10, 0, tzinfo=BERLIN)) == [
        "Wed 09 16:00",
        "Wed 09 15:00",
        "Wed 09 14:00",
    ]


zones = st.sampled_from(["", "America/New_York", "Asia/Kolkata", "Europe/Lisbon", "America/Santiago"])
people = st.lists(
    st.builds(
        lambda name, zone, first, hours: Member(
            name=name, zone=zone, first=f"{first:02}:00", last=f"{(first + hours) % 24:02}:00"
        ),
        st.sampled_from("ABC"),
        zones,
        st.integers(0, 23),
        st.integers(4, 12),
    ),
    max_size=3,
)


@settings(max_examples=40, deadline=None)
@given(people, st.integers(0, 60 * 24 * 30))
def test_what_is_proposed_clashes_with_nothing_but_what_is_said(members: list[Member], minutes: int) -> None:
    team = team_of(*members, calendar="DE-BY")
    retro = team.ceremonies[1]
    was = next_of(team, retro, DAYS, NOW)
    assert was is not None
    wanted = (NOW + timedelta(minutes=minutes)).astimezone(UTC)
    found = slots(team, retro, was=was, wanted=wanted, days=DAYS, now=NOW)
    assert len({slot.at for slot in found}) == len(found) <= 3
    for slot in found:
        assert slot.at > NOW
        assert slot.at != wanted, "what is in the way of something is no proposal in its place"
        against = clashes(team, retro, was.day, slot.at, DAYS)
        assert all(text.startswith("For ") for text in against)
        assert len(against) == len(slot.misses)
        assert len(slot.misses) < max(1, len(members))
