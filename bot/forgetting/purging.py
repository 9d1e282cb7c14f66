"""Takes away what was kept long enough: in the tables, in the record of turns, and from the files of both."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.config import Config
from bot.knowledge.ports import Knowledge
from bot.privacy.retention import Keep, limits
from bot.store.sql import SqlStore

_FOUND = frozenset({"interview", "stories", "sharing", "retro", "retro-summary", "action", "file"})
"""Kinds of journals that stand in the index as well."""

_LOOKED = "privacy/looked"
_LEAP = timedelta(days=31)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purging:
    """All that is needed for it. `passing`: see `bot.store.purging.purge`."""

    config: Config
    store: SqlStore
    library: Knowledge
    passing: Sequence[str]

    async def purge(self, now: datetime, effect: str) -> Mapping[str, Any]:
        """Take away what is older than the settings say at this moment; figures by kind. Again, it changes nothing."""
        from bot.durable.forgetting import take_out_before
        from bot.knowledge.vectors import scrub
        from bot.store.audit import Audit
        from bot.store.purging import purge
        from bot.store.sweeping import is_unswept, sweep_all

        if not await self._may_trust(now):
            _log.warning("retention_waits", why="the clock moved by more than a month")
            return {}
        found = limits(Keep(**self.config.retention.model_dump()), now)
        turns = found.before.get("turns")
        taken = await take_out_before(self.config.turns_url, turns.timestamp() if turns else 0.0)
        done = await purge(self.store, found, passing=self.passing, unfinished=taken.waiting)
        if taken.turns:
            done["turns"] = taken.turns
        if done:
            await Audit(self.store).add("retention", by="groundwork", effect=effect, at=now, **done)
            if _FOUND & done.keys():
                await self.library.index()
                await asyncio.to_thread(scrub, self.config.index_dir)
        if done or await is_unswept(self.store):
            await sweep_all(self.store, self.config.database_url, self.config.turns_url)
        return dict(done)

    async def _may_trust(self, now: datetime) -> bool:
        """Whether time went on as it does. After a leap, the first night waits for the next: the clock may be wrong."""
        last = await self.store.get(_LOOKED)
        if last is None or last["at"] == now.isoformat():
            waits = bool(last and last["waits"])
        else:
            gap = now - datetime.fromisoformat(last["at"])
            waits = gap < timedelta() or (gap > _LEAP and not last["waits"])
        await self.store.put(_LOOKED, {"at": now.isoformat(), "waits": waits})
        return not waits
