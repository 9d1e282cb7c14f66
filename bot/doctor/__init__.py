"""Looks at everything Groundwork needs and says of each whether it works, and how to mend it if not."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from bot.chat import Value
from bot.config import Config, read, unknown_variables
from bot.config.file import near
from bot.errors import StoreTrouble, Trouble

_OLDEST_PYTHON = (3, 11)
_LITTLE_ROOM = 200_000_000
_PATIENCE = 2.0


class Line(Value):
    """What was found: `well`, `note` (it works, and yet) or `wrong` (something would fail); `mend` says what to do."""

    subject: str
    state: Literal["well", "note", "wrong"]
    found: str
    mend: str = ""


Check = Callable[[Config], Awaitable[list[Line]]]


async def examine(
    file: Path | None = None,
    *,
    cwd: Path | None = None,
    environ: Mapping[str, str] | None = None,
    checks: Sequence[Check] | None = None,
) -> list[Line]:
    """A line for each thing looked at, in the order in which mending them makes sense.

    Looking changes nothing, except that a database in use is written one value to.
    """
    environ = os.environ if environ is None else environ
    lines = [python(sys.version_info[:3])]
    try:
        config, troubles = read(file, cwd=cwd, environ=environ)
    except Trouble as trouble:
        return [*lines, Line(subject="Settings", state="wrong", found=trouble.sentence)]
    if config is None:
        lines += [
            Line(subject="Settings", state="wrong", found=_place(each.path, each.line, each.message), mend=each.mend)
            for each in troubles
        ]
        left = "Everything else is looked at once the settings can be read."
        return [*lines, Line(subject="The rest", state="note", found="not checked yet.", mend=left)]
    lines += settings(config, environ)
    for check in CHECKS if checks is None else checks:
        try:
            lines += await check(config)
        except Exception as error:  # noqa: BLE001  (a check that breaks is a finding, and the others still matter)
            name = getattr(check, "__name__", "check").replace("_", " ").capitalize()
            found = error.sentence if isinstance(error, Trouble) else f"{type(error).__name__}: {error}"
            lines.append(Line(subject=name, state="wrong", found=found))
    return lines


def python(version: tuple[int, ...]) -> Line:
    """Whether this Python is new enough."""
    found = ".".join(str(number) for number in version)
    if version < _OLDEST_PYTHON:
        return Line(subject="Python", state="wrong", found=f"{found}.", mend="Install Python 3.11 or newer.")
    return Line(subject="Python", state="well", found=found)


def settings(config: Config, environ: Mapping[str, str]) -> list[Line]:
    """Which settings are in force."""
    if config.file:
        lines = [Line(subject="Settings", state="well", found=str(config.file))]
    else:
        found = "the defaults, since there is no config.yaml here. `groundwork init DIR` writes one."
        lines = [Line(subject="Settings", state="well", found=found)]
    for name, close in unknown_variables(environ):
        mend = f"Did you mean {close}?" if close else "config.example.yaml says which there are."
        lines.append(Line(subject="Settings", state="note", found=f"the variable {name} sets nothing.", mend=mend))
    return lines


async def time_zone(config: Config) -> list[Line]:
    """What time it is for the team."""
    now = datetime.now(config.zone)
    return [Line(subject="Time zone", state="well", found=f"{config.team.timezone}, where it is {now:%A %H:%M}")]


async def prompts(config: Config) -> list[Line]:
    """Whether every question and document can be used."""
    from bot.prompts import check_prompts, load_prompts

    problems = check_prompts(config.prompts_dir)
    if problems:
        return [
            Line(subject="Prompts", state="wrong", found=_place(each.file, each.line, each.message), mend=each.mend)
            for each in problems
        ]
    loaded = load_prompts(config.prompts_dir)
    wanted = config.interviews.framework
    if wanted not in loaded.frameworks:
        close = near(wanted, list(loaded.frameworks))
        mend = f"Did you mean `{close}`?" if close else f"There is {', '.join(sorted(loaded.frameworks))}."
        found = f"there is no question set `{wanted}`, which interviews.framework names."
        return [Line(subject="Prompts", state="wrong", found=found, mend=mend)]
    counted = f"{_count(len(loaded.frameworks), 'question set')}, {_count(len(loaded.documents), 'document')}"
    found = f"{counted}, {config.prompts_place.origin} ({config.prompts_dir})"
    return [Line(subject="Prompts", state="well", found=found)]


async def knowledge(config: Config) -> list[Line]:
    """How many documents there are to know about."""
    place = config.knowledge_place
    files = sum(
        not name.startswith(".") for _, _, names in await asyncio.to_thread(list, os.walk(place.path)) for name in names
    )
    found = f"{_count(files, 'document')}, {place.origin} ({place.path})"
    return [Line(subject="Knowledge", state="well", found=found)]


async def index(config: Config) -> list[Line]:
    """Whether the documents are indexed, by what they are found, and whether people find that of use."""
    from bot.knowledge.embed import NoEmbedder, open_embedder
    from bot.store.migrate import is_up_to_date
    from bot.store.shelf import Shelf

    lines = []
    if config.index.embedder != "none":
        from bot.knowledge.vectors import available

        try:
            await asyncio.to_thread(open_embedder, config.index.embedder)
            missing = available()
        except NoEmbedder as trouble:
            missing = trouble.sentence
        if missing:
            lines.append(Line(subject="Index", state="note", found=f"documents are found by words alone. {missing}"))
    gone = [f"{name} ({path})" for name, path in config.index_sources.items() if not path.exists()]
    if gone:
        mend = "Correct the path under index.sources, or remove it."
        lines.append(Line(subject="Index", state="wrong", found=f"there is no {', '.join(gone)}.", mend=mend))
    if not await asyncio.to_thread(is_up_to_date, config.database_url):
        return [
            *lines,
            Line(subject="Index", state="well", found="nothing is indexed yet; a question does it by itself"),
        ]
    with Shelf(config.database_url) as shelf:
        kept, votes = await asyncio.to_thread(lambda: (shelf.kept(), shelf.votes()))
    unread = [each for each in kept.values() if each.reason]
    found = f"{_count(len(kept) - len(unread), 'document')} indexed"
    lines.append(Line(subject="Index", state="well", found=found))
    if unread:
        named = "; ".join(f"{each.path}: {each.reason}" for each in unread[:3])
        mend = "`groundwork index` lists all."
        lines.append(Line(subject="Index", state="note", found=f"{len(unread)} could not be read: {named}.", mend=mend))
    if votes:
        helped, not_helped = sum(each[1] for each in votes), sum(each[2] for each in votes)
        worst = max(votes, key=lambda each: (each[2], each[0]))
        least = f"; least of all {worst[0].partition(':')[2]}" if worst[2] else ""
        found = f"of {_count(helped + not_helped, 'passage')} that people judged, {helped} helped{least}"
        lines.append(Line(subject="Index", state="well", found=found))
    return lines


async def schedules(config: Config) -> list[Line]:
    """What is set for set times."""
    from bot.store.migrate import is_up_to_date
    from bot.store.schedules import ScheduleTable

    if not await asyncio.to_thread(is_up_to_date, config.database_url):
        return []
    table = ScheduleTable(config.database_url)
    try:
        active = [each for each in await table.active() if not each.address.startswith("groundwork:")]
    finally:
        await table.close()
    if not active:
        return []
    found = f"{_count(len(active), 'time')} set; they are kept while `groundwork chat` or a server runs"
    return [Line(subject="Schedules", state="well", found=found)]


async def ceremonies(config: Config) -> list[Line]:
    """Whether every team that meets can, and is spoken to where somebody reads it."""
    from bot.doctor.meetings import examine_teams

    return await examine_teams(config)


async def state_folder(config: Config) -> list[Line]:
    """Whether what must last can be written, and whether there is room for it."""
    home = config.home
    existing = next(path for path in (home, *home.parents) if path.exists())
    wrong = _unwritable(existing)
    if wrong:
        mend = "Make it writable, or set GROUNDWORK_HOME to a folder that is."
        return [Line(subject="State folder", state="wrong", found=f"{home}: {wrong}.", mend=mend)]
    free = shutil.disk_usage(existing).free
    if free < _LITTLE_ROOM:
        found = f"{home} has only {free // 1_000_000} MB left."
        return [
            Line(subject="State folder", state="note", found=found, mend="Make room, or move it (GROUNDWORK_HOME).")
        ]
    return [
        Line(subject="State folder", state="well", found=f"{home}{'' if existing == home else ' (made when needed)'}")
    ]


async def database(config: Config) -> list[Line]:
    """Whether the database is there, of this release, and takes what is written."""
    from bot.doctor.moved import empty
    from bot.store.migrate import HEAD, current_revision
    from bot.store.urls import database_url, sqlite_file

    os.environ.setdefault("PGCONNECT_TIMEOUT", "5")  # a host that doesn't answer is waited for without end
    url = config.database_url
    shown = database_url(url).set(drivername=url.partition(":")[0]).render_as_string(hide_password=True)
    file = sqlite_file(url)
    if file and not file.exists():
        return [_to_be_made(file, shown, config.home)]
    try:
        revision = await asyncio.to_thread(current_revision, url)
    except StoreTrouble as trouble:
        return [Line(subject="Database", state="wrong", found=f"{shown}. {trouble.sentence}")]
    if revision is None:
        return [empty(config, shown)]
    if revision == HEAD:
        current = Line(subject="Migrations", state="well", found=f"up to date ({revision})")
        return [await _written(url, shown), current]
    here = Line(subject="Database", state="well", found=f"{shown} can be read")
    if await asyncio.to_thread(_is_known, revision):
        found = f"the database is of an earlier release ({revision}); the next start brings it to {HEAD}."
        return [
            here,
            Line(subject="Migrations", state="note", found=found, mend="Make a copy of it before, if you like."),
        ]
    found = f"the database was made by a newer Groundwork ({revision})."
    mend = "Install that release again, or use another database."
    return [here, Line(subject="Migrations", state="wrong", found=found, mend=mend)]


async def who_works(config: Config) -> list[Line]:
    """Whether a Groundwork is running on this state: commands hand their messages to it."""
    from bot.durable.owner import take_ownership
    from bot.durable.replicas import living
    from bot.store.migrate import current_revision
    from bot.store.urls import sqlite_file

    file = sqlite_file(config.turns_url)
    alone = "no Groundwork is running on this state; a command does its work itself"
    if file and not file.exists():
        return [Line(subject="Running", state="well", found=alone)]
    try:
        await asyncio.to_thread(current_revision, config.turns_url)
        held = await asyncio.to_thread(take_ownership, config.turns_url)
    except StoreTrouble as trouble:
        if file:
            return [Line(subject="Turns", state="wrong", found=f"{file}. {trouble.sentence}")]
        return [Line(subject="Running", state="note", found="not known while the database can’t be reached.")]
    if held:
        held.release()
        return [Line(subject="Running", state="well", found=alone)]
    count = 1 if file else await asyncio.to_thread(living, config.turns_url)
    if count > 1:
        return [Line(subject="Running", state="well", found=f"{count} replicas are; commands hand over to them")]
    return [Line(subject="Running", state="well", found=f"a Groundwork{_process(file)} is; commands hand over to it")]


async def language_model(config: Config) -> list[Line]:
    """Which language model reads what, and whether it can be asked; nothing is sent to it."""
    from bot.llm.words import reads_what
    from bot.model_prompts import check_model_prompts

    lines = [Line(subject="Model", state="well", found=f"{reads_what(config.model, config.base_url)}.")]
    problems = check_model_prompts(config.prompts_dir)
    lines += [
        Line(subject="Model prompts", state="wrong", found=_place(each.file, each.line, each.message), mend=each.mend)
        for each in problems
    ]
    if config.model:
        lines += await asyncio.to_thread(_model_lines, config)
    return lines


def _model_lines(config: Config) -> list[Line]:
    from bot.llm.providers import missing
    from bot.llm.spending import price_of

    lacks = missing(config.model, config.base_url)
    if lacks is not None:
        found, mend = lacks
        return [Line(subject="Model", state="wrong", found=f"{found}, so it can’t be asked.", mend=mend)]
    budget = config.budget
    limits = {
        "tokens a day": budget.tokens_a_day,
        "tokens a turn": budget.tokens_a_turn,
        "of money a day": budget.money_a_day,
        "of money a turn": budget.money_a_turn,
    }
    told = ", ".join(
        f"{limit:,g} {name}" if isinstance(limit, float) else f"{limit:,} {name}"
        for name, limit in limits.items()
        if limit is not None
    )
    found = f"at most {f'{told} and ' if told else ''}{budget.seconds_a_turn:g} seconds a turn."
    lines = [Line(subject="Budget", state="well", found=found)]
    if price_of(config.model, config.prices) is None:
        holds = budget.money_a_day is None and budget.money_a_turn is None
        lines.append(
            Line(
                subject="Budget",
                state="note",
                found=f"{config.model} has no price{'' if holds else ', so the limits of money can’t be held'}.",
                mend=f"Add `{config.model}: {{input: …, output: …}}` to `prices`, for `groundwork usage`.",
            )
        )
    return lines


CHECKS: list[Check] = [
    time_zone,
    prompts,
    language_model,
    knowledge,
    state_folder,
    database,
    index,
    schedules,
    ceremonies,
    who_works,
]
"""What is looked at, in order. A feature that needs something of the outside adds its line here."""


async def _written(url: str, shown: str) -> Line:
    from bot.store.sql import SqlStore

    try:
        async with SqlStore(url, patience=_PATIENCE) as store:
            await store.put("doctor/looked", datetime.now(UTC).isoformat())
    except Exception as error:  # noqa: BLE001  (drivers have errors of their own for each way to fail)
        cause = error.__cause__ or error
        mend = "Check that this user may write to it, and that nothing holds it locked."
        return Line(subject="Database", state="wrong", found=f"{shown} takes no writes ({cause}).", mend=mend)
    return Line(subject="Database", state="well", found=f"{shown} can be read and written")


def _to_be_made(file: Path, shown: str, home: Path) -> Line:
    folder = next(path for path in file.parents if path.exists())
    wrong = None if home in file.parents else _unwritable(folder)  # the state folder has a line of its own
    if wrong:
        mend = "Make it writable, or name another file in state.url."
        return Line(subject="Database", state="wrong", found=f"{shown} can’t be made: {wrong}.", mend=mend)
    return Line(subject="Database", state="well", found=f"{shown} (made when needed)")


def _is_known(revision: str) -> bool:
    versions = Path(__file__).parents[1] / "store" / "migrations" / "versions"
    return any(path.name.startswith(revision) for path in versions.glob("*.py"))


def _unwritable(folder: Path) -> str | None:
    if not folder.is_dir():
        return f"{folder} is not a folder"
    try:
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return f"nothing can be written there ({error.strerror})"


def _process(file: Path | None) -> str:
    try:
        number = file.with_name(f"{file.name}.lock").read_text(encoding="utf-8").strip() if file else ""
    except OSError:
        number = ""
    return f" (process {number})" if number else ""


def _place(path: Path, line: int | None, message: str) -> str:
    return f"{path}, line {line}: {message}" if line else f"{path}: {message}"


def _count(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"
