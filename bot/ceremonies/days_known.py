"""The days of a team's ceremonies by what people call them, so that “before next planning” is a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from bot.ceremonies.rules import Days, coming, sprint_end
from bot.ceremonies.team import Ceremony, Team

SPRINT_END = "sprint end"
_AHEAD = timedelta(days=60)
_BACK = timedelta(days=180)


def days_known(team: Team, days: Days, since: datetime, until: datetime) -> list[tuple[str, date]]:
    """Name and day of all that a team holds between these moments and in the two months after, in order.

    Nobody knows when something was held before it was set.
    """
    zone = ZoneInfo(team.zone)
    first = max(since, until - _BACK)
    held = takewhile(lambda each: each.occurrence.at <= until + _AHEAD, coming(team, days, first))
    found = [(each.ceremony, each.occurrence.at.astimezone(zone).date()) for each in held]
    days_held = [(_name(ceremony), day) for ceremony, day in found if day >= ceremony.since]
    return [*days_held, *_end_of_sprint(team, until.astimezone(zone).date())]


def _end_of_sprint(team: Team, today: date) -> list[tuple[str, date]]:
    """The last working day of the sprint that is under way; none before the first has begun."""
    if today < team.sprint_start:
        return []
    end = sprint_end(team, today)
    working = (end - timedelta(days=back) for back in range(7))
    return [(SPRINT_END, next((day for day in working if day.weekday() in team.days), end))]


def _name(ceremony: Ceremony) -> str:
    if ceremony.kind == "other":
        return ceremony.name.casefold()
    return "retro" if ceremony.kind == "retrospective" else ceremony.kind
