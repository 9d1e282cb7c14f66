"""What a language model may cost, what it did cost, and when it is enough for today or for this turn."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from pydantic import Field

from bot.chat import Value

MILLION = 1_000_000
_CHARACTERS_A_TOKEN = 3  # English has four; other languages and numbers fewer


class Price(Value):
    """Money for a million tokens that go in, and that come out, in the team's currency."""

    input: float = Field(ge=0)
    output: float = Field(ge=0)


class Budget(Value):
    """What may be used. None is no limit; 0 is nothing at all."""

    tokens_a_day: int | None = None
    tokens_a_turn: int | None = None
    money_a_day: float | None = None
    money_a_turn: float | None = None
    seconds_a_turn: float = 60


class Spent(Value):
    """Tokens, and money in millionths."""

    tokens: int = 0
    micros: int = 0

    def plus(self, other: Spent) -> Spent:
        """Both together."""
        return Spent(tokens=self.tokens + other.tokens, micros=self.micros + other.micros)

    def minus(self, other: Spent) -> Spent:
        """What is left without the other."""
        return Spent(tokens=self.tokens - other.tokens, micros=self.micros - other.micros)


class Call(Value):
    """One question to a model: for which prompt of which feature, what it used, and how it ended.

    `outcome` is `used`, `unreadable`, or the kind of trouble that came instead of an answer.
    """

    at: datetime
    turn: str
    feature: str
    prompt: str
    model: str
    tokens_in: int
    tokens_out: int
    micros: int
    seconds: float
    outcome: str


class DayUse(Value):
    """What one feature used on one day."""

    day: date
    feature: str
    model: str
    calls: int
    without_answer: int
    tokens_in: int
    tokens_out: int
    money: float


class Book(Protocol):
    """Where calls are written down."""

    async def add(self, call: Call) -> None:
        """Write down a call."""
        ...

    async def spent(self, since: datetime) -> Spent:
        """Everything since that moment."""
        ...


def cost(tokens_in: int, tokens_out: int, price: Price | None) -> int:
    """Millionths of the currency; 0 where no price is known."""
    return 0 if price is None else math.ceil(tokens_in * price.input + tokens_out * price.output)


def foreseen(characters: int, most_tokens: int, price: Price | None) -> Spent:
    """The most that a question may use."""
    tokens_in = math.ceil(characters / _CHARACTERS_A_TOKEN)
    return Spent(tokens=tokens_in + most_tokens, micros=cost(tokens_in, most_tokens, price))


def enough(budget: Budget, today: Spent, turn: Spent, more: Spent) -> str | None:
    """Which budget the question would exceed; None when it may be asked."""
    limits = (
        ("tokens_a_turn", budget.tokens_a_turn, turn.tokens + more.tokens),
        ("tokens_a_day", budget.tokens_a_day, today.tokens + more.tokens),
        ("money_a_turn", _micros(budget.money_a_turn), turn.micros + more.micros),
        ("money_a_day", _micros(budget.money_a_day), today.micros + more.micros),
    )
    return next((name for name, limit, wanted in limits if limit is not None and wanted > limit), None)


def _micros(money: float | None) -> int | None:
    return None if money is None else round(money * MILLION)


def price_of(model: str, prices: Mapping[str, Price]) -> Price | None:
    """The price of a model, by its whole name or without its provider."""
    return prices.get(model) or prices.get(model.partition(":")[2])
