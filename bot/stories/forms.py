"""The form to edit a story, opened and checked while somebody waits in front of it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat import Form, Message
from bot.language.text import clean, one_line
from bot.store.journal import Reads
from bot.stories.ear import KIND
from bot.stories.editing import read_criteria
from bot.stories.flow import set_of
from bot.stories.rules import Story
from bot.stories.says import edit_post
from bot.stories.set import StorySet


async def opens(message: Message, store: Reads) -> Form | None:
    """The form behind “Edit”, where it is clear which story is meant."""
    found = await _meant(message.choice or "", store)
    if found is None:
        return None
    stories, story, journal_id = found
    return edit_post(story, stories, journal_id).form


async def checks(message: Message, store: Reads) -> Mapping[str, str]:
    """What keeps an edited story from being saved, for each field that has to be mended."""
    found = await _meant(message.form_id or "", store)
    if found is None:
        return {}
    stories, story, _ = found
    values = message.form or {}
    wrong = {
        name: f"A story needs a {name}."
        for name in ("role", "want")
        if not one_line(clean(values.get(name, getattr(story, name))))
    }
    if "criteria" in values:
        read = read_criteria(values["criteria"], story, stories.style, "E0")
        if isinstance(read, str):
            wrong["criteria"] = read
    return wrong


async def _meant(picked: str, store: Reads) -> tuple[StorySet, Story, str] | None:
    """The story that `stories:edit:<journal>[:<story>]` is about."""
    _, verb, journal_id, *rest = [*picked.split(":"), "", "", ""]
    if verb != "edit" or not journal_id:
        return None
    journal = await store.journal(journal_id)
    if journal is None or journal.kind != KIND:
        return None
    stories = set_of(journal)
    named = [part for part in rest if part]
    if not named and len(stories.stories) != 1:
        return None
    story = stories.story(named[0]) if named else stories.stories[0]
    return None if story is None else (stories, story, journal_id)
