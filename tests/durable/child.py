"""Another Groundwork process, for tests: says one message, prints what it was and what came back."""

from __future__ import annotations

import asyncio
import json
import sys

from bot.chat import Message, Post
from bot.durable import Ports
from bot.durable.shared import open_turns
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore
from tests.durable.conftest import Room
from tests.patience import PATIENCE


async def answer(message: Message, ports: Ports) -> None:
    if message.text == "hang":
        sys.stdout.write("hanging\n")
        sys.stdout.flush()
        await asyncio.sleep(60)
    await ports.say(Post(text=f"the child heard {message.text}"))


async def main(store_url: str, state_url: str, said: str) -> None:
    upgrade(store_url)
    async with (
        SqlStore(store_url) as store,
        open_turns(state_url, store=store, handle=answer, platforms={"room": Room()}, release="1") as turns,
    ):
        posts = await turns.result(await turns.submit(Message.model_validate_json(said)), timeout=PATIENCE)
        line = json.dumps(["here" if turns.here else "handed over", *(post.text for post in posts)])
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        if posts[0].text.endswith("stay"):
            await asyncio.sleep(60)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
