"""A time zone as calendars write it down: since when which offset holds, and by what rule it changes each year.

The library's own gives the beginning of summer time an hour late, and lists of days that some calendars don't read.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:  # it takes a fifth of a second to import
    from icalendar import Timezone

_FIRST, _LAST = 2025, 2038  # years; what repeats by a rule goes on after them
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ENOUGH = 5  # years that follow a rule, before it is taken for one


@dataclass(frozen=True, slots=True)
class Onset:
    """The moment from which another offset holds, as the clocks say it that are about to change."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


@cache
def timezone_of(name: str) -> Timezone:
    """The zone as a component of a calendar."""
    from icalendar import Timezone

    zone = Timezone()
    zone.add("tzid", name)
    first = _onset(ZoneInfo(name), datetime(_FIRST, 1, 1, tzinfo=UTC))
    for each in (Onset(first.at, first.after, first.after, first.name, first.summer), *_onsets(name)):
        _add(zone, each, None)
    for group in _yearly(name):
        _add(zone, group[0], _rule([onset.at for onset in group]))
    return zone


def _onsets(name: str) -> list[Onset]:
    """Those that follow no rule, one by one."""
    regular = {onset.at for group in _yearly(name) for onset in group}
    return [onset for onset in _changes(name) if onset.at not in regular]


@cache
def _yearly(name: str) -> list[list[Onset]]:
    """Those that come each year by one rule up to the last year that was looked at."""
    groups: dict[tuple[timedelta, timedelta, str, int], list[Onset]] = defaultdict(list)
    for onset in _changes(name):
        groups[onset.before, onset.after, onset.name, onset.at.month].append(onset)
    found = []
    for group in groups.values():
        for start in range(len(group) - _ENOUGH + 1):
            run = group[start:]
            years = [onset.at.year for onset in run]
            if years == list(range(years[0], _LAST)) and _rule([onset.at for onset in run]) is not None:
                found.append(run)
                break
    return found


@cache
def _changes(name: str) -> list[Onset]:
    zone, step = ZoneInfo(name), timedelta(days=1)
    found, moment = [], datetime(_FIRST, 1, 1, tzinfo=UTC)
    while moment.year < _LAST:
        after = moment + step
        if moment.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            found.append(_onset(zone, _moment(zone, moment, after)))
        moment = after
    return found


def _moment(zone: ZoneInfo, first: datetime, last: datetime) -> datetime:
    """The first second of a day at which the offset is another."""
    before = first.astimezone(zone).utcoffset()
    while last - first > timedelta(seconds=1):
        middle = first + timedelta(seconds=(last - first) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == before:
            first = middle
        else:
            last = middle
    return last


def _onset(zone: ZoneInfo, moment: datetime) -> Onset:
    local, earlier = moment.astimezone(zone), (moment - timedelta(seconds=1)).astimezone(zone)
    before, after = earlier.utcoffset() or timedelta(), local.utcoffset() or timedelta()
    at = (moment + before).replace(tzinfo=None)
    return Onset(at, before, after, local.tzname() or "", bool(local.dst()))


def _rule(days: Sequence[datetime]) -> dict[str, object] | None:
    """The yearly rule that gives exactly these: the second Sunday, the last, or the first one from the 2nd on."""
    first = days[0]
    if any((day.weekday(), day.month, day.time()) != (first.weekday(), first.month, first.time()) for day in days):
        return None
    code, rule = _CODES[first.weekday()], {"FREQ": "YEARLY", "BYMONTH": first.month}
    if len({(day.day - 1) // 7 for day in days}) == 1:
        return {**rule, "BYDAY": f"{(first.day - 1) // 7 + 1}{code}"}
    if all(day.day + 7 > monthrange(day.year, day.month)[1] for day in days):
        return {**rule, "BYDAY": f"-1{code}"}
    lowest, highest = min(day.day for day in days), max(day.day for day in days)
    if highest - lowest == 6:  # noqa: PLR2004 (the other days of a week)
        return {**rule, "BYDAY": code, "BYMONTHDAY": list(range(lowest, highest + 1))}
    return None


def _add(zone: Timezone, onset: Onset, rule: dict[str, object] | None) -> None:
    from icalendar import TimezoneDaylight, TimezoneStandard, vRecur

    part = TimezoneDaylight() if onset.summer else TimezoneStandard()
    part.add("dtstart", onset.at)
    part.add("tzname", onset.name)
    part.add("tzoffsetfrom", onset.before)
    part.add("tzoffsetto", onset.after)
    if rule is not None:
        part.add("rrule", vRecur(rule))
    zone.add_component(part)
