"""Slack for the rest of the bot: posts to it, and is served by it. Slack's libraries are loaded when first needed."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.access import Standing
from bot.chat import Address, Menu, Message, Person, Post
from bot.errors import Trouble
from bot.history import Past
from bot.platforms.port import Bot, KeyValue, Now, now
from bot.platforms.slack.settings import SlackSettings

if TYPE_CHECKING:  # half a second to import, and most commands never post to Slack
    from bot.platforms.slack.outside import Outside
    from bot.platforms.web import Route

NAME = "slack"
_MOST_NAMED = 3
_PERSON = re.compile(r"[UW][A-Z0-9]+")


class Slack:
    """Says posts in Slack, and takes in what is said there while it is served."""

    name = NAME
    never = ""

    def __init__(self, kept: KeyValue, settings: SlackSettings, now: Now = now) -> None:
        self._kept = kept
        self._now = now
        self._settings = settings
        self._outside: Outside | None = None

    @property
    def wanted(self) -> bool:
        """Whether anybody has begun to set it up."""
        return self._settings.wanted

    async def say(self, address: Address, post: Post, *, key: str) -> str:
        """Post it, once."""
        return await self._reached().poster.say(address, post, key=key)

    async def past(self, address: Address, since: datetime, until: datetime) -> Past:
        """What was said there before."""
        from bot.platforms.slack.history import History

        outside = self._reached()
        return await History(outside.api, outside.people).past(address, since, until)

    async def complete(self, message: Message) -> Message:
        """The message with names and the texts of files."""
        from bot.platforms.slack.completing import complete

        outside = self._reached()
        return await complete(message, outside.api, outside.people, outside.poster)

    async def find(self, message: Message, name: str) -> Address:
        """Where a conversation is that somebody names."""
        from bot.platforms.slack.finding import Finder

        outside = self._reached()
        return await Finder(outside.api, outside.people).find(message, name)

    async def includes(self, address: Address, person: Person) -> bool:
        """Whether somebody is in a conversation."""
        from bot.platforms.slack.finding import Finder

        outside = self._reached()
        return await Finder(outside.api, outside.people).includes(address, person)

    async def called(self, address: Address, name: str) -> Person | None:
        """Who of a conversation has this name."""
        from bot.platforms.slack.finding import Finder

        outside = self._reached()
        return await Finder(outside.api, outside.people).called(address, name)

    async def link(self, address: Address, post: str) -> str | None:
        """Where a post can be looked at; None when Slack doesn't tell how this workspace is called."""
        from bot.platforms.slack.addresses import permalink, place_of
        from bot.platforms.slack.api import Refused

        channel, _, ts = post.rpartition(":")
        try:
            me = await self._reached().api.call("auth.test")
        except Refused:
            return None
        return permalink(str(me["url"]), channel, ts, place_of(address).thread)

    async def private(self, address: Address) -> bool:
        """Whether it is a direct conversation, a group's, or a private channel; what isn’t known is."""
        from bot.platforms.slack.readers import known_private

        if not self._settings.bot_token:
            return await known_private(self._kept, address)
        return await self._reached().readers.private(address)

    async def outside(self, address: Address) -> bool:
        """Whether guests or people of other companies read what is said there."""
        return await self._reached().readers.outside(address)

    @asynccontextmanager
    async def serve(self, bot: Bot) -> AsyncIterator[list[Route]]:
        """Listen to Slack; what has to be answered over HTTP, if anything."""
        from bot.platforms.slack.service import Service

        if self._settings.missing:
            raise Trouble(
                f"Slack needs {' and '.join(self._settings.missing)} in the environment. "
                "The README says where to find them, under “Install in Slack”."
            )
        service = Service(self._settings, self._reached(), bot)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(service.stop)
            yield await service.start()

    async def close(self) -> None:
        """Let go of the connections."""
        if self._outside is not None:
            await self._outside.close()
            self._outside = None

    async def standing(self, person: Person, address: Address, groups: Collection[str]) -> Standing:
        """Whether somebody is a guest, runs the workspace, and in which of these user groups they are."""
        del address  # they are that wherever they speak
        outside = self._reached()
        known = await outside.people.look_up(person.id)
        there = await outside.groups.of(person.id, groups)
        return Standing(outside=known.outside, owner=known.owner and not known.outside, groups=there)

    async def names(self, address: Address, ids: Sequence[str]) -> Sequence[str]:
        """What people are called; groups and ids of elsewhere have no name."""
        del address
        people = self._reached().people
        known = [(each, await people.look_up(each)) for each in ids if _PERSON.fullmatch(each)][:_MOST_NAMED]
        return [one.name for each, one in known if one.name != each]

    def forget(self) -> None:
        """Ask anew who people are: somebody is forgotten."""
        if self._outside is not None:
            self._outside.people.forget()
            self._outside.groups.forget()

    def _reached(self) -> Outside:
        if not self._settings.bot_token:
            raise Trouble("Slack needs SLACK_BOT_TOKEN in the environment to post there.")
        if self._outside is None:
            from bot.platforms.slack.outside import Outside

            self._outside = Outside.reach(self._settings, self._kept, self._now)
        return self._outside


def manifest_text(settings: SlackSettings, menu: Menu, *, http_url: str | None = None) -> str:
    """The app's manifest as YAML."""
    import yaml

    from bot.platforms.slack.groups import groups_in
    from bot.platforms.slack.manifest import manifest

    made: dict[str, Any] = manifest(menu, http_url=http_url, groups=bool(groups_in(settings.listed)))
    return str(yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=110))
