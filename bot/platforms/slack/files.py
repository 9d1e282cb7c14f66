"""Files: reads what people drop, and puts documents beside the bot's messages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import aiohttp

from bot.chat import Attachment, File
from bot.errors import Trouble
from bot.plain_text import decoded
from bot.platforms.lengths import shorten
from bot.platforms.slack.api import Api, Unsure
from bot.platforms.slack.threads import Target

_LARGEST = 5_000_000
_ALT = 1_000
_SECONDS = aiohttp.ClientTimeout(total=60)
_OK = 200


class Unreadable(Trouble):
    """A file that can't be read as text."""


async def read_file(api: Api, file: File) -> File:
    """The file with its text; Unreadable says why it has none."""
    told = (await api.call("files.info", file=file.source))["file"]
    name = str(told.get("name") or told.get("title") or file.name)
    if int(told.get("size") or 0) > _LARGEST:
        raise Unreadable(f"{name} is larger than {_LARGEST // 1_000_000} MB. Send the part that matters.")
    url = str(told.get("url_private_download") or told.get("url_private") or "")
    if not url:
        raise Unreadable(f"{name} isn’t kept in Slack, so I can’t read it. Paste its text instead.")
    data = await _download(api, url)
    try:
        text = decoded(data)
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"{name} isn’t a text file. I read plain text, Markdown and the like; paste the rest."
        ) from error
    return File(name=name, text=text)


async def _download(api: Api, url: str) -> bytes:
    headers = {"Authorization": f"Bearer {api.client.token}"}
    try:
        async with (
            aiohttp.ClientSession(timeout=_SECONDS) as session,
            # A token that isn't allowed to read files is sent to a page to log in, which answers 200.
            session.get(url, headers=headers, allow_redirects=False) as response,
        ):
            if response.status != _OK:
                raise Unreadable("Slack doesn’t let me read that file. The app needs the scope files:read.")
            return await response.content.read(_LARGEST + 1)
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Unsure("files.info") from error


async def upload(api: Api, attachments: Sequence[Attachment]) -> list[dict[str, str]]:
    """Put the documents into Slack, where nobody sees them yet; what `share` needs to show them."""
    made = []
    for attachment in attachments:
        data = attachment.data or b"\n"
        name = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "-", attachment.name).strip(". ") or "document.txt"
        seen = shorten(attachment.text, _ALT) if attachment.picture else None
        told = await api.call("files.getUploadURLExternal", filename=name, length=len(data), alt_txt=seen)
        await _send(str(told["upload_url"]), data)
        made.append({"id": str(told["file_id"]), "title": name})
    return made


async def _send(url: str, data: bytes) -> None:
    try:
        async with aiohttp.ClientSession(timeout=_SECONDS) as session, session.post(url, data=data) as response:
            if response.status != _OK:
                raise Unsure("files.getUploadURLExternal")
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Unsure("files.getUploadURLExternal") from error


async def share(api: Api, made: Sequence[dict[str, str]], target: Target) -> None:
    """Show uploaded documents, all in one message."""
    await api.call(
        "files.completeUploadExternal",
        again=False,
        files=list(made),
        channel_id=target.channel,
        thread_ts=target.thread,
    )


async def is_shared(api: Api, file_id: str) -> bool:
    """Whether people see this document already."""
    told: dict[str, Any] = (await api.call("files.info", file=file_id))["file"]
    return bool(told.get("shares"))
