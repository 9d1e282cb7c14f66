"""Who is meant by a name that people use, of those who are there."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Person


def one_called(name: str, people: Sequence[Person]) -> Person | None:
    """By their id or full name, else by the first name; None where nobody is, or more than one."""
    wanted = " ".join(name.split()).removeprefix("@").casefold()
    full = [each for each in people if wanted in {each.id.casefold(), each.name.casefold()}]
    first = [each for each in people if each.name.casefold().partition(" ")[0] == wanted]
    found = full or first
    return found[0] if wanted and len(found) == 1 else None
