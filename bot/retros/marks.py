"""Who did something in a retro: a person, somebody whose name wasn't kept, or a mark that only a secret can tell."""

from __future__ import annotations

import hashlib
import hmac

from bot.chat import NOBODY, Person

VOTER = "groundwork:voter:"


def is_veiled(person: Person) -> bool:
    """Whether this stands for somebody whose name wasn't kept."""
    return person.id == NOBODY.id or person.id.startswith(VOTER)


def known(person: Person) -> Person | None:
    """Who did something, None where that wasn't kept."""
    return None if is_veiled(person) else person


def mark_of(person: Person, key: str) -> str:
    """The mark of somebody in one retro: always the same, and without the key nobody can tell whose it is."""
    if person.id.startswith(VOTER):
        return person.id.removeprefix(VOTER)
    return hmac.new(key.encode(), person.id.encode(), hashlib.sha256).hexdigest()[:24]
