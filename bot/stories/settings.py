"""The team's choices about stories."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import jinja2

from bot.chat import Choice, Choices
from bot.stories.rules import CriteriaStyle

Offers = Callable[[str], tuple[Choice, ...]]
"""What can be done with approved stories beside exporting them, given the journal of their set."""


def no_offers(journal_id: str) -> tuple[Choice, ...]:
    """Nothing."""
    del journal_id
    return ()


Asks = Callable[[str, Sequence[str]], tuple[Choices, ...]]
"""What whoever builds approved stories is asked about them, given the journal of their set and their ids."""


def no_asks(journal_id: str, stories: Sequence[str]) -> tuple[Choices, ...]:
    """Nothing."""
    del journal_id, stories
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySettings:
    """How criteria are written, and how a story reads."""

    style: CriteriaStyle
    template: jinja2.Template
    reads_along: str = ""
    """Which language model reads what is said, and why."""
    offers: Offers = no_offers
    asks: Asks = no_asks
