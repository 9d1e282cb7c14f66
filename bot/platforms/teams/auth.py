"""Who may talk to the bot: every request must carry a token that Microsoft's Bot Framework signed for it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import jwt
import structlog
from jwt.algorithms import RSAAlgorithm

ISSUER = "https://api.botframework.com"
_DAY = 24 * 3600.0
_NOT_AGAIN_WITHIN = 60.0
_LEEWAY = 300
_SECONDS = aiohttp.ClientTimeout(total=10)
_LONGEST_TOKEN = 16_000
_log = structlog.get_logger(__name__)


class Refused(Exception):  # noqa: N818 (what the gate does)
    """This request isn't let in: 401 when it isn't Microsoft's, 403 when it is, and isn't for us."""

    def __init__(self, why: str, status: int = 401) -> None:
        """`why` is for the log; whoever asked isn't told."""
        super().__init__(why)
        self.why = why
        self.status = status


@dataclass(frozen=True, slots=True)
class _Key:
    public: Any
    endorsements: frozenset[str]


class Keys:
    """Microsoft's signing keys, renewed every day, and at once when a token names one that isn't known.

    An unknown key is asked for once a minute at most, so that forged tokens can't make us call out without end.
    """

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._url = url
        self._clock = clock
        self._keys: dict[str, _Key] = {}
        self._renewed: float | None = None
        self._asked: float | None = None
        self._lock = asyncio.Lock()

    async def find(self, kid: str) -> _Key | None:
        """The key with this id, None when Microsoft has none."""
        async with self._lock:
            now = self._clock()
            if self._renewed is None or now - self._renewed > _DAY:
                await self._renew(now, due=self._renewed is None)
            elif kid not in self._keys and (self._asked is None or now - self._asked > _NOT_AGAIN_WITHIN):
                self._asked = now
                await self._renew(now)
            return self._keys.get(kid)

    async def _renew(self, now: float, *, due: bool = True) -> None:
        try:
            async with aiohttp.ClientSession(timeout=_SECONDS, trust_env=True) as session:
                metadata = await _json(session, self._url)
                found = await _json(session, str(metadata["jwks_uri"]))
            keys = {str(one["kid"]): _read(one) for one in found["keys"] if one.get("kty") == "RSA" and one.get("kid")}
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, KeyError, TypeError) as error:
            _log.warning("teams_keys_unreachable", error=type(error).__name__)
            if due and not self._keys:
                raise Refused("the signing keys can't be read") from error
            return
        self._keys, self._renewed = keys, now


async def _json(session: aiohttp.ClientSession, url: str) -> Any:
    async with session.get(url) as response:
        response.raise_for_status()
        return await response.json(content_type=None)


def _read(key: Mapping[str, Any]) -> _Key:
    return _Key(RSAAlgorithm.from_jwk(json.dumps(dict(key))), frozenset(map(str, key.get("endorsements") or ())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Lets in what Microsoft signed for this app, from tenants that are allowed.

    With `open` there is no token to check: that is for trying the bot on one machine, so everything must stay on it.
    """

    app_id: str
    tenants: frozenset[str]
    keys: Keys
    open: bool = False

    async def admit(self, header: str, activity: Mapping[str, Any]) -> Mapping[str, Any]:
        """The claims of the token that came with this activity; Refused says why it isn't let in."""
        channel, service = activity.get("channelId"), activity.get("serviceUrl")
        if not isinstance(service, str) or not service:
            raise Refused("no serviceUrl")
        if self.open:
            if not is_loopback(service):
                raise Refused("a serviceUrl elsewhere", 403)
            return {"aud": self.app_id, "serviceurl": service}
        if not isinstance(channel, str) or not channel:
            raise Refused("no channelId")
        claims = await self._claims(header, channel)
        told = claims.get("serviceurl")
        if not isinstance(told, str) or told.rstrip("/").lower() != service.rstrip("/").lower():
            raise Refused("a serviceUrl that the token doesn't name")
        if not (is_loopback(service) or urlsplit(service).scheme == "https"):
            raise Refused("a serviceUrl without TLS", 403)
        if channel != "msteams":
            raise Refused("another channel than Teams", 403)
        if tenant_of(activity).lower() not in self.tenants:
            raise Refused("a tenant that isn't allowed", 403)
        return claims

    async def _claims(self, header: str, channel: str) -> Mapping[str, Any]:
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token or len(token) > _LONGEST_TOKEN:
            raise Refused("no token")
        try:
            head = jwt.get_unverified_header(token)
            if head.get("alg") != "RS256":
                raise Refused("an algorithm that isn't allowed")
            kid = head.get("kid")
            key = await self.keys.find(kid) if isinstance(kid, str) and kid else None
            if key is None:
                raise Refused("a key that Microsoft doesn't have")
            claims: dict[str, Any] = jwt.decode(
                token,
                key.public,
                algorithms=["RS256"],
                audience=self.app_id,
                issuer=ISSUER,
                leeway=_LEEWAY,
                options={"require": ["exp", "iss", "aud"]},
            )
        except jwt.PyJWTError as error:
            raise Refused(type(error).__name__) from error
        if channel not in key.endorsements:
            raise Refused("a key that isn't endorsed for this channel")
        return claims


def tenant_of(activity: Mapping[str, Any]) -> str:
    """The tenant that an activity comes from, "" when it names none."""
    data = activity.get("channelData")
    tenant = data.get("tenant") if isinstance(data, dict) else None
    told = tenant.get("id") if isinstance(tenant, dict) else None
    conversation = activity.get("conversation")
    other = conversation.get("tenantId") if isinstance(conversation, dict) else None
    return str(told or other or "")


def is_loopback(url: str) -> bool:
    """Whether an address leads to this machine."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return host in {"localhost", "::1"} or (host.startswith("127.") and host.replace(".", "").isdigit())
