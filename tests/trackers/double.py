"""A tracker on this machine: it keeps what it is given, speaks as the real one says, and can be out of order."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

TOKEN = "secret-token-of-a-test"  # noqa: S105 (it opens nothing)


@dataclass(frozen=True)
class Request:
    """What came in."""

    method: str
    path: str
    query: Mapping[str, str]
    body: Any
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """What goes out; `breaks`: the request is done, and then the connection ends without a word."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    breaks: bool = False


class TrackerDouble:
    """What every tracker has. `problems` holds what a real one would not have taken.

    `instead`: what is said in place of the answer to the request of this number, from 0.
    """

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.problems: list[str] = []
        self.replies: list[Reply] = []
        self.instead: dict[int, Any] = {}
        self._faults: list[tuple[str, Reply]] = []
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def fails(self, where: str, status: int, body: Any = None, *, times: int = 1, **headers: str) -> None:
        """The next requests whose method, path and query hold `where` are answered so."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._faults += [(where, Reply(status, body, named))] * times

    def breaks(self, where: str, *, times: int = 1) -> None:
        """The next such requests are done, and nobody hears of it."""
        self._faults += [(where, Reply(breaks=True))] * times

    def sent(self, where: str) -> list[Request]:
        """The requests whose method and path hold this."""
        return [each for each in self.requests if where in f"{each.method} {each.path}"]

    def answer(self, request: Request) -> Reply:
        with self._lock:
            self.requests.append(request)
            query = request.body.get("query", "") if isinstance(request.body, dict) else ""
            told = f"{request.method} {request.path} {query.strip()}"
            fault = next((each for each in self._faults if each[0] in told), None)
            if fault is not None:
                self._faults.remove(fault)
                if fault[1].breaks:
                    self.checked(request)
                return fault[1]
            reply, number = self.checked(request), len(self.requests) - 1
            self.replies.append(replace(reply, body=self.instead[number]) if number in self.instead else reply)
            return self.replies[-1]

    def checked(self, request: Request) -> Reply:
        """The answer, after the request was held against the description."""
        raise NotImplementedError


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    double: TrackerDouble

    def handle(self) -> None:
        """Answer until whoever asks has gone, killed or out of patience, which is what some tests are about."""
        with suppress(ConnectionError):
            super().handle()

    def finish(self) -> None:
        """The same for what is still to be sent."""
        with suppress(ConnectionError):
            super().finish()

    def _any(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length) if length else b""
        reply = self.double.answer(
            Request(
                method=self.command,
                path=parts.path,
                query=dict(parse_qsl(parts.query, keep_blank_values=True)),
                body=json.loads(raw) if raw else None,
                headers={name.lower(): value for name, value in self.headers.items()},
            )
        )
        if reply.breaks:
            self.close_connection = True
            return
        page = isinstance(reply.body, str)
        sent = reply.body.encode() if page else b"" if reply.body is None else json.dumps(reply.body).encode()
        self.send_response(reply.status)
        kind = "text/html" if page else "application/json"
        for name, value in {"Content-Type": kind, "Content-Length": str(len(sent)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(sent)

    do_GET = do_POST = _any  # noqa: N815 (the library's names)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
        """Say nothing."""


def _handler_of(double: TrackerDouble) -> type[_Handler]:
    return type("Handler", (_Handler,), {"double": double})
