"""What somebody asks of their team from another conversation, such as their own chat: of which, and it hears of it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import NamedTuple

from bot.ceremonies.journal import KIND, replay
from bot.ceremonies.rules import next_held
from bot.ceremonies.settings import CeremonySettings, Near
from bot.ceremonies.team import is_in
from bot.chat import Address, Choice, Choices, Form, Markdown, Message, Part, Post
from bot.durable.ports import Ports
from bot.errors import Trouble
from bot.language.dates import say_time
from bot.language.markdown import escape, quoted
from bot.language.text import shorten
from bot.store.journal import Reads

Run = Callable[[Message, Ports, CeremonySettings], Awaitable[None]]
"""Answers a message about a team."""

_FEATURE = "ceremony"
_TEAMS = 50
_CARRIED = 900  # signs, so that a button of each platform holds them with all else
_ASKED = "?"
_LEFT = "ceremony:no"
_MARK = re.compile(rf":@({KIND}-\d+)$")


class Elsewhere(NamedTuple):
    """A team of somebody’s, the conversation that it meets in, and what it holds next."""

    id: str
    room: Address
    name: str
    next: str = ""


async def teams_of(message: Message, ports: Ports, settings: CeremonySettings) -> list[Elsewhere]:
    """The teams that somebody is in, or has set something of, as far as they are of the same workspace, by name.

    A name is no proof: only who belongs to the conversation that a team meets in can ask something of it elsewhere.
    """
    person, now = message.author, message.at
    found: list[Elsewhere] = []
    for head in await ports.store.heads(kind=KIND, limit=_TEAMS):
        journal = await ports.store.journal(head.id) if settings.near(head.address, message.address) else None
        state = replay(journal) if journal else None
        team = state.team if state else None
        if state is None or team is None:
            continue
        theirs = is_in(person, team) or any(made.by is not None and made.by.id == person.id for made in state.made)
        if theirs and await ports.includes(head.address):
            held = next_held(team, settings.days, now)
            told = f"{held.ceremony.name}, {say_time(held.occurrence.at, team.zone, now)}" if held else ""
            found.append(Elsewhere(head.id, head.address, team.name, told))
    return sorted(found, key=lambda each: (each.name.casefold(), each.id))


async def ask_elsewhere(message: Message, verb: str, ports: Ports, settings: CeremonySettings, run: Run) -> bool:
    """Go on with the only team that it can be about, or ask which; False where there is none.

    The button carries what was said. What is too long for one is given back whole: a command stands nowhere else.
    """
    teams = await teams_of(message, ports, settings)
    if len(teams) == 1:
        await at_team(teams[0], message, ports, settings, run)
    elif teams and len(message.text) > _CARRIED:
        text = (
            "You have several teams, and this is too long to ask for which it is. Please say it where the team meets. "
            "Nothing is kept of it yet; here it is, to copy:"
        )
        words = Markdown(text=escape(message.text))
        await ports.say(Post(parts=(Markdown(text=text), words), private_to=message.author.id))
    elif teams:
        names = [team.name for team in teams]
        options = tuple(
            Choice(
                id=f"{_FEATURE}:{verb}:{_ASKED}:{message.text}:@{team.id}",
                label=shorten(team.name if names.count(team.name) == 1 else f"{team.name} ({team.next})", 70),
            )
            for team in teams
        )
        text = f"For which team is {quoted(shorten(message.text, 100))}?"
        await ports.say(Post(text=text, parts=(Choices(options=options),), private_to=message.author.id))
    return bool(teams)


async def at_team(team: Elsewhere, message: Message, ports: Ports, settings: CeremonySettings, run: Run) -> None:
    """Answer as in the team’s conversation, to the one who asks alone; what they changed is told there, too."""
    before = await ports.store.journal(team.id)

    async def say(post: Post, address: Address | None = None) -> str:
        if address is None:
            post = marked(post, team.id).model_copy(update={"private_to": message.author.id})
        return await ports.say(post, address)

    await run(message, replace(ports, say=say), replace(settings, room=lambda _: team.room))
    after = await ports.store.journal(team.id)
    done = [
        str(entry.body["what"])
        for entry in (after.entries[len(before.entries) :] if before and after else ())
        if entry.body.get("what") and entry.by is not None and entry.by.id == message.author.id
    ]
    if done:
        text = f"{escape(message.author.name)}, from another conversation: {escape('; '.join(done))}."
        try:
            await ports.say(Post(text=f"{text} `/ceremony undo` takes it back."), team.room)
        except Trouble as trouble:
            told = f"It counts, but I couldn’t tell {escape(team.name)}: {trouble.sentence}"
            await ports.say(Post(text=told, private_to=message.author.id))


async def pick_at_team(team: Elsewhere, message: Message, ports: Ports, settings: CeremonySettings, run: Run) -> None:
    """A button or a form about a team, which may be older than the day on which somebody left its conversation."""
    if await ports.includes(team.room):
        await at_team(team, message, ports, settings, run)
        return
    text = f"You aren’t in the conversation where {escape(team.name)} meets, so nothing was changed there."
    await ports.say(Post(text=text, private_to=message.author.id))


def marked(post: Post, team: str) -> Post:
    """The post with the team in all that can be pressed or filled in."""
    return post.model_copy(update={"parts": tuple(_marked(part, team) for part in post.parts)})


def _marked(part: Part, team: str) -> Part:
    if isinstance(part, Choices):
        options = tuple(one.model_copy(update={"id": _with(one.id, team)}) for one in part.options)
        return part.model_copy(update={"options": options})
    return part.model_copy(update={"id": _with(part.id, team)}) if isinstance(part, Form) else part


def _with(picked: str, team: str) -> str:
    return picked if picked == _LEFT or not picked.startswith(f"{_FEATURE}:") else f"{picked}:@{team}"


async def meant_by(message: Message, store: Reads, near: Near) -> tuple[Message, Elsewhere | None]:
    """What was pressed or filled in, as it is in the team’s own conversation, and the team; None where that is here."""
    picked = message.choice or message.form_id or ""
    found = _MARK.search(picked)
    journal = await store.journal(found[1]) if found else None
    if found is None or journal is None or not near(journal.address, message.address):
        return message, None
    team = Elsewhere(journal.id, journal.address, journal.title)
    said = picked[: found.start()].split(":", 3)
    if said[2:3] == [_ASKED]:
        return message.model_copy(update={"choice": None, "command": _FEATURE, "text": said[3]}), team
    return message.model_copy(update={"choice" if message.choice else "form_id": ":".join(said)}), team
