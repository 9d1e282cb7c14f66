"""Who an action is for, by the name that somebody wrote."""

from __future__ import annotations

from bot.chat import Message, Person
from bot.durable.ports import Ports
from bot.language.text import one_line
from bot.retros.actionable import named_in
from bot.retros.settings import RetroSettings

_NO_ONE = frozenset(
    "nobody noone someone somebody anyone anybody everyone everybody all team here channel tbd us we they".split()
)
"""What people write where they have no name; nobody would ever say yes."""


async def named_owner(text: str, message: Message, ports: Ports, settings: RetroSettings) -> Person | None:
    """Who the wording says will do it, where they are known here: a machine may be called by a name, too."""
    named = await person_meant(named_in(text), message, ports, settings)
    return named if named is not None and named.id else None


async def person_meant(name: str, message: Message, ports: Ports, settings: RetroSettings) -> Person | None:
    """Who is meant by a name: whoever speaks, somebody who is known here, or just the name."""
    wanted = one_line(name).lstrip("@")
    if not wanted or wanted.casefold() in _NO_ONE:
        return None
    if wanted.casefold() in {"me", "i", "myself"} or wanted.casefold() == message.author.name.casefold():
        return message.author

    async def look() -> object:
        return [person.model_dump(mode="json") for person in await settings.people(message.address)]

    people = [Person.model_validate(person) for person in await ports.look("retro.people", look)]
    full = [person for person in people if person.name.casefold() == wanted.casefold()]
    first = [person for person in people if person.name.casefold().partition(" ")[0] == wanted.casefold()]
    found = full or first
    return found[0] if len(found) == 1 else Person(id="", name=wanted)
