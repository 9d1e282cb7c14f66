"""The app's manifest, to paste into Slack's “create from manifest”: what it can do, and the least that it must see."""

from __future__ import annotations

from typing import Any

from bot.chat import Menu

SCOPES: tuple[tuple[str, str], ...] = (
    ("app_mentions:read", "to answer when somebody writes @Groundwork"),
    ("assistant:write", "to show that it is working, and to suggest first words"),
    (
        "channels:history",
        "to hear replies in its threads of public channels, to look before it posts again, "
        "and to read one for `/retro-summary`",
    ),
    (
        "channels:join",
        "to hear the answers to `/interview`, or to read for `/retro-summary`, "
        "in a public channel that nobody invited it to",
    ),
    ("channels:read", "to find a channel that is named, and to see who reads along there"),
    ("chat:write", "to answer"),
    ("commands", "for the slash commands and the shortcuts"),
    ("files:read", "to read the text files that people drop into a conversation with it"),
    ("files:write", "to put a brief or an export beside its message"),
    ("groups:history", "the same as channels:history, in private channels that it was invited to"),
    ("groups:read", "the same as channels:read, in private channels"),
    ("im:history", "to hear what is said to it directly"),
    ("im:read", "the same as channels:read, in direct conversations"),
    ("im:write", "to answer privately where it may not write"),
    ("mpim:history", "the same as channels:history, in group conversations that it was invited to"),
    ("mpim:read", "the same as channels:read, in group conversations"),
    ("users:read", "to call people by their names, to read “by tomorrow” on their clock, and to know guests"),
)
"""Every scope with its reason, for every app."""

FOR_GROUPS = (
    "usergroups:read",
    "to know who is in the user groups that `access` in the settings names; only asked for then",
)


def scopes(*, groups: bool) -> list[str]:
    """What the app needs; more where user groups have roles."""
    return sorted([scope for scope, _ in SCOPES] + ([FOR_GROUPS[0]] if groups else []))


EVENTS = (
    "app_home_opened",
    "app_mention",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
)
PATH = "/slack/events"
_PROMPTS = 4


def manifest(menu: Menu, *, http_url: str | None = None, groups: bool = False) -> dict[str, Any]:
    """The manifest for Socket Mode, or for HTTP at the bot's public address."""
    url = f"{http_url.rstrip('/')}{PATH}" if http_url else None
    features: dict[str, Any] = {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "bot_user": {"display_name": "Groundwork", "always_online": True},
        "agent_view": {
            "agent_description": "Interviews you about a requirement, and writes the brief and the user stories.",
            "suggested_prompts": [{"title": one, "message": one} for one in menu.openers[:_PROMPTS]],
        },
        "slash_commands": [_command(f"/{one.name}", one.does, one.takes, url) for one in menu.commands],
    }
    features["slash_commands"].append(
        _command("/groundwork", "What Groundwork can do, and how it is set up", "help, settings, usage", url)
    )
    if menu.shortcuts:
        features["shortcuts"] = [
            {
                "name": one.label[:24],
                "type": "message",
                "callback_id": one.command,
                "description": one.label[:150],
            }
            for one in menu.shortcuts
        ]
    settings: dict[str, Any] = {
        "event_subscriptions": {"bot_events": list(EVENTS)} | ({"request_url": url} if url else {}),
        "interactivity": {"is_enabled": True} | ({"request_url": url} if url else {}),
        "org_deploy_enabled": False,
        "socket_mode_enabled": url is None,
        "token_rotation_enabled": False,
    }
    return {
        "display_information": {
            "name": "Groundwork",
            "description": "Interviews you about what you need, and writes the brief, the stories and the criteria.",
            "background_color": "#2c3e50",
        },
        "features": features,
        "oauth_config": {"scopes": {"bot": scopes(groups=groups)}},
        "settings": settings,
    }


def _command(name: str, does: str, takes: str, url: str | None) -> dict[str, Any]:
    made: dict[str, Any] = {"command": name, "description": does[:2000], "should_escape": True}
    made |= {"usage_hint": takes[:1000]} if takes else {}
    return made | ({"url": url} if url else {})
