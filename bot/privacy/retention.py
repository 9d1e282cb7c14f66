"""For how long each kind of record is kept: decided here, done by the clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

JOURNALS: Mapping[str, str] = {
    "interview": "interviews",
    "stories": "stories",
    "sharing": "interviews",
    "invitation": "interviews",
    "digest": "digests",
    "context": "digests",
    "retro": "retros",
    "action": "actions",
    "retro-summary": "summaries",
    "team": "teams",
    "checkin": "teams",
}
"""Which setting a kind of journal goes by; every other kind goes by `others`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """Days that each kind is kept after it was last touched; None is for good."""

    interviews: int | None = None
    stories: int | None = None
    digests: int | None = 180
    retros: int | None = None
    actions: int | None = None
    summaries: int | None = None
    teams: int | None = None
    others: int | None = None
    turns: int | None = 30
    model_calls: int | None = 400
    platform_facts: int | None = 90
    votes: int | None = 730
    schedules: int | None = 90
    audit: int | None = 1095


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The moments before which each kind goes; kinds that are kept for good are not in it."""

    before: Mapping[str, datetime]

    def of_journal(self, kind: str) -> datetime | None:
        """Before when a journal of this kind must have been touched last, to go."""
        return self.before.get(JOURNALS.get(kind, "others"))


def limits(keep: Keep, now: datetime) -> Limits:
    """What goes at this moment."""
    days = {name: getattr(keep, name) for name in Keep.__dataclass_fields__}
    return Limits(before={name: now - timedelta(days=count) for name, count in days.items() if count is not None})


def told(keep: Keep) -> str:
    """The settings in a sentence."""
    forever = [name.replace("_", " ") for name in Keep.__dataclass_fields__ if getattr(keep, name) is None]
    held = [
        f"{name.replace('_', ' ')} {getattr(keep, name)} days"
        for name in Keep.__dataclass_fields__
        if getattr(keep, name) is not None
    ]
    return "; ".join(part for part in (", ".join(held), f"for good: {', '.join(forever)}" if forever else "") if part)
