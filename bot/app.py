"""The composition root: builds the whole bot from its configuration. Only the command line knows it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot import __version__, places
from bot.chat import Message, Post
from bot.config import Config
from bot.documents import load_document
from bot.durable import Handle, Platform, Ports
from bot.durable.shared import SharedTurns, open_turns
from bot.errors import ConfigTrouble, Trouble
from bot.interviews import flow as interviews
from bot.interviews.rules import replay
from bot.llm.provider import Provider
from bot.llm.words import reads_along
from bot.model_prompts import load_model_prompts
from bot.platforms.terminal import Terminal
from bot.prompts import Prompts, load_prompts
from bot.router import Feature, route
from bot.store.journal import Journal
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore
from bot.stories import ear
from bot.stories.settings import StorySettings

if TYPE_CHECKING:  # most teams have no model, and needn't wait for it
    from bot.llm.model import Model
    from bot.llm.prompt import ReadyPrompt


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
    handle = build(config, load_prompts(config.prompts_dir))
    places.make_state_folder(config.home)
    told = load_model_prompts(config.prompts_dir) if config.model else {}
    upgrade(config.database_url)
    store = SqlStore(config.database_url)
    platforms: Mapping[str, Platform] = {"terminal": Terminal(store)}
    try:
        async with open_turns(
            config.turns_url,
            store=store,
            handle=handle,
            platforms=platforms,
            # With another model a turn takes other steps, so one that was interrupted starts again from its message.
            release=f"{__version__}+{config.model}" if config.model else __version__,
            executor_id=os.environ.get("DBOS__VMID"),
            models=model_of(config, store, told),
        ) as turns:
            yield App(store=store, turns=turns)
    finally:
        await store.close()


def model_of(
    config: Config, store: SqlStore, told: Mapping[str, ReadyPrompt], provider: Provider | None = None
) -> Model | None:
    """The configured language model, None when there is none. `provider` takes the place of the real one in tests."""
    if not config.model and provider is None:
        return None
    from bot.llm.model import Model
    from bot.llm.providers import LangChainProvider
    from bot.llm.redact import Redactor
    from bot.llm.spending import Budget
    from bot.store.usage import UsageBook

    return Model(
        provider or LangChainProvider(config.model, config.base_url),
        told,
        book=UsageBook(store),
        budget=Budget(**config.budget.model_dump()),
        prices=config.prices,
        redactor=Redactor.of(config.redact),
        zone=config.zone,
    )


def build(config: Config, prompts: Prompts) -> Handle:
    """Every feature behind one function that answers a message."""
    settings = interview_settings(config, prompts)
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
        ),
        notice=reads_along(config.model, config.base_url),
    )


# Drafting stories takes a while to import, and most turns draft none.
async def _story_command(message: Message, ports: Ports, settings: StorySettings) -> None:
    from bot.stories.flow import story_command

    await story_command(message, ports, settings)


async def _pick_story(message: Message, ports: Ports, settings: StorySettings) -> None:
    from bot.stories.flow import pick

    await pick(message, ports, settings)


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
        reads_along=reads_along(config.model, config.base_url),
    )


def story_settings(config: Config, prompts: Prompts) -> StorySettings:
    """The team's choices for stories."""
    template = prompts.documents["story.md.jinja"]
    if config.template_file is not None:
        template = load_document(config.template_file)
    told = reads_along(config.model, config.base_url)
    return StorySettings(style=config.stories.criteria, template=template, reads_along=told)


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
