"""Where something is said in Slack, as one string that lasts: `slack:T1:C1:1699.42` is a thread of a channel."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.chat import Address

PLATFORM = "slack"
_TS = re.compile(r"\d+\.\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An address, read. At most one of these is given; with none it is the whole channel or direct conversation.

    `thread`: the `ts` of the message that the thread hangs on. `opened`: a conversation that somebody opened, whose
    thread begins with what is said in it first. `only`: the one person who sees what is said here.
    """

    team: str
    channel: str
    thread: str | None = None
    opened: str | None = None
    only: str | None = None

    @property
    def address(self) -> Address:
        """`slack:T1:C1`, `slack:T1:C1:1699.42`, `slack:T1:C1:+123`, `slack:T1:C1:!U1.123`."""
        base = f"{PLATFORM}:{self.team}:{self.channel}"
        if self.thread:
            return f"{base}:{self.thread}"
        if self.only:
            return f"{base}:!{self.only}.{self.opened or ''}"
        return f"{base}:+{self.opened}" if self.opened else base

    @property
    def direct(self) -> bool:
        """Whether this is somebody's own conversation with the bot."""
        return self.channel.startswith("D")


def place_of(address: Address) -> Place:
    """The address, read; ValueError when it isn't one of Slack."""
    platform, _, rest = address.partition(":")
    team, _, rest = rest.partition(":")
    channel, _, end = rest.partition(":")
    if platform != PLATFORM or not team or not channel:
        raise ValueError(f"{address!r} is not an address of Slack")
    if not end:
        return Place(team=team, channel=channel)
    if end.startswith("+") and len(end) > 1:
        return Place(team=team, channel=channel, opened=end[1:])
    if end.startswith("!"):
        person, _, word = end[1:].partition(".")
        return Place(team=team, channel=channel, only=person, opened=word)
    if not _TS.fullmatch(end):
        raise ValueError(f"{address!r} is not an address of Slack")
    return Place(team=team, channel=channel, thread=end)


def room(address: Address) -> Address:
    """The channel or direct conversation that this is a part of."""
    place = place_of(address)
    return Place(team=place.team, channel=place.channel).address


def names(address: Address) -> tuple[Address, ...]:
    """What it may be called in the settings besides: its channel."""
    return (room(address),)


def permalink(workspace: str, channel: str, ts: str, thread: str | None = None) -> str:
    """The link to a message; `workspace` is its address with a slash at the end, `https://acme.slack.com/`.

    Slack's own method would be one more call for every message that comes in, and gives the same.
    """
    link = f"{workspace}archives/{channel}/p{ts.replace('.', '')}"
    return f"{link}?thread_ts={thread}&cid={channel}" if thread and thread != ts else link


_ARCHIVE = re.compile(r"^https://[^/]+/archives/([A-Z0-9]+)/p(\d{6,})(\d{6})(?:\?(?:[^#]*&)?thread_ts=(\d+\.\d+))?")


def thread_of(link: str, team: str) -> Address | None:
    """The thread that a link to a message leads to; None when it isn't such a link."""
    found = _ARCHIVE.match(link.replace("&amp;", "&"))
    if found is None:
        return None
    return Place(team=team, channel=found[1], thread=found[4] or f"{found[2]}.{found[3]}").address
