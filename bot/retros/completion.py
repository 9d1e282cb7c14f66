"""How much of what retros agreed on was done, retro by retro."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.chat import Chart, Series
from bot.retros.actions import Action
from bot.retros.names import KIND

_LAST = 8


def completion(actions: Sequence[Action]) -> Chart | None:
    """The share of each retro’s actions that are done, of the last eight; what was dropped with a reason doesn’t count.

    None when no retro has agreed on anything yet.
    """
    retros: dict[str, list[Action]] = {}
    for action in sorted(actions, key=lambda each: each.made_at):
        if action.retro and action.status != "dropped":
            retros.setdefault(action.retro, []).append(action)
    last = list(retros.items())[-_LAST:]
    if not last:
        return None
    counts = [(sum(action.status == "done" for action in agreed), len(agreed)) for _, agreed in last]
    names = [_name(retro, agreed[0].made_at) for retro, agreed in last]
    return Chart(
        draws="bar",
        title="Actions done, of those agreed on",
        labels=tuple(f"{name} ({done} of {every})" for name, (done, every) in zip(names, counts, strict=True)),
        series=(Series(values=tuple(round(100 * done / every) for done, every in counts)),),
        unit="%",
    )


def _name(retro: str, at: datetime) -> str:
    """A retro has its number; one that was only summed up has a day."""
    kind, _, number = retro.rpartition("-")
    return f"Retro {number}" if kind == KIND else f"{at.day} {at:%b}"
