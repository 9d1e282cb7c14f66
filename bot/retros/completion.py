"""How much of what retros agreed on was done, retro by retro."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Chart, Series
from bot.retros.actions import Action

_LAST = 8


def completion(actions: Sequence[Action]) -> Chart | None:
    """The share of each retro’s actions that are done, of the last eight; what was dropped with a reason doesn’t count.

    None when no retro has agreed on anything yet.
    """
    counts: dict[str, list[int]] = {}
    for action in actions:
        if action.retro and action.status != "dropped":
            done = counts.setdefault(action.retro, [0, 0])
            done[0] += action.status == "done"
            done[1] += 1
    retros = sorted(counts, key=lambda one: int(one.rpartition("-")[2]))[-_LAST:]
    if not retros:
        return None
    return Chart(
        draws="bar",
        title="Actions done, of those agreed on",
        labels=tuple(f"Retro {one.rpartition('-')[2]} ({counts[one][0]} of {counts[one][1]})" for one in retros),
        series=(Series(values=tuple(round(100 * counts[one][0] / counts[one][1]) for one in retros)),),
        unit="%",
    )
