"""What a retrospective brings to its ceremony: a board, what was agreed before, and afterwards a summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.chat import Address, Message, Person
from bot.durable import Ports
from bot.features.ceremonies import Retros
from bot.retros.settings import RetroSettings

if TYPE_CHECKING:  # most turns are about no ceremony
    from bot.ceremonies.settings import Occasion
    from bot.retros.summaries.times import TimedSettings

_GROUNDWORK = Person(id="groundwork", name="Groundwork")


def ceremony_retros(settings: RetroSettings, summaries: Callable[[], TimedSettings]) -> Retros:
    """The team's retros and their summaries, as a ceremony needs them."""
    return Retros(
        board=partial(_open_board, settings=settings),
        actions=partial(_open_actions, settings=settings),
        summary=partial(_sum_up, summaries=summaries),
        follows=partial(_follow, settings=settings),
    )


async def _sum_up(ports: Ports, occasion: Occasion, summaries: Callable[[], TimedSettings]) -> bool:
    from bot.features.retro_summaries import by_clock
    from bot.retros.summaries.after_retro import sum_up

    there = await by_clock(summaries(), ports.store, occasion.room)
    return await sum_up(ports, occasion.room, occasion.name, occasion.at, occasion.now, _GROUNDWORK, there)


async def _open_board(ports: Ports, occasion: Occasion, settings: RetroSettings) -> bool:
    """Begin a retro, unless one is open: then that one is pointed at."""
    from bot.retros.held import running
    from bot.retros.names import KIND
    from bot.retros.phases import start
    from bot.retros.reminding import open_post

    held = await running(ports.store, occasion.room, settings)
    if held is not None and held[0].format is not None:
        today = occasion.now.astimezone(ZoneInfo(occasion.zone)).date()
        await ports.say(open_post(held[0], today), occasion.room)
        return True
    key = f"{KIND}:{occasion.room}:{occasion.at:%Y%m%dT%H%M}"
    message = Message(key=key, address=occasion.room, author=_GROUNDWORK, at=occasion.now, command=KIND)
    day = occasion.at.astimezone(ZoneInfo(occasion.zone))  # its own, which may be tomorrow
    await start(message, f"{day.day} {day:%B %Y}", ports, await settings.of_team(ports.store, occasion.room))
    return True


async def _follow(ports: Ports, room: Address, at: datetime, settings: RetroSettings) -> None:
    """Reminders of actions are by the team’s clock, also where somebody has moved that."""
    from bot.retros.daily import follow_clock

    team = settings.team_of(room) or room
    await follow_clock(team, at, ports, await settings.of_team(ports.store, room))


async def _open_actions(ports: Ports, occasion: Occasion, settings: RetroSettings) -> Sequence[str]:
    """What was agreed and isn't done."""
    from bot.retros.agreed import actions_of
    from bot.retros.board import action_line

    found = await actions_of(ports.store, settings.team_of(occasion.room), ("proposed", "open"))
    return [action_line(action) for action in found]
