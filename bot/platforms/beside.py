"""What goes on beside the turns of a platform, and what is said to whoever waits when something fails there."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Coroutine
from typing import Any

import structlog

from bot.errors import Trouble

_log = structlog.get_logger(__name__)


class Beside:
    """Work for the eye, such as buttons that give way: nothing waits for it, and it may be lost."""

    def __init__(self, platform: str) -> None:
        self._platform = platform
        self._tasks: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do this meanwhile."""
        task = asyncio.create_task(self._logged(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """End what goes on."""
        await asyncio.sleep(0)  # what was never begun can't be ended
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _logged(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Trouble as trouble:
            _log.info(f"{self._platform}_decoration_failed", trouble=trouble.sentence)
        except Exception:  # noqa: BLE001 (nothing waits for it; the log is where it can be told)
            _log.exception(f"{self._platform}_decoration_broke")

    def sentence(self, error: Exception) -> str:
        """What is said to whoever waits; of what nobody foresaw the log knows more."""
        if isinstance(error, Trouble):
            return error.sentence
        number = secrets.token_hex(3)
        _log.error(f"{self._platform}_listener_failed", id=number, exc_info=error)
        return f"Something went wrong on my side (id {number}), and nothing was changed. Please try again."
