"""What people wrote in Teams, as plain text: mentions taken out, HTML read."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from bot.platforms.shapes import inner, objects

_AT = re.compile(r"<at(?:\s[^>]*)?>(.*?)</at>", re.IGNORECASE | re.DOTALL)
_BLOCKS = frozenset({"p", "div", "li", "ul", "ol", "blockquote", "tr", "h1", "h2", "h3"})


def is_mentioned(activity: Mapping[str, Any]) -> bool:
    """Whether the message speaks to the bot."""
    return bool(_own_mentions(activity))


def heard(activity: Mapping[str, Any]) -> str:
    """The words of a message, without mentions of the bot; other people are `@Name`."""
    words = str(activity.get("text") or "")
    for mention in _own_mentions(activity):
        told = str(mention.get("text") or "")
        if told:
            words = words.replace(told, " ", 1)
    words = _AT.sub(lambda found: f"@{found[1]}", words)
    words = html.unescape(words).replace("\u00a0", " ").replace("\r\n", "\n")
    return "\n".join(line.rstrip() for line in words.split("\n")).strip(" \n,:")


def mentions(activity: Mapping[str, Any]) -> dict[str, str]:
    """Everybody and every channel that a message mentions but the bot: `@Tom`, as it reads, with the id."""
    bot = inner(activity, "recipient").get("id")
    found: dict[str, str] = {}
    for one in objects(activity, "entities"):
        told = inner(one, "mentioned") if isinstance(one, dict) else {}
        if told.get("id") and told["id"] != bot and str(one.get("type", "")).lower() == "mention":
            name = html.unescape(_AT.sub(lambda match: match[1], str(one.get("text") or told.get("name") or "")))
            found[f"@{' '.join(name.split())}"] = str(told["id"])
    return found


def _own_mentions(activity: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    bot = inner(activity, "recipient").get("id")
    return [
        one
        for one in objects(activity, "entities")
        if isinstance(one, dict)
        and str(one.get("type", "")).lower() == "mention"
        and bot
        and inner(one, "mentioned").get("id") == bot
    ]


def from_html(content: str) -> str:
    """A message's HTML as text: paragraphs and points on lines of their own."""
    reader = _Reader()
    reader.feed(content)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.found).split("\n")]
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A new paragraph or point; an emoji is a picture with its letter beside it."""
        if tag == "br" or tag in _BLOCKS:
            self.found.append("\n")
        if tag == "li":
            self.found.append("- ")
        if tag in {"img", "emoji"}:
            self.found.append(dict(attrs).get("alt") or "")
        if tag == "at":
            self.found.append("@")

    def handle_endtag(self, tag: str) -> None:
        """A paragraph ends."""
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        """Words."""
        self.found.append(data)
