"""The app package to upload to Teams: what the bot can do, and the least that it must see."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any
from urllib.parse import urlsplit

from bot import __version__
from bot.chat import Menu
from bot.errors import Trouble
from bot.platforms.teams import icons

SCHEMA = "1.25"
PERMISSIONS: tuple[tuple[str, str], ...] = (
    (
        "ChannelMessage.Read.Group",
        "to hear replies in the threads of channels that it takes part in, without a mention",
    ),
)
"""Every resource-specific permission with its reason; without it, each reply needs a mention."""

_COMMANDS = 10
_EPOCH = (2026, 1, 1, 0, 0, 0)


def app_package(app_id: str, menu: Menu, http_url: str) -> bytes:
    """The zip file: manifest and icons. The same input gives the same file."""
    made = json.dumps(manifest(app_id, menu, http_url), indent=2, ensure_ascii=False).encode()
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in (
            ("manifest.json", made),
            ("color.png", icons.colour()),
            ("outline.png", icons.outline()),
        ):
            package.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def manifest(app_id: str, menu: Menu, http_url: str) -> dict[str, Any]:
    """The manifest; `http_url` is where the bot is reached."""
    parts = urlsplit(http_url)
    if parts.scheme != "https" or not parts.hostname:
        raise Trouble(f"Teams wants a public address with https, and {http_url} isn’t one.")
    site = f"https://{parts.netloc}"
    commands = [{"title": one.name[:32], "description": one.does[:128]} for one in menu.commands[: _COMMANDS - 2]]
    commands += [
        {"title": "settings", "description": "How it is set up"},
        {"title": "help", "description": "What it can do"},
    ]
    made: dict[str, Any] = {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA,
        "version": __version__,
        "id": app_id,
        "developer": {
            "name": "Groundwork",
            "websiteUrl": site,
            "privacyUrl": site,
            "termsOfUseUrl": site,
        },
        "name": {"short": "Groundwork", "full": "Groundwork: requirements before code"},
        "description": {
            "short": "Interviews you about what you need; writes the brief and the stories.",
            "full": "Groundwork asks a team about a requirement, one plain question at a time, and writes the brief, "
            "the user stories and their acceptance criteria. Every line links to the words that it came from. It keeps "
            "what is said to it in your own organisation’s database.",
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#2C3E50",
        "bots": [
            {
                "botId": app_id,
                "scopes": ["personal", "team", "groupChat"],
                "supportsFiles": True,
                "isNotificationOnly": False,
                "commandLists": [{"scopes": ["personal", "team", "groupChat"], "commands": commands}],
            }
        ],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [parts.netloc],
        "webApplicationInfo": {"id": app_id, "resource": f"api://{parts.netloc}/{app_id}"},
        "authorization": {
            "permissions": {
                "resourceSpecific": [{"name": name, "type": "Application"} for name, _ in PERMISSIONS],
            }
        },
    }
    if menu.shortcuts:
        made["composeExtensions"] = [
            {
                "botId": app_id,
                "commands": [
                    {
                        "id": one.command,
                        "type": "action",
                        "title": one.label[:32],
                        "description": one.label[:128],
                        "context": ["message"],
                        "fetchTask": True,
                    }
                    for one in menu.shortcuts[:_COMMANDS]
                ],
            }
        ]
    return made
