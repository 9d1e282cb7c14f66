"""A post as the messages it takes: one where one will do, the rest as a document when it would be too many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.chat import Attachment, Heading, Post
from bot.platforms.richtext import Rich, plain, text
from bot.platforms.slack.render import limits
from bot.platforms.slack.render.charts import KIND, chart_of, in_letters
from bot.platforms.slack.render.document import document
from bot.platforms.slack.render.parts import Piece, Whole, pieces_of

MOST_MESSAGES = 3


@dataclass(frozen=True, slots=True)
class Rendered:
    """One message: its blocks, what a notification says, and how many characters the blocks hold."""

    blocks: tuple[dict[str, Any], ...]
    text: str


def render(post: Post) -> tuple[list[Rendered], tuple[Attachment, ...]]:
    """The messages that a post takes, and the files that go with them.

    Titles lose their own blocks before a second message is begun. Where more than three messages would be needed, the
    first shows the beginning and everything is in a document; what can be picked stays with the message.
    """
    packed = _pack(pieces_of(post.text, post.parts))
    if len(packed) > 1:
        packed = _pack(pieces_of(post.text, post.parts, headers=False))
    if len(packed) <= MOST_MESSAGES:
        return [_rendered(blocks) for blocks in packed] or [_rendered([])], post.attachments
    whole = Attachment(name="everything.md", text=document(post))
    named = next((part.text for part in post.parts if isinstance(part, Heading)), "")
    where = f"The rest of “{limits.shorten(named, 80)}” is in the file below." if named else "The rest is in the file."
    shown, actions = _summary(pieces_of(post.text, post.parts, headers=False))
    last = [Rich("section", ((text(where, italic=True),),)), *actions]
    return [_rendered(blocks) for blocks in _pack([*shown, *last])], (*post.attachments, whole)


def _summary(found: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The beginning that fits beside everything that can be picked."""
    actions: list[Piece] = [one for one in found if isinstance(one, Whole) and one.kind == "actions"]
    actions = actions[: limits.BLOCKS // 2]
    room = limits.MESSAGE // 2
    shown: list[Piece] = []
    for one in found:
        if isinstance(one, Whole) and one.kind in {"actions", "table", "chart"}:
            continue
        room -= one.size
        if room < 0 or len(shown) >= limits.BLOCKS // 3:
            break
        shown.append(one)
    return shown, actions


def home_blocks(post: Post) -> list[dict[str, Any]]:
    """A post as a Home tab, which has room for a hundred blocks; what doesn't fit is counted at its end."""
    packed = _pack(pieces_of(post.text, post.parts, drawn=False))
    blocks = [block for message in packed for block in message]
    if len(blocks) > limits.HOME_BLOCKS:
        left = len(blocks) - limits.HOME_BLOCKS
        more = Rich("section", ((text(f"… and {left} more.", italic=True),),))
        blocks = [*blocks[: limits.HOME_BLOCKS], {"type": "rich_text", "elements": [element(more)]}]
    return [
        {**block, "block_id": f"{block['block_id']}:{at}"} if "block_id" in block else block
        for at, block in enumerate(blocks)
    ]


def _pack(found: Iterable[Piece]) -> list[list[dict[str, Any]]]:
    """Pieces into blocks, and blocks into messages, in order; a title never stands alone at the end of a message."""
    messages: list[list[dict[str, Any]]] = []
    blocks: list[dict[str, Any]] = []
    together: list[Rich] = []
    used = 0
    tables = 0

    def close_block() -> None:
        if together:
            blocks.append(_rich_block(together))
            together.clear()

    def close_message() -> None:
        nonlocal used, tables
        close_block()
        carried = [blocks.pop()] if len(blocks) > 1 and blocks[-1]["type"] == "header" else []
        messages.append(list(blocks))
        blocks.clear()
        blocks.extend(carried)
        used = sum(limits.size(block["text"]["text"]) for block in carried)
        tables = 0

    for one in found:
        table = isinstance(one, Whole) and one.kind == "table"
        if (blocks or together) and (
            used + one.size > limits.MESSAGE or len(blocks) + 2 > limits.BLOCKS or (table and tables)
        ):
            close_message()
        if isinstance(one, Rich):
            if sum(each.size for each in together) + one.size > limits.BLOCK:
                close_block()
            together.append(one)
        else:
            close_block()
            blocks.append(one.block)
            tables += table
        used += one.size
    close_block()
    return [*messages, blocks] if blocks else messages


def _rich_block(together: Sequence[Rich]) -> dict[str, Any]:
    merged: list[Rich] = []
    for one in together:
        last = merged[-1] if merged else None
        if last and last.kind == one.kind == "section":
            merged[-1] = replace(last, items=((*last.items[0], text("\n\n"), *one.items[0]),))
        else:
            merged.append(one)
    return {"type": "rich_text", "elements": [element(one) for one in merged]}


def element(one: Rich) -> dict[str, Any]:
    """Rich text as Slack takes it."""
    if one.kind in {"bullet", "ordered"}:
        made: dict[str, Any] = {"type": "rich_text_list", "style": one.kind}
        made["elements"] = [{"type": "rich_text_section", "elements": list(item)} for item in one.items]
        made |= {"indent": one.indent} if one.indent else {}
        return made | ({"offset": one.offset} if one.offset else {})
    return {"type": f"rich_text_{one.kind}", "elements": list(one.items[0])}


def _rendered(blocks: Sequence[dict[str, Any]]) -> Rendered:
    words = " ".join("\n".join(read(block) for block in blocks).split()) or "…"
    head, rest = limits.cut(words, limits.FALLBACK)
    safe = _escaped(head)
    return Rendered(tuple(blocks) or (_rich_block([Rich("section", ((text("…"),),))]),), safe + ("…" if rest else ""))


def plainer(message: Rendered) -> Rendered:
    """The same, simpler, for a workspace that refuses what others take: charts in letters, and then words only."""
    if any(block["type"] == KIND for block in message.blocks):
        return Rendered(tuple(_in_letters(block) for block in message.blocks), message.text)
    return _in_words(message)


def _in_letters(block: dict[str, Any]) -> dict[str, Any]:
    if block["type"] != KIND:
        return block
    title: str = block["title"]
    head = [] if title.endswith("…") else [Rich("section", ((text(title, bold=True),),))]  # it stands above in full
    return _rich_block([*head, in_letters(chart_of(block))])


def _in_words(message: Rendered) -> Rendered:
    """Without blocks, for the day when Slack refuses what it took until then: words beat silence."""
    words = "\n".join(_all_words(block) for block in message.blocks)
    head, rest = limits.cut(words, limits.WORDS)
    return Rendered((), _escaped(head) + ("…" if rest else ""))


def _all_words(block: dict[str, Any]) -> str:
    if block["type"] == "actions":
        labels = [one["text"]["text"] for element in block["elements"] for one in element.get("options", [element])]
        return "\n".join(f"• {label}" for label in labels)
    return read(block)


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def read(block: dict[str, Any]) -> str:
    """What people read in a block."""
    kind = block["type"]
    if kind == "rich_text":
        return "\n".join(_read_element(element) for element in block["elements"])
    if kind == "header":
        return str(block["text"]["text"])
    if kind == "table":
        return "\n".join("  ".join(cell["text"] for cell in row) for row in block["rows"])
    if kind == KIND:
        return chart_of(block).alt
    if kind == "context":
        return " ".join(str(element.get("text", "")) for element in block["elements"])
    return ""


def _read_element(element: dict[str, Any]) -> str:
    if element["type"] == "rich_text_list":
        return "\n".join(plain(item["elements"]) for item in element["elements"])
    return plain(element["elements"])


__all__ = ["Rendered", "home_blocks", "plainer", "read", "render"]
