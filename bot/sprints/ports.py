"""Where sprints come from beside documents and approved stories."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from bot.chat import Address, Value
from bot.sprints.rules import Sprint


class Told(Value):
    """What a source tells: sprints, oldest first, and a few words for each thing in it that could not be read."""

    sprints: tuple[Sprint, ...] = ()
    unread: tuple[str, ...] = ()


class SprintSource(Protocol):
    """Something that knows sprints as they are now."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    async def sprints(self, today: date) -> Told:
        """The sprints that run, come or were lately. Trouble when it can't be asked."""
        ...


Sources = Callable[[Address], Sequence[SprintSource]]
"""The sources that a conversation may see."""


def no_sources(asking: Address) -> Sequence[SprintSource]:
    """There is none."""
    del asking
    return ()
