"""`groundwork erase`, `export person` and `audit`, as whoever runs the bot types them, beside a server or alone."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import sys
from asyncio.subprocess import PIPE
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.app import open_app
from bot.config import load
from bot.llm.spending import Call
from bot.store.sql import SqlStore
from bot.store.usage import UsageBook
from tests.dialog import Bot, DurableRoad

ROOT = Path(__file__).parents[2]
ZOE = "Zoë"
SECRET = ("Zoë", "zoë", "crème", "brûlée")


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Shell:
    """A terminal in a folder with settings of its own."""

    folder: Path

    async def types(self, *words: str, stdin: str = "", **environ: str) -> Done:
        """The real command in a process of its own."""
        unwanted = ("GROUNDWORK_", "FORCE_", "DBOS")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
        command = [sys.executable, "-m", "bot", *words]
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=self.folder,
            env=clean | {"PYTHONPATH": str(ROOT)} | environ,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
        )
        out, err = await asyncio.wait_for(process.communicate(stdin.encode()), 120)
        return Done(process.returncode or 0, out.decode(), err.decode())

    async def exports(self, person: str) -> dict[str, Any]:
        """What they would be sent."""
        done = await self.types("export", "person", person)
        assert done.code == 0, done.err
        found: dict[str, Any] = json.loads(done.out)
        return found

    def holding(self, *words: str) -> list[str]:
        """Files that hold one of these words, as it is or as JSON or an archive writes it."""
        spelt = [form for word in words for form in (word.encode(), json.dumps(word)[1:-1].encode())]
        found = []
        for file in (self.folder / ".groundwork").rglob("*"):
            if file.is_file():
                held = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
                found += [f"{file.name}: {each!r}" for each in spelt if each in held]
        return found


@pytest.fixture
async def shell(tmp_path: Path) -> Shell:
    """Zoë and Tom have talked, and a log of JSON was rotated."""
    (tmp_path / "config.yaml").write_text("log: {format: json}\nindex: {embedder: none}\n")
    shell = Shell(tmp_path)
    async with open_app(load(None, cwd=tmp_path, environ={})) as app:
        bot = Bot(DurableRoad(app, timeout=60))
        await bot.says("Tom", "/interview Faster refunds", posts=None)
        await bot.says(ZOE, "The crème clerk scans the brûlée parcel twice every day.", posts=None)
        await bot.says("Tom", "As _Zoë_ says, the crème clerk scans the brûlée parcel twice, or so.", posts=None)
        key = "terminal:here/000002"
        await UsageBook(app.store).add(
            Call(at=bot.now, turn=key, feature="interview", prompt="interviews/question", model="m", tokens_in=7,
                 tokens_out=3, micros=5, seconds=1, outcome="used")
        )  # fmt: skip
    state = tmp_path / ".groundwork"
    line = json.dumps({"event": "turn_failed", "who": "zoë"}) + "\n"
    (state / "groundwork.log").write_text(line)
    with gzip.open(state / "groundwork.log.1.gz", "wt") as packed:
        packed.write(line + json.dumps({"event": "all is well"}) + "\n")
    return shell


async def test_what_is_kept_about_somebody_is_written_out_whole(shell: Shell) -> None:
    found = await shell.exports("zoë")
    assert (found["ids"], found["names"]) == (["zoë"], ["Zoë"])
    (said,) = found["said_and_done"]
    assert said["words"] == ["The crème clerk scans the brûlée parcel twice every day."]
    assert [each["kind"] for each in found["named_by_others"]] == ["said"]
    assert "or so" not in json.dumps(found["named_by_others"]), "Tom’s words are Tom’s"
    assert [turn["text"] for turn in found["turns"]] == ["The crème clerk scans the brûlée parcel twice every day."]
    assert [(call["feature"], call["tokens"]) for call in found["model_calls"]] == [("interview", 10)]
    assert len(found["log"]) == 2
    assert all("zoë" in line for line in found["log"])
    again = await shell.exports("zoë")
    (act,) = again["audit"]
    assert (act["act"], act["facts"]["about"]) == ("export person", "zoë")


async def test_what_others_say_of_somebody_where_they_are_not_is_not_written_out(shell: Shell) -> None:
    async with open_app(load(None, cwd=shell.folder, environ={})) as app:
        bot = Bot(DurableRoad(app), sent=50)
        await bot.says("Tom", "/interview What Zoë does badly", at="terminal:private", posts=None)
        await bot.says("Tom", "The clerk waits for Zoë every single day.", at="terminal:private", posts=None)
    found = await shell.exports("zoë")
    assert {each["in"] for each in found["named_by_others"]} == {"interview-1", "interview-2"}, (
        "where it stands is told"
    )
    told = json.dumps(found, ensure_ascii=False)
    assert ("does badly" in told, "single day" in told) == (False, False)


async def test_somebody_is_erased_alone_after_asking_back(shell: Shell) -> None:
    assert len(shell.holding(*SECRET)) > 4
    await shell.exports("zoë")
    asked = await shell.types("erase", "--person", "zoë", stdin="n\n")
    assert "This erases what zoë said" in asked.out
    assert "Nothing was changed." in asked.out
    assert shell.holding(*SECRET)
    done = await shell.types("erase", "--person", "zoë", stdin="y\n")
    assert (done.code, done.err) == (0, "")
    assert "Erased: 1 entry" in done.out
    assert "What I can’t reach: back-ups, and what a restore moved aside." in done.out
    assert shell.holding(*SECRET) == []
    assert "all is well" in gzip.decompress((shell.folder / ".groundwork/groundwork.log.1.gz").read_bytes()).decode()
    left = await shell.types("export", "interview", "latest", "--format", "json")
    assert "As _(erased)_ says" in left.out
    assert "or so" in left.out
    told = await shell.types("audit", "--json")
    acts = {act["act"]: act for act in json.loads(told.out)}
    assert acts["erase"]["facts"]["statements"] == 1
    assert acts["erase"]["by"].startswith("command line: ")
    assert acts["export person"]["facts"]["about"] == acts["erase"]["facts"]["about"], "under the same made-up id"
    table = await shell.types("audit", COLUMNS="200")
    assert "erase" in table.out
    assert "statements 1" in table.out
    again = await shell.types("erase", "--person", "zoë", "--yes")
    assert (again.code, again.out) == (1, "I know nobody by this id, so there was nothing to erase.\n")


async def test_a_further_name_goes_with_them(shell: Shell) -> None:
    async with open_app(load(None, cwd=shell.folder, environ={})) as app:
        await Bot(DurableRoad(app), sent=50).says("Tom", "Zouzou is what Zoë is called, says everybody here.")
    done = await shell.types("erase", "--person", "zoë", "--name", "Zouzou", "--yes")
    assert done.code == 0, done.err
    assert shell.holding(*SECRET, "Zouzou") == []


async def test_beside_a_running_server_the_server_does_it_and_the_command_waits(shell: Shell) -> None:
    config = load(None, cwd=shell.folder, environ={})
    async with open_app(config) as app:
        done = await shell.types("erase", "--person", "zoë", "--yes")
        assert done.code == 0, done.err
        assert "Erased: 1 entry" in done.out
        assert shell.holding(*SECRET) == []
        bot = Bot(DurableRoad(app), sent=100)
        await bot.says("Tom", "list")
        bot.shows("erased at its author’s wish", "or so")


async def test_what_is_kept_is_for_those_who_have_the_shell(shell: Shell) -> None:
    """No role is asked for: whoever can read the state folder has everything anyway, as SECURITY.md says."""
    (shell.folder / "config.yaml").write_text("access: {admins: [ana], everybody_else: guest}\n")
    assert (await shell.exports("zoë"))["said_and_done"]
    assert oct((shell.folder / ".groundwork").stat().st_mode & 0o777) == "0o700", "so it is for its owner only"


async def test_whose_export_has_to_be_said(shell: Shell) -> None:
    done = await shell.types("export", "person")
    assert done.code == 2
    assert "Say whose: `groundwork export person ID`." in done.err


async def test_an_id_that_nobody_has_is_told_beside_the_empty_export(shell: Shell) -> None:
    done = await shell.types("export", "person", ZOE)
    assert (done.code, json.loads(done.out)["said_and_done"]) == (0, [])
    assert "I know nobody by the id “Zoë”, so nothing of their own is in this." in done.err
    assert (await shell.types("export", "person", "zoë")).err == ""


async def test_nothing_is_written_down_about_who_waits_once_they_are_erased(shell: Shell) -> None:
    assert (await shell.types("erase", "--person", "zoë", "--yes")).code == 0
    async with SqlStore(load(None, cwd=shell.folder, environ={}).database_url) as store:
        assert await store.scan("privacy/") == []
