"""The log's files, those that were rotated and packed too: read line by line, and written anew without somebody."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, cast

PACKED = ".gz"


def files_of(log: Path) -> Sequence[Path]:
    """The log and what a rotation made of it."""
    return sorted(each for each in log.parent.glob(f"{log.name}*") if each.is_file())


def lines_of(file: Path) -> Iterator[str]:
    """Its lines as they would read, whatever escapes their JSON has."""
    with _opened(file, "r") as lines:
        for line in lines:
            value = _json_in(line)
            yield line.rstrip("\n") if value is None else json.dumps(value, ensure_ascii=False)


def clean(file: Path, change: Callable[[str], str]) -> None:
    """Write a file anew, line by line; in a line of JSON each of its texts counts for itself."""
    if not file.is_file():
        return
    with _opened(file, "r") as lines:
        before = list(lines)
    after = [_changed(line, change) for line in before]
    if after != before:
        aside = file.with_name(f"{file.name}.new{PACKED if file.suffix == PACKED else ''}")
        with _opened(aside, "w") as new:
            new.writelines(after)
        aside.chmod(file.stat().st_mode)
        aside.replace(file)


def _opened(file: Path, mode: str) -> IO[str]:
    if file.suffix == PACKED:
        packed = gzip.GzipFile(file, f"{mode}b")
        return io.TextIOWrapper(cast("Any", packed), encoding="utf-8", errors="replace", newline="\n")
    return file.open(mode, encoding="utf-8", errors="replace", newline="\n")


def _changed(line: str, change: Callable[[str], str]) -> str:
    words = line.rstrip("\n")
    end = line[len(words) :]
    value = _json_in(words)
    if value is None:
        return change(words) + end
    new = _mapped(value, change)
    return line if new == value else json.dumps(new) + end


def _json_in(line: str) -> Any:
    """The object that a line is in a log of JSON; None for any other line."""
    try:
        return json.loads(line) if line.startswith("{") else None
    except (ValueError, RecursionError):
        return None


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {name: _mapped(each, change) for name, each in value.items()}
    if isinstance(value, list):
        return [_mapped(each, change) for each in value]
    return change(value) if isinstance(value, str) else value
