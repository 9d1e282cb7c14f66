"""Puts together what knows about documents: `/context`, the sprint's digest, and the clock that sends it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.chat import Address, Command, Message
from bot.config import Config
from bot.durable import Ports
from bot.features.ceremonies import configured_turns, days_off
from bot.features.sprints import sprint_settings
from bot.interviews.settings import InterviewSettings
from bot.knowledge import flow as knowledge
from bot.knowledge.adding import added_here
from bot.knowledge.indexing import Made
from bot.knowledge.opening import open_library
from bot.knowledge.ports import Knowledge
from bot.knowledge.threads import InThreads
from bot.language.remarks import is_remark
from bot.platforms.rooms import room_of
from bot.privacy.nightly import keep_daily
from bot.router import Answer, Feature
from bot.schedule import Clock, Due, Schedules
from bot.store.journal import Reads
from bot.store.schedules import ScheduleTable
from bot.store.sql import SqlStore

if TYPE_CHECKING:  # a sprint is looked at seldom
    from bot.sprints.flow import SprintSettings
    from bot.sprints.scheduling import DigestSettings

_NAME = 4  # words; more after `/context sprint` are a question that begins with that word
_PATIENCE = 60.0  # seconds, for reading what the bot itself made


def context_features(config: Config, library: Knowledge, schedules: Schedules) -> Sequence[Feature]:
    """The features that rest on the documents."""
    context = knowledge.ContextSettings(knowledge=library, zone=config.zone)
    sprint = partial(sprint_settings, config, library)
    digest = partial(_digest_settings, config, library, schedules)
    return (
        Feature(
            name="context",
            takes=lambda message: message.command != "index" and not is_remark(message.command or "", message.text),
            commands={
                "context": partial(_context_command, context=context, sprint=sprint),
                "search": partial(knowledge.search_command, settings=context),
                "index": partial(knowledge.index_command, settings=context),
            },
            picks=partial(knowledge.pick, settings=context),
            teaches=(
                "`/context a question or a story` quotes what your documents say about it",
                "`/context sprint` gathers what is worth knowing for the coming sprint, each line with its source",
            ),
            announces=(
                Command(name="context", does="Quote what the documents say about it", takes="a question, or sprint"),
            ),
            openers=("context sprint",),
        ),
        Feature(
            name="digest",
            takes=_digest_takes,
            deed=_digest_deed,
            commands={"digest": partial(_digest_command, digest=digest)},
            picks=partial(_digest_pick, digest=digest),
            due={"digest": partial(_digest_due, digest=digest)},
            teaches=(
                "`/digest weekdays 09:00` sends here what is new for the sprint; `/digest list` shows what is set",
            ),
            announces=(
                Command(name="digest", does="Send what is new for the sprint at set times", takes="weekdays 09:00"),
            ),
        ),
    )


def _digest_deed(message: Message) -> str | None:
    if message.command != "digest":
        return None
    from bot.sprints.scheduling import read_verb

    return read_verb(message.text)[0]


def _digest_takes(message: Message) -> bool:
    from bot.sprints.scheduling import is_asked

    return is_asked(message.text)


def digest_answer(config: Config, library: Knowledge, schedules: Schedules) -> Answer:
    """Answers `/digest …`, whatever it was called."""
    return partial(_digest_command, digest=partial(_digest_settings, config, library, schedules))


def library_of(
    config: Config,
    store: SqlStore,
    settings: Callable[[], InterviewSettings],
    outside: Callable[[Address], Awaitable[bool]],
    private: Callable[[Address], Awaitable[bool]],
) -> InThreads:
    """The configured index, with what the bot itself made; opened when it is first asked.

    `outside` tells whether people who aren't of the team read along at an address, `private` whether only those read
    there who were let in.
    """
    loop = asyncio.get_running_loop()

    def made() -> Mapping[str, Sequence[Made]]:
        return asyncio.run_coroutine_threadsafe(made_documents(store, settings(), private), loop).result(_PATIENCE)

    return InThreads(lambda: open_library(config, made=made, room=room_of), outside)


async def made_documents(
    store: SqlStore, settings: InterviewSettings, private: Callable[[Address], Awaitable[bool]]
) -> Mapping[str, Sequence[Made]]:
    """What the bot itself made, and what people gave it, to be indexed with the sources."""
    from bot.made import made_here  # it imports everything that writes a brief

    made = await made_here(store, settings, private=private, room=room_of)
    return {**made, **await added_here(store, room_of)}


@asynccontextmanager
async def run_schedules(
    config: Config, submit: Callable[[Message], Awaitable[object]], store: Reads
) -> AsyncIterator[None]:
    """Hand in what is due as long as this lasts. Several processes may: each due time is one turn all the same.

    Teams that the settings file describes are brought in first.
    """
    for message in await configured_turns(config, store):
        await submit(message)
    table = ScheduleTable(config.database_url)
    await keep_daily(table, config.team.timezone, datetime.now(UTC))
    grace = timedelta(minutes=config.schedule.grace_minutes)
    clock = Clock(
        schedules=table, submit=submit, grace=grace, holidays=config.holidays, calendar=partial(days_off, config)
    )
    await clock.start()
    try:
        yield
    finally:
        await clock.stop()
        await table.close()


def _digest_settings(config: Config, library: Knowledge, schedules: Schedules) -> DigestSettings:
    from bot.sprints.scheduling import DigestSettings

    return DigestSettings(sprint=sprint_settings(config, library), schedules=schedules, zone=config.zone)


async def _context_command(
    message: Message, ports: Ports, context: knowledge.ContextSettings, sprint: Callable[[], SprintSettings]
) -> None:
    from bot.sprints.rules import pack_named

    word, _, rest = message.text.strip().partition(" ")
    if pack_named(message.text):
        from bot.sprints.flow import sprint_command

        await sprint_command(message, ports, sprint(), message.text)
    elif word.casefold() == "sprint" and len(rest.split()) <= _NAME:
        from bot.sprints.flow import sprint_command

        await sprint_command(message, ports, sprint(), rest)
    else:
        await knowledge.context_command(message, ports, context)


async def _digest_command(message: Message, ports: Ports, digest: Callable[[], DigestSettings]) -> None:
    from bot.sprints.scheduling import digest_command

    await digest_command(message, ports, digest())


async def _digest_pick(message: Message, ports: Ports, digest: Callable[[], DigestSettings]) -> None:
    from bot.sprints.scheduling import digest_pick

    await digest_pick(message, ports, digest())


async def _digest_due(due: Due, ports: Ports, digest: Callable[[], DigestSettings]) -> None:
    from bot.sprints.scheduling import digest_due

    await digest_due(due, ports, digest())
