"""Calls Slack's Web API: waits where Slack says so, tries again where that is safe, and says what went wrong."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Trouble

_log = structlog.get_logger(__name__)
_TRIES = 8
_LONGEST_WAIT = 3600.0
_SERVER_ERROR = 500
_TOO_MANY = 429
_PER_CHANNEL = frozenset({"chat.postMessage", "chat.postEphemeral", "chat.update"})
_CALL_SECONDS = 20


class Refused(Trouble):
    """Slack said no; `error` is its word for why, `needed` the scope that is missing, if it is that."""

    def __init__(self, method: str, error: str, needed: str = "", messages: tuple[str, ...] = ()) -> None:
        """`messages` are Slack's details, for the log."""
        super().__init__(_sentence(method, error, needed))
        self.method = method
        self.error = error
        self.needed = needed
        self.messages = messages


class Unsure(Trouble):
    """The call may or may not have come through."""

    def __init__(self, method: str) -> None:
        """The connection broke, or Slack had an error of its own."""
        super().__init__("Slack doesn’t answer right now. What you said is kept; please try again in a minute.")
        self.method = method


class Api:
    """The Web API with a bot's token.

    `Retry-After` holds for one method, and for one channel where Slack counts by channel; everything else goes on.
    `sleep` and `clock` are how it waits.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.client = client
        self._sleep = sleep
        self._clock = clock
        self._not_before: dict[tuple[str, str], float] = {}

    async def call(self, method: str, *, again: bool = True, **arguments: Any) -> dict[str, Any]:
        """Call a method; its answer as a dict.

        `again`: it does no harm to call it twice. Without that, a call that may have come through raises Unsure.
        Refused when Slack says no.
        """
        line = (method, str(arguments.get("channel", "")) if method in _PER_CHANNEL else "")
        pause = 0.5
        for attempt in range(_TRIES):
            await self._wait(line)
            try:
                return await self._once(method, arguments)
            except _TooFast as fast:
                self._not_before[line] = self._clock() + fast.seconds
                _log.info("slack_told_to_wait", method=method, channel=line[1], seconds=fast.seconds)
            except Unsure:
                if not again or attempt == _TRIES - 1:
                    raise
                _log.warning("slack_retry", method=method)
                await self._sleep(pause)
                pause = min(pause * 2, 10.0)
        raise Trouble("Slack has told me to wait for a long time now. What you said is kept; please try again later.")

    async def _wait(self, line: tuple[str, str]) -> None:
        wait = self._not_before.get(line, 0.0) - self._clock()
        if wait > 0:
            await self._sleep(min(wait, _LONGEST_WAIT))

    async def _once(self, method: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        given = {name: value for name, value in arguments.items() if value is not None}
        try:
            if method in _BY_FORM:
                given = {name: _as_text(value) for name, value in given.items()}
                response = await self.client.api_call(method, http_verb="GET", params=given)
            else:
                response = await self.client.api_call(method, json=given)
        except SlackApiError as error:
            raise _told(method, error) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unsure(method) from error
        return dict(response.data) if isinstance(response.data, dict) else {}


# These take their arguments in the address, as Slack's own library sends them.
_BY_FORM = frozenset(
    {
        "users.info",
        "users.list",
        "conversations.info",
        "conversations.members",
        "users.conversations",
        "usergroups.users.list",
        "conversations.replies",
        "conversations.history",
        "files.info",
        "files.getUploadURLExternal",
        "files.completeUploadExternal",
    }
)


def _as_text(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, list | dict) else value


class _TooFast(Exception):  # noqa: N818 (Slack's word for it)
    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


def _told(method: str, error: SlackApiError) -> Exception:
    response = error.response
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0) or 0)
    data = getattr(response, "data", None)
    said = data if isinstance(data, dict) else {}
    word = str(said.get("error", ""))
    if status == _TOO_MANY or word in {"ratelimited", "rate_limited"}:
        return _TooFast(_seconds(response.headers.get("Retry-After", response.headers.get("retry-after", "1"))))
    if status >= _SERVER_ERROR or word in {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}:
        return Unsure(method)
    details = said.get("response_metadata") or {}
    messages = tuple(str(one) for one in details.get("messages", ()))
    _log.warning("slack_refused", method=method, error=word or status, needed=said.get("needed"), details=messages)
    return Refused(method, word or f"HTTP {status}", str(said.get("needed") or ""), messages)


def _seconds(text: str) -> float:
    try:
        return max(0.0, float(text))
    except ValueError:
        return 1.0


_AUTH = frozenset({"invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_authed"})


def _sentence(method: str, error: str, needed: str) -> str:
    if error in _AUTH:
        return "Slack no longer knows my token. Install the app again, and put the new token into SLACK_BOT_TOKEN."
    if error == "missing_scope":
        return (
            f"Slack doesn’t allow me `{method}`: the app lacks the scope `{needed}`. Update the app with "
            "`groundwork manifest slack`, then install it again."
        )
    return f"Slack refused `{method}`: {error}."
