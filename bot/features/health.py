"""Puts together how work flows: the value stream, what a team's work adds up to, its gates and its assessment."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.chat import Address, Command, Form, Message, Veiled
from bot.config import Config
from bot.durable import Ports
from bot.features.interviews import interview_settings
from bot.health import inviting, reporting
from bot.health.assessing import NAME, AssessSettings
from bot.health.assessment import ANSWERED
from bot.health.flow import HealthSettings, health_command
from bot.health.invitations import wish_in
from bot.health.maps import MapSettings
from bot.language.remarks import is_remark
from bot.platforms.rooms import room_of
from bot.platforms.whereabouts import person_called, team_of
from bot.prompts import Prompts
from bot.router import Feature
from bot.schedule import Schedules
from bot.store.journal import Reads
from bot.store.keys import AnswerKeys
from bot.store.sql import SqlStore


def health_features(config: Config, prompts: Prompts, store: SqlStore, schedules: Schedules) -> Sequence[Feature]:
    """The value stream, the numbers and gates, reports about stories, and the assessment."""
    interviews = interview_settings(config, prompts)
    person = partial(person_called, kept=store)
    settings = MapSettings(interviews=interviews, person=person, schedules=schedules)
    health = HealthSettings(
        reads=store, room=room_of, limits=config.gates.limits, frameworks=prompts.frameworks, zone=config.zone
    )
    assess = AssessSettings(
        assessment=prompts.assessment, keys=AnswerKeys(store, ANSWERED), team_of=team_of, zone=config.zone
    )
    return (
        Feature(
            name="map",
            takes=lambda message: bool(wish_in(message.text)) or not is_remark("map", message.text),
            deed=_map_deed,
            commands={"map": partial(_map_command, settings=settings)},
            picks=partial(inviting.pick, settings=settings),
            claims=partial(inviting.hear_wish, settings=settings),
            opens=partial(inviting.opens, settings=settings),
            checks=partial(inviting.checks, settings=settings),
            belongs=inviting.belongs,
            due={inviting.REMINDER: partial(inviting.remind, settings=settings)},
            teaches=(
                "`/map which work` asks how it flows from the idea to its users, and draws where it waits; "
                "`ask @sam about step 3` asks somebody about theirs, in their own chat",
            ),
            announces=(Command(name="map", does="Map how work flows, and where it waits", takes="which work"),),
        ),
        Feature(
            name="health",
            takes=lambda message: message.text.strip().casefold() == "gates",
            commands={"health": partial(health_command, settings=health)},
            teaches=(
                "`/health` shows what I know of how your work goes, month by month; `/health gates` what is still "
                "missing before anything gets faster",
            ),
            announces=(Command(name="health", does="See how your work goes, and your gates", takes="gates"),),
        ),
        Feature(name=reporting.NAME, picks=reporting.pick),
        Feature(
            name=NAME,
            takes=lambda message: message.text.casefold() == "help" or _assess_deed(message) != "help",
            deed=_assess_deed,
            commands={NAME: partial(_assess_command, settings=assess)},
            picks=partial(_assess_pick, settings=assess),
            opens=partial(_opens, settings=assess),
            belongs=partial(_belongs, settings=assess),
            veils=partial(_veils, settings=assess),
            teaches=("`/assess` asks everybody how the team works, without names; only the average is shown",),
            announces=(Command(name=NAME, does="Ask the team how it works, without names", takes="close"),),
        ),
    )


def _assess_deed(message: Message) -> str | None:
    if message.command != NAME:
        return None
    from bot.health.assessing import deed_of

    return deed_of(message.text)


async def _assess_command(message: Message, ports: Ports, settings: AssessSettings) -> None:
    from bot.health.assessing import assess_command

    await assess_command(message, ports, settings)


async def _assess_pick(message: Message, ports: Ports, settings: AssessSettings) -> None:
    from bot.health.assessing import pick

    await pick(message, ports, settings)


async def _opens(message: Message, store: Reads, settings: AssessSettings) -> Form | None:
    from bot.health.assessing import opens

    return await opens(message, store, settings)


async def _belongs(message: Message, store: Reads, settings: AssessSettings) -> Address | None:
    from bot.health.assessing import belongs

    return await belongs(message, store, settings)


async def _veils(message: Message, store: Reads, settings: AssessSettings) -> Veiled | None:
    from bot.health.assessing import veils

    return await veils(message, store, settings)


def _map_deed(message: Message) -> str | None:
    """To begin a map, or to have somebody asked about their step."""
    if message.command is None:
        return "invite" if wish_in(message.text) else None
    return None if message.command != "map" else "invite" if wish_in(message.text) else "new"


async def _map_command(message: Message, ports: Ports, settings: MapSettings) -> None:
    wish = wish_in(message.text)
    if wish is not None:
        await inviting.ask_command(wish, message, ports, settings)
        return
    from bot.health.mapping import map_command

    await map_command(message, ports, settings.interviews)
