"""One turn about a person's own data: what goes and what stays is said first, then it counts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.chat import Address, Choice, Choices, Message, Person, Post
from bot.durable.ports import Ports

NAME = "privacy"
WORD = "forget-me"
ERASE = "erase"
ERASER = Person(id="groundwork:privacy", name="Groundwork")
"""Who speaks when somebody is to be forgotten: nobody can type that."""

NOWHERE: Address = "groundwork:privacy"
"""Where a turn runs that has nobody to answer."""

_NOT_SWEPT = {
    "busy": " The database files could not be written anew, because something reads them; I try again every night.",
    "refused": " The database doesn’t let me write its tables anew, so its files may still hold what was deleted: "
    "their owner can, with `VACUUM FULL`.",
    "samples": " The database keeps samples of its tables, which may still hold a few of the words: only a superuser "
    "can take these away.",
}
_KEY = "erase:"
_FORGET, _KEEP = f"{NAME}:forget", f"{NAME}:keep"
_ASKED = re.compile(r"(?:/?groundwork\s+)?/?forget[- ]me[.!]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacySettings:
    """What forgetting somebody takes.

    `kept` counts the statements of a person; `begin` keeps their wish under a token and hands in the turn that does it;
    `erase` does it, and gives figures.
    """

    kept: Callable[[Person], Awaitable[int]]
    begin: Callable[[Person, str], Awaitable[None]]
    erase: Callable[[str], Awaitable[Mapping[str, Any]]]


def erase_message(token: str, at: datetime, address: Address = NOWHERE) -> Message:
    """The turn that forgets somebody. Who it is stands in their wish: this message is kept longer than that.

    Handed in twice it does no harm: the second finds no wish.
    """
    return Message(
        key=f"{_KEY}{token}:{at:%Y%m%dT%H%M%S.%f}", address=address, author=ERASER, at=at, command=ERASE, text=token
    )


async def claim(message: Message, ports: Ports, settings: PrivacySettings) -> bool:
    """`forget-me` in plain words, whatever is being talked about."""
    typed = f"{message.command} {message.text}" if message.command else message.text
    if message.choice or message.form_id or message.files or not _ASKED.fullmatch(typed.strip()):
        return False
    await forget_command(message, ports, settings)
    return True


async def forget_command(message: Message, ports: Ports, settings: PrivacySettings) -> None:
    """`/forget-me` says exactly what goes and what stays, and asks."""
    count = int(await ports.look("kept", lambda: settings.kept(message.author)))
    said = "of which nothing is kept" if not count else f"{count} {'entry' if count == 1 else 'entries'}"
    text = (
        "**Shall I forget you?** It can’t be undone.\n\n"
        f"What goes, everywhere I keep it: what you said ({said}) and the lines that rest on it in briefs, stories and "
        "the index; your name and id; your votes; the record of our talks. Where others repeated you word for word, "
        "six words in a row or a whole sentence, that goes too.\n\n"
        "What stays: what others said in their own words; a note that something was erased, without your name; what "
        "you set for set times, without your name. I can’t reach the messages in this chat itself, files that somebody "
        "saved, documents of your team, items in its tracker, or back-ups."
    )
    options = (
        Choice(id=_FORGET, label="Forget me", style="danger"),
        Choice(id=_KEEP, label="Keep everything", style="primary"),
    )
    await ports.say(Post(text=text, parts=(Choices(options=options),), private_to=message.author.id))


async def pick(message: Message, ports: Ports, settings: PrivacySettings) -> None:
    """The answer to whether somebody shall be forgotten; it is about whoever presses."""
    if message.choice != _FORGET:
        await ports.say(Post(text="Nothing was changed.", private_to=message.author.id))
        return
    token = hashlib.sha256(message.key.encode()).hexdigest()[:16]

    async def begin() -> None:
        await settings.begin(message.author, token)

    await ports.look("begin to forget", begin)
    text = (
        "I begin now, as soon as what is under way for you is done. Afterwards I don’t know you any more, so this is "
        "the last you hear of it. If you write to me again, we meet for the first time."
    )
    await ports.say(Post(text=text, private_to=message.author.id))


async def erase_command(message: Message, ports: Ports, settings: PrivacySettings) -> None:
    """The turn that forgets somebody. Nobody can type it: its key is made here."""
    if not message.key.startswith(_KEY) or message.author != ERASER:
        text = (
            f"`/{WORD}` erases what you said. For anybody else, whoever runs me types `groundwork erase --person ID`."
        )
        await ports.say(Post(text=text, private_to=message.author.id))
        return
    done = await ports.look("erase", lambda: settings.erase(message.text))
    if message.address != NOWHERE:
        await ports.say(Post(text=told(done)))


def told(done: Mapping[str, Any]) -> str:
    """What was erased, in figures."""
    if not done.get("known"):
        return "I know nobody by this id, so there was nothing to erase."
    counts = (
        (done.get("statements", 0), "entry"),
        (done.get("journals", 0), "conversation record"),
        (done.get("facts", 0), "platform fact"),
        (done.get("documents", 0), "indexed document"),
        (done.get("votes", 0), "vote"),
        (done.get("turns", 0), "recorded turn"),
    )
    listed = ", ".join(_counted(count, name) for count, name in counts if count)
    rest = _NOT_SWEPT.get(str(done.get("swept")), "")
    return f"Erased: {listed or 'nothing but the name'}. In their place stands {done['stand_in']}.{rest}"


def _counted(count: int, name: str) -> str:
    if count == 1:
        return f"1 {name}"
    return f"{count} {name.removesuffix('y')}ies" if name.endswith("y") else f"{count} {name}s"
