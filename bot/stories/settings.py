"""The team's choices about stories."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import jinja2

from bot.chat import Choice
from bot.stories.rules import CriteriaStyle

Offers = Callable[[str], tuple[Choice, ...]]
"""What can be done with approved stories beside exporting them, given the journal of their set."""


def no_offers(journal_id: str) -> tuple[Choice, ...]:
    """Nothing."""
    del journal_id
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySettings:
    """How criteria are written, and how a story reads."""

    style: CriteriaStyle
    template: jinja2.Template
    reads_along: str = ""
    """Which language model reads what is said, and why."""
    offers: Offers = no_offers
