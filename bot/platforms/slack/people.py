"""Who people are: their names, time zones and whether they are of the team, kept for a day; and their conversations."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from typing import Any

import structlog

from bot.chat import Message, Person, Value
from bot.errors import Trouble
from bot.platforms.port import KeyValue
from bot.platforms.slack.api import Api, Refused, Unsure

_DAY = 24 * 3600.0
_AT_ONCE = 1.0
_GUEST = ("is_restricted", "is_ultra_restricted", "is_stranger")
_OWNER = ("is_admin", "is_owner", "is_primary_owner")
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_log = structlog.get_logger(__name__)


class Known(Value):
    """What Slack says of somebody.

    `outside` the team are guests and people of other companies, `owner` is who runs the workspace; `at` is in seconds.
    """

    name: str
    zone: str = ""
    outside: bool = True
    owner: bool = False
    at: float = 0.0


class People:
    """Names and direct conversations, looked up once a day."""

    def __init__(self, api: Api, kept: KeyValue, *, clock: Callable[[], float] = time.time) -> None:
        self._api = api
        self._kept = kept
        self._clock = clock
        self._known: dict[str, Known] = {}

    async def known(self, user: str) -> Known | None:
        """What is known without asking Slack."""
        found = self._known.get(user)
        if found is None:
            kept = await self._kept.get(f"slack/person/{user}")
            found = Known.model_validate(kept) if kept else None
        if found is None or self._clock() - found.at > _DAY:
            return None
        self._known[user] = found
        return found

    async def look_up(self, user: str) -> Known:
        """What Slack says; somebody it won't tell about is called by their id."""
        found = await self.known(user)
        if found is not None:
            return found
        try:
            told = (await self._api.call("users.info", user=user))["user"]
        except (Refused, Unsure) as trouble:  # people of other companies may be hidden; a name is worth no silence
            _log.info("slack_person_unknown", user=user, trouble=trouble.sentence)
            return Known(name=user)
        return await self._keep(user, told)

    async def learn(self, told: dict[str, Any]) -> None:
        """Keep what Slack said of somebody in a list."""
        await self._keep(str(told["id"]), told)

    async def _keep(self, user: str, told: dict[str, Any]) -> Known:
        profile = told.get("profile") or {}
        name = profile.get("display_name") or profile.get("real_name") or told.get("real_name") or told.get("name")
        found = Known(
            name=" ".join(str(name or user).split()),
            zone=str(told.get("tz") or ""),
            outside=any(told.get(mark) for mark in _GUEST),
            owner=any(told.get(mark) for mark in _OWNER),
            at=self._clock(),
        )
        await self._kept.put(f"slack/person/{user}", found.model_dump(mode="json"))
        self._known[user] = found
        return found

    async def person(self, user: str) -> tuple[Person, bool]:
        """Somebody by what is known, and whether that is enough."""
        found = await self.known(user)
        return Person(id=user, name=found.name if found else user), found is not None

    async def zone(self, user: str) -> str | None:
        """Somebody's time zone, as far as it is known."""
        found = await self.known(user)
        return found.zone if found and found.zone else None

    def forget(self) -> None:
        """Hold nobody's name in memory."""
        self._known.clear()

    async def quickly(self, message: Message) -> Message:
        """The message with the names of its people, as far as Slack tells them at once."""
        try:
            async with asyncio.timeout(_AT_ONCE):
                people = {
                    which: None if person is None else Person(id=person.id, name=(await self.look_up(person.id)).name)
                    for which, person in (("author", message.author), ("via", message.via))
                }
        except (TimeoutError, Trouble):
            return message  # its turn looks again
        return message.model_copy(update=people)

    async def named(self, words: str) -> tuple[str, dict[str, str]]:
        """The text with names where it mentions people, and who is meant by each name."""
        names = {user: (await self.look_up(user)).name for user in dict.fromkeys(_MENTION.findall(words))}
        text = _MENTION.sub(lambda found: f"@{names[found[1]]}", words)
        return text, {f"@{name}": user for user, name in names.items()}

    async def direct(self, user: str, *, keep: bool = True) -> str:
        """The channel of this person's conversation with the bot; nothing is kept of it unless `keep`."""
        kept = await self._kept.get(f"slack/direct/{user}")
        if kept:
            return str(kept["channel"])
        channel = str((await self._api.call("conversations.open", users=user))["channel"]["id"])
        if keep:
            await self.direct_is(user, channel)
        return channel

    async def direct_is(self, user: str, channel: str) -> None:
        """Slack told which channel it is."""
        await self._kept.put(f"slack/direct/{user}", {"channel": channel})
        await self._kept.put(f"slack/partner/{channel}", {"user": user})


def mentions(words: str) -> bool:
    """Whether a text names people by their ids."""
    return _MENTION.search(words) is not None
