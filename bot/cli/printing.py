"""Prints for programs what commands otherwise print for people."""

from __future__ import annotations

import json
import sys


def print_json(value: object) -> None:
    """Print it for people and programs; letters as they are where standard output can hold them."""
    unicode = "utf" in (sys.stdout.encoding or "").casefold()
    sys.stdout.write(json.dumps(value, ensure_ascii=not unicode, indent=2) + "\n")
