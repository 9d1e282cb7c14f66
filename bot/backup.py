"""Keeps a copy of everything that lasts, while the bot runs, and puts it back."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from pydantic import AwareDatetime, ValidationError
from sqlalchemy import URL

from bot import __version__
from bot.chat import Value
from bot.config import Config
from bot.durable.owner import FileLock, take_ownership
from bot.errors import Trouble
from bot.moving import move
from bot.places import make_state_folder
from bot.store.migrate import upgrade
from bot.store.urls import database_url, sqlite_file

_ABOUT = "backup.json"
_TURNS, _STATE, _POSTGRES = "turns.db", "state.db", "postgres.dump"
_INDEX = "index"
_PAGES = 1000  # of SQLite that are copied before writers get their turn


class Backup(Value):
    """What a backup holds: each file with the SHA-256 of its content; `notes` say what it doesn't hold, and why."""

    version: str
    made_at: AwareDatetime
    files: dict[str, str]
    notes: tuple[str, ...] = ()


def make_backup(config: Config, folder: Path, now: datetime) -> Backup:
    """Copy the state into an empty or new folder. The bot may go on working meanwhile."""
    if folder.exists() and any(folder.iterdir()):
        raise Trouble(f"{folder} isn’t empty. Give a new folder for each backup.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)  # it holds what people said
    notes: list[str] = []
    if sqlite_file(config.database_url) is None:
        _run("pg_dump", config.database_url, "--format=custom", f"--file={folder / _POSTGRES}")
    else:
        # The turns first: one that is told as unfinished is finished again, and changes nothing twice. The other way
        # round, a turn could be told as done whose changes are missing.
        for name, file in _databases(config):
            if file.exists():
                _copy_sqlite(file, folder / name)
    notes += _copy_index(config, folder)
    about = Backup(version=__version__, made_at=now, files=_digests(folder), notes=tuple(notes))
    (folder / _ABOUT).write_text(about.model_dump_json(indent=2), encoding="utf-8")
    return about


def restore(config: Config, folder: Path, now: datetime, *, replace: bool) -> tuple[Backup, Path | None]:
    """Put a backup in the place of the state; gives it, and the folder where what stood there was moved to.

    With `replace`, what is there is moved aside; without it, it is refused. A backup of an older release is brought up
    to date, and one of SQLite is moved into a PostgreSQL that is empty. Nothing may run on the state meanwhile.
    """
    about = _checked(folder)
    postgres = sqlite_file(config.database_url) is None
    if not postgres and _POSTGRES in about.files:
        raise Trouble("This backup is of PostgreSQL, and `state.url` names another kind of database.")
    if postgres and not {_POSTGRES, _STATE} & set(about.files):
        raise Trouble(f"{folder} holds no state that could be put back.")
    make_state_folder(config.home)
    with _nobody_else(config):
        aside = None
        if moves(config, about):
            move(folder / _STATE, folder / _TURNS, config.database_url, home=config.home)
        elif postgres:
            if not replace:
                raise Trouble("What the database holds would be replaced. Add `--replace` if that is right.")
            _run("pg_restore", config.database_url, "--clean", "--if-exists", "--no-owner", str(folder / _POSTGRES))
        else:
            aside = _move_aside(config, now, replace=replace)
            for name, file in _databases(config):
                if name in about.files:
                    file.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(folder / name, file)
        shutil.rmtree(config.index_dir, ignore_errors=True)  # it fits the state that was there
        if (folder / _INDEX).exists():
            shutil.copytree(folder / _INDEX, config.index_dir)
    upgrade(config.database_url)
    return about, aside


def moves(config: Config, about: Backup) -> bool:
    """Whether putting this backup back takes it from SQLite to PostgreSQL."""
    return sqlite_file(config.database_url) is None and _STATE in about.files


def _databases(config: Config) -> list[tuple[str, Path]]:
    """SQLite's files by their names in a backup, in the order in which they are copied."""
    named = ((_TURNS, config.turns_url), (_STATE, config.database_url))
    return [(name, file) for name, url in named if (file := sqlite_file(url)) is not None]


def _copy_sqlite(file: Path, to: Path) -> None:
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(to)) as copy:
        source.backup(copy, pages=_PAGES, sleep=0.05)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, whole by itself
    to.chmod(0o600)


def _copy_index(config: Config, folder: Path) -> list[str]:
    if config.index.chroma or not config.index_dir.exists():
        return []
    lock = FileLock.take(config.index_dir / "lock")
    if lock is None:
        return ["The index is in use, and not in here. After a restore it is made anew from the documents."]
    try:
        shutil.copytree(config.index_dir, folder / _INDEX, ignore=shutil.ignore_patterns("lock"))
    finally:
        lock.release()
    return []


def _checked(folder: Path) -> Backup:
    try:
        about = Backup.model_validate_json((folder / _ABOUT).read_bytes())
    except (OSError, ValidationError) as error:
        raise Trouble(f"{folder} is no backup: it has no {_ABOUT} that can be read.") from error
    found = _digests(folder)
    bad = sorted(name for name, digest in about.files.items() if found.get(name) != digest)
    if bad:
        raise Trouble(f"{bad[0]} in this backup isn’t what was saved. Nothing was changed; use another backup.")
    return about


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(each for each in folder.rglob("*") if each.is_file() and each.name != _ABOUT)
    return {each.relative_to(folder).as_posix(): hashlib.sha256(each.read_bytes()).hexdigest() for each in files}


def _move_aside(config: Config, now: datetime, *, replace: bool) -> Path | None:
    files = [file.with_name(file.name + end) for _, file in _databases(config) for end in ("", "-wal", "-shm")]
    there = [file for file in files if file.exists()]
    if not there:
        return None
    if not replace:
        raise Trouble(
            f"There is a state already ({there[0]}). Add `--replace` to put the backup in its place: "
            "what is there now is moved aside, not deleted."
        )
    aside = config.home / f"replaced-{now:%Y%m%dT%H%M%S}"
    aside.mkdir(mode=0o700)
    for file in there:
        file.rename(aside / file.name)
    return aside


@contextmanager
def _nobody_else(config: Config) -> Iterator[None]:
    held = take_ownership(config.turns_url)
    if held is None:
        raise Trouble("Groundwork is running on this state. Stop it, then restore.")
    try:
        yield
    finally:
        held.release()


def _run(program: str, url: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs; the password goes by the environment, where no other user can read it."""
    found = shutil.which(program)
    if found is None:
        raise Trouble(f"`{program}` isn’t installed here. It comes with PostgreSQL’s client programs.")
    done = subprocess.run(  # noqa: S603 (PostgreSQL's own program, with arguments of ours)
        [found, f"--dbname={_without_password(database_url(url))}", *arguments],
        env={**os.environ, **_password(database_url(url))},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Trouble(f"`{program}` failed: {last}")


def _without_password(url: URL) -> str:
    return url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)


def _password(url: URL) -> dict[str, str]:
    return {"PGPASSWORD": str(url.password)} if url.password else {}
