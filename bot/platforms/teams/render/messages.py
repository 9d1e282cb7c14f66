"""A post as the messages it takes: one where one will do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat import Attachment, Post
from bot.platforms.lengths import cut, shorten
from bot.platforms.teams.render.elements import MESSAGE, Element, code, elements_of, line, read, run, size
from bot.platforms.teams.render.parts import is_heading, part_elements

VERSION = "1.5"
CARD = "application/vnd.microsoft.card.adaptive"
_FALLBACK = 800
LARGEST_PICTURE = 60_000
"""Letters of a picture as Base64: a card has 80 KB at most."""

_SUMMARY = 150


@dataclass(frozen=True, slots=True)
class Rendered:
    """One message: its card, and what it says in words."""

    card: dict[str, Any]
    words: str

    def activity(self) -> dict[str, Any]:
        """As it is posted; the summary is what a notification says."""
        return {
            "type": "message",
            "summary": shorten(self.words, _SUMMARY) or "Groundwork",
            "attachments": [{"contentType": CARD, "content": self.card}],
        }


def render(post: Post, mentioned: Sequence[tuple[str, str]] = ()) -> list[Rendered]:
    """The messages that a post takes; `mentioned` are ids and names of people who should hear of it."""
    found = elements_of(post.text)
    for number, part in enumerate(post.parts):
        found += part_elements(part, number)
    packed = pack(found) or [line([run("…")])]
    messages = [rendered(elements) for elements in packed]
    if mentioned:
        messages[0] = _mentioning(messages[0], mentioned)
    return messages


def render_document(attachment: Attachment) -> list[Rendered]:
    """A document as messages that are folded until somebody wants to read it; a picture as it is."""
    if attachment.picture and len(attachment.picture) <= LARGEST_PICTURE:
        url = f"data:image/png;base64,{attachment.picture}"
        words = " ".join(attachment.text.split())
        return [Rendered(card_of([{"type": "Image", "url": url, "altText": words}], words), attachment.name)]
    whole = elements_of(attachment.text) if attachment.name.endswith(".md") else code(attachment.text)
    packed = pack(whole, MESSAGE - 2_000) or [line([run("–")])]
    messages = []
    name = shorten(attachment.name, 100)
    for number, elements in enumerate(packed, 1):
        title = name if len(packed) == 1 else f"{name} ({number} of {len(packed)})"
        toggle = {"type": "Action.ToggleVisibility", "title": "Read it here", "targetElements": ["document"]}
        body = [
            *line([run(title, weight="Bolder")]),
            {"type": "ActionSet", "actions": [toggle]},
            {"type": "Container", "id": "document", "isVisible": False, "items": elements},
        ]
        messages.append(Rendered(card_of(body, title), title))
    return messages


def rendered(elements: Sequence[Element]) -> Rendered:
    """Elements as a message."""
    words = read(elements) or "…"
    return Rendered(card_of(elements, words), words)


def card_of(elements: Sequence[Element], words: str) -> dict[str, Any]:
    """A card; `words` are for clients that can't show it."""
    head, rest = cut(" ".join(words.split()), _FALLBACK)
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": VERSION,
        "fallbackText": (head + ("…" if rest else "")) or "Groundwork",
        "msteams": {"width": "Full"},
        "body": list(elements),
    }


def pack(found: Iterable[Element], limit: int = MESSAGE) -> list[list[Element]]:
    """Elements by messages, in order; a title never stands alone at the end of one."""
    messages: list[list[Element]] = []
    now: list[Element] = []
    used = 0
    for one in found:
        own = size(one) + 2
        if now and used + own > limit:
            carried = [now.pop()] if len(now) > 1 and is_heading(now[-1]) else []
            messages.append(now)
            now, used = carried, sum(size(each) + 2 for each in carried)
        now.append(one)
        used += own
    return [*messages, now] if now else messages


def _mentioning(message: Rendered, mentioned: Sequence[tuple[str, str]]) -> Rendered:
    """The message with a line that calls people; only there can a card mention anybody."""
    marks = [f"<at>{_plain(name)}</at>" for _, name in mentioned]
    entities = [
        {"type": "mention", "text": mark, "mentioned": {"id": who, "name": _plain(name)}}
        for mark, (who, name) in zip(marks, mentioned, strict=True)
    ]
    words = {"type": "TextBlock", "text": " ".join(marks), "wrap": True, "isSubtle": True, "spacing": "Small"}
    card = {**message.card, "body": [*message.card["body"], words]}
    card["msteams"] = {**card["msteams"], "entities": entities}
    return Rendered(card, message.words)


def _plain(name: str) -> str:
    return "".join(letter for letter in name if letter.isalnum() or letter in " .'’-")
