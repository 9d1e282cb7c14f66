"""A replica for tests: answers what is in the queue until it is stopped; `hang` goes on while a file is called so."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.chat import Message, Post
from bot.durable import Ports
from bot.durable.shared import open_turns
from bot.store.journal import Entry
from bot.store.sql import SqlStore
from tests.durable.scenarios import Wall


async def main(folder: Path, url: str, name: str, release: str) -> None:
    async def answer(message: Message, ports: Ports) -> None:
        heard = Entry(kind="heard", at=message.at, by=message.author, body={"text": message.text})
        await ports.store.start(
            kind="talk",
            address=message.address,
            title=message.text,
            by=message.author,
            at=message.at,
            entries=[heard],
        )
        if message.text == "hang":
            sys.stdout.write("hanging\n")
            sys.stdout.flush()
            while (folder / "hang").exists():  # noqa: ASYNC110 (it is another process)
                await asyncio.sleep(0.02)
        await ports.say(Post(text=f"{name} heard {message.text}"))

    platforms = {"wall": Wall(folder)}
    async with (
        SqlStore(url) as store,
        open_turns(
            url,
            store=store,
            handle=answer,
            platforms=platforms,
            release=release,
            executor_id=name or None,
            poll_seconds=0.05,
        ) as turns,
    ):
        sys.stdout.write("here\n" if turns.here else "not here\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), *sys.argv[2:]))
