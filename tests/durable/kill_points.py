"""Kills a process with kill -9 at every moment that matters, one after another, and starts it again each time.

`kill_points(template, first, then)` plays the scenario `first` once to note the moments: right before and right after
each transaction that changes anything in either database, whoever makes it (the queue, a step's record, the store, the
platform), and around the methods that the scenario's module names in `MOMENTS`, such as a post to the outside. Then,
for each of them, in a fresh copy of the folder `template`, it plays `first` until that moment, kills the process there,
and plays `then` to its end in a new process. Only a commit changes what a crash leaves, so these are all the states
that there are. A moment is the first, second, … of its name: how many others have passed by then depends on how busy
the machine is, and on which of two threads is first.

A scenario is an async function of a folder, named `module:function`, that gives back a JSON value. A folder with a file
`database` in it, which holds the address of a PostgreSQL database, has that copied along.
"""

from __future__ import annotations

import asyncio
import functools
import gc
import importlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.store.databases import drop_database, new_database

_KILL_AT = "GROUNDWORK_TEST_KILL_AT"
_AT_ONCE = 4  # mostly they wait
_OF_DBOS = (
    "upsert_queue",
    "create_application_version",
    "update_application_version_timestamp",
    "init_workflow",
    "start_queued_partitioned_workflows",
    "record_operation_result",
    "update_workflow_outcome",
)
_CHANGE = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|WITH\b.*\b(?:INSERT|UPDATE|DELETE)\b)", re.DOTALL)
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Killing:
    """One run: killed at the `nth` moment (from 1) that is called `moment`; `report` is what `then` gave back."""

    moment: str
    nth: int
    report: Any


def kill_points(template: Path, first: str, then: str, *, only: Iterable[str] = ()) -> list[Killing]:
    """Every moment of `first` (or `only` those around these methods), each followed by `then`.

    AssertionError with the process's own words when one of them fails.
    """
    command = [sys.executable, "-m", __name__, str(template), first, then, *only]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return [Killing(**json.loads(line)) for line in done.stdout.splitlines()]


def killed_folder(template: Path, scenario: str, killing: Killing, folder: Path) -> None:
    """Leave in `folder` what is left when `scenario` is killed at the moment at which it was killed there."""
    at = f"--at={killing.nth} {killing.moment}"
    command = [sys.executable, "-m", __name__, str(template), scenario, at, str(folder)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _main(template: Path, first: str, then: str, only: list[str]) -> None:
    """In a process without threads, so that it can be forked: imports are paid for once, not at each start.

    So is what the scenario's module reads and compiles in its `warm`, if it has one.
    """
    with tempfile.TemporaryDirectory() as scratch:
        moments = _moments(template, first, Path(scratch))
        wanted = [at for at in _numbered(moments) if not only or at.split()[-1] in only]
        for batch in (wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE)):
            folders = {at: _copy(template, Path(scratch) / at.replace(" ", "-")) for at in batch}
            killed = {at: _fork(first, folder, kill_at=at) for at, folder in folders.items()}
            reached = [at for at, process in killed.items() if _killed(process, folders[at], at)]
            again = {at: _fork(then, folders[at]) for at in reached}
            for at, process in again.items():
                _expect(process, folders[at], 0)
                report = json.loads((folders[at] / "report.json").read_text())
                nth, _, moment = at.partition(" ")
                sys.stdout.write(json.dumps({"moment": moment, "nth": int(nth), "report": report}) + "\n")
                _remove(folders[at])


def _numbered(moments: Iterable[str]) -> list[str]:
    """Each moment with a number before it: the how many-th of its name it is."""
    passed: Counter[str] = Counter()
    numbered = []
    for moment in moments:
        passed[moment] += 1
        numbered.append(f"{passed[moment]} {moment}")
    return numbered


def _moments(template: Path, scenario: str, scratch: Path) -> list[str]:
    folder = _copy(template, scratch / "counted")
    _expect(_fork(scenario, folder), folder, 0)
    for module in (folder / "modules").read_text().splitlines():
        with suppress(ImportError):  # some only exist where they were made
            importlib.import_module(module)
    module, _, function = scenario.partition(":")
    getattr(importlib.import_module(module), "warm", str)(function)
    gc.collect()
    gc.freeze()  # what is here stays: no forked process looks through it, or copies its pages for having looked
    return (folder / "moments").read_text().splitlines()


def _copy(template: Path, folder: Path) -> Path:
    shutil.copytree(template, folder, dirs_exist_ok=True)
    (folder / "moments").unlink(missing_ok=True)
    database = folder / "database"
    if database.exists():
        url = database.read_text()
        database.write_text(new_database(url, copy_of=url))
    return folder


def _remove(folder: Path) -> None:
    database = folder / "database"
    if database.exists():
        drop_database(database.read_text())
    shutil.rmtree(folder)


def _fork(scenario: str, folder: Path, *, kill_at: str = "") -> int:
    module, _, function = scenario.partition(":")
    play = getattr(importlib.import_module(module), function)
    process = os.fork()
    if process:
        return process
    try:
        log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.environ[_KILL_AT] = kill_at
        _arm(folder / "moments", getattr(sys.modules[module], "MOMENTS", []))
        report = asyncio.run(play(folder))
        (folder / "report.json").write_text(json.dumps(report))
        (folder / "modules").write_text("\n".join(sys.modules))
    except BaseException:  # noqa: BLE001 (the parent must hear of it, and this copy of it must end here)
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _killed(process: int, folder: Path, at: str) -> bool:
    """Whether it came to that moment; a busy machine passes some more often, as the queue is looked at more often."""
    _, found = os.waitpid(process, 0)
    if found == 0 and at not in _numbered((folder / "moments").read_text().splitlines()):
        _remove(folder)
        return False
    if found != signal.SIGKILL:
        raise SystemExit(f"{folder.name}: ended with {found}, not killed\n{(folder / 'log').read_text()}")
    return True


def _expect(process: int, folder: Path, status: int) -> None:
    _, found = os.waitpid(process, 0)
    if found != status:
        raise SystemExit(f"{folder.name}: ended with {found}, not {status}\n{(folder / 'log').read_text()}")


def _arm(record: Path, more: list[tuple[type, str]]) -> None:
    """Record each moment that is passed, and die at the one that the environment names."""
    from dbos._sys_db import SystemDatabase
    from dbos._sys_db_postgres import PostgresSystemDatabase  # noqa: F401
    from dbos._sys_db_sqlite import SQLiteSystemDatabase  # noqa: F401

    from bot.durable import again
    from bot.store.sql import SqlStore

    kill_at = os.environ[_KILL_AT]
    file = os.open(record, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    lock = threading.Lock()
    passed: Counter[str] = Counter()

    def moment(name: str) -> None:
        with lock:
            os.write(file, f"{name}\n".encode())
            passed[name] += 1
            if f"{passed[name]} {name}" == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    doing = threading.local()
    for method in _OF_DBOS:
        _name(SystemDatabase, method, method, doing)
    _name(SqlStore, "_transaction", "store", doing)
    _name(again, "_claim", "claim", doing)
    _name(again, "put_back", "put_back", doing)
    _watch_commits(moment, doing)
    for owner, method in more:
        _watch(owner, method, moment)


def _name(owner: object, method: str, name: str, doing: threading.local) -> None:
    """A commit within this method is called by this name."""
    original = getattr(owner, method)

    @functools.wraps(original)
    def named(*args: Any, **values: Any) -> Any:
        before, doing.name = getattr(doing, "name", None), name
        try:
            return original(*args, **values)
        finally:
            doing.name = before

    setattr(owner, method, named)


def _watch_commits(moment: Callable[[str], None], doing: threading.local) -> None:
    from sqlalchemy import Connection, Engine, event

    def name() -> str:
        return getattr(doing, "name", None) or "another"

    @event.listens_for(Engine, "before_cursor_execute")
    def _(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if _CHANGE.match(statement) and connection._is_autocommit_isolation():
            moment(f"before {name()}")

    @event.listens_for(Engine, "after_cursor_execute")
    def _(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if _CHANGE.match(statement):
            if connection._is_autocommit_isolation():
                moment(f"after {name()}")
            else:
                connection.info["changed"] = True

    commit, rollback = Connection._commit_impl, Connection._rollback_impl

    def watched(connection: Connection) -> None:
        changed = connection.info.pop("changed", False)
        if changed:
            moment(f"before {name()}")
        commit(connection)
        if changed:
            moment(f"after {name()}")

    def undone(connection: Connection) -> None:
        connection.info.pop("changed", None)
        rollback(connection)

    Connection._commit_impl = watched  # type: ignore[method-assign,assignment]
    Connection._rollback_impl = undone  # type: ignore[method-assign,assignment]


def _watch(owner: type, method: str, moment: Callable[[str], None]) -> None:
    original = getattr(owner, method)

    @functools.wraps(original)
    async def watched(*args: Any, **named: Any) -> Any:
        moment(f"before {method}")
        result = await original(*args, **named)
        moment(f"after {method}")
        return result

    setattr(owner, method, watched)


if __name__ == "__main__":
    _template, _first, _then, *_rest = sys.argv[1:]
    if _then.startswith("--at="):
        _folder = _copy(Path(_template), Path(_rest[0]))
        _expect(_fork(_first, _folder, kill_at=_then.removeprefix("--at=")), _folder, signal.SIGKILL)
    else:
        _main(Path(_template), _first, _then, _rest)
