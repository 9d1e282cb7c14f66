"""Runs each message as a turn: queued behind the others of its conversation, and finished even if the process dies."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import structlog

from bot.chat import Message, Post
from bot.durable.again import QUEUE, TURN, begin_again, plain, watch_stuck
from bot.durable.gathering import Gathering, queue_engine
from bot.durable.owner import Ownership, take_ownership
from bot.durable.ports import Completes, Handle, Platform
from bot.durable.steps import Interrupted, Models, StepFailed, make_ports, recorded_step
from bot.errors import Trouble, TurnTrouble
from bot.store.migrate import make_wal
from bot.store.urls import sqlite_file

if TYPE_CHECKING:  # DBOS takes a fifth of a second to import
    from dbos import DBOSClient, EnqueueOptions
    from sqlalchemy import Engine

    from bot.store.sql import SqlStore

_NAME = "groundwork"
_AT_ONCE = 64  # conversations; more wait in the queue
_CRASHES = 50  # a message that takes the process down this often is given up, so that the others get their turn
_DRAIN_SECONDS = 30
_log = structlog.get_logger(__name__)


class AlreadyRunning(TurnTrouble):
    """Another process runs the turns."""


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
                self._dbos = await asyncio.to_thread(_client, self._state_url)
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
        return plain(message.key)

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
        """The way to the turns, once it is open."""
        if self._dbos is None:
            raise RuntimeError("not open")
        return self._dbos


class Turns:
    """Runs the turns of every conversation in this process: one at a time in each, in the order of their messages.

    `state_url` is DBOS's own database; with SQLite never the store's file, for the two would lock each other out.
    `platforms` are chosen by what stands before the ":" of an address. `release` is the version of the code: a turn
    begun by one release is not continued by another but taken back and started again. `executor_id` names this process
    across restarts; replicas on one PostgreSQL need one each. The queue is looked at every `poll_seconds`: a tenth of a
    second costs about 3 % of a core while nothing happens.
    """

    def __init__(  # noqa: PLR0913 (everything a turn needs, each by name)
        self,
        state_url: str,
        *,
        store: SqlStore,
        handle: Handle,
        platforms: Mapping[str, Platform],
        release: str,
        executor_id: str | None = None,
        poll_seconds: float = 0.1,
        models: Models | None = None,
        stuck_seconds: float = 15.0,
    ) -> None:
        self._models = models
        self._stuck_seconds = stuck_seconds
        self._watching: asyncio.Task[None] | None = None
        self._state_url = state_url
        self._store = store
        self._handle = handle
        self._platforms = platforms
        self._release = release
        self._executor_id = executor_id or os.environ.get("DBOS__VMID") or "local"
        self._poll_seconds = poll_seconds
        self._client = Client(state_url)
        self._ownership: Ownership | None = None
        self._running: set[str] = set()
        self._ended: dict[str, asyncio.Event] = {}  # of the turns that somebody waits for

    async def launch(self) -> None:
        """Take up the work: what was left unfinished, then what waits. AlreadyRunning when another process has it."""
        self._ownership = take_ownership(self._state_url, self._executor_id)
        if self._ownership is None:
            raise AlreadyRunning("Another Groundwork is already running on the same data.")
        try:
            await asyncio.to_thread(_prepare, self._state_url)
            client = _client(self._state_url)
            try:
                await client.register_queue_async(
                    QUEUE,
                    partition_concurrency=1,
                    worker_concurrency=_AT_ONCE,
                    polling_interval_sec=self._poll_seconds,
                )
                await self._start_again(client)
            finally:
                await asyncio.to_thread(client.destroy)
            self._launch_dbos()
            await self._take_over()
            await self._client.open()
            self._watching = asyncio.create_task(self._watch())
        except BaseException:
            await self.close()
            raise

    async def submit(self, message: Message) -> str:
        """See `Client.submit`."""
        return await self._client.submit(message)

    async def result(self, turn_id: str, *, timeout: float | None = None) -> list[Post]:  # noqa: ASYNC109
        """See `Client.result`. The turn itself tells when it ends, so many may wait without asking the database."""
        ended = asyncio.create_task(self._ended.setdefault(turn_id, asyncio.Event()).wait())
        looking = asyncio.create_task(self._client.result(turn_id, timeout=timeout, look_every=0.5))
        try:
            await asyncio.wait({ended, looking}, return_when=asyncio.FIRST_COMPLETED)
            if looking.done():
                return looking.result()
            return await self._client.result(turn_id, timeout=timeout, look_every=0.005)  # its record follows at once
        finally:
            ended.cancel()
            looking.cancel()
            self._ended.pop(turn_id, None)

    async def close(self) -> None:
        """Begin no more turns, finish those under way (30 s at most), and let another process have the work."""
        from dbos import DBOS

        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait([self._watching])
        await self._client.close()
        loop = asyncio.get_running_loop()
        threads = ThreadPoolExecutor(thread_name_prefix="turns")
        drain = _DRAIN_SECONDS if self._running else 0
        await loop.run_in_executor(
            threads, lambda: DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=drain)
        )
        # DBOS had made its own threads the loop's, and took them along: from here on these are.
        loop.set_default_executor(threads)
        if self._ownership is not None:
            self._ownership.release()
            self._ownership = None

    def _launch_dbos(self) -> None:
        from dbos import DBOS

        DBOS(
            config={
                "name": _NAME,
                "system_database_url": self._state_url,
                "application_version": self._release,
                "executor_id": self._executor_id,
                "serializer": _serializer(),
                "run_migrations": False,
                "log_level": "WARNING",
                "notification_listener_polling_interval_sec": 0.1,
                "max_executor_threads": 32,
            }
        )

        @DBOS.workflow(name=TURN, max_recovery_attempts=_CRASHES)
        async def turn(raw: dict[str, Any]) -> list[dict[str, Any]]:
            return await self._turn(str(DBOS.workflow_id), raw)

        DBOS.listen_queues([QUEUE])
        # On this thread: DBOS runs turns on the loop that it was launched from.
        DBOS.launch()

    async def _take_over(self) -> None:
        """Make this release the one that waiting turns are for, also when it is older than the last one that ran."""
        from dbos import DBOS

        await DBOS.set_latest_application_version_async(self._release)

    async def _watch(self) -> None:
        undo, every = self._store.take_back, self._stuck_seconds
        await watch_stuck(self._client.connected, self._running, self._release, self._executor_id, undo, every=every)

    async def _turn(self, turn_id: str, raw: dict[str, Any]) -> list[dict[str, Any]]:
        self._running.add(turn_id)
        said: list[Post] = []
        try:
            with structlog.contextvars.bound_contextvars(turn=turn_id):
                await self._answer(Message.model_validate(raw), turn_id, said)
        except Interrupted as interrupted:
            # DBOS's own refusals end the turn, and the next launch starts it again; anything else is like a crash.
            if type(interrupted.__cause__).__module__.startswith("dbos."):
                raise RuntimeError(f"turn {turn_id} could not go on") from interrupted.__cause__
            raise
        finally:
            self._running.discard(turn_id)
            if turn_id in self._ended:
                self._ended[turn_id].set()
        return [post.model_dump(mode="json") for post in said]

    async def _answer(self, message: Message, turn_id: str, said: list[Post]) -> None:
        make = partial(
            make_ports, step=recorded_step, store=self._store, platforms=self._platforms, said=said, models=self._models
        )
        ports = make(message, turn_id)
        try:
            message = await self._completed(message)
            ports = make(message, turn_id)  # of the whole message; nothing was written with the ones before
            await self._handle(message, ports)
        except Trouble as trouble:
            sentence = trouble.sentence
        except Exception:  # noqa: BLE001 (whatever it is, the person gets an answer and the log the traceback)
            number = hashlib.sha256(turn_id.encode()).hexdigest()[:6]
            _log.exception("turn_failed", id=number, turn=turn_id, address=message.address)

            async def keep() -> None:
                await self._store.put(f"unanswered:{number}", message.model_dump(mode="json"))

            try:
                await recorded_step("keep", keep)
                kept = "Nothing you said is lost: I have kept your message under that id."
            except (Trouble, StepFailed):
                kept = "I couldn’t even keep your message."
            again = "Please try again, and if it happens again, give the id to whoever runs me."
            sentence = f"Something went wrong on my side (id {number}). {kept} {again}"
        else:
            return
        try:
            await ports.say(Post(text=sentence))
        except (StepFailed, Trouble):
            _log.exception("turn_silent", address=message.address)

    async def _completed(self, message: Message) -> Message:
        """The message with what its platform had no time to look up when it came."""
        if not message.partial:
            return message
        platform = self._platforms[message.address.partition(":")[0]]

        async def complete() -> Any:
            return (await cast("Completes", platform).complete(message)).model_dump(mode="json")

        return Message.model_validate(await recorded_step("complete", complete))

    async def _start_again(self, client: DBOSClient) -> None:
        """Turns that another release began start again from their message: its steps may not be ours.

        Those that a crash left cancelled in the middle of this, and the ones that ended in a refusal by DBOS, are found
        and started again too.
        """
        unfinished = await client.list_workflows_async(
            name=TURN,
            status=["ENQUEUED", "PENDING", "CANCELLED", "ERROR"],
            executor_id=self._executor_id,
            load_output=False,
        )
        for turn in unfinished:
            if turn.status in {"ENQUEUED", "PENDING"} and turn.app_version in {None, self._release}:
                continue
            await begin_again(client, turn, self._release, self._store.take_back)


def _options(message: Message) -> EnqueueOptions:
    """No version: whatever release runs next takes it."""
    return {
        "workflow_name": TURN,
        "queue_name": QUEUE,
        "workflow_id": plain(message.key),
        "queue_partition_key": plain(message.address),
    }


def _prepare(state_url: str) -> None:
    """Make or migrate DBOS's tables."""
    from dbos import DBOS

    _hush_dbos()
    file = sqlite_file(state_url)
    if file is not None:
        make_wal(file)
    DBOS.migrate(state_url)


def _client(state_url: str) -> DBOSClient:
    from dbos import DBOSClient

    _hush_dbos()
    return DBOSClient(system_database_url=state_url, application_name=_NAME, serializer=_serializer())


def _serializer() -> Any:
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


def _hush_dbos() -> None:
    """DBOS would write to the terminal, among the posts. Its warnings go where our log goes, if that is anywhere."""
    logger = logging.getLogger("dbos")
    logger.setLevel(logging.WARNING)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
