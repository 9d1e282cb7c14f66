"""What there is to talk about before a ceremony: the stories that aren't ready, and the questions that are open."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ceremonies.forms import Room
from bot.ceremonies.settings import Lines, Occasion
from bot.durable.ports import Ports
from bot.interviews.flow import KIND as INTERVIEW
from bot.interviews.flow import events_of
from bot.interviews.rules import replay
from bot.language.dates import say_day
from bot.language.markdown import escape
from bot.store.journal import Journal
from bot.stories.set import KIND as STORIES

_SHOWN = 8
_JOURNALS = 30


def unready_stories(room: Room) -> Lines:
    """Stories of this conversation and its threads that a team can't start with yet, and what each lacks."""

    async def lines(ports: Ports, occasion: Occasion) -> Sequence[str]:
        from bot.stories.flow import set_of  # drafting takes a while to import
        from bot.stories.lint.linter import lint_story

        found: list[str] = []
        for journal in await _here(ports, room, occasion, STORIES):
            stories = set_of(journal)
            for story in stories.stories:
                text = f"As a {story.role}, I want {story.want}{f', so that {story.benefit}' if story.benefit else ''}."
                lacks = [] if story.criteria else ["no acceptance criteria"]
                lacks += [finding.message for finding in lint_story(text) if finding.severity == "error"][:1]
                lacks += [] if story.status == "approved" or lacks else ["not approved yet"]
                if lacks:
                    want = story.want.removeprefix("to ")
                    found.append(f"**{story.id}** {escape(want)}: {'; '.join(lacks)} ({escape(journal.title)})")
        return _some(found)

    return lines


def open_questions(room: Room) -> Lines:
    """Questions of the interviews here that nobody has answered yet."""

    async def lines(ports: Ports, occasion: Occasion) -> Sequence[str]:
        found = [
            f"**{one.id}** {escape(one.text)} ({escape(one.owner)}, by {say_day(one.due)}; {escape(journal.title)})"
            for journal in await _here(ports, room, occasion, INTERVIEW)
            for one in replay(events_of(journal)).questions
            if one.answer is None
        ]
        return _some(found)

    return lines


async def _here(ports: Ports, room: Room, occasion: Occasion, kind: str) -> list[Journal]:
    heads = await ports.store.heads(kind=kind, statuses=("open", "paused", "finished"), limit=_JOURNALS)
    found = [await ports.store.journal(head.id) for head in heads if room(head.address) == occasion.room]
    return [journal for journal in found if journal is not None]


def _some(lines: list[str]) -> list[str]:
    more = len(lines) - _SHOWN
    return lines if more <= 0 else [*lines[:_SHOWN], f"and {more} more"]
