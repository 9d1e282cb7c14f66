"""How quickly Slack hears that its events have arrived, in a burst, beside a bare Bolt app that only echoes."""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.platforms.slack.double import APP_TOKEN, BOT_TOKEN, SECRET, Delivery, SlackDouble

EVENTS = 500
PEOPLE = 50


def main() -> list[tuple[str, str]]:
    """Rows for both apps: events acknowledged a second, and how long the slowest of a hundred took."""
    return asyncio.run(_measured())


async def _measured() -> list[tuple[str, str]]:
    rows = []
    for name, command in (
        ("Bolt echo app", [sys.executable, "-m", "benchmarks.echo"]),
        ("Groundwork", [sys.executable, "-m", "bot", "serve"]),
    ):
        with tempfile.TemporaryDirectory() as folder:
            async with SlackDouble() as slack, _running(command, slack, folder):
                await _burst(slack, 20)  # both are warm then
                deliveries, seconds = await _burst(slack, EVENTS)
        taken = [one.seconds for one in deliveries]
        again = sum(one.tries - 1 for one in deliveries)
        rows += [
            (f"Slack, burst of {EVENTS}: {name}, events acknowledged a second", f"{len(taken) / seconds:.0f}"),
            (f"Slack, burst of {EVENTS}: {name}, median and p99 until acknowledged", _median_and_p99(taken)),
            (f"Slack, burst of {EVENTS}: {name}, sent again by Slack", str(again)),
        ]
    return rows


async def _burst(slack: SlackDouble, events: int) -> tuple[list[Delivery], float]:
    """All at once, to fifty people's conversations; each answer is posted while the others come in."""
    sent = []
    for number in range(events):
        user = f"U{100 + number % PEOPLE}"
        slack.people.setdefault(user, {"name": f"Person {user}"})
        message = {"type": "message", "user": user, "ts": slack.next_ts(), "text": f"help {number}"}
        sent.append(
            slack.event({**message, "channel": slack.direct(user), "channel_type": "im", "event_ts": message["ts"]})
        )
    began = time.perf_counter()
    deliveries = await asyncio.gather(*(slack.deliver("events_api", event) for event in sent))
    seconds = time.perf_counter() - began
    return deliveries, seconds


@asynccontextmanager
async def _running(command: list[str], slack: SlackDouble, folder: str) -> AsyncIterator[None]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.getcwd(),  # noqa: PTH109 (as text)
        "GROUNDWORK_HOME": folder,
        "GROUNDWORK_HTTP_PORT": "0",
        "GROUNDWORK_SLACK_MODE": "http",
        "GROUNDWORK_SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
    }
    process = await asyncio.create_subprocess_exec(*command, cwd=folder, env=environment, stdout=PIPE)
    try:
        slack.app_url = await asyncio.wait_for(_address(process), 60)
        yield
    finally:
        slack.app_url = None
        process.terminate()
        await asyncio.wait_for(process.wait(), 60)


async def _address(process: Process) -> str:
    if process.stdout is None:
        raise RuntimeError("no output")
    while line := (await process.stdout.readline()).decode():
        if "http://" in line:
            return "http://" + line.partition("http://")[2].partition("/")[0].strip()
    raise RuntimeError("the app ended before it listened")


def _median_and_p99(taken: list[float]) -> str:
    return f"{statistics.median(taken) * 1000:.0f} ms, {statistics.quantiles(taken, n=100)[-1] * 1000:.0f} ms"


if __name__ == "__main__":
    for row in main():
        print(*row, sep=" | ")
