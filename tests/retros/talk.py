"""A talk, written as people would: `Ana: can you ask Legal, Bo?`, on Monday 2 March 2026; `>` answers in a thread."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from bot.chat import Person
from bot.history import Remark
from bot.retros.extraction.log import Log
from bot.retros.extraction.summary import Summary, summarise

_AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


def talk(*said: str) -> Summary:
    """What a retrospective's summary holds, without a model. `>Ana: …` stands in a thread under the last message."""
    names = dict.fromkeys(found[1] for each in said if (found := re.match(r">?([^:]+):", each)))
    people = {name: Person(id=name.split()[0].lower(), name=name) for name in names}
    remarks: list[Remark] = []
    root = ""
    for number, each in enumerate(said, 1):
        name, text = each.lstrip(">").split(":", 1)
        root = root if each.startswith(">") else str(number)
        mentions = tuple(known for known in people.values() if f"@{known.name}" in text)
        remarks.append(
            Remark(
                id=str(number), text=text.strip(), author=people[name], at=_AT + timedelta(minutes=number),
                thread=root if each.startswith(">") else None, mentions=mentions,
            )
        )  # fmt: skip
    log = Log(name="retro", kind="chat", remarks=tuple(remarks), people=tuple(people.values()))
    return summarise(log)


def actions(*said: str) -> list[tuple[str, str | None, str | None]]:
    """The actions of a talk: what, whose, until when."""
    return [
        (each.text, each.owner.name if each.owner else None, each.due.isoformat() if each.due else None)
        for each in talk(*said).actions
    ]
