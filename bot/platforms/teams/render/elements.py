"""Rich text as elements of a card. Text runs take no markup, so every letter stands for itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.platforms.richtext import Inline, Rich, rich, split, text

Element = dict[str, Any]

MESSAGE = 34_000
"""Letters of a card's elements as JSON. Teams refuses a message near 100 KB in UTF-16; with what stands around them
this stays below 80 KB."""

PIECE = 12_000
"""Letters of one element as JSON, so that a message can be filled well."""

_TEXT = 4_000
_INDENT = "\u00a0"
_STYLES: dict[str, tuple[str, Any]] = {
    "bold": ("weight", "Bolder"),
    "italic": ("italic", True),
    "strike": ("strikethrough", True),
    "code": ("fontType", "Monospace"),
}
_LEADING = re.compile(r"^[ \t]+")


def size(element: object) -> int:
    """Letters as JSON, in UTF-16."""
    return len(json.dumps(element, ensure_ascii=False).encode("utf-16-le", "replace")) // 2


def clean(words: str) -> str:
    """Words without what no chat shows."""
    return str(text(words)["text"])


def run(words: str, **more: Any) -> Element:
    """A piece of a line."""
    return {"type": "TextRun", "text": words, **more}


def runs(items: Iterable[Inline]) -> Iterator[Element]:
    """A line's pieces as runs."""
    for item in items:
        style = dict(_STYLES[name] for name, on in (item.get("style") or {}).items() if on)
        if item["type"] != "link":
            yield run(item["text"], **style)
            continue
        url, label = str(item["url"]), str(item.get("text") or item["url"])
        if url.lower().startswith(("http://", "https://")):
            yield run(label, **style, color="Accent", selectAction={"type": "Action.OpenUrl", "url": url})
        else:
            yield run(label if label == url else f"{label} ({url})", **style)


def line(items: Sequence[Element], **more: Any) -> list[Element]:
    """One line, as several where it is long: text runs know no line breaks."""
    lines: list[Element] = []
    group: list[Element] = []
    for item in items:
        if group and size(group) + size(item) > PIECE:
            lines.append({"type": "RichTextBlock", "inlines": group, **more})
            group = []
        group.append(item)
    if not any(item["text"].strip() for item in group) and not lines:
        group = [run(_INDENT)]
    return [*lines, {"type": "RichTextBlock", "inlines": group, **more}] if group else lines


def lines_of(items: Iterable[Inline]) -> list[list[Inline]]:
    """A paragraph by its line breaks."""
    found: list[list[Inline]] = [[]]
    for item in items:
        if item["type"] == "link" or "\n" not in item["text"]:
            found[-1].append(item)
            continue
        for number, piece in enumerate(item["text"].split("\n")):
            if number:
                found.append([])
            if piece:
                found[-1].append({**item, "text": piece})
    return found


def elements_of(markdown: str) -> list[Element]:
    """A whole Markdown text."""
    return [element for one in rich(markdown) for element in drawn(one)]


def drawn(one: Rich) -> list[Element]:
    """One paragraph, list, quote or code."""
    if one.kind == "preformatted":
        return code("".join(item.get("text", "") for item in one.items[0]))
    if one.kind == "quote":
        return boxed([each for item in _pieces(one) for each in _paragraph(item.items[0])])
    if one.kind == "section":
        return [each for item in _pieces(one) for each in _paragraph(item.items[0])]
    found: list[Element] = []
    number = one.offset
    for item in one.items:
        number += 1
        mark = f"{_INDENT * 4 * one.indent}{f'{number}.' if one.kind == 'ordered' else '•'}{_INDENT}"
        whole = Rich("section", ((text(mark), *item),))
        found += [each for piece in _pieces(whole) for each in _paragraph(piece.items[0], spacing="Small")]
    return found


def _pieces(one: Rich) -> list[Rich]:
    return split(one, _TEXT)


def _paragraph(items: Iterable[Inline], **more: Any) -> list[Element]:
    found: list[Element] = []
    for number, each in enumerate(lines_of(items)):
        found += line(list(runs(each)), **({"spacing": "None"} if number else more))
    return found


def code(words: str) -> list[Element]:
    """Text as it is, monospaced."""
    found: list[Element] = []
    for each in clean(words).split("\n"):
        kept = _LEADING.sub(lambda spaces: _INDENT * len(spaces.group().expandtabs(4)), each)
        for at in range(0, max(1, len(kept)), _TEXT):
            found += line([run(kept[at : at + _TEXT], fontType="Monospace")], spacing="None")
    return boxed(found)


def boxed(found: Sequence[Element]) -> list[Element]:
    """Elements in a box of another colour, in several where they are many."""
    boxes: list[Element] = []
    group: list[Element] = []
    used = 0
    for each in found:
        own = size(each)
        if group and used + own > PIECE:
            boxes.append({"type": "Container", "style": "emphasis", "items": group})
            group, used = [], 0
        group.append(each)
        used += own
    return [*boxes, {"type": "Container", "style": "emphasis", "items": group}] if group else boxes


def read(elements: Iterable[Element]) -> str:
    """What people read, as plain text."""
    return "\n".join(words for words in (_read(one) for one in elements) if words)


def _read(one: Element) -> str:
    kind = one.get("type")
    if kind == "RichTextBlock":
        return "".join(item["text"] for item in one["inlines"])
    if kind == "TextBlock":
        return str(one["text"])
    if kind == "FactSet":
        return "\n".join(f"{fact['title']} {fact['value']}" for fact in one["facts"])
    if kind == "Table":
        return "\n".join("  ".join(read(cell["items"]) for cell in row["cells"]) for row in one["rows"])
    if kind == "ActionSet":
        return "\n".join(f"[{action['title']}]" for action in one["actions"])
    if kind == "Input.ChoiceSet":
        choices = "\n".join(f"( ) {choice['title']}" for choice in one["choices"])
        return "\n".join(part for part in (str(one.get("label", "")), choices) if part)
    if kind in {"Input.Text", "Input.Date"}:
        return f"{one.get('label', '')}: {one.get('value', '')}"
    if kind == "Image":
        return str(one.get("altText", ""))
    return read(one.get("items", ()))
