"""The days of ceremonies that a log itself names: "next planning: Monday 4 May", "sprint starts Monday"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from bot.retros.due import EVENT, Seen, days_in, kind_of
from bot.retros.log import Log


def known_events(log: Log, day_of: Callable[[str], date | None]) -> dict[str, date]:
    """The days of ceremonies that the log itself names: "next planning: Monday 4 May", "sprint starts Monday"."""
    events = dict(log.events)
    for remark in log.remarks:
        today = day_of(remark.id)
        if today is None:
            continue
        for found in _NAMED_EVENT.finditer(remark.text):
            rest = remark.text[found.end() : found.end() + 40]
            days = [each for each in days_in(rest, Seen(today, {})) if each.day and each.start <= 12]  # noqa: PLR2004 (right behind it)
            best = max(days, key=lambda each: each.sure, default=None)
            if best and best.day:
                events.setdefault(kind_of(found["event"]), best.day)
    return events


_NAMED_EVENT = re.compile(
    rf"\bnext (?P<event>{EVENT})(?: (?:is|starts?|begins?|meeting|session|will be))*\s*(?:[:=–-]|is|on|starts?|am)?\s*(?=[\d\w(])",
    re.IGNORECASE,
)


def seen_from(today: date, events: Mapping[str, date], zone: str) -> Seen:
    """How days are seen by a team: in America months come first."""
    return Seen(
        today, {name: day for name, day in events.items() if day >= today}, zone.startswith(("America/", "US/"))
    )
