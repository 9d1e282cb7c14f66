"""Who reads along in a conversation: the whole team or a few, guests and people of other companies too."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.chat import Address
from bot.errors import Trouble
from bot.platforms.port import KeyValue
from bot.platforms.slack.addresses import place_of
from bot.platforms.slack.api import Api, Refused
from bot.platforms.slack.people import People

_MINUTES = 10 * 60.0
_A_MINUTE = 60.0
PRIVATE = "slack/private/"
_NO_SCOPE = (
    "I can’t tell whether people from outside read along here, so I quote no documents. The app needs the scopes "
    "channels:read, groups:read, im:read and mpim:read; `groundwork doctor` says how it gets them."
)


class Readers:
    """Asks Slack which channels are shared, and which are private; remembers it for ten minutes."""

    def __init__(
        self, api: Api, kept: KeyValue, people: People, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._api = api
        self._kept = kept
        self._people = people
        self._clock = clock
        self._shared: dict[str, tuple[bool, float]] = {}
        self._private: dict[str, tuple[bool, float]] = {}

    async def outside(self, address: Address) -> bool:
        """Whether anybody but the team reads what is said there; Trouble when Slack doesn’t tell."""
        place = place_of(address)
        if place.only:
            return (await self._people.look_up(place.only)).outside
        partner = await self._kept.get(f"slack/partner/{place.channel}") if place.direct else None
        if partner:
            return (await self._people.look_up(str(partner["user"]))).outside
        return await self._is_shared(place.channel)

    async def private(self, address: Address) -> bool:
        """Whether only those who were let in read what is said there.

        Where Slack doesn’t tell, it is as Slack said last; private when it never did.
        """
        place = place_of(address)
        if place.direct or place.only:
            return True
        private, until = self._private.get(place.channel, (True, 0.0))
        if self._clock() < until:
            return private
        known = await known_private(self._kept, address)
        try:
            told = (await self._api.call("conversations.info", channel=place.channel))["channel"]
        except Trouble:
            self._private[place.channel] = (known, self._clock() + _A_MINUTE)
            return known
        private = any(told.get(kind) for kind in ("is_im", "is_mpim", "is_private"))
        if private != known:
            await self._kept.put(f"{PRIVATE}{place.channel}", {"private": private})
        self._private[place.channel] = (private, self._clock() + _MINUTES)
        return private

    async def _is_shared(self, channel: str) -> bool:
        shared, until = self._shared.get(channel, (True, 0.0))
        if self._clock() < until:
            return shared
        try:
            told = (await self._api.call("conversations.info", channel=channel))["channel"]
        except Refused as refused:
            raise Trouble(_NO_SCOPE) from refused
        if told.get("is_im"):
            shared = (await self._people.look_up(str(told["user"]))).outside
        else:
            shared = bool(told.get("is_ext_shared") or told.get("is_pending_ext_shared"))
        self._shared[channel] = (shared, self._clock() + _MINUTES)
        return shared


async def known_private(kept: KeyValue, address: Address) -> bool:
    """Whether the place is private as far as Slack told before; what it never told of counts as private."""
    place = place_of(address)
    told = None if place.direct or place.only else await kept.get(f"{PRIVATE}{place.channel}")
    return bool(told["private"]) if told else True
