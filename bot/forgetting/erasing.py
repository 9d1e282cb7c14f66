"""Forgets a person in everything that is kept: tables, turns, index, log, and what the files of these still hold."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

import structlog

from bot.chat import Message, Person, Post
from bot.config import Config
from bot.errors import Trouble
from bot.forgetting.replicas import Replicas
from bot.knowledge.ports import Knowledge
from bot.privacy.flow import erase_message
from bot.store.forgetting import WISH
from bot.store.sql import SqlStore

_LOOK_AGAIN = 0.5
_CLOSING = 60.0  # seconds that a command which began it waits for its end
_log = structlog.get_logger(__name__)


class Road(Protocol):
    """How a turn is handed in and waited for."""

    async def submit(self, message: Message) -> str:
        """Take a message in."""
        ...

    async def result(self, turn_id: str, *, timeout: float | None = None) -> list[Post]:  # noqa: ASYNC109 (as `Bot`)
        """Wait for its end."""
        ...


class Erasing:
    """Keeps who wishes to be forgotten, and does it in its own turn; `replicas` forget what they hold themselves."""

    def __init__(self, config: Config, store: SqlStore, library: Knowledge, replicas: Replicas) -> None:
        self._config = config
        self._store = store
        self._library = library
        self._replicas = replicas
        self._road: Road | None = None
        self._begun: list[str] = []
        self._one_at_a_time = asyncio.Lock()

    def runs_on(self, road: Road) -> None:
        """From now on turns can be handed in."""
        self._road = road

    async def kept(self, person: Person) -> int:
        """How many statements of this person there are."""
        from bot.store.forgetting import look

        known = await look(self._store, person.id, person, (person.name,))
        return known.statements

    async def wish(self, person: str, names: Sequence[str], token: str, *, by: str = "") -> None:
        """Keep that somebody is to be forgotten; `by` is who asked for it, when it wasn't they."""
        wish = {"person": person, "names": list(names), "by": by, "stand_in": _made_up()}
        await self._store.put(f"{WISH}{token}", wish)

    async def begin(self, person: Person, token: str) -> None:
        """Somebody wishes to be forgotten: it happens in a turn of its own, when theirs are done."""
        if self._road is None:
            raise Trouble("I can’t do that right now. Please try again in a minute.")
        await self.wish(person.id, (person.name,), token)
        self._begun.append(await self._road.submit(erase_message(token, datetime.now(UTC))))

    async def resume(self) -> None:
        """Hand in what an earlier process could not finish."""
        if self._road is not None:
            for key, _ in await self._store.scan(WISH):
                await self._road.submit(erase_message(key.removeprefix(WISH), datetime.now(UTC)))

    async def finish(self) -> None:
        """Wait for what was begun here, before the process ends."""
        for turn in self._begun:
            if self._road is not None:
                try:
                    await self._road.result(turn, timeout=_CLOSING)
                except Trouble:  # it is kept, and the next process goes on with it
                    _log.warning("erasing_goes_on_later")

    async def erase(self, token: str) -> Mapping[str, Any]:
        """Forget whoever stands in this wish. Done again after a crash, it goes on where that left off.

        After a crash there may be two turns for one wish: the second gives what the first has written down.
        """
        async with self._one_at_a_time:
            return await self._erase(token)

    async def _erase(self, token: str) -> Mapping[str, Any]:
        from bot.knowledge.vectors import scrub
        from bot.privacy.rules import speaks_of
        from bot.store.audit import Audit
        from bot.store.forgetting import forget, look
        from bot.store.sweeping import sweep_all

        wish = await self._store.get(f"{WISH}{token}")
        done: dict[str, Any] = {"known": wish is not None}
        if wish is not None:
            stand_in = Person(id=wish.get("stand_in") or _made_up(), name="(erased)")
            known = await look(self._store, wish["person"], stand_in, wish["names"])
            turns = await self._turns_done(_about(known, speaks_of))
            # What was under way for them is known only now.
            known = await look(self._store, wish["person"], stand_in, wish["names"])
            about = _about(known, speaks_of)
            turns += await self._turns_done(about)
            statements = max(known.statements, wish.get("statements", 0))  # it may have been killed after these went
            await self._store.put(f"{WISH}{token}", {**wish, "statements": statements})
            counts = await forget(self._store, known)
            # Turns of others that were under way may have read the words before, and written them after. And nobody
            # keeps them from talking meanwhile: what they said is looked at anew, by the names that they had.
            turns += await self._turns_done(about)
            late = await look(self._store, wish["person"], stand_in, known.who.names)
            statements += late.statements
            for each in (known, late):
                counts += await forget(self._store, each)
                turns += await self._turns_done(_about(each, speaks_of))
                await self._replicas.forget_here(_without(each))
            done |= {
                "known": bool(statements or sum(counts.values()) or turns),
                "stand_in": stand_in.id,
                "statements": statements,
                "journals": counts["journals"],
                "facts": counts["key_values"],
                "documents": counts["documents"],
                "votes": counts["votes"],
                "turns": turns,
            }
            await self._replicas.forget(known.who, token)
            if counts["documents"]:
                await self._index_anew()
            await asyncio.to_thread(scrub, self._config.index_dir)
            facts = {name: value for name, value in done.items() if name not in {"known", "stand_in"}}
            by = wish["by"] or stand_in.id
            await Audit(self._store).add("erase", by=by, effect=f"erase:{token}", about=stand_in.id, **facts)
            await self._store.drop(f"{WISH}{token}")
        elif earlier := await Audit(self._store).facts(f"erase:{token}"):
            stand_in_id = earlier.pop("about")
            done |= {**earlier, "known": any(earlier.values()), "stand_in": stand_in_id}
        await self._replicas.done(token)
        done["swept"] = await sweep_all(self._store, self._config.database_url, self._config.turns_url)
        return done

    async def _turns_done(self, about: Callable[[Any], bool]) -> int:
        """Take finished turns out of the record, until none of those under way at the beginning is left."""
        from bot.durable.forgetting import take_out

        first = await take_out(self._config.turns_url, about)
        count, left = first.turns, first.waiting
        while left:
            await asyncio.sleep(_LOOK_AGAIN)
            again = await take_out(self._config.turns_url, about)
            count, left = count + again.turns, left & again.waiting
        return count

    async def _index_anew(self) -> None:
        try:
            await self._library.index()
        except Exception:  # noqa: BLE001 (the texts are gone, and vectors without one go when it is next indexed; files wait)
            _log.warning("index_later", exc_info=True)


def _made_up() -> str:
    return f"erased-{secrets.token_hex(4)}"


def _without(known: Any) -> Callable[[str], str]:
    return lambda line: known.who.unnamed(known.derived.blanked(line))


def _about(known: Any, speaks_of: Callable[..., bool]) -> Callable[[Any], bool]:
    return lambda value: speaks_of(value, known.who, known.derived)
