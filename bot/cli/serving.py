"""`groundwork serve` and `groundwork manifest`: the bot in a team's chat."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

from bot import app
from bot.config import Config
from bot.errors import Trouble


async def serve(config: Config) -> None:
    """Serve until somebody stops it; turns under way are finished first."""
    ended, replaced = asyncio.Event(), False

    def lost() -> None:
        nonlocal replaced
        replaced = True
        ended.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    async with app.serve(config, lost) as lines:
        for line in lines:
            sys.stdout.write(f"Listening: {line}\n")
        sys.stdout.write("Ctrl-C stops.\n")
        sys.stdout.flush()
        await ended.wait()
        sys.stdout.write("Stopping: what was begun is finished first.\n")
        sys.stdout.flush()
    if replaced:
        raise Trouble(
            "This replica lost its connection to PostgreSQL, and another process has taken its name (DBOS__VMID) "
            "since. Give each its own; this one has stopped."
        )


def manifest(config: Config, platform: str, http_url: str | None, out: Path | None) -> None:
    """Print the manifest, or write it to a file; what isn't text needs one."""
    made = app.manifest(config, platform, http_url=http_url)
    if out is None:
        if isinstance(made, bytes):
            raise Trouble(f"The manifest for {platform} is a file to upload: add `--out app.zip`.")
        sys.stdout.write(made)
        return
    try:
        out.write_bytes(made if isinstance(made, bytes) else made.encode())
    except OSError as error:
        raise Trouble(f"{out} can’t be written ({error.strerror}).") from error
    sys.stdout.write(f"Written: {out}\n")
