"""What an approved story says in a tracker: its sentence, its criteria, and the words it rests on with their links."""

from __future__ import annotations

from datetime import datetime

import jinja2

from bot.language.text import one_line, shorten
from bot.stories.exports import story_sentence
from bot.stories.rules import Story
from bot.stories.says import criteria_block
from bot.stories.set import StorySet
from bot.trackers.port import NewItem, Words
from bot.trackers.rules import mark_of

_TITLE = 120


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
