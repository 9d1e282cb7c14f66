"""Teams that the settings file describes: brought in when they are new or changed, like a change by anybody else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from bot.ceremonies.reading import Wrong, read_team
from bot.ceremonies.saving import BY_FILE, load, save, team_entry
from bot.ceremonies.settings import CeremonySettings
from bot.chat import Address, Message
from bot.durable.ports import Ports
from bot.store.journal import Reads

COMMAND = "team-configured"
_KEY = "configured:"


async def bring_in(teams: Mapping[Address, Mapping[str, str]], store: Reads, now: datetime) -> list[Message]:
    """A turn for each team whose settings are other than what was brought in last. `teams` by their conversation."""
    found = []
    for address, values in teams.items():
        mark = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]
        journal = await store.latest(address=address, kind="team")
        before = [entry.body["mark"] for entry in journal.entries if "mark" in entry.body] if journal else []
        if before and before[-1] == mark:
            continue
        key = f"{_KEY}{hashlib.sha256(address.encode()).hexdigest()[:16]}:{mark}:{len(before)}"
        text = json.dumps({"mark": mark, "values": values})
        found.append(Message(key=key, address=address, author=BY_FILE, at=now, command=COMMAND, text=text))
    return found


async def configured(message: Message, ports: Ports, settings: CeremonySettings) -> None:
    """The turn that brings a team in. Nobody can type it: its key and author are made here."""
    if not message.key.startswith(_KEY) or message.author != BY_FILE:
        return
    given = json.loads(message.text)
    state = await load(ports, message.address)
    before = state.team if state else None
    read = read_team(given["values"], message.at, zone=settings.zone.key, before=before)
    if isinstance(read, dict):
        return  # it was refused at the start, too
    entry = team_entry(read, message.at, None, "set the team by config.yaml")
    marked = entry.model_copy(update={"body": {**entry.body, "mark": given["mark"]}})
    await save(ports, settings, room=message.address, entries=[marked], at=message.at, by=BY_FILE)


def problems(teams: Mapping[str, Mapping[str, str]], now: datetime, zone: str) -> dict[str, Wrong]:
    """What can't be used, by the name of the team and the field."""
    read = {name: read_team(values, now, zone=zone) for name, values in teams.items()}
    return {name: wrong for name, wrong in read.items() if isinstance(wrong, dict)}
