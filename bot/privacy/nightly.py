"""The time of day at which what was kept long enough goes."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.chat import Person
from bot.schedule import Rule, Schedule, Schedules

PURGE = "retention"
NOWHERE = "groundwork:retention"
_OURSELVES = Person(id=NOWHERE, name="Groundwork")
_EVERY_DAY = tuple(range(7))
_AT = "03:20"


def daily(zone: str, made_at: datetime) -> Schedule:
    """In the night of the team. It has the same id wherever it is made."""
    return Schedule(
        id=f"{PURGE}:{zone}",
        kind=PURGE,
        address=NOWHERE,
        what={},
        rule=Rule(days=_EVERY_DAY, at=_AT, zone=zone),
        by=_OURSELVES,
        made_at=made_at.astimezone(UTC),
        seen=made_at.astimezone(UTC),
    )


async def keep_daily(schedules: Schedules, zone: str, now: datetime) -> None:
    """See to it that there is this time, and only in the zone that the team is in now."""
    wanted = daily(zone, now)
    await schedules.add(wanted)
    for each in await schedules.active(NOWHERE):
        if each.id != wanted.id:
            await schedules.end(each.id, now)
