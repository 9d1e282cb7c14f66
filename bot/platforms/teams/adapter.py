"""The Bot Framework's adapter with our own gate in front of it, and with answers to invokes that arrive."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import web
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import Activity
from botframework.connector.auth import AuthenticateRequestResult, BotFrameworkAuthenticationFactory, ClaimsIdentity
from msrest.exceptions import DeserializationError

from bot.json_text import NotJson, load
from bot.platforms.teams.auth import Gate, Refused
from bot.platforms.teams.credentials import Credentials

Handle = Callable[[dict[str, Any]], Awaitable[dict[str, Any] | None]]
"""Answers an activity, as Teams sent it; what it gives is the body of an invoke's answer."""

_ANSWER = "groundwork_answer"
_log = structlog.get_logger(__name__)


class Adapter(CloudAdapter):  # type: ignore[misc] # botbuilder ships no types
    """Takes in what Teams posts.

    The stock `process` serialises an invoke's body twice and answers 500, and tells failed authentication as 500 or 404
    as often as 401; its verification takes tokens without `exp` and fails on a key that it doesn't know yet. So the
    gate decides first, and this one writes the answers itself.
    """

    def __init__(self, gate: Gate, credentials: Credentials) -> None:
        super().__init__(BotFrameworkAuthenticationFactory.create(credential_factory=credentials))
        self._gate = gate

    async def answer(self, request: web.Request, handle: Handle) -> web.Response:
        """The whole way of one request."""
        try:
            body = load(await request.read())
        except NotJson:
            body = None
        if not isinstance(body, dict) or not isinstance(body.get("type"), str):
            return web.json_response({"error": "This isn't an activity."}, status=400)
        try:
            claims = await self._gate.admit(request.headers.get("Authorization", ""), body)
        except Refused as refused:
            _log.warning("teams_refused", why=refused.why, status=refused.status)
            return web.json_response({"error": "Not allowed."}, status=refused.status)
        return await self._admitted(body, ClaimsIdentity(dict(claims), is_authenticated=True), handle)

    async def _admitted(self, body: dict[str, Any], who: ClaimsIdentity, handle: Handle) -> web.Response:
        try:
            activity = Activity().deserialize(body)
        except DeserializationError:
            return web.json_response({"error": "This isn't an activity."}, status=400)
        allowed = AuthenticateRequestResult()
        allowed.claims_identity = who
        allowed.audience = self.bot_framework_authentication.get_originating_audience()
        allowed.connector_factory = self.bot_framework_authentication.create_connector_factory(who)

        async def on_turn(context: TurnContext) -> None:
            context.turn_state[_ANSWER] = await handle(body)
            if context.activity.type == "invoke":
                done = InvokeResponse(status=200, body=context.turn_state[_ANSWER] or {})
                context.turn_state[self._INVOKE_RESPONSE_KEY] = Activity(type="invokeResponse", value=done)

        try:
            answered = await self.process_activity(allowed, activity, on_turn)
        except asyncio.CancelledError:
            raise
        except Exception:  # noqa: BLE001 (Teams sends it again after an error; the log has what it was)
            _log.exception("teams_activity_failed", type=body.get("type"), name=body.get("name"))
            return web.json_response({"error": "Something went wrong."}, status=503)
        if answered is None:
            return web.Response(status=202)
        return web.json_response(answered.body, status=int(answered.status))
