"""Makes the ports of one turn: each call is a step that is recorded, and not done again when the turn is run again."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any, Protocol, cast

from bot.chat import Address, Message, Person, Post
from bot.durable.ports import Finds, Platform, Ports
from bot.errors import Trouble
from bot.llm import Filled, Llm
from bot.store.fence import NoLongerOurs, Run, current_run
from bot.store.journal import Entry, Journal, JournalHead, Status

if TYPE_CHECKING:  # at run time it brings SQLAlchemy, and this module doesn't need it
    from bot.store.sql import SqlStore

Step = Callable[[str, Callable[[], Awaitable[Any]]], Awaitable[Any]]
"""`await step(name, call)` does `call` and records its JSON result, or returns what was recorded."""


class Models(Protocol):
    """Where a turn gets its language model from."""

    def for_turn(self, turn_id: str) -> Llm:
        """The model with this turn's budget and deadline."""
        ...


class StepFailed(Exception):  # noqa: N818 (read aloud it says what happened)
    """A step ended in an error that nobody foresaw; its words are all that is left of it when the turn is run again."""


class Interrupted(BaseException):
    """A step could not be recorded: the turn is left as it is. Not an Exception, so that no flow can catch it."""


def make_ports(  # noqa: PLR0913 (everything that ports are made of, in one place)
    message: Message,
    turn_id: str,
    *,
    step: Step,
    store: SqlStore,
    platforms: Mapping[str, Platform],
    said: list[Post],
    models: Models | None = None,
) -> Ports:
    """The ports for one run of one turn. Every post that is said is added to `said`, on replay too.

    Writes carry the keys `<turn_id>:1`, `<turn_id>:2`, … : the same in every run that takes the same steps. A post's
    key also holds what it says: a turn that starts again under another release may have something else to say there.
    """
    numbers = count(1)

    def new_effect() -> str:
        return f"{turn_id}:{next(numbers)}"

    async def say(post: Post, address: Address | None = None) -> str:
        where = address or message.address
        words = hashlib.sha256(json.dumps([where, post.model_dump(mode="json")]).encode()).hexdigest()
        key = f"{new_effect()}:{words[:8]}"

        async def post_it() -> str:
            return await platforms[where.partition(":")[0]].say(where, post, key=key)

        post_id = await step("say", post_it)
        said.append(post)
        return str(post_id)

    async def find(name: str) -> Address:
        async def ask() -> str:
            finder = cast("Finds", platforms[message.address.partition(":")[0]])
            return await finder.find(message, name)

        return str(await step("find", ask))

    async def private(address: Address) -> bool:
        return bool(await step("private", lambda: cast("Finds", platforms[address.partition(":")[0]]).private(address)))

    async def includes(address: Address, person: Person | None = None) -> bool:
        finder, who = cast("Finds", platforms[address.partition(":")[0]]), person or message.via or message.author
        return bool(await step("includes", lambda: finder.includes(address, who)))

    async def called(address: Address, name: str) -> Person | None:
        async def ask() -> Any:
            found = await cast("Finds", platforms[address.partition(":")[0]]).called(address, name)
            return None if found is None else found.model_dump(mode="json")

        told = await step("called", ask)
        return None if told is None else Person.model_validate(told)

    llm = None if models is None else _RecordedLlm(models.for_turn(turn_id), step)
    recorded = _RecordedStore(store, step, new_effect)
    return Ports(
        store=recorded, say=say, llm=llm, look=step, find=find, private=private, includes=includes, called=called
    )


class _RecordedLlm:
    """`Llm` over steps: what a model answered once is its answer when the turn is run again."""

    def __init__(self, llm: Llm, step: Step) -> None:
        self._llm = llm
        self._step = step

    async def fill(self, prompt: str, into: type[Filled], **values: Any) -> Filled | None:
        async def ask() -> Any:
            filled = await self._llm.fill(prompt, into, **values)
            return None if filled is None else filled.model_dump(mode="json")

        answer = await self._step(f"llm.{prompt}", ask)
        return None if answer is None else into.model_validate(answer)


class _RecordedStore:
    """`Store` over steps. Results cross as JSON, and are validated on the first run and on replay alike."""

    def __init__(self, store: SqlStore, step: Step, new_effect: Callable[[], str]) -> None:
        self._store = store
        self._step = step
        self._new_effect = new_effect

    async def start(  # noqa: PLR0913 (as in `Store`)
        self, *, kind: str, address: Address, title: str, by: Person, at: datetime, entries: Sequence[Entry]
    ) -> str:
        effect = self._new_effect()

        async def write() -> str:
            return await self._store.start(
                kind=kind, address=address, title=title, by=by, at=at, entries=entries, effect=effect
            )

        return str(await self._step("store.start", write))

    async def append(
        self,
        journal_id: str,
        entries: Sequence[Entry],
        *,
        at: datetime,
        status: Status | None = None,
        title: str | None = None,
    ) -> None:
        effect = self._new_effect()

        async def write() -> None:
            await self._store.append(journal_id, entries, at=at, status=status, title=title, effect=effect)

        await self._step("store.append", write)

    async def current(self, address: Address, kind: str | None = None) -> Journal | None:
        return await self._journal("store.current", address=address, kind=kind, statuses=("open",))

    async def journal(self, journal_id: str) -> Journal | None:
        return await self._journal("store.journal", journal_id=journal_id)

    async def latest(
        self, *, address: Address | None = None, kind: str | None = None, statuses: Sequence[Status] | None = None
    ) -> Journal | None:
        return await self._journal("store.latest", address=address, kind=kind, statuses=statuses)

    async def heads(
        self,
        *,
        address: Address | None = None,
        kind: str | None = None,
        statuses: Sequence[Status] | None = None,
        holding: Mapping[str, Any] | None = None,
        limit: int = 50,
    ) -> list[JournalHead]:
        async def read() -> list[Any]:
            found = await self._store.heads(address=address, kind=kind, statuses=statuses, holding=holding, limit=limit)
            return [head.model_dump(mode="json") for head in found]

        return [JournalHead.model_validate(head) for head in await self._step("store.heads", read)]

    async def _journal(self, name: str, **wanted: Any) -> Journal | None:
        """Only the head and the number of entries are recorded: entries never change, so they can be read again.

        Otherwise every answer would copy the whole interview into the record of its turn.
        """

        async def read() -> list[Any] | None:
            mark = await self._store.mark(**wanted)
            return None if mark is None else [mark[0].model_dump(mode="json"), mark[1]]

        mark = await self._step(name, read)
        if mark is None:
            return None
        head = JournalHead.model_validate(mark[0])
        return Journal(**dict(head), entries=await self._store.entries(head.id, mark[1]))


async def recorded_step(name: str, call: Callable[[], Awaitable[Any]]) -> Any:
    """Do the call, or return what it returned before; a Trouble comes out as Trouble, any other error as StepFailed."""
    from dbos import DBOS

    cause: Exception | None = None

    async def run() -> dict[str, Any]:
        nonlocal cause
        try:
            if not name.startswith("store."):  # these ask in their own transaction
                await _still_ours(current_run())
            return {"value": await call()}
        except NoLongerOurs:  # nothing came of it that could be recorded, and DBOS will refuse to
            raise
        except Trouble as trouble:
            return {"trouble": trouble.sentence}
        except Exception as error:  # noqa: BLE001 (raised below, from what was recorded)
            cause = error
            return {"error": f"{type(error).__name__}: {error}"}

    try:
        outcome = await DBOS.run_step_async({"name": name}, run)
    except Exception as error:
        raise Interrupted from error
    if "trouble" in outcome:
        raise Trouble(outcome["trouble"])
    if "error" in outcome:
        raise StepFailed(outcome["error"]) from cause
    return outcome["value"]


async def _still_ours(run: Run | None) -> None:
    """NoLongerOurs before anything is done outside in a turn that another replica has taken over.

    What takes long, as a post that the platform wants later, may still be under way when that happens.
    """
    if run is None:
        return
    from dbos._dbos import _get_dbos_instance

    owner = _get_dbos_instance()._sys_db.get_workflow_owner  # noqa: SLF001 (waits, as its own steps do, for a database that is away)
    if await asyncio.to_thread(owner, run.turn) != run.token:
        raise NoLongerOurs(run.turn)
