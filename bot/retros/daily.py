"""When the team’s open actions are looked at: on each day that it works, by the clock that it has now."""

from __future__ import annotations

import hashlib
from datetime import datetime

from bot.chat import Address, Message
from bot.durable.ports import Ports
from bot.retros.settings import RetroSettings
from bot.schedule import CLOCK, Rule, Schedule

REMINDERS = "retro-reminders"


async def remind_daily(team: Address, message: Message, ports: Ports, settings: RetroSettings) -> None:
    """From now on the team’s open actions are looked at on each of its working days; set once."""
    settings = await settings.of_team(ports.store, team)
    await ports.look("schedule.add", lambda: _keep(team, message.at, settings, begins=True))


async def follow_clock(team: Address, at: datetime, ports: Ports, settings: RetroSettings) -> None:
    """The team’s clock or its working days are others now: where its actions are looked at, that is by the new ones."""
    await ports.look("schedule.follow", lambda: _keep(team, at, settings, begins=False))


async def _keep(team: Address, at: datetime, settings: RetroSettings, *, begins: bool) -> None:
    """One time a day. The new one is there before the old one ends, so that a crash in between leaves one out never."""
    works = settings.works
    rule = Rule(
        days=works.days, at=settings.remind_at, zone=settings.zone.key, work_days=True, calendar=works.calendar,
        off=works.off,
    )  # fmt: skip
    going = await settings.schedules.active(team, REMINDERS)
    if all(each.rule != rule for each in going) and (going or begins):
        name = f"reminders-{hashlib.sha256(team.encode()).hexdigest()[:16]}"
        schedule = Schedule(
            id=f"{name}-{at:%Y%m%dT%H%M%S}" if going else name,
            kind=REMINDERS,
            address=team,
            what={},
            rule=rule,
            by=CLOCK,
            made_at=at,
            seen=at,
        )
        await settings.schedules.add(schedule)
    for each in going:
        if each.rule != rule:
            await settings.schedules.end(each.id, at)
