"""The socket to Slack, kept open: Slack's library reconnects by itself, and when it doesn't, it is begun anew."""

from __future__ import annotations

import asyncio

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.errors import Trouble
from bot.platforms.slack.api import Api
from bot.platforms.slack.outside import Outside, client_of, quiet_logger
from bot.platforms.slack.settings import SlackSettings

_PING_SECONDS = 5
_LOOK_EVERY = 10.0
_STRIKES = 3
_log = structlog.get_logger(__name__)


class Socket:
    """Socket Mode for one app.

    The library's tasks are known to end while the process lives on, deaf (python-slack-sdk issues 1110 and 1446). So it
    is looked at: where a task has ended, or the connection stays away for half a minute, everything is made anew.
    """

    def __init__(self, app: AsyncApp, settings: SlackSettings, outside: Outside) -> None:
        self._app = app
        self._settings = settings
        self._outside = outside
        self._handler: AsyncSocketModeHandler | None = None

    async def open(self) -> None:
        """Connect. Fails at once where Slack refuses the token: the library would try for ever."""
        await Api(client_of(self._settings.app_token, self._settings, self._outside.session)).call(
            "apps.connections.open"
        )
        await self._connect()

    async def watch(self, *, every: float = _LOOK_EVERY) -> None:
        """Look after it, for ever."""
        strikes = 0
        while True:
            await asyncio.sleep(every)
            strikes = 0 if await self._is_well() else strikes + 1
            if self._has_ended() or strikes >= _STRIKES:
                _log.warning("slack_socket_begun_anew", strikes=strikes)
                strikes = 0
                try:
                    await self.close()
                    await self.open()
                except Trouble as trouble:
                    _log.warning("slack_socket_failed", trouble=trouble.sentence)

    async def close(self) -> None:
        """Take nothing in any more."""
        if self._handler is not None:
            await self._handler.close_async()  # type: ignore[no-untyped-call]
            self._handler = None  # not before: who is stopped in the middle of it leaves the rest to the next

    async def _connect(self) -> None:
        self._handler = AsyncSocketModeHandler(
            self._app,
            self._settings.app_token,
            logger=quiet_logger("socket"),
            web_client=client_of(self._settings.app_token, self._settings, self._outside.session),
            ping_interval=_PING_SECONDS,
        )
        await self._handler.connect_async()  # type: ignore[no-untyped-call]

    async def _is_well(self) -> bool:
        return self._handler is not None and await self._handler.client.is_connected()

    def _has_ended(self) -> bool:
        if self._handler is None:
            return True
        client = self._handler.client
        tasks = (client.message_processor, client.message_receiver, client.current_session_monitor)
        return any(task is None or task.done() for task in tasks)
