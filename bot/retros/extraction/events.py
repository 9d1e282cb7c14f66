"""The days of ceremonies: those that a log itself names ("next planning: Monday 4 May"), and those of the team."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from bot.language.numeric import is_american
from bot.retros.extraction.dates import Seen
from bot.retros.extraction.due import EVENT, days_in, kind_of
from bot.retros.extraction.log import Log

_RIGHT_BEHIND = 12  # letters
_NEXT = timedelta(weeks=6)  # what is further away is not the next one: some between them are not known


def known_events(log: Log, day_of: Callable[[str], date | None]) -> dict[str, date]:
    """The days of ceremonies that the log itself names: "next planning: Monday 4 May", "sprint starts Monday"."""
    events: dict[str, date] = {}
    for remark in log.remarks:
        today = day_of(remark.id)
        if today is None:
            continue
        for found in _NAMED_EVENT.finditer(remark.text):
            rest = remark.text[found.end() : found.end() + 40]
            seen = seen_from(today, {}, log.zone, country=log.country)
            days = [each for each in days_in(rest, seen) if each.day and each.start <= _RIGHT_BEHIND]
            best = max(days, key=lambda each: each.sure, default=None)
            if best and best.day:
                events.setdefault(kind_of(found["event"]), best.day)
    return events


_NAMED_EVENT = re.compile(
    rf"\bnext (?P<event>{EVENT})(?: (?:is|starts?|begins?|meeting|session|will be))*\s*(?:[:=–-]|is|on|starts?|"
    rf"am)?\s*(?=[\d\w(])",
    re.IGNORECASE,
)


def seen_from(
    today: date, events: Mapping[str, date], zone: str, planned: Sequence[tuple[str, date]] = (), country: str = ""
) -> Seen:
    """How days are seen by a team: in the United States months come first, by its country, or else by its clock.

    `events` were named in the log itself, `planned` are all that the team holds: the next one of each kind counts.
    """
    known = {name: day for name, day in events.items() if day >= today}
    for name, day in sorted(planned, key=lambda each: each[1]):
        if today < day <= today + _NEXT:
            known.setdefault(name, day)
    return Seen(today, known, is_american(country, zone))
