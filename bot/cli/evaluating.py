"""`groundwork eval`: the labelled interviews held by the rules alone, and beside it with the configured model."""

from __future__ import annotations

import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from rich.table import Table

from bot import app
from bot.chat import Address, Message, Post
from bot.cli.printing import print_json
from bot.config import Config
from bot.durable import Handle
from bot.durable.steps import Models, make_ports
from bot.errors import Trouble
from bot.evaluation.cases import Case, load_cases
from bot.evaluation.measures import Scores, added_up
from bot.evaluation.running import run_interview, run_stories
from bot.features.interviews import interview_settings
from bot.model_prompts import load_model_prompts
from bot.platforms.terminal.render import console_for
from bot.prompts import load_prompts
from bot.store.journal import Journal
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore

_RUNS = {"interview": run_interview, "stories": run_stories}


async def evaluate(config: Config, what: str, only: Sequence[str], *, as_json: bool) -> None:
    """Run every case, or those in `only`, and print the figures; with a model beside the rules' own."""
    if what not in _RUNS:
        raise Trouble(f"“{what}” can’t be measured. Ask for `interview` or `stories`.")
    cases = [case for case in load_cases() if not only or case.id in only]
    unknown = sorted(set(only) - {case.id for case in load_cases()})
    if unknown:
        raise Trouble(f"There is no case {unknown[0]}. There is {', '.join(case.id for case in load_cases())}.")
    results = {"rules": await run(config.model_copy(update={"model": ""}), what, cases)}
    if config.model:
        results[config.model] = await run(config, what, cases)
    if as_json:
        print_json({name: _as_json(scores) for name, scores in results.items()})
    else:
        _show(results, what)


async def run(
    config: Config,
    what: str,
    cases: Sequence[Case],
    models: Callable[[SqlStore], Models | None] | None = None,
    told: Callable[[Case, Scores, float], None] | None = None,
) -> list[Scores]:
    """The scores of each case, in order; `models` takes the place of the configured one."""
    prompts = load_prompts(config.prompts_dir)
    settings, handle = interview_settings(config, prompts), app.build(config, prompts)

    def configured(store: SqlStore) -> Models | None:
        return app.model_of(config, store, load_model_prompts(config.prompts_dir) if config.model else {})

    found: list[Scores] = []
    async with _trial(handle, models or configured) as bot:
        for case in cases:
            started = time.monotonic()
            found.append(await _RUNS[what](case, bot, settings))
            if told:
                told(case, found[-1], time.monotonic() - started)
    return found


class Trial:
    """The whole bot over a store of its own, without a queue: nothing of it is kept."""

    def __init__(self, handle: Handle, store: SqlStore, models: Models | None) -> None:
        self._handle = handle
        self._store = store
        self._models = models

    async def take(self, message: Message) -> None:
        """Let it answer; what it says is read from its journals."""
        ports = make_ports(
            message,
            message.key,
            step=_at_once,
            store=self._store,
            platforms={"evaluation": _Silent()},
            said=[],
            models=self._models,
        )
        await self._handle(message, ports)

    async def journal(self, kind: str, address: Address) -> Journal | None:
        """The work of this kind in a conversation."""
        return await self._store.latest(address=address, kind=kind)


class _Silent:
    async def say(self, address: Address, post: Post, *, key: str) -> str:
        del address, post
        return key

    async def private(self, address: Address) -> bool:
        del address
        return False


async def _at_once(name: str, call: Callable[[], Awaitable[Any]]) -> Any:
    del name
    return await call()


@asynccontextmanager
async def _trial(handle: Handle, models: Callable[[SqlStore], Models | None]) -> AsyncIterator[Trial]:
    with tempfile.TemporaryDirectory(prefix="groundwork-eval-") as folder:
        url = f"sqlite:///{Path(folder) / 'trial.db'}"
        upgrade(url)
        async with SqlStore(url) as store:
            yield Trial(handle, store, models(store))


def _as_json(scores: Sequence[Scores]) -> dict[str, Any]:
    return {
        "cases": [one.model_dump(mode="json") for one in scores],
        "all": added_up(scores).model_dump(mode="json", exclude={"inventions"}),
    }


_INTERVIEW = (
    ("hidden facts elicited", "elicited", "hidden"),
    ("questions asked", "questions", ""),
    ("told facts in the brief", "captured", "told"),
    ("… in the section they belong to", "placed", "told"),
)
_STORIES = (
    ("expected stories found", "found_stories", "expected_stories"),
    ("stories written", "stories", ""),
    ("expected rules in criteria", "found_criteria", "expected_criteria"),
    ("criteria written", "criteria", ""),
    ("lint errors", "lint_errors", ""),
    ("lint advice", "lint_advice", ""),
)


def _show(results: dict[str, list[Scores]], what: str) -> None:
    console = console_for()
    rows = _STORIES if what == "stories" else (*_INTERVIEW, *_STORIES)
    table = Table("", *results)
    for label, name, of in rows:
        table.add_row(label, *(_figure(added_up(scores), name, of) for scores in results.values()))
    table.add_row("inventions", *(str(len(added_up(scores).inventions)) for scores in results.values()))
    console.print(table)
    cases = Table(
        "case", *(f"{one}: {each}" for one in results for each in ("facts", "questions", "stories", "invented"))
    )
    for index, first in enumerate(next(iter(results.values()))):
        cells = [cell for scores in results.values() for cell in _cells(scores[index])]
        cases.add_row(first.case, *cells)
    console.print(cases)
    for name, scores in results.items():
        for each in added_up(scores).inventions:
            console.print(f"{name}: {each}", markup=False, highlight=False)
    if len(results) == 1:
        console.print(
            "No model is configured, so there is nothing to hold against the rules. Set `model` in config.yaml."
        )


def _figure(total: Scores, name: str, of: str) -> str:
    value = int(getattr(total, name))
    if not of:
        return str(value)
    whole = int(getattr(total, of))
    return f"{value} of {whole} ({100 * value / whole:.0f} %)" if whole else "none"


def _cells(one: Scores) -> tuple[str, ...]:
    return (
        f"{one.elicited}/{one.hidden}" if one.hidden else "",
        str(one.questions or ""),
        f"{one.found_stories}/{one.expected_stories}",
        str(len(one.inventions)),
    )
