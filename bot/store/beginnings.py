"""Finds what begins alike by the index of its column, instead of reading all that there is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Text, and_, literal

from bot.store.tables import escaped

_LAST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


def begins(column: Any, prefix: str) -> ColumnElement[bool]:
    """Whether a text begins so: it lies between the prefix and the first text after all of those.

    The column must be sorted by code points, as SQLite does, and PostgreSQL with COLLATE "C". Not LIKE: SQLite's
    doesn't tell `a` from `A`.
    """
    begin = escaped(prefix)
    end = after_all(begin)
    starts: ColumnElement[bool] = column >= literal(begin, Text)
    return and_(starts, column < literal(end, Text)) if end else starts


def after_all(prefix: str) -> str:
    """The first text that comes after every text with this beginning; "" when there is none."""
    for length in range(len(prefix), 0, -1):
        point = ord(prefix[length - 1]) + 1
        if point in _SURROGATES:
            point = _SURROGATES.stop  # no database takes those
        if point <= _LAST:
            return prefix[: length - 1] + chr(point)
    return ""
