"""A way to a PostgreSQL for tests that can be cut, as when a network fails, and mended."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import make_url


class Way:
    """Passes every connection on until it is cut; then ends them all, and takes no new one."""

    def __init__(self, url: str) -> None:
        made = make_url(url)
        self._socket = f"{made.query['host']}/.s.PGSQL.{made.port or 5432}"
        self._made = made
        self._open: set[asyncio.StreamWriter] = set()
        self._is_cut = False
        self.url = url

    @classmethod
    @asynccontextmanager
    async def to(cls, url: str) -> AsyncIterator[Way]:
        """A way to the database at this address; `url` is where it begins."""
        way = cls(url)
        server = await asyncio.start_server(way._pass_on, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        way.url = way._made.set(host="127.0.0.1", port=port, query={}).render_as_string(hide_password=False)
        try:
            yield way
        finally:
            server.close()
            way.cut()

    def cut(self) -> None:
        """Nothing gets through from now on."""
        self._is_cut = True
        for each in self._open:
            each.transport.abort()

    def mend(self) -> None:
        """It does again."""
        self._is_cut = False

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        there, back = await asyncio.open_unix_connection(self._socket)
        both = {writer, back}
        self._open |= both
        try:
            await asyncio.gather(_copy(reader, back), _copy(there, writer))
        finally:
            self._open -= both
            for each in both:
                each.transport.abort()


async def _copy(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    try:
        while words := await source.read(65536):
            to.write(words)
            await to.drain()
    except (ConnectionError, OSError):  # it was cut
        return
    finally:
        to.transport.abort()
