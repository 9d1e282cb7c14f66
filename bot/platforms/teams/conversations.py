"""What the store knows of conversations in Teams: how each is reached, who speaks there, which threads are ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.chat import Person, Value
from bot.platforms.port import KeyValue
from bot.platforms.shapes import inner
from bot.platforms.teams.addresses import PRIVATE, Kind, Place, place_of
from bot.platforms.teams.auth import tenant_of
from bot.platforms.teams.heard import mentions

_KINDS: dict[str, Kind] = {"personal": "personal", "groupchat": "group", "channel": "channel"}
CONVERSATION = "teams/conversation/"
PERSON = "teams/person/"
THREAD = "teams/thread/"
DIRECT = "teams/direct/"
NAME = "teams/name/"
MOST_PEOPLE = 200


class Reference(Value):
    """How a conversation is reached. `address` stays, `service` may change.

    `closed` says why it can't be posted to, `busy` since when Teams had it wait for longer than was waited.
    """

    address: str
    service: str
    bot: str
    team: str = ""
    seen: str = ""
    closed: str = ""
    busy: str = ""


class Known(Value):
    """Somebody who was met: their id in Teams, and what people call them."""

    id: str
    name: str


class Conversations:
    """References, people and threads. What can't change is remembered."""

    def __init__(self, kept: KeyValue) -> None:
        self._kept = kept
        self._references: dict[str, Reference] = {}
        self._people: dict[str, Known] = {}
        self._threads: set[str] = set()
        self._direct: dict[str, str] = {}
        self._names: dict[str, str] = {}

    async def at(self, activity: Mapping[str, Any]) -> Place:
        """What the conversation that this comes from is addressed as; nothing is kept of it."""
        place = _place(activity)
        known = await self.reference(place)
        return place_of(known.address) if known else place

    async def meet(self, activity: Mapping[str, Any]) -> Place:
        """Keep how to reach the conversation that this comes from; what it is addressed as."""
        place = _place(activity)
        await self._begin(place)
        known = await self.reference(place)
        reference = Reference(
            address=known.address if known else place.address,
            service=place.service,
            bot=str(inner(activity, "recipient").get("id") or (known.bot if known else "")),
            team=str(_team(activity) or (known.team if known else "")),
            busy=known.busy if known else "",
        )
        if known is None or reference != known.model_copy(update={"seen": ""}):
            await self._put(place, reference.model_copy(update={"seen": datetime.now(UTC).isoformat()}))
        await self._follow(place)
        await self._notice_names(place, activity)
        await self._notice_who_is_in(place, activity)
        if place.kind == "personal":
            who = inner(activity, "from")
            await self.own_chat_is(place, str(who.get("aadObjectId") or who.get("id") or ""))
        return place_of(reference.address)

    async def _begin(self, place: Place) -> None:
        """The channel of a thread is kept too: its threads are addressed like it, wherever posts go later."""
        whole = Place(tenant=place.tenant, kind=place.kind, service=place.service, conversation=place.channel)
        if place.kind == "channel" and place.thread and await self.reference(whole) is None:
            await self._put(whole, Reference(address=whole.address, service=whole.service, bot=""))

    async def _follow(self, place: Place) -> None:
        """A channel is reached where its threads are."""
        if not place.thread:
            return
        whole = Place(tenant=place.tenant, kind=place.kind, service=place.service, conversation=place.channel)
        known = await self.reference(whole)
        if known is not None and (known.service, known.closed) != (place.service, ""):
            await self._put(whole, known.model_copy(update={"service": place.service, "closed": ""}))

    async def _notice_names(self, place: Place, activity: Mapping[str, Any]) -> None:
        """What a channel or a group chat is called, whenever Teams tells."""
        data = inner(activity, "channelData")
        named = [(inner(data, "channel"), place.kind == "channel"), (inner(activity, "conversation"), True)]
        told = [(str(one.get("id") or ""), str(one.get("name") or "")) for one, meant in named if meant]
        told += [(id_, name.removeprefix("@")) for name, id_ in mentions(activity).items()]
        for conversation, name in told:
            where = f"{NAME}{place.tenant}/{conversation.partition(';')[0]}"
            if name and conversation.startswith("19:") and self._names.get(where) != name:
                await self._kept.put(where, {"name": name})
                self._names[where] = name

    async def _notice_who_is_in(self, place: Place, activity: Mapping[str, Any]) -> None:
        """A channel may be for some of its team only; Teams tells with what is said there."""
        kind = str(inner(activity, "channelData", "channel").get("type") or "").lower()
        where = f"{PRIVATE}{place.tenant}/{place.channel}"
        if kind in {"private", "shared"} and not await self._kept.get(where):
            await self._kept.put(where, {"kind": kind})

    async def called(self, tenant: str, name: str) -> list[str]:
        """The channels and group chats of this name, or with this id."""
        start = f"{NAME}{tenant}/"
        kept = await self._kept.scan(start)
        return [key.removeprefix(start) for key, one in kept if str(one["name"]).casefold() == name.casefold()]

    async def root(self, place: Place, *, like: Place | None = None) -> Place:
        """The conversation without its thread, as it is addressed from now on.

        It is reached as the thread is, or as `like` is: Teams speaks of threads only.
        """
        whole = Place(tenant=place.tenant, kind=place.kind, service=place.service, conversation=place.channel)
        kept = await self._kept.get(f"{CONVERSATION}{place.tenant}/{place.channel}")
        if kept is not None:
            return place_of(str(kept["address"]))
        near = await self.reference(like or place)
        reference = near or Reference(address=whole.address, service=whole.service, bot="")
        await self._put(whole, reference.model_copy(update={"address": whole.address, "closed": ""}))
        return whole

    async def who(self, tenant: str, told: str) -> str | None:
        """Somebody who was met, by their id in Teams or their name; None where nobody is, or more than one."""
        start = f"{PERSON}{tenant}/"
        people = [(key.removeprefix(start), Known.model_validate(kept)) for key, kept in await self._kept.scan(start)]
        by_id = [who for who, one in people if told in {who, one.id}]
        full = [who for who, one in people if one.name.casefold() == told.casefold()]
        first = [who for who, one in people if one.name.casefold().partition(" ")[0] == told.casefold()]
        found = next((each for each in (by_id, full, first) if each), [])
        return found[0] if len(found) == 1 else None

    async def own_chat_is(self, place: Place, who: str) -> None:
        """This is somebody's own chat with the bot."""
        name = f"{DIRECT}{place.tenant}/{who}"
        if who and self._direct.get(name) != place.conversation:
            await self._kept.put(name, {"conversation": place.conversation})
            self._direct[name] = place.conversation

    async def own_chat(self, tenant: str, who: str) -> str | None:
        """The conversation of somebody's own chat, None when there is none yet."""
        kept = await self._kept.get(f"{DIRECT}{tenant}/{who}")
        return str(kept["conversation"]) if kept else None

    async def reference(self, place: Place) -> Reference | None:
        """How a conversation is reached; a thread as its channel is, when nobody has spoken in it yet."""
        for conversation in dict.fromkeys((place.conversation, place.channel)):
            name = f"{place.tenant}/{conversation}"
            if name not in self._references:
                kept = await self._kept.get(f"{CONVERSATION}{name}")
                if kept is None:
                    continue
                self._references[name] = Reference.model_validate(kept)
            found = self._references[name]
            if conversation == place.conversation:
                return found
            like = replace(place, service=place_of(found.address).service)
            return found.model_copy(update={"address": like.address})
        return None

    async def service(self, place: Place) -> str:
        """Where Teams takes posts for it today."""
        known = await self.reference(place)
        return known.service if known else place.service

    async def close(self, place: Place, why: str) -> None:
        """Nothing can be posted there any more."""
        known = await self.reference(place)
        reference = known or Reference(address=place.address, service=place.service, bot="")
        await self._put(place, reference.model_copy(update={"closed": why, "seen": datetime.now(UTC).isoformat()}))

    async def throttled(self, place: Place) -> None:
        """Teams had it wait for longer than was waited."""
        known = await self.reference(place)
        reference = known or Reference(address=place.address, service=place.service, bot="")
        await self._put(place, reference.model_copy(update={"busy": datetime.now(UTC).isoformat()}))

    async def closed(self, place: Place) -> str:
        """Why nothing can be posted there, "" when it can."""
        known = await self.reference(place)
        return known.closed if known else ""

    async def _put(self, place: Place, reference: Reference) -> None:
        name = f"{place.tenant}/{place.conversation}"
        await self._kept.put(f"{CONVERSATION}{name}", reference.model_dump(mode="json"))
        self._references[name] = reference

    async def author(self, place: Place, told: Mapping[str, Any]) -> Person:
        """Somebody who speaks; nothing is kept of it."""
        who, name = _who(told)
        known = await self.known(place.tenant, who)
        return Person(id=who, name=name or (known.name if known else "") or who)

    async def remember(self, place: Place, told: Mapping[str, Any]) -> None:
        """Keep somebody who speaks, so that they can be mentioned and written to."""
        own = str(told.get("id") or "")
        who, name = _who(told)
        known = await self.known(place.tenant, who)
        if own and (known is None or (known.id, known.name) != (own, name or known.name)):
            known = Known(id=own, name=name or (known.name if known else ""))
            await self._kept.put(f"{PERSON}{place.tenant}/{who}", known.model_dump(mode="json"))
            self._people[f"{place.tenant}/{who}"] = known

    def forget(self) -> None:
        """Hold nobody in memory: somebody is forgotten, and may come back."""
        self._people.clear()
        self._direct.clear()

    async def known(self, tenant: str, who: str) -> Known | None:
        """Somebody who was met."""
        name = f"{tenant}/{who}"
        if name not in self._people:
            kept = await self._kept.get(f"{PERSON}{name}")
            if kept is None:
                return None
            self._people[name] = Known.model_validate(kept)
        return self._people[name]

    async def people(self, tenant: str) -> list[Known]:
        """Everybody who was met in this tenant."""
        return [Known.model_validate(kept) for _, kept in (await self._kept.scan(f"{PERSON}{tenant}/"))[:MOST_PEOPLE]]

    async def is_ours(self, place: Place) -> bool:
        """Whether the bot takes part in this thread, so that replies need no mention."""
        name = f"{THREAD}{place.tenant}/{place.conversation}"
        if name not in self._threads and await self._kept.get(name):
            self._threads.add(name)
        return name in self._threads

    async def take_part(self, place: Place) -> None:
        """From now on it does."""
        if place.kind == "channel" and place.thread and not await self.is_ours(place):
            name = f"{THREAD}{place.tenant}/{place.conversation}"
            await self._kept.put(name, {"address": place.address})
            self._threads.add(name)


def _who(told: Mapping[str, Any]) -> tuple[str, str]:
    who = str(told.get("aadObjectId") or told.get("id") or "")
    return who, " ".join(str(told.get("name") or "").split())


def _place(activity: Mapping[str, Any]) -> Place:
    conversation = inner(activity, "conversation")
    told = str(conversation.get("id") or "")
    kind = _KINDS.get(str(conversation.get("conversationType") or "").lower()) or _guess(told)
    return Place(tenant=tenant_of(activity) or "none", kind=kind, service=_service(activity), conversation=told)


def _guess(conversation: str) -> Kind:
    if "@thread.tacv2" in conversation or "@thread.skype" in conversation:
        return "channel"
    return "group" if conversation.startswith("19:") else "personal"


def _team(activity: Mapping[str, Any]) -> Any:
    return inner(activity, "channelData", "team").get("aadGroupId")


def _service(activity: Mapping[str, Any]) -> str:
    return str(activity.get("serviceUrl") or "")
