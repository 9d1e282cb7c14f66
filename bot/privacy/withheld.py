"""Tells a person what in their message a language model is not shown: the kinds, never the secrets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.chat import Message, Post
from bot.durable.ports import Handle, Ports
from bot.llm.redact import Redactor

WriteDown = Callable[[Message, Mapping[str, int]], Awaitable[None]]
"""Keep what was withheld, in figures."""


def telling(handle: Handle, redactor: Redactor, write_down: WriteDown) -> Handle:
    """The same answers; after them a line for whoever wrote a secret, where a model reads along."""

    async def answer(message: Message, ports: Ports) -> None:
        await handle(message, ports)
        if ports.llm is None or message.change is not None:
            return
        found = redactor.kinds([message.text, message.form or {}, [file.text for file in message.files]])
        if not found or message.author.id.startswith("groundwork:"):
            return
        await ports.look("withheld", lambda: write_down(message, found))
        await ports.say(Post(text=told(found), private_to=(message.via or message.author).id))

    return answer


def told(found: Mapping[str, int]) -> str:
    """What was withheld, and that it still stands in the chat."""
    kinds = listed(found)
    return (
        f"The language model isn’t shown this: {kinds}. It stands in your message all the same: if it is a real one, "
        "change it where it is used, and take the message back."
    )


def listed(found: Mapping[str, int]) -> str:
    """`1 AWS key, 2 passwords`."""
    return ", ".join(f"{count} {kind}{_plural(kind) if count > 1 else ''}" for kind, count in found.items())


def _plural(kind: str) -> str:
    return "" if kind.startswith("what ") or "with a" in kind else "s"
