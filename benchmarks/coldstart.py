"""How long a command takes from Enter to its end."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 5


def main() -> list[tuple[str, str]]:
    """Rows for the help, and for one message on a folder that is new and on one that has been used."""
    with tempfile.TemporaryDirectory() as folder:
        say = [_seconds(folder, "say", "hello") for _ in range(RUNS + 1)]
        shown = [_seconds(folder, "--help") for _ in range(RUNS)]
    return [
        ("`groundwork --help`, median", f"{statistics.median(shown):.2f} s"),
        ("`groundwork say hello`, the very first", f"{say[0]:.2f} s"),
        ("`groundwork say hello`, median", f"{statistics.median(say[1:]):.2f} s"),
    ]


def _seconds(folder: str, *command: str) -> float:
    # As people have it: compiled once, then read.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    done = subprocess.run(  # noqa: S603 (our own command line)
        [sys.executable, "-m", "bot", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return time.perf_counter() - began
