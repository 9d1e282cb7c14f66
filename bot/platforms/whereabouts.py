"""Which conversation is a team's, whatever thread of it something was said in; and who is meant by a name there."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Address, Person
from bot.platforms.naming import one_called
from bot.platforms.port import KeyValue
from bot.platforms.rooms import room_of
from bot.platforms.slack import addresses as slack
from bot.platforms.teams import addresses as teams
from bot.platforms.terminal.typed import person as typed_person

_SLACK_PEOPLE = "slack/person/"
_TEAMS_PEOPLE = "teams/person/"


def team_of(address: Address) -> Address | None:
    """The whole channel or group that this is in; None for somebody's own chat with the bot."""
    platform = address.partition(":")[0]
    if platform == slack.PLATFORM and slack.place_of(address).direct:
        return None
    if platform == teams.PLATFORM and teams.place_of(address).kind == "personal":
        return None
    return room_of(address)


def are_together(one: Address, other: Address) -> bool:
    """Whether two conversations are of one workspace or tenant; in the terminal all are."""
    if one.partition(":")[0] == other.partition(":")[0] == "terminal":
        return True
    return one.split(":")[:2] == other.split(":")[:2]


async def people_near(address: Address, kept: KeyValue) -> Sequence[Person]:
    """Everybody whom the bot has met in this workspace or tenant."""
    platform, _, rest = address.partition(":")
    if platform == slack.PLATFORM:
        found = await kept.scan(_SLACK_PEOPLE)
        return [Person(id=key.removeprefix(_SLACK_PEOPLE), name=str(value["name"])) for key, value in found]
    if platform == teams.PLATFORM:
        prefix = f"{_TEAMS_PEOPLE}{rest.partition(':')[0]}/"
        return [Person(id=key.removeprefix(prefix), name=str(value["name"])) for key, value in await kept.scan(prefix)]
    return ()


def linked(address: Address, link: str) -> Address | None:
    """The thread that a link leads to, as seen from a conversation of its platform; None when it leads to none."""
    if address.partition(":")[0] == slack.PLATFORM:
        return slack.thread_of(link, slack.place_of(address).team)
    return None


async def person_called(name: str, address: Address, kept: KeyValue) -> Person | None:
    """Who is meant by a name: the only one of this name, or of this first name, whom the bot has met there."""
    if address.partition(":")[0] == "terminal":
        return typed_person(name)
    return one_called(name, await people_near(address, kept))
