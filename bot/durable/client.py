"""Hands messages to whoever runs the turns, and waits for what that says."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import structlog

from bot.chat import Message, Post
from bot.durable.again import QUEUE, TURN
from bot.durable.gathering import Gathering, queue_engine
from bot.durable.steps import StepFailed
from bot.errors import TurnTrouble

if TYPE_CHECKING:  # DBOS takes a fifth of a second to import
    from dbos import DBOSClient, EnqueueOptions
    from sqlalchemy import Engine

NAME = "groundwork"
_log = structlog.get_logger(__name__)


class Client:
    """Hands messages to the process that runs the turns, and waits for what that says."""

    def __init__(self, state_url: str) -> None:
        self._state_url = state_url
        self._dbos: DBOSClient | None = None
        self._engine: Engine | None = None
        self._gathering = Gathering(alone=self._enqueue, together=self._enqueue_all)

    async def open(self) -> None:
        """Connect. Waits a few seconds for the running process to finish its own start; TurnTrouble after that."""
        for _ in range(100):
            try:
                self._dbos = await asyncio.to_thread(new_client, self._state_url)
                if await self._dbos.retrieve_queue_async(QUEUE) is not None:
                    return
            except Exception as error:  # noqa: BLE001 (the other process may be in the middle of making its tables)
                _log.debug("turns_not_ready", error=type(error).__name__)
            await self.close()
            await asyncio.sleep(0.1)
        raise TurnTrouble("Another Groundwork is starting or stuck on the same data. Stop it, then try again.")

    async def submit(self, message: Message) -> str:
        """Put a message in the queue of its conversation; returns the turn's id. Sent again, it changes nothing."""
        await self._gathering.add(message)
        return _plain(message.key)

    async def _enqueue(self, message: Message) -> None:
        await self.connected.enqueue_async(_options(message), message.model_dump(mode="json"))

    async def _enqueue_all(self, messages: Sequence[Message]) -> None:
        await asyncio.to_thread(self._enqueue_together, messages)

    def _enqueue_together(self, messages: Sequence[Message]) -> None:
        client = self.connected
        if self._engine is None:
            self._engine = queue_engine(self._state_url)
        with self._engine.begin() as connection:
            for message in messages:
                client.enqueue_in_transaction(connection, _options(message), message.model_dump(mode="json"))

    async def result(
        self,
        turn_id: str,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 (the caller's patience, told in a sentence)
        look_every: float = 0.05,
    ) -> list[Post]:
        """Wait for a turn to end; returns the posts that it made, in order.

        TurnTrouble when it could not be finished, or not within `timeout` seconds. The database is asked again every
        `look_every` seconds.
        """
        handle: Any = await self.connected.retrieve_workflow_async(turn_id)
        try:
            async with asyncio.timeout(timeout):
                posts = await handle.get_result(polling_interval_sec=look_every)
        except TimeoutError as error:
            raise TurnTrouble("This takes longer than usual. Your message is kept, and will be answered.") from error
        except Exception as error:
            raise TurnTrouble(
                "I couldn’t finish answering. Your message is kept; please tell whoever runs me."
            ) from error
        return [Post.model_validate(post) for post in posts]

    async def close(self) -> None:
        """Disconnect. What was handed over goes on."""
        if self._dbos is not None:
            await asyncio.to_thread(self._dbos.destroy)
            self._dbos = None
        if self._engine is not None:
            await asyncio.to_thread(self._engine.dispose)
            self._engine = None

    @property
    def connected(self) -> DBOSClient:
        """DBOS's own client, once it is open."""
        if self._dbos is None:
            raise RuntimeError("not open")
        return self._dbos


def _options(message: Message) -> EnqueueOptions:
    """No version: whatever release runs next takes it."""
    return {
        "workflow_name": TURN,
        "queue_name": QUEUE,
        "workflow_id": _plain(message.key),
        "queue_partition_key": _plain(message.address),
    }


def new_client(state_url: str) -> DBOSClient:
    """DBOS's own client, as we set it up."""
    from dbos import DBOSClient

    hush_dbos()
    return DBOSClient(
        system_database_url=state_url,
        application_name=NAME,
        serializer=serializer(),
        system_database_pool_size=3,
    )


def serializer() -> Any:
    """How DBOS writes what it records."""
    from dbos import Serializer

    class Json(Serializer):
        """Plain ASCII JSON, which every database takes. Errors come back as StepFailed with their words."""

        def serialize(self, data: Any) -> str:
            if isinstance(data, BaseException):
                data = {"$error": f"{type(data).__name__}: {data}"}
            return json.dumps(data)

        def deserialize(self, serialized_data: str) -> Any:
            data = json.loads(serialized_data)
            if isinstance(data, dict) and set(data) == {"$error"}:
                return StepFailed(data["$error"])
            return data

        def name(self) -> str:
            return "groundwork_json"

    return Json()


def hush_dbos() -> None:
    """DBOS would write to the terminal, among the posts. Its warnings go where our log goes, if that is anywhere."""
    logger = logging.getLogger("dbos")
    logger.setLevel(logging.WARNING)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _plain(text: str) -> str:
    """Any text as one that every database takes, the same each time."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")
