"""`groundwork retro summarise` and `groundwork eval retro`: retrospectives, from the command line."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.printing import print_json
from bot.config import Config
from bot.errors import Trouble
from bot.platforms.slack.past import read_export
from bot.retros.reading import is_notes, read_logs
from bot.retros.summary import Summary, as_json, summarise

if TYPE_CHECKING:
    from bot.evaluation.retros import Figures
    from bot.retros.meaning import Meaning

_LARGEST = 50_000_000
_BESIDE = "users.json"


def summarise_files(config: Config, paths: Sequence[Path], *, as_json_: bool) -> int:
    """Print what the retrospectives in these files hold; exit code 1 when that is too little to summarise."""
    from bot.retros.meaning import Meaning

    files = _read(paths)
    logs = read_logs(files, config.team.timezone, read_export)
    meaning = Meaning.opened(config.index.embedder)
    made = [_summarised(log, meaning) for log in logs]
    if as_json_:
        values = [as_json(each) for each in made]
        print_json(values[0] if len(values) == 1 else [{"name": each.name, **value} for each, value in zip(made, values, strict=True)])
        return 0
    from bot.platforms.terminal.posts import print_post
    from bot.retros.says import whole

    for each in made:
        print_post(whole(each))
    return 1 if all(each.too_little for each in made) else 0


def _summarised(log, meaning: Meaning | None) -> Summary:  # type: ignore[no-untyped-def]
    return summarise(log, guess=meaning.guess if meaning else None, vectors=meaning.vectors if meaning else None)
