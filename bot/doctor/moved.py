"""Notices a database that is empty although people have talked already: it was changed, and nothing was moved."""

from __future__ import annotations

from bot.config import Config
from bot.doctor import Line


def empty(config: Config, shown: str) -> Line:
    """What to say of an empty database; `shown` is its address."""
    former = config.home / "groundwork.db"
    if not former.exists():
        return Line(subject="Database", state="well", found=f"{shown} is empty; its tables are made when needed")
    return Line(
        subject="Database",
        state="note",
        found=f"{shown} is empty, and what was said so far is in {former}.",
        mend="To move it along, before anybody talks here: `groundwork backup` with the former state.url, then "
        "`groundwork restore` with this one.",
    )
