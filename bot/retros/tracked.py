"""An action that is in the team's tracker as well: the buttons that put it there, and how it stands there now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from bot.chat import Choice, Choices, Value
from bot.language.markdown import escape

if TYPE_CHECKING:  # only what asks the tracker needs them
    from bot.durable.ports import Ports
    from bot.retros.actions import Action

Offers = Callable[["Action"], tuple[Choice, ...]]
"""The buttons that put an action into a tracker; none where it is in one, or where the team wants none."""


class There(Value):
    """How an action stands in the tracker, as that tells it now. `closed` is None where it doesn't tell.

    `gone`: it isn't there any more, or hidden. `trouble`: the sentence why it could not be read.
    """

    status: str = ""
    closed: bool | None = None
    gone: bool = False
    trouble: str = ""


class InTrackers(Protocol):
    """The team's trackers, as retros see them."""

    def offers(self, action: Action) -> tuple[Choice, ...]:
        """See `Offers`."""
        ...

    async def standing(self, actions: Sequence[Action], ports: Ports) -> Mapping[str, There]:
        """How those of these actions stand that are in a tracker, by their ids; it is asked once for all of them."""
        ...


class NoTrackers:
    """Where no tracker is set up."""

    def offers(self, action: Action) -> tuple[Choice, ...]:
        """None."""
        del action
        return ()

    async def standing(self, actions: Sequence[Action], ports: Ports) -> Mapping[str, There]:
        """Nothing is anywhere else."""
        del actions, ports
        return {}


def no_offers(action: Action) -> tuple[Choice, ...]:
    """`Offers` where no tracker is set up."""
    del action
    return ()


def tracker_choices(action: Action, offers: Offers) -> tuple[Choices, ...]:
    """The buttons as a part of a post; looking at what a tracker would get changes nothing, so they last."""
    options = offers(action)
    return (Choices(options=options, lasts=True),) if options else ()


def place(action: Action) -> str:
    """Where it is in a tracker: `[LP-31](https://…) in Jira`; empty where it is in none."""
    there = action.tracked
    return f"[{escape(there.key)}]({there.link}) in {there.name}" if there else ""


def standing(action: Action, there: There | None) -> str:
    """The same, with how it stands there where somebody looked."""
    where = place(action)
    if not where or there is None:
        return where
    if there.gone:
        return f"{where}, gone there or hidden from my token"
    if there.trouble:
        return f"{where}, whose state could not be read"
    return f"{where}, {'closed there: ' if there.closed else ''}{escape(there.status)}"
