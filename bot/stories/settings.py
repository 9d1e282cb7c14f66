"""The team's choices about stories."""

from __future__ import annotations

from dataclasses import dataclass

import jinja2

from bot.stories.rules import CriteriaStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySettings:
    """How criteria are written, and how a story reads."""

    style: CriteriaStyle
    template: jinja2.Template
    reads_along: str = ""
    """Which language model reads what is said, and why."""
