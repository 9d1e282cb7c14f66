"""What Slack allows in one message, and a little less where its counting isn't documented."""

from __future__ import annotations

BLOCKS = 48
"""Of 50: two are left for a line about what was decided and one about where the rest is."""

MESSAGE = 10_000
"""Characters in all blocks together; `msg_blocks_too_long` was seen near 13,200."""

BLOCK = 2_800
"""Characters in one block of text, of 3,000."""

HEADER = 150
BUTTON = 75
OPTION = 75
OPTION_VALUE = 150
BUTTON_VALUE = 2_000
BUTTONS = 25
OPTIONS = 100
URL = 2_000
FALLBACK = 3_900
WORDS = 30_000
TABLE_ROWS = 100
TABLE_COLUMNS = 20
TABLE = 8_000
HOME_BLOCKS = 98


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
