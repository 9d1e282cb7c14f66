"""Whether plain words are about stories: `approve`, `edit 2`, or an answer about a rough idea."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.chat import Message
from bot.durable.ports import Ports
from bot.language.text import is_empty
from bot.stories.settings import StorySettings

KIND = "stories"
LISTENS_FOR = timedelta(hours=2)
"""How long plain words are taken as an answer to what was asked about a rough idea."""

_WORDS = re.compile(
    r"(?P<verb>approve|edit|regenerate|redo|export|stories)"
    r"(?:\s+(?:story\s+|stories\s+)?(?P<which>all|(?:us-?)?\d+(?:[\s,]+(?:and\s+)?(?:us-?)?\d+)*))?[.!]*",
    re.IGNORECASE,
)
_GREETINGS = frozenset({"hi", "hello", "hey", "help", "thanks", "thank you", "ok", "okay", "good morning"})


async def hear(message: Message, ports: Ports, settings: StorySettings) -> bool:
    """Answer what is about the stories of this conversation; False when it isn't."""
    word = _WORDS.fullmatch(f"{message.command} {message.text}".strip() if message.command else message.text.strip())
    if word is None and (message.command or is_empty(message.text) or message.text.strip().casefold() in _GREETINGS):
        return False
    if word is None:
        journal = await ports.store.current(message.address, KIND)
    else:
        journal = await ports.store.latest(address=message.address, kind=KIND)
    if journal is None or (word is None and message.at - journal.updated_at > LISTENS_FOR):
        return False
    from bot.stories import flow  # drafting takes a while to import, and most messages are about something else

    if word is None:
        return await flow.improve_idea(journal, message, ports, settings)
    await flow.obey(journal, word, message, ports, settings)
    return True
