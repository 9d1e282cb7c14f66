"""Slack as a place to talk: threads, direct messages, buttons, forms and the Home tab."""

from bot.platforms.slack.platform import Slack, SlackSettings

__all__ = ["Slack", "SlackSettings"]
