"""Teams for the rest of the bot: posts to it, and is served by it. The Bot Framework is loaded when first needed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from bot.access import Standing
from bot.chat import Address, File, Menu, Message, Person, Post
from bot.errors import Trouble
from bot.history import Past
from bot.platforms.port import Bot, KeyValue, Now, now
from bot.platforms.teams.settings import README, TeamsSettings

if TYPE_CHECKING:  # seconds to import, and most commands never post to Teams
    from bot.platforms.teams.outside import Outside
    from bot.platforms.web import Route

NAME = "teams"


class Teams:
    """Says posts in Teams, and takes in what is said there while it is served."""

    name = NAME
    never = (
        "Teams doesn’t let me read back what was said before I was asked: that takes Microsoft Graph and an "
        "administrator’s consent, which I don’t ask for. Other ways: hold the retro with me (`retro start`), or "
        "send me its notes as a file in our own chat, with the words `retro-summary`."
    )

    def __init__(self, kept: KeyValue, settings: TeamsSettings, now: Now = now) -> None:
        self._kept = kept
        self._now = now
        self._settings = settings
        self._outside: Outside | None = None

    @property
    def wanted(self) -> bool:
        """Whether anybody has begun to set it up."""
        return self._settings.wanted

    async def say(self, address: Address, post: Post, *, key: str) -> str:
        """Post it; the same key again gives the first post's id."""
        from bot.platforms.teams.addresses import place_of

        place_of(address)  # an address of another platform is refused before anything is set up for it
        return await self._reached().poster.say(address, post, key=key)

    async def past(self, address: Address, since: datetime, until: datetime) -> Past:
        """Nothing: Teams lets a bot read earlier messages through Graph only, with a consent it doesn't ask for."""
        del address, since, until
        return Past(why=self.never)

    async def complete(self, message: Message) -> Message:
        """The message with the texts of its files; one that can't be read is told, and the rest counts."""
        from bot.platforms.teams.addresses import place_of
        from bot.platforms.teams.files import Unreadable, read_file

        files: list[File] = []
        problems: list[Trouble] = []
        for file in message.files:
            try:
                files.append(await read_file(file, place_of(message.address)))
            except Unreadable as trouble:
                problems.append(trouble)
        if problems and not message.text.strip() and not message.command and not files:
            raise problems[0]
        for number, problem in enumerate(problems):
            note = Post(text=problem.sentence, private_to=message.author.id)
            await self.say(message.address, note, key=f"{message.key}:file:{number}")
        return message.model_copy(update={"files": tuple(files), "partial": False})

    async def find(self, message: Message, name: str) -> Address:
        """Where a conversation is that somebody names."""
        from bot.platforms.teams.finding import Finder

        outside = self._reached()
        return await Finder(outside.api, outside.conversations, outside.poster).find(message, name)

    async def includes(self, address: Address, person: Person) -> bool:
        """Whether somebody is in a conversation."""
        from bot.platforms.teams.finding import Finder

        outside = self._reached()
        return await Finder(outside.api, outside.conversations, outside.poster).includes(address, person)

    async def called(self, address: Address, name: str) -> Person | None:
        """Who of a conversation has this name."""
        from bot.platforms.teams.finding import Finder

        outside = self._reached()
        return await Finder(outside.api, outside.conversations, outside.poster).called(address, name)

    async def link(self, address: Address, post: str) -> str | None:
        """Where a post can be looked at; None in a conversation that was never met."""
        from dataclasses import replace
        from urllib.parse import unquote

        from bot.platforms.teams.addresses import permalink, place_of

        conversation, _, made = post.rpartition(":")
        place = replace(place_of(address), conversation=unquote(conversation))
        known = await self._reached().conversations.reference(place)
        return permalink(place, made, bot=known.bot, team=known.team) if known else None

    async def outside(self, address: Address) -> bool:
        """Whether guests or people of other tenants read what is said there. The Playground knows no tenants."""
        return self._settings.mode == "live" and await self._reached().readers.outside(address)

    async def standing(self, person: Person, address: Address, groups: Collection[str]) -> Standing:
        """Whether somebody is a guest of the tenant or of another one, or owns the team whose channel it is.

        Groups would take Microsoft Graph, and an administrator's consent that isn't asked for: there are none.
        """
        del groups
        if self._settings.mode != "live":
            return Standing()
        return await self._reached().readers.standing(person, address)

    async def names(self, address: Address, ids: Sequence[str]) -> Sequence[str]:
        """What people are called, as far as they were met."""
        from bot.platforms.teams.addresses import place_of

        tenant, conversations = place_of(address).tenant, self._reached().conversations
        return [known.name for each in ids if (known := await conversations.known(tenant, each)) and known.name]

    async def private(self, address: Address) -> bool:
        """Whether it is somebody’s own chat, a group chat, or a channel that not all of its team are in."""
        from bot.platforms.teams.addresses import PRIVATE, place_of

        place = place_of(address)
        return place.kind != "channel" or await self._kept.get(f"{PRIVATE}{place.tenant}/{place.channel}") is not None

    @asynccontextmanager
    async def serve(self, bot: Bot) -> AsyncIterator[list[Route]]:
        """Listen to Teams; what has to be answered over HTTP."""
        self._settings.check()
        from bot.platforms.teams.auth import Gate, Keys
        from bot.platforms.teams.service import Service

        settings = self._settings
        gate = Gate(
            app_id=settings.app_id,
            tenants=settings.allowed,
            keys=Keys(settings.keys_url),
            open=settings.mode == "playground",
        )
        service = Service(gate, self._reached(), bot)
        try:
            yield service.routes()
        finally:
            await service.stop()

    async def close(self) -> None:
        """Let go of what was made."""
        if self._outside is not None:
            await self._outside.api.close()
        self._outside = None

    def forget(self) -> None:
        """Ask anew who people are: somebody is forgotten."""
        if self._outside is not None:
            self._outside.conversations.forget()
            self._outside.readers.forget()

    def _reached(self) -> Outside:
        self._settings.check()
        if self._outside is None:
            from bot.platforms.teams.outside import Outside

            self._outside = Outside.reach(self._settings, self._kept, self._now)
        return self._outside


def package(settings: TeamsSettings, menu: Menu, *, http_url: str | None) -> bytes:
    """The app package to upload: a zip file."""
    from bot.platforms.teams.manifest import app_package

    if not settings.app_id:
        raise Trouble(f"The package names the app, so TEAMS_APP_ID has to be set. {README}")
    if not http_url:
        raise Trouble("The package names where Groundwork is reached: add --http https://bot.example.com.")
    return app_package(settings.app_id, menu, http_url)
