"""Posts in Teams: cards, documents, and what only one person may see."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

import structlog

from bot.chat import Address, Attachment, Bullets, Fields, Form, Markdown, Post
from bot.platforms.port import KeyValue
from bot.platforms.teams.addresses import Place, place_of
from bot.platforms.teams.api import CLOSED, Api, Refused, Throttled
from bot.platforms.teams.conversations import Conversations
from bot.platforms.teams.files import Offers
from bot.platforms.teams.render import Rendered, render, render_document
from bot.platforms.teams.used import choices_in

OFFERED = "teams/offered/"
_MENTION = re.compile(r"(?<![\w.])@([^\W\d_][\w.'’-]*(?: [^\W\d_][\w'’-]*)?)")
_CODE = re.compile(r"`[^`]*`")  # an example of what to type calls nobody
_MOST_MENTIONED = 5
_log = structlog.get_logger(__name__)


class Poster:
    """Says posts in Teams. Two of one conversation never overtake each other.

    What was posted is noted under its key afterwards: Teams can't be asked whether a post was made, so a crash between
    the two shows it twice, and never loses it.
    """

    def __init__(self, api: Api, kept: KeyValue, conversations: Conversations) -> None:
        self._api = api
        self._kept = kept
        self._conversations = conversations
        self._offers = Offers(kept)
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.on_said: Callable[[Address], None] | None = None

    async def say(self, address: Address, post: Post, *, key: str) -> str:
        """Post it; returns `CONVERSATION:ACTIVITY`, the same for the same key."""
        place = place_of(address)
        try:
            async with self._locks[place.channel]:
                return await self._say(place, post, key)
        finally:
            if self.on_said:
                self.on_said(address)

    async def _say(self, place: Place, post: Post, key: str) -> str:
        for part in post.parts:
            if isinstance(part, Form):
                await self._kept.put(f"teams/form/{part.id}", part.model_dump(mode="json"))
        if post.private_to and place.kind != "personal":
            own = await self.own_chat(place, post.private_to)
            if own is None:
                return await self._ask_over(place, post.private_to, key)
            place = own
        messages = render(post, await self._mentioned(post, place))
        if post.replaces and len(messages) == 1:
            return await self._replace(place, post.replaces, messages[0])
        try:
            return await self._openly(place, messages, post.attachments, key)
        except Throttled:
            await self._conversations.throttled(place)
            raise
        except Refused as refused:
            if not refused.closed:
                raise
            if not await self._conversations.closed(place):
                await self._conversations.close(place, f"{refused.status} {refused.code}".strip())
            asked = await self._kept.get(f"teams/asked/{place.address}")
            own = await self.own_chat(place, str(asked["user"])) if asked and place.kind != "personal" else None
            if own is None:
                raise
            return await self._openly(own, messages, post.attachments, key)

    async def _openly(
        self, place: Place, messages: list[Rendered], attachments: tuple[Attachment, ...], key: str
    ) -> str:
        closed = await self._conversations.closed(place)
        if closed:  # until somebody speaks there, or adds the bot again
            raise Refused(CLOSED, closed)
        first = ""
        for number, message in enumerate(messages):
            made = await self._post(place, message.activity(), f"{key}:{number}")
            if not first and place.kind == "channel" and not place.thread:
                place = place.under(made)  # the rest, and whoever answers, goes into the thread under it
                await self._conversations.take_part(place)
            await self._keep_card(place, made, message.card)
            first = first or f"{quote(place.conversation, safe='')}:{made}"
        for number, attachment in enumerate(attachments):
            if place.kind == "personal" and not attachment.picture:
                if await self._noted(f"{key}:file{number}") is None:
                    await self._post(place, await self._offers.card(attachment, place), f"{key}:file{number}")
                continue
            for piece, message in enumerate(render_document(attachment)):
                await self._post(place, message.activity(), f"{key}:file{number}.{piece}")
        return first

    async def _post(self, place: Place, activity: dict[str, Any], key: str) -> str:
        before = await self._noted(key)
        if before is not None:
            return before
        made = await self._api.send(await self._conversations.service(place), place.conversation, activity)
        await self._kept.put(f"teams/posted/{key}", {"id": made})
        return made

    async def _noted(self, key: str) -> str | None:
        kept = await self._kept.get(f"teams/posted/{key}")
        return None if kept is None else str(kept["id"])

    async def _replace(self, place: Place, post_id: str, message: Rendered) -> str:
        conversation, _, made = post_id.rpartition(":")
        await self._update(place, unquote(conversation), made, message.activity())
        await self._keep_card(place, made, message.card)
        return post_id

    async def send(self, place: Place, activity: dict[str, Any]) -> str:
        """Post an activity that needs no noting: typing, an answer to a button."""
        return await self._api.send(await self._conversations.service(place), place.conversation, activity)

    async def update_card(self, place: Place, activity_id: str, card: dict[str, Any]) -> None:
        """Show a card in place of the one that was posted."""
        await self._update(place, place.conversation, activity_id, Rendered(card, str(card["fallbackText"])).activity())
        await self._keep_card(place, activity_id, card)

    async def _update(self, place: Place, conversation: str, activity_id: str, activity: dict[str, Any]) -> None:
        await self._api.update(await self._conversations.service(place), conversation, activity_id, activity)

    async def card(self, place: Place, activity_id: str) -> dict[str, Any] | None:
        """The card that was posted as this activity, as it is shown now."""
        kept: dict[str, Any] | None = await self._kept.get(_card_key(place, activity_id))
        return kept

    async def _keep_card(self, place: Place, activity_id: str, card: dict[str, Any]) -> None:
        if activity_id and any(element.get("id") for element in card["body"]):
            await self._kept.put(_card_key(place, activity_id), card)
            before = await self._offered(place, activity_id)
            if new := choices_in(card) - before:
                await self._kept.put(_offered_key(place, activity_id), {"choices": sorted(before | new)})

    async def offers(self, place: Place, activity_id: str, choice: str) -> bool:
        """Whether a choice ever stood on what was posted as this activity: anything may be in what a client sends."""
        return choice in await self._offered(place, activity_id)

    async def _offered(self, place: Place, activity_id: str) -> set[str]:
        kept = await self._kept.get(_offered_key(place, activity_id))
        return set(kept["choices"]) if kept else set()

    async def asked(self, address: Address, user: str) -> None:
        """Somebody wants an answer where the bot may not be able to write."""
        await self._kept.put(f"teams/asked/{address}", {"user": user})

    async def own_chat(self, place: Place, who: str) -> Place | None:
        """Somebody's own chat with the bot; None where Teams doesn't allow one."""
        service = await self._conversations.service(place)
        chat = await self._conversations.own_chat(place.tenant, who)
        if chat is None:
            known = await self._conversations.known(place.tenant, who)
            reference = await self._conversations.reference(place)
            bot = reference.bot if reference else ""
            try:
                chat = await self._api.personal(
                    service, tenant=place.tenant, bot=bot, person=known.id if known else who
                )
            except Refused as refused:
                _log.info("teams_no_own_chat", status=refused.status, code=refused.code)
                return None
            own = Place(tenant=place.tenant, kind="personal", service=service, conversation=chat)
            await self._conversations.own_chat_is(own, who)
        return Place(tenant=place.tenant, kind="personal", service=service, conversation=chat)

    async def _ask_over(self, place: Place, who: str, key: str) -> str:
        """What is private isn't said here: the person is asked to come over."""
        known = await self._conversations.known(place.tenant, who)
        words = "I have an answer for you alone. Open a chat with me, and ask again there."
        people = [(known.id, known.name)] if known and known.name else []
        return await self._openly(place, render(Post(text=words), people), (), key)

    async def _mentioned(self, post: Post, place: Place) -> list[tuple[str, str]]:
        """People whom the bot's own words name with an @, and who are known in this tenant."""
        words = [post.text]
        for part in post.parts:
            if isinstance(part, Markdown):
                words.append(part.text)
            elif isinstance(part, Bullets):
                words += part.items
            elif isinstance(part, Fields):
                words += [value for _, value in part.items]
        wanted = {name.lower() for each in words for name in _MENTION.findall(_CODE.sub("", each))}
        wanted |= {name.partition(" ")[0] for name in wanted}
        if not wanted or place.kind == "personal":
            return []
        people = await self._conversations.people(place.tenant)
        found: list[tuple[str, str]] = []
        for person in people:
            full = person.name.lower()
            first = full.partition(" ")[0]
            alone = sum(other.name.lower().partition(" ")[0] == first for other in people) == 1
            if full and (full in wanted or (alone and first in wanted)):
                found.append((person.id, person.name))
        return found[:_MOST_MENTIONED]


def _card_key(place: Place, activity_id: str) -> str:
    return f"teams/card/{place.tenant}/{place.channel}/{activity_id}"


def _offered_key(place: Place, activity_id: str) -> str:
    return f"{OFFERED}{place.tenant}/{place.channel}/{activity_id}"
