"""What a team has to show before it leaves the crawl phase, as numbers that it sets itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The numbers that a team has set itself; None switches a gate off. Shares are in percent, `questions` a number."""

    weeks: int | None = 8
    coverage: int | None = 80
    ready: int | None = 80
    usable: int | None = 75
    actions: int | None = 70
    questions: int | None = 3
