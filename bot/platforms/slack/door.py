"""The way in over HTTP: only what Slack signed is read, and whatever comes gets an answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.request.internals import parse_body
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

_LONGEST_STAMP = 12
_WHO = ("channel", "user", "team")
_NOTHING = "This isn't anything that Slack sends."
_log = structlog.get_logger(__name__)


def door(app: AsyncApp, secret: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Answers a request.

    Bolt reads a body before it looks at the signature, and answers 500 to what it can't read: so anybody could. What a
    listener of ours could not do gets 503, after which Slack sends it again.
    """
    verifier = SignatureVerifier(secret)

    async def failed(error: Exception) -> BoltResponse:
        _log.error("slack_listener_failed", exc_info=error)
        return BoltResponse(status=503, body="Something went wrong.")

    app.error(failed)

    async def answer(request: web.Request) -> web.Response:
        body = await request.read()
        if not _is_signed(verifier, body, request.headers):
            return web.Response(status=401, text="Not allowed.")
        if not _is_readable(body.decode(), request.content_type):
            _log.warning("slack_unreadable", type=request.content_type)
            return web.Response(status=400, text=_NOTHING)
        try:
            asked = AsyncBoltRequest(body=body.decode(), query=request.query_string, headers=dict(request.headers))
            return await to_aiohttp_response(await app.async_dispatch(asked))
        except Exception:  # noqa: BLE001 (not of a listener of ours: Bolt doesn't find its way in what came)
            _log.exception("slack_unreadable", type=request.content_type)
            return web.Response(status=400, text=_NOTHING)

    return answer


def _is_signed(verifier: SignatureVerifier, body: bytes, headers: Mapping[str, str]) -> bool:
    stamp, signature = headers.get("X-Slack-Request-Timestamp", ""), headers.get("X-Slack-Signature", "")
    known = stamp.isascii() and stamp.isdecimal() and len(stamp) <= _LONGEST_STAMP and signature.isascii()
    try:
        return known and verifier.is_valid(body, stamp, signature)
    except UnicodeDecodeError:
        return False


def _is_readable(body: str, kind: str) -> bool:
    """Whether it has the shape that Bolt relies on."""
    try:
        told: Any = parse_body(body, kind)
    except (ValueError, RecursionError):
        return False
    return isinstance(told, dict) and _is_whole(told)


def _is_whole(told: dict[str, Any]) -> bool:
    event, allowed = told.get("event", {}), told.get("authorizations")
    if (
        not isinstance(told.get("view", {}), dict)
        or not isinstance(event, dict)
        or not isinstance(event.get("type", ""), str)
    ):
        return False
    if not isinstance(allowed, list | None) or not all(isinstance(one, dict) for one in allowed or ()):
        return False
    if not isinstance(told.get("callback_id", ""), str):
        return False
    if "actions" in told and not _are_actions(told["actions"]):
        return False
    return all(isinstance(one.get(name), str | dict | None) for one in (told, event) for name in _WHO)


def _are_actions(told: object) -> bool:
    actions = told if isinstance(told, list) else []
    return bool(actions) and all(isinstance(one, dict) and isinstance(one.get("action_id"), str) for one in actions)
