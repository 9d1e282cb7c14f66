"""Reads back what was said in a channel or a thread: every page, every thread, with names and links."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.chat import Address
from bot.errors import Trouble
from bot.history import Past
from bot.platforms.slack.addresses import permalink, place_of
from bot.platforms.slack.api import Api, Refused
from bot.platforms.slack.past import read_messages
from bot.platforms.slack.people import People

_PAGE = 200
_MOST_PAGES = 100
_LOOK_BACK = timedelta(days=14)  # a thread that began before may still have been talked in
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)")
_NOT_THERE = frozenset({"not_in_channel", "channel_not_found", "missing_scope_for_channel", "is_archived"})


@dataclass(frozen=True, slots=True)
class History:
    """What Slack lets the bot read."""

    api: Api
    people: People

    async def past(self, address: Address, since: datetime, until: datetime) -> Past:
        """See `bot.history.History`. A thread that begins with a call to the bot stands for its whole channel."""
        place = place_of(address)
        try:
            me = await self.api.call("auth.test")
            raw = await self._read(place.channel, place.thread, since, until, str(me["user_id"]))
        except Refused as refused:
            return Past(why=_why(refused, direct=place.direct))
        own = [
            one
            for one in raw
            if one.get("bot_id") != me.get("bot_id")
            and one.get("user") != me["user_id"]
            and not str(one.get("text") or "").lstrip().startswith(f"<@{me['user_id']}")
        ]
        for one in own:
            one["permalink"] = permalink(str(me["url"]), place.channel, str(one["ts"]), one.get("thread_ts"))
        return read_messages(own, await self._users(own))

    async def _read(
        self, channel: str, thread: str | None, since: datetime, until: datetime, me: str
    ) -> list[dict[str, Any]]:
        if thread is not None:
            said = [one async for one in self._pages("conversations.replies", channel=channel, ts=thread)]
            if said and f"<@{me}" not in str(said[0].get("text") or "") and said[0].get("user") != me:
                return said
        if not channel.startswith(("D", "G")):
            await self._join(channel)
        begun = since - _LOOK_BACK
        found: list[dict[str, Any]] = []
        async for one in self._pages(
            "conversations.history", channel=channel, oldest=_ts(begun), latest=_ts(until), inclusive="true"
        ):
            if float(one["ts"]) >= since.timestamp():
                found.append(one)
            if int(one.get("reply_count") or 0) and float(one.get("latest_reply") or one["ts"]) >= since.timestamp():
                found += await self._thread(channel, str(one["ts"]), since, until)
        return found

    async def _thread(self, channel: str, ts: str, since: datetime, until: datetime) -> list[dict[str, Any]]:
        replies = self._pages("conversations.replies", channel=channel, ts=ts)
        return [
            one
            async for one in replies
            if str(one["ts"]) != ts and since.timestamp() <= float(one["ts"]) <= until.timestamp()
        ]

    async def _join(self, channel: str) -> None:
        """Whoever asks in a public channel wants it to be read; private ones need an invitation."""
        try:
            await self.api.call("conversations.join", channel=channel)
        except Refused as refused:
            if refused.error not in {"method_not_supported_for_channel_type", "missing_scope", "is_archived"}:
                raise

    async def _pages(self, method: str, **arguments: str) -> AsyncIterator[dict[str, Any]]:
        cursor = None
        for _ in range(_MOST_PAGES):
            answer = await self.api.call(method, limit=str(_PAGE), again=True, cursor=cursor, **arguments)
            for message in answer.get("messages") or ():
                yield dict(message)
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or None
            if not cursor:
                return
        raise Trouble("That is more than I can read at once. Ask for less: `/retro-summary last 2 weeks`.")

    async def _users(self, messages: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        ids: dict[str, None] = {}
        for one in messages:
            if one.get("user") and not one.get("bot_id"):
                ids.setdefault(str(one["user"]))
            ids.update(dict.fromkeys(_MENTION.findall(str(one.get("text") or ""))))
        return [{"id": user, "real_name": (await self.people.look_up(user)).name} for user in ids]


def _ts(moment: datetime) -> str:
    return f"{moment.timestamp():.6f}"


def _why(refused: Refused, *, direct: bool) -> str:
    if refused.error in _NOT_THERE and not direct:
        return "I’m not in this channel, so I can’t read what was said here. `/invite @Groundwork`, then ask again."
    return refused.sentence
