"""How long a text is where a chat counts it, and where it can be cut so that people can read on."""

from __future__ import annotations


def size(text: str) -> int:
    """How long a text is at worst: in UTF-16, with `&`, `<` and `>` as they travel."""
    return len(text.encode("utf-16-le", "replace")) // 2 + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def cut(text: str, limit: int) -> tuple[str, str]:
    """The text in two where it can be read on: at a line, a sentence or a word that ends before `limit`."""
    if size(text) <= limit:
        return text, ""
    end = 0
    used = 0
    for letter in text:
        used += size(letter)
        if used > limit:
            break
        end += 1
    head = text[:end]
    for mark in ("\n\n", "\n", ". ", "? ", "! ", " "):
        at = head.rfind(mark)
        if at > end // 2:
            return text[: at + len(mark)], text[at + len(mark) :]
    return head, text[end:]


def shorten(text: str, limit: int) -> str:
    """On one line and no longer than `limit`, with an ellipsis where something is left out."""
    line = " ".join(text.split())
    if size(line) <= limit:
        return line
    head, _ = cut(line, limit - 1)
    return f"{head.rstrip()}…"
