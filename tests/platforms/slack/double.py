"""A Slack of our own on loopback: people, channels, a Web API, signed requests and a socket. It forgives nothing."""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from bot.platforms.port import Now, now
from tests.patience import PATIENCE
from tests.platforms.slack.fair import FairClock
from tests.platforms.slack.methods import METHODS, No

BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-1-bot", "xapp-1-app", "8f742231b10e8888abcd99yyyzzz85a5"
ALL_SCOPES = (
    "app_mentions:read,assistant:write,channels:history,channels:join,channels:read,chat:write,commands,files:read,"
    "files:write,groups:history,groups:read,im:history,im:read,im:write,mpim:history,mpim:read,users:read"
)
_ACK_SECONDS = 3.0


@dataclass
class Fault:
    """What goes wrong with the next calls of a method: `error` is Slack's word, "lost" is a call that never arrives.

    "http_503" is an answer from a machine before Slack.

    "drop" breaks the connection when all is done, and "hang" leaves it open without an answer.
    """

    error: str
    times: int = 1
    seconds: int = 1
    channel: str | None = None


@dataclass
class Delivery:
    """Something sent to the app: its answer, how long that took (also by the fair clock), and how often it was sent."""

    answer: Any = None
    status: int = 0
    seconds: float = 0.0
    fair_seconds: float = 0.0
    tries: int = 0


@dataclass
class SlackDouble:
    """One workspace. `problems` is everything that Slack would have refused; a test that leaves any fails."""

    team: str = "T1"
    bot_user: str = "UBOT"
    bot_id: str = "BBOT"
    scopes: str = ALL_SCOPES
    trigger_seconds: float = 3.0
    app_url: str | None = None
    port: int = 0
    problems: list[str] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any], float]] = field(default_factory=list)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    channels: dict[str, dict[str, Any]] = field(default_factory=dict)
    groups: dict[str, set[str]] = field(default_factory=dict)
    ephemeral: list[dict[str, Any]] = field(default_factory=list)
    modals: dict[str, dict[str, Any]] = field(default_factory=dict)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    statuses: list[tuple[str, str, str]] = field(default_factory=list)
    prompts: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    faults: defaultdict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    deliveries: list[Delivery] = field(default_factory=list)
    connections: int = 0
    now: Now = now

    def __post_init__(self) -> None:
        self._ids = count(1)
        self.clock = FairClock()
        self._last = 0.0
        self._connected = asyncio.Event()
        self._triggers: dict[str, tuple[str, float]] = {}
        self._sockets: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._echoes: set[asyncio.Task[Any]] = set()
        self._signer = SignatureVerifier(SECRET)
        for user, name in (("U1", "Priya"), ("U2", "Tom"), ("U3", "Ana"), (self.bot_user, "Groundwork")):
            self.people[user] = {"name": name}
        self.new_channel("C1", "U1", "U2", "U3", self.bot_user)

    # The server

    async def __aenter__(self) -> Self:
        application = web.Application(client_max_size=20_000_000)
        application.router.add_route("*", "/api/{method}", self._api)
        application.router.add_get("/socket", self._socket)
        application.router.add_post("/upload/{file}", self._upload)
        application.router.add_get("/files/{file}", self._download)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self._session = aiohttp.ClientSession()
        self._ticking = asyncio.create_task(self.clock.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in (*self._echoes, self._ticking):
            task.cancel()
        await self._session.close()
        for socket in list(self._sockets):
            await socket.close()
        await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    @property
    def url(self) -> str:
        return "https://acme.slack.com/"

    async def _api(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        given = await self._given(request)
        self.calls.append((name, given, time.monotonic()))
        fault = self._fault(name, given)
        if fault and fault.error == "ratelimited":
            headers = {"Retry-After": str(fault.seconds)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        if fault and fault.error == "http_503":
            return web.Response(status=503, text="<html>upstream connect error</html>", content_type="text/html")
        if fault and fault.error not in {"drop", "lost", "hang"}:
            return web.json_response({"ok": False, "error": fault.error})
        if fault and fault.error == "lost":  # it never arrived
            return await self._break(request)
        if token != (APP_TOKEN if name == "apps.connections.open" else BOT_TOKEN):
            return web.json_response({"ok": False, "error": "invalid_auth"})
        answer = self._called(name, given)
        if fault and fault.error == "hang":
            await asyncio.sleep(30)
        if fault:
            return await self._break(request)
        return web.json_response(answer, headers={"x-oauth-scopes": self.scopes})

    async def _break(self, request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _given(self, request: web.Request) -> dict[str, Any]:
        given: dict[str, Any] = dict(request.query)
        if request.content_type == "application/json":
            given |= await request.json()
        elif request.can_read_body:
            given |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
        return given

    def _called(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        if name not in METHODS:
            self.problems.append(f"there is no method {name}")
            return {"ok": False, "error": "unknown_method"}
        function, needs, takes = METHODS[name]
        wrong = [f"{name} lacks {one}" for one in sorted(needs - set(given))]
        wrong += [
            f"{name} takes no {one}" for one in sorted(set(given) - needs - takes - {"token", "app_token", "team_id"})
        ]
        if wrong:
            self.problems += wrong
            return {"ok": False, "error": "invalid_arguments", "response_metadata": {"messages": wrong}}
        try:
            return {"ok": True, **function(self, given)}
        except No as no:
            if no.details:
                self.problems += [f"{name}: {one}" for one in no.details]
            return {"ok": False, "error": no.error, "response_metadata": {"messages": list(no.details)}}

    def _fault(self, name: str, given: dict[str, Any]) -> Fault | None:
        for fault in self.faults[name]:
            if fault.times > 0 and fault.channel in {None, given.get("channel")}:
                fault.times -= 1
                return fault
        return None

    async def _upload(self, request: web.Request) -> web.Response:
        file = self.files[request.match_info["file"]]
        file["data"] = await request.read()
        if len(file["data"]) != file["size"]:
            self.problems.append(f"{file['name']} has {len(file['data'])} bytes and not {file['size']}")
        return web.Response(text="OK - uploaded")

    async def _download(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {BOT_TOKEN}":
            return web.Response(status=302, headers={"Location": "/login"})
        return web.Response(body=self.files[request.match_info["file"]]["data"])

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.append(socket)
        self._connected.set()
        self.connections += 1
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}})
        async for frame in socket:
            if frame.type == aiohttp.WSMsgType.TEXT:
                answer = json.loads(frame.data)
                waiting = self._waiting.pop(answer["envelope_id"], None)
                if waiting and not waiting.done():
                    waiting.set_result(answer.get("payload"))
        self._sockets.remove(socket)
        if not self._sockets:
            self._connected.clear()
        return socket

    # What is there

    def new_channel(self, channel: str, *members: str, private: bool = False, name: str = "") -> None:
        about = {"private": private, "name": name or channel.lower()}
        self.channels[channel] = {"members": set(members), "messages": [], **about}

    def channel(self, channel: str) -> dict[str, Any]:
        if channel not in self.channels:
            raise No("channel_not_found")
        return self.channels[channel]

    def writable(self, channel: str) -> dict[str, Any]:
        found = self.channel(channel)
        if self.bot_user not in found["members"]:
            raise No("channel_not_found" if found["private"] else "not_in_channel")
        return found

    def readable(self, channel: str) -> dict[str, Any]:
        found = self.channel(channel)
        if found["private"] and self.bot_user not in found["members"]:
            raise No("channel_not_found")
        return found

    def direct(self, user: str) -> str:
        channel = f"D{user[1:]}"
        if channel not in self.channels:
            self.new_channel(channel, user, self.bot_user)
        return channel

    def message(self, channel: str, ts: str) -> dict[str, Any]:
        for message in self.channel(channel)["messages"]:
            if message["ts"] == ts:
                return dict.__ior__(message, {})
        raise No("message_not_found")

    def said(self, channel: str, thread: str | None = None) -> list[dict[str, Any]]:
        """What the bot said there, oldest first."""
        return [
            one
            for one in self.channels[channel]["messages"]
            if one.get("bot_id") == self.bot_id and (thread is None or thread in {one["ts"], one.get("thread_ts")})
        ]

    def stored(self, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Slack gives every block and element an id."""
        return [{"block_id": f"b{number}", **json.loads(json.dumps(block))} for number, block in enumerate(blocks)]

    def next_ts(self) -> str:
        self._last = max(self._last + 0.000_01, self.now().timestamp())
        return f"{self._last:.6f}"

    def next_id(self, letter: str) -> str:
        return f"{letter}{next(self._ids):04d}"

    def new_file(self, name: str, size: int, data: bytes | None = None) -> str:
        file = self.next_id("F")
        url = f"http://127.0.0.1:{self.port}/files/{file}"
        self.files[file] = {"id": file, "name": name, "size": size, "url_private_download": url, "data": data}
        return file

    def new_trigger(self, user: str) -> str:
        trigger = f"{next(self._ids)}.{self.team}.{user}"
        self._triggers[trigger] = (user, self.clock() + self.trigger_seconds)
        return trigger

    def use_trigger(self, trigger: str) -> str:
        user, until = self._triggers.pop(trigger, ("", 0.0))
        if not user:
            raise No("exchanged_trigger_id")
        if self.clock() > until:
            raise No("expired_trigger_id")
        return user

    def fail(self, name: str, error: str, *, times: int = 1, seconds: int = 1, channel: str | None = None) -> None:
        """Let the next calls of a method go wrong; see `Fault`."""
        self.faults[name].append(Fault(error, times, seconds, channel))

    # Sending

    async def deliver(
        self, kind: str, payload: dict[str, Any], *, path: str = "/slack/events", patiently: bool = True
    ) -> Delivery:
        """Send it as Slack does: again up to three times when it isn't acknowledged in time."""
        delivery = Delivery()
        self.deliveries.append(delivery)
        for attempt in range(4 if kind == "events_api" and patiently else 1):
            delivery.tries += 1
            began, fairly = time.monotonic(), self.clock()
            try:
                if self.app_url:
                    delivery.status, delivery.answer = await self._by_http(kind, payload, path, attempt)
                else:
                    delivery.answer = await self._by_socket(kind, payload, attempt)
                    delivery.status = 200
            except (TimeoutError, aiohttp.ClientError):
                continue
            delivery.seconds, delivery.fair_seconds = time.monotonic() - began, self.clock() - fairly
            if delivery.status == 200:
                return delivery
        if patiently and delivery.status != 200:
            self.problems.append(f"{kind} was not acknowledged ({delivery.status})")
        return delivery

    async def _by_socket(self, kind: str, payload: dict[str, Any], attempt: int) -> Any:
        envelope: dict[str, Any] = {
            "type": kind,
            "envelope_id": self.next_id("E"),
            "payload": payload,
            "accepts_response_payload": True,
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        waiting = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = waiting
        async with asyncio.timeout(PATIENCE):
            await self._connected.wait()
        with suppress(ConnectionError):
            await self._sockets[-1].send_json(envelope)
        return await self.clock.within(_ACK_SECONDS, waiting)

    async def _by_http(self, kind: str, payload: dict[str, Any], path: str, attempt: int) -> tuple[int, Any]:
        if kind == "events_api":
            body, content = json.dumps(payload), "application/json"
        elif kind == "interactive":
            body, content = urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"
        else:
            body, content = urlencode(payload), "application/x-www-form-urlencoded"
        headers = {"Content-Type": content, **self.signed(body)}
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
        return await self.clock.within(_ACK_SECONDS, self._posted(f"{self.app_url}{path}", body, headers))

    async def _posted(self, url: str, body: str, headers: dict[str, str]) -> tuple[int, Any]:
        async with self._session.post(url, data=body.encode(), headers=headers) as response:
            text = await response.text()
            return response.status, json.loads(text) if text.startswith("{") else text

    def signed(self, body: str, *, at: int | None = None) -> dict[str, str]:
        """The headers that prove that Slack sent it."""
        stamp = str(at or int(time.time()))
        signature = self._signer.generate_signature(timestamp=stamp, body=body)
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature or ""}

    def echo(self, channel: str, message: dict[str, Any]) -> None:
        """The bot hears its own messages, as in Slack."""
        if self._sockets or self.app_url:
            task = asyncio.create_task(self.deliver("events_api", self.event(self._message_event(channel, message))))
            self._echoes.add(task)
            task.add_done_callback(self._echoes.discard)

    def _message_event(self, channel: str, message: dict[str, Any], **more: Any) -> dict[str, Any]:
        kind = "im" if channel[0] == "D" else "group" if self.channels[channel]["private"] else "channel"
        return {**message, "channel": channel, "channel_type": kind, "event_ts": message["ts"], **more}

    def event(self, event: dict[str, Any]) -> dict[str, Any]:
        """An event in its wrapping."""
        return {
            "token": "x",
            "team_id": self.team,
            "api_app_id": "A1",
            "type": "event_callback",
            "event_id": self.next_id("Ev"),
            "event_time": int(time.time()),
            "authorizations": [{"team_id": self.team, "user_id": self.bot_user, "is_bot": True}],
            "event": event,
        }

    async def disconnect(self, *, politely: bool = True) -> None:
        """Slack takes the socket away; the app has to come back by itself."""
        for socket in list(self._sockets):
            if politely:
                await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})
            else:
                await socket.close()
