"""`groundwork serve` and `groundwork manifest`: the bot in a team's chat."""

from __future__ import annotations

import asyncio
import signal
import sys

from bot import app
from bot.config import Config


async def serve(config: Config) -> None:
    """Serve until somebody stops it; turns under way are finished first."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    async with app.serve(config) as lines:
        for line in lines:
            sys.stdout.write(f"Listening: {line}\n")
        sys.stdout.write("Ctrl-C stops.\n")
        sys.stdout.flush()
        await ended.wait()
        sys.stdout.write("Stopping: what was begun is finished first.\n")
        sys.stdout.flush()


def manifest(config: Config, platform: str, http_url: str | None) -> None:
    """Print the manifest."""
    sys.stdout.write(app.manifest(config, platform, http_url=http_url))
