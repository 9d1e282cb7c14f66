"""What an approved story or an agreed action says in a tracker, and the words it rests on with their links."""

from __future__ import annotations

from datetime import datetime

import jinja2

from bot.chat import Value
from bot.language.dates import say_day
from bot.language.text import one_line, shorten
from bot.retros.actions import Action
from bot.stories.exports import story_sentence
from bot.stories.rules import Story
from bot.stories.says import criteria_block
from bot.stories.set import StorySet
from bot.trackers.port import Member, NewItem, Words
from bot.trackers.rules import mark_of

_TITLE = 120


class Origin(Value):
    """Where an action came up: what that is called, and where it can be looked at. `anonymous`: it names nobody."""

    label: str
    title: str
    link: str | None = None
    anonymous: bool = False


def story_item(
    story: Story, found: StorySet, template: jinja2.Template, *, journal_id: str, started_at: datetime
) -> NewItem:
    """The story as an item. `started_at` tells its set from one of the same name in another database."""
    cited = dict.fromkeys((*story.sources, *(each for one in story.criteria for each in one.sources)))
    sources = {source.id: source for source in found.material.sources}
    want = one_line(story.want).removeprefix("to ")
    return NewItem(
        mark=mark_of(journal_id, started_at.isoformat(), story.id),
        kind="story",
        title=shorten(want[:1].upper() + want[1:], _TITLE),
        text=story_sentence(story, template),
        code=criteria_block(story, found),
        language="gherkin" if found.style == "gherkin" else "",
        words=tuple(
            Words(label=each, author=sources[each].author.name, text=sources[each].text, link=sources[each].link)
            for each in cited
            if each in sources
        ),
    )


def action_item(action: Action, owner: Member | None, origin: Origin | None, started_at: str) -> NewItem:
    """The action as an item. `started_at` tells it from one of the same name in another database.

    What an anonymous retro rests on stands there without a name and without a way to whoever wrote it.
    """
    whose = action.owner.name if action.owner else "nobody yet"
    when = f", by {say_day(action.due)}" if action.due else ""
    anonymous = origin is not None and origin.anonymous
    words = [Words(label=origin.label, author="", text=origin.title, link=origin.link)] if origin else []
    words += [
        Words(
            label="Said", author="" if anonymous else said.author, text=said.text, link=None if anonymous else said.link
        )
        for said in action.source
    ]
    text = one_line(action.text)
    return NewItem(
        mark=mark_of(action.id, started_at),
        kind="action",
        title=shorten(text, _TITLE),
        text=f"{text} ({whose}{when})",
        words=tuple(words),
        due=action.due,
        owner=owner,
    )
