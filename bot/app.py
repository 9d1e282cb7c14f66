"""The composition root: builds the whole bot from its configuration. Only the command line knows it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot import __version__, places
from bot.chat import Address, Message, Post
from bot.config import Config
from bot.documents import load_document
from bot.durable import Handle, Platform, Ports
from bot.durable.shared import SharedTurns, open_turns
from bot.errors import ConfigTrouble, Trouble
from bot.interviews import flow as interviews
from bot.interviews.rules import replay
from bot.knowledge import flow as knowledge
from bot.knowledge.indexing import Made
from bot.knowledge.opening import open_library
from bot.knowledge.ports import Knowledge
from bot.knowledge.threads import InThreads
from bot.platforms.terminal import Terminal, address_of
from bot.prompts import Prompts, load_prompts
from bot.router import Feature, route
from bot.schedule import Clock, Due, Schedules, due_command
from bot.sprints.flow import SprintSettings
from bot.sprints.scheduling import DigestSettings
from bot.store.journal import Journal
from bot.store.migrate import upgrade
from bot.store.schedules import ScheduleTable
from bot.store.sql import SqlStore
from bot.stories import ear
from bot.stories.settings import StorySettings

_NAME = 4  # words; more after `/context sprint` are a question that begins with that word
_PATIENCE = 60.0  # seconds, for reading what the bot itself made


@dataclass(frozen=True, slots=True)
class App:
    """The running bot: takes messages, and knows what was said back."""

    store: SqlStore
    turns: SharedTurns

    async def submit(self, message: Message) -> str:
        """Queue a message; returns its turn's id. The same message again changes nothing."""
        return await self.turns.submit(message)

    async def result(self, turn_id: str, *, timeout: float | None = None) -> list[Post]:  # noqa: ASYNC109 (passed on)
        """Wait for a turn to end; returns what the bot said in it."""
        return await self.turns.result(turn_id, timeout=timeout)


@asynccontextmanager
async def open_app(config: Config) -> AsyncIterator[App]:
    """The bot, ready to answer; one that runs already on the same data does the work instead."""
    prompts = load_prompts(config.prompts_dir)
    places.make_state_folder(config.home)
    upgrade(config.database_url)
    store = SqlStore(config.database_url)
    loop = asyncio.get_running_loop()

    def made() -> Mapping[str, Sequence[Made]]:
        settings = interview_settings(config, prompts)
        return asyncio.run_coroutine_threadsafe(_made_here(store, settings), loop).result(_PATIENCE)

    library = InThreads(lambda: open_library(config, made=made))
    table = ScheduleTable(config.database_url)
    handle = build(config, prompts, library, table)
    platforms: Mapping[str, Platform] = {"terminal": Terminal(store)}
    try:
        async with open_turns(
            config.turns_url,
            store=store,
            handle=handle,
            platforms=platforms,
            release=__version__,
            executor_id=os.environ.get("DBOS__VMID"),
        ) as turns:
            yield App(store=store, turns=turns)
    finally:
        await library.close()
        await table.close()
        await store.close()


def build(
    config: Config, prompts: Prompts, library: Knowledge | None = None, schedules: Schedules | None = None
) -> Handle:
    """Every feature behind one function that answers a message.

    `library` is the index, `schedules` where times are kept; the configured ones where they are None.
    """
    settings = interview_settings(config, prompts)
    context = knowledge.ContextSettings(knowledge=library or InThreads(lambda: open_library(config)), zone=config.zone)
    sprint = sprint_settings(config, context.knowledge)
    digest = DigestSettings(
        sprint=sprint,
        schedules=schedules or ScheduleTable(config.database_url),
        zone=config.zone,
        resolve=_named_conversation,
    )
    return route(
        (
            Feature(
                name="interview",
                commands={"interview": partial(interviews.interview_command, settings=settings)},
                listens=partial(interviews.hear, settings=settings),
                teaches=(
                    "`/interview what it is about` asks you about a requirement, one plain question at a time, "
                    "and writes the brief, the user stories and their acceptance criteria",
                    "`brief`, `list`, `change 7 …` and `resume` work on the last interview here",
                ),
            ),
            Feature(
                name="stories",
                commands={"story": partial(_story_command, settings=settings.stories)},
                picks=partial(_pick_story, settings=settings.stories),
                claims=partial(ear.hear_named, settings=settings.stories),
                listens=partial(ear.hear, settings=settings.stories),
                teaches=(
                    "`/story a rough idea` makes one standard user story of it",
                    "`stories` shows the stories of this conversation; `approve`, `edit US-2`, `regenerate US-2`, "
                    "`drop US-2` and `export` work on them",
                ),
            ),
            Feature(
                name="context",
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
            ),
            Feature(
                name="digest",
                commands={
                    "digest": partial(_digest_command, settings=digest),
                    "ceremony": partial(_ceremony_command, settings=digest),
                    "due": partial(due_command, run={"digest": partial(_digest_due, settings=digest)}),
                },
                teaches=(
                    "`/digest weekdays 09:00` sends here what is new for the sprint; `/digest list` shows what is set",
                ),
            ),
        )
    )


# What digests are made of is imported when one is asked for.
async def _digest_command(message: Message, ports: Ports, settings: DigestSettings) -> None:
    from bot.sprints.scheduling import digest_command

    await digest_command(message, ports, settings)


async def _ceremony_command(message: Message, ports: Ports, settings: DigestSettings) -> None:
    word, _, rest = message.text.strip().partition(" ")
    if word.casefold() != "digest":
        await ports.say(Post(text="What I can hold at set times is a digest: `/ceremony digest weekdays 09:00`."))
        return
    await _digest_command(message.model_copy(update={"text": rest}), ports, settings)


async def _digest_due(due: Due, ports: Ports, settings: DigestSettings) -> None:
    from bot.sprints.scheduling import digest_due

    await digest_due(due, ports, settings)


def _named_conversation(asking: Address, name: str) -> Address | None:
    """Another conversation by its name: the terminal's are known by theirs, others must be spoken in themselves."""
    if name.casefold() in {"here", "me", "@me"}:
        return asking if name.casefold() == "here" or asking.startswith("terminal:") else None
    return address_of(name.lstrip("#")) if asking.startswith("terminal:") else None


@asynccontextmanager
async def run_schedules(config: Config, app: App) -> AsyncIterator[None]:
    """Hand in what is due as long as this lasts. Several processes may: each due time is one turn all the same."""
    table = ScheduleTable(config.database_url)
    clock = Clock(
        schedules=table,
        submit=app.submit,
        grace=timedelta(minutes=config.schedule.grace_minutes),
        holidays=config.holidays,
    )
    await clock.start()
    try:
        yield
    finally:
        await clock.stop()
        await table.close()


# Drafting stories takes a while to import, and most turns draft none.
async def _story_command(message: Message, ports: Ports, settings: StorySettings) -> None:
    from bot.stories.flow import story_command

    await story_command(message, ports, settings)


async def _pick_story(message: Message, ports: Ports, settings: StorySettings) -> None:
    from bot.stories.flow import pick

    await pick(message, ports, settings)


async def _made_here(store: SqlStore, settings: interviews.InterviewSettings) -> Mapping[str, Sequence[Made]]:
    from bot.made import made_here

    return await made_here(store, settings)


async def made_documents(config: Config) -> Callable[[], Mapping[str, Sequence[Made]]]:
    """What the bot itself made, to be indexed with the sources."""
    settings = interview_settings(config, load_prompts(config.prompts_dir))
    upgrade(config.database_url)
    async with SqlStore(config.database_url) as store:
        made = await _made_here(store, settings)
    return lambda: made


def sprint_settings(config: Config, library: Knowledge) -> SprintSettings:
    """The team's choices for sprints."""
    return SprintSettings(knowledge=library, zone=config.zone, stale_days=config.index.stale_days)


async def _context_command(
    message: Message, ports: Ports, context: knowledge.ContextSettings, sprint: SprintSettings
) -> None:
    word, _, rest = message.text.strip().partition(" ")
    if word.casefold() == "sprint" and len(rest.split()) <= _NAME:
        from bot.sprints.flow import sprint_command

        await sprint_command(message, ports, sprint, rest)
    else:
        await knowledge.context_command(message, ports, context)


def interview_settings(config: Config, prompts: Prompts) -> interviews.InterviewSettings:
    """The team's choices for interviews and their stories; ConfigTrouble when the framework isn't there."""
    if config.interviews.framework not in prompts.frameworks:
        have = ", ".join(prompts.frameworks)
        raise ConfigTrouble(
            config.file or "config.yaml",
            None,
            f"`interviews.framework` is `{config.interviews.framework}`, which isn't in prompts/interviews.",
            f"Use one of {have}.",
        )
    return interviews.InterviewSettings(
        frameworks=prompts.frameworks,
        vague=prompts.vague,
        framework=config.interviews.framework,
        depth=config.interviews.depth,
        zone=config.zone,
        brief_template=prompts.documents["brief.md.jinja"],
        stories=story_settings(config, prompts),
    )


def story_settings(config: Config, prompts: Prompts) -> StorySettings:
    """The team's choices for stories."""
    template = prompts.documents["story.md.jinja"]
    if config.template_file is not None:
        template = load_document(config.template_file)
    return StorySettings(style=config.stories.criteria, template=template)


async def export(config: Config, what: str, which: str, form: str) -> str:
    """An interview or a set of stories as a document; `which` is an id, its number, or `latest`."""
    from bot.interviews.exports import export_interview
    from bot.stories.flow import export_set, set_of

    prompts = load_prompts(config.prompts_dir)
    settings = interview_settings(config, prompts)
    upgrade(config.database_url)
    store = SqlStore(config.database_url)
    try:
        journal = await _find(store, what, which)
        if what == ear.KIND:
            return export_set(set_of(journal), journal, form, settings.stories)
        drafted = await _stories_of(store, journal)
        return export_interview(journal, drafted, form, settings)
    finally:
        await store.close()


async def _find(store: SqlStore, what: str, which: str) -> Journal:
    if which == "latest":
        journal = await store.latest(kind=what)
        if journal is None:
            there = "There are no stories" if what == ear.KIND else f"There is no {what}"
            raise Trouble(f"{there} yet. `groundwork chat` and `/interview` begin one.")
        return journal
    journal = await store.journal(which if which.startswith(f"{what}-") else f"{what}-{which}")
    if journal is None:
        heads = await store.heads(kind=what)
        have = ", ".join(head.id for head in heads) or "none"
        raise Trouble(f"There is no {what} {which}. There is {have}.")
    return journal


async def _stories_of(store: SqlStore, journal: Journal) -> Journal | None:
    stories_id = replay(interviews.events_of(journal)).stories
    return await store.journal(stories_id) if stories_id else None
