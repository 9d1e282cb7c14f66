"""Reads what a program wrote between commas as the table that it is: "Column,Card,Votes"."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from bot.retros.extraction.columns import KNOWN, column_of, is_votes
from bot.retros.extraction.sections import heading_of
from bot.retros.extraction.tables import BAR

_FEWEST_ROWS, _FEWEST_COLUMNS = 2, 2


def without_commas(lines: Sequence[str]) -> list[str]:
    """The lines with bars between their cells, each record where it begins; unchanged where they are no such table."""
    try:
        records = _records(lines)
    except csv.Error:
        return list(lines)
    head = records[0][1] if records else []
    columns = [column_of(cell) for cell in head]
    known = sum(1 for cell, column in zip(head, columns, strict=True) if column in KNOWN or heading_of(cell))
    known += "what" in columns and any(is_votes(cell) and not heading_of(cell) for cell in head)
    even = all(len(cells) == len(head) for _, cells in records)
    if known < _FEWEST_COLUMNS or len(records) < _FEWEST_ROWS or not even:
        return list(lines)
    rows = [""] * len(lines)
    for at, cells in records:
        rows[at] = f"| {' | '.join(' '.join(cell.replace('|', BAR).split()) for cell in cells)} |"
    return rows


def _records(lines: Sequence[str]) -> list[tuple[int, list[str]]]:
    reader = csv.reader((f"{line}\n" for line in lines), strict=True)
    records: list[tuple[int, list[str]]] = []
    begins = 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            records.append((begins, cells))
        begins = reader.line_num
    return records
