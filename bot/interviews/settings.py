"""What a team chose for its interviews, and what an interview ends with where that isn't a brief."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

import jinja2

from bot.chat import Address, Message, Part, Post
from bot.durable.ports import Ports
from bot.interviews.framework import Depth, Framework, VagueWords
from bot.interviews.rules import Interview
from bot.language.numeric import american_at, holds_numeric
from bot.store.journal import Journal, Reads
from bot.stories.settings import StorySettings

MonthFirst = Callable[[Reads, Address, datetime], Awaitable[bool]]
"""Whether months come first in `10/12` as it is said in a conversation: by its team’s country, or else by the clock."""


async def by_the_clock(store: Reads, room: Address, now: datetime) -> bool:
    """Where no team is known."""
    del store, room
    return american_at(now)


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
    month_first: MonthFirst = by_the_clock

    async def american(self, message: Message, ports: Ports) -> bool | None:
        """`MonthFirst` for what this message says; None where it holds no day in numbers: nobody has to look."""
        if not holds_numeric(message.text):
            return None
        return await self.month_first(ports.store, message.address, message.when(self.zone))
