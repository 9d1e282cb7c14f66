"""A day in numbers can be two days, so an action has none until somebody says which one it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chat import Choice, Choices, Message, Post
from bot.durable.ports import Ports
from bot.language.dates import say_day
from bot.language.markdown import quoted
from bot.language.numeric import say_plainly
from bot.retros import actions as a
from bot.retros.forms import read_day
from bot.retros.names import form_id
from bot.retros.turning import tell
from bot.retros.typed import Task, over

if TYPE_CHECKING:
    from bot.retros.acting import Deed


async def ask_day(name: str, task: Task, message: Message, ports: Ports) -> None:
    """Which of both days it is, the likelier one first; nothing where it is clear."""
    days = [day for day in map(read_day, task.either) if day is not None]
    if not days:
        if task.said:
            text = f"There is no {quoted(task.said)}. By when, then? `/retro reword {name} by Friday`"
            await tell(message, ports, text)
        return
    labels = (f"Yes, {say_plainly(days[0])}", *(f"No, {say_plainly(day)}" for day in days[1:]))
    options = tuple(
        Choice(id=f"{form_id('date', name)}:{day.isoformat()}", label=label, style="default" if at else "primary")
        for at, (day, label) in enumerate(zip(days, labels, strict=True))
    )
    text = f"Does {quoted(task.said)} mean {say_plainly(days[0])}? {name} gets its day once you say so."
    await ports.say(Post(text=text, parts=(Choices(options=options),), private_to=message.author.id))


async def take_day(deed: Deed, told: str) -> None:
    """The day that was meant."""
    day, action = read_day(told), deed.action
    if day is None or not action.active:
        await tell(deed.message, deed.ports, f"{action.id} is {action.status}, so its day stays as it is.")
    elif day < (await deed.now()).date():
        await tell(deed.message, deed.ports, f"{over(day)} By when, then? `/retro reword {action.id} by Friday`")
    else:
        await deed.write(a.Dated(due=day))
        await tell(deed.message, deed.ports, f"{action.id} is due on {say_day(day)}.")
