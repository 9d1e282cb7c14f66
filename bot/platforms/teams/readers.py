"""Who is of the team in Teams: guests, and people of other tenants, read along and answer as people from outside."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import structlog

from bot.access import Standing
from bot.chat import Address, Person
from bot.errors import Trouble
from bot.platforms.teams.addresses import Place, place_of
from bot.platforms.teams.api import Api, Refused, Unsure
from bot.platforms.teams.conversations import Conversations

if TYPE_CHECKING:
    from botbuilder.schema.teams import TeamsChannelAccount

_MINUTES = 10 * 60.0
_GUESTS = frozenset({"guest", "anonymous"})
_OWNER = "owner"
_UNTOLD = (
    "Teams doesn’t tell me who reads along here, so I quote no documents. Add Groundwork to this conversation, and ask "
    "again."
)
_log = structlog.get_logger(__name__)


class Readers:
    """Asks Teams who is in a conversation, and remembers for ten minutes what that came to.

    `tenants` are the team's own. Somebody of whom Teams tells neither a tenant nor a role is from outside.
    """

    def __init__(
        self,
        api: Api,
        conversations: Conversations,
        tenants: frozenset[str],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._api = api
        self._conversations = conversations
        self._tenants = tenants
        self._clock = clock
        self._people: dict[tuple[str, str], tuple[Standing, float]] = {}
        self._told: dict[tuple[str, str], tuple[bool, float]] = {}

    async def outside(self, address: Address) -> bool:
        """Whether anybody but the team reads what is said there; Trouble when Teams doesn't tell."""
        place = place_of(address)
        return await self._remembered((place.tenant, place.channel), lambda: self._any_outside(place))

    async def standing(self, person: Person, address: Address) -> Standing:
        """Whether somebody who speaks there is from outside the team, or owns it.

        Where Teams doesn't let the bot see who is there, they count as of the tenant that Microsoft vouched for.
        """
        place = place_of(address)
        told, until = self._people.get((place.channel, person.id), (Standing(), 0.0))
        if self._clock() < until:
            return told
        try:
            told = await self._one(place, person)
        except (Refused, Unsure) as trouble:
            _log.info("teams_person_unknown", trouble=trouble.sentence)
            return Standing()
        self._people[place.channel, person.id] = (told, self._clock() + _MINUTES)
        return told

    def forget(self) -> None:
        """Hold nobody in memory."""
        self._people.clear()

    async def _remembered(self, what: tuple[str, str], ask: Callable[[], Awaitable[bool]]) -> bool:
        told, until = self._told.get(what, (True, 0.0))
        if self._clock() >= until:
            told = await ask()
            self._told[what] = (told, self._clock() + _MINUTES)
        return told

    async def _any_outside(self, place: Place) -> bool:
        service = await self._conversations.service(place)
        try:
            async for each in self._api.members(service, place.channel):
                if self._is_outside(each):
                    return True
        except Refused as refused:
            raise Trouble(_UNTOLD) from refused
        return False

    async def _one(self, place: Place, person: Person) -> Standing:
        known = await self._conversations.known(place.tenant, person.id)
        service = await self._conversations.service(place)
        told = await self._api.member(service, place.channel, known.id if known else person.id)
        owner = place.kind == "channel" and str(told.user_role or "").lower() == _OWNER
        return Standing(outside=self._is_outside(told), owner=owner)

    def _is_outside(self, told: TeamsChannelAccount) -> bool:
        role, tenant = str(told.user_role or "").lower(), str(told.tenant_id or "").lower()
        if role in _GUESTS or "#ext#" in str(told.user_principal_name or "").lower():
            return True
        return tenant not in self._tenants if tenant else not role
