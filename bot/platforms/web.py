"""What platforms answer over HTTP, in one server for all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal

from aiohttp import web

from bot.errors import Trouble

_LARGEST = 4_000_000
_SHUTDOWN_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Route:
    """A path, what answers it, and how it is asked."""

    path: str
    answer: Callable[[web.Request], Awaitable[web.StreamResponse]]
    method: Literal["GET", "POST"] = "POST"


@asynccontextmanager
async def web_server(routes: Sequence[Route], host: str, port: int) -> AsyncIterator[int]:
    """Answer the routes, and `/health` for whoever watches; gives the port. Port 0 takes a free one."""
    application = web.Application(client_max_size=_LARGEST)
    for route in routes:
        application.router.add_route(route.method, route.path, route.answer)
    application.router.add_get("/health", _health)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    try:
        try:
            await site.start()
        except OSError as error:
            raise Trouble(
                f"Port {port} on {host} can’t be used ({error.strerror or error}). "
                "Set `http.port` or `watch.port` to a free one, or stop what has it."
            ) from error
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def _health(request: web.Request) -> web.Response:
    del request
    return web.json_response({"ok": True})
