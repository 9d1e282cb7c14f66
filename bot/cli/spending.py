"""`groundwork usage`: what the language model was used for and what it cost, and which documents were of use."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from rich.table import Table
from rich.text import Text

from bot.cli.printing import print_json
from bot.config import Config
from bot.llm.spending import DayUse, price_of
from bot.platforms.terminal.clean import clean
from bot.platforms.terminal.render import console_for
from bot.privacy.withheld import listed
from bot.store.audit import Audit
from bot.store.migrate import upgrade
from bot.store.shelf import Shelf
from bot.store.sql import SqlStore
from bot.store.usage import UsageBook


async def usage(config: Config, days: int, *, as_json: bool) -> None:
    """The last `days` days of the team, newest first."""
    today = datetime.now(UTC).astimezone(config.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    upgrade(config.database_url)
    since = today - timedelta(days=days - 1)
    async with SqlStore(config.database_url) as store:
        found = await UsageBook(store).by_day(since, config.zone)
        withheld = await Audit(store).figures("withheld", since)
    votes = await asyncio.to_thread(_votes, config, since)
    if as_json:
        passages = [{"document": name, "helped": helped, "not_helped": not_} for name, helped, not_ in votes]
        print_json({"model": [one.model_dump(mode="json") for one in found], "passages": passages})
        return
    console = console_for()
    if withheld:
        console.print(f"Withheld from it: {listed(withheld)}.")
    if found:
        console.print(_table(found, config))
    else:
        console.print(f"The language model was not asked for anything in the last {days} days.")
    if votes:
        console.print(_passages(votes))


def _votes(config: Config, since: datetime) -> list[tuple[str, int, int]]:
    with Shelf(config.database_url) as shelf:
        return sorted(shelf.votes(since), key=lambda each: (-each[1] - each[2], each[0]))


def _passages(votes: Sequence[tuple[str, int, int]]) -> Table:
    table = Table("passages of", "helped", "didn’t help")
    for name, helped, not_helped in votes:
        table.add_row(Text(clean(name)), f"{helped}", f"{not_helped}")
    return table


def _table(found: list[DayUse], config: Config) -> Table:
    table = Table("day", "for", "model", "calls", "no answer", "tokens in", "tokens out", "money")
    for one in found:
        table.add_row(
            one.day.isoformat(),
            one.feature,
            one.model,
            f"{one.calls}",
            f"{one.without_answer}",
            f"{one.tokens_in:,}",
            f"{one.tokens_out:,}",
            _money(one.money) if price_of(one.model, config.prices) else "no price",
        )
    table.add_section()
    whole = (
        f"{sum(one.calls for one in found)}",
        f"{sum(one.without_answer for one in found)}",
        f"{sum(one.tokens_in for one in found):,}",
        f"{sum(one.tokens_out for one in found):,}",
        _money(sum(one.money for one in found)),
    )
    table.add_row("all", "", "", *whole)
    return table


def _money(amount: float) -> str:
    return f"{amount:,.2f}" if amount >= 1 else f"{amount:.4f}"
