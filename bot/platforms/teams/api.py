"""Calls Teams: waits where it says so, tries again where that is safe, and says what went wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import requests
import structlog
from botbuilder.schema import Activity, ChannelAccount, ConversationParameters
from botbuilder.schema.teams import TeamsChannelAccount
from botframework.connector.aio import ConnectorClient
from msrest.exceptions import ClientRequestError, HttpOperationError

from bot.errors import Trouble
from bot.platforms.teams.credentials import Credentials

_TRIES = 6
_LONGEST_WAIT = 120.0
_SECONDS = 20
_PAGE = 500
_TOO_MANY = 429
_BUSY = frozenset({412, 502, 503, 504})
"""Microsoft names these as ones to try again after: 412 and 502 to 504 come before anything was posted."""

_UNKNOWN = 500
_ERROR = 400
_UNKNOWN_TOKEN = 401
CLOSED = 403
_CLOSED = frozenset({CLOSED, 404})
_NOT_THERE = 404
_log = structlog.get_logger(__name__)


class Refused(Trouble):
    """Teams said no; `status` is HTTP's word for it, `code` Teams' own."""

    def __init__(self, status: int, code: str) -> None:
        """`code` may be empty."""
        super().__init__(_sentence(status, code))
        self.status = status
        self.code = code

    @property
    def closed(self) -> bool:
        """Whether the conversation is closed to the bot: it was removed, blocked, or the conversation is gone."""
        return self.status in _CLOSED


class Unsure(Trouble):
    """The call may or may not have come through."""

    def __init__(self) -> None:
        """The connection broke, or Teams had an error of its own."""
        super().__init__("Teams doesn’t answer right now. What you said is kept; please try again in a minute.")


class Throttled(Trouble):
    """Teams had this conversation wait for longer than is waited."""

    def __init__(self) -> None:
        """It is shown by the doctor, too."""
        super().__init__("Teams has told me to wait for a while now. What you said is kept; please try again later.")


class Api:
    """The Bot Connector with the bot's token. `sleep` is how it waits."""

    def __init__(self, credentials: Credentials, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._credentials = credentials
        self._sleep = sleep
        self._clients: dict[str, ConnectorClient] = {}
        self._sessions: set[requests.Session] = set()

    async def send(self, service: str, conversation: str, activity: dict[str, Any]) -> str:
        """Post an activity; its id."""
        made = Activity().deserialize({**activity, "conversation": {"id": conversation}})
        told = await self._call(service, lambda one: one.conversations.send_to_conversation(conversation, made))
        return str(getattr(told, "id", "") or "")

    async def update(self, service: str, conversation: str, activity_id: str, activity: dict[str, Any]) -> None:
        """Replace an activity that was posted."""
        made = Activity().deserialize({**activity, "id": activity_id, "conversation": {"id": conversation}})
        await self._call(
            service, lambda one: one.conversations.update_activity(conversation, activity_id, made), again=True
        )

    async def personal(self, service: str, *, tenant: str, bot: str, person: str) -> str:
        """The id of somebody's own chat with the bot, which is begun if there is none."""
        wanted = ConversationParameters(
            is_group=False,
            bot=ChannelAccount(id=bot),
            members=[ChannelAccount(id=person)],
            tenant_id=tenant,
            channel_data={"tenant": {"id": tenant}},
        )
        told = await self._call(service, lambda one: one.conversations.create_conversation(wanted), again=True)
        return str(told.id)

    async def is_member(self, service: str, conversation: str, person: str) -> bool:
        """Whether somebody is in a channel or a chat. Refused where the bot itself isn't."""
        try:
            await self._call(
                service, lambda one: one.conversations.get_conversation_member(conversation, person), again=True
            )
        except Refused as refused:
            if refused.status == _NOT_THERE and refused.code != "ConversationNotFound":
                return False
            raise
        return True

    async def member(self, service: str, conversation: str, person: str) -> TeamsChannelAccount:
        """What Teams says of somebody who is in a conversation."""
        told = await self._call(
            service, lambda one: one.conversations.get_conversation_member(conversation, person), again=True
        )
        known: TeamsChannelAccount = TeamsChannelAccount().deserialize(
            {**told.serialize(), **told.additional_properties}
        )
        return known

    async def members(self, service: str, conversation: str) -> AsyncIterator[TeamsChannelAccount]:
        """Everybody in a conversation."""
        token: str | None = ""
        while token is not None:
            page = await self._call(service, _page_of(conversation, token or None), again=True)
            for each in page.members or ():
                yield each
            token = page.continuation_token or None

    async def close(self) -> None:
        """Let go of the connections."""
        for client in self._clients.values():
            await client.__aexit__(None, None, None)  # it has no other way to be closed
        self._clients.clear()
        for session in self._sessions:
            session.close()
        self._sessions.clear()

    def _keep_session(self, session: requests.Session, *_: Any, **settings: Any) -> dict[str, Any]:
        """The client makes a session for each thread that it posts from, and closes only that of the last one."""
        if session not in self._sessions:
            session.hooks["response"].append(_without_pages)
        self._sessions.add(session)
        return settings

    async def _call(
        self, service: str, call: Callable[[ConnectorClient], Awaitable[Any]], *, again: bool = False
    ) -> Any:
        client = await self._client(service)
        pause = 1.0
        for attempt in range(_TRIES):
            try:
                return await call(client)
            except HttpOperationError as error:
                wait = _wait(error, pause, again=again)
                if wait is None:
                    raise _told(error) from error
                _log.info("teams_told_to_wait", status=error.response.status_code, seconds=wait)
            except (ClientRequestError, requests.RequestException, OSError) as error:
                if not again or attempt == _TRIES - 1:
                    raise Unsure from error
                wait = pause
            pause = min(pause * 2, 30.0)
            await self._sleep(wait)
        raise Throttled

    async def _client(self, service: str) -> ConnectorClient:
        credentials = self._credentials.made
        if not await self._credentials.is_authentication_disabled():
            # It is asked for over the network once an hour, which must not hold up everybody else.
            try:
                await asyncio.to_thread(credentials.get_access_token)
            except (PermissionError, ValueError, requests.RequestException) as error:
                _log.warning("teams_no_token", error=type(error).__name__)
                raise Trouble(
                    "Microsoft doesn’t give me a token for Teams. `groundwork doctor` tells whoever runs me why."
                ) from error
        client = self._clients.get(service)
        if client is None:
            client = ConnectorClient(credentials, base_url=service)
            client.config.connection.timeout = _SECONDS
            client.config.retry_policy.retries = 0  # it would repeat posts that may have arrived
            client.config.session_configuration_callback = self._keep_session
            self._clients[service] = client
        return client


def _without_pages(response: requests.Response, **_: Any) -> requests.Response:
    """A machine before Teams tells errors as pages for people, on which the client fails before it sees the status."""
    if response.status_code >= _ERROR and "json" not in response.headers.get("Content-Type", ""):
        response._content = b"{}"  # noqa: SLF001 (requests has no other way to give a response a body)
        response.headers["Content-Type"] = "application/json"
    return response


def _page_of(conversation: str, token: str | None) -> Callable[[ConnectorClient], Awaitable[Any]]:
    return lambda one: one.conversations.get_teams_conversation_paged_members(conversation, _PAGE, token)


def _wait(error: HttpOperationError, pause: float, *, again: bool) -> float | None:
    """How long to wait before trying again; None when that would not help, or might post twice."""
    status = error.response.status_code
    if status == _TOO_MANY or status in _BUSY or (again and status >= _UNKNOWN):
        try:
            told = float(error.response.headers.get("Retry-After", ""))
        except ValueError:
            told = pause
        return min(max(told, 0.0), _LONGEST_WAIT)
    return None


def _told(error: HttpOperationError) -> Trouble:
    status = int(error.response.status_code)
    inner = getattr(error.error, "error", None)
    code = str(getattr(inner, "code", "") or "")
    _log.warning("teams_refused_call", status=status, code=code)
    return Unsure() if status >= _UNKNOWN else Refused(status, code)


def _sentence(status: int, code: str) -> str:
    if status == _UNKNOWN_TOKEN:
        return "Teams doesn’t take my token. Check TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID."
    if status in _CLOSED:
        return "I can’t write in that conversation: I was removed or blocked there. Add Groundwork to it again."
    return f"Teams refused that ({status}{f', {code}' if code else ''})."
