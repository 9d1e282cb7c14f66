"""Posts as Slack shows them: Block Kit within its limits, and not a word lost."""

from bot.platforms.slack.render.messages import Rendered, plainer, render

__all__ = ["Rendered", "plainer", "render"]
