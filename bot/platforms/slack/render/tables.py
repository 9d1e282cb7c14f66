"""Tables: Slack's own where they fit, otherwise a record for each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.chat import Table
from bot.platforms.slack.render import limits
from bot.platforms.slack.render.richtext import Inline, Rich, text

_CELL = 1_000
_NOTHING = "\u00a0"  # an empty cell is refused


def table_blocks(part: Table) -> list[tuple[dict[str, Any], int]] | None:
    """Slack's table blocks with their sizes, the headers on top of each; None when it would be too wide or too full."""
    columns = max((len(part.headers), *(len(row) for row in part.rows)), default=0)
    rows = [*([part.headers] if any(part.headers) else []), *part.rows]
    if not columns or columns > limits.TABLE_COLUMNS or any(limits.size(cell) > _CELL for row in rows for cell in row):
        return None
    head = list(part.headers) if any(part.headers) else None
    if head and _size(head) > limits.TABLE // 2:
        return None
    blocks: list[tuple[dict[str, Any], int]] = []
    group: list[Sequence[str]] = [head] if head else []
    for row in part.rows:
        full = len(group) >= limits.TABLE_ROWS or sum(map(_size, group)) + _size(row) > limits.TABLE
        if full and len(group) > (1 if head else 0):
            blocks.append(_block(group, columns))
            group = [head] if head else []
        group.append(row)
    if any(_size(row) > limits.TABLE // 2 for row in part.rows):
        return None
    return [*blocks, _block(group, columns)] if group else blocks


def _size(row: Sequence[str]) -> int:
    return sum(limits.size(cell) + 1 for cell in row)


def _block(rows: Sequence[Sequence[str]], columns: int) -> tuple[dict[str, Any], int]:
    filled = [[*row, *[""] * (columns - len(row))] for row in rows]
    block = {
        "type": "table",
        "column_settings": [{"is_wrapped": True} for _ in range(columns)],
        "rows": [[{"type": "raw_text", "text": _cell(cell)} for cell in row] for row in filled],
    }
    return block, sum(map(_size, filled))


def _cell(cell: str) -> str:
    return str(text(cell)["text"]) if cell.strip() else _NOTHING


def records(part: Table) -> Iterator[Rich]:
    """Every row as a point of a list, each cell under the name of its column."""
    items: list[tuple[Inline, ...]] = []
    if not part.rows and any(part.headers):
        yield Rich("section", ((text("  ".join(part.headers), bold=True),),))
    for row in part.rows:
        item: list[Inline] = []
        for number, cell in enumerate(row):
            head = part.headers[number] if number < len(part.headers) else ""
            if not cell and not head:
                continue
            item += [*([text("; ")] if item else []), *([text(f"{head}: ", bold=True)] if head else []), text(cell)]
        items.append(tuple(one for one in item if one["text"]) or (text(" "),))
    if items:
        yield Rich("bullet", tuple(items))
