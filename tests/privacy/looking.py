"""Reads every text in the databases of a state folder."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every text of every table, with where it stands."""
    for file in folder.rglob("*.db"):
        with closing(sqlite3.connect(file)) as connection:
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 (a table's own name)
                    for value in row:
                        if isinstance(value, str):
                            yield f"{file.name}:{table}", value


def mentioning(folder: Path, *words: str) -> list[tuple[str, str]]:
    """Where one of these stands as a word."""
    wanted = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
    return [(where, text[:300]) for where, text in texts(folder) if wanted.search(text)]
