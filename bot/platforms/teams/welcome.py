"""What the bot says when it is added somewhere: what it does, and what it keeps."""

from __future__ import annotations

from bot.chat import Bullets, Command, Markdown, Menu, Post
from bot.platforms.teams.addresses import Kind

_WAYS: dict[Kind, str] = {
    "personal": "Write to me here in plain words:",
    "group": "Mention me, each time you speak to me:",
    "channel": "Mention me to begin. The rest stays in the thread; replies need no mention where your team allows it:",
}


def welcome(menu: Menu, kind: Kind) -> Post:
    """The first post in a conversation."""
    mention = "" if kind == "personal" else "@Groundwork "
    return Post(
        text="I’m Groundwork. I help a team to say what it needs before anybody builds it.",
        parts=(
            Markdown(text=_WAYS[kind]),
            Bullets(
                items=(
                    *(f"{_typed(mention, one)}: {one.does}" for one in menu.commands),
                    f"`{mention}help`: everything else I can do",
                ),
            ),
            Markdown(
                text="I keep what you say **to me**: the words, your name, the time and a link to the message, in your "
                "own organisation’s database, and how this conversation is reached. Nothing else is kept."
            ),
        ),
    )


def _typed(mention: str, command: Command) -> str:
    """What is typed as it is, and what stands for one's own words."""
    return f"`{mention}{command.name}` *{command.takes}*" if command.takes else f"`{mention}{command.name}`"
