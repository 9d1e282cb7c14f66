"""Which addresses the same people read, and whether these are only a few: a thread is read by all of its channel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.chat import Address
from bot.platforms.slack import addresses as slack
from bot.platforms.teams import addresses as teams

_ROOMS = {slack.PLATFORM: slack.room, teams.PLATFORM: teams.room}

_NAMES = {slack.PLATFORM: slack.names, teams.PLATFORM: teams.names}


def room_of(address: Address) -> Address:
    """The widest address that the same people read: of a thread, its channel."""
    widen = _ROOMS.get(address.partition(":")[0])
    return widen(address) if widen else address


def called(address: Address) -> tuple[Address, ...]:
    """Everything that a conversation may be called in the settings, the most readable last."""
    names = _NAMES.get(address.partition(":")[0])
    return tuple(dict.fromkeys((address, *(names(address) if names else ()))))


async def is_private(platforms: Mapping[str, Any], address: Address) -> bool:
    """Whether only those who were let in read there; where no platform tells, it is."""
    platform = platforms.get(address.partition(":")[0])
    return True if platform is None else bool(await platform.private(address))
