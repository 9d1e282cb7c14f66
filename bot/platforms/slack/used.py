"""A button that was used gives way to what was decided and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.platforms.richtext import text
from bot.platforms.shapes import inner, objects
from bot.platforms.slack.render import limits
from bot.platforms.slack.render.buttons import STAYS

_USED = "used:"
_CONTEXT = 10


def label_of(action: dict[str, Any]) -> str:
    """What stood on the button, or the option that was picked."""
    shown = inner(inner(action, "selected_option") or action, "text")
    return str(shown.get("text") or "Done")


def mark_used(
    blocks: Sequence[dict[str, Any]], block_id: str, action_id: str, label: str, who: str
) -> list[dict[str, Any]] | None:
    """The blocks of the message as they should be from now on; None when the button is gone already.

    In a block whose other buttons stay, only the one that was used goes.
    """
    found: list[dict[str, Any]] = []
    changed = False
    line = {"type": "plain_text", "text": text(limits.shorten(f"✓ {label} — {who}", 200))["text"], "emoji": False}
    for block in blocks:
        if block.get("block_id") != block_id or block.get("type") != "actions":
            found.append(block)
            continue
        left = [one for one in objects(block, "elements") if one.get("action_id") != action_id]
        changed = len(left) < len(objects(block, "elements"))
        if not changed:
            found.append(block)
            continue
        if block_id.startswith(STAYS) and left:
            found.append({**block, "elements": left})
        found.append({"type": "context", "block_id": f"{_USED}{action_id}", "elements": [line]})
    if not changed:
        return None
    return _merged(found)


def _merged(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines about used buttons that follow each other as one block, so that a message never gets too many."""
    merged: list[dict[str, Any]] = []
    for block in blocks:
        last = merged[-1] if merged else {}
        both = str(block.get("block_id", "")).startswith(_USED) and str(last.get("block_id", "")).startswith(_USED)
        if both and len(last["elements"]) < _CONTEXT:
            merged[-1] = {**last, "elements": [*last["elements"], *block["elements"]][:_CONTEXT]}
        else:
            merged.append(block)
    return merged
