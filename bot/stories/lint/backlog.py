"""Reads the files that backlogs are kept in, a story a line, a list, a table or records, as plain story texts."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from bot.json_text import NotJson, load

_COLUMNS = ("story", "user story", "userstory", "user_story", "stories", "user stories", "text")
_KEYS = ("story", "text", "user_story", "user story")
_KNOWN = (".txt", ".md", ".markdown", ".csv", ".jsonl")
_HEADING = re.compile(r"^#{1,6}\s+")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?")
_RULE = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")
_STORY = re.compile(
    r"""^[^\w]*(?:[A-Z]+[-_\ ]?\d+\W+)?(?:as\s+an?\b|as\s+(?:the|one)\b|in\s+order\s+to\b|as\s+\w+[\ ,])
    |\bI\s+(?:want|need|can|would\s+like)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_FENCE = re.compile(r"^\s*(?:```|~~~)")


class BacklogError(ValueError):
    """A file that can't be read as a backlog; its text is a sentence that names file, line and what to do."""


def read_backlog(path: Path) -> list[str]:
    """The story texts of a .txt, .md, .csv or .jsonl file, in order.

    Read as UTF-8 (with or without byte order mark), else as Windows-1252. Raises BacklogError.
    """
    path = Path(path)
    kind = path.suffix.lower()
    if kind not in _KNOWN:
        kinds = ", ".join(known for known in _KNOWN if known != ".markdown")
        raise BacklogError(f"{path}: I read backlogs as {kinds}; save the stories as one of these.")
    text = _read(path)
    if kind == ".csv":
        return _from_csv(path, text)
    if kind == ".jsonl":
        return _from_jsonl(path, text)
    if kind == ".txt":
        return [line.strip() for line in text.splitlines() if line.strip()]
    return _from_markdown(text)


def _read(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise BacklogError(f"{path}: there is no such file; check the name and the folder.") from None
    except IsADirectoryError:
        raise BacklogError(f"{path}: this is a folder; name the files in it.") from None
    except OSError as error:
        raise BacklogError(f"{path}: the file can't be opened ({error.strerror}); check who may read it.") from error
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError:
            raise BacklogError(f"{path}: this is no text file; save the stories as UTF-8 text.") from None
    if b"\x00" in raw:
        raise BacklogError(f"{path}: this is no text file; save the stories as UTF-8 text.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Windows-1252 leaves five bytes undefined; those few characters are not worth refusing a file for.
        return raw.decode("cp1252", errors="replace")


def _from_csv(path: Path, text: str) -> list[str]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [cell.strip().lower() for cell in next(rows, [])]
        column = next((header.index(name) for name in _COLUMNS if name in header), None)
        if column is None:
            names = ", ".join(f"“{name}”" for name in header if name) or "none"
            raise BacklogError(
                f"{path}, line 1: no column is named “story” (found: {names}); rename the one with the stories."
            )
        return [row[column].strip() for row in rows if len(row) > column and row[column].strip()]
    except csv.Error as error:
        raise BacklogError(
            f"{path}, line {rows.line_num}: this is no CSV ({error}); check the quotes there."
        ) from error


def _from_jsonl(path: Path, text: str) -> list[str]:
    stories: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = load(line)
        except NotJson as error:
            raise BacklogError(
                f"{path}, line {number}: this is no JSON ({error.problem}); write one object a line."
            ) from error
        story = record if isinstance(record, str) else _story_of(record)
        if story is None:
            raise BacklogError(f'{path}, line {number}: no “story” in this record; write {{"story": "As a …"}}.')
        if story.strip():
            stories.append(story.strip())
    return stories


def _story_of(record: object) -> str | None:
    if not isinstance(record, dict):
        return None
    lowered = {str(key).lower(): value for key, value in record.items()}
    return next((value for key in _KEYS if isinstance(value := lowered.get(key), str)), None)


def _from_markdown(text: str) -> list[str]:
    """List items, headings, table rows and paragraphs that read as stories; everything else is prose around them."""
    stories: list[str] = []
    paragraph: list[str] = []
    columns: list[str] = []
    fenced = False

    def close() -> None:
        whole = " ".join(paragraph).strip()
        paragraph.clear()
        if _STORY.search(whole):
            stories.append(whole)

    for line in text.splitlines():
        if _FENCE.match(line):
            close()
            fenced = not fenced
        elif fenced:
            continue
        elif line.lstrip().startswith("|"):
            close()
            columns = _table_row(line, columns, stories)
        elif not line.strip():
            close()
            columns = []
        elif _HEADING.match(line):
            close()
            paragraph.append(_HEADING.sub("", line).strip().rstrip("#").strip())
            close()
        elif _ITEM.match(line):
            close()
            paragraph.append(_ITEM.sub("", line).strip())
        else:
            paragraph.append(line.strip().lstrip("> "))
    close()
    return stories


def _table_row(line: str, columns: list[str], stories: list[str]) -> list[str]:
    """Takes the story from a table row: the column named story, else the first cell that reads as one."""
    if _RULE.match(line):
        return columns
    cells = [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
    if not columns:
        header = [cell.lower() for cell in cells]
        if not any(_STORY.search(cell) for cell in cells):
            return header
    named = next((index for index, name in enumerate(columns) if name in _COLUMNS and index < len(cells)), None)
    if named is not None and cells[named]:
        stories.append(cells[named])
    elif named is None:
        stories.extend([cell for cell in cells if _STORY.search(cell)][:1])
    return columns or [""]
