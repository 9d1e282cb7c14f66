"""Teams as a place to talk: personal chats, group chats and the threads of channels."""

from bot.platforms.teams.platform import Teams
from bot.platforms.teams.settings import TeamsSettings

__all__ = ["Teams", "TeamsSettings"]
