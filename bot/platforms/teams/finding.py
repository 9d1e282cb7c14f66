"""Finds the conversation that somebody names, among those that were met, if they belong to it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat import Address, Message, Person
from bot.errors import Trouble
from bot.platforms.naming import one_called
from bot.platforms.teams.addresses import Place, place_of
from bot.platforms.teams.api import Api, Refused
from bot.platforms.teams.conversations import Conversations
from bot.platforms.teams.posting import Poster


@dataclass(frozen=True, slots=True)
class Finder:
    """Looks among what is kept. A mention comes with its id; other names are those of channels and people met."""

    api: Api
    conversations: Conversations
    poster: Poster

    async def find(self, message: Message, name: str) -> Address:
        """See `bot.durable.ports.Finds`."""
        here, wanted = place_of(message.address), name.strip()
        if wanted.casefold() == "here":
            return (await self.conversations.root(here)).address
        if wanted.casefold() in {"me", "@me"}:
            return await self._own_chat(here, message.author.id, "you")
        told = message.named.get(wanted, wanted if wanted.startswith("19:") else "")
        channel = told if told.startswith("19:") else await self._channel(here, wanted)
        if channel is not None:
            return await self._allowed(here, channel, message.author.id, wanted)
        who = await self.conversations.who(here.tenant, told or wanted.removeprefix("@"))
        if who is not None:
            return await self._own_chat(here, who, wanted)
        raise Trouble(
            f"I know no {wanted} yet. Mention the channel or the person with @, or say it there: "
            "I can only write where I have been spoken to."
        )

    async def includes(self, address: Address, person: Person) -> bool:
        """See `bot.durable.ports.Finds`. Of a conversation that the bot can’t see, nobody is known to be in it."""
        place = place_of(address)
        try:
            return await self._is_in(place, place.tenant, person.id)
        except Refused:
            return False

    async def called(self, address: Address, name: str) -> Person | None:
        """See `bot.durable.ports.Finds`. Of a conversation that the bot can’t see, nobody is known by a name."""
        place = place_of(address)
        people: list[Person] = []
        try:
            async for each in self.api.members(await self.conversations.service(place), place.channel):
                told = (each.additional_properties or {}).get("objectId")  # as Teams calls it in a roster
                who = str(each.aad_object_id or told or each.id or "")
                if who:
                    people.append(Person(id=who, name=" ".join(str(each.name or who).split())))
        except Refused:
            return None
        return one_called(name, people)

    async def _is_in(self, place: Place, tenant: str, who: str) -> bool:
        known = await self.conversations.known(tenant, who)
        service = await self.conversations.service(place)
        return await self.api.is_member(service, place.channel, known.id if known else who)

    async def _channel(self, here: Place, name: str) -> str | None:
        found = await self.conversations.called(here.tenant, name.lstrip("#@"))
        if len(found) > 1:
            raise Trouble(f"There is more than one channel {name}. Say it in the one that you mean.")
        return found[0] if found else None

    async def _allowed(self, here: Place, channel: str, me: str, name: str) -> Address:
        place = Place(tenant=here.tenant, kind="channel", service=here.service, conversation=channel)
        if channel != here.channel:
            try:
                there = await self._is_in(place, here.tenant, me)
            except Refused as refused:
                raise Trouble(f"I can’t see {name}. Add Groundwork to its team, then say it again.") from refused
            if not there:
                raise Trouble(f"You aren’t in {name}, so I can’t send anything there for you. Ask somebody who is.")
        return (await self.conversations.root(place, like=here)).address

    async def _own_chat(self, here: Place, who: str, name: str) -> Address:
        own = await self.poster.own_chat(here, who)
        if own is None:
            raise Trouble(
                f"Teams doesn’t let me write to {name} yet: a first word to me, in a chat of our own, opens it."
            )
        return (await self.conversations.root(own, like=here)).address
