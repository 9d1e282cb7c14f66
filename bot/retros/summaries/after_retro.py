"""What follows a retrospective that the team holds at its set time: a summary of it, or its board, if that is open."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.chat import Address, Person, Post
from bot.durable.ports import Ports
from bot.language.markdown import escape
from bot.retros.held import retro_of
from bot.retros.names import KIND as RETRO
from bot.retros.summaries.drafts import show_draft
from bot.retros.summaries.summarising import Wanted, make, show
from bot.retros.summaries.summed import KIND
from bot.retros.summaries.times import AFTER, TimedSettings, active_at

_SAME_WEEK = timedelta(days=4)  # a retrospective may be moved by some days and is still the one of its week
_RECENT = timedelta(days=1)


async def sum_up(  # noqa: PLR0913, PLR0917 (which retrospective, of whom, for whom)
    ports: Ports, room: Address, name: str, began: datetime, now: datetime, by: Person, settings: TimedSettings
) -> bool:
    """Say what there is to say now that it is over; False when that is nothing, so that people are asked.

    Who wants a draft first has said so with `/retro-summary after the retro with draft`; nobody else need say anything.
    """
    if await _say_of_board(ports, room, name):
        return True
    for_whom = next((each for each in await active_at(room, ports, settings) if each.what.get(AFTER)), None)
    if for_whom is not None and await _too_soon(ports, room, int(for_whom.what[AFTER]), now):
        return await _was_closed(ports, room, began)
    wanted = Wanted(address=room, at=now, by=for_whom.by if for_whom else by)
    made = await make(wanted, ports, settings.summary)
    if isinstance(made, Post):
        return await _was_closed(ports, room, began)
    held, carried = made
    if for_whom is not None and for_whom.what.get("draft"):
        await show_draft(held, carried, room, for_whom.by, ports, settings.summary)
    else:
        await show(held, carried, wanted, ports, settings.summary)
    return True


async def _say_of_board(ports: Ports, room: Address, name: str) -> bool:
    """A board with notes on it is not done with because an hour has passed."""
    journal = await ports.store.current(room, RETRO)
    retro = retro_of(journal) if journal else None
    if retro is None or retro.format is None or not retro.live:
        return False
    count = len(retro.live)
    text = (
        f"The time for **{escape(name)}** is over, and retro {retro.number} is still open, with "
        f"{count} note{'s' * (count != 1)}. `/retro next` goes on with it; `/retro close` ends it, and all of it comes "
        "as a file."
    )
    await ports.say(Post(text=text), room)
    return True


async def _was_closed(ports: Ports, room: Address, began: datetime) -> bool:
    """Whether a board was closed for it: what came out of it was told then."""
    journal = await ports.store.latest(address=room, kind=RETRO, statuses=("finished",))
    return journal is not None and journal.entries[-1].at >= began - _RECENT


async def _too_soon(ports: Ports, room: Address, weeks: int, now: datetime) -> bool:
    """Whether the last summary is from a later week than the one before this one."""
    last = await ports.store.latest(address=room, kind=KIND, statuses=("finished",))
    return last is not None and now - last.started_at < timedelta(weeks=weeks) - _SAME_WEEK
