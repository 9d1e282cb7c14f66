"""`groundwork map`: a value stream from a file of answers, as a document or a drawing."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.errors import Trouble
from bot.health.answers import read_answers
from bot.health.drawing import as_json, mermaid, png, svg
from bot.health.mapping import map_markdown
from bot.health.stream import Stream

_TEXTS = {"md": map_markdown, "json": as_json, "svg": svg, "mermaid": mermaid}
FORMATS = (*_TEXTS, "png")


def draw(file: Path, form: str, out: Path | None) -> None:
    """Read the answers and print the map, or write it to `out`."""
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"{file} can’t be read as text.") from error
    name = "standard input" if str(file) == "-" else file.name
    write(rendered(read_answers(text, name), form), out)


def rendered(stream: Stream, form: str) -> str | bytes:
    """The map in one of `FORMATS`."""
    if form == "png":
        picture = png(stream)
        if picture is None:
            raise Trouble("This map holds letters that the picture’s font hasn’t. Use `--format svg`.")
        return picture
    if form not in _TEXTS:
        raise Trouble(f"A map can’t be written as “{form}”. Use {', '.join(FORMATS)}.")
    return _TEXTS[form](stream)


def write(made: str | bytes, out: Path | None) -> None:
    """To a file, or to standard output where it is text."""
    if out is not None:
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_bytes(made if isinstance(made, bytes) else made.encode())
        except OSError as error:
            raise Trouble(f"{out} can’t be written: {error.strerror}.") from error
        sys.stderr.write(f"Wrote {out}\n")
    elif isinstance(made, bytes):
        raise Trouble("A picture needs a file: add `--out map.png`.")
    else:
        sys.stdout.write(made if made.endswith("\n") else f"{made}\n")
