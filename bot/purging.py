"""Takes away what was kept long enough: in the tables, in the record of turns, and from the files of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.config import Config
from bot.knowledge.ports import Knowledge
from bot.privacy.retention import Keep, limits
from bot.store.sql import SqlStore


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
        from bot.store.audit import Audit
        from bot.store.purging import purge
        from bot.store.sweeping import sweep

        found = limits(Keep(**self.config.retention.model_dump()), now)
        turns = found.before.get("turns")
        taken = await take_out_before(self.config.turns_url, turns.timestamp() if turns else 0.0)
        done = await purge(self.store, found, passing=self.passing, unfinished=taken.waiting)
        if taken.turns:
            done["turns"] = taken.turns
        if done:
            await Audit(self.store).add("retention", by="groundwork", effect=effect, at=now, **done)
            if done["interview"] or done["stories"]:
                await self.library.index()
            for url in dict.fromkeys((self.config.database_url, self.config.turns_url)):
                await sweep(url)
        return dict(done)
