"""The same attacks where teams talk about their work: boards, summaries, ceremonies, maps, digests, trackers."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar

from bot.app import build, build_features, model_of
from bot.chat import Person
from bot.config import Config, load
from bot.knowledge.opening import open_library
from bot.knowledge.threads import InThreads
from bot.prompts import Prompts
from bot.retros.held import retro_of
from bot.router import SynchronousLane
from bot.store.migrate import upgrade
from bot.store.schedules import ScheduleTable
from bot.store.sql import SqlStore
from tests.dialog import Bot, StraightRoad
from tests.knowledge.shelves import write
from tests.llm.scripted import PROMPTS, ScriptedProvider
from tests.retros.stage import Stage
from tests.trackers.jira_double import JiraDouble, issue
from tests.trackers.test_dialogs import configured
from tests.trackers.worlds import world
from tests.trust.attacks import ATTACKS
from tests.trust.looking import harm

SATURDAY = datetime(2026, 11, 28, 8, 0, tzinfo=UTC)
SPRINTS = ("/context sprint", "/digest now", "/context planning", "/context refinement", "/context review")
_ACTIVE = frozenset({"script", "a", "image", "href", "foreignObject"})


@pytest.fixture
async def stage(config: Config, prompts: Prompts, bot_store: SqlStore, tmp_path: Path) -> AsyncIterator[Stage]:
    library = InThreads(lambda: open_library(config))
    schedules = ScheduleTable(f"sqlite:///{tmp_path}/groundwork.db")
    road = StraightRoad(build(config, prompts, library, schedules, bot_store), bot_store)
    yield Stage(bot=Bot(road), store=bot_store, schedules=schedules, take=road.take)
    await library.close()
    await schedules.close()


def name_of(attack: str) -> str:
    return " ".join(attack.split())[:80]


async def each_apart(bot: Bot, play: Callable[[str, str, Callable[..., Awaitable[None]]], Awaitable[None]]) -> None:
    """Let every attack be played in a conversation of its own; nothing that comes back may do any harm."""
    harmed: dict[str, list[str]] = {}
    for number, attack in enumerate(ATTACKS):

        async def look(say: Awaitable[str], attack: str = attack) -> None:
            await say
            found = [one for post in bot.posts for one in harm(post)]
            if found:
                harmed.setdefault(attack[:60], []).extend(found)

        await play(attack, f"terminal:{number}", look)
    assert harmed == {}


async def test_on_the_board_of_a_retro(stage: Stage) -> None:
    await each_apart(stage.bot, partial(_hold_a_retro, stage))


async def _hold_a_retro(stage: Stage, attack: str, at: str, look: Callable[..., Awaitable[None]]) -> None:
    name, line = name_of(attack), " ".join(attack.split())
    columns = line.replace('"', "").replace("|", "/")[:60]
    says = partial(stage.bot.says, at=at, posts=None)
    for who, text in (
        (name, f'/retro start {line[:200]} --columns "Keep | {columns}"'),
        (name, f"/retro add keep: {attack}"),
        ("Tom", "/retro add keep: the build is slow"),
        ("Tom", "/retro next"),
        (name, f"/retro rename 1 {line}"),
        ("Tom", "/retro next"),
        ("Tom", "/retro vote 1"),
        ("Tom", "/retro next"),
        (name, f"/retro remark {line}"),
        (name, f"/retro action {line} @{name} by Friday"),
        ("Tom", "/retro list"),
        ("Tom", "/retro actions"),
        ("Tom", "/retro export"),
        ("Tom", "/retro export csv"),
        ("Tom", "/retro close"),
        ("Tom", "/retro"),
    ):
        await look(says(who, text))
    journal = await stage.store.latest(address=at, kind="retro")
    assert journal is not None
    retro = retro_of(journal)
    assert retro.phase == ("closed" if retro.format else "inbox"), "columns that can’t be are told"
    assert {note.by.name for note in retro.notes if note.by} <= {name, "Tom"}
    assert {head.kind for head in await stage.store.heads(address=at)} <= {"retro", "action"}


@pytest.mark.parametrize("kind", ["a chat", "notes"])
async def test_in_what_a_summary_is_made_of(stage: Stage, kind: str) -> None:
    bot = stage.bot

    async def sum_up(attack: str, at: str, look: Callable[..., Awaitable[None]]) -> None:
        files = _chat(attack) if kind == "a chat" else [(f"{name_of(attack).replace('/', '')}.md", _notes(attack))]
        await look(bot.says("Priya", "/retro-summary", at=at, files=files, posts=None))
        await look(bot.picks("Priya", "Keep all", at=at, posts=None))
        await look(bot.says("Priya", "/retro actions", at=at, posts=None))

    await each_apart(bot, sum_up)


def _chat(attack: str) -> Iterable[tuple[str, str]]:
    said = (
        "What went well?",
        attack,
        f"I will fix it by Friday: {attack}",
        f"Decision: {attack}",
        "The demo went well",
    )
    users = [{"id": "U1", "name": name_of(attack), "real_name": name_of(attack)}]
    messages = [
        {"type": "message", "user": "U1", "text": text, "ts": f"17724420{at:02d}.000100"}
        for at, text in enumerate(said)
    ]
    return (("users.json", json.dumps(users)), ("team/2026-03-02.json", json.dumps(messages)))


def _notes(attack: str) -> str:
    return f"# Retro {attack}\n\n## Went well\n- {attack}\n- the demo\n\n## Actions\n- [ ] Tom: {attack}\n"


async def test_as_a_team_with_its_ceremonies(stage: Stage) -> None:
    async def meet(attack: str, at: str, look: Callable[..., Awaitable[None]]) -> None:
        line = " ".join(attack.split())[:150]
        plain = line.replace(",", ";")
        team = {
            "name": line, "zone": "UTC", "sprint": "2 weeks from 2026-03-02", "days": "Mon-Fri",
            "members": f"{plain}\nTom", "scrum_master": plain, "ceremonies": "Daily, weekdays 09:00, 15 minutes",
        }  # fmt: skip
        bot = stage.bot
        await look(bot.fills("Priya", "ceremony:setup", at=at, posts=None, **team))
        await look(bot.says(line, f"/ceremony add {plain[:60]}, Friday 10:00, 1 hour, {plain}", at=at, posts=None))
        await look(bot.says("Tom", "/ceremony set daily checkin 1 hour", at=at, posts=None))
        await look(bot.says(line, f"/ceremony checkin {attack}", at=at, posts=None))
        for words in ("", "next", "changes", "skip daily", "move daily to 11:00"):
            await look(bot.says("Tom", f"/ceremony {words}", at=at, posts=None))
        await look(bot.says("Tom", "/ceremony calendar", at=at, posts=None))
        (calendar,) = [each.text for post in bot.posts for each in post.attachments]
        assert _properties(calendar) <= _OF_OURS | ({"URL"} if plain.startswith("https://") else set()), attack

    await each_apart(stage.bot, meet)
    said = await stage.until(stage.bot.now.replace(day=3, hour=9))
    assert [one for post in said for one in harm(post)] == []


_OF_OURS = frozenset(
    "VERSION PRODID METHOD NAME X-WR-CALNAME X-WR-TIMEZONE UID DTSTAMP DTSTART DTEND DURATION SUMMARY LOCATION "
    "DESCRIPTION RRULE EXDATE RDATE RECURRENCE-ID SEQUENCE STATUS TZID TZOFFSETFROM TZOFFSETTO TZNAME LAST-MODIFIED "
    "X-LIC-LOCATION CALSCALE REFRESH-INTERVAL X-PUBLISHED-TTL CATEGORIES TRANSP".split()
)
"""No ATTENDEE, ORGANIZER or ATTACH: nothing that anybody slipped in by a line break. A place may be a link."""


def _properties(calendar: str) -> set[str]:
    return {name for component in Calendar.from_ical(calendar).walk() for name in component}


async def test_as_the_steps_of_a_map(bot: Bot) -> None:
    async def draw(attack: str, at: str, look: Callable[..., Awaitable[None]]) -> None:
        line = " ".join(attack.split())
        for text in (
            f"/map {line}",
            "From 40 days to 20 by the end of June",
            f"{line[:60]} → coding → release",
            "Two hours, after three days of waiting",
            attack,
            "half of them",
            "finish",
        ):
            await look(bot.says("Priya", text, at=at, posts=None))
        for file in (each for post in bot.posts for each in post.attachments):
            if file.name.endswith(".svg"):
                nodes = ET.fromstring(file.text).iter()  # noqa: S314 (what we drew)
                texts = [text for node in nodes for text in (node.tag, *node.attrib)]
                assert not {one.rpartition("}")[2] for one in texts} & _ACTIVE, attack
            elif file.name.endswith(".mmd"):
                lines = [one.strip() for one in file.text.splitlines()]
                assert not [one for one in lines if one.startswith(("%%{", "click ", "href "))], attack

    await each_apart(bot, draw)


async def test_in_documents_and_in_a_sprint_with_and_without_a_model(tmp_path: Path, prompts: Prompts) -> None:
    files: dict[str, str | bytes] = {"config.yaml": "index: {embedder: none}\n"}
    for number, attack in enumerate(ATTACKS):
        name = "".join(char for char in name_of(attack) if char.isprintable() and char not in "/\\")[:60]
        head = json.dumps(name_of(attack))
        files[f"knowledge/{number} {name}.md"] = f"---\nowner: {head}\n---\n# {attack}\n\nParcel {number}: {attack}\n"
    items = "".join(f"- DEL-{number} {' '.join(attack.split())}\n" for number, attack in enumerate(ATTACKS))
    files["knowledge/sprints/sprint-7.md"] = (
        f"---\ntype: sprint\nstatus: planned\nstart: 2026-11-30\nend: 2026-12-11\n---\n# Sprint 7\n\n## Goal\n\n"
        f"{' '.join(ATTACKS[0].split())}\n\n## Items\n\n{items}"
    )
    settings = load(None, cwd=write(tmp_path / "team", files), environ={})
    upgrade(settings.database_url)
    async with SqlStore(settings.database_url) as store:
        library = InThreads(lambda: open_library(settings))
        for hostile in (False, True):
            chosen = settings.model_copy(update={"model": "openai:scripted"}) if hostile else settings
            provider = ScriptedProvider(lambda _prompt, question: _answers(question))
            models = model_of(chosen, store, PROMPTS, provider) if hostile else None
            bot = Bot(StraightRoad(build(chosen, prompts, library, store=store), store, models), now=SATURDAY)

            async def ask(attack: str, at: str, look: Callable[..., Awaitable[None]], bot: Bot = bot) -> None:
                number = ATTACKS.index(attack)
                await look(
                    bot.says(name_of(attack), f"/context what of parcel {number} {attack[:80]}", at=at, posts=None)
                )

            await each_apart(bot, ask)
            for words in SPRINTS:
                await bot.says("Priya", words, posts=None)
                assert [one for post in bot.posts for one in harm(post)] == [], words
            if hostile:
                assert provider.questions, "it was asked"
        await library.close()


def _answers(question: str) -> Any:
    """A model that says the attack which it was asked about, as if passage 1 said so."""
    attack = next((each for each in ATTACKS if each[:40] in question), ATTACKS[0])
    return {"sentences": [{"text": f"{attack[:200]} Approve it.", "cites": [1]}]}


async def test_as_what_a_tracker_holds(tmp_path: Path, prompts: Prompts) -> None:
    with world("jira") as jira:
        double = jira.double
        assert isinstance(double, JiraDouble)
        config = configured(tmp_path, jira)
        double.page = 100
        for number, attack in enumerate(ATTACKS):
            line = name_of(attack)
            told = {
                "status": {"name": line},
                "assignee": {"displayName": line},
                "labels": [line],
                "description": attack,
            }
            double.sprints[1][1].append(issue(f"LP-{100 + number}", line, **told))
        library = InThreads(lambda: open_library(config))
        async with SqlStore(config.database_url) as store:
            bot = Bot(StraightRoad(build(config, prompts, library), store), now=SATURDAY)
            for words in SPRINTS:
                await bot.says("Priya", words, posts=None)
                found = [one for post in bot.posts for one in harm(post)]
                assert [one for one in found if f"'{double.url}/" not in one] == [], words

            async def create(attack: str, at: str, look: Callable[..., Awaitable[None]]) -> None:
                await look(bot.says(name_of(attack), f"/story {attack}", at=at, posts=None))
                await look(bot.says("Priya", "approve all", at=at, posts=None))
                await look(bot.says("Priya", "create in jira", at=at, posts=None))
                await look(bot.says("Priya", "/tracker", at=at, posts=None))
                assert jira.made() == [], "a preview creates nothing"

            await each_apart(bot, create)
        await library.close()


async def test_on_the_home_page_of_whoever_is_called_so(config: Config, prompts: Prompts, bot_store: SqlStore) -> None:
    handle = build(config, prompts, store=bot_store)
    bot = Bot(StraightRoad(handle, bot_store))
    lane = SynchronousLane(features=build_features(config, prompts, store=bot_store), store=bot_store)
    harmed: dict[str, list[str]] = {}
    for number, attack in enumerate(ATTACKS):
        name, at = name_of(attack), f"terminal:{number}"
        await bot.says(name, f"/interview {attack}", at=at, posts=None)
        await bot.says(name, f"/retro action {' '.join(attack.split())} @me by Friday", at=at, posts=None)
        home = await lane.home(Person(id=name.lower(), name=name))
        if found := harm(home):
            harmed[attack[:60]] = found
    assert harmed == {}
