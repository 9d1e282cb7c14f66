"""What happens in Teams, as messages to the bot; None where it isn't meant for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from bot.chat import Address, Form, Message, Person, parse_command
from bot.platforms.arrivals import Arrivals
from bot.platforms.port import Now
from bot.platforms.shapes import inner
from bot.platforms.teams.addresses import PLATFORM, Place, permalink, place_of
from bot.platforms.teams.conversations import Conversations
from bot.platforms.teams.files import files_of
from bot.platforms.teams.heard import from_html, heard, is_mentioned, mentions
from bot.platforms.teams.render.forms import values_of

_EDITED = frozenset({"editMessage", "undeleteMessage"})


Follows = Callable[[Address, str], Awaitable[bool]]
"""See `bot.platforms.port.Bot.follows`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """Translates what Teams sends. An activity is a dict, as it came."""

    conversations: Conversations
    arrivals: Arrivals
    follows: Follows
    now: Now

    async def message(self, activity: Mapping[str, Any], place: Place) -> Message | None:
        """A message that somebody wrote."""
        if _by_the_bot(activity) or not await self._is_meant(activity, place):
            return None
        await self.conversations.take_part(place)
        command, rest = parse_command(heard(activity))
        files = files_of(activity)
        if not rest and not command and not files and place.kind != "personal":
            command = "help"  # a mention and nothing else
        return Message(
            key=_key(activity, place, self.now),
            address=place.address,
            author=await self._author(activity, place),
            at=moment(activity, self.now),
            text=rest,
            command=command,
            files=files,
            permalink=await self._link(activity, place),
            zone=_zone(activity),
            partial=bool(files),
            threaded=bool(place.thread),
            overheard=place.kind != "personal" and not is_mentioned(activity),
            named=mentions(activity),
        )

    async def changed(self, activity: Mapping[str, Any], place: Place) -> Message | None:
        """Somebody edited or deleted a message of theirs."""
        event = str(inner(activity, "channelData").get("eventType") or "")
        deleted = activity["type"] == "messageDelete"
        if _by_the_bot(activity) or not (deleted or event in _EDITED):
            return None
        link = await self._link(activity, place)
        if place.kind == "channel" and not (
            await self.conversations.is_ours(place) or await self.follows(place.address, link)
        ):
            return None
        return Message(
            key=_key(activity, place, self.now, f"-{activity['type']}"),
            address=place.address,
            author=await self._author(activity, place),
            at=moment(activity, self.now),
            text="" if deleted else heard(activity),
            change="deleted" if deleted else "edited",
            permalink=link,
        )

    async def choice(self, activity: Mapping[str, Any], place: Place, picked: str, *, lasts: bool = False) -> Message:
        """A button or an option. The same one of the same card counts once, however often it is pressed.

        Of one that `lasts` each press is another one.
        """
        card = str(activity.get("replyToId") or activity.get("id"))
        return Message(
            key=await self._deed(place, f"{card}-{picked}" + (f"-{activity.get('id')}" if lasts else "")),
            address=place.address,
            author=await self._author(activity, place),
            at=self.now(),
            choice=picked,
            zone=_zone(activity),
            threaded=bool(place.thread),
        )

    async def submission(
        self, activity: Mapping[str, Any], form: Form, token: str, data: Mapping[str, Any], address: Address
    ) -> Message:
        """A filled form. The same one counts once."""
        place = await self.conversations.at(activity)
        return Message(
            key=await self._deed(place, f"form-{token}"),
            address=address,
            author=await self._author(activity, place),
            at=self.now(),
            form_id=form.id,
            form=values_of(form, data),
            threaded=bool(place_of(address).thread),
        )

    async def passed_on(self, activity: Mapping[str, Any], place: Place) -> Message:
        """A message extension was used on a message: its words, its author, and who passed them on."""
        value = inner(activity, "value")
        command, said = str(value.get("commandId") or ""), inner(value, "messagePayload")
        via = await self._author(activity, place)
        user = inner(said, "from", "user")
        author = via
        if user.get("id"):
            who = str(user["id"])
            known = await self.conversations.known(place.tenant, who)
            author = Person(id=who, name=str(user.get("displayName") or (known.name if known else "") or who))
        content = str(inner(said, "body").get("content") or "")
        return Message(
            key=await self._deed(place, f"{said.get('id')}-{command}-{activity.get('id')}"),
            address=place.address,
            author=author,
            at=self.now(),
            command=command,
            text=from_html(content),
            permalink=await self._link_to(said, activity, place),
            via=via if via.id != author.id else None,
        )

    async def _is_meant(self, activity: Mapping[str, Any], place: Place) -> bool:
        """A personal chat always; elsewhere when it is mentioned, and in a thread that it takes part in."""
        if place.kind == "personal" or is_mentioned(activity):
            return True
        return place.kind == "channel" and await self.conversations.is_ours(place)

    async def _author(self, activity: Mapping[str, Any], place: Place) -> Person:
        return await self.conversations.author(place, inner(activity, "from"))

    async def _deed(self, place: Place, identity: str) -> str:
        return await self.arrivals.key(place.tenant, f"{place.conversation}-{identity}", self.now())

    async def _link_to(self, said: Mapping[str, Any], activity: Mapping[str, Any], place: Place) -> str | None:
        """The link to a message that was passed on: the one that its changes will have, where it stands here."""
        link, which = str(said.get("linkToMessage") or ""), str(said.get("id") or "")
        if not link.startswith("https://"):
            return None
        here = unquote(link).startswith(f"https://teams.microsoft.com/l/message/{place.channel}/{which}")
        if place.kind == "personal" or not which or not here:
            return link
        (parent,) = parse_qs(urlsplit(link).query).get("parentMessageId", [place.thread or which])[:1]
        stands = place.under(parent) if place.kind == "channel" else place
        return await self._link({**activity, "id": which}, stands)

    async def _link(self, activity: Mapping[str, Any], place: Place) -> str:
        known = await self.conversations.reference(place)
        # Somebody's own chat isn't known yet when the first message there comes; its link stays the same afterwards.
        bot = (known.bot if known else "") or str(inner(activity, "recipient").get("id") or "")
        return permalink(place, str(activity.get("id") or ""), bot=bot, team=known.team if known else "")


def _by_the_bot(activity: Mapping[str, Any]) -> bool:
    sender = inner(activity, "from")
    own = inner(activity, "recipient").get("id")
    return not sender.get("id") or sender.get("id") == own or sender.get("role") == "bot"


def _key(activity: Mapping[str, Any], place: Place, now: Now, more: str = "") -> str:
    stamp = f"{moment(activity, now).timestamp():.6f}"
    return f"{PLATFORM}:{place.tenant}/{stamp}/{place.conversation}-{activity.get('id')}{more}"


def _zone(activity: Mapping[str, Any]) -> str | None:
    """The time zone of whoever did it, where their client tells."""
    return str(activity.get("localTimezone") or "") or None


def moment(activity: Mapping[str, Any], now: Now) -> datetime:
    """When it happened; Teams says so of nearly everything."""
    try:
        told = datetime.fromisoformat(str(activity.get("timestamp") or ""))
    except ValueError:
        return now()
    return told if told.tzinfo else told.replace(tzinfo=UTC)
