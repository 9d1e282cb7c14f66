"""A Teams of our own on loopback: signs what people do, takes what the bot posts, and refuses what Teams would."""

from __future__ import annotations

import html
import json
import time
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self

import aiohttp
import jwt
import pytest
from aiohttp import web
from botframework.connector.auth import MicrosoftAppCredentials
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from bot.platforms.port import Now, now
from bot.platforms.teams.render.elements import read
from tests.platforms.teams.strict import CARD, problems_of, problems_of_card

APP = "11111111-2222-4333-8444-555555555555"
TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47"
BOT = f"28:{APP}"
ISSUER = "https://api.botframework.com"
CHANNEL = "19:general@thread.tacv2"
GROUP = "19:group@thread.v2"
TOKEN = "the-bots-token"  # noqa: S105 (of nobody)
NAMES = {"U1": "Priya Shah", "U2": "Tom Berg", "U3": "Ana Ruiz"}
_KEYS = [generate_private_key(65537, 2048) for _ in range(2)]


@dataclass
class Signer:
    """Microsoft's signing keys. `rotate` begins to use another one."""

    key: RSAPrivateKey = field(default_factory=lambda: _KEYS[0])
    kid: str = "key-1"
    endorsements: tuple[str, ...] = ("msteams",)
    asked: int = 0

    def rotate(self) -> None:
        self.key, self.kid = _KEYS[1], "key-2"

    def token(self, service: str, *, key: Any = None, headers: dict[str, Any] | None = None, **claims: Any) -> str:
        now = int(time.time())
        payload = {"iss": ISSUER, "aud": APP, "exp": now + 600, "nbf": now - 10, "serviceurl": service, **claims}
        payload = {name: value for name, value in payload.items() if value is not None}
        head = {"kid": self.kid, **(headers or {})}
        return jwt.encode(payload, key or self.key, "RS256", {k: v for k, v in head.items() if v is not None})

    def jwks(self) -> dict[str, Any]:
        made = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**made, "kid": self.kid, "endorsements": list(self.endorsements)}]}


class TeamsDouble:
    """Conversations, and what stands in them."""

    def __init__(self) -> None:
        self.now: Now = now
        self.signer = Signer()
        self.problems: list[str] = []
        self.posts: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.typing: list[str] = []
        self.files: dict[str, bytes] = {}
        self.closed: dict[str, tuple[int, str]] = {}
        self.throttle: list[float] = []
        self.failing: list[int] = []
        self.members = {CHANNEL: set(NAMES), GROUP: set(NAMES), **{personal(user): {user} for user in NAMES}}
        self.outsiders: dict[str, dict[str, str]] = {}
        self.bot_url = ""
        self.calls = 0
        self._numbers = count(1_700_000_000_001)

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=4_000_000)
        app.router.add_get("/openid", self._openid)
        app.router.add_get("/jwks", self._jwks)
        app.router.add_post("/teams/v3/conversations", self._begin)
        app.router.add_post("/teams/v3/conversations/{id}/activities", self._post)
        app.router.add_put("/teams/v3/conversations/{id}/activities/{activity}", self._update)
        app.router.add_get("/teams/v3/conversations/{id}/members/{member}", self._member)
        app.router.add_get("/teams/v3/conversations/{id}/pagedmembers", self._members)
        app.router.add_put("/upload/{name}", self._upload)
        app.router.add_get("/download/{name}", self._download)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.service = f"{self.base}/teams/"
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()
        await self._runner.cleanup()

    async def _openid(self, request: web.Request) -> web.Response:
        self.signer.asked += 1
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.base}/jwks"})

    async def _jwks(self, request: web.Request) -> web.Response:
        return web.json_response(self.signer.jwks())

    def _allowed(self, request: web.Request) -> web.Response | None:
        self.calls += 1
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            self.problems.append("a call without the bot's token")
        if self.throttle:
            return web.json_response({}, status=429, headers={"Retry-After": str(self.throttle.pop())})
        if self.failing:
            return web.Response(status=self.failing.pop(), text="<html>Bad gateway</html>", content_type="text/html")
        conversation = request.match_info.get("id", "")
        if conversation in self.closed:
            status, code = self.closed[conversation]
            return web.json_response({"error": {"code": code, "message": code}}, status=status)
        return None

    async def _begin(self, request: web.Request) -> web.Response:
        body = await request.json()
        if body.get("tenantID") != TENANT or len(body["members"]) != 1:
            self.problems.append(f"a chat that can't be begun: {body}")
        user = body["members"][0]["id"].removeprefix("29:")
        return self._allowed(request) or web.json_response({"id": personal(user)})

    async def _member(self, request: web.Request) -> web.Response:
        conversation, member = request.match_info["id"], request.match_info["member"].removeprefix("29:")
        refused = self._allowed(request)
        if refused:
            return refused
        if conversation not in self.members:
            return web.json_response({"error": {"code": "BotNotInConversationRoster"}}, status=403)
        if member not in self.members[conversation]:
            return web.json_response({"error": {"code": "MemberNotFoundInConversation"}}, status=404)
        return web.json_response(self._told_of(member))

    def _told_of(self, user: str) -> dict[str, str]:
        own = {"tenantId": TENANT, "userRole": "user", "userPrincipalName": f"{user.lower()}@acme.example"}
        return {"id": f"29:{user}", "name": NAMES[user], "objectId": user, **own, **self.outsiders.get(user, {})}

    async def _members(self, request: web.Request) -> web.Response:
        refused = self._allowed(request)
        if refused:
            return refused
        conversation, size = request.match_info["id"], int(request.query.get("pageSize", "50"))
        if ";messageid=" in conversation or not 50 <= size <= 500:
            self.problems.append(f"members of {conversation}, {size} at a time")
        if conversation not in self.members:
            return web.json_response({"error": {"code": "BotNotInConversationRoster"}}, status=403)
        everybody = sorted(self.members[conversation])
        at = int(request.query.get("continuationToken", "0"))
        more = {"continuationToken": str(at + 1)} if at + 1 < len(everybody) else {}  # one on each page
        return web.json_response({"members": [self._told_of(everybody[at])], **more})

    async def _post(self, request: web.Request) -> web.Response:
        refused = self._allowed(request)
        if refused:
            return refused
        body, conversation = await request.json(), request.match_info["id"]
        self.problems += problems_of(body)
        if body["type"] == "typing":
            self.typing.append(conversation)
            return web.json_response({"id": "typing"})
        made = str(next(self._numbers))
        if "tacv2" in conversation and ";messageid=" not in conversation:
            conversation = f"{conversation};messageid={made}"
        self.posts[conversation].append({**body, "id": made})
        return web.json_response({"id": made})

    async def _update(self, request: web.Request) -> web.Response:
        refused = self._allowed(request)
        if refused:
            return refused
        body = await request.json()
        self.problems += problems_of(body)
        posts = self.posts[request.match_info["id"]]
        found = [at for at, one in enumerate(posts) if one["id"] == request.match_info["activity"]]
        if not found:
            return web.json_response({"error": {"code": "ActivityNotFoundInConversation"}}, status=404)
        posts[found[0]] = {**body, "id": request.match_info["activity"]}
        return web.json_response({"id": request.match_info["activity"]})

    async def _upload(self, request: web.Request) -> web.Response:
        data = await request.read()
        if request.headers.get("Content-Range") != f"bytes 0-{len(data) - 1}/{len(data)}":
            self.problems.append("an upload without its range")
        self.files[request.match_info["name"]] = data
        return web.json_response({}, status=201)

    async def _download(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["name"]])

    def activity(self, user: str, conversation: str, **more: Any) -> dict[str, Any]:
        """What Teams sends, in its own shape."""
        kind = "channel" if "tacv2" in conversation else "groupChat" if conversation.startswith("19:") else "personal"
        made: dict[str, Any] = {
            "type": "message",
            "id": str(next(self._numbers)),
            "timestamp": self.now().isoformat().replace("+00:00", "Z"),
            "serviceUrl": self.service,
            "channelId": "msteams",
            "from": {"id": f"29:{user}", "name": NAMES[user], "aadObjectId": user},
            "conversation": {"conversationType": kind, "tenantId": TENANT, "id": conversation},
            "recipient": {"id": BOT, "name": "Groundwork"},
            "channelData": {"tenant": {"id": TENANT}},
        }
        if kind != "personal":
            made["conversation"]["isGroup"] = True
        if kind == "channel":
            made["channelData"] |= {"team": {"id": CHANNEL, "aadGroupId": "group-1"}, "channel": {"id": CHANNEL}}
        return made | more

    async def deliver(self, activity: Any, *, token: str | None = None, scheme: str = "Bearer ") -> tuple[int, Any]:
        """Post it to the bot, signed; the status and the body of the answer."""
        token = self.signer.token(self.service) if token is None else token
        headers = {"Authorization": f"{scheme}{token}"} if token else {}
        async with self._session.post(f"{self.bot_url}/api/messages", json=activity, headers=headers) as response:
            text = await response.text()
            return response.status, json.loads(text) if text else None

    async def says(  # noqa: PLR0913 (all that a message may hold)
        self,
        user: str,
        text: str,
        conversation: str,
        *,
        mention: bool = False,
        files: tuple[str, ...] = (),
        named: dict[str, str] | None = None,
    ) -> str:
        """Somebody writes; the id of their message. In a channel without a thread it begins one.

        `named`: who and what the text mentions as `@…`, by their ids.
        """
        escaped = html.escape(text, quote=False)
        made = self.activity(user, conversation, text=escaped, textFormat="plain")
        if conversation == CHANNEL:
            made["conversation"]["id"] = f"{CHANNEL};messageid={made['id']}"
        if mention:
            mark = "<at>Groundwork</at>"
            made["text"] = f"{mark} {escaped}"
            made["entities"] = [{"type": "mention", "mentioned": {"id": BOT, "name": "Groundwork"}, "text": mark}]
        for name, identity in (named or {}).items():
            made["text"] = made["text"].replace(f"@{name}", f"<at>{name}</at>")
            told = {"type": "mention", "mentioned": {"id": identity, "name": name}, "text": f"<at>{name}</at>"}
            made["entities"] = [*made.get("entities", ()), told]
        made["attachments"] = [
            {
                "contentType": "application/vnd.microsoft.teams.file.download.info",
                "name": name,
                "content": {"downloadUrl": f"{self.base}/download/{name}", "fileType": "md"},
            }
            for name in files
        ]
        status, _ = await self.deliver(made)
        assert status == 202
        return str(made["id"])

    async def invoke(self, user: str, conversation: str, name: str, value: Any, **more: Any) -> Any:
        """An invoke; the body of its answer."""
        made = self.activity(user, conversation, type="invoke", name=name, value=value, **more)
        status, body = await self.deliver(made)
        assert status == 200, body
        return body

    async def presses(
        self, user: str, conversation: str, post: dict[str, Any], title: str, card: Any = None, **inputs: str
    ) -> Any:
        """Somebody presses a button of a post, or of the card that they alone see instead of it."""
        action = button(card or card_of(post), title)
        data = {**action["data"], **inputs}
        value = {"action": {"type": "Action.Execute", "verb": action["verb"], "data": data}, "trigger": "manual"}
        answer = await self.invoke(user, conversation, "adaptiveCard/action", value, replyToId=post["id"])
        if answer["type"] == CARD:
            self.problems += problems_of_card(answer["value"])
        return answer


def give_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """Microsoft gives the bot its token."""
    monkeypatch.setattr(MicrosoftAppCredentials, "get_access_token", lambda _: TOKEN)


def personal(user: str) -> str:
    return f"a:chat-{user}"


def card_of(post: dict[str, Any]) -> dict[str, Any]:
    found = [one["content"] for one in post.get("attachments") or () if one["contentType"] == CARD]
    assert len(found) == 1, post
    card: dict[str, Any] = found[0]
    return card


def buttons(card: dict[str, Any]) -> list[dict[str, Any]]:
    def walk(items: Any) -> list[dict[str, Any]]:
        return [action for one in items for action in [*one.get("actions", ()), *walk(one.get("items", ()))]]

    return walk(card["body"])


def button(card: dict[str, Any], title: str) -> dict[str, Any]:
    found = [one for one in buttons(card) if one["title"] == title]
    assert found, f"There is no {title}, only {[one['title'] for one in buttons(card)]}."
    return found[0]


def shown(post: dict[str, Any]) -> str:
    """What people read in a post."""
    lines = [str(post.get("text") or "")]
    for one in post.get("attachments") or ():
        if one["contentType"] == CARD:
            lines.append(read(one["content"]["body"]))
        else:
            lines.append(f"({one.get('name') or one['contentType']})")
    return "\n".join(line for line in lines if line)
