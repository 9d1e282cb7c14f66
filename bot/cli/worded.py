"""Lets the configured language model word summaries on the command line, within the same budget as in a chat."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from bot import app
from bot.config import Config
from bot.llm.words import who
from bot.model_prompts import load_model_prompts
from bot.retros.extraction.summary import Summary
from bot.retros.summaries.improving import improved
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore


async def worded(config: Config, made: Sequence[Summary]) -> list[Summary]:
    """The same summaries in better words, where a model is configured and there is enough to sum up.

    What it used is counted with everything else that a model is asked, so that a day’s budget holds here as well.
    """
    if not config.model or all(each.too_little for each in made):
        return list(made)
    upgrade(config.database_url)
    async with SqlStore(config.database_url) as store:
        model = app.model_of(config, store, load_model_prompts(config.prompts_dir))
        if model is None:
            return list(made)
        name = who(config.model, config.base_url)
        return [
            each if each.too_little else await improved(each, model.for_turn(f"cli:{uuid.uuid4().hex}"), name)
            for each in made
        ]
