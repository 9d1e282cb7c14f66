"""Conversations that tests play, kill and play on, with everything on disk."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import build, open_app
from bot.chat import Address, Message, Person, Post, parse_command
from bot.cli.exporting import document as export
from bot.config import Config, load
from bot.durable import Handle, Ports
from bot.durable.shared import open_turns
from bot.knowledge import embed
from bot.language.dates import parse_due
from bot.language.verbs import base_form
from bot.places import shipped
from bot.platforms.terminal import Terminal
from bot.prompts import Prompts, load_prompts
from bot.store.journal import Entry
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore
from tests.dialog import MemoryRoad
from tests.patience import PATIENCE

ANA = Person(id="U1", name="Ana")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def message(number: int, text: str, address: Address) -> Message:
    at = NOON + timedelta(seconds=number)
    command, text = parse_command(text)
    return Message(key=f"{address}/{number:03d}", address=address, author=ANA, at=at, command=command, text=text)


HERE = "terminal:local"
MESSAGES = [message(1, "one", "wall:1"), message(2, "two", "wall:1")]


class Wall:
    """A platform whose posts stay on a wall (a file). It looks before it repeats a post, and counts what was asked."""

    def __init__(self, folder: Path) -> None:
        self._posts = folder / "posts.jsonl"
        self._asked = folder / "asked"

    def posts(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in _lines(self._posts)]

    def asked(self) -> list[str]:
        """The text of each post as often as it was asked for: what a platform that can't look would show."""
        return _lines(self._asked)

    async def say(self, address: Address, post: Post, *, key: str) -> str:
        _write_line(self._asked, post.text)
        keys = [found["key"] for found in self.posts()]
        if key not in keys:
            _write_line(self._posts, json.dumps({"address": address, "text": post.text, "key": key}))
            keys.append(key)
        return f"post-{keys.index(key) + 1}"


def heard(message: Message, kind: str = "heard") -> Entry:
    return Entry(kind=kind, at=message.at, by=message.author, body={"text": message.text})


async def flow(message: Message, ports: Ports) -> None:
    """Load, start or append, say, append, say; each depends on what came before."""
    found = await ports.store.current(message.address)
    if found is None:
        journal_id = await ports.store.start(
            kind="talk",
            address=message.address,
            title=message.text,
            by=message.author,
            at=message.at,
            entries=[heard(message)],
        )
    else:
        journal_id = found.id
        await ports.store.append(journal_id, [heard(message)], at=message.at)
    post_id = await ports.say(Post(text=f"heard {message.text} after {len(found.entries) if found else 0}"))
    noted = heard(message, "noted")
    await ports.store.append(journal_id, [noted], at=message.at, title=f"up to {message.text}")
    await ports.say(Post(text=f"noted {message.text} under {post_id}"))


async def flow_of_the_next_release(message: Message, ports: Ports) -> None:
    """The same conversation by other steps in another order, which keeps other entries."""
    await ports.say(Post(text=f"thinking about {message.text}"))
    heads = await ports.store.heads(address=message.address)
    both = [heard(message, "noted by 2"), heard(message, "heard by 2")]
    if heads:
        await ports.store.append(heads[0].id, both[:1], at=message.at)
        await ports.store.append(heads[0].id, both[1:], at=message.at, title=f"2 up to {message.text}")
    else:
        await ports.store.start(
            kind="talk", address=message.address, title="2", by=message.author, at=message.at, entries=both
        )
    found = await ports.store.current(message.address)
    assert found is not None
    await ports.say(Post(text=f"kept {message.text}, {len(found.entries)} in all"))


MOMENTS = [(Wall, "say")]


async def play(folder: Path, handle: Handle, release: str, messages: list[Message] = MESSAGES) -> Any:
    """Hand in each message that is not known to have been, wait for its turn, and tell what came of it all.

    As a platform does: a message that it could not hand over is sent again, one that was taken is not.
    """
    wall = Wall(folder)
    taken = folder / "taken"
    known = _lines(taken)
    url, turns_url = _urls(folder)
    upgrade(url)
    async with (
        SqlStore(url) as store,
        open_turns(
            turns_url,
            store=store,
            handle=handle,
            platforms={"wall": wall},
            release=release,
            poll_seconds=0.05,
        ) as turns,
    ):
        said: dict[str, list[str]] = {}
        for each in messages:
            if each.key not in known:
                await turns.submit(each)
                _write_line(taken, each.key)
            said[each.text] = [post.text for post in await turns.result(each.key, timeout=PATIENCE)]
        journals = {}
        for head in await store.heads():
            journal = await store.journal(head.id)
            assert journal is not None
            entries = [f"{entry.kind} {entry.body.get('text', '')}".strip() for entry in journal.entries]
            journals[head.address] = {"id": head.id, "title": head.title, "entries": entries}
    posts = [post["text"] for post in wall.posts()]
    return {"journals": journals, "said": said, "posts": posts, "asked": wall.asked()}


def _urls(folder: Path) -> tuple[str, str]:
    """Of the store and of the turns: the PostgreSQL database that the folder names, or two SQLite files in it."""
    database = folder / "database"
    if database.exists():
        return database.read_text(), database.read_text()
    return f"sqlite:///{folder}/groundwork.db", f"sqlite:///{folder}/turns.db"


async def release_one(folder: Path) -> Any:
    return await play(folder, flow, "1")


async def nothing(folder: Path) -> Any:
    return await play(folder, flow, "1", [])


async def release_one_first_message(folder: Path) -> Any:
    return await play(folder, flow, "1", MESSAGES[:1])


async def release_two(folder: Path) -> Any:
    return await play(folder, flow_of_the_next_release, "2")


INTERVIEW = [
    message(1, "/interview --depth quick Faster refunds", HERE),
    message(2, "Last Monday Jo typed 40 refunds twice, as every week.", HERE),
    message(3, "From 9 days to 2 by the end of June.", HERE),
    message(4, "Returns clerks at a desk.", HERE),
    message(5, "The clerk can scan a parcel. {{7*7}}", HERE),
    message(6, "finish", HERE),
]


async def interview(folder: Path, messages: list[Message] = INTERVIEW) -> Any:
    """A whole interview with the bot as it runs in a terminal; what it kept, said and would export."""
    config, report = await _in_terminal(folder, messages)
    if len(messages) < len(INTERVIEW):
        return None
    exported = [await export(config, *what) for what in (("interview", "latest", "json"), ("stories", "latest", "csv"))]
    return {**report, "exported": exported}


async def _in_terminal(folder: Path, messages: list[Message]) -> tuple[Config, dict[str, Any]]:
    """What the whole bot kept and said when these were typed, each once."""
    taken = folder / "taken"
    known = _lines(taken)
    environ = {"GROUNDWORK_HOME": str(folder), "GROUNDWORK_STATE_URL": _urls(folder)[0]}
    config = load(None, cwd=folder, environ=environ)
    async with open_app(config) as app:
        said = []
        for each in messages:
            if each.key not in known:
                await app.submit(each)
                _write_line(taken, each.key)
            said.append([post.model_dump(mode="json") for post in await app.result(each.key, timeout=PATIENCE)])
        shown = [post.post.model_dump(mode="json") for post in await Terminal(app.store).history(HERE)]
        journals = {}
        for head in await app.store.heads():
            journal = await app.store.journal(head.id)
            assert journal is not None
            journals[head.id] = journal.model_dump(mode="json")
    return config, {"said": said, "shown": shown, "journals": journals}


async def interview_begun(folder: Path) -> Any:
    """All but its last answer and the finish."""
    return await interview(folder, INTERVIEW[:-2])


RETRO = [
    message(number, f"/retro {words}", HERE)
    for number, words in enumerate(
        (
            "start Sprint 19",
            "add stop: Friday deploys",
            "add stop: deploying on Fridays",
            "next",
            "next",
            "vote 1 1",
            "action Freeze deploys @Ana by Friday",
        ),
        1,
    )
]


async def retro(folder: Path) -> Any:
    """A retro up to its first action: a note, two phases, a vote."""
    return (await _in_terminal(folder, RETRO))[1]


async def retro_begun(folder: Path) -> Any:
    """It was started, and one note is in."""
    return (await _in_terminal(folder, RETRO[:2]))[1]


MAP = [
    message(1, "/map Changes of the checkout", HERE),
    message(2, "From 40 days to 20 by the end of June", HERE),
    message(3, "Refinement → coding → release", HERE),
    message(4, "ask @Sam about step 2", HERE),
    message(5, "", HERE).model_copy(
        update={
            "author": Person(id="sam", name="Sam"),
            "form_id": "map:told:invitation-1",
            "form": {"work": "2 days", "wait": "a week", "usable": ""},
        }
    ),
]


async def asked_about_a_step(folder: Path) -> Any:
    """A map, somebody who is asked about a step of it, and what they told."""
    return (await _in_terminal(folder, MAP))[1]


async def map_begun(folder: Path) -> Any:
    """The steps are named, and nobody was asked yet."""
    return (await _in_terminal(folder, MAP[:3]))[1]


def warm(scenario: str) -> None:
    """Read and compile what this scenario will need, where that needs no thread: forked processes have it then."""
    if scenario not in {interview.__name__, retro.__name__, asked_about_a_step.__name__}:
        return
    prompts = load_prompts(shipped("prompts"))
    parse_due("Friday", NOON)
    base_form("fixing")
    if scenario == interview.__name__:
        asyncio.run(_warm_interview(prompts))
    if scenario == retro.__name__:
        _warm_embedder()


async def _warm_interview(prompts: Prompts) -> None:
    with tempfile.TemporaryDirectory() as folder:
        config = load(None, cwd=Path(folder), environ={})
        road = MemoryRoad(build(config, prompts))
        for each in INTERVIEW:
            await road.take(each)


def _warm_embedder() -> None:
    """Open the sentence model with no threads beside the one that asks it: those would be gone in a forked process."""
    import onnxruntime

    class Alone(onnxruntime.SessionOptions):  # type: ignore[misc]  # it ships no types
        def __setattr__(self, name: str, value: object) -> None:
            super().__setattr__(name, 1 if name == "intra_op_num_threads" else value)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(onnxruntime, "SessionOptions", Alone)
        embed._session(embed.MiniLm()._model_file)
    embed._tokenizer()


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def _write_line(file: Path, line: str) -> None:
    """At once and whole: a killed process leaves the line or nothing."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(descriptor, f"{line}\n".encode())
    os.close(descriptor)
