"""The doctor's lines about people's data and rights: what is kept how long, who is who, what is still to be erased."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.access import ACTS, ROLES
from bot.config import Config
from bot.config.file import listed
from bot.doctor import Line
from bot.platforms.passing import NAMES
from bot.privacy.retention import Keep, told

if TYPE_CHECKING:  # the doctor says its first lines before a database is needed
    from bot.store.sql import SqlStore


async def privacy(config: Config) -> list[Line]:
    """For how long what is kept, and whether somebody waits to be forgotten."""
    from bot.store.forgetting import WISH
    from bot.store.migrate import is_up_to_date
    from bot.store.sql import SqlStore
    from bot.store.sweeping import is_unswept, tables_of_others

    lines = [Line(subject="Kept", state="well", found=f"{told(Keep(**config.retention.model_dump()))}.")]
    if not await asyncio.to_thread(is_up_to_date, config.database_url):
        return lines
    async with SqlStore(config.database_url) as store:
        waiting, unswept = len(await store.scan(WISH)), await is_unswept(store)
        lines += await _withheld(config, store) if config.model else []
    if waiting:
        found = f"{waiting} {'person waits' if waiting == 1 else 'people wait'} to be forgotten."
        mend = "It is done as soon as a Groundwork runs; if one does, its log says what is in the way."
        lines.append(Line(subject="Forgetting", state="note", found=found, mend=mend))
    if unswept:
        found = "what was erased is out of every table, and may still stand in the database files."
        mend = "They are written anew at night. If this stays, something else goes on reading them all the time."
        lines.append(Line(subject="Files", state="note", found=found, mend=mend))
    if others := await asyncio.to_thread(tables_of_others, config.database_url):
        which = "a table and not write it" if others == 1 else f"{others} tables and not write them"
        found = f"I may use {which} anew: what is erased stays in the files of PostgreSQL."
        mend = (
            "Give the tables to the role in `state.url`, or let their owner run `VACUUM FULL` when somebody was erased."
        )
        lines.append(Line(subject="Files", state="note", found=found, mend=mend))
    return lines


async def _withheld(config: Config, store: SqlStore) -> list[Line]:
    from bot.llm.shapes import SHAPES
    from bot.privacy.withheld import listed as counted
    from bot.store.audit import Audit

    found = await Audit(store).figures("withheld", datetime.now(UTC) - timedelta(days=30))
    own = f" and {len(config.redact)} of your own" if config.redact else ""
    seen = f"; in 30 days: {counted(found)}" if found else ""
    return [Line(subject="Secrets", state="well", found=f"{len(SHAPES)} kinds{own} are kept from the model{seen}.")]


async def access(config: Config) -> list[Line]:
    """Who may do what, and where."""
    rules = config.access.rules
    counted = [
        f"{sum(each == role for each in rules.roles.values())} {role}s"
        for role in ROLES
        if role in rules.roles.values()
    ]
    where = f"in {len(rules.places)} places" if rules.places else "wherever it was invited"
    owners = f"; owners are {rules.owners}s" if rules.owners else ""
    article = "an" if rules.otherwise == "admin" else "a"
    found = (
        f"{', '.join(counted) or 'nobody is listed'}{owners}; everybody else is {article} {rules.otherwise}; {where}."
    )
    lines = [Line(subject="Access", state="well", found=found)]
    if rules.otherwise == "guest" and not rules.roles and not rules.owners:
        found = "everybody is a guest, so nobody may start anything."
        lines = [Line(subject="Access", state="wrong", found=found, mend="List somebody under `access`.")]
    for act in (each for each in ACTS if rules.nobody_may(each)):
        found = f"`access.may` gives {act} to {listed([f'{each}s' for each in rules.allowed(act)])}, and nobody is one."
        lines.append(Line(subject="Access", state="wrong", found=found, mend="List somebody, or let others do it."))
    odd = [each for each in rules.places if not each.startswith((*(f"{name}:" for name in NAMES), "*"))]
    if odd:
        found = f"`access.places` names {odd[0]}, which no address begins with."
        begins = listed([f"`{name}:`" for name in NAMES], last="or")
        mend = f"Write it with {begins} in front; config.example.yaml shows how."
        lines.append(Line(subject="Access", state="wrong", found=found, mend=mend))
    return lines
