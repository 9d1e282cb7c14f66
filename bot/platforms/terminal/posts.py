"""Keeps what was said in each terminal conversation, so that it has a history and nothing is shown twice."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import datetime

from bot.chat import Address, Message, Person, Post, Value
from bot.errors import Trouble
from bot.history import Past
from bot.platforms.port import KeyValue, Now, now
from bot.platforms.terminal.clean import clean_line
from bot.platforms.terminal.typed import person

PLATFORM = "terminal"
_LONGEST_NAME = 100


class Shown(Value):
    """A post of a conversation: `number` counts from 1 within it, `id` is what `say` gave for it.

    `before` is the key of the post before this one, None for the first.
    """

    number: int
    id: str
    key: str
    before: str | None
    at: datetime
    post: Post


class _Newest(Value):
    number: int
    key: str


def address_of(conversation: str) -> Address:
    """`local` → `terminal:local`; Trouble for a name that can't be one."""
    name = clean_line(conversation)
    if not name or len(name) > _LONGEST_NAME:
        raise Trouble(f"A conversation's name has 1 to {_LONGEST_NAME} letters. Choose another with `--in NAME`.")
    return f"{PLATFORM}:{name}"


def conversation_of(address: Address) -> str:
    """`terminal:local` → `local`."""
    platform, _, name = address.partition(":")
    if platform != PLATFORM or not name:
        raise ValueError(f"{address!r} is not an address of the terminal")
    return name


class Terminal:
    """Puts posts where `groundwork chat` and `groundwork say` find them.

    A post is kept under its key, and only then is it noted as the conversation's newest: a crash after either, and the
    same key again, leave exactly one post. Each names the one before it, so that reading back costs what it shows.
    Posts of one conversation come one at a time, since its turns do; the lock holds that for other callers too.
    """

    name = PLATFORM
    never = (
        "In a terminal I can’t read back what a team said. Send its notes or an export along: "
        "`groundwork say /retro-summary --file notes.md`, or `groundwork retro summarise notes.md`."
    )

    def __init__(self, kept: KeyValue, *, now: Now = now) -> None:
        self._kept = kept
        self._now = now
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def say(self, address: Address, post: Post, *, key: str) -> str:
        """Keep the post; returns its id, the same one for the same `key`."""
        name = conversation_of(address)
        async with self._locks[name]:
            newest = await self._newest(name)
            shown = await self._post(name, key)
            if shown is None:
                number = newest.number + 1 if newest else 1
                before = newest.key if newest else None
                shown = Shown(number=number, id=str(number), key=key, before=before, at=self._now(), post=post)
                await self._kept.put(f"terminal/post/{name}/{key}", shown.model_dump(mode="json"))
            if newest is None or shown.number > newest.number:
                await self._kept.put(f"terminal/newest/{name}", {"number": shown.number, "key": key})
        return shown.id

    async def find(self, message: Message, name: str) -> Address:
        """Any conversation by its name; people have none of their own here, so `me` is where they are."""
        if name.casefold() in {"here", "me", "@me"}:
            return message.address
        return address_of(name.removeprefix("#"))

    async def private(self, address: Address) -> bool:
        """One person talks here, whatever the conversation is called."""
        del address
        return False

    async def includes(self, address: Address, person: Person) -> bool:
        """Whoever sits here may speak in all of them."""
        del address, person
        return True

    async def called(self, address: Address, name: str) -> Person | None:
        """Whoever sits here is called what they say, so there is somebody of every name."""
        del address
        try:
            return person(name)
        except Trouble:  # without a letter it is nobody’s
            return None

    async def history(self, address: Address, after: int = 0, *, reader: str | None = None) -> list[Shown]:
        """The posts numbered above `after`, oldest first, without those private to someone other than `reader`."""
        name = conversation_of(address)
        newest = await self._newest(name)
        found: list[Shown] = []
        key = newest.key if newest and newest.number > after else None
        while key is not None:
            shown = await self._post(name, key)
            if shown is None or shown.number <= after:
                break
            found.append(shown)
            key = shown.before
        return [shown for shown in reversed(found) if reader is None or shown.post.private_to in {None, reader}]

    async def past(self, address: Address, since: datetime, until: datetime) -> Past:
        """Nothing: people in a terminal talk with the bot and not with each other."""
        del address, since, until
        return Past(why=self.never)

    async def last(self, address: Address) -> int:
        """The number of the newest post, 0 when there is none."""
        newest = await self._newest(conversation_of(address))
        return newest.number if newest else 0

    async def offered(self, address: Address, *, reader: str | None = None, within: int = 20) -> Post | None:
        """The newest of the last `within` posts that offers choices."""
        recent = await self.history(address, max(0, await self.last(address) - within), reader=reader)
        return next((shown.post for shown in reversed(recent) if shown.post.choices), None)

    async def _newest(self, name: str) -> _Newest | None:
        kept = await self._kept.get(f"terminal/newest/{name}")
        return None if kept is None else _Newest.model_validate(kept)

    async def _post(self, name: str, key: str) -> Shown | None:
        kept = await self._kept.get(f"terminal/post/{name}/{key}")
        return None if kept is None else Shown.model_validate(kept)
