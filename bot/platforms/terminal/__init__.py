"""The terminal as a place to talk: conversations that last, drawn for the window they are shown in."""

from bot.platforms.terminal.posts import Shown, Terminal, address_of, conversation_of

__all__ = ["Shown", "Terminal", "address_of", "conversation_of"]
