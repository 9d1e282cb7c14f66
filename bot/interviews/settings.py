"""What a team chose for its interviews, and what an interview ends with where that isn't a brief."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from zoneinfo import ZoneInfo

import jinja2

from bot.chat import Message, Part, Post
from bot.durable.ports import Ports
from bot.interviews.framework import Depth, Framework, VagueWords
from bot.interviews.rules import Interview
from bot.store.journal import Journal
from bot.stories.settings import StorySettings


class Ending(Protocol):
    """What an interview ends with, instead of a brief and stories."""

    def so_far(self, title: str, interview: Interview, framework: Framework, question: str) -> Post:
        """As it stands in the middle, and the pending question again."""
        ...

    def beside(
        self, journal: Journal, interview: Interview, framework: Framework, message: Message
    ) -> tuple[Part, ...]:
        """What can be pressed beside the next question, after what this message said."""
        ...

    async def finish(
        self, journal: Journal, interview: Interview, framework: Framework, ports: Ports, note: str
    ) -> Sequence[Post]:
        """What is said at the end, after the note."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewSettings:
    """What interviews need to know of the team's choices."""

    frameworks: Mapping[str, Framework]
    vague: VagueWords
    framework: str
    depth: Depth
    zone: ZoneInfo
    brief_template: jinja2.Template
    stories: StorySettings
    reads_along: str = ""
    """Which language model reads what is said, and why."""
    endings: Mapping[str, Ending] = field(default_factory=dict)
    """What an interview ends with, by `Framework.makes`, where that isn't a brief."""
