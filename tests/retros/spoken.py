"""A talk as a chat holds it: "Name: text", "> " before what stands in a thread, "[+1*3]" for three thumbs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat import Person
from bot.history import Reaction, Remark
from bot.retros.extraction.decisions import Decision
from bot.retros.extraction.log import Log
from bot.retros.extraction.meaning import Meaning
from bot.retros.extraction.notes import read_notes
from bot.retros.extraction.summary import Summary, summarise

_REACTION = re.compile(r"\s*\[([a-z0-9_+-]+)\*(\d+)\]")


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    made = Meaning.opened("minilm")
    assert made is not None
    return made


def talked(said: Sequence[str]) -> Log:
    """The log of a chat."""
    remarks: list[Remark] = []
    root = None
    for number, row in enumerate(said, 1):
        name, _, text = row.removeprefix("> ").partition(": ")
        thread = root if row.startswith("> ") else None
        root = root if thread else f"{number}.0"
        remarks.append(
            Remark(
                id=f"{number}.0",
                text=_REACTION.sub("", text),
                author=Person(id=name.upper(), name=name),
                at=datetime(2026, 3, 6, 10, tzinfo=UTC) + timedelta(minutes=number),
                thread=thread,
                reactions=tuple(Reaction(name=sign, count=int(count)) for sign, count in _REACTION.findall(text)),
            )
        )
    people = {each.author.id: each.author for each in remarks if each.author}
    return Log(name="chat", kind="chat", remarks=tuple(remarks), people=tuple(people.values()))


def read(said: Sequence[str] | str, meaning: Meaning) -> Summary:
    """What a chat holds, or a page of notes."""
    log = read_notes("retro 2026-03-06.md", said, "UTC") if isinstance(said, str) else talked(said)
    return summarise(log, guess=meaning.guess, headings=meaning.headings, vectors=meaning.vectors)


def decided(said: Sequence[str] | str, meaning: Meaning) -> tuple[Decision, ...]:
    """The decisions in the middle of a talk, or in notes."""
    if isinstance(said, str):
        return read(f"# Retro 6.3.2026\nattendees: Ana, Bo, Cy\n\n{said}", meaning).decisions
    return read(("Ana: morning all", "Bo: hi", *said, "Cy: thanks"), meaning).decisions
