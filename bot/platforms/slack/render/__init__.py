"""Posts as Slack shows them: Block Kit within its limits, and not a word lost."""

from bot.platforms.slack.render.messages import Rendered, in_words, render

__all__ = ["Rendered", "in_words", "render"]
