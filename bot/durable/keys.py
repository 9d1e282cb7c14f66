"""Keys for events whose platform gives them none, in the order in which they happened."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from itertools import count

from bot.chat import Address

_counter = count()


def new_key(address: Address, at: datetime) -> str:
    """A new event's key: unique, and keys of one conversation sort by time, then by when they were asked for.

    Turns of one conversation that arrive within the same second run in the order of their keys, so the time has a fixed
    width, down to microseconds. `at` is timezone-aware.
    """
    moment = at.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    return f"{address}/{moment}-{next(_counter) % 1_000_000:06d}-{secrets.token_hex(4)}"
