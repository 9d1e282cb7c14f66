"""Posts, once: what was interrupted is looked up by its metadata before it is posted again."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import structlog

from bot.chat import Address, Attachment, Form, Post
from bot.errors import Trouble
from bot.platforms.port import KeyValue
from bot.platforms.slack import files
from bot.platforms.slack.addresses import Place, place_of
from bot.platforms.slack.api import Api, Refused, Unsure
from bot.platforms.slack.people import People
from bot.platforms.slack.render import Rendered, plainer, render
from bot.platforms.slack.threads import Target, Threads

EVENT_TYPE = "groundwork_post"
_REMEMBERED = 30
_TRIES = 4
_LOOK_BACK = 60.0
_CLOSED = frozenset({"not_in_channel", "channel_not_found", "is_archived", "restricted_action", "user_not_in_channel"})
_UNDRAWABLE = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_attachments"})
_Told = TypeVar("_Told")
_log = structlog.get_logger(__name__)


class Poster:
    """Says posts in Slack. Two of one channel never overtake each other."""

    def __init__(  # noqa: PLR0913 (what it works with, by name)
        self,
        api: Api,
        kept: KeyValue,
        *,
        threads: Threads,
        people: People,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._api = api
        self._kept = kept
        self._threads = threads
        self._people = people
        self._sleep = sleep
        self._clock = clock
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.on_said: Callable[[Address], None] | None = None

    async def say(self, address: Address, post: Post, *, key: str) -> str:
        """Post it; returns `C1:1699.42`, the same for the same key. `on_said` is told where, for what follows posts."""
        try:
            return await self._say(address, post, key)
        finally:
            if self.on_said:
                self.on_said(address)

    async def _say(self, address: Address, post: Post, key: str) -> str:
        place = place_of(address)
        messages, attachments = render(post)
        for part in post.parts:
            if isinstance(part, Form):
                await self._kept.put(f"slack/form/{part.id}", part.model_dump(mode="json"))
        async with self._locks[place.channel]:
            only = post.private_to or place.only
            if only and not place.direct:
                return await self._privately(place, only, messages, attachments, key, apart=post.apart)
            if post.replaces and len(messages) == 1:
                return await self._replace(post.replaces, messages[0])
            return await self._openly(place, messages, attachments, key)

    async def _openly(
        self, place: Place, messages: Sequence[Rendered], attachments: Sequence[Attachment], key: str
    ) -> str:
        target = await self._threads.target(place)
        first = ""
        for number, message in enumerate(messages):
            if target is None:
                target = await self._begin(place, message, f"{key}:{number}")
                first = target.thread or ""
                continue
            try:
                ts = await self._post(place.address, target, message, f"{key}:{number}")
            except Refused as refused:
                target = await self._directly(place, message, f"{key}:{number}", refused)
                ts = target.thread or ""
            if target.thread is not None:
                await self._threads.remember(place, target.channel, target.thread)
            elif not place.direct and not first:  # whoever answers does it in a thread under it
                await self._threads.remember(
                    Place(team=place.team, channel=target.channel, thread=ts), target.channel, ts
                )
            first = first or ts
        if target is not None and attachments:
            await self._attach(place.address, target, attachments, f"{key}:files")
        return f"{target.channel if target else place.channel}:{first}"

    async def _begin(self, place: Place, message: Rendered, key: str) -> Target:
        """The first message of a conversation that somebody opened; the others hang on it."""
        by = (place.opened or "").partition("-")[0]
        began = _with_line(message, f"<@{by}> began this. Answer in the thread." if by else "Answer in the thread.")
        try:
            ts = await self._post(place.address, Target(channel=place.channel), began, key)
        except Refused as refused:
            return await self._directly(place, message, key, refused)
        target = Target(channel=place.channel, thread=ts)
        await self._threads.begin(place, target)
        return target

    async def _directly(self, place: Place, message: Rendered, key: str, refused: Refused) -> Target:
        """Where the channel is closed to the bot, the conversation goes on with the one who asked."""
        who = await self._threads.asker(place) if refused.error in _CLOSED else None
        if who is None:
            raise refused
        _log.info("slack_channel_closed", channel=place.channel, error=refused.error)
        channel = await self._people.direct(who)
        where = f"I can’t write in <#{place.channel}>: type `/invite @Groundwork` there. Until then, let’s go on here."
        ts = await self._post(place.address, Target(channel=channel), _with_line(message, where), f"{key}:direct")
        target = Target(channel=channel, thread=ts)
        await self._threads.begin(place, target)
        return target

    async def _post(self, address: Address, target: Target, message: Rendered, key: str) -> str:
        """One message, once; its ts."""
        began = await self._mark(address, key)
        for attempt in range(_TRIES):
            if began is not None:
                found = await self._look_up(target, key, began["at"])
                if found is not None:
                    return found
            try:
                return await _as_drawn(lambda drawn: self._post_now(target, drawn, key), message)
            except Refused as refused:
                if refused.error == "not_in_channel" and not attempt:
                    await self._join(target.channel, refused)
                    continue
                raise
            except Unsure:
                if attempt == _TRIES - 1:
                    raise
                began = began or {"at": self._clock() - _LOOK_BACK}
                await self._sleep(2.0**attempt)
        raise Trouble("Slack doesn’t answer right now. What you said is kept; please try again in a minute.")

    async def _join(self, channel: str, refused: Refused) -> None:
        """Join a public channel that the bot was asked for in: otherwise it couldn't hear the answers there."""
        try:
            await self._api.call("conversations.join", channel=channel)
        except Refused:
            raise refused from None

    async def _post_now(self, target: Target, message: Rendered, key: str) -> str:
        told = await self._api.call(
            "chat.postMessage",
            again=False,
            channel=target.channel,
            thread_ts=target.thread,
            text=message.text,
            blocks=list(message.blocks) or None,
            unfurl_links=False,
            unfurl_media=False,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": key}},
        )
        return str(told["ts"])

    async def _mark(self, address: Address, key: str, **more: Any) -> dict[str, Any] | None:
        """Note that this is about to be posted; what was noted before, when this isn't the first time."""
        name = f"slack/posting/{address}"
        noted: dict[str, Any] = await self._kept.get(name) or {}
        before: dict[str, Any] | None = noted.get(key)
        if before is None or more:
            kept = dict(list(noted.items())[-_REMEMBERED:])
            kept[key] = {"at": before["at"] if before else self._clock(), **more}
            await self._kept.put(name, kept)
        return before

    async def _look_up(self, target: Target, key: str, since: float) -> str | None:
        """The ts of the message with this key, if it was made; None also where history can't be read."""
        oldest = f"{since - _LOOK_BACK:.6f}"
        arguments: dict[str, Any] = {
            "channel": target.channel,
            "oldest": oldest,
            "include_all_metadata": 1,
            "limit": 100,
        }
        method = "conversations.history"
        if target.thread:
            method, arguments["ts"] = "conversations.replies", target.thread
        try:
            told = await self._api.call(method, **arguments)
        except Refused as refused:
            _log.info("slack_cannot_look", channel=target.channel, error=refused.error)
            return None
        for message in told.get("messages", ()):
            metadata = message.get("metadata") or {}
            if metadata.get("event_type") == EVENT_TYPE and (metadata.get("event_payload") or {}).get("key") == key:
                return str(message["ts"])
        return None

    async def _attach(self, address: Address, target: Target, attachments: Sequence[Attachment], key: str) -> None:
        before = await self._mark(address, key)
        made: list[dict[str, str]] = before.get("files", []) if before else []
        if made and await files.is_shared(self._api, made[0]["id"]):
            return
        if not made:
            made = await files.upload(self._api, attachments)
            await self._mark(address, key, files=made)
        try:
            await files.share(self._api, made, target)
        except Unsure:
            if not await files.is_shared(self._api, made[0]["id"]):
                await files.share(self._api, made, target)

    async def _replace(self, post_id: str, message: Rendered) -> str:
        channel, _, ts = post_id.partition(":")
        await _as_drawn(
            lambda drawn: self._api.call(
                "chat.update", channel=channel, ts=ts, text=drawn.text, blocks=list(drawn.blocks)
            ),
            message,
        )
        return post_id

    async def _whisper(self, target: Target, only: str, message: Rendered) -> dict[str, Any]:
        return await self._api.call(
            "chat.postEphemeral",
            channel=target.channel,
            thread_ts=target.thread,
            user=only,
            text=message.text,
            blocks=list(message.blocks),
        )

    async def _privately(  # noqa: PLR0913 (what is said, to whom and where)
        self,
        place: Place,
        only: str,
        messages: Sequence[Rendered],
        attachments: Sequence[Attachment],
        key: str,
        *,
        apart: bool = False,
    ) -> str:
        """Only one person sees it: here if that can be, otherwise, `apart` and for files, in their own conversation."""
        ts = ""
        elsewhere = Target(channel=await self._people.direct(only)) if apart else None
        target = await self._threads.target(place) or Target(channel=place.channel)
        for number, message in enumerate(messages):
            if elsewhere is None:
                try:
                    told = await _as_drawn(lambda drawn: self._whisper(target, only, drawn), message)
                    ts = ts or str(told["message_ts"])
                    continue
                except Refused as refused:
                    if refused.error not in _CLOSED:
                        raise
                    elsewhere = Target(channel=await self._people.direct(only))
            posted = await self._post(place.address, elsewhere, message, f"{key}:{number}")
            ts = ts or posted
        if attachments:
            elsewhere = elsewhere or Target(channel=await self._people.direct(only))
            await self._attach(place.address, elsewhere, attachments, f"{key}:files")
        return f"{elsewhere.channel if elsewhere else place.channel}:{ts}"


async def _as_drawn(send: Callable[[Rendered], Awaitable[_Told]], message: Rendered) -> _Told:
    """Send it as richly as this workspace takes it."""
    while True:
        try:
            return await send(message)
        except Refused as refused:
            if refused.error not in _UNDRAWABLE or not message.blocks:
                raise
            _log.error("slack_refused_blocks", error=refused.error, details=refused.messages)
            message = plainer(message)


def _with_line(message: Rendered, words: str) -> Rendered:
    block = {"type": "context", "elements": [{"type": "mrkdwn", "text": words}]}
    return Rendered((*message.blocks, block), message.text)
