"""What the doctor should know of the trackers: whether each can be reached, and what its token may do there."""

from __future__ import annotations

from collections.abc import Iterable

from bot.trackers.port import Finding, Tracker, TrackerTrouble


async def examine(trackers: Iterable[Tracker]) -> list[tuple[str, Finding]]:
    """Lines by the tracker's name; looking makes nothing there."""
    lines: list[tuple[str, Finding]] = []
    for tracker in trackers:
        try:
            found = await tracker.examine()
        except TrackerTrouble as trouble:
            found = [Finding(state="wrong", found=f"{trouble.what}.", mend=trouble.mend)]
        lines += [(tracker.name, each) for each in found]
    return lines
