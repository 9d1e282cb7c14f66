"""Counts what the bot does, for Prometheus: turns and how long they took, calls to a model, and what was noted."""

from __future__ import annotations

import time
from collections.abc import Collection, MutableMapping, Sequence
from datetime import datetime
from typing import Any

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.chat import Message
from bot.durable.ports import Handle, Ports
from bot.errors import Trouble
from bot.llm.spending import Book, Call, Spent
from bot.router import Feature, answering
from bot.watching.vitals import Vitals

_MILLION = 1_000_000
_SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """What one process counts since its start. Nothing in it is a word that somebody said, or a person."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._turns = Histogram(
            "groundwork_turn_seconds",
            "Time from the start of a turn to its end, by what began it, the feature that answered and how it ended.",
            ("began", "feature", "ended"),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._tokens = Counter(
            "groundwork_model_tokens", "Tokens in and out.", ("feature", "direction"), registry=self._registry
        )
        self._money = Counter(
            "groundwork_model_cost",
            "Cost of the model, in the currency of `prices`.",
            ("feature",),
            registry=self._registry,
        )
        self._calls = Histogram(
            "groundwork_model_seconds", "Time of a call to the model.", ("feature", "outcome"), registry=self._registry
        )
        self._noted = Counter(
            "groundwork_noted",
            "What the log noted, by the name of the event, such as store_retry or turn_failed.",
            ("event", "level"),
            registry=self._registry,
        )
        self._ready = Gauge("groundwork_ready", "1 when it can answer.", registry=self._registry)
        self._waiting = Gauge(
            "groundwork_turns_waiting", "Turns that have not ended, over all processes.", registry=self._registry
        )
        self._late = Gauge(
            "groundwork_schedule_lag_seconds",
            "Time since the earliest set time that nobody has looked at.",
            registry=self._registry,
        )
        self._index_age = Gauge(
            "groundwork_index_age_seconds",
            "Time since this process last looked whether documents changed; -1 before it did.",
            registry=self._registry,
        )

    def timed(self, handle: Handle, features: Sequence[Feature]) -> Handle:
        """The same turns, counted by what began them: only names of ours, however people type."""
        commands = {name for feature in features for name in feature.commands}
        names = {feature.name for feature in features}

        async def counted(message: Message, ports: Ports) -> None:
            started, ended = time.perf_counter(), "failed"
            answering.set("none")
            try:
                await handle(message, ports)
                ended = "answered"
            except Trouble:
                ended = "refused"
                raise
            finally:
                labels = (_began(message, commands, names), answering.get(), ended)
                self._turns.labels(*labels).observe(time.perf_counter() - started)

        return counted

    def noted(self, logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """Count a line of the log by its event, on its way to the file."""
        del logger
        self._noted.labels(str(event.get("event", ""))[:60], method).inc()
        return event

    def book(self, book: Book) -> Book:
        """The same book of calls to a model, counted."""
        return _Counted(book, self)

    def called(self, call: Call) -> None:
        """A call to the model ended."""
        self._tokens.labels(call.feature, "in").inc(call.tokens_in)
        self._tokens.labels(call.feature, "out").inc(call.tokens_out)
        self._money.labels(call.feature).inc(call.micros / _MILLION)
        self._calls.labels(call.feature, call.outcome).observe(call.seconds)

    def page(self, now: Vitals) -> bytes:
        """Everything in Prometheus' words: ours, then the process and what was tried again."""
        unknown = float("nan")
        self._ready.set(not now.troubles)
        self._waiting.set(unknown if now.waiting is None else now.waiting)
        self._late.set(unknown if now.late is None else now.late)
        self._index_age.set(-1 if now.index_age is None else now.index_age)
        return generate_latest(self._registry) + generate_latest(REGISTRY)


class _Counted:
    def __init__(self, book: Book, metrics: Metrics) -> None:
        self._book = book
        self._metrics = metrics

    async def add(self, call: Call) -> None:
        self._metrics.called(call)
        await self._book.add(call)

    async def spent(self, since: datetime) -> Spent:
        return await self._book.spent(since)


def _began(message: Message, commands: Collection[str], features: Collection[str]) -> str:
    if message.change is not None:
        return f"words_{message.change}"
    for kind, used in (("form", message.form_id), ("choice", message.choice)):
        if used is not None:
            name = used.partition(":")[0]
            return f"{kind}_{name if name in features else 'unknown'}"
    if message.command is None:
        return "words"
    return f"command_{message.command if message.command in commands else 'unknown'}"
