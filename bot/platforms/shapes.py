"""Reads what platforms send by what is documented of it: anything of another shape counts as not there."""

from __future__ import annotations

from typing import Any

from bot.errors import Trouble


class Unreadable(Trouble):
    """What came lacks something without which nobody can tell what it is about."""


def needed(value: Any, *names: str) -> str:
    """The text that lies under these names; Unreadable where there is none."""
    found = inner(value, *names[:-1]).get(names[-1])
    if not isinstance(found, str) or not found:
        raise Unreadable("That came in a form that I can’t read, so nothing was changed. Please try it again.")
    return found


def inner(value: Any, *names: str) -> dict[str, Any]:
    """The object that lies under these names, one in the other; empty where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def objects(value: Any, name: str) -> list[dict[str, Any]]:
    """The objects in the list of this name."""
    found = value.get(name) if isinstance(value, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
