"""Which chat an export comes from: whoever knows its form reads it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.history import Past
from bot.platforms.slack import past as slack


def read_export(files: Mapping[str, str]) -> Past | None:
    """What was said, out of the texts of an export's files by name; None when they are something else."""
    return slack.read_export(files)
