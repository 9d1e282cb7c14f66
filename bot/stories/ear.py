"""Whether plain words are about stories: `approve`, `edit 2`, or an answer about a rough idea."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.chat import Choice, Choices, Message, Part, Person, Post
from bot.durable.ports import Ports
from bot.language.text import is_empty
from bot.store.journal import Reads
from bot.stories.set import KIND
from bot.stories.settings import StorySettings

NEW = f"{KIND}:new"
"""The choice that opens a form for a rough idea, and that form."""

LISTENS_FOR = timedelta(hours=2)
"""How long plain words are taken as an answer to what was asked about a rough idea."""

_NUMBERS = r"(?:us[- ]?)?\d+(?:(?:\s*,\s*|\s+)(?:and\s+)?(?:us[- ]?)?\d+)*"
_WORDS = re.compile(
    rf"(?P<verb>approve|edit|regenerate|redo|export|stories|show(?= \w)|split(?= \w))"
    rf"(?:\s+(?:the\s+)?(?:story\s+|stories\s*)?(?P<which>all|{_NUMBERS})?)?(?:\s+(?:as|to|in)\s+\w+)?[.!]*"
    rf"|(?P<drop>drop|delete|remove|throw away|discard)\s+(?:story\s+|stories\s+|(?=us))(?P<gone>{_NUMBERS})[.!]*",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\bus[- ]?\d|\bstor(?:y|ies)\b", re.IGNORECASE)
_GREETINGS = frozenset({"hi", "hello", "hey", "help", "thanks", "thank you", "ok", "okay", "good morning"})


async def home(person: Person, reads: Reads) -> tuple[Part, ...]:
    """A way to begin, for somebody's home page."""
    del person, reads
    return (Choices(options=(Choice(id=NEW, label="Make a story of an idea"),)),)


def read(text: str) -> tuple[str, tuple[str, ...]] | None:
    """What a whole message asks of the stories: a verb and the numbers; None when it is something else."""
    word = _WORDS.fullmatch(text.strip())
    if word is None:
        return None
    verb = (word["verb"] or "drop").lower()
    verb = {"redo": "regenerate", "split": "show"}.get(verb, verb)
    return verb, tuple(re.findall(r"\d+", word["which"] or word["gone"] or ""))


async def hear_named(message: Message, ports: Ports, settings: StorySettings) -> bool:
    """Answer words that can mean only stories ("approve US-2"), even in the middle of an interview."""
    text = _typed(message)
    if not _NAMED.search(text) or read(text) is None:
        return False
    if not await hear(message, ports, settings):
        await ports.say(Post(text="There are no stories here yet. `/interview` or `/story` makes some."))
    return True


async def hear(message: Message, ports: Ports, settings: StorySettings) -> bool:
    """Answer what is about the stories of this conversation; False when it isn't."""
    word = read(_typed(message))
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
    await flow.obey(journal, *word, message, ports, settings)
    return True


def _typed(message: Message) -> str:
    if message.choice or message.form_id:
        return ""
    return f"{message.command} {message.text}" if message.command else message.text
