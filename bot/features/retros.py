"""Puts together retrospectives: the board, the actions, the reminders, and what is known of the sprint."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import date
from functools import cached_property, partial

import structlog

from bot.chat import Address, Command, Message, Part, Person, Shortcut
from bot.config import Config
from bot.durable import Ports
from bot.errors import ConfigTrouble, Trouble
from bot.features.ceremonies import ceremony_country, ceremony_events, ceremony_works, ceremony_zone, days_off
from bot.features.trackers import ActionsInTrackers
from bot.knowledge.embed import Embedder, open_embedder
from bot.knowledge.ports import Knowledge
from bot.knowledge.threads import InThreads
from bot.platforms.whereabouts import are_together, people_near, team_of
from bot.prompts import Prompts
from bot.retros import forms, held, names
from bot.retros.amending import follows
from bot.retros.anonymous import veils
from bot.retros.daily import REMINDERS
from bot.retros.moves import Fact
from bot.retros.noting import TIMER
from bot.retros.reminding import remind, time_is_up
from bot.retros.settings import RetroSettings
from bot.router import Feature
from bot.schedule import Due, Schedules
from bot.store.journal import Reads
from bot.store.keys import RetroKeys
from bot.store.sql import SqlStore

_DONE = re.compile(r"\b(?:done|closed|finished|shipped|released|accepted|completed?|resolved)\b", re.IGNORECASE)
_MOST = 3
_log = structlog.get_logger(__name__)


def retro_features(settings: RetroSettings) -> Sequence[Feature]:
    """Retros and their actions."""
    return (
        Feature(
            name=names.KIND,
            takes=lambda message: message.text.partition(" ")[0].endswith(":"),  # "retro stop: …" is told how to add it
            deed=_deed,
            commands={
                names.KIND: partial(_retro_command, settings=settings),
                names.NOTE: partial(_note_command, settings=settings),
            },
            picks=partial(_pick, settings=settings),
            claims=partial(_hear, settings=settings),
            amends=partial(_amend, settings=settings),
            due={REMINDERS: partial(_remind, settings=settings), TIMER: _time_is_up},
            teaches=(
                "`/retro start` holds a retrospective: notes, themes, votes, actions; `/retro add …` notes something "
                "for it all sprint long",
                "`/retro actions` shows what came of the last ones; owners are reminded until it is done",
            ),
            announces=(
                Command(
                    name=names.KIND, does="Hold a retrospective, note for the next, see the actions", takes="start"
                ),
            ),
            shortcuts=(Shortcut(command=names.NOTE, label="Add to the retro"),),
            opens=partial(forms.opens, settings=settings),
            checks=forms.checks,
            belongs=partial(held.belongs, settings=settings),
            veils=partial(veils, settings=settings),
            follows=partial(follows, settings=settings),
            home=_home,
        ),
    )


def retro_settings(
    config: Config, prompts: Prompts, library: Knowledge, schedules: Schedules, store: SqlStore
) -> RetroSettings:
    """The team's choices for retros; ConfigTrouble when the format isn't there."""
    if config.retros.format not in prompts.retros:
        raise ConfigTrouble(
            config.file or "config.yaml",
            None,
            f"`retros.format` is `{config.retros.format}`, which isn't in prompts/retros.",
            f"Use one of {', '.join(prompts.retros)}.",
        )
    return RetroSettings(
        formats=prompts.retros,
        format=config.retros.format,
        votes=config.retros.votes,
        anonymous=config.retros.anonymous,
        mood=config.retros.mood,
        zone=config.zone,
        team_of=team_of,
        are_together=are_together,
        people=partial(people_near, kept=store),
        facts=partial(facts_of, library),
        embed=Meanings(config.index.embedder),
        keys=RetroKeys(store),
        schedules=schedules,
        remind_at=config.retros.remind_at,
        events=partial(ceremony_events, config),
        zone_of=ceremony_zone,
        country_of=ceremony_country,
        works_of=ceremony_works,
        free=partial(days_off, config),
        trackers=ActionsInTrackers(config),
    )


class Meanings:
    """Vectors of texts, by the embedder that documents are searched with; None where there is none."""

    def __init__(self, name: str) -> None:
        self._name = name

    @cached_property
    def _embedder(self) -> Embedder | None:
        try:
            return open_embedder(self._name)
        except Trouble as trouble:  # notes are grouped by their words then; the doctor tells why
            _log.info("no_meanings", trouble=trouble.sentence)
            return None

    async def __call__(self, texts: Sequence[str]) -> Sequence[Sequence[float]] | None:
        """See `bot.retros.settings.Embedding`."""
        return await asyncio.to_thread(self._vectors, texts)

    def _vectors(self, texts: Sequence[str]) -> Sequence[Sequence[float]] | None:
        embedder = self._embedder
        return None if embedder is None else [windows[0] for windows in embedder.passages(list(texts))]


async def facts_of(library: Knowledge, team: Address, day: date) -> Sequence[Fact]:
    """How the sprint went, as its document tells it, and whether what was found for it helped."""
    try:
        return [*await _sprint_facts(library, team, day), *await _opinions(library, team)]
    except Trouble as trouble:  # a retro can be held without
        _log.warning("no_facts", trouble=trouble.sentence)
        return []


async def _sprint_facts(library: Knowledge, team: Address, day: date) -> list[Fact]:
    from bot.sprints.digest import stands_for
    from bot.sprints.reading import read_sprint
    from bot.sprints.rules import Sprint, choose

    sprints: list[Sprint] = []
    for document in await library.documents(asking=team):
        if document.kind == "sprint":
            sprints += read_sprint(await library.text(document.id), stands_for(document))
    sprint = choose(sprints, "", day, running_first=True) if sprints else None
    if sprint is None or not sprint.items or (sprint.start and sprint.start > day):
        return []
    where, link = sprint.cite.path, sprint.cite.link or None
    done = [item for item in sprint.items if _DONE.search(item.status) and not item.carried_to]
    carried = [item for item in sprint.items if item.carried_to]
    told = [f"{sprint.name}: {len(done)} of {len(sprint.items)} items are done"]
    if sprint.goal:
        told.append(f"Its goal: {sprint.goal}")
    told += [f"Carried over to {item.carried_to}: {item.id} {item.title}".strip() for item in carried[:_MOST]]
    return [Fact(text=text, source=where, link=link) for text in told]


async def _opinions(library: Knowledge, team: Address) -> list[Fact]:
    if not isinstance(library, InThreads):
        return []
    seen = {document.id for document in await library.documents(asking=team)}
    votes = [(helped, not_helped) for document, helped, not_helped in await library.votes() if document in seen]
    helped, not_helped = sum(one for one, _ in votes), sum(other for _, other in votes)
    if not helped + not_helped:
        return []
    text = f"What I found in the documents helped {helped} time{'s' * (helped != 1)} and didn’t {not_helped}"
    return [Fact(text=text, source="votes under /context")]


def _deed(message: Message) -> str | None:
    """To begin a retro, or to export one, takes a right; whatever is said in it is for everybody."""
    words = held.words_of(message)
    return None if words is None else words.verb if words.verb in held.VERBS else "help"


# What a turn of a retro needs takes a while to import, and most turns are none.
async def _retro_command(message: Message, ports: Ports, settings: RetroSettings) -> None:
    from bot.retros.flow import retro_command

    await retro_command(message, ports, await settings.of_team(ports.store, message.address))


async def _note_command(message: Message, ports: Ports, settings: RetroSettings) -> None:
    from bot.retros.flow import note_command

    await note_command(message, ports, await settings.of_team(ports.store, message.address))


async def _pick(message: Message, ports: Ports, settings: RetroSettings) -> None:
    from bot.retros.flow import pick

    await pick(message, ports, await settings.of_team(ports.store, message.address))


async def _hear(message: Message, ports: Ports, settings: RetroSettings) -> bool:
    if held.words_of(message) is None:
        return False
    from bot.retros.flow import hear

    return await hear(message, ports, await settings.of_team(ports.store, message.address))


async def _amend(message: Message, ports: Ports, settings: RetroSettings) -> bool:
    from bot.retros.amending import amend

    return await amend(message, ports, await settings.of_team(ports.store, message.address))


async def _remind(due: Due, ports: Ports, settings: RetroSettings) -> None:
    await remind(due, ports, await settings.of_team(ports.store, due.schedule.address))


async def _time_is_up(due: Due, ports: Ports) -> None:
    await time_is_up(due, ports)


async def _home(person: Person, store: Reads) -> tuple[Part, ...]:
    from bot.retros.home import home

    return await home(person, store)
