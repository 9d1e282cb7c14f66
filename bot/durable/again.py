"""Turns that were begun and can't go on are begun again from their message: what they wrote is taken back first."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from dbos import DBOSClient

TURN = "turn"
QUEUE = "turns"
_log = structlog.get_logger(__name__)

Undo = Callable[[str], Awaitable[int]]
"""Takes back what a turn wrote; gives how many writes that were."""


async def begin_again(client: DBOSClient, turn: Any, release: str, undo: Undo) -> None:
    """Have a turn run again from its message, in the queue of its conversation, by this release.

    A crash in the middle of this leaves it cancelled; `Turns.launch` finds it then.
    """
    if turn.input is None:
        raise RuntimeError(f"turn {turn.workflow_id} has no message")
    address = turn.input["args"][0]["address"]  # not validated: an older release may have had other messages
    await client.cancel_workflow_async(turn.workflow_id)
    writes = await undo(turn.workflow_id)
    await client.rewind_workflow_async(
        turn.workflow_id, application_version=release, queue_name=QUEUE, queue_partition_key=plain(address)
    )
    _log.info("turn_starts_again", turn=turn.workflow_id, begun_by=turn.app_version, writes_taken_back=writes)


async def watch_stuck(  # noqa: PLR0913 (which turns, and what is done with them)
    client: DBOSClient, running: Collection[str], release: str, executor_id: str, undo: Undo, *, every: float
) -> None:
    """Begin those again that count as begun here and don't run, for ever.

    That is how a turn ends whose step could not be recorded, such as on a full disk. It would keep its conversation
    waiting until the next start. A turn that is seen so only once may just be beginning or ending.
    """
    before: set[str] = set()
    while True:
        await asyncio.sleep(every)
        try:
            begun = await client.list_workflows_async(
                name=TURN, status=["PENDING", "CANCELLED"], executor_id=executor_id, load_output=False
            )
            stuck = {turn.workflow_id: turn for turn in begun if turn.workflow_id not in running}
            for turn_id in before & set(stuck):
                await begin_again(client, stuck[turn_id], release, undo)
            before = set(stuck) - before
        except Exception as error:  # noqa: BLE001 (the database may still be what it was stuck for; it is looked at again)
            _log.warning("stuck_turns_wait", error=type(error).__name__)


def plain(text: str) -> str:
    """Any text as one that every database takes, the same each time."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")
