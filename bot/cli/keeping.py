"""`groundwork backup` and `groundwork restore`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.backup import make_backup, moves
from bot.backup import restore as put_back
from bot.config import Config


def backup(config: Config, folder: Path) -> None:
    """Copy the state, and say what is in the copy."""
    about = make_backup(config, folder, datetime.now(UTC))
    files = len(about.files)
    lines = [f"Kept in {folder}: {files} file{'s' if files != 1 else ''}.", *about.notes]
    lines.append("It holds what people said. Your config.yaml, prompts and documents are yours to keep.")
    sys.stdout.write("\n".join(lines) + "\n")


def restore(config: Config, folder: Path, *, replace: bool) -> None:
    """Put a backup back, and say from when it is and where the former state lies."""
    about, aside = put_back(config, folder, datetime.now(UTC), replace=replace)
    made = about.made_at.astimezone(config.zone)
    lines = [f"Restored: the state of {made:%d %B %Y, %H:%M} ({config.zone.key}), made by release {about.version}."]
    if moves(config, about):
        lines.append(
            "It is in PostgreSQL now. The SQLite files are as they were: keep them until you have seen it work."
        )
    if aside is not None:
        lines.append(f"What was there before lies in {aside}.")
    if not config.index_dir.exists() and not config.index.chroma:
        lines.append("The index is made anew with the first question, or by `groundwork index`.")
    sys.stdout.write("\n".join(lines) + "\n")
