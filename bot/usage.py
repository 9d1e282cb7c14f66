"""`/usage`: what the language model was used for in the last days, in numbers only, for whoever wonders."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from bot.chat import Chart, Message, Part, Post, Series, Table
from bot.durable.ports import Ports
from bot.llm.spending import DayUse, Price, price_of

_DAYS = 14
_READ = TypeAdapter(tuple[DayUse, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """Where it is looked up: `by_day` gives what each feature used since a moment."""

    by_day: Callable[[datetime], Awaitable[Sequence[DayUse]]]
    model: str
    zone: ZoneInfo
    prices: Mapping[str, Price] = field(default_factory=dict)


async def usage_command(message: Message, ports: Ports, spending: Spending) -> None:
    """Show it to the one who asked. No word that anybody said is in it."""
    today = message.at.astimezone(spending.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    since = today - timedelta(days=_DAYS - 1)

    async def look() -> object:
        return _READ.dump_python(tuple(await spending.by_day(since)), mode="json")

    found = _READ.validate_python(await ports.look("usage", look))
    post = _shown(found, spending) if found else Post(text=_nothing(spending.model))
    await ports.say(post.model_copy(update={"private_to": message.author.id}))


def _nothing(model: str) -> str:
    if not model:
        return "No language model is set up here, so nothing was used. Everything I do works without one."
    return f"The language model was not asked for anything in the last {_DAYS} days."


def _shown(found: Sequence[DayUse], spending: Spending) -> Post:
    features = sorted({one.feature for one in found})
    rows = [_row(name, [one for one in found if one.feature == name], spending) for name in features]
    whole = [_row("all", found, spending)] if len(features) > 1 else []
    days = sorted({one.day for one in found})
    parts: list[Part] = [Table(headers=("for", "questions", "no answer", "tokens", "money"), rows=(*rows, *whole))]
    if len(days) > 1:
        tokens = tuple(float(sum(one.tokens_in + one.tokens_out for one in found if one.day == day)) for day in days)
        labels = tuple(f"{day:%-d %b}" for day in days)
        parts.append(
            Chart(draws="bar", title="Used each day", labels=labels, series=(Series(values=tokens),), unit="tokens")
        )
    return Post(text=f"What the language model was used for in the last {_DAYS} days:", parts=tuple(parts))


def _row(name: str, used: Sequence[DayUse], spending: Spending) -> tuple[str, ...]:
    priced = all(price_of(one.model, spending.prices) for one in used)
    return (
        name,
        f"{sum(one.calls for one in used):,}",
        f"{sum(one.without_answer for one in used):,}",
        f"{sum(one.tokens_in + one.tokens_out for one in used):,}",
        f"{sum(one.money for one in used):,.4f}" if priced else "no price",
    )
