"""What is next, what gets in its way, and which times would suit everybody."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import islice
from zoneinfo import ZoneInfo

from bot.ceremonies.team import Ceremony, Member, Team, rule_of
from bot.language.dates import say_day
from bot.times import DAYS, Change, Occurrence, occurrences

_PROPOSED = 3
_STEP = 30  # minutes between the times that are proposed
_AHEAD, _BACK = 14, 7  # days
_APART, _NOTICE = timedelta(hours=1), timedelta(hours=2)
_DAY = timedelta(days=1)
_COUNTED = 1000  # three years of dailies


@dataclass(frozen=True, slots=True)
class Days:
    """Which days are free: `off` by the name of a calendar, everybody's own included, and what is celebrated."""

    off: Callable[[str], Container[date]]
    name: Callable[[str, date], str]


@dataclass(frozen=True, slots=True)
class Held:
    """One ceremony at one time."""

    ceremony: Ceremony
    occurrence: Occurrence

    @property
    def end(self) -> datetime:
        """When it is over."""
        return self.occurrence.at + timedelta(minutes=self.ceremony.minutes)


@dataclass(frozen=True, slots=True)
class Slot:
    """A time for a ceremony, and who it doesn't suit."""

    at: datetime
    misses: tuple[str, ...] = ()


def coming(team: Team, days: Days, after: datetime) -> Iterator[Held]:
    """Everything that a team holds after a moment, in order."""
    off = days.off(team.calendar)
    each = [_held(team, ceremony, after, off) for ceremony in team.ceremonies]
    return heapq.merge(*each, key=lambda held: held.occurrence.at)


def _held(team: Team, ceremony: Ceremony, after: datetime, off: Container[date]) -> Iterator[Held]:
    return (Held(ceremony, occurrence) for occurrence in occurrences(rule_of(team, ceremony), after, off))


def next_of(team: Team, ceremony: Ceremony, days: Days, after: datetime) -> Occurrence | None:
    """The next time of a ceremony."""
    return next(occurrences(rule_of(team, ceremony), after, days.off(team.calendar)), None)


def left_out(team: Team, ceremony: Ceremony, days: Days, first: date, last: date) -> list[tuple[date, str]]:
    """The days on which it would be, and isn't because they are free; with what is celebrated."""
    rule = rule_of(team, ceremony).model_copy(update={"work_days": False})
    off, zone, found = days.off(team.calendar), ZoneInfo(team.zone), list[tuple[date, str]]()
    changed = {change.day for change in ceremony.changes}
    for each in occurrences(rule, datetime.combine(first, time(), zone) - timedelta(microseconds=1)):
        if each.day > last:
            return found
        if each.day not in changed and (each.day in team.off or each.day in off):
            found.append((each.day, days.name(team.calendar, each.day) or "a free day"))
    return found


def clashes(team: Team, ceremony: Ceremony, day: date, at: datetime, days: Days) -> list[str]:
    """What is in the way of holding the one of `day` at this moment, a sentence each."""
    found = [*_free_day(team, at, days), *_meanwhile(team, ceremony, day, at, days)]
    if at.astimezone(ZoneInfo(team.zone)).weekday() not in team.days:
        return found  # that it suits nobody has been said
    return [*found, *(_too_early_or_late(team, member, at) for member in _missing(team, ceremony, at))]


def clashes_for_good(  # noqa: PLR0913, PLR0917 (as in `shifted`)
    team: Team, ceremony: Ceremony, weekday: int | None, at: str | None, days: Days, now: datetime
) -> list[str]:
    """What is in the way of the first time of a ceremony that is moved for good; its own old times are not."""
    moved, first = shifted(team, ceremony, weekday, at, days, now)
    if first is None:
        return []
    others = tuple(moved if each.key == moved.key else each for each in team.ceremonies)
    return clashes(team.model_copy(update={"ceremonies": others}), moved, first.day, first.at, days)


def _free_day(team: Team, at: datetime, days: Days) -> list[str]:
    local = at.astimezone(ZoneInfo(team.zone)).date()
    if local in team.off or local in days.off(team.calendar):
        name = days.name(team.calendar, local)
        return [f"{say_day(local)} is {f'a holiday ({name})' if name else 'a free day'}."]
    if any(pause.first <= local <= pause.last for pause in team.pauses):
        return [f"{say_day(local)} is in a pause."]
    if local.weekday() not in team.days:
        return [f"The team doesn’t work on {DAYS[local.weekday()]}s."]
    return []


def _meanwhile(team: Team, ceremony: Ceremony, day: date, at: datetime, days: Days) -> list[str]:
    """Other ceremonies that would run at the same time, and another time of the same one on that day."""
    end, zone = at + timedelta(minutes=ceremony.minutes), ZoneInfo(team.zone)
    found = [
        f"{ceremony.name} is on that day already ({each.at.astimezone(zone):%H:%M})."
        for each in _on_day(team, ceremony, at, days)
        if each.day != day and abs(each.at - at) >= timedelta(minutes=ceremony.minutes)
    ]
    for held in coming(team, days, at - _DAY):
        if held.occurrence.at >= end:
            return found
        itself = held.ceremony.key == ceremony.key and held.occurrence.day == day
        if held.end > at and not itself:
            local = held.occurrence.at.astimezone(zone)
            found.append(f"{held.ceremony.name} is at the same time ({local:%H:%M}).")
    return found


def _on_day(team: Team, ceremony: Ceremony, at: datetime, days: Days) -> list[Occurrence]:
    """The times of a ceremony on the day of a moment."""
    local = at.astimezone(ZoneInfo(team.zone))
    midnight = datetime.combine(local.date(), time(), local.tzinfo) - timedelta(microseconds=1)
    found: list[Occurrence] = []
    for each in occurrences(rule_of(team, ceremony), midnight.astimezone(UTC), days.off(team.calendar)):
        if each.at.astimezone(local.tzinfo).date() != local.date():
            break
        found.append(each)
    return found


def _missing(team: Team, ceremony: Ceremony, at: datetime) -> list[Member]:
    return [member for member in team.members if not _works(team, member, at, at + timedelta(minutes=ceremony.minutes))]


def _works(team: Team, member: Member, at: datetime, end: datetime) -> bool:
    """Whether all of it lies within somebody's working hours, which may go past midnight."""
    zone = ZoneInfo(member.zone or team.zone)
    first, last = time.fromisoformat(member.first), time.fromisoformat(member.last)
    begins = at.astimezone(zone)
    for day in (begins.date() - _DAY, begins.date()):
        starts = datetime.combine(day, first, zone).astimezone(UTC)
        stops = datetime.combine(day if first < last else day + _DAY, last, zone).astimezone(UTC)
        if starts <= at and end <= stops and day.weekday() in team.days:
            return True
    return False


def _too_early_or_late(team: Team, member: Member, at: datetime) -> str:
    local = at.astimezone(ZoneInfo(member.zone or team.zone))
    where = f" ({member.zone})" if member.zone and member.zone != team.zone else ""
    when = f"For {member.name} it is {DAYS[local.weekday()][:3]} {local:%H:%M}{where}"
    if local.weekday() not in team.days and member.first <= f"{local:%H:%M}" < member.last:
        return f"{when}, no working day."
    return f"{when}, outside {member.first} to {member.last}."


def slots(  # noqa: PLR0913 (what has to suit whom, and when)
    team: Team,
    ceremony: Ceremony,
    *,
    was: Occurrence,
    wanted: datetime,
    days: Days,
    now: datetime,
    may: Callable[[datetime], bool] = lambda _: True,
) -> list[Slot]:
    """Up to three other times for one time of a ceremony, nearest to the wanted one first.

    They suit everybody; where no time in the next two weeks does, as many as can be, by day where the team is if that
    can be, and they say who is left out. The wanted time is none of them, and no other that it `may` not be.
    """
    found: list[tuple[int, bool, timedelta, datetime, tuple[str, ...]]] = []
    for at in _candidates(team, wanted, now):
        if (
            at == was.at
            or not may(at)
            or _free_day(team, at, days)
            or (not team.members and not _at_work(team, ceremony, at))
        ):
            continue
        misses = tuple(member.name for member in _missing(team, ceremony, at))
        at_night = bool(misses) and not _at_work(team, ceremony, at)
        found.append((len(misses), at_night, abs(at - wanted), at, misses))
    chosen: list[Slot] = []
    for number, _, _, at, misses in sorted(found):
        nobody = bool(team.members) and number == len(team.members)
        if nobody or (chosen and number > len(chosen[0].misses)) or len(chosen) == _PROPOSED:
            break
        far = at != wanted and all(abs(at - slot.at) >= _APART for slot in chosen)
        if far and not _meanwhile(team, ceremony, was.day, at, days):
            chosen.append(Slot(at, misses))
    return chosen


def slots_for_good(  # noqa: PLR0913, PLR0917 (as in `shifted`)
    team: Team, ceremony: Ceremony, weekday: int | None, at: str | None, days: Days, now: datetime
) -> list[Slot]:
    """Up to three other times in the week in which one that is moved for good is first; of several days only times.

    Where nothing suits in what is left of that week, in that of the one after it.
    """
    moved, first = shifted(team, ceremony, weekday, at, days, now)
    if first is None:
        return []
    zone = ZoneInfo(team.zone)
    others = team.model_copy(
        update={"ceremonies": tuple(each for each in team.ceremonies if each.key != ceremony.key)}
    )  # its own old times are not in the way

    def may(slot: datetime, wanted: datetime) -> bool:
        local = slot.astimezone(zone)
        is_now = local.weekday() in ceremony.days and f"{local:%H:%M}" == ceremony.at
        if is_now or local.weekday() not in team.days:
            return False
        if len(moved.days) > 1:
            return local.date() == wanted.date()
        return local.isocalendar()[:2] == wanted.isocalendar()[:2]

    found: list[Slot] = []
    for was in (first, next_of(team, moved, days, first.at)):  # too little may be left of the first one’s week
        if was is not None and not found:
            wanted = was.at.astimezone(zone)
            found = slots(others, moved, was=was, wanted=wanted, days=days, now=now, may=partial(may, wanted=wanted))
    return found


def _candidates(team: Team, wanted: datetime, now: datetime) -> Iterator[datetime]:
    zone = ZoneInfo(team.zone)
    start = wanted.astimezone(zone).date()
    for number in range(-_BACK, _AHEAD + 1):
        for minute in range(0, 60 * 24, _STEP):
            local = datetime.combine(start + number * _DAY, time(minute // 60, minute % 60), zone)
            at = local.astimezone(UTC)
            if at >= now + _NOTICE and at.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
                yield at


def _at_work(team: Team, ceremony: Ceremony, at: datetime) -> bool:
    """Where nobody's hours are known, 9 to 5 of the team's clock."""
    return _works(team, Member(name=""), at, at + timedelta(minutes=ceremony.minutes))


def shifted(  # noqa: PLR0913, PLR0917 (what is moved, where to, and by which clock)
    team: Team, ceremony: Ceremony, weekday: int | None, at: str | None, days: Days, now: datetime
) -> tuple[Ceremony, Occurrence | None]:
    """The ceremony on another weekday or at another time, from its next time on; and when that is first."""
    today = now.astimezone(ZoneInfo(team.zone)).date()
    was = next_of(team, ceremony, days, now)
    begins = was.day if was else today
    if weekday is not None:
        begins += (weekday - begins.weekday()) * _DAY
    on = ceremony.days if weekday is None else (weekday,)
    kept = tuple(change for change in ceremony.changes if change.day.weekday() in on)
    update = {"days": on, "at": at or ceremony.at, "since": today, "begins": begins, "changes": kept}
    moved = ceremony.model_copy(update=update)
    return moved, next_of(team, moved, days, now)


def sprint_end(team: Team, day: date) -> date:
    """The last day of the sprint that a day is in."""
    length = 7 * team.sprint_weeks
    return team.sprint_start + (((day - team.sprint_start).days // length + 1) * length - 1) * _DAY


def next_held(team: Team, days: Days, after: datetime) -> Held | None:
    """The next thing that a team holds."""
    return next(coming(team, days, after), None)


def first_after(team: Team, days: Days, day: date) -> Held | None:
    """The first thing that a team holds on a day or later."""
    midnight = datetime.combine(day, time(), ZoneInfo(team.zone)) - timedelta(microseconds=1)
    return next(coming(team, days, midnight.astimezone(UTC)), None)


def affected(team: Team, days: Days, first: date, last: date, now: datetime) -> list[Held]:
    """What would still be held in these days; what is over by `now` was held. Nothing where it is too much to count."""
    zone = ZoneInfo(team.zone)
    midnight = datetime.combine(first, time(), zone) - timedelta(microseconds=1)
    found: list[Held] = []
    for held in islice(coming(team, days, max(midnight.astimezone(UTC), now)), _COUNTED):
        if held.occurrence.at.astimezone(zone).date() > last:
            return found
        found.append(held)
    return [] if len(found) == _COUNTED else found


def with_change(ceremony: Ceremony, change: Change) -> Ceremony:
    """The ceremony with one of its times moved or left out."""
    others = tuple(each for each in ceremony.changes if each.day != change.day)
    return ceremony.model_copy(update={"changes": (*others, change)})
