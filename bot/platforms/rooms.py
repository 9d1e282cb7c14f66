"""The whole conversation that something was said in, where an address is a thread of it or a private word in it."""

from __future__ import annotations

from bot.chat import Address
from bot.platforms.slack import addresses as slack
from bot.platforms.teams import addresses as teams


def room_of(address: Address) -> Address:
    """`slack:T1:C1:1699.42` → `slack:T1:C1`; a conversation without threads is its own."""
    platform = address.partition(":")[0]
    if platform == slack.PLATFORM:
        place = slack.place_of(address)
        return slack.Place(team=place.team, channel=place.channel).address
    if platform == teams.PLATFORM:
        there = teams.place_of(address)
        whole = teams.Place(tenant=there.tenant, kind=there.kind, service=there.service, conversation=there.channel)
        return whole.address
    return address
