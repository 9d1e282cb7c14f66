"""`/settings`: what the team has chosen, for whoever wonders; it is changed in config.yaml."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat import Fields, Message, Post
from bot.durable.ports import Ports


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The choices that people notice."""

    team: str
    timezone: str
    framework: str
    depth: str
    criteria: str


async def settings_command(message: Message, ports: Ports, chosen: Chosen) -> None:
    """Show them to the one who asked."""
    items = (
        ("Team", chosen.team or "not named"),
        ("Time zone", chosen.timezone),
        ("Interviews ask", f"the questions of `{chosen.framework}`, at the depth `{chosen.depth}`"),
        ("Criteria are written as", chosen.criteria),
    )
    text = "This is how I am set up here. Whoever runs me changes it in `config.yaml`."
    await ports.say(Post(text=text, parts=(Fields(items=items),), private_to=message.author.id))
