"""Reads what a program wrote between commas, semicolons or tabs as the table that it is: "Column,Card,Votes"."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from bot.retros.extraction.columns import KNOWN, column_of, is_votes
from bot.retros.extraction.faces import face_of
from bot.retros.extraction.sections import heading_of
from bot.retros.extraction.tables import BAR

Record = tuple[int, Sequence[str]]
"""The line that a record begins in, and its cells."""

_TABLES = frozenset({".csv", ".tsv"})
_SEPARATORS = ",;\t"
_TOLD = re.compile(r"sep=(?P<separator>[,;\t])\s*$", re.IGNORECASE)
"""What a spreadsheet writes above all to say what stands between its cells."""
_FEWEST_ROWS, _FEWEST_COLUMNS, _MOST_COLUMNS, _ABOVE = 2, 2, 60, 6


def without_commas(lines: Sequence[str], name: str = "") -> list[str]:
    """The lines with bars between their cells, each record where it begins; unchanged where they are no such table.

    In a file whose `name` is a table's, a row may be shorter than the head, and a quotation mark may be only one.
    """
    table = PurePath(name).suffix.lower() in _TABLES
    told = _TOLD.match(lines[0]) if lines else None
    told_lines = ["", *lines[1:]] if told else lines
    for separator in told["separator"] if told else _SEPARATORS:
        records = _records(told_lines, separator, strict=not table)
        at = _head_of(records, ragged=table)
        if at is not None:
            return [*_rows(records, at, len(lines))]
    return _with_blocks(lines)


def _with_blocks(lines: Sequence[str]) -> list[str]:
    """The lines with bars in the blocks that are tables with a head, as a tool writes them below its own lines."""
    found = list(lines)
    for start, end in _blocks(lines):
        for separator in _SEPARATORS:
            records = _records(lines[start:end], separator, strict=True)
            if len(records) > _FEWEST_ROWS and _head_of(records, ragged=False) == 0:
                found[start:end] = _rows(records, 0, end - start)
                break
    if found == list(lines):
        return found
    return [quoted["text"].replace('""', '"') if (quoted := _QUOTED.match(line)) else line for line in found]


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where lines follow each other without an empty one between them."""
    start = 0
    for at, line in enumerate((*lines, "")):
        if not line.strip():
            if at > start:
                yield start, at
            start = at + 1


_QUOTED = re.compile(r'^"(?P<text>(?:[^"]|"")+)"\s*$')
"""A row of one cell."""


def _head_of(records: Sequence[Record], *, ragged: bool) -> int | None:
    """Where the head of the table is: at once, or below a few lines that have no columns, as a title has."""
    for at, (_, cells) in enumerate(records[: _ABOVE + 1]):
        if len(cells) > _MOST_COLUMNS:
            return None
        if sum(1 for cell in cells if cell.strip()) > 1:
            below = [row for _, row in records[at + 1 :]]
            even = all(len(row) == len(cells) or (ragged and not _more(row, cells)) for row in below)
            known = _known(cells) >= _FEWEST_COLUMNS and len(below) + 1 >= _FEWEST_ROWS
            return at if known and even and (ragged or not at) else None
    return None


def _more(row: Sequence[str], head: Sequence[str]) -> bool:
    """Whether a row says something where the head has no column."""
    return any(cell.strip() for cell in row[len(head) :])


def _known(head: Sequence[str]) -> int:
    """How many columns say by their head what they hold."""
    columns = [column_of(cell) for cell in head]
    opens = [heading_of(cell) or face_of(cell) for cell in head]
    known = sum(1 for column, section in zip(columns, opens, strict=True) if column in KNOWN or section)
    votes = any(is_votes(cell) and not section for cell, section in zip(head, opens, strict=True))
    return known + ("what" in columns and votes)


def _rows(records: Sequence[Record], at: int, lines: int) -> Iterator[str]:
    """A row for each of the lines, empty where a record goes on."""
    begun = {number: " ".join(cell for cell in cells if cell.strip()) for number, cells in records[:at]}
    begun |= {number: f"| {' | '.join(map(_cell, cells))} |" for number, cells in records[at:]}
    return (begun.get(number, "") for number in range(lines))


def _cell(text: str) -> str:
    return " ".join(text.replace("|", BAR).split())


def _records(lines: Sequence[str], separator: str, *, strict: bool) -> list[Record]:
    """What stands between the separators; nothing where the quotation marks are of no table."""
    reader = csv.reader((f"{line}\n" for line in lines), strict=strict, delimiter=separator)
    records: list[Record] = []
    begins = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                records.append((begins, cells))
            begins = reader.line_num
    except csv.Error:  # a quotation mark that is none of a table's, or a cell longer than any note
        return []
    return records
