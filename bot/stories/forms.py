"""The form to edit a story, opened and checked while somebody waits in front of it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat import Form, FormField, Message, Post
from bot.durable.ports import Ports
from bot.language.text import clean, one_line
from bot.store.journal import Reads
from bot.stories.ear import NEW
from bot.stories.editing import read_criteria
from bot.stories.flow import set_of, story_command
from bot.stories.rules import Story
from bot.stories.says import edit_post
from bot.stories.set import KIND, StorySet
from bot.stories.settings import StorySettings


async def opens(message: Message, store: Reads) -> Form | None:
    """The form for a new idea, and the one behind “Edit” where it is clear which story is meant."""
    if message.choice == NEW:
        return new_form()
    found = await _meant(message.choice or "", store)
    if found is None:
        return None
    stories, story, journal_id = found
    return edit_post(story, stories, journal_id).form


async def checks(message: Message, store: Reads) -> Mapping[str, str]:
    """What keeps an edited story from being saved, for each field that has to be mended."""
    if message.form_id == NEW:
        return {} if (message.form or {}).get("idea", "").strip() else {"idea": "A few words are needed to begin."}
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


def new_form() -> Form:
    """Where a rough idea is written down."""
    field = FormField(name="idea", label="Your idea", type="text", hint="In your own words, as rough as it is.")
    return Form(id=NEW, title="A story of an idea", fields=(field,), submit="Make it")


async def pick_new(message: Message, ports: Ports, settings: StorySettings) -> None:
    """The idea was written down; where there are no forms, it is asked for."""
    if message.form_id != NEW:
        await ports.say(Post(parts=(new_form(),)))
        return
    idea = {"form": None, "form_id": None, "command": "story", "text": (message.form or {}).get("idea", "")}
    await story_command(message.model_copy(update=idea), ports, settings)


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
