"""The days of a team's ceremonies by what people call them, so that “before next planning” is a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from bot.ceremonies.rules import Days, coming
from bot.ceremonies.team import Ceremony, Team

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
    return [(_name(ceremony), day) for ceremony, day in found if day >= ceremony.since]


def _name(ceremony: Ceremony) -> str:
    if ceremony.kind == "other":
        return ceremony.name.casefold()
    return "retro" if ceremony.kind == "retrospective" else ceremony.kind
