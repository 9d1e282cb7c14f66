"""Posts as Teams shows them: Adaptive Cards of version 1.5 within the size of a message, and not a word lost."""

from bot.platforms.teams.render.messages import Rendered, render, render_document

__all__ = ["Rendered", "render", "render_document"]
