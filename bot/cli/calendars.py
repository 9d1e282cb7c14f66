"""`groundwork calendar`: a team's ceremonies as a file for everybody's calendar."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.ceremonies.calendar import calendar_text
from bot.ceremonies.journal import KIND, State, replay
from bot.chat import Address
from bot.config import Config
from bot.errors import Trouble
from bot.features.ceremonies import days_of
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore


async def calendar(config: Config, which: str, out: Path | None) -> None:
    """Write it to `out`, or to standard output. `which` is a team's name, its id, or its conversation."""
    upgrade(config.database_url)
    async with SqlStore(config.database_url) as store:
        journals = [journal for head in await store.heads(kind=KIND) if (journal := await store.journal(head.id))]
    teams = {journal.address: state for journal in journals if (state := replay(journal)).team is not None}
    text = calendar_text(_named(teams, which), days_of(config), datetime.now(UTC))
    if out is None:
        sys.stdout.write(text.replace("\r\n", "\n"))
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("w", encoding="utf-8", newline="") as file:  # it brings its own line ends
            file.write(text)
    except OSError as error:
        raise Trouble(f"{out} can’t be written: {error.strerror}.") from error
    sys.stderr.write(f"Wrote {out}\n")


def _conversation(address: Address) -> tuple[str, str]:
    """A conversation by its address, or as it is called where it is: `terminal:parcels` → `parcels`."""
    return address.casefold(), address.casefold().rpartition(":")[2]


def _named(teams: dict[str, State], which: str) -> State:
    wanted = which.casefold()
    found = [
        state
        for address, state in teams.items()
        if state.team and wanted in {state.team.name.casefold(), state.id, *_conversation(address)}
    ]
    if len(found) == 1:
        return found[0]
    there = ", ".join(f"{state.team.name} ({state.id})" for state in teams.values() if state.team)
    if not there:
        raise Trouble("No team is set up yet. `/ceremony setup` in its conversation does.")
    if found:
        raise Trouble(f"There are {len(found)} teams “{which}”. Use the id: {there}.")
    raise Trouble(f"There is no team “{which}”. There is {there}.")
