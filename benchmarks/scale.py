"""Several replicas under load: killed at random, one for good, upgraded one at a time; and how much they get done.

`python -m benchmarks.scale` plays both and prints a table and a verdict.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from benchmarks.__main__ import table
from benchmarks.crowd import PEOPLE, BalancedSlack, BalancedTeams, Crowd, now, quantiles
from benchmarks.fleet import Fleet, Replica, a_fleet
from tests.platforms.slack.double import APP_TOKEN, BOT_TOKEN, SECRET
from tests.platforms.teams.double import APP, TENANT

Way = Literal["http", "socket"]
WAYS: tuple[Way, ...] = ("http", "socket")
_SIZE = "SELECT pg_database_size(current_database())"
_ENDS = 90.0  # seconds for what is still to be answered when nobody says anything any more


class Wrong(Exception):  # noqa: N818 (read aloud it says what happened)
    """A message was lost, doubled or out of order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """What is done to a fleet while people talk: `seconds` long, something every few seconds, decided by the `seed`."""

    seconds: float
    seed: int
    way: Way = "http"
    replicas: int = 3
    talkers: int = 5
    chatters: int = 2
    calm: float = 8.0


def main() -> None:
    """Play what was asked for; exit 1 with a sentence when anything went wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("only", nargs="?", choices=["storm", "rates"], help="play one of the two")
    parser.add_argument("--seconds", type=float, default=120.0, help="how long each of two storms lasts (default 120)")
    parser.add_argument("--measure", type=float, default=30.0, help="how long each number of replicas is measured")
    parser.add_argument("--seed", type=int, default=1, help="what happens when (default 1)")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started ends, too
    rows: list[tuple[str, str]] = []
    try:
        if asked.only != "rates":
            for way in WAYS:
                rows += _told(asyncio.run(weather(Storm(seconds=asked.seconds, seed=asked.seed, way=way))))
        if asked.only != "storm":
            for count in (1, 2, 3):
                rows += _told(asyncio.run(measure(count, asked.measure, asked.seed)))
    except Wrong as wrong:
        sys.exit(f"WRONG: {wrong} (seed {asked.seed})")
    print(table(rows))
    print(
        "Every message was answered in order: in Slack exactly once, in Teams as often as the table tells."
        if asked.only != "rates"
        else "Measured."
    )


def _told(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The rows, which somebody who waits reads at once."""
    sys.stderr.write("".join(f"{what}: {figure}\n" for what, figure in rows))
    return rows


async def weather(storm: Storm) -> list[tuple[str, str]]:
    """People talk while replicas come and go; rows of what happened. Wrong when a promise was broken."""
    seed = random.Random(storm.seed)  # noqa: S311 (the same each time is the point)
    async with _world(storm.replicas, storm.way, seed) as (fleet, crowd):
        crowd.think = 0.5
        many = max(2, int(storm.seconds // 15))
        every = timedelta(seconds=storm.seconds / many)
        await crowd.set_times(fleet.database, now() + every / 2, every, many)
        talking = _talking(crowd, storm.talkers, storm.chatters)
        began = time.monotonic()
        happened = await _blow(fleet, storm, seed)
        crowd.going = False
        await _finished(talking, crowd)
        seconds = time.monotonic() - began
        if wrong := crowd.wrong():
            raise Wrong(wrong)
        said = sum(len(talk.said) for talk in crowd.talks)
        chatted = sum(len(talk.said) for talk in crowd.chats)
    median, slow = quantiles(crowd.seconds())
    way = "by HTTP" if storm.way == "http" else "by Socket Mode"
    name = f"Storm, Slack {way}, {storm.replicas} replicas"
    return [
        (f"{name}: how long, and what happened", f"{seconds:.0f} s; {', '.join(happened)}"),
        (f"{name}: messages in Slack, all answered once and in order", str(said)),
        (f"{name}: messages in Teams, all answered in order", f"{chatted}, {crowd.doubled_in_teams()} of them twice"),
        (f"{name}: due times, each kept once", str(len(crowd.dues))),
        (f"{name}: median and p95 until answered", f"{median:.1f} s, {slow:.1f} s"),
        (f"{name}: most connections to PostgreSQL at once", str(fleet.connections)),
    ]


async def _blow(fleet: Fleet, storm: Storm, seed: random.Random) -> list[str]:
    """Kill and restart; one third in, one goes for good; two thirds in, the others are upgraded one at a time."""
    began = time.monotonic()
    killed = stopped = upgraded = begun = 0
    gone: Replica | None = None
    while True:
        passed = time.monotonic() - began
        left = [each for each in fleet.replicas if each is not gone]
        if passed > storm.seconds and upgraded == len(left):
            break
        if gone is None and passed > storm.seconds / 3:
            gone = seed.choice(left)
            begun = await gone.kill_at_work(fleet.begun)
        elif passed > storm.seconds * 2 / 3 and upgraded < len(left):
            chosen = left[upgraded]
            await chosen.stop()
            chosen.release = "2.0"
            await chosen.start()
            upgraded += 1
        else:
            chosen = seed.choice(left)
            if seed.random() < 0.75:  # noqa: PLR2004 (mostly without a warning)
                await chosen.kill()
                await asyncio.sleep(seed.random() * 3)
                killed += 1
            else:
                await chosen.stop()
                stopped += 1
            await chosen.start()
        await asyncio.sleep(seed.random() * storm.calm)
    return [
        f"{killed} killed",
        f"{stopped} restarted",
        f"1 killed for good that had begun {begun}",
        f"{upgraded} upgraded",
    ]


async def measure(count: int, seconds: float, seed: int) -> list[tuple[str, str]]:
    """How much so many replicas get done, and what they need for it."""
    async with _world(count, "http", random.Random(seed)) as (fleet, crowd):  # noqa: S311 (the same each time)
        talking = _talking(crowd, PEOPLE, 0)
        await asyncio.sleep(seconds / 4)  # until everything is warm
        since, began = time.time(), time.monotonic()
        size, before = await asyncio.to_thread(fleet.ask, _SIZE), len(crowd.seconds())
        fleet.begin_measuring()
        await asyncio.sleep(seconds)
        used, passed = fleet.processor(), time.monotonic() - began
        taken, memory = crowd.seconds(since), fleet.memory()
        grown = (await asyncio.to_thread(fleet.ask, _SIZE) - size) / max(1, len(crowd.seconds()) - before)
        crowd.going = False
        await _finished(talking, crowd)
        if wrong := crowd.wrong():
            raise Wrong(wrong)
    median, slow = quantiles(taken)
    name = f"{count} replica{'s' if count > 1 else ''}, {PEOPLE} people at once"
    return [
        (f"{name}: turns a second", f"{len(taken) / passed:.1f}"),
        (f"{name}: median and p95 until answered", f"{median:.1f} s, {slow:.1f} s"),
        (f"{name}: cores in use", ", ".join(f"{what} {spent / passed:.2f}" for what, spent in used.items())),
        (
            f"{name}: processor time of a turn in replicas and PostgreSQL",
            ", ".join(f"{used[what] / max(1, len(taken)) * 1000:.0f} ms" for what in ("replicas", "PostgreSQL")),
        ),
        (f"{name}: most connections to PostgreSQL at once", str(fleet.connections)),
        (f"{name}: memory of a replica, room in PostgreSQL for a turn", f"{memory:.0f} MB, {grown / 1000:.0f} kB"),
    ]


@asynccontextmanager
async def _world(count: int, way: Way, seed: random.Random) -> AsyncIterator[tuple[Fleet, Crowd]]:
    async with BalancedSlack() as slack, BalancedTeams() as teams:
        environment = {
            "GROUNDWORK_SLACK_MODE": way,
            "GROUNDWORK_SLACK_API_URL": slack.api_url,
            "GROUNDWORK_TEAMS_KEYS_URL": f"{teams.base}/openid",
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "TEAMS_APP_ID": APP,
            "TEAMS_APP_PASSWORD": "secret",
            "TEAMS_TENANT_ID": TENANT,
        }
        async with a_fleet(count, environment, seed) as fleet:
            slack.fleet = teams.fleet = fleet
            slack.app_url = (await fleet.url()) if way == "http" else None
            yield fleet, Crowd(slack, teams, seed)


def _talking(crowd: Crowd, talkers: int, chatters: int) -> list[asyncio.Task[None]]:
    talks = [crowd.talk_in_slack(f"U{100 + number}") for number in range(talkers)]
    return [
        asyncio.create_task(each) for each in (*talks, *(crowd.talk_in_teams(f"U{100 + n}") for n in range(chatters)))
    ]


async def _finished(talking: list[asyncio.Task[None]], crowd: Crowd) -> None:
    """Until everything is answered; what isn't by then was lost, and is told as that."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_ENDS):
            await asyncio.gather(*talking)
            while not crowd.answered():  # noqa: ASYNC110 (it is another process)
                await asyncio.sleep(0.1)
            await asyncio.sleep(2)  # what would come a second time comes now
    for task in talking:
        task.cancel()


if __name__ == "__main__":
    main()
