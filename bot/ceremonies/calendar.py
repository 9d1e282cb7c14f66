"""A team's ceremonies as a calendar file (.ics) that every calendar reads, with what was moved and left out."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.ceremonies.journal import State
from bot.ceremonies.rules import Days
from bot.ceremonies.team import Ceremony, Team, rule_of
from bot.ceremonies.zones import timezone_of
from bot.language.text import clean
from bot.times import Occurrence, occurrence_on, occurrences

if TYPE_CHECKING:  # it takes a fifth of a second to import
    from icalendar import Event

_AHEAD = timedelta(days=2 * 365)  # so far ahead free days are left out one by one
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def file_name(team: Team) -> str:
    """What the file is called."""
    name = re.sub(r"\W+", "-", team.name.casefold()).strip("-")
    return f"{name or 'team'}.ics"


def calendar_text(state: State, days: Days, now: datetime) -> str:
    """The whole calendar as text; free days are left out one by one for the next two years."""
    from icalendar import Calendar

    team = state.team
    calendar = Calendar()
    calendar.add("prodid", "-//Groundwork//Ceremonies//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    if team is None:
        return str(calendar.to_ical().decode())
    calendar.add("x-wr-calname", clean(team.name))
    calendar.add("x-wr-timezone", team.zone)
    if team.zone != "UTC":
        calendar.add_component(timezone_of(team.zone))
    stamp = max((made.at for made in state.made), default=now).astimezone(UTC)
    for ceremony in team.ceremonies:
        for event in _events(state, team, ceremony, days, now):
            event.add("dtstamp", stamp)
            calendar.add_component(event)
    for ceremony in state.removed.values():
        gone = _master(state, team, ceremony)
        if gone is not None:
            gone.add("status", "CANCELLED")
            gone.add("dtstamp", stamp)
            calendar.add_component(gone)
    return str(calendar.to_ical().decode())


def _events(state: State, team: Team, ceremony: Ceremony, days: Days, now: datetime) -> list[Event]:
    """The event that repeats, and one for each of its times that was moved."""
    master = _master(state, team, ceremony)
    if master is None:
        return []
    zone, first = ZoneInfo(team.zone), master.decoded("dtstart").date()
    left, moved = _exceptions(team, ceremony, days, first, now.date() + _AHEAD)
    if left:
        master.add("exdate", [_local(ceremony, day, zone) for day in left])
    events = [master]
    for occurrence in moved:
        event = _event(state, ceremony)
        event.add("recurrence-id", _local(ceremony, occurrence.day, zone))
        local = occurrence.at.astimezone(zone)
        _add_time(event, occurrence.at if local.fold else local, ceremony)  # an hour that comes twice is the first
        events.append(event)
    return events


def _master(state: State, team: Team, ceremony: Ceremony) -> Event | None:
    from icalendar import vRecur

    rule = rule_of(team, ceremony).model_copy(update={"work_days": False, "changes": (), "pauses": ()})
    zone = ZoneInfo(team.zone)
    start = datetime.combine(ceremony.since, time(), zone).astimezone(UTC) - timedelta(seconds=1)
    first = next(occurrences(rule, start), None)
    if first is None:
        return None
    event = _event(state, ceremony)
    _add_time(event, _local(ceremony, first.day, zone), ceremony)
    every = {"FREQ": "WEEKLY", "BYDAY": [_CODES[day] for day in rule.days]}
    if rule.every > 1 and rule.anchor is not None:  # weeks of the sprint begin on the day that the sprint does
        every |= {"INTERVAL": str(rule.every), "WKST": _CODES[rule.anchor.weekday()]}
    event.add("rrule", vRecur(every))
    return event


def _event(state: State, ceremony: Ceremony) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{state.id}-{ceremony.key}@groundwork")
    event.add("sequence", state.touched.get(ceremony.key, 0) + state.touched.get("", 0))
    event.add("summary", clean(ceremony.name))
    place = clean(ceremony.place)
    if place:
        event.add("location", place)
        if place.startswith(("http://", "https://")) and " " not in place:
            event.add("url", place)
    return event


def _add_time(event: Event, start: datetime, ceremony: Ceremony) -> None:
    event.add("dtstart", start)
    event.add("duration", timedelta(minutes=ceremony.minutes))


def _local(ceremony: Ceremony, day: date, zone: ZoneInfo) -> datetime:
    """The hour as it is said on that day, where the clocks leave it out, too: every calendar does the same with it."""
    return datetime.combine(day, time.fromisoformat(ceremony.at), zone)


def _exceptions(
    team: Team, ceremony: Ceremony, days: Days, first: date, last: date
) -> tuple[list[date], list[Occurrence]]:
    """The days that are left out, and the times that were moved; up to a day, or to the last that anybody named."""
    rule, off = rule_of(team, ceremony), days.off(team.calendar)
    plain = rule.model_copy(update={"work_days": False, "changes": (), "pauses": ()})
    last = max([last, *(change.day for change in ceremony.changes)])
    left, moved = list[date](), list[Occurrence]()
    start = datetime.combine(first, time(), ZoneInfo(team.zone)).astimezone(UTC) - timedelta(seconds=1)
    for each in occurrences(plain, start):
        if each.day > last:
            break
        found = occurrence_on(rule, each.day, off)
        if found is None:
            left.append(each.day)
        elif found.moved:
            moved.append(found)
    return left, moved
