"""A team and its ceremonies as people write them, in a form, in a message or in the settings: a line for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

from bot.ceremonies.dates import Unclear, read_day
from bot.ceremonies.days_off import UnknownCalendarError, read_calendar
from bot.ceremonies.team import AFTER, BEFORE, LAST, Ceremony, Member, Team, key_of, kind_of
from bot.language.text import one_line
from bot.times import DAYS, WEEKDAYS, parse_when, read_clock, weekday_named

Wrong = dict[str, str]
"""A sentence for each field that can't be used."""

_T = TypeVar("_T")

FIELDS = ("name", "zone", "sprint", "days", "holidays", "members", "scrum_master", "ceremonies")

PROPOSED = (
    "Planning, Monday 10:00, 2 hours, week 1\n"
    "Refinement, Wednesday 14:00, 1 hour\n"
    "Daily, weekdays 09:15, 15 minutes\n"
    "Review, Friday 10:00, 1 hour, last week\n"
    "Retrospective, Friday 14:00, 90 minutes, last week"
)
_MOST_WEEKS = 12
_MOST_MINUTES = 60 * 12
_MOST = 30
_LENGTH = re.compile(
    r"(?:(?P<hours>\d+(?:\.5)?|an?|half an)\s*(?:hours?|hrs?|h))?\s*(?:and\s*)?"
    r"(?:(?P<minutes>\d+)\s*(?:minutes?|mins?|m))?",
    re.IGNORECASE,
)
_WEEK = re.compile(
    r"(?:in\s+)?(?:the\s+)?(?:week\s+(?P<number>\d+)|(?P<last>last)\s+week|(?P<each>(?:every|each)\s+week))",
    re.IGNORECASE,
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_SPRINT = re.compile(
    r"(?P<weeks>\d+)\s*weeks?(?:,?\s+(?:from|starting|beginning|since)\s+(?:on\s+)?(?P<day>.+))?", re.IGNORECASE
)
_OTHER_DAY = re.compile(
    rf"\d{{1,2}}\s*[/.]\s*\d{{1,2}}(?:\s*[/.]\s*\d{{2,4}})?|\d{{1,2}}\.?\s*(?:{_MONTHS})[a-z]*|(?:{_MONTHS})[a-z]*\s+\d{{1,2}}\b",
    re.IGNORECASE,
)
"""A day as people write it: no country and no region is written so."""
_OFTEN = re.compile(
    r"\b(?:(?:every|each)\s+(?:second|other|2nd|third|fourth|two|three|four|\d+)\b|(?:every|each|once\s+a)\s+month|"
    r"bi-?weekly|fortnightly|monthly|quarterly|(?:first|second|third|fourth|last)\s+\w+day)\b",
    re.IGNORECASE,
)
"""How often something is held, other than by the week of the sprint."""
_DAY = r"weekdays?|workdays?|every\s*day|daily|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:days?)?"
_LOOSE = re.compile(
    rf"(?P<name>\w.*?),?\s+(?:on\s+|every\s+)?(?P<when>(?:{_DAY})\s+(?:at\s+)?\d{{1,2}}(?:[:.]\d{{2}})?\s*(?:am|pm)?)\b"
    r"\s*,?\s*(?:for\s+)?(?P<rest>.*)",
    re.IGNORECASE,
)
"""The same line without its commas: `Retro on Friday at 14:00 for 1 hour`."""
_HOURS = re.compile(r"(?P<first>\d{1,2}(?::\d{2})?)\s*(?:-|–|to)\s*(?P<last>\d{1,2}(?::\d{2})?)")


def read_team(values: Mapping[str, str], now: datetime, *, zone: str, before: Team | None = None) -> Team | Wrong:
    """A team by the fields of its form. `zone` is meant where none is said; `now` is any zone's."""
    wrong: Wrong = {}
    read_zone = _kept(wrong, "zone", lambda: _zone(values.get("zone", "").strip() or zone))
    local = now.astimezone(ZoneInfo(read_zone or zone))
    sprint = _kept(wrong, "sprint", lambda: _sprint(values.get("sprint", ""), local))
    days = _kept(wrong, "days", lambda: _working_days(values.get("days", "")))
    calendar = _kept(wrong, "holidays", lambda: _calendar(values.get("holidays", "")))
    members = _kept(wrong, "members", lambda: _members(values.get("members", "")))
    weeks = sprint[0] if sprint else _MOST_WEEKS
    ceremonies = _kept(
        wrong,
        "ceremonies",
        lambda: _ceremonies(_lines(values.get("ceremonies", "")), local, weeks, days or WEEKDAYS, before),
    )
    if wrong or sprint is None or calendar is None:
        return wrong
    return Team(
        name=one_line(values.get("name", "")) or "Team",
        zone=read_zone or zone,
        sprint_weeks=sprint[0],
        sprint_start=sprint[1],
        days=days or WEEKDAYS,
        calendar=calendar[0],
        off=calendar[1],
        members=members or (),
        scrum_master=one_line(values.get("scrum_master", "")).lstrip("@"),
        ceremonies=ceremonies or (),
    )


class _CannotReadError(ValueError):
    """A sentence about what somebody wrote."""


def _kept(wrong: Wrong, field: str, read: Callable[[], _T]) -> _T | None:
    try:
        return read()
    except (_CannotReadError, UnknownCalendarError) as error:
        wrong[field] = str(error)
        return None


def _lines(text: str) -> list[str]:
    found = [line.strip().removeprefix("- ").removeprefix("• ").strip() for line in text.splitlines()]
    return [line for line in found if line]


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        import difflib

        close = difflib.get_close_matches(name.replace(" ", "_"), available_timezones(), n=1, cutoff=0.5)
        hint = f"Did you mean {close[0]}?" if close else "Write it as Europe/Berlin."
        raise _CannotReadError(f"I know no time zone “{name}”. {hint}") from error
    return name


def _sprint(text: str, now: datetime) -> tuple[int, date]:
    """`2 weeks from 30 November`; the first day defaults to the coming Monday."""
    found = _SPRINT.fullmatch(" ".join(text.split()) or "2 weeks")
    if found is None or not 1 <= int(found["weeks"]) <= _MOST_WEEKS:
        raise _CannotReadError("Write it as “2 weeks from 30 November”; 1 to 12 weeks.")
    if not found["day"]:
        return int(found["weeks"]), now.date() + timedelta(days=-now.weekday() % 7)
    try:
        return int(found["weeks"]), date.fromisoformat(found["day"].strip())  # the settings' own, of any year
    except ValueError:
        day = read_day(found["day"], now)
    if isinstance(day, Unclear):
        raise _CannotReadError(day.sentence)
    return int(found["weeks"]), _nearest(day, found["day"], now.date())


def _nearest(day: date, said: str, today: date) -> date:
    """A sprint may have begun already: of a day without a year, the nearest is meant."""
    if re.search(r"\d{4}", said) or day - today < timedelta(days=183):
        return day
    return day.replace(year=day.year - 1)


def read_days(text: str) -> tuple[int, ...] | None:
    """`Mon-Fri`, `Sunday to Thursday`, `weekdays`, `Mon, Wed` → numbers from 0; None when it is anything else."""
    words = " ".join(text.split())
    ends = re.fullmatch(r"(\w+)\s*(?:-|–|to)\s*(\w+)", words)
    if ends:
        first, last = weekday_named(ends[1]), weekday_named(ends[2])
        if first is not None and last is not None:
            return tuple(sorted((first + step) % 7 for step in range((last - first) % 7 + 1)))
    rule = parse_when(f"{words} 09:00", "UTC")
    return rule.days if rule else None


def _working_days(text: str) -> tuple[int, ...]:
    days = read_days(text) if text.strip() else WEEKDAYS
    if days is None:
        raise _CannotReadError("Write the days as Mon-Fri, or Sunday to Thursday.")
    return days


def _calendar(text: str) -> tuple[str, tuple[date, ...]]:
    """`DE-BY 2026-12-24`: a country or region, and days of the team's own."""
    own = re.findall(r"\d{4}-\d{2}-\d{2}", text)
    try:
        off = tuple(sorted(date.fromisoformat(day) for day in own))
    except ValueError as error:
        raise _CannotReadError("One of these days doesn’t exist. Write them as 2026-12-24.") from error
    rest = re.sub(r"\d{4}-\d{2}-\d{2}", " ", text).strip(" ,;")
    other = _OTHER_DAY.search(rest)
    if other:
        raise _CannotReadError(f"I can’t read “{other[0]}” there. Write days of your own as 2026-12-24.")
    return read_calendar(rest), off


def _members(text: str) -> tuple[Member, ...]:
    """Somebody a line; names alone may stand in one, as `Priya, Tom, America/New_York, Ana`."""
    found: list[list[str]] = []
    zones = _zones_and_cities()
    for line in _lines(text.replace(";", "\n")):
        name, *facts = (part.strip() for part in line.split(","))
        found.append([name])
        for fact in filter(None, facts):
            if _may_be_name(fact, zones):
                found.append([fact])
            else:
                found[-1].append(fact)
    return tuple(_member(", ".join(parts)) for parts in found)


def _may_be_name(fact: str, zones: frozenset[str]) -> bool:
    """Whether it is neither hours nor a zone, nor a city that one is called by."""
    return not (re.search(r"[\d/]", fact) or fact.casefold() in zones)


def _zones_and_cities() -> frozenset[str]:
    """All that people may write for a zone. They are read from the disk, so once for a text."""
    zones = available_timezones()
    cities = (zone.rpartition("/")[2].replace("_", " ") for zone in zones)
    return frozenset(each.casefold() for each in (*zones, *cities))


def _member(line: str) -> Member:
    """`Tom, America/New_York, 09:00-17:00`: the name first, all else in any order."""
    name, *facts = (part.strip() for part in line.split(","))
    found: dict[str, str] = {"name": one_line(name).lstrip("@")}
    for fact in filter(None, facts):
        hours = _HOURS.fullmatch(fact)
        if hours:
            for end in ("first", "last"):
                hour, _, minute = hours[end].partition(":")
                at = read_clock(hour, minute or None, None)
                if at is None:
                    raise _CannotReadError(f"“{line}”: there is no {hours[end]} on a clock.")
                found[end] = at
        else:
            try:
                found["zone"] = _zone(fact)
            except _CannotReadError as error:
                raise _CannotReadError(f"“{line}”: {error} Hours are written 09:00-17:00.") from error
    if not found["name"]:
        raise _CannotReadError(f"“{line}” has no name.")
    return Member(**found)


def _ceremonies(
    lines: list[str], now: datetime, weeks: int, days: tuple[int, ...], before: Team | None
) -> tuple[Ceremony, ...]:
    if len(lines) > _MOST:
        raise _CannotReadError(f"These are more than {_MOST}. Leave some out.")
    found: dict[str, Ceremony] = {}
    for line in lines:
        read = read_ceremony(line, now.date(), weeks, days, now.time())
        if isinstance(read, str):
            raise _CannotReadError(read)
        if read.key in found:
            raise _CannotReadError(f"There are two of “{read.name}”. Give one of them another name.")
        old = before.ceremony(read.key) if before else None
        if old is not None:
            read = as_before(read, old)
        found[read.key] = read
    return tuple(found.values())


def as_before(read: Ceremony, old: Ceremony) -> Ceremony:
    """What goes out stays as it was set; and what is the same is the same since when it was."""
    kept = read.model_copy(
        update={"before": old.before, "checkin": old.checkin, "after": old.after, "since": old.since}
    )
    same = (old.days, old.at, old.week) == (read.days, read.at, read.week)
    return kept if same else kept.model_copy(update={"since": read.since})


def read_ceremony(
    line: str, today: date, weeks: int, days: tuple[int, ...] = WEEKDAYS, said: time | None = None
) -> Ceremony | str:
    """`Retrospective, Friday 14:00, 90 minutes, last week, Room 5`; a sentence when it can't be read.

    The name comes first, then when; length, week of the sprint and place in any order. `weekdays` and `daily` are the
    team's working `days`. `said` is the time of day: what would have begun already isn't held today.
    """
    parts = _parts(line)
    name = one_line(parts[0]) if parts else ""
    rule = parse_when(parts[1], "UTC") if len(parts) > 1 else None
    named, _, after_name = line.partition(",")
    often = _OFTEN.search(after_name or named)
    if often:
        how = "say in which week of the sprint it is, “week 1” or “last week”; without that it is each week."
        return f"“{often[0]}”: {how}"
    if not name or rule is None:
        return f"“{line}”: write a name and when, such as “Retrospective, Friday 14:00, 1 hour, last week”."
    kind = kind_of(name)
    facts: dict[str, object] = {"minutes": 15 if kind == "daily" else 60, "week": 0}
    places: list[str] = []
    for part in parts[2:]:
        week, length = _WEEK.fullmatch(part), read_length(part)
        if week:
            facts["week"] = LAST if week["last"] else int(week["number"] or 0)
        elif length is not None:
            facts["minutes"] = length
        else:
            places.append(part)
    week_number = int(str(facts["week"]))
    if week_number > weeks:
        return f"“{line}”: a sprint has {weeks} week{'' if weeks == 1 else 's'}, so there is no week {week_number}."
    everyday = re.match(r"(?:weekdays?|workdays?|daily|every\s*day)\b", parts[1], re.IGNORECASE)
    return Ceremony(
        key=key_of(name),
        name=name,
        kind=kind,
        days=days if everyday else rule.days,
        at=rule.at,
        minutes=int(str(facts["minutes"])),
        week=week_number,
        place=", ".join(places),
        before=BEFORE[kind],
        after=kind in AFTER,
        since=today if said is None or time.fromisoformat(rule.at) > said else today + timedelta(days=1),
    )


def _parts(line: str) -> list[str]:
    """What stands between the commas, or would."""
    parts = [part.strip() for part in re.split(r"[,:](?=\s)", line) if part.strip()]
    if len(parts) > 1 and parse_when(parts[1], "UTC") is not None:
        return parts
    if len(parts) > 1 and kind_of(one_line(parts[0])) == "daily" and parse_when(f"weekdays {parts[1]}", "UTC"):
        return [parts[0], f"weekdays {parts[1]}", *parts[2:]]
    loose = _LOOSE.fullmatch(line.strip())
    if loose is None or parse_when(loose["when"], "UTC") is None:
        return parts
    rest = [part.strip() for part in re.split(r",(?=\s)", loose["rest"]) if part.strip()]
    return [loose["name"], loose["when"], *rest]


def read_length(text: str) -> int | None:
    """`90 minutes`, `1 hour`, `1.5 h`, `2h 30m`, `half an hour`, `1 day` in minutes; None for anything else."""
    words = " ".join(text.casefold().split())
    days = re.fullmatch(r"(\d+|a)\s*days?", words)
    if days:
        return 60 * 24 * (1 if days[1] == "a" else int(days[1]))
    found = _LENGTH.fullmatch(words)
    if not words or found is None:
        return None
    named = {"a": 1.0, "an": 1.0, "half an": 0.5}
    hours = found["hours"]
    minutes = round(60 * (named[hours] if hours in named else float(hours or 0))) + int(found["minutes"] or 0)
    return minutes if 0 < minutes <= _MOST_MINUTES else None


def line_of(ceremony: Ceremony) -> str:
    """The line that reads as this ceremony."""
    days = "weekdays" if ceremony.days == WEEKDAYS else " and ".join(DAYS[day] for day in ceremony.days)
    parts = [ceremony.name.replace(",", " "), f"{days} {ceremony.at}", length_of(ceremony.minutes)]
    if ceremony.week:
        parts.append("last week" if ceremony.week == LAST else f"week {ceremony.week}")
    return ", ".join([*parts, *([ceremony.place] if ceremony.place else [])])


def length_of(minutes: int) -> str:
    """`1 hour`, `90 minutes`, `1 day`."""
    for each, name in ((60 * 24, "day"), (60, "hour")):
        if minutes and minutes % each == 0:
            return f"{minutes // each} {name}{'' if minutes == each else 's'}"
    return f"{minutes} minute{'' if minutes == 1 else 's'}"
