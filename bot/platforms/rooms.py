"""Which addresses the same people read: a thread is read by whoever reads its channel."""

from __future__ import annotations

from bot.chat import Address
from bot.platforms.slack import addresses as slack
from bot.platforms.teams import addresses as teams

_ROOMS = {slack.PLATFORM: slack.room, teams.PLATFORM: teams.room}


def room_of(address: Address) -> Address:
    """The widest address that the same people read: of a thread, its channel."""
    widen = _ROOMS.get(address.partition(":")[0])
    return widen(address) if widen else address
