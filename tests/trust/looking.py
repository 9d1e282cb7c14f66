"""What a post would do to whoever reads it, platform by platform: pings, links, pictures, control characters."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from bot.chat import Post
from bot.platforms.slack.render import render as render_for_slack
from bot.platforms.teams.render.messages import render as render_for_teams
from bot.platforms.teams.render.messages import render_document
from bot.platforms.terminal.render import as_text

OURS = "https://chat.example/"
"""Where the links to what people said lead in these tests."""

_PING = re.compile(r"<[!@#]|<at\b", re.IGNORECASE)
_SLACK_LINK = re.compile(r"<([a-z][a-z0-9+.-]*:[^|>]+)(?:\|([^>]*))?>", re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"(?<!\\)\[((?:[^\]\\]|\\.)*)(?<!\\)\]\(([^)\s]+)")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "|", "%")
_LOADED = re.compile(r"(?<!\\)!\[[^\]]*\]\([^)]+\)|(?<!\\)<(?:img|script|iframe|object|embed|style)\b", re.IGNORECASE)
"""What a page would fetch or run when it is opened."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def harm(post: Post) -> list[str]:
    """Everything that is wrong with a post, on any platform."""
    return list(_harm(post.model_dump_json()))


@cache
def _harm(post_in_json: str) -> tuple[str, ...]:
    """The same post comes often: with a model and without, from one attack and the next."""
    post = Post.model_validate_json(post_in_json)
    return (*_in_slack(post), *_in_teams(post), *_in_the_terminal(post), *_in_files(post), *_worked_out(post))


def _in_slack(post: Post) -> Iterator[str]:
    messages, _ = render_for_slack(post)
    for message in messages:
        if _PING.search(message.text):
            yield f"Slack: a ping in {message.text[:200]!r}"
        for node in _nodes(list(message.blocks)):
            kind = node.get("type")
            if kind in {"broadcast", "usergroup", "user", "channel", "date"}:
                yield f"Slack: {node}"
            if kind == "link" and _is_spoofed(str(node.get("url")), str(node.get("text") or "")):
                yield f"Slack: {node}"
            if kind == "image":
                yield f"Slack: {node}"
            if kind == "mrkdwn":
                text = str(node["text"])
                if _PING.search(text):
                    yield f"Slack: a ping in {text[:200]!r}"
                yield from (
                    f"Slack: {url} {words}" for url, words in _SLACK_LINK.findall(text) if _is_spoofed(url, words)
                )


def _in_teams(post: Post) -> Iterator[str]:
    messages = [*render_for_teams(post), *(one for file in post.attachments for one in render_document(file))]
    for message in messages:
        # `<at>` pings only together with an entity that says whom; else it is shown as it was typed.
        entities = message.activity().get("entities") or message.card.get("msteams", {}).get("entities")
        if entities:
            yield f"Teams: {entities}"
        for node in _nodes(message.card):
            kind = node.get("type")
            if kind == "Image" and not str(node.get("url")).startswith("data:image/png;base64,"):
                yield f"Teams: {node}"
            if kind == "Action.OpenUrl" and not str(node.get("url")).startswith(OURS):
                yield f"Teams: {node}"
            if kind == "TextBlock":
                yield from (
                    f"Teams: [{words}]({url})"
                    for words, url in _MARKDOWN_LINK.findall(str(node["text"]))
                    if _is_spoofed(url, words)
                )


def _in_the_terminal(post: Post) -> Iterator[str]:
    shown = as_text(post)
    if _CONTROL.search(shown.replace("\n", "")):
        yield f"Terminal: {_CONTROL.findall(shown)!r}"


def _in_files(post: Post) -> Iterator[str]:
    """What an export would do in a sheet, or to whoever opens it as a page."""
    for file in post.attachments:
        if file.name.endswith(".csv"):
            cells = [cell.strip("\ufeff \u00a0") for row in csv.reader(io.StringIO(file.text)) for cell in row]
            yield from (f"{file.name}: the formula {cell[:80]!r}" for cell in cells if cell.startswith(_FORMULA))
        elif file.name.endswith(".md"):
            yield from (f"{file.name}: {found}" for found in _LOADED.findall(file.text))


def _worked_out(post: Post) -> Iterator[str]:
    """Whether a template that somebody typed was worked out."""
    if "1787569" in post.model_dump_json():
        yield "a template was worked out"


def _is_spoofed(url: str, words: str) -> bool:
    """A link of somebody else's that doesn't show where it leads."""
    return not url.startswith(OURS) and words not in {"", url, url.rstrip("/")}


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _nodes(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _nodes(each)
