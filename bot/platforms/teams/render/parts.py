"""Each part of a post as elements of a card."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Bullets, Chart, Choices, Code, Fields, Form, Heading, Markdown, Part, Progress, Quote, Table
from bot.platforms.richtext import Inline, Rich, link, rich, text
from bot.platforms.richtext import line as line_of
from bot.platforms.teams.render.buttons import choices_elements, form_elements
from bot.platforms.teams.render.charts import chart_elements
from bot.platforms.teams.render.elements import (
    PIECE,
    Element,
    boxed,
    clean,
    code,
    drawn,
    elements_of,
    line,
    lines_of,
    run,
    runs,
    size,
)

_BAR = 12
_SIZES = {1: "Large", 2: "Medium", 3: "Default"}
_COLUMNS = 5
_WORD, _WIDE = 16, 30
_CELL = 2_000
_HEADING = 4_000


def part_elements(part: Part, number: int) -> list[Element]:
    """Everything that a part says; `number` is its place in its post."""
    match part:
        case Heading():
            return _heading(part)
        case Markdown(text=words):
            return elements_of(words)
        case Fields():
            return _fields(part)
        case Bullets(items=items, numbered=numbered):
            kept = tuple(line_of(item) or (text(" "),) for item in items)
            return drawn(Rich("ordered" if numbered else "bullet", kept)) if kept else []
        case Table():
            return _table(part)
        case Quote():
            return _quote(part)
        case Code(text=words):
            return code(words) if words else []
        case Progress():
            return _progress(part)
        case Chart():
            return chart_elements(part, number)
        case Choices():
            return choices_elements(part, number)
        case Form():
            return form_elements(part, number)


def is_heading(element: Element) -> bool:
    """Whether this is a title, which should not stand alone at a message's end."""
    return element.get("spacing") == "Large"


def _heading(part: Heading) -> list[Element]:
    title = " ".join(clean(part.text).split())
    words = [title[at : at + _HEADING] for at in range(0, len(title), _HEADING)]
    return [
        each
        for piece in words
        for each in line([run(piece, weight="Bolder", size=_SIZES[part.level])], spacing="Large")
    ]


def _fields(part: Fields) -> list[Element]:
    found: list[Element] = []
    for label, value in part.items:
        head = [text(f"{label}: ", bold=True)] if label else []
        blocks = rich(value)
        if blocks and blocks[0].kind == "section":
            first, rest = Rich("section", ((*head, *blocks[0].items[0]),)), blocks[1:]
        else:
            first, rest = Rich("section", ((*head, *([] if blocks else [text("–")])),)), blocks
        for one in (first, *rest):
            found += [{**each, "spacing": "Small"} for each in drawn(one)]
    return found


def _quote(part: Quote) -> list[Element]:
    said: list[Inline] = [text(part.text)] if part.text else []
    if part.author:
        said.append(text(f"\n— {part.author}" if said else f"— {part.author}", italic=True))
    if part.link:
        said += [text("  "), *link(part.link, "source" if part.link.startswith("http") else part.link)]
    return drawn(Rich("quote", (tuple(said),))) if said else []


def _progress(part: Progress) -> list[Element]:
    done = min(part.done, part.total)
    full = done * _BAR // part.total
    label = " ".join(clean(part.label).split())[:_HEADING]
    head = [run(f"{label}  ", weight="Bolder")] if label else []
    return line([*head, run(f"{'█' * full}{'░' * (_BAR - full)}  {done} of {part.total}")])


def _table(part: Table) -> list[Element]:
    found = [
        each
        for at in range(0, len(part.title.strip()), _HEADING)
        for each in line([run(clean(part.title)[at : at + _HEADING], weight="Bolder")])
    ]
    columns = max((len(part.headers), *(len(row) for row in part.rows)), default=0)
    if not columns:
        return found
    narrow = columns <= _COLUMNS and all(len(cell) <= _CELL for row in (part.headers, *part.rows) for cell in row)
    rows = [_row(row, columns) for row in part.rows] if narrow else []
    head = _row(part.headers, columns, bold=True)
    if not narrow or any(size(row) > PIECE // 2 for row in (*rows, head)):
        return [*found, *_records(part)]
    return [*found, *_tables(head, rows, _widths(part, columns))]


def _widths(part: Table, columns: int) -> list[int]:
    """How wide each column is beside the others: by its longest cell, and always so that a word fits on a phone."""
    cells = [[row[at] for row in (part.headers, *part.rows) if at < len(row)] for at in range(columns)]
    return [_WORD + min(max(map(len, column)), _WIDE) for column in cells]


def _tables(head: Element, rows: Sequence[Element], widths: Sequence[int]) -> list[Element]:
    """One table, or several with the same head where there are many rows."""
    groups: list[list[Element]] = [[]]
    for row in rows:
        if groups[-1] and size(groups[-1]) + size(row) + size(head) > PIECE:
            groups.append([])
        groups[-1].append(row)
    return [
        {
            "type": "Table",
            "firstRowAsHeader": True,
            "columns": [{"width": width} for width in widths],
            "rows": [head, *group],
        }
        for group in groups
    ]


def _row(cells: Sequence[str], columns: int, *, bold: bool = False) -> Element:
    made = []
    for cell in (*cells, *[""] * (columns - len(cells))):
        words = (text(cell if cell.strip() else " ", **({"bold": True} if bold else {})),)
        items = [each for one in lines_of(words) for each in line(list(runs(one)), spacing="None")]
        made.append({"type": "TableCell", "items": items})
    return {"type": "TableRow", "cells": made}


def _records(part: Table) -> list[Element]:
    """A table that is too wide for a phone, row by row."""
    found: list[Element] = []
    for row in part.rows or ((),):
        heads = (*part.headers, *[""] * (len(row) - len(part.headers)))
        cells = (*row, *[""] * (len(heads) - len(row)))
        inner: list[Element] = []
        for head, cell in zip(heads, cells, strict=True):
            named = [text(f"{head}: ")] if head.strip() else []
            inner += drawn(Rich("section", ((*named, text(cell if cell.strip() else "–")),)))
        found += boxed(inner)
    return found
