"""Two replicas behind a load balancer, on one PostgreSQL: whichever hears of it, everything is answered once."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from functools import partial
from pathlib import Path

from tests.patience import PATIENCE
from tests.platforms.slack.double import BOT_TOKEN, SECRET, SlackDouble
from tests.platforms.slack.people import People, shown
from tests.store.databases import postgres_server

ROOT = Path(__file__).parents[3]


async def test_it_does_not_matter_which_replica_hears_of_it(tmp_path: Path, slack: SlackDouble) -> None:
    with postgres_server() as url:
        first, one = await _replica(tmp_path / "a", slack, url, "a")
        second, other = await _replica(tmp_path / "b", slack, url, "b")
        people, channel = People(slack), "C1"
        slack.app_url = one
        ts = await people.types("U1", "<@UBOT> interview Faster refunds", channel)
        await people.until(partial(_has_said, slack, channel, ts, 1))
        for number, address in enumerate((other, one, other, one)):
            slack.app_url = address
            said = await people.types("U2", f"Fact {number}: a refund takes {number + 3} days.", channel, thread=ts)
            message = next(each for each in slack.channels[channel]["messages"] if each["ts"] == said)
            slack.app_url = one if address == other else other  # Slack thought that nobody had heard, and tried again
            await slack.deliver("events_api", slack.event(slack._message_event(channel, message)))
            await people.until(partial(_has_said, slack, channel, ts, number + 2))
        await people.types("U1", "list", channel, thread=ts)
        await people.until(partial(_has_said, slack, channel, ts, 6))
        listed = shown(slack.said(channel, ts)[-1])
        assert [f"Fact {number}" in listed for number in range(4)] == [True] * 4
        assert listed.count("Fact 0") == 1
        slack.app_url = None
        for process in (first, second):
            process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), PATIENCE) == 0


def _has_said(slack: SlackDouble, channel: str, thread: str, count: int) -> bool:
    return len(slack.said(channel, thread)) == count


async def _replica(folder: Path, slack: SlackDouble, url: str, name: str) -> tuple[Process, str]:
    page = folder / "knowledge" / "parcels.md"  # one page, for nobody asks about those that we ship
    page.parent.mkdir(parents=True)
    page.write_text("# Parcels\n\nA parcel is moved by its customer.\n", encoding="utf-8")
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("SLACK_", "GROUNDWORK_"))},
        "DBOS__VMID": name,
        "GROUNDWORK_HOME": str(folder),
        "GROUNDWORK_KNOWLEDGE": str(page.parent),
        "GROUNDWORK_STATE_URL": url,
        "GROUNDWORK_HTTP_PORT": "0",
        "GROUNDWORK_SLACK_MODE": "http",
        "GROUNDWORK_SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "serve", cwd=ROOT, env=environment, stdout=PIPE
    )
    assert process.stdout is not None
    while line := (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode():
        if "http://" in line:
            return process, "http://" + line.partition("http://")[2].partition("/")[0]
    raise AssertionError(f"{name} ended before it listened")
