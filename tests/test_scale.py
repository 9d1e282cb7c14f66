"""Three real replicas, killed and upgraded one at a time under load: nothing is lost, and in Slack nothing doubled."""

from __future__ import annotations

import sys

from benchmarks.scale import Storm, weather


async def test_everything_is_answered_once_and_in_order_whoever_is_killed() -> None:
    rows = await weather(Storm(seconds=6, seed=3, talkers=4, chatters=1, calm=1))
    sys.stdout.write("".join(f"\n{what}: {figure}" for what, figure in rows))
