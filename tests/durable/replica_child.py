"""A replica for tests: answers what is in the queue until it is stopped.

A message that begins with `hang` goes on when the file `hang` is gone, and the one with this replica's name behind it;
`hang before speaking` waits after its last write. What the first release notes, the next one doesn't.
"""

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
    holds = [folder / "hang", folder / f"hang {name}"]

    async def hang() -> None:
        tell("hanging")
        while any(each.exists() for each in holds):  # noqa: ASYNC110 (it is another process)
            await asyncio.sleep(0.02)

    async def answer(message: Message, ports: Ports) -> None:
        heard = Entry(kind="heard", at=message.at, by=message.author, body={"text": message.text})
        journal = await ports.store.start(
            kind="talk",
            address=message.address,
            title=message.text,
            by=message.author,
            at=message.at,
            entries=[heard],
        )
        try:
            if release == "1":
                await ports.store.append(journal, [Entry(kind=f"noted by {name}", at=message.at)], at=message.at)
            if message.text == "hang":
                await hang()
            if release == "1":
                await ports.store.append(journal, [Entry(kind=f"finished by {name}", at=message.at)], at=message.at)
            if message.text == "hang before speaking":
                await hang()
            await ports.say(Post(text=f"{name} heard {message.text}"))
        finally:
            tell("tried")

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
        tell("here" if turns.here else "not here")
        await asyncio.to_thread(sys.stdin.read)


def tell(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), *sys.argv[2:]))
