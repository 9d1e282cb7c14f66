"""Who sees a draft of a summary first: the team’s scrum master, where it has one, else whoever set the time."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Address, Person, Post
from bot.durable.ports import Ports
from bot.errors import Trouble
from bot.language.markdown import escape
from bot.retros.actions import Action
from bot.retros.summaries.summarising import SummarySettings, draft_post
from bot.retros.summaries.summed import Held

_BY = "You see a draft first, and send it"
_WHOEVER = "Whoever says yes sees a draft first, and sends it"
_LEFT = (
    "A retro summary is due. Its draft was for {}, who is no longer in this conversation, so nobody has seen it. "
    "`/retro-summary` makes one now, `/retro-summary list` shows what is set."
)


async def reader_of(room: Address, by: Person, ports: Ports, settings: SummarySettings) -> Person:
    """Who that is today: somebody else may be scrum master by the time that a summary is due."""
    found = await ports.called(room, settings.scrum_master) if settings.scrum_master else None
    return found or by


async def how_text(  # noqa: PLR0913 (what is set for whom, and whether it counts yet)
    draft: bool, room: Address, by: Person, ports: Ports, settings: SummarySettings, *, asked: bool = False
) -> str:
    """Who will see it first, read back when a time is set; `asked`: somebody has yet to say yes to it."""
    master = settings.scrum_master
    if not draft:
        return f"It is sent here at once; with `draft` {f'{escape(master)} sees' if master else 'you see'} it first."
    own = _WHOEVER if asked else _BY
    if not master:
        return f"{own}."
    found = await ports.called(room, master)
    if found is None:
        return f"{own}: I can’t tell who {escape(master)}, the scrum master, is here."
    if found.id == by.id and not asked:
        return f"{own}."
    return f"{escape(found.name)}, the scrum master, sees a draft first, and sends it."


async def show_draft(  # noqa: PLR0913, PLR0917 (what is shown, of what, to whom)
    held: Held, carried: Sequence[Action], room: Address, by: Person, ports: Ports, settings: SummarySettings
) -> None:
    """Show it to them alone; where they can’t be written to, to whoever set the time and is still there."""
    reader, note = await reader_of(room, by, ports, settings), ""
    if reader.id != by.id:
        try:
            await ports.say(draft_post(held, settings, to=reader, carried=carried))
        except Trouble:
            note = f"I can’t write to {escape(reader.name)}, the scrum master, so it comes to you. "
        else:
            return
    if settings.team_of(room) is not None and not await ports.includes(room, by):
        await ports.say(Post(text=_LEFT.format(escape(by.name))), room)
        return
    post = draft_post(held, settings, to=by, carried=carried)
    await ports.say(post.model_copy(update={"text": f"{note}{post.text}"}))
