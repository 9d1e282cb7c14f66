"""What happens in Slack, as messages to the bot; None where it isn't meant for it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.chat import Address, File, Menu, Message, parse_command
from bot.platforms.arrivals import Arrivals
from bot.platforms.shapes import Unreadable, inner, needed, objects
from bot.platforms.slack.addresses import Place, permalink
from bot.platforms.slack.heard import channels, from_mrkdwn, heard, is_mentioned, without_mention
from bot.platforms.slack.keys import message_key
from bot.platforms.slack.people import People, mentions
from bot.platforms.slack.render.buttons import LASTS
from bot.platforms.slack.threads import Threads

_TS = re.compile(r"[0-9]{1,11}(?:\.[0-9]{1,9})?")
_SPOKEN = frozenset({None, "file_share", "thread_broadcast", "me_message"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Self:
    """Who the bot is in this workspace; `url` is the workspace's address with a slash at its end.

    An event from a channel shared with another company may name that company's team: addresses hold ours.
    """

    team: str
    user: str
    bot: str
    url: str


Follows = Callable[[Address, str], Awaitable[bool]]
"""See `bot.platforms.port.Bot.follows`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """Translates what Slack sends."""

    me: Self
    menu: Menu
    threads: Threads
    people: People
    arrivals: Arrivals
    follows: Follows

    async def message(self, event: dict[str, Any]) -> Message | None:
        """A message or a mention, an edit or a deletion.

        One message can come as two events. Both make the same Message with the same key, so that it counts once.
        """
        subtype = event.get("subtype")
        if not isinstance(subtype, str | None):
            return None
        if subtype in {"message_changed", "message_deleted"}:
            return await self._changed(event)
        if subtype not in _SPOKEN or not event.get("user") or _by_a_bot(event, self.me):
            return None
        address = await self._where(event)
        if address is None:
            return None
        words = without_mention(heard(event), self.me.user)
        command, rest = parse_command(words)
        files = tuple(
            File(name=str(file.get("name") or "file"), source=str(file["id"]))
            for file in objects(event, "files")
            if file.get("id")
        )
        author, known = await self.people.person(needed(event, "user"))
        return Message(
            key=message_key(self.me.team, needed(event, "channel"), needed(event, "ts")),
            address=address,
            author=author,
            at=moment(needed(event, "ts")),
            text=rest,
            command=command,
            files=files,
            permalink=self._link(event, needed(event, "channel")),
            partial=bool(files) or not known or mentions(rest),
            threaded=bool(event.get("thread_ts")) or not needed(event, "channel").startswith("D"),
            overheard=not needed(event, "channel").startswith("D") and not self._is_named(event),
            named=channels(str(event.get("text") or "")),
        )

    async def _changed(self, event: dict[str, Any]) -> Message | None:
        """Somebody edited or deleted a message of theirs in a conversation of the bot's."""
        before = inner(event, "previous_message")
        after = inner(event, "message")
        deleted = event["subtype"] == "message_deleted" or after.get("subtype") == "tombstone"
        about = before if deleted else after
        user, ts = before.get("user") or after.get("user"), str(about.get("ts") or event.get("deleted_ts") or "")
        if not isinstance(user, str) or not user or not ts or _by_a_bot({**before, "user": user}, self.me):
            return None
        text = "" if deleted else without_mention(heard(after), self.me.user)
        if not deleted and (not after.get("edited") or text == without_mention(heard(before), self.me.user)):
            return None  # Slack unfurled a link
        channel = needed(event, "channel")
        link = self._link({**about, "ts": ts}, channel)
        address = await self._where({**about, "channel": channel, "channel_type": event.get("channel_type"), "ts": ts})
        if address is None:  # other people's conversation, where somebody may have passed a message on
            address = Place(team=self.me.team, channel=channel, thread=_hangs_on(about)).address
            if not await self.follows(address, link):
                return None
        author, known = await self.people.person(str(user))
        return Message(
            key=message_key(
                self.me.team, channel, str(event.get("event_ts") or event["ts"]), f"{event['subtype']}-{ts}"
            ),
            address=address,
            author=author,
            at=moment(str(event.get("event_ts") or event["ts"])),
            text=text,
            change="deleted" if deleted else "edited",
            permalink=link,
            partial=not known or mentions(text),
        )

    async def _where(self, event: dict[str, Any]) -> Address | None:
        """The conversation that a message belongs to; None when it is other people's."""
        team = self.me.team
        channel, ts, thread = needed(event, "channel"), needed(event, "ts"), event.get("thread_ts")
        direct = channel.startswith("D")
        if thread:
            ours = await self.threads.find(team, channel, str(thread))
            if ours is not None:
                return ours
        if direct:
            return Place(team=team, channel=channel, thread=str(thread) if thread else None).address
        if not self._is_named(event):
            return None
        place = Place(team=team, channel=channel, thread=str(thread or ts))
        await self.threads.remember(place, channel, str(thread or ts))
        return place.address

    def _is_named(self, event: dict[str, Any]) -> bool:
        return event.get("type") == "app_mention" or is_mentioned(event, self.me.user)

    async def command(self, body: dict[str, Any], now: datetime) -> Message:
        """A slash command: what is announced opens a conversation of its own, all else is for the one who asks."""
        name, text = needed(body, "command").lstrip("/").lower(), from_mrkdwn(str(body.get("text") or "")).strip()
        if name == "groundwork":
            word, _, rest = text.partition(" ")
            name, text = word.lower().lstrip("/") or "help", rest.strip()
        team, channel, user = self.me.team, needed(body, "channel_id"), needed(body, "user_id")
        word = re.sub(r"\W", "-", needed(body, "trigger_id"))
        place = Place(team=team, channel=channel, opened=f"{user}-{word}")
        if name not in {command.name for command in self.menu.commands}:  # help, and everything that starts nothing
            place = Place(team=team, channel=channel, only=user, opened=word)
        if channel.startswith("D") and await self._is_direct(user, channel):
            place = Place(team=team, channel=channel)
        author, known = await self.people.person(user)
        return Message(
            # Neither who nor where: a command that stays anonymous is known by its key.
            key=await self.arrivals.key(team, f"command-{hashlib.sha256(word.encode()).hexdigest()[:24]}", now),
            address=place.address,
            author=author,
            at=now,
            command=name,
            text=text,
            partial=not known or mentions(text),
            named=channels(str(body.get("text") or "")),
        )

    async def _is_direct(self, user: str, channel: str) -> bool:
        """Whether this is the bot's own conversation with the person, and not theirs with somebody else."""
        return await self.people.direct(user, keep=False) == channel

    async def choice(self, body: dict[str, Any], action: dict[str, Any], now: datetime) -> Message:
        """A button or an option. The same one of the same message counts once, however often it is pressed."""
        picked = needed(inner(action, "selected_option") or action, "value")
        user, container = needed(body, "user", "id"), inner(body, "container")
        team = self.me.team
        channel = str(container.get("channel_id") or inner(body, "channel").get("id") or "")
        ts = str(container.get("message_ts") or "")
        thread = _thread_of(body)
        if channel and ts:
            address, identity = await self._of_message(body, team, channel, ts, user), f"{channel}-{ts}-{picked}"
            if str(action.get("block_id", "")).startswith(LASTS):  # the next press is another one
                identity += f"-{action.get('action_ts')}"
        else:  # the Home tab
            channel = await self.people.direct(user)
            address, identity = (
                Place(team=team, channel=channel).address,
                f"{channel}-{action.get('action_ts')}-{picked}",
            )
        author, known = await self.people.person(user)
        return Message(
            key=await self.arrivals.key(team, identity, now),
            address=address,
            author=author,
            at=now,
            choice=picked,
            partial=not known,
            threaded=thread not in {"", ts},  # a post of the channel itself that others answered hangs on itself
        )

    async def _of_message(self, body: dict[str, Any], team: str, channel: str, ts: str, user: str) -> Address:
        container, thread = inner(body, "container"), _thread_of(body)
        ours = await self.threads.find(team, channel, thread or ts)
        if ours is not None:
            return ours
        if container.get("is_ephemeral") and not thread:
            return Place(team=team, channel=channel, opened=f"{user}-{re.sub(r'[^0-9]', '-', ts)}").address
        if channel.startswith("D"):
            return Place(team=team, channel=channel, thread=thread or None).address
        return Place(team=team, channel=channel, thread=thread or ts).address

    async def passed_on(self, body: dict[str, Any], command: str, now: datetime) -> Message:
        """A shortcut was used on a message: its words, its author, and who passed them on."""
        message, channel = inner(body, "message"), needed(body, "channel", "id")
        team, ts = self.me.team, needed(message, "ts")
        thread = str(message.get("thread_ts") or ts)
        address = await self.threads.find(team, channel, thread)
        if address is None:
            place = Place(team=team, channel=channel, thread=thread)
            if channel.startswith("D") and await self._is_direct(needed(body, "user", "id"), channel):
                place = Place(team=team, channel=channel)
            address = place.address
        via, known = await self.people.person(needed(body, "user", "id"))
        author, author_known = via, True
        if message.get("user"):
            author, author_known = await self.people.person(needed(message, "user"))
        words = without_mention(heard(message), self.me.user)
        return Message(
            key=await self.arrivals.key(team, f"{channel}-{ts}-{command}-{body.get('action_ts', '')}", now),
            address=address,
            author=author,
            at=now,
            command=command,
            text=words,
            permalink=self._link(message, channel),
            via=via if via != author else None,
            partial=not (known and author_known) or mentions(words),
        )

    def _link(self, message: dict[str, Any], channel: str) -> str:
        return permalink(self.me.url, channel, needed(message, "ts"), message.get("thread_ts"))


def _hangs_on(message: dict[str, Any]) -> str | None:
    return str(message["thread_ts"]) if message.get("thread_ts") else None


def _thread_of(body: dict[str, Any]) -> str:
    """The ts that the post hangs on whose button was pressed; "" where it stands in the channel itself."""
    message, container = inner(body, "message"), inner(body, "container")
    return str(message.get("thread_ts") or container.get("thread_ts") or "")


def _by_a_bot(event: dict[str, Any], me: Self) -> bool:
    return bool(event.get("bot_id") or event.get("bot_profile")) or event.get("user") in (me.user, "USLACKBOT")


def moment(ts: str) -> datetime:
    """A ts as a time."""
    if not _TS.fullmatch(ts):
        raise Unreadable("That came without a time that I can read, so nothing was changed. Please try it again.")
    return datetime.fromtimestamp(float(ts), UTC)
