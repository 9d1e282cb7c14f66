"""Finds the conversation that somebody names, if they and the bot both belong to it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat import Address, Message, Person
from bot.errors import Trouble
from bot.platforms.naming import one_called
from bot.platforms.slack.addresses import Place, place_of
from bot.platforms.slack.api import Api, Refused
from bot.platforms.slack.people import People

_ID = re.compile(r"[@#]?([UWCG][A-Z0-9]{7,})")
_MOST_NAMED = 200  # people who are asked after one at a time; more are looked for in the list of all
_MOST = 20  # pages of 200; a larger channel is its own problem


@dataclass(frozen=True, slots=True)
class Finder:
    """Looks in Slack. A name that Slack made a mention of comes with its id; others are those of the bot's channels."""

    api: Api
    people: People

    async def find(self, message: Message, name: str) -> Address:
        """See `bot.durable.ports.Finds`."""
        here, me = place_of(message.address), message.author.id
        wanted = name.strip()
        if wanted.casefold() == "here":
            return await self._here(here, me)
        if wanted.casefold() in {"me", "@me"}:
            return await self._direct(here.team, me, "you")
        typed = _ID.fullmatch(wanted)
        told = message.named.get(wanted) or (typed[1] if typed else "")
        if told.startswith(("U", "W")):
            return await self._direct(here.team, told, wanted)
        if wanted.startswith("@"):
            raise Trouble(f"I can’t tell who {wanted} is. Choose the name from the list that Slack shows as you type.")
        channel = told or await self._called(wanted)
        if channel != here.channel and not await self._belongs(channel, me):
            raise Trouble(f"You aren’t in {wanted}, so I can’t send anything there for you. Ask somebody who is.")
        return Place(team=here.team, channel=channel).address

    async def includes(self, address: Address, person: Person) -> bool:
        """See `bot.durable.ports.Finds`. Of a channel that the bot can’t see, nobody is known to be in it."""
        try:
            return await self._is_in(place_of(address).channel, person.id)
        except Refused as refused:
            if refused.error != "channel_not_found":
                raise
            return False

    async def called(self, address: Address, name: str) -> Person | None:
        """See `bot.durable.ports.Finds`. Of a channel that the bot can’t see, nobody is known by a name."""
        place = place_of(address)
        if place.direct:
            return None
        try:
            members = [str(one) async for one in self._all("conversations.members", "members", channel=place.channel)]
        except Refused as refused:
            if refused.error not in {"channel_not_found", "missing_scope"}:
                raise
            return None
        return one_called(name, await self._named(members))

    async def _named(self, members: Sequence[str]) -> list[Person]:
        """Those of a channel with their names, asked one at a time; where they are many, out of the list of all."""
        unknown = [one for one in members if await self.people.known(one) is None]
        if len(unknown) > _MOST_NAMED:
            await self._learn(set(unknown))
            unknown = [one for one in unknown if await self.people.known(one) is None][:_MOST_NAMED]
        for one in unknown:
            await self.people.look_up(one)
        known = [(one, await self.people.known(one)) for one in members]
        return [Person(id=one, name=found.name if found else one) for one, found in known]

    async def _learn(self, wanted: set[str]) -> None:
        async for told in self._all("users.list", "members"):
            if told["id"] in wanted:
                wanted.remove(told["id"])
                await self.people.learn(told)
            if not wanted:
                return

    async def _here(self, here: Place, me: str) -> Address:
        if here.direct and await self.people.direct(me) != here.channel:
            raise Trouble("I’m not in this conversation. Say it in your own chat with me, or in a channel.")
        if not here.direct:
            try:
                told = (await self.api.call("conversations.info", channel=here.channel))["channel"]
                reached = told.get("is_member") or not (told.get("is_private") or told.get("is_im"))
            except Refused as refused:
                reached = refused.error == "missing_scope"  # an app installed before; posting will tell
            if not reached:
                raise Trouble("I’m not in this channel. Type `/invite @Groundwork` here, then say it again.")
        return Place(team=here.team, channel=here.channel).address

    async def _direct(self, team: str, user: str, name: str) -> Address:
        try:
            return Place(team=team, channel=await self.people.direct(user)).address
        except Refused as refused:
            raise Trouble(f"Slack doesn’t let me write to {name} directly ({refused.error}).") from refused

    async def _called(self, name: str) -> str:
        wanted = name.removeprefix("#").casefold()
        async for channel in self._all("users.conversations", "channels", types="public_channel,private_channel"):
            if str(channel.get("name", "")).casefold() == wanted:
                return str(channel["id"])
        raise Trouble(f"I’m in no channel #{wanted}. Type `/invite @Groundwork` there first, or say it there.")

    async def _belongs(self, channel: str, user: str) -> bool:
        try:
            return await self._is_in(channel, user)
        except Refused as refused:
            if refused.error != "channel_not_found":
                raise
            raise Trouble("I can’t see that channel. Type `/invite @Groundwork` there, then say it again.") from refused

    async def _is_in(self, channel: str, user: str) -> bool:
        members = self._all("conversations.members", "members", channel=channel)
        return any([member == user async for member in members])

    async def _all(self, method: str, what: str, **arguments: Any) -> AsyncIterator[Any]:
        cursor: str | None = None
        for _ in range(_MOST):
            told = await self.api.call(method, limit=200, cursor=cursor, **arguments)
            for one in told.get(what, ()):
                yield one
            cursor = (told.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None:
                return
