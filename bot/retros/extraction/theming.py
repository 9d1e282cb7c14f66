"""Proposes which notes are about one thing, column by column, for the team to put in order."""

from __future__ import annotations

from collections.abc import Sequence

from bot.retros.extraction.grouping import grouped
from bot.retros.extraction.likeness import Noted, Vectors
from bot.retros.rules import Note


def propose(notes: Sequence[Note], vectors: Vectors | None) -> tuple[tuple[int, ...], ...]:
    """The numbers of notes that belong together, column by column; in each the most typical note comes first.

    Without `vectors` the words have to do.
    """
    around = {str(note.number): note.text for note in notes}
    columns = dict.fromkeys(note.column for note in notes)
    themes: list[tuple[int, ...]] = []
    for column in columns:
        within = [note for note in notes if note.column == column]
        groups = grouped([Noted(note.text) for note in within], vectors, around)
        themes += [tuple(within[at].number for at in group) for group in groups]
    return tuple(themes)
