"""Whether plain words ask for something to be put into a tracker: `export to jira`, `create US-2 in linear`."""

from __future__ import annotations

import re
from collections.abc import Mapping

NAMES: Mapping[str, str] = {"jira": "Jira", "github": "GitHub", "linear": "Linear", "azure": "Azure Boards"}
"""What people call each tracker, by its name in the settings."""

_WORDS = re.compile(
    r"(?:export|create|put|send)\s+(?:(?:all|it|them|this|the stor(?:y|ies)|stories|"
    r"(?P<which>a[- ]?\d+|us[- ]?\d+(?:(?:\s*,\s*|\s+(?:and\s+)?)us[- ]?\d+)*))\s+)?"
    r"(?:to|in|into)\s+(?P<tracker>jira|github|linear|azure)(?:\s+(?:boards|devops|issues))?[.!]*",
    re.IGNORECASE,
)


def read(text: str) -> tuple[str, str] | None:
    """The tracker that a message names, by its name in the settings, and the stories or the action; None for none."""
    found = _WORDS.fullmatch(text.strip())
    return None if found is None else (found["tracker"].lower(), found["which"] or "")


def is_action(which: str) -> bool:
    """Whether what was named is an action of a retro, such as A-12."""
    return which[:1] in {"a", "A"}
