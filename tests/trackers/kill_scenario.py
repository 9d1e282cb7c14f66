"""A process that puts an item into a tracker, is killed right before or right after the request, and does it again."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

import jinja2

from bot.chat import Message, Post
from bot.config.trackers import AzureKeys, GitHubKeys, JiraKeys, LinearKeys
from bot.durable import Ports
from bot.retros.agreed import find_action, open_action
from bot.retros.tracked import no_offers
from bot.store.sql import SqlStore
from bot.trackers import opening
from bot.trackers.actions import pick_action
from bot.trackers.creating import KIND, asked_of, create_item
from bot.trackers.items import action_item
from bot.trackers.port import NewItem, Tracker
from bot.trackers.rules import mark_of
from bot.trackers.settings import TrackerSettings
from bot.trackers.web import Answer, Web
from tests.durable.scenarios import MESSAGES, play
from tests.trackers.worlds import quick

_KEYS: dict[str, Any] = {"jira": JiraKeys, "github": GitHubKeys, "linear": LinearKeys, "azure": AzureKeys}
_OPEN: dict[str, Any] = {
    "jira": opening.open_jira,
    "github": opening.open_github,
    "linear": opening.open_linear,
    "azure": opening.open_azure,
}


def the_tracker(folder: Path) -> Tracker:
    told = json.loads((folder / "tracker.json").read_text(encoding="utf-8"))
    tracker: Tracker = quick(_OPEN[told["id"]](_KEYS[told["id"]](**told["keys"]), told["token"]))
    return tracker


async def press(folder: Path) -> Any:
    """Somebody presses the button under an agreed action; what is told of it, and what stands beside the action."""
    tracker = the_tracker(folder)
    settings = TrackerSettings(
        trackers={tracker.id: tracker}, template=jinja2.Template(""), near=lambda *_: True,
        team_of=lambda address: address, link=no_link, offers=no_offers,
    )  # fmt: skip

    async def handle(message: Message, ports: Ports) -> None:
        found = await find_action(ports.store, "A-1")
        action = found[0] if found else await open_action(
            ports.store, address=message.address, text="Tell Planner", by=message.author, at=message.at, confirmed=True
        )  # fmt: skip
        journal = await ports.store.journal("action-1")
        assert journal is not None
        shown = action_item(action, None, None, journal.started_at.isoformat()).print
        await pick_action("create", tracker, "1", shown, message, ports, settings)

    report = await play(folder, handle, "1", MESSAGES[:1])
    async with SqlStore(f"sqlite:///{folder}/groundwork.db") as store:
        known = await find_action(store, "A-1")
    assert known is not None
    return {"said": report["posts"], "link": known[0].tracked.link if known[0].tracked else None}


async def no_link(address: str, post: str) -> str | None:
    del address, post
    return None


async def create(folder: Path) -> Any:
    """Create it; what is told of it, and what the journal knows."""
    tracker = the_tracker(folder)
    item = NewItem(mark=mark_of("killed"), kind="action", title="Tell Planner", text="Ask Planner first.")

    async def handle(message: Message, ports: Ports) -> None:
        outcome = await create_item(item, tracker, ports, address=message.address, at=message.at, by=message.author)
        await ports.say(Post(text=outcome.created.link if outcome.created else outcome.trouble))

    report = await play(folder, handle, "1", MESSAGES[:1])
    async with SqlStore(f"sqlite:///{folder}/groundwork.db") as store:
        (known,) = asked_of(await store.latest(kind=KIND)).values()
    return {"said": report["posts"], "link": known.made.link if known.made else None}


def die_once(folder: Path, when: str) -> None:
    """Let this process be killed at its first request that makes something."""
    make, mark = Web.make, folder / "killed"

    async def deadly(self: Web, *given: Any, **named: Any) -> Answer:
        first = not mark.exists()
        mark.touch()
        if first and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = await make(self, *given, **named)
        if first:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    Web.make = deadly  # type: ignore[method-assign]


def _forked(folder: Path, when: str, scenario: Any) -> int:
    """Play it in a process of its own, which has nothing to import any more; how that ended."""
    sys.stdout.flush()
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    try:
        die_once(folder, when)
        sys.stdout.write(json.dumps(asyncio.run(scenario(folder))))
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001 (whoever started this reads it, and this copy has to end here)
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    _given = (Path(sys.argv[1]), sys.argv[2], press if sys.argv[3:] == ["press"] else create)
    sys.stdout.write(f"{_forked(*_given)}\n")  # how the first one ended
    sys.stdout.flush()
    sys.stdin.readline()  # until somebody has looked at what it left
    sys.exit(_forked(*_given))
