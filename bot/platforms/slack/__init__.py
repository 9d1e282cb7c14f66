"""Slack as a place to talk: threads, direct messages, buttons, forms and the Home tab."""

from bot.platforms.slack.platform import Slack
from bot.platforms.slack.settings import SlackSettings

__all__ = ["Slack", "SlackSettings"]
