"""Puts together retro summaries: reading back what was said, what it means, keeping an action, set times."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.chat import Address, Command, Form, Message
from bot.config import Config
from bot.durable import Platform, Ports
from bot.features.ceremonies import by_own_clock, ceremony_country, ceremony_scrum_master, ceremony_zone
from bot.history import History, Past
from bot.llm.words import who
from bot.platforms.whereabouts import linked, team_of
from bot.rights import deed_in
from bot.router import Feature
from bot.schedule import Due, Schedules
from bot.store.journal import Reads

if TYPE_CHECKING:  # retros come up every other week
    from bot.retros.extraction.log import Log
    from bot.retros.extraction.meaning import Meaning
    from bot.retros.extraction.summary import Summary
    from bot.retros.settings import RetroSettings
    from bot.retros.summaries.times import TimedSettings

NAME = "retro-summary"


def summary_settings(
    config: Config, schedules: Schedules, retro: RetroSettings, platforms: Mapping[str, Platform] | None = None
) -> Callable[[], TimedSettings]:
    """What summaries need, put together when one is made.

    `platforms` are those that can be asked for what was said; None: none can.
    """
    return partial(_settings, config, schedules, retro, platforms or {}, Read(config.index.embedder))


def retro_summary_features(settings: Callable[[], TimedSettings]) -> Sequence[Feature]:
    """Summaries of retrospectives."""
    return (
        Feature(
            name=NAME,
            takes=_takes,
            deed=_deed,
            commands={NAME: partial(_command, settings=settings)},
            picks=partial(_pick, settings=settings),
            due={NAME: partial(_due, settings=settings)},
            opens=_opens,
            checks=_checks,
            teaches=(
                "`/retro-summary` reads what was said here since the last one: what went well, what to improve, "
                "themes, decisions, and actions to keep; also of notes and exports that you attach",
            ),
            announces=(
                Command(
                    name=NAME, does="Sum up the retrospective that was held here", takes="since Monday, last 2 weeks"
                ),
            ),
        ),
    )


def _takes(message: Message) -> bool:
    from bot.retros.summaries.times import is_asked

    return is_asked(message)


def _deed(message: Message) -> str | None:
    if message.command != NAME:
        return None
    from bot.retros.summaries.times import deed_of

    return deed_of(message)


def _settings(
    config: Config, schedules: Schedules, retro: RetroSettings, platforms: Mapping[str, Platform], read: Read
) -> TimedSettings:
    from bot.platforms.exports import read_export
    from bot.retros.daily import remind_daily
    from bot.retros.summaries.summarising import SummarySettings
    from bot.retros.summaries.times import TimedSettings

    async def remind(team: Address, message: Message, ports: Ports) -> None:
        await remind_daily(team, message, ports, retro)

    summary = SummarySettings(
        zone=config.zone, past=partial(_past, platforms), linked=linked, read_export=read_export, summarise=read,
        never=partial(_never, platforms), team_of=team_of, remind=remind, events=retro.events,
        model=who(config.model, config.base_url), offers=retro.trackers.offers,
    )  # fmt: skip
    return TimedSettings(summary=summary, schedules=schedules)


class Read:
    """Reads a log; the sentence model is opened when it is first needed."""

    def __init__(self, embedder: str) -> None:
        self._embedder = embedder
        self._meaning: Meaning | None = None
        self._opened = False

    def __call__(self, log: Log, earlier: Sequence[Summary]) -> tuple[Summary, list[int]]:
        """See `bot.retros.summaries.summarising.Summarise`."""
        from bot.retros.extraction.meaning import Meaning
        from bot.retros.extraction.recurring import streaks
        from bot.retros.extraction.summary import summarise
        from bot.retros.summaries.summed import each_retro_once, theme_texts

        if not self._opened:
            self._meaning, self._opened = Meaning.opened(self._embedder), True
        meaning = self._meaning
        vectors = meaning.vectors if meaning else None
        summary = (
            summarise(log, guess=meaning.guess, headings=meaning.headings, vectors=vectors)
            if meaning
            else summarise(log)
        )
        before = [theme_texts(each) for each in each_retro_once(summary, earlier)]
        return summary, streaks(theme_texts(summary), before, vectors)


async def by_clock(settings: TimedSettings, store: Reads, room: Address) -> TimedSettings:
    """The same by the clock of the team of this conversation, and with its scrum master."""
    zone = await ceremony_zone(store, room)
    if zone is None:
        return settings
    country, master = await ceremony_country(store, room), await ceremony_scrum_master(store, room)
    return replace(settings, summary=replace(settings.summary, zone=zone, country=country, scrum_master=master))


async def _as_said(message: Message, store: Reads, settings: TimedSettings) -> TimedSettings:
    """By the team's clock; in somebody's own chat by theirs."""
    if team_of(message.address) is None and message.zone:
        zone = by_own_clock(message, settings.summary.zone)
        return replace(settings, summary=replace(settings.summary, zone=zone))
    return await by_clock(settings, store, message.address)


async def _past(platforms: Mapping[str, Platform], address: Address, since: datetime, until: datetime) -> Past:
    platform = platforms.get(address.partition(":")[0])
    if not isinstance(platform, History):
        return Past(why="I can’t read back what was said here. Attach notes or an export, and I’ll read these.")
    return await platform.past(address, since, until)


def _never(platforms: Mapping[str, Platform], address: Address) -> str:
    platform = platforms.get(address.partition(":")[0])
    return platform.never if isinstance(platform, History) else ""


async def _command(message: Message, ports: Ports, settings: Callable[[], TimedSettings]) -> None:
    from bot.retros.summaries.times import timed_command

    await timed_command(message, ports, await _as_said(message, ports.store, settings()))


async def _pick(message: Message, ports: Ports, settings: Callable[[], TimedSettings]) -> None:
    from bot.retros.summaries.summarising import pick
    from bot.retros.summaries.times import answered

    said = await _as_said(message, ports.store, settings())
    if deed_in(message.choice or "") in {"cron", "leave"}:
        await answered(message, ports, said)
    else:
        await pick(message, ports, said.summary)


async def _due(due: Due, ports: Ports, settings: Callable[[], TimedSettings]) -> None:
    from bot.retros.summaries.times import summary_due

    await summary_due(due, ports, await by_clock(settings(), ports.store, due.schedule.address))


async def _opens(message: Message, store: Reads) -> Form | None:
    if not message.choice:
        return None
    from bot.retros.summaries.editing import opens

    return await opens(message, store)


async def _checks(message: Message, store: Reads) -> Mapping[str, str]:
    from bot.retros.summaries.editing import checks

    return await checks(message, store)
