"""Reads the tables of notes: their head says what their columns are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.retros.extraction.columns import column_of, is_done
from bot.retros.extraction.log import Line, Remark
from bot.retros.extraction.moods import OPINIONS
from bot.retros.extraction.page import Page

BAR = "\\|"
"""A bar that is a part of what a cell says."""
_STRUCK = re.compile(r"~~?[^~]+~~?")


def cells_of(text: str, remark: Remark, page: Page) -> Iterator[Line]:
    """A table: its head says what its columns are."""
    if not page.columns:
        page.fenced = text.startswith("|")
    inner = re.sub(r"^\||(?<!\\)\|$", "", text) if page.fenced else text
    cells = [cell.strip().replace(BAR, "|") for cell in re.split(r"(?<!\\)\|", inner)]
    if not page.columns:
        known = tuple(column_of(cell) for cell in cells)
        parts = sum(1 for cell in cells if page.named(cell))
        page.columns = tuple(cells) if parts > 1 and not {"who", "when", "kind"} & set(known) else known
    elif "what" in page.columns[: len(cells)]:
        yield from _tasks(dict(zip(page.columns, cells, strict=False)), remark, page)
    else:
        yield from _notes(cells, remark, page)


def _tasks(row: Mapping[str, str], remark: Remark, page: Page) -> Iterator[Line]:
    """A row with a column that says what is to be done or noted, and maybe others that say what for."""
    section = page.named(row["kind"]) or page.section if "kind" in row else page.section
    if "who" in row or "when" in row:
        section = section or "actions"
    owner = row.get("who", "").strip(" *_-–—?") or None
    if any(map(str.isalpha, row["what"])) and not is_struck(row["what"]):
        yield Line(
            text=row["what"], remark=remark, section=section, owner=owner, due=row.get("when") or None, listed=True,
            done=is_done(row.get("done", "")) or is_done(row.get("when", "")),
        )  # fmt: skip
    for column, cell in row.items():
        if column not in {"what", "kind"} and cell and page.named(column) in OPINIONS:
            yield Line(text=cell, remark=remark, section=page.named(column), listed=True)


def _notes(cells: Sequence[str], remark: Remark, page: Page) -> Iterator[Line]:
    """A row whose columns are the parts of a retrospective."""
    for column, cell in zip(page.columns, cells, strict=False):
        section = page.named(column)
        if section and cell and not is_struck(cell):
            for part in re.split(r"<br\s*/?>|\s*•\s*", cell):
                if part.strip():
                    yield Line(text=part.strip(), remark=remark, section=section, listed=True)


def is_separated(rows: Sequence[str]) -> bool:
    """Whether the notes are a table as programs write it out: semicolons or tabs between cells, under a head."""
    cells = [re.split(_SEPARATOR, row) for row in rows if len(re.findall(_SEPARATOR, row)) >= _FEWEST - 1]
    if len(cells) < _FEWEST or len({len(each) for each in cells}) > 1:
        return False
    return len({column_of(cell) for cell in cells[0]} & {"what", "who", "when", "kind", "done"}) > 1


def separated(row: str) -> str:
    """Such a row with lines between its cells."""
    return f"| {re.sub(_SEPARATOR, ' | ', row)} |" if re.search(_SEPARATOR, row) else row


_SEPARATOR, _FEWEST = r";|\t", 3


def without_struck(text: str) -> str:
    """What is left of a text without the names and words that are struck through."""
    return _STRUCK.sub("", text).strip() if _STRUCK.match(text) else text


def is_struck(text: str) -> bool:
    """Whether all of it is struck through."""
    return not any(each.isalnum() for each in _STRUCK.sub("", text))
