"""Teams as a place to talk: personal chats, group chats and the threads of channels."""

from bot.platforms.teams.platform import Teams, TeamsSettings

__all__ = ["Teams", "TeamsSettings"]
