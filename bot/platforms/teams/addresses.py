"""Where something is said in Teams, as one string that lasts and can be posted to long after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, unquote

from bot.chat import Address

PLATFORM = "teams"
Kind = Literal["personal", "group", "channel"]
_KINDS: dict[str, Kind] = {"p": "personal", "g": "group", "c": "channel"}
_LETTERS = {kind: letter for letter, kind in _KINDS.items()}
_THREAD = ";messageid="
PRIVATE = "teams/private/"
"""Under which keys it stands that not all of a team are in one of its channels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An address, read: all that a post needs that nobody asked for.

    `conversation` is Teams' own id, for a thread of a channel with the id of the message that it hangs on. `service` is
    where Teams takes posts for it.
    """

    tenant: str
    kind: Kind
    service: str
    conversation: str

    @property
    def address(self) -> Address:
        """`teams:TENANT:c:https%3A%2F%2F…:19%3Aabc%40thread.tacv2%3Bmessageid%3D1`."""
        parts = (self.tenant, _LETTERS[self.kind], self.service, self.conversation)
        return ":".join((PLATFORM, *(quote(part, safe="") for part in parts)))

    @property
    def thread(self) -> str | None:
        """The id of the message that the thread hangs on, None outside a thread."""
        return self.conversation.partition(_THREAD)[2] or None

    @property
    def channel(self) -> str:
        """The conversation without its thread."""
        return self.conversation.partition(_THREAD)[0]

    def under(self, message: str) -> Place:
        """The thread under a message of this channel."""
        whole = f"{self.channel}{_THREAD}{message}"
        return Place(tenant=self.tenant, kind=self.kind, service=self.service, conversation=whole)


def place_of(address: Address) -> Place:
    """The address, read; ValueError when it isn't one of Teams."""
    parts = address.split(":")
    if len(parts) != 5 or parts[0] != PLATFORM or parts[2] not in _KINDS or not all(parts):  # noqa: PLR2004
        raise ValueError(f"{address!r} is not an address of Teams")
    _, tenant, letter, service, conversation = parts
    return Place(
        tenant=unquote(tenant), kind=_KINDS[letter], service=unquote(service), conversation=unquote(conversation)
    )


def room(address: Address) -> Address:
    """The channel or chat that this is a part of."""
    place = place_of(address)
    return Place(tenant=place.tenant, kind=place.kind, service=place.service, conversation=place.channel).address


def names(address: Address) -> tuple[Address, ...]:
    """What it may be called in the settings besides: its channel, and `teams:TENANT:19:abc@thread.tacv2`.

    The last is what links in Teams show; where Teams takes posts for it may change and isn't in it.
    """
    place = place_of(address)
    return (room(address), f"{PLATFORM}:{place.tenant}:{place.channel}")


def permalink(place: Place, message: str, *, bot: str, team: str = "") -> str:
    """The link to a message.

    A message of a personal chat with a bot has no link of its own: this opens the chat, and its end tells the messages
    apart.
    """
    if place.kind == "personal":
        return f"https://teams.microsoft.com/l/chat/0/0?users={quote(bot, safe='')}#{quote(message, safe='')}"
    link = f"https://teams.microsoft.com/l/message/{quote(place.channel, safe='')}/{quote(message, safe='')}"
    if place.kind == "group":
        return f"{link}?context=%7B%22contextType%22%3A%22chat%22%7D"
    more = f"&groupId={quote(team, safe='')}" if team else ""
    return f"{link}?tenantId={quote(place.tenant, safe='')}{more}&parentMessageId={place.thread or message}"
