"""Runs every benchmark and prints the machine and one table; `--write` keeps it in benchmarks/README.md."""

from __future__ import annotations

import argparse
import os
import platform
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from rich.progress import Progress

from bot import __version__

BENCHMARKS = ("turns", "acks", "lint", "coldstart", "knowledge", "searching", "finding")
README = Path(__file__).with_name("README.md")


def main() -> None:
    """Each module in `BENCHMARKS` gives rows of what was measured and the figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("only", nargs="*", choices=[*BENCHMARKS, []], help="run these only")
    parser.add_argument("--write", action="store_true", help="keep the table in benchmarks/README.md")
    asked = parser.parse_args()
    rows: list[tuple[str, str]] = []
    with Progress(transient=True) as progress:
        names = asked.only or BENCHMARKS
        for name in progress.track(names, description="Measuring"):
            rows += import_module(f"benchmarks.{name}").main()
    text = table(rows)
    print(text)
    if asked.write:
        README.write_text(
            f"# Benchmarks\n\nThe last table that `make bench` wrote. {_how()}\n\n{text}", encoding="utf-8"
        )


def table(rows: list[tuple[str, str]]) -> str:
    """The machine, the day and the rows, in Markdown."""
    lines = [
        f"Groundwork {__version__}, {datetime.now(UTC):%Y-%m-%d}, {_machine()}",
        "",
        "| what | figure |",
        "|---|---|",
        *(f"| {what} | {figure} |" for what, figure in rows),
    ]
    return "\n".join(lines) + "\n"


def _machine() -> str:
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return (
        f"{os.cpu_count()} cores of {platform.machine()}, {platform.system()}, Python {platform.python_version()}, "
        f"load {busy:.1f} when it ended"
    )


def _how() -> str:
    return (
        "A turn is a whole one: the message is queued, its journal read and written, an answer posted, and each of "
        "these recorded, so that a crash loses none. The queue is looked at ten times a second, so a turn alone waits "
        "50 ms on average before it begins. Figures of a busy machine are worse. "
        "Documents, search and digests have a page of their own: [retrieval](retrieval/README.md)."
    )


if __name__ == "__main__":
    main()
