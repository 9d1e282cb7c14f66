"""Puts together a team's ceremonies: `/ceremony`, what goes out before and after each, and what each brings along."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.ceremonies.team import KIND, Kind, Team
from bot.chat import Address, Command, Form, Message, Part, Person
from bot.config import Config
from bot.durable import Ports
from bot.errors import ConfigTrouble
from bot.features.sprints import sprint_settings
from bot.knowledge.ports import Knowledge
from bot.platforms.whereabouts import are_together, team_of
from bot.retros.settings import Works
from bot.router import Answer, Feature
from bot.schedule import Due, Either, Schedules
from bot.sprints.rules import Pack
from bot.store.journal import Reads

if TYPE_CHECKING:  # most turns are about no ceremony
    from bot.ceremonies.elsewhere import Elsewhere
    from bot.ceremonies.rules import Days
    from bot.ceremonies.settings import Bring, CeremonySettings, Follows, Lines, Occasion

NAME = "ceremony"
_PACKS: dict[Kind, Pack] = {"planning": "planning", "refinement": "refinement", "review": "review"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Retros:
    """What a retrospective brings to its ceremony: a board opened, the last actions, a summary. None: nothing yet.

    `follows`: its reminders go by the team’s clock.
    """

    board: Bring | None = None
    actions: Lines | None = None
    summary: Bring | None = None
    follows: Follows | None = None


def ceremony_features(
    config: Config, library: Knowledge, schedules: Schedules, digest: Answer, retros: Retros | None = None
) -> Sequence[Feature]:
    """`/ceremony` and all that is due for it. `digest` answers `/ceremony digest …`."""
    check(config)
    settings = partial(_settings, config, library, schedules, retros or Retros())
    return (
        Feature(
            name=NAME,
            takes=_takes,
            deed=_deed,
            commands={
                NAME: partial(_command, settings=settings, digest=digest),
                "team-configured": partial(_configured, settings=settings),
            },
            picks=partial(_pick, settings=settings),
            due={NAME: partial(_due, settings=settings)},
            teaches=(
                "`/ceremony` sets when the team meets, reminds with an agenda, and lets anybody move, skip or pause",
            ),
            announces=(
                Command(
                    name=NAME,
                    does="See, move, skip or pause what the team holds",
                    takes="next, or move retro to Friday",
                ),
            ),
            opens=partial(_opens, config=config),
            checks=partial(_checks, config=config),
            belongs=_belongs,
            home=partial(_home, config=config),
        ),
    )


def room_of(address: Address) -> Address:
    """The whole conversation that an address is in; somebody's own chat is its own."""
    return team_of(address) or address


def days_of(config: Config) -> Days:
    """Which days are free: everybody's and those of a country."""
    from bot.ceremonies.days_off import holiday_name
    from bot.ceremonies.rules import Days

    return Days(off=partial(days_off, config), name=holiday_name)


def days_off(config: Config, calendar: str) -> Container[date]:
    """The team's own holidays, and the public ones of a calendar."""
    from bot.ceremonies.days_off import holidays_of

    return Either(config.holidays, holidays_of(calendar)) if calendar else config.holidays


async def ceremony_events(
    config: Config, store: Reads, room: Address, since: datetime, until: datetime
) -> Sequence[tuple[str, date]]:
    """The days of what the team of a conversation holds; see `bot.retros.settings.Events`."""
    journal = await store.latest(address=room_of(room), kind=KIND)
    if journal is None:
        return ()
    from bot.ceremonies.days_known import days_known
    from bot.ceremonies.journal import replay

    team = replay(journal).team
    return days_known(team, days_of(config), since, until) if team else ()


async def ceremony_zone(store: Reads, room: Address) -> ZoneInfo | None:
    """The clock of the team of a conversation; see `bot.retros.settings.Zones`."""
    team = await _team_in(store, room)
    return ZoneInfo(team.zone) if team else None


async def ceremony_country(store: Reads, room: Address) -> str:
    """The country of the holidays of the team of a conversation; see `bot.retros.settings.Countries`."""
    team = await _team_in(store, room)
    return team.calendar if team else ""


async def ceremony_scrum_master(store: Reads, room: Address) -> str:
    """What the scrum master of the team of a conversation is called; nothing where it has none."""
    team = await _team_in(store, room)
    return team.scrum_master if team else ""


async def ceremony_works(store: Reads, room: Address) -> Works:
    """On which days the team of a conversation works; see `bot.retros.settings.WorksOf`."""
    team = await _team_in(store, room)
    return Works(days=team.days, calendar=team.calendar, off=team.off) if team else Works()


async def ceremony_month_first(store: Reads, room: Address, now: datetime) -> bool:
    """Whether months come first in a day in numbers there; see `bot.interviews.settings.MonthFirst`."""
    from bot.language.numeric import american_at, is_american

    team = await _team_in(store, room)
    return is_american(team.calendar, team.zone) if team else american_at(now)


async def _team_in(store: Reads, room: Address) -> Team | None:
    journal = await store.latest(address=room_of(room), kind=KIND)
    if journal is None:
        return None
    from bot.ceremonies.journal import replay

    return replay(journal).team


def by_own_clock(message: Message, zone: ZoneInfo) -> ZoneInfo:
    """By which clock days are read in somebody's own chat: theirs, where their platform knows it."""
    own = message.when(zone).tzinfo
    return own if isinstance(own, ZoneInfo) else zone


def check(config: Config) -> None:
    """ConfigTrouble when a team in the settings can't be used."""
    if not config.ceremonies:
        return
    for name, field, sentence in configured_problems(config):
        raise ConfigTrouble(
            config.file or "config.yaml", None, f"`ceremonies.{name}`, {field}: {sentence}", "Correct it there."
        )


def configured_problems(config: Config) -> list[tuple[str, str, str]]:
    """Team, field and sentence of everything in the settings' teams that can't be used."""
    from bot.ceremonies.configured import problems

    teams = {name: each.values(name) for name, each in config.ceremonies.items()}
    found = problems(teams, datetime.now(UTC), config.zone.key)
    return [(name, field, sentence) for name, wrong in found.items() for field, sentence in wrong.items()]


async def configured_turns(config: Config, store: Reads) -> list[Message]:
    """A turn for each team that the settings file describes otherwise than before."""
    if not config.ceremonies:
        return []
    from bot.ceremonies.configured import bring_in

    teams = {room_of(each.conversation): each.values(name) for name, each in config.ceremonies.items()}
    return await bring_in(teams, store, datetime.now(UTC))


def _settings(config: Config, library: Knowledge, schedules: Schedules, retros: Retros) -> CeremonySettings:
    from bot.ceremonies.agenda import open_questions, unready_stories
    from bot.ceremonies.settings import CeremonySettings

    unready = ("Stories that aren’t ready", unready_stories(room_of))
    agenda: dict[Kind, Sequence[tuple[str, Lines]]] = {
        "planning": (unready,),
        "refinement": (unready, ("Open questions", open_questions(room_of))),
    }
    before: dict[Kind, Sequence[Bring]] = {
        kind: (partial(_send_pack, config=config, library=library, pack=pack),) for kind, pack in _PACKS.items()
    }
    after: dict[Kind, Sequence[Bring]] = {}
    if retros.actions is not None:
        agenda["retrospective"] = (("Open actions", retros.actions),)
    if retros.board is not None:
        before["retrospective"] = (retros.board,)
    if retros.summary is not None:
        after["retrospective"] = (retros.summary,)
    return CeremonySettings(
        zone=config.zone,
        schedules=schedules,
        days=days_of(config),
        room=room_of,
        agenda=agenda,
        before=before,
        after=after,
        follows=(retros.follows,) if retros.follows else (),
        near=are_together,
    )


async def _send_pack(ports: Ports, occasion: Occasion, config: Config, library: Knowledge, pack: Pack) -> bool:
    """What the documents say for it, only what is new since the last time."""
    from bot.sprints.flow import send_digest

    sprint = replace(sprint_settings(config, library), zone=ZoneInfo(occasion.zone))
    return await send_digest(ports, sprint, address=occasion.room, name="", at=occasion.now, pack=pack, asked=False)


def _takes(message: Message) -> bool:
    from bot.ceremonies.commands import is_asked, read_verb
    from bot.sprints.scheduling import is_asked as digest_is_asked

    verb, rest = read_verb(message.text)
    return digest_is_asked(rest) if verb == "digest" else is_asked(message.text)


def _deed(message: Message) -> str | None:
    """Whatever changes when a team meets takes a right; looking, checking in and telling what came out take none."""
    if message.command != NAME:
        return None
    from bot.ceremonies.commands import read_verb
    from bot.sprints.scheduling import read_verb as read_digest

    verb, rest = read_verb(message.text)
    return f"digest-{read_digest(rest)[0]}" if verb == "digest" else verb or "help"


async def _command(message: Message, ports: Ports, settings: partial[CeremonySettings], digest: Answer) -> None:
    from bot.ceremonies.commands import read_verb

    verb, rest = read_verb(message.text)
    if verb == "digest":
        await digest(message.model_copy(update={"text": rest}), ports)
        return
    from bot.ceremonies.flow import ceremony_command

    await ceremony_command(message, ports, _as_said(message, settings()))


def _as_said(message: Message, settings: CeremonySettings) -> CeremonySettings:
    """What nobody has set yet is by the team's clock; in somebody's own chat by theirs."""
    own = team_of(message.address) is None
    return replace(settings, zone=by_own_clock(message, settings.zone)) if own else settings


async def _configured(message: Message, ports: Ports, settings: partial[CeremonySettings]) -> None:
    from bot.ceremonies.configured import configured

    await configured(message, ports, settings())


async def _pick(message: Message, ports: Ports, settings: partial[CeremonySettings]) -> None:
    from bot.ceremonies.elsewhere import meant_by, pick_at_team
    from bot.ceremonies.flow import ceremony_command
    from bot.ceremonies.picking import pick

    message, team = await meant_by(message, ports.store, are_together)
    said = _as_said(message, settings())
    if team is None:
        await pick(message, ports, said)
    else:
        await pick_at_team(team, message, ports, said, ceremony_command if message.command else pick)


async def _due(due: Due, ports: Ports, settings: partial[CeremonySettings]) -> None:
    from bot.ceremonies.due import ceremony_due

    await ceremony_due(due, ports, settings())


async def _opens(message: Message, store: Reads, config: Config) -> Form | None:
    if not message.choice:
        return None
    from bot.ceremonies.elsewhere import meant_by
    from bot.ceremonies.forms import opens

    meant, team = await meant_by(message, store, are_together)
    form = await opens(meant, store, _room_of(team), config.zone.key)
    return form.model_copy(update={"id": message.choice}) if form is not None and team is not None else form


async def _checks(message: Message, store: Reads, config: Config) -> Mapping[str, str]:
    from bot.ceremonies.elsewhere import meant_by
    from bot.ceremonies.forms import checks

    message, team = await meant_by(message, store, are_together)
    return await checks(message, store, _room_of(team), config.zone.key)


def _room_of(team: Elsewhere | None) -> Callable[[Address], Address]:
    """Where a team is that was asked about from another conversation; else where it was said."""
    return room_of if team is None else lambda _: team.room


async def _belongs(message: Message, store: Reads) -> str | None:
    """What changes a team, or asks about it, is said where everybody of it is; in a thread, where it was said.

    Check-ins are taken one after another, and before they are told.
    """
    del store
    from bot.ceremonies.forms import CHECKIN

    room = room_of(message.address)
    checks_in = (message.choice or message.form_id or "").startswith(f"{CHECKIN}:")
    if room == message.address or (message.threaded and not checks_in):
        return None
    return room


async def _home(person: Person, store: Reads, config: Config) -> tuple[Part, ...]:
    if not await store.heads(kind=KIND, limit=1):
        return ()
    from bot.ceremonies.home import home

    return await home(person, store, days_of(config), datetime.now(UTC))
