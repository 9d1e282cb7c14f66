"""Proposes which notes are about one thing, column by column, for the team to put in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.retros.extraction.grouping import Rows, grouped
from bot.retros.rules import Note

Embed = Callable[[Sequence[str]], Rows | None]
"""Vectors of unit length for texts; None where there is no embedder."""


def propose(notes: Sequence[Note], embed: Embed) -> tuple[tuple[int, ...], ...]:
    """The numbers of notes that belong together, column by column; in each the most typical note comes first."""
    columns = dict.fromkeys(note.column for note in notes)
    themes: list[tuple[int, ...]] = []
    for column in columns:
        within = [note for note in notes if note.column == column]
        texts = [note.text for note in within]
        themes += [tuple(within[at].number for at in group) for group in grouped(texts, embed(texts))]
    return tuple(themes)
