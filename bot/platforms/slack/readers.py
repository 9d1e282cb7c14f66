"""Who reads along in a conversation: only the team, or guests and people of other companies too."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.chat import Address, KeyValue
from bot.errors import Trouble
from bot.platforms.slack.addresses import place_of
from bot.platforms.slack.api import Api, Refused
from bot.platforms.slack.people import People

_MINUTES = 10 * 60.0
_NO_SCOPE = (
    "I can’t tell whether people from outside read along here, so I quote no documents. The app needs the scopes "
    "channels:read, groups:read, im:read and mpim:read; `groundwork doctor` says how it gets them."
)


class Readers:
    """Asks Slack which channels are shared, and remembers it for ten minutes."""

    def __init__(
        self, api: Api, kept: KeyValue, people: People, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._api = api
        self._kept = kept
        self._people = people
        self._clock = clock
        self._shared: dict[str, tuple[bool, float]] = {}

    async def outside(self, address: Address) -> bool:
        """Whether anybody but the team reads what is said there; Trouble when Slack doesn’t tell."""
        place = place_of(address)
        if place.only:
            return (await self._people.look_up(place.only)).outside
        partner = await self._kept.get(f"slack/partner/{place.channel}") if place.direct else None
        if partner:
            return (await self._people.look_up(str(partner["user"]))).outside
        return await self._is_shared(place.channel)

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
