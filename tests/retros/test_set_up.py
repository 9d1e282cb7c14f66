"""What a product person sets up for retros: formats as files, settings, and what the doctor says of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.chat import Person
from bot.config import load
from bot.doctor.retros import retros
from bot.errors import ConfigTrouble, FileTrouble
from bot.features.retros import retro_settings
from bot.platforms.whereabouts import are_together, people_near, team_of
from bot.prompts import load_prompts
from bot.store.keys import RetroKeys
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore
from tests.platforms.kept import Kept
from tests.store.databases import drop_database, new_database, postgres_server

ROOT = Path(__file__).parent.parent.parent


def prompts_in(folder: Path) -> Path:
    shutil.copytree(ROOT / "prompts", folder / "prompts")
    return folder / "prompts"


def test_a_format_of_ones_own_is_a_file(tmp_path: Path) -> None:
    folder = prompts_in(tmp_path)
    (folder / "retros" / "ours.yaml").write_text(
        "title: Ours\ncolumns:\n  - name: Keep\n  - name: Drop\n    asks: What can go?\n", encoding="utf-8"
    )
    assert load_prompts(folder).retros["ours"].columns[1].asks == "What can go?"
    assert list(load_prompts(folder).retros) == ["4ls", "mad-sad-glad", "ours", "sailboat", "start-stop-continue"]
    (folder / "retros" / "ours.yaml").write_text("title: Ours\ncolumns:\n  - nam: Keep\n", encoding="utf-8")
    with pytest.raises(FileTrouble, match=r"ours.yaml, line 3: The key `nam` is not known. Did you mean `name`\?"):
        load_prompts(folder)
    (folder / "retros" / "ours.yaml").write_text(
        "title: Ours\ncolumns:\n  - name: Keep\n  - name: keep\n", encoding="utf-8"
    )
    with pytest.raises(FileTrouble, match="two columns are called `Keep`"):
        load_prompts(folder)


def test_prompts_from_before_there_were_retros_go_on(tmp_path: Path) -> None:
    folder = prompts_in(tmp_path)
    shutil.rmtree(folder / "retros")
    assert "start-stop-continue" in load_prompts(folder).retros


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("votes: many", "`retros.votes` should be a number of votes"),
        ("votes: 0", "`retros.votes` should be a number of votes"),
        ("remind_at: noon", "`retros.remind_at` should be a time of day"),
        ("remind_at: 25:00", "`retros.remind_at` should be a time of day"),
    ],
)
def test_what_cannot_be_a_setting_is_said(tmp_path: Path, line: str, sentence: str) -> None:
    (tmp_path / "config.yaml").write_text(f"retros:\n  {line}\n", encoding="utf-8")
    with pytest.raises(ConfigTrouble, match=sentence):
        load(None, cwd=tmp_path, environ={})


def test_a_time_that_yaml_takes_for_a_number_is_read(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("retros:\n  remind_at: 9:30\n", encoding="utf-8")
    assert load(None, cwd=tmp_path, environ={}).retros.remind_at == "09:30"


async def test_the_doctor_says_how_retros_are_held(tmp_path: Path, bot_store: SqlStore) -> None:
    config = load(None, cwd=tmp_path, environ={"GROUNDWORK_RETROS_ANONYMOUS": "true"})
    (line,) = await retros(config)
    assert (line.state, line.found) == ("well", "Start, stop, continue, 3 votes each, no author is kept.")
    config = load(None, cwd=tmp_path, environ={"GROUNDWORK_RETROS_FORMAT": "nope", "GROUNDWORK_RETROS_MOOD": "true"})
    (line,) = await retros(config)
    assert line.state == "wrong"
    assert "isn’t in prompts/retros" in line.found
    with pytest.raises(ConfigTrouble, match="isn't in prompts/retros"):
        retro_settings(config, load_prompts(config.prompts_dir), None, None, bot_store)  # type: ignore[arg-type]


def test_which_conversation_is_a_teams() -> None:
    assert team_of("slack:T1:C1:1699.42") == team_of("slack:T1:C1:+U1-7") == "slack:T1:C1"
    assert team_of("slack:T1:D1:1699.42") is None
    channel = "teams:t:c:https%3A%2F%2Fs:19%3Aa%40thread.tacv2"
    assert team_of(f"{channel}%3Bmessageid%3D1") == team_of(channel) == channel
    assert team_of("teams:t:p:https%3A%2F%2Fs:a%3Achat") is None
    assert team_of("terminal:local") == "terminal:local"
    assert are_together("slack:T1:C1", "slack:T1:D2:1699.42")
    assert not are_together("slack:T1:C1", "slack:T2:C1")
    assert not are_together("slack:t:C1", "teams:t:p:s:c")
    assert are_together("terminal:a", "terminal:b")


async def test_who_is_near_is_who_was_met_there() -> None:
    kept = Kept()
    await kept.put("slack/person/U1", {"name": "Priya", "zone": "", "at": 1.0})
    await kept.put("teams/person/t/u2", {"id": "29:x", "name": "Tom Berg"})
    await kept.put("teams/person/other/u3", {"id": "29:y", "name": "Ana"})
    assert list(await people_near("slack:T1:C1", kept)) == [Person(id="U1", name="Priya")]
    assert list(await people_near("teams:t:c:s:c", kept)) == [Person(id="u2", name="Tom Berg")]
    assert list(await people_near("terminal:local", kept)) == []


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with postgres_server() as server:
        url = new_database(server)
        upgrade(url)
        yield url
        drop_database(url)


async def test_the_secret_is_thrown_away_in_postgresql_as_well(postgres: str) -> None:
    async with SqlStore(postgres) as store:
        keys = RetroKeys(store)
        await keys.make("retro-1")
        first = await keys.get("retro-1")
        await keys.make("retro-1")
        assert first is not None
        assert await keys.get("retro-1") == first
        await keys.forget("retro-1")
        assert await keys.get("retro-1") is None
