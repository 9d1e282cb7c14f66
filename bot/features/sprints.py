"""What a digest or a preparation of a sprint is made with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.config import Config
from bot.features.trackers import sprint_sources
from bot.knowledge.ports import Knowledge
from bot.platforms.rooms import room_of

if TYPE_CHECKING:  # a sprint is looked at seldom
    from bot.sprints.flow import SprintSettings


def sprint_settings(config: Config, library: Knowledge) -> SprintSettings:
    """The documents, and the trackers beside them."""
    from bot.sprints.flow import SprintSettings

    return SprintSettings(
        knowledge=library,
        zone=config.zone,
        room=room_of,
        stale_days=config.index.stale_days,
        sources=sprint_sources(config),
    )
