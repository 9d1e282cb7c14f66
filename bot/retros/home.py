"""Somebody's own actions, for their home page."""

from __future__ import annotations

from bot.chat import Heading, Markdown, Part, Person
from bot.retros.acting import own_choices
from bot.retros.agreed import actions_of
from bot.retros.board import action_line
from bot.store.journal import Reads

_SHOWN = 8
_LOOKED_AT = 200


async def home(person: Person, store: Reads) -> tuple[Part, ...]:
    """What they have said yes to, or are asked to; nothing where there is nothing."""
    mine = [one for one in await actions_of(store, limit=_LOOKED_AT) if one.owner and one.owner.id == person.id]
    if not mine:
        return ()
    mine.sort(key=lambda action: (action.due is None, action.due))
    parts: list[Part] = [Heading(text="My actions", level=2)]
    for action in mine[:_SHOWN]:
        parts += [Markdown(text=action_line(action)), own_choices(action)]
    if len(mine) > _SHOWN:
        parts.append(Markdown(text=f"… and {len(mine) - _SHOWN} more: `/retro actions`."))
    return tuple(parts)
