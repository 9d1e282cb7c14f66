"""Runs each message as a turn: queued behind the others of its conversation, and finished even if the process dies."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import structlog

from bot.chat import Message, Post
from bot.durable.again import QUEUE, TURN, start_again
from bot.durable.client import NAME, Client, new_client, serializer
from bot.durable.moving import make_ready
from bot.durable.owner import LOCAL, Ownership, take_ownership
from bot.durable.ports import Completes, Handle, Platform
from bot.durable.steps import Interrupted, Models, StepFailed, make_ports, recorded_step
from bot.durable.stuck import Stuck
from bot.durable.succession import Succession
from bot.errors import Trouble, TurnTrouble
from bot.store.fence import Run, in_run
from bot.store.migrate import make_wal
from bot.store.urls import sqlite_file

if TYPE_CHECKING:  # DBOS takes a fifth of a second to import
    from bot.store.sql import SqlStore

_AT_ONCE = 64  # conversations; more wait in the queue
_CONNECTIONS = 10  # to the turns' database; one Python process keeps no more of them busy
_CRASHES = 50  # a message that takes the process down this often is given up, so that the others get their turn
_DRAIN_SECONDS = 30
_log = structlog.get_logger(__name__)


class AlreadyRunning(TurnTrouble):
    """Another process runs the turns."""


class Turns:
    """Runs the turns of every conversation in this process: one at a time in each, in the order of their messages.

    `state_url` is DBOS's own database; with SQLite never the store's file, for the two would lock each other out.
    `platforms` are chosen by what stands before the ":" of an address. `release` is the version of the code: a turn
    begun by one release is not continued by another but taken back and started again. `executor_id` names this process
    across restarts; replicas on one PostgreSQL need one each, and a process without one runs alone. The queue is looked
    at every `poll_seconds`: a tenth of a second costs about 3 % of a core while nothing happens.
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
        self._state_url = state_url
        self._store = store
        self._handle = handle
        self._platforms = platforms
        self._release = release
        self._name = executor_id or os.environ.get("DBOS__VMID")
        self._executor_id = self._name or LOCAL
        self._poll_seconds = poll_seconds
        self._client = Client(state_url)
        self._stuck = Stuck(
            state_url, executor_id=self._executor_id, release=release, every=stuck_seconds, active=_active
        )
        self._ownership: Ownership | None = None
        self._succession: Succession | None = None
        self.on_lost: Callable[[], None] = lambda: None  # another process is what this one was: it must end
        self._running: set[str] = set()
        self._ended: dict[str, asyncio.Event] = {}  # of the turns that somebody waits for

    async def launch(self) -> None:
        """Take up the work: what was left unfinished, then what waits. AlreadyRunning when another process has it."""
        self._ownership = await asyncio.to_thread(take_ownership, self._state_url, self._name, self._release)
        if self._ownership is None:
            raise AlreadyRunning("Another Groundwork is already running on the same data.")
        try:
            await asyncio.to_thread(_prepare, self._state_url)
            client = new_client(self._state_url)
            try:
                await client.register_queue_async(
                    QUEUE,
                    partition_concurrency=1,
                    worker_concurrency=_AT_ONCE,
                    polling_interval_sec=self._poll_seconds,
                )
                await start_again(self._state_url, self._store, self._executor_id, self._release)
            finally:
                await asyncio.to_thread(client.destroy)
            self._launch_dbos()
            await self._take_over()
            await self._client.open()
            self._stuck.watch(self._client.connected)
            if sqlite_file(self._state_url) is None:
                self._succession = self._succeed(self._ownership)
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

        await self._stuck.end()
        if self._succession is not None:
            await self._succession.end()
            self._ownership, self._succession = self._succession.ownership, None
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
                "name": NAME,
                "system_database_url": self._state_url,
                "application_version": self._release,
                "executor_id": self._executor_id,
                "serializer": serializer(),
                "run_migrations": False,
                "log_level": "WARNING",
                "notification_listener_polling_interval_sec": 0.1,
                "max_executor_threads": 32,
                "sys_db_pool_size": _CONNECTIONS,
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

    def _succeed(self, ownership: Ownership) -> Succession:
        from dbos import DBOS

        async def finish(replica: str) -> None:
            await start_again(self._state_url, self._store, replica, self._release)
            # What DBOS itself does for its own executor at launch, and for others when its admin server is told to.
            await asyncio.to_thread(DBOS._recover_pending_workflows, [replica])  # noqa: SLF001

        return Succession(
            self._state_url,
            name=self._name,
            release=self._release,
            ownership=ownership,
            client=self._client.connected,
            finish=finish,
            lost=self._was_replaced,
        )

    def _was_replaced(self) -> None:
        self.on_lost()

    async def _turn(self, turn_id: str, raw: dict[str, Any]) -> list[dict[str, Any]]:
        self._running.add(turn_id)
        said: list[Post] = []
        try:
            with structlog.contextvars.bound_contextvars(turn=turn_id), in_run(self._run(turn_id)):
                await self._answer(Message.model_validate(raw), turn_id, said)
        except Interrupted as interrupted:
            # DBOS's own refusals end the turn, and the next launch starts it again; anything else is like a crash.
            if type(interrupted.__cause__).__module__.startswith("dbos."):
                raise RuntimeError(f"turn {turn_id} could not go on") from interrupted.__cause__
            raise
        except BaseException as refused:  # DBOS waits then for what comes of the other run
            if _is_taken(refused):
                _log.warning("turn_is_no_longer_ours", turn=turn_id)
            raise
        finally:
            self._running.discard(turn_id)
            self._stuck.ended(turn_id)
            if turn_id in self._ended:
                self._ended[turn_id].set()
        return [post.model_dump(mode="json") for post in said]

    def _run(self, turn_id: str) -> Run | None:
        """This run of the turn, where another process could take it over."""
        if sqlite_file(self._state_url) is not None:
            return None
        from dbos._context import current_owner_xid

        token = current_owner_xid(turn_id)
        return None if token is None else Run(turn_id, token)

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


def _active() -> list[str]:
    """The turns that DBOS is running or recording in this process."""
    from dbos._dbos import _get_dbos_instance

    return _get_dbos_instance()._active_workflows_set.activeList()  # noqa: SLF001 (it tells nobody else)


def _is_taken(error: BaseException) -> bool:
    """Whether DBOS refused to record a step because another run of the same turn has begun since."""
    from dbos._error import DBOSWorkflowConflictIDError

    return isinstance(error, DBOSWorkflowConflictIDError)


def _prepare(state_url: str) -> None:
    """Make or migrate DBOS's tables."""
    file = sqlite_file(state_url)
    if file is not None:
        make_wal(file)
    make_ready(state_url)
