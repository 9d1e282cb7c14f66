"""What a retrospective brings to its ceremony: a board, opened with the reminder, and what was agreed before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from bot.chat import Message, Person
from bot.config import Config
from bot.durable import Ports
from bot.features.ceremonies import Retros
from bot.features.retros import retro_settings
from bot.knowledge.ports import Knowledge
from bot.prompts import Prompts
from bot.retros.settings import RetroSettings
from bot.schedule import Schedules
from bot.store.sql import SqlStore

if TYPE_CHECKING:  # most turns are about no ceremony
    from bot.ceremonies.settings import Occasion

_GROUNDWORK = Person(id="groundwork", name="Groundwork")


def ceremony_retros(
    config: Config, prompts: Prompts, library: Knowledge, schedules: Schedules, store: SqlStore
) -> Retros:
    """The team's retros, as a ceremony needs them."""
    settings = retro_settings(config, prompts, library, schedules, store)
    return Retros(board=partial(_open_board, settings=settings), actions=partial(_open_actions, settings=settings))


async def _open_board(ports: Ports, occasion: Occasion, settings: RetroSettings) -> bool:
    """Begin a retro, unless one is open: then people are on it already."""
    from bot.retros.held import running
    from bot.retros.names import KIND
    from bot.retros.phases import start

    held = await running(ports.store, occasion.room, settings)
    if held is not None and held[0].format is not None:
        return False
    key = f"{KIND}:{occasion.room}:{occasion.at:%Y%m%dT%H%M}"
    message = Message(key=key, address=occasion.room, author=_GROUNDWORK, at=occasion.now, command=KIND)
    await start(message, "", ports, settings)
    return True


async def _open_actions(ports: Ports, occasion: Occasion, settings: RetroSettings) -> Sequence[str]:
    """What was agreed and isn't done."""
    from bot.retros.agreed import actions_of
    from bot.retros.board import action_line

    found = await actions_of(ports.store, settings.team_of(occasion.room), ("proposed", "open"))
    return [action_line(action) for action in found]
