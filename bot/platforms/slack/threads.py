"""Which threads are the bot's, and where a conversation goes that has no thread, or none that can be written in."""

from __future__ import annotations

from bot.chat import Address, Value
from bot.platforms.port import KeyValue
from bot.platforms.slack.addresses import Place, place_of


class Target(Value):
    """Where a message goes: a channel, and the thread in it, None for the channel itself."""

    channel: str
    thread: str | None = None


class Threads:
    """What the store knows of threads. What never changes is remembered."""

    def __init__(self, kept: KeyValue) -> None:
        self._kept = kept
        self._ours: dict[tuple[str, str, str], Address] = {}

    async def find(self, team: str, channel: str, ts: str) -> Address | None:
        """The conversation in this thread, None when the bot has no part in it."""
        known = self._ours.get((team, channel, ts))
        if known is None:
            kept = await self._kept.get(f"slack/thread/{team}/{channel}/{ts}")
            known = str(kept["address"]) if kept else None
            if known is not None and place_of(known).thread:  # any other names who opened it, and may change for that
                self._ours[team, channel, ts] = known
        return known

    async def remember(self, place: Place, channel: str, ts: str) -> None:
        """This thread is the bot's from now on, and holds the conversation of `place`."""
        if self._ours.get((place.team, channel, ts)) != place.address:
            await self._kept.put(f"slack/thread/{place.team}/{channel}/{ts}", {"address": place.address})
            if place.thread:
                self._ours[place.team, channel, ts] = place.address

    async def target(self, place: Place) -> Target | None:
        """Where to post; None for a conversation that has no thread yet."""
        kept = await self._kept.get(f"slack/opened/{place.address}") if place.opened or place.thread else None
        if kept:
            return Target.model_validate(kept)
        return None if place.opened else Target(channel=place.channel, thread=place.thread)

    async def asked(self, address: Address, user: str) -> None:
        """Somebody wants an answer in a channel or thread that the bot may not be able to write in."""
        place = place_of(address)
        if not (place.opened or place.only or place.direct):
            await self._kept.put(f"slack/asked/{address}", {"user": user})

    async def asker(self, place: Place) -> str | None:
        """Who can be answered directly when that is so."""
        if place.opened:
            return place.opened.partition("-")[0] or None
        kept = await self._kept.get(f"slack/asked/{place.address}")
        return str(kept["user"]) if kept else None

    async def begin(self, place: Place, target: Target) -> None:
        """An opened conversation has its thread now."""
        await self._kept.put(f"slack/opened/{place.address}", target.model_dump(mode="json"))
        if target.thread is not None:
            await self.remember(place, target.channel, target.thread)
