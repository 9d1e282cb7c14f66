"""Reads the tables of notes: their head says what their columns are."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from bot.retros.extraction.columns import column_of, count_in, is_done, is_votes
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
    votes = next((count_in(cell) for column, cell in row.items() if is_votes(column)), None) or 0
    owner = row.get("who", "").strip(" *_-–—?") or None
    if any(map(str.isalpha, row["what"])) and not is_struck(row["what"]):
        yield Line(
            text=row["what"], remark=remark, section=section, owner=owner, due=row.get("when") or None, listed=True,
            votes=votes, done=is_done(row.get("done", "")) or is_done(row.get("when", "")),
        )  # fmt: skip
    for column, cell in row.items():
        counts = is_votes(column) and count_in(cell) is not None
        if column not in {"what", "kind"} and cell and not counts and page.named(column) in OPINIONS:
            yield Line(text=cell, remark=remark, section=page.named(column), listed=True)


def _notes(cells: Sequence[str], remark: Remark, page: Page) -> Iterator[Line]:
    """A row whose columns are the parts of a retrospective, each maybe with the votes for it in the next one."""
    row = [*zip(page.columns, cells, strict=False), ("", "")]
    for (column, cell), (after, count) in pairwise(row):
        section = page.named(column)
        if section and cell and not is_struck(cell) and not (is_votes(column) and count_in(cell) is not None):
            parts = [part.strip() for part in re.split(r"<br\s*/?>|\s*•\s*", cell) if part.strip()]
            votes = (count_in(count) or 0) if is_votes(after) and len(parts) == 1 else 0
            yield from (Line(text=part, remark=remark, section=section, listed=True, votes=votes) for part in parts)


def is_separated(rows: Sequence[str]) -> bool:
    """Whether the notes are a table as programs write it out: semicolons or tabs between cells, under a head."""
    cells = [each for each in map(_between, rows) if len(each) >= _FEWEST]
    if len(cells) < _FEWEST or len({len(each) for each in cells}) > 1:
        return False
    heads = {"votes" if is_votes(cell) else column_of(cell) for cell in cells[0]}
    return len(heads & {"what", "who", "when", "kind", "done"}) > 1 or heads >= {"what", "votes"}


def separated(row: str) -> str:
    """Such a row with lines between its cells."""
    cells = _between(row)
    return f"| {' | '.join(cell.strip() for cell in cells)} |" if len(cells) > 1 else row


def _between(row: str) -> list[str]:
    """The cells of a row; a semicolon inside quotation marks is what somebody wrote."""
    try:
        return next(csv.reader([row], delimiter="\t" if "\t" in row else ";"), [])
    except csv.Error:  # a cell longer than any note
        return []


_FEWEST = 3


def without_struck(text: str) -> str:
    """What is left of a text without the names and words that are struck through."""
    return _STRUCK.sub("", text).strip() if _STRUCK.match(text) else text


def is_struck(text: str) -> bool:
    """Whether all of it is struck through."""
    return not any(each.isalnum() for each in _STRUCK.sub("", text))
