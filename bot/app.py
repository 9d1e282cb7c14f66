"""The composition root: builds the whole bot from its configuration. Only the command line knows it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from bot import __version__, places
from bot.chat import Address, Form, Menu, Message, Person, Post, Veiled
from bot.config import Config
from bot.durable import Handle, Platform
from bot.durable.depth import Depth
from bot.durable.shared import SharedTurns, open_turns
from bot.errors import StoreTrouble, Trouble, TurnTrouble
from bot.features.ceremonies import ceremony_features
from bot.features.ceremony_retros import ceremony_retros
from bot.features.context import context_features, digest_answer, library_of, made_documents, run_schedules
from bot.features.files import file_features
from bot.features.health import health_features
from bot.features.interviews import interview_features, interview_settings
from bot.features.privacy import guard_of, privacy_features, telling_of
from bot.features.retro_summaries import retro_summary_features, summary_settings
from bot.features.retros import retro_features, retro_settings
from bot.features.settings import settings_features
from bot.features.sharing import sharing_features
from bot.features.trackers import tracker_features
from bot.forgetting.erasing import Erasing
from bot.forgetting.purging import Purging
from bot.forgetting.replicas import Replicas
from bot.knowledge.indexing import Made
from bot.knowledge.opening import open_library
from bot.knowledge.ports import Knowledge
from bot.knowledge.threads import InThreads
from bot.llm.provider import Provider
from bot.llm.words import reads_along
from bot.model_prompts import load_model_prompts
from bot.platforms.passing import PASSING
from bot.platforms.port import KeyValue, Now, now
from bot.platforms.rooms import is_private
from bot.platforms.slack import Slack, SlackSettings
from bot.platforms.teams import Teams, TeamsSettings
from bot.platforms.terminal import Terminal
from bot.prompts import Prompts, load_prompts
from bot.router import Feature, SynchronousLane, menu, route
from bot.schedule import Schedules
from bot.store.migrate import HEAD, current_revision, upgrade
from bot.store.schedules import ScheduleTable
from bot.store.sql import SqlStore
from bot.store.urls import sqlite_file
from bot.watching.vitals import Examined

if TYPE_CHECKING:  # most teams have no model, and needn't wait for it
    from bot.llm.model import Model
    from bot.llm.prompt import ReadyPrompt
    from bot.watching.metrics import Metrics


@dataclass(frozen=True, slots=True)
class App:
    """The running bot: takes messages, and knows what was said back."""

    store: SqlStore
    turns: SharedTurns
    lane: SynchronousLane
    slack: Slack
    teams: Teams
    erasing: Erasing
    examined: Examined
    library: InThreads
    replicas: Replicas

    @property
    def menu(self) -> Menu:
        """What platforms can announce."""
        return menu(self.lane.features)

    async def opens(self, message: Message) -> Form | None:
        """The form that this opens."""
        return await self.lane.opens(message)

    async def checks(self, message: Message) -> Mapping[str, str]:
        """What is wrong with a filled form."""
        return await self.lane.checks(message)

    async def belongs(self, message: Message) -> Address | None:
        """The conversation that this is about, where it isn't the one it came from."""
        return await self.lane.belongs(message)

    async def follows(self, address: Address, link: str) -> bool:
        """Whether something was made of the message behind this link."""
        return await self.lane.follows(address, link)

    async def home(self, person: Person) -> Post:
        """What this person has going on."""
        return await self.lane.home(person)

    async def submit(self, message: Message) -> str:
        """Queue a message; returns its turn's id. The same message again changes nothing.

        Whatever way it came, nothing is queued that was promised to stay anonymous.
        """
        veiled = await self.lane.veils(message)
        if veiled is None:
            return await self.turns.submit(message)
        if veiled.message is None:
            raise Trouble(veiled.told)
        return await self.turns.submit(veiled.message)

    async def veils(self, message: Message) -> Veiled | None:
        """What may be kept of a message that was promised to stay anonymous."""
        return await self.lane.veils(message)

    async def result(self, turn_id: str, *, timeout: float | None = None) -> list[Post]:  # noqa: ASYNC109 (passed on)
        """Wait for a turn to end; returns what the bot said in it."""
        return await self.turns.result(turn_id, timeout=timeout)


@asynccontextmanager
async def open_app(config: Config, metrics: Metrics | None = None, now: Now = now) -> AsyncIterator[App]:
    """The bot, ready to answer; one that runs already on the same data does the work instead.

    `metrics` counts what it does. `now` is the clock of what chat platforms send without a time.
    """
    prompts = load_prompts(config.prompts_dir)
    places.make_state_folder(config.home)
    told = load_model_prompts(config.prompts_dir) if config.model else {}
    upgrade(config.database_url)
    store, schedules = SqlStore(config.database_url), ScheduleTable(config.database_url)
    slack, teams = Slack(store, slack_settings(config), now), Teams(store, teams_settings(config), now)
    read_outside = partial(_read_outside, (slack, teams))
    platforms: Mapping[str, Platform] = {"terminal": Terminal(store), "slack": slack, "teams": teams}
    making = partial(interview_settings, config, prompts)
    library = library_of(config, store, making, read_outside, partial(is_private, platforms))
    replicas = Replicas(config, store, library, (slack.forget, teams.forget))
    erasing = Erasing(config, store, library, replicas)
    purging = Purging(config=config, store=store, library=library, passing=(*PASSING, "unanswered:"))
    privacy = privacy_features(erasing, purging)
    features = build_features(config, prompts, library, schedules, privacy, store, platforms)
    guard = guard_of(config, store, {each.name: each for each in (slack, teams) if each.wanted})
    handle = route(features, reads_along(config.model, config.base_url), guard)
    handle, depth = telling_of(config, store, handle), Depth(config.turns_url)
    try:
        async with open_turns(
            config.turns_url,
            store=store,
            handle=metrics.timed(handle, features) if metrics else handle,
            platforms=platforms,
            # With another model a turn takes other steps, so one that was interrupted starts again from its message.
            release=f"{__version__}+{config.model}" if config.model else __version__,
            executor_id=os.environ.get("DBOS__VMID"),
            models=model_of(config, store, told, metrics=metrics),
        ) as turns:
            lane = SynchronousLane(features=features, store=store, guard=guard)
            erasing.runs_on(turns)
            if turns.here:
                await erasing.resume()
            examined = Examined(turns, depth, schedules, library.age, config.holidays)
            yield App(store, turns, lane, slack, teams, erasing, examined, library, replicas)
            await erasing.finish()
    finally:
        depth.close()
        await library.close()  # before those whom it asks who may read what
        await slack.close()
        await teams.close()
        await schedules.close()
        await store.close()


async def _read_outside(platforms: Sequence[Slack | Teams], address: Address) -> bool:
    for each in platforms:
        if address.startswith(f"{each.name}:"):
            return await each.outside(address)
    return False


def model_of(
    config: Config,
    store: SqlStore,
    told: Mapping[str, ReadyPrompt],
    provider: Provider | None = None,
    metrics: Metrics | None = None,
) -> Model | None:
    """The configured language model, None when there is none. `provider` takes the place of the real one in tests."""
    if not config.model and provider is None:
        return None
    from bot.llm.model import Model
    from bot.llm.providers import LangChainProvider
    from bot.llm.redact import Redactor
    from bot.llm.spending import Budget
    from bot.store.usage import UsageBook

    book = UsageBook(store)
    return Model(
        provider or LangChainProvider(config.model, config.base_url),
        told,
        book=metrics.book(book) if metrics else book,
        budget=Budget(**config.budget.model_dump()),
        prices=config.prices,
        redactor=Redactor.of(config.redact),
        zone=config.zone,
    )


@asynccontextmanager
async def serve(config: Config, on_lost: Callable[[], None] = lambda: None) -> AsyncIterator[list[str]]:
    """Listen to every chat platform that is set up; gives a line for each. Trouble when there is none.

    `on_lost` is called when another process has become this replica, so that this one must end.
    """
    from bot.platforms.web import Route, web_server

    slack, teams = slack_settings(config), teams_settings(config)
    if not (slack.wanted or teams.wanted):
        raise Trouble(
            "There is nothing to serve yet: no chat platform is set up. For Slack, set SLACK_BOT_TOKEN and "
            "SLACK_APP_TOKEN; for Teams, TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID. The README says where "
            "to find them."
        )
    async with AsyncExitStack() as stack:
        metrics = None
        if config.watch.port is not None:
            from bot.watching.metrics import Metrics

            metrics = Metrics()
        app = await stack.enter_async_context(open_app(config, metrics))
        if not app.turns.here:
            raise TurnTrouble(
                "Another Groundwork is running on the same data. Stop it, then serve. On PostgreSQL several may serve "
                "beside each other, each with a name of its own in DBOS__VMID."
            )
        app.turns.on_lost = on_lost
        app.library.warm()
        await stack.enter_async_context(app.replicas.listening())
        await stack.enter_async_context(run_schedules(config, app.submit, app.store))
        lines: list[str] = []
        routes: list[Route] = []
        by = "by HTTP" if slack.mode == "http" else "by Socket Mode"
        for wanted, line, platform in (
            (slack.wanted, f"Slack, {by}", app.slack),
            (teams.wanted, "Teams" if teams.mode == "live" else "Teams, in the Playground on this machine", app.teams),
        ):
            if not wanted:
                continue
            routes += await stack.enter_async_context(platform.serve(app))
            lines.append(line)
        if routes:
            port = await stack.enter_async_context(web_server(routes, config.http.host, config.http.port))
            lines += [f"http://{config.http.host}:{port}{route.path}" for route in routes]
        if metrics is not None:
            from bot.watching.endpoints import watched

            watching = await stack.enter_async_context(watched(config, metrics, app.examined))
            lines += [f"{watching}{path}" for path in ("/healthz", "/readyz", "/metrics")]
        yield lines


def slack_settings(config: Config) -> SlackSettings:
    """How to reach Slack."""
    secrets = config.secrets
    return SlackSettings(
        bot_token=secrets.slack_bot_token,
        app_token=secrets.slack_app_token,
        signing_secret=secrets.slack_signing_secret,
        api_url=config.slack.api_url,
        mode=config.slack.mode,
        listed=tuple(config.access.rules.roles),
    )


def teams_settings(config: Config) -> TeamsSettings:
    """How to reach Teams."""
    secrets = config.secrets
    return TeamsSettings(
        app_id=secrets.teams_app_id,
        app_password=secrets.teams_app_password,
        certificate_file=secrets.teams_certificate_file,
        tenant_id=secrets.teams_tenant_id,
        tenants=config.teams.allowed,
        mode=config.teams.mode,
        host=config.http.host,
        keys_url=config.teams.keys_url,
    )


def manifest(config: Config, platform: str, *, http_url: str | None = None) -> str | bytes:
    """What a platform asks for when this app is installed: a text to paste, or a file to upload."""
    from bot.platforms.slack.platform import manifest_text
    from bot.platforms.teams.platform import package

    makers: dict[str, Callable[..., str | bytes]] = {
        "slack": partial(manifest_text, slack_settings(config)),
        "teams": partial(package, teams_settings(config)),
    }
    if platform not in makers:
        raise Trouble(f"There is no manifest for {platform}. There is one for {', '.join(makers)}.")
    return makers[platform](menu(build_features(config, load_prompts(config.prompts_dir))), http_url=http_url)


async def platform_lines(config: Config) -> list[tuple[str, Literal["well", "note", "wrong"], str, str]]:
    """What the doctor should know of each chat platform: its name, how it is, what was found, what to do."""
    from bot.platforms.slack.checks import examine
    from bot.platforms.teams.checks import examine as examine_teams

    lines = [("Slack", *line) for line in await examine(slack_settings(config))]
    if not teams_settings(config).wanted:
        return [*lines, ("Teams", "well", "not set up; the README says how, under “Install in Teams”.", "")]
    async with AsyncExitStack() as stack:
        there = await _has_tables(config)
        store = await stack.enter_async_context(SqlStore(config.database_url)) if there else None
        return [*lines, *(("Teams", *line) for line in await examine_teams(teams_settings(config), store))]


async def _has_tables(config: Config) -> bool:
    """Whether the database is in use already; the doctor makes none, and tells of one that can't be reached."""
    file = sqlite_file(config.database_url)
    try:
        return (not file or file.exists()) and await asyncio.to_thread(current_revision, config.database_url) == HEAD
    except StoreTrouble:
        return False


def build(  # noqa: PLR0913, PLR0917 (as in `build_features`)
    config: Config,
    prompts: Prompts,
    library: Knowledge | None = None,
    schedules: Schedules | None = None,
    store: SqlStore | None = None,
    platforms: Mapping[str, Platform] | None = None,
) -> Handle:
    """Every feature behind one function that answers a message."""
    features = build_features(config, prompts, library, schedules, store=store, platforms=platforms)
    return route(features, notice=reads_along(config.model, config.base_url))


def build_features(  # noqa: PLR0913, PLR0917 (what the features stand on)
    config: Config,
    prompts: Prompts,
    library: Knowledge | None = None,
    schedules: Schedules | None = None,
    privacy: Sequence[Feature] = (),
    store: SqlStore | None = None,
    platforms: Mapping[str, Platform] | None = None,
) -> Sequence[Feature]:
    """Every feature, in the order in which they are asked.

    `library` is the index, `schedules` where times are kept, `store` everything else; None: the configured ones, opened
    when they are asked. `privacy` are the features about people's own data, as they are where turns run. `platforms`
    can be asked for what was said before.
    """
    library = library or InThreads(lambda: open_library(config))
    schedules = schedules or ScheduleTable(config.database_url)
    store = store or SqlStore(config.database_url)
    retro = retro_settings(config, prompts, library, schedules, store)
    summaries = summary_settings(config, schedules, retro, platforms)
    return (
        *interview_features(config, prompts),
        *file_features(library, interview_settings(config, prompts), summaries),
        *sharing_features(library),
        *health_features(config, prompts, store, schedules),
        *context_features(config, library, schedules),
        *retro_features(retro),
        *retro_summary_features(summaries),
        *ceremony_features(
            config,
            library,
            schedules,
            digest_answer(config, library, schedules),
            ceremony_retros(retro, summaries),
        ),
        *tracker_features(config, prompts, platforms),
        *(privacy or privacy_features(None, None)),
        *settings_features(config),
    )


@asynccontextmanager
async def looking(config: Config, kept: KeyValue) -> AsyncIterator[Mapping[str, Platform]]:
    """The chat platforms, to look something up in them."""
    slack, teams = Slack(kept, slack_settings(config)), Teams(kept, teams_settings(config))
    try:
        yield {"terminal": Terminal(kept), "slack": slack, "teams": teams}
    finally:
        await slack.close()


async def approved_documents(config: Config) -> Callable[[], Mapping[str, Sequence[Made]]]:
    """What the bot itself made so far, for an index that is brought up to date without it running."""
    upgrade(config.database_url)
    async with SqlStore(config.database_url) as store, looking(config, store) as platforms:
        settings = interview_settings(config, load_prompts(config.prompts_dir))
        made = await made_documents(store, settings, partial(is_private, platforms))
    return lambda: made
