"""Sprints that are read anew each time, such as a tracker's; what can't be read is told, and the rest is used."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date

from bot.errors import Trouble
from bot.knowledge.values import Unread
from bot.sprints.digest import Digest, Line, compared
from bot.sprints.ports import SprintSource
from bot.sprints.rules import Sprint

_LIVE = "live"
_PATIENCE = 60.0  # seconds for all that one source tells


async def read_live(sources: Sequence[SprintSource], today: date) -> tuple[list[Sprint], list[Unread]]:
    """What these tell, and what of it could not be read."""
    sprints: list[Sprint] = []
    unread: list[Unread] = []
    for source in sources:
        try:
            async with asyncio.timeout(_PATIENCE):
                told = await source.sprints(today)
        except TimeoutError:
            unread.append(Unread(source=_LIVE, path=source.name, reason=f"it took longer than {_PATIENCE:g} seconds"))
        except Trouble as trouble:
            reason = getattr(trouble, "reason", trouble.sentence.rstrip("."))
            unread.append(Unread(source=_LIVE, path=source.name, reason=reason))
        else:
            sprints += told.sprints
            unread += [Unread(source=_LIVE, path=each, reason=f"in {source.name}") for each in told.unread]
    return sprints, unread


def unread_live(unread: Sequence[Unread]) -> list[Unread]:
    """What of that could not be read."""
    return [each for each in unread if each.source == _LIVE]


def since(digest: Digest, before: Sequence[Line]) -> Digest:
    """The digest held against what was sent before; nothing is called settled that may only not have been read."""
    found = compared(digest, before)
    return found.model_copy(update={"settled": ()}) if unread_live(digest.unread) else found
