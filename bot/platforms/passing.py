"""What the platforms keep that nobody needs after a while, by the beginnings of its keys."""

from __future__ import annotations

NAMES = ("terminal", "slack", "teams")
"""What an address begins with."""

PASSING = (
    "terminal/post/",
    "slack/form/",
    "slack/view/",
    "teams/card/",
    "teams/file/",
    "teams/form/",
    "teams/offered/",
    "teams/opened/",
    "teams/posted/",
)
"""Posts that were shown, forms and cards that were open. Who people are and how they are reached isn’t among them."""
