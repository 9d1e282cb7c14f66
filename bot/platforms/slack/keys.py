"""Keys of what happened in Slack: the same for the same event, and in the order of time within a workspace."""

from __future__ import annotations


def message_key(team: str, channel: str, ts: str, what: str = "") -> str:
    """What Slack itself gave a time to: a message, an edit."""
    return f"slack:{team}/{ts}/{channel}{f'-{what}' if what else ''}"
