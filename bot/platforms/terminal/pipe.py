"""Lines from a file or another program, one message a line, so that a script can hold a conversation."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import IO

from rich.console import Console
from rich.text import Text

from bot.chat import FormField, Post
from bot.platforms.terminal.clean import clean_line


class Pipe:
    """Lines from a file or another program: each is one message, and a form's fields take one each."""

    def __init__(self, source: IO[str], console: Console) -> None:
        self._console = console
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        # A daemon, since nothing can wake a thread that reads: it must not keep the program from ending.
        threading.Thread(target=self._read, args=(source,), daemon=True).start()

    def _read(self, source: IO[str]) -> None:
        for line in source:
            self._put(line.rstrip("\r\n"))
        self._put(None)

    def _put(self, line: str | None) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._lines.put_nowait, line)

    async def line(self) -> str | None:
        """The next line; None at the end of the pipe, and ever after."""
        line = await self._lines.get()
        if line is None:
            self._lines.put_nowait(None)
        else:
            self._console.print(Text(f"› {clean_line(line)}"), soft_wrap=True)
        return line

    async def field(self, field: FormField) -> str | None:
        """The next line, under the field's label and what can be chosen."""
        self._console.print(Text(f"  {clean_line(field.label)}:", style="gw.label"))
        if field.type == "choice":
            for number, option in enumerate(field.options, 1):
                mark = "  (or an empty line)" if option == field.value else ""
                self._console.print(Text(f"   {number}  {clean_line(option)}{mark}"))
        return await self.line()

    async def above(self, show: Callable[[], None]) -> None:
        """There is nothing to stand above: just print."""
        show()

    async def patiently(self, waiting: asyncio.Future[list[Post]]) -> None:
        """Wait for as long as it takes."""
        await asyncio.wait([waiting])
