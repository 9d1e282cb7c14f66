"""What is answered to whoever watches over the bot: that it runs, that it can answer, and what it counted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from aiohttp import web

from bot.config import Config
from bot.platforms.web import Route, web_server
from bot.watching.metrics import Metrics
from bot.watching.vitals import Examined

_METRICS = "text/plain; version=0.0.4; charset=utf-8"


@asynccontextmanager
async def watched(config: Config, metrics: Metrics, examined: Examined) -> AsyncIterator[str]:
    """Answer on the port of its own; gives its address."""

    async def healthz(request: web.Request) -> web.Response:
        del request
        return web.json_response({"ok": True})

    async def readyz(request: web.Request) -> web.Response:
        del request
        now = await examined.look()
        body = {"ready": not now.troubles, "troubles": now.troubles, "waiting": now.waiting}
        return web.json_response(body, status=503 if now.troubles else 200)

    async def page(request: web.Request) -> web.Response:
        del request
        return web.Response(body=metrics.page(await examined.look()), headers={"Content-Type": _METRICS})

    answers = {"/healthz": healthz, "/readyz": readyz, "/metrics": page}
    routes = [Route(path, answer, "GET") for path, answer in answers.items()]
    structlog.configure(processors=[metrics.noted, *structlog.get_config()["processors"]])
    async with web_server(routes, config.watch.host, config.watch.port or 0) as port:
        yield f"http://{config.watch.host}:{port}"
