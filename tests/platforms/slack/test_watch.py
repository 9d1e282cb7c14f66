"""Whoever watches over the bot sees that it runs, whether it can answer, and what it did; never what was said."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
import structlog

from bot.app import serve
from bot.config import Config
from bot.durable.depth import Depth
from bot.durable.shared import SharedTurns
from bot.llm.spending import Call, Spent
from bot.store.schedules import ScheduleTable
from bot.watching.metrics import Metrics
from bot.watching.vitals import Examined, Vitals
from tests.patience import PATIENCE
from tests.platforms.slack.conftest import settings
from tests.platforms.slack.double import SlackDouble
from tests.platforms.slack.people import People

SAID = "our margin is 4 percent"


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def watching(config: Config) -> Config:
    return config.model_copy(update={"watch": config.watch.model_copy(update={"port": 0})})


@asynccontextmanager
async def served(config: Config) -> AsyncIterator[str]:
    """The bot, and the address at which it is watched."""
    async with serve(config) as lines:
        yield next(line for line in lines if line.endswith("/healthz")).removesuffix("/healthz")


async def get(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()


def figure(page: str, name: str) -> float:
    """The value of a line of Prometheus' text."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", page, re.MULTILINE)
    assert found is not None, page
    return float(found[1])


async def test_it_runs_can_answer_and_counts_what_it_did(tmp_path: Path, slack: SlackDouble) -> None:
    async with served(watching(settings(tmp_path, slack, "socket"))) as address:
        people, channel = People(slack), slack.direct("U1")
        await people.types("U1", f"interview {SAID}", channel)
        await people.types("U1", "/frobnicate", channel)
        async with asyncio.timeout(PATIENCE):
            while len(slack.said(channel)) < 2 or '"waiting": 0' not in (await get(f"{address}/readyz"))[1]:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
            while figure((await get(f"{address}/metrics"))[1], "groundwork_index_age_seconds") < 0:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert (await get(f"{address}/healthz"))[0] == 200
        status, body = await get(f"{address}/readyz")
        assert (status, body) == (200, '{"ready": true, "troubles": [], "waiting": 0}')
        _, page = await get(f"{address}/metrics")
    assert figure(page, "groundwork_ready") == 1
    assert figure(page, 'groundwork_turn_seconds_count{began="words",ended="answered",feature="interview"}') == 1
    assert figure(page, 'groundwork_turn_seconds_count{began="command_unknown",ended="answered",feature="none"}') == 1
    assert figure(page, "groundwork_schedule_lag_seconds") == 0
    assert figure(page, "groundwork_index_age_seconds") >= 0, "the documents are read when serving begins"
    assert figure(page, "process_resident_memory_bytes") > 0
    assert SAID not in page
    assert "U1" not in page


async def test_it_is_not_ready_when_its_databases_are_gone_or_another_process_does_the_work(tmp_path: Path) -> None:
    nowhere = f"sqlite:///{tmp_path / 'no folder' / 'x.db'}"
    schedules, depth = ScheduleTable(nowhere), Depth(nowhere)
    turns = SharedTurns(nowhere, lambda: pytest.fail("nobody asked for turns"))
    now = await Examined(turns, depth, schedules, lambda: None, frozenset()).look()
    await schedules.close()
    assert now.waiting is now.late is None
    assert now.troubles[0] == "The turns can’t be reached (OperationalError)."
    assert now.troubles[1].startswith("The store")
    assert now.troubles[2] == "Another process runs the turns."


async def test_nothing_is_answered_where_nobody_watches(tmp_path: Path, slack: SlackDouble) -> None:
    async with serve(settings(tmp_path, slack, "socket")) as lines:
        assert lines == ["Slack, by Socket Mode"]


def test_only_names_of_ours_become_labels() -> None:
    metrics = Metrics()
    metrics.noted(None, "info", {"event": "slack_retry", "user": "U1"})
    page = metrics.page(
        Vitals(troubles=("The store can’t be reached.",), waiting=None, late=None, index_age=3.0)
    ).decode()
    assert figure(page, 'groundwork_noted_total{event="slack_retry",level="info"}') == 1
    assert figure(page, "groundwork_ready") == 0
    assert figure(page, "groundwork_index_age_seconds") == 3
    assert "groundwork_turns_waiting NaN" in page
    assert "U1" not in page


async def test_calls_to_a_model_are_counted_and_written_down() -> None:
    class Kept:
        def __init__(self) -> None:
            self.calls: list[Call] = []

        async def add(self, call: Call) -> None:
            self.calls.append(call)

        async def spent(self, since: datetime) -> Spent:
            del since
            return Spent(tokens=len(self.calls))

    metrics, kept = Metrics(), Kept()
    book = metrics.book(kept)
    call = Call(
        at=datetime(2026, 3, 2, tzinfo=UTC), turn="t", feature="stories", prompt="stories/story", model="m",
        tokens_in=120, tokens_out=30, micros=2_500_000, seconds=0.4, outcome="used",
    )  # fmt: skip
    await book.add(call)
    assert kept.calls == [call]
    assert (await book.spent(call.at)).tokens == 1
    page = metrics.page(Vitals(troubles=(), waiting=0, late=0.0, index_age=None)).decode()
    assert figure(page, 'groundwork_model_tokens_total{direction="in",feature="stories"}') == 120
    assert figure(page, 'groundwork_model_cost_total{feature="stories"}') == 2.5
    assert figure(page, 'groundwork_model_seconds_count{feature="stories",outcome="used"}') == 1
