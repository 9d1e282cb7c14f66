"""Reads what people hand in: notes as they are, and exports of a chat by whoever knows their form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import PurePath

from bot.errors import Trouble
from bot.history import Past
from bot.retros.extraction.log import Log, log_of
from bot.retros.extraction.notes import read_notes

ReadExport = Callable[[Mapping[str, str]], Past | None]
"""What was said, out of the texts of an export's files by name; None when these are none."""

NOTES = frozenset(
    {".md", ".markdown", ".txt", ".text", ".rst", ".adoc", ".org", ".log", ".vtt", ".srt", ".csv", ".tsv", ""}
)


def read_logs(
    files: Mapping[str, str], zone: str, read_export: ReadExport, today: date | None = None, country: str = ""
) -> list[Log]:
    """A log for the export among these files, and one for each of the notes; Trouble when there is neither."""
    logs: list[Log] = []
    exported = {name: text for name, text in files.items() if name.lower().endswith(".json")}
    past = read_export(exported) if exported else None
    if past is not None:
        logs.append(log_of(past, _name(exported), zone))
    for name, text in files.items():
        if name not in exported and is_notes(name) and text.strip():
            logs.append(read_notes(PurePath(name).name, text, zone, today, country))
    if not logs:
        names = ", ".join(PurePath(name).name for name in list(files)[:3]) or "nothing"
        if files and not any(text.strip() for text in files.values()):
            raise Trouble(f"There is nothing in {names}, no word.")
        raise Trouble(
            f"There is no retrospective to read in {names}. I read notes, a copied chat or a call’s subtitles "
            "as text or Markdown, and a chat’s export as JSON with its `users.json`."
        )
    return logs


def apart(files: Mapping[str, str]) -> list[dict[str, str]]:
    """The files of each retrospective: an export’s belong together, notes are one each, and so is what is neither."""
    found: dict[str, dict[str, str]] = {}
    for name, text in files.items():
        which = ".json" if name.lower().endswith(".json") else name
        found.setdefault(which, {})[name] = text
    return list(found.values())


def is_notes(name: str) -> bool:
    """Whether a file is read as text that somebody wrote."""
    return PurePath(name).suffix.lower() in NOTES


def _name(files: Mapping[str, str]) -> str:
    """The channel of an export: the folder of its days, or the file's own name."""
    for name in files:
        path = PurePath(name)
        if re.fullmatch(r"\d{4}-\d\d-\d\d", path.stem):
            return path.parent.name or path.stem
        if path.name not in {
            "users.json",
            "channels.json",
            "integration_logs.json",
            "canvases.json",
            "groups.json",
            "dms.json",
            "mpims.json",
        }:
            return path.stem
    return "export"
