"""Teams in config.yaml, what the doctor says of them, and the file that the command line writes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import doctor
from bot.app import open_app
from bot.chat import Message, Person
from bot.cli import app as command_line
from bot.config import Config, load
from bot.config import read as read_settings
from bot.errors import ConfigTrouble
from bot.features.ceremonies import configured_turns
from bot.features.context import run_schedules
from bot.store.schedules import ScheduleTable
from tests.ceremonies.conftest import set_up
from tests.dialog import Bot
from tests.patience import PATIENCE

TEAM = """
index: {embedder: none}
team: {timezone: Europe/Berlin}
ceremonies:
  Parcels:
    conversation: terminal:parcels
    sprint: 2 weeks from 2026-11-30
    holidays: DE-BY 2026-12-24
    members: ["Priya", "Tom, America/New_York, 09:00-17:00"]
    ceremonies: ["Retrospective, Friday 14:00, 1 hour, last week"]
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(text: str) -> Path:
        (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return _write


async def set_now(config: Config) -> dict[str, str]:
    table = ScheduleTable(config.database_url)
    active = await table.active(kind="ceremony")
    await table.close()
    return {str(each.what["message"]): each.rule.at for each in active if each.rule.until is None}


async def test_a_team_of_the_settings_is_brought_in_once_and_again_when_it_changes(write: Write) -> None:
    config = load(cwd=write(TEAM), environ={})
    async with open_app(config) as app:
        turns = await configured_turns(config, app.store)
        async with run_schedules(config, app.submit, app.store):
            await app.result(await app.submit(turns[0]), timeout=PATIENCE)
        assert await configured_turns(config, app.store) == []
        assert await set_now(config) == {"before": "14:00", "after": "14:00"}
        asked = Message(
            key="terminal:parcels/9",
            address="terminal:parcels",
            author=Person(id="priya", name="Priya"),
            at=turns[0].at,
            command="ceremony",
            text="changes",
        )
        (post,) = await app.result(await app.submit(asked), timeout=PATIENCE)
        assert "set the team by config.yaml (config.yaml, " in str(post)
    config = load(cwd=write(TEAM.replace("14:00, 1 hour", "15:30, 1 hour")), environ={})
    async with open_app(config) as app:
        (turn,) = await configured_turns(config, app.store)
        await app.result(await app.submit(turn), timeout=PATIENCE)
        assert await set_now(config) == {"before": "15:30", "after": "15:30"}
    config = load(cwd=write(TEAM), environ={})
    async with open_app(config) as app:
        (turn,) = await configured_turns(config, app.store)
        await app.result(await app.submit(turn), timeout=PATIENCE)
        assert await set_now(config) == {"before": "14:00", "after": "14:00"}, "back to what it was"


async def test_nobody_can_type_what_the_settings_say(bot: Bot, settings: Config) -> None:
    text = json.dumps({"mark": "x", "values": {}})
    message = bot._message("Eve", "terminal:here", "")
    said = await bot.road.take(message.model_copy(update={"command": "team-configured", "text": text}))
    assert said == []
    assert await set_now(settings) == {}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("conversation: terminal:parcels", "timezone: UTC", "`ceremonies.Parcels` has no conversation."),
        ("members:", "member:", "unknown key `member`. Did you mean `members`?"),
        ("members: [", "members: x #", "`ceremonies.Parcels.members` should be a list of lines"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_line(write: Write, old: str, new: str, sentence: str) -> None:
    _, troubles = read_settings(cwd=write(TEAM.replace(old, new)), environ={})
    (trouble,) = troubles
    assert sentence in trouble.sentence
    assert trouble.line == 4


async def test_an_unknown_zone_stops_the_start_and_the_doctor_names_all(write: Write) -> None:
    text = TEAM.replace("holidays: DE-BY", "timezone: Europe/Berln\n    holidays: DE-XY").replace(
        "terminal:", "slack:T1:"
    )
    folder = write(text)
    with pytest.raises(ConfigTrouble, match=r"I know no time zone “Europe/Berln”\. Did you mean Europe/Berlin\?"):
        async with open_app(load(cwd=folder, environ={})):
            pass
    found = [line.found for line in await doctor.examine(cwd=folder, environ={}, checks=[doctor.ceremonies])]
    said = "\n".join(found)
    assert "`ceremonies.Parcels`, zone: I know no time zone “Europe/Berln”. Did you mean Europe/Berlin?" in said
    assert "`ceremonies.Parcels`, holidays: I know no region “XY” of DE." in said
    assert "`ceremonies.Parcels` is for a conversation in slack, which isn’t set up." in said


async def test_the_doctor_counts_teams_and_finds_times_that_nobody_reads(bot: Bot, settings: Config) -> None:
    async def lines() -> list[str]:
        found = await doctor.examine(cwd=settings.base, environ={}, checks=[doctor.ceremonies])
        return [f"{line.state}: {line.found}" for line in found if line.subject == "Ceremonies"]

    assert await lines() == []
    await set_up(bot)
    assert await lines() == ["well: 1 team set up in conversations: Parcels"]
    table = ScheduleTable(settings.database_url)
    (one, *_) = await table.active()
    await table.add(one.model_copy(update={"id": "lost", "address": "slack:T1:C1", "what": {"team": "team-9"}}))
    await table.close()
    assert await lines() == [
        "wrong: 1 of the times that are set is for slack, which isn’t set up.",
        "wrong: 1 of the times that are set is for a team that isn’t there.",
        "well: 1 team set up in conversations: Parcels",
    ]


async def test_the_command_line_writes_the_calendar(
    bot: Bot, settings: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(settings.base)

    async def run(*words: str) -> tuple[int, str]:
        result = await asyncio.to_thread(CliRunner().invoke, command_line, ["calendar", *words])
        return result.exit_code, result.output + str(result.exception or "")

    assert "No team is set up yet." in (await run("Parcels"))[1]
    await set_up(bot)
    code, _ = await run("parcels", "--out", "out/team.ics")
    assert code == 0
    data = (settings.base / "out" / "team.ics").read_bytes()
    assert data.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert b"\r\r\n" not in data
    assert (await run("terminal:here"))[1].count("BEGIN:VEVENT") == 3
    assert (await run("here"))[1].count("BEGIN:VEVENT") == 3
    assert (await run("team-1"))[1].count("BEGIN:VEVENT") == 3
    assert "There is no team “Letters”. There is Parcels (team-1)." in (await run("Letters"))[1]


async def test_who_may_not_schedule_may_look_and_answer_but_change_nothing(write: Write) -> None:
    text = TEAM.replace("parcels\n", "here\n") + "access: {guests: [eve]}\n"
    config = load(cwd=write(text), environ={})
    async with open_app(config) as app:
        (turn,) = await configured_turns(config, app.store)
        await app.result(await app.submit(turn), timeout=PATIENCE)
        assert await set_now(config) == {"before": "14:00", "after": "14:00"}, "the settings themselves may"

        async def said(number: int, **what: object) -> str:
            eve = Person(id="eve", name="Eve")
            asked = Message(key=f"terminal:here/{number}", address="terminal:here", author=eve, at=turn.at)
            posts = await app.result(await app.submit(asked.model_copy(update=what)), timeout=PATIENCE)
            return "\n".join(str(post) for post in posts)

        assert "Retrospective" in await said(1, command="ceremony", text="next")
        for number, what in enumerate(({"text": "skip retro"}, {"text": "add Guild, Monday 9:00"}), 2):
            assert "guest" in await said(number, command="ceremony", **what)
        assert "guest" in await said(4, choice="ceremony:pause:20270101:20270131")
        assert "set the team by config.yaml" in await said(5, command="ceremony", text="changes")
