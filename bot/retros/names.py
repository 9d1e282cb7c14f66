"""What the buttons, forms and commands of a retro are called."""

from __future__ import annotations

KIND = "retro"
NOTE = "retro-note"
"""The command behind “Add to the retro”."""

PUBLIC = f"{KIND}:public"
"""The choice that stands in place of a note that everybody could see being written."""

UNSORTED = "Not sorted"
"""Where a note stands that names no column."""


def form_id(deed: str, about: str) -> str:
    """`retro:note:retro-7`: the button that opens the form has the same id."""
    return f"{KIND}:{deed}:{about}"
