"""A web server on this machine that speaks the OpenAI language, well or badly, as a test tells it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class Double:
    """`url` is its address. What it does next is queued by verbs; after that it answers with `content`.

    It ends every connection: LangChain keeps its clients for as long as the process runs, and what they leave open
    outlives the event loop of the test.
    """

    def __init__(self) -> None:
        self.content: str | Callable[[dict[str, Any]], str] = "{}"
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self._over = threading.Event()
        self._next: list[Callable[[_Handler, dict[str, Any]], None]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def fails(self, status: int, *, code: str = "", message: str = "no", times: int = 1, **headers: str) -> None:
        """The next answers are errors."""
        body = {"error": {"message": message, "type": "error", "code": code or None}}

        def answer(handler: _Handler, _: dict[str, Any]) -> None:
            handler.send(status, body, {name.replace("_", "-"): value for name, value in headers.items()})

        self._next += [answer] * times

    def hangs(self, seconds: float) -> None:
        """The next answer comes late."""

        def answer(handler: _Handler, request: dict[str, Any]) -> None:
            self._over.wait(seconds)
            handler.send(200, self.completion(request))

        self._next.append(answer)

    def says(self, content: str, *, finish: str = "stop", refusal: str | None = None, usage: bool = True) -> None:
        """The next answer is this text."""

        def answer(handler: _Handler, _: dict[str, Any]) -> None:
            handler.send(200, completion(content, finish=finish, refusal=refusal, usage=usage))

        self._next.append(answer)

    def sends(self, raw: bytes, *, length: int | None = None) -> None:
        """The next answer is these bytes, `length` of them promised."""

        def answer(handler: _Handler, _: dict[str, Any]) -> None:
            handler.send_raw(200, raw, {}, length)

        self._next.append(answer)

    def completion(self, request: dict[str, Any]) -> dict[str, Any]:
        """What it says when nothing is queued."""
        return completion(self.content(request) if callable(self.content) else self.content)

    def answer(self, handler: _Handler, request: dict[str, Any]) -> None:
        """Answer one request."""
        self.requests.append(request)
        self.headers.append(dict(handler.headers.items()))
        if self._next:
            self._next.pop(0)(handler, request)
        else:
            handler.send(200, self.completion(request))


def completion(content: str, *, finish: str = "stop", refusal: str | None = None, usage: bool = True) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": content}
    if refusal is not None:
        message |= {"refusal": refusal, "content": None}
    found: dict[str, Any] = {
        "id": "c1",
        "object": "chat.completion",
        "created": 1,
        "model": "double",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
    }
    return found | ({"usage": {"prompt_tokens": 321, "completion_tokens": 12, "total_tokens": 333}} if usage else {})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def send(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        self.send_raw(status, json.dumps(body).encode(), headers or {})

    def send_raw(self, status: int, raw: bytes, headers: dict[str, str], length: int | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(raw) if length is None else length))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(raw)
        if length is not None:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
        """Say nothing."""


def _handler_of(double: Double) -> type[_Handler]:
    class Handler(_Handler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            try:
                double.answer(self, json.loads(self.rfile.read(length)))
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # whoever asked has stopped waiting

    return Handler
