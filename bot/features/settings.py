"""Puts together what tells how the bot is set up: `/settings`, and `/usage` of the language model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.chat import Message
from bot.config import Config
from bot.durable import Ports
from bot.router import Feature
from bot.settings import Chosen, settings_command
from bot.store.sql import SqlStore

if TYPE_CHECKING:  # what a model used is asked seldom
    from bot.llm.spending import DayUse


def settings_features(config: Config) -> Sequence[Feature]:
    """The one feature of both."""
    chosen = Chosen(
        team=config.team.name,
        timezone=config.team.timezone,
        framework=config.interviews.framework,
        depth=config.interviews.depth,
        criteria=config.stories.criteria,
    )
    commands = {
        "settings": partial(settings_command, chosen=chosen),
        "usage": partial(_usage_command, config=config),
    }
    return (Feature(name="settings", commands=commands),)


async def _usage_command(message: Message, ports: Ports, config: Config) -> None:
    from bot.usage import Spending, usage_command

    async def by_day(since: datetime) -> Sequence[DayUse]:
        from bot.store.usage import UsageBook

        async with SqlStore(config.database_url) as store:
            return await UsageBook(store).by_day(since, config.zone)

    spending = Spending(by_day=by_day, model=config.model, zone=config.zone, prices=config.prices)
    await usage_command(message, ports, spending)
