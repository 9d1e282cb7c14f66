"""Files in personal chats: reads what people send, and asks before it puts a document into somebody's OneDrive."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.chat import Attachment, File
from bot.errors import Trouble
from bot.plain_text import decoded
from bot.platforms.lengths import shorten
from bot.platforms.port import KeyValue
from bot.platforms.shapes import inner, objects
from bot.platforms.teams.addresses import Place
from bot.platforms.teams.auth import is_loopback

SENT = "application/vnd.microsoft.teams.file.download.info"
CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"
_LARGEST = 5_000_000
_SECONDS = aiohttp.ClientTimeout(total=60)
_HOSTS = (".sharepoint.com", ".sharepoint.us", ".sharepoint-mil.us", ".sharepoint.cn", ".svc.ms", ".1drv.com")
_OK = frozenset({200, 201, 202})
_NO_TEXT = "nothing to read"


class Unreadable(Trouble):
    """A file that can't be read as text."""


def files_of(activity: Mapping[str, Any]) -> tuple[File, ...]:
    """The files that came with a message; their text is read later."""
    found = []
    for one in objects(activity, "attachments"):
        kind = str(one.get("contentType") or "")
        if kind == SENT:
            source = str(inner(one, "content").get("downloadUrl") or _NO_TEXT)
            found.append(File(name=str(one.get("name") or "file"), source=source))
        elif kind.startswith(("image/", "video/", "audio/")):
            found.append(File(name=str(one.get("name") or "The picture"), source=_NO_TEXT))
    return tuple(found)


async def read_file(file: File, place: Place) -> File:
    """The file with its text; Unreadable says why it has none."""
    if file.source == _NO_TEXT:
        raise Unreadable(_not_text(file.name))
    data = await _download(str(file.source), file.name, place)
    if len(data) > _LARGEST:
        raise Unreadable(f"{file.name} is larger than {_LARGEST // 1_000_000} MB. Send the part that matters.")
    try:
        text = decoded(data)
    except UnicodeDecodeError as error:
        raise Unreadable(_not_text(file.name)) from error
    return File(name=file.name, text=text)


def _not_text(name: str) -> str:
    return f"{name} isn’t a text file. I read plain text, Markdown and the like; paste the rest."


async def _download(url: str, name: str, place: Place) -> bytes:
    _check(url, place)
    try:
        async with (
            aiohttp.ClientSession(timeout=_SECONDS, trust_env=True) as session,
            session.get(url, allow_redirects=False) as response,
        ):
            if response.status not in _OK:
                raise Unreadable(f"Teams doesn’t let me read {name} any more. Please send it again.")
            return await response.content.read(_LARGEST + 1)
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Unreadable(f"{name} can’t be fetched right now. Please send it again in a minute.") from error


def _check(url: str, place: Place) -> None:
    """Files live in Microsoft's clouds only: whatever an address says, we go nowhere else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    known = parts.scheme == "https" and (parts.hostname or "").endswith(_HOSTS)
    if not known and not (is_loopback(url) and is_loopback(place.service)):
        raise Unreadable("That file isn’t where Teams keeps files, so I leave it alone. Paste its text instead.")


class Offers:
    """Documents that somebody is asked about, kept until they answer."""

    def __init__(self, kept: KeyValue) -> None:
        self._kept = kept

    async def card(self, attachment: Attachment, place: Place) -> dict[str, Any]:
        """The question whether the document may be put into the person's OneDrive."""
        token = secrets.token_urlsafe(16)
        text = attachment.text.encode("utf-8", "replace").decode()
        kept = {"name": attachment.name, "text": text, "conversation": place.conversation}
        await self._kept.put(f"teams/file/{token}", kept)
        content = {
            "description": f"{attachment.name}: take it into your OneDrive to open, share or print it.",
            "sizeInBytes": len(text.encode()),
            "acceptContext": {"file": token},
            "declineContext": {"file": token},
        }
        return {
            "type": "message",
            "summary": shorten(attachment.name, 100),
            "attachments": [{"contentType": CONSENT, "name": attachment.name, "content": content}],
        }

    async def find(self, token: str, place: Place) -> Attachment | None:
        """What was offered in this conversation under this token."""
        kept = await self._kept.get(f"teams/file/{token}")
        if not kept or kept["conversation"] != place.conversation:
            return None
        return Attachment(name=kept["name"], text=kept["text"])


async def upload(attachment: Attachment, told: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """Put the document where Teams said; the card that shows it."""
    url = str(told.get("uploadUrl") or "")
    _check(url, place)
    data = attachment.text.encode() or b"\n"
    headers = {"Content-Range": f"bytes 0-{len(data) - 1}/{len(data)}", "Content-Type": "application/octet-stream"}
    try:
        async with (
            aiohttp.ClientSession(timeout=_SECONDS, trust_env=True) as session,
            session.put(url, data=data, headers=headers, allow_redirects=False) as response,
        ):
            if response.status not in _OK:
                raise Trouble(f"OneDrive didn’t take {attachment.name} ({response.status}). Ask me for it again.")
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Trouble(f"OneDrive didn’t take {attachment.name}. Ask me for it again.") from error
    content = {"uniqueId": str(told.get("uniqueId") or ""), "fileType": str(told.get("fileType") or "")}
    name = str(told.get("name") or attachment.name)
    info = {"contentType": INFO, "contentUrl": str(told.get("contentUrl") or ""), "name": name, "content": content}
    return {"type": "message", "summary": shorten(name, 100), "attachments": [info]}
