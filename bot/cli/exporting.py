"""`groundwork export`: an interview or its stories as a file."""

from __future__ import annotations

import sys
from pathlib import Path

from bot import app
from bot.config import Config
from bot.errors import Trouble

_FORMATS = {"interview": ("md", "json"), "stories": ("md", "json", "feature", "csv")}


async def export(config: Config, what: str, which: str, form: str, out: Path | None) -> None:
    """Write it to `out`, or to standard output."""
    formats = _FORMATS.get(what)
    if formats is None:
        raise Trouble(f"“{what}” can’t be exported. Ask for `interview` or `stories`.")
    if form not in formats:
        raise Trouble(f"{what.capitalize()} can’t be written as “{form}”. Use {', '.join(formats)}.")
    text = await app.export(config, what, which, form)
    if out is None:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        # newline="": a CSV brings its own line ends
        with out.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
        raise Trouble(f"{out} can’t be written: {error.strerror}.") from error
    sys.stderr.write(f"Wrote {out}\n")
