"""Puts together how work flows: the value stream."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.chat import Command, Message
from bot.durable import Ports
from bot.interviews.settings import InterviewSettings
from bot.router import Feature


def health_features(settings: InterviewSettings) -> Sequence[Feature]:
    """The value stream."""
    return (
        Feature(
            name="map",
            needs=lambda message: "start" if message.command == "map" else None,
            commands={"map": partial(_map_command, settings=settings)},
            teaches=("`/map which work` asks how it flows from the idea to its users, and draws where it waits",),
            announces=(Command(name="map", does="Map how work flows, and where it waits", takes="which work"),),
        ),
    )


async def _map_command(message: Message, ports: Ports, settings: InterviewSettings) -> None:
    from bot.health.mapping import map_command

    await map_command(message, ports, settings)
