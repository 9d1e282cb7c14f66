"""The doctor finds what would fail, and says how to mend it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot import doctor
from bot.config import Config
from bot.doctor import Line, examine
from bot.durable.owner import take_ownership
from bot.errors import Trouble
from bot.places import init
from bot.store.migrate import upgrade

REQUIREMENTS = Path("prompts", "interviews", "requirements.yaml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as `groundwork init` leaves it."""
    init(tmp_path)
    return tmp_path


async def looked_at(folder: Path, *checks: doctor.Check, **environ: str) -> dict[str, Line]:
    """The worst line of each subject."""
    lines = await examine(cwd=folder, environ=environ, checks=checks or None)
    worst = ["well", "note", "wrong"]
    return {line.subject: line for line in sorted(lines, key=lambda line: worst.index(line.state))}


def migrated(folder: Path) -> str:
    url = f"sqlite:///{folder}/.groundwork/groundwork.db"
    upgrade(url)
    return url


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def contents(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


async def test_a_fresh_folder_is_well_and_stays_as_it_was(folder: Path) -> None:
    before = contents(folder)
    lines = await examine(cwd=folder, environ={})
    assert [line for line in lines if line.state != "well"] == []
    assert [line.subject for line in lines] == [
        "Python",
        "Settings",
        "Time zone",
        "Prompts",
        "Model",
        "Knowledge",
        "State folder",
        "Database",
        "Index",
        "Running",
    ]
    assert contents(folder) == before


async def test_every_trouble_of_the_settings_has_its_line_and_the_rest_waits(folder: Path) -> None:
    (folder / "config.yaml").write_text("storys: {}\nteam: {timezone: Mars/Base}\n", encoding="utf-8")
    lines = await examine(cwd=folder, environ={})
    assert [(line.state, line.found, line.mend) for line in lines[1:]] == [
        ("wrong", "config.yaml, line 1: Unknown key `storys`.", "Did you mean `stories`?"),
        (
            "wrong",
            "config.yaml, line 2: `Mars/Base` isn’t a time zone that is known here.",
            "Use a name such as Europe/Berlin.",
        ),
        ("note", "not checked yet.", "Everything else is looked at once the settings can be read."),
    ]


async def test_settings_that_are_asked_for_and_not_there_are_wrong(tmp_path: Path) -> None:
    lines = await examine(Path("team.yaml"), cwd=tmp_path, environ={})
    assert lines[-1].state == "wrong"
    assert lines[-1].found.startswith("There is no team.yaml.")


async def test_a_misspelt_variable_is_noted(folder: Path) -> None:
    found = await looked_at(folder, doctor.time_zone, GROUNDWORK_TEAM_TIMEZON="UTC")
    assert found["Settings"].state == "note"
    assert found["Settings"].mend == "Did you mean GROUNDWORK_TEAM_TIMEZONE?"


async def test_a_broken_question_set_is_named_with_its_line(folder: Path) -> None:
    (folder / REQUIREMENTS).write_text("title: [oops\n", encoding="utf-8")
    lines = await examine(cwd=folder, environ={}, checks=[doctor.prompts])
    (line,) = (line for line in lines if "requirements.yaml" in line.found)
    assert line.state == "wrong"
    assert line.found.startswith(f"{folder / REQUIREMENTS}, line ")
    assert line.mend


async def test_a_question_set_that_is_not_there_is_named_with_the_nearest(folder: Path) -> None:
    change(folder / "config.yaml", "framework: requirements", "framework: requirement")
    found = await looked_at(folder, doctor.prompts)
    assert found["Prompts"].found == "there is no question set `requirement`, which interviews.framework names."
    assert found["Prompts"].mend == "Did you mean `requirements`?"


async def test_documents_are_counted(folder: Path) -> None:
    (folder / "knowledge" / "adr").mkdir(parents=True, exist_ok=True)
    before = (await looked_at(folder, doctor.knowledge))["Knowledge"].found
    (folder / "knowledge" / "adr" / "0001.md").touch()
    (folder / "knowledge" / "adr" / ".hidden").touch()
    after = (await looked_at(folder, doctor.knowledge))["Knowledge"].found
    assert int(after.split()[0]) == int(before.split()[0]) + 1
    assert "beside config.yaml" in after


async def test_a_state_folder_that_is_a_file_is_wrong(folder: Path) -> None:
    (folder / ".groundwork").touch()
    found = await looked_at(folder, doctor.state_folder)
    assert found["State folder"].state == "wrong"
    assert "is not a folder" in found["State folder"].found
    assert "GROUNDWORK_HOME" in found["State folder"].mend


async def test_a_database_in_use_is_read_and_written(folder: Path) -> None:
    migrated(folder)
    lines = await examine(cwd=folder, environ={}, checks=[doctor.database])
    assert [(line.subject, line.state) for line in lines[2:]] == [("Database", "well"), ("Migrations", "well")]
    assert lines[2].found.endswith("groundwork.db can be read and written")


async def test_a_database_that_takes_no_writes_is_wrong(folder: Path) -> None:
    migrated(folder)
    with closing(sqlite3.connect(folder / ".groundwork" / "groundwork.db")) as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON key_values BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    found = await looked_at(folder, doctor.database)
    assert found["Database"].state == "wrong"
    assert "takes no writes" in found["Database"].found
    assert "disk full" in found["Database"].found


async def test_a_file_that_is_no_database_is_wrong(folder: Path) -> None:
    (folder / ".groundwork").mkdir()
    (folder / ".groundwork" / "groundwork.db").write_bytes(b"this is not a database, whatever it is called" * 50)
    found = await looked_at(folder, doctor.database)
    assert found["Database"].state == "wrong"
    assert "not a database" in found["Database"].found


async def test_a_database_of_a_newer_release_is_wrong(folder: Path) -> None:
    migrated(folder)
    with closing(sqlite3.connect(folder / ".groundwork" / "groundwork.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    found = await looked_at(folder, doctor.database)
    assert found["Migrations"].state == "wrong"
    assert "newer Groundwork (9999)" in found["Migrations"].found


async def test_a_database_that_cannot_be_reached_is_wrong_and_keeps_its_password(folder: Path) -> None:
    url = "postgresql://me:hunter2@127.0.0.1:9/groundwork"
    lines = await examine(cwd=folder, environ={"GROUNDWORK_STATE_URL": url}, checks=[doctor.database, doctor.who_works])
    database, running = lines[-2:]
    assert (database.state, running.state) == ("wrong", "note")
    assert "postgresql://me:***@127.0.0.1:9/groundwork" in database.found
    assert "hunter2" not in database.found
    assert "Is the server running on that host and accepting TCP/IP connections. Check" in database.found
    assert running.found == "not known while the database can’t be reached."


async def test_turns_that_cannot_be_read_are_wrong(folder: Path) -> None:
    (folder / ".groundwork").mkdir()
    (folder / ".groundwork" / "turns.db").write_bytes(b"not a database either" * 50)
    lines = await examine(cwd=folder, environ={}, checks=[doctor.who_works])
    assert lines[-1].state == "wrong"
    assert "turns.db. The database can’t be used: file is not a database" in lines[-1].found


async def test_a_database_that_could_not_be_made_is_wrong(folder: Path) -> None:
    (folder / "file").touch()
    url = f"sqlite:///{folder}/file/deeper/groundwork.db"
    lines = await examine(cwd=folder, environ={"GROUNDWORK_STATE_URL": url}, checks=[doctor.database])
    assert lines[-1].state == "wrong"
    assert f"can’t be made: {folder}/file is not a folder" in lines[-1].found
    assert "state.url" in lines[-1].mend


async def test_a_running_groundwork_is_told_by_its_process(folder: Path) -> None:
    upgrade(turns := f"sqlite:///{folder}/.groundwork/turns.db")
    held = take_ownership(turns, "local")
    assert held
    found = await looked_at(folder, doctor.who_works)
    held.release()
    assert found["Running"].found.startswith("a Groundwork (process ")
    found = await looked_at(folder, doctor.who_works)
    assert found["Running"].found.startswith("no Groundwork is running")


async def test_a_check_that_breaks_is_a_finding_and_the_others_still_run(folder: Path) -> None:
    async def magic(config: Config) -> list[Line]:
        raise Trouble(f"No magic in {config.team.timezone}.")

    async def luck(config: Config) -> list[Line]:
        raise RuntimeError(config.team.timezone)

    found = await looked_at(folder, magic, luck, doctor.time_zone)
    assert found["Magic"].found == "No magic in UTC."
    assert found["Luck"].found == "RuntimeError: UTC"
    assert found["Time zone"].state == "well"


def test_an_old_python_is_wrong() -> None:
    assert doctor.python((3, 10, 4)) == Line(
        subject="Python", state="wrong", found="3.10.4.", mend="Install Python 3.11 or newer."
    )
    assert doctor.python((3, 13, 0)).state == "well"


async def test_without_a_model_nothing_leaves_and_with_one_it_is_told_who_reads_what(folder: Path) -> None:
    assert (await looked_at(folder, doctor.language_model))["Model"].found == (
        "none; nothing that people say leaves this machine."
    )
    change(folder / "config.yaml", 'model: ""', "model: openai:gpt-4.1-mini")
    lines = await examine(cwd=folder, environ={}, checks=[doctor.language_model])
    assert next(line.found for line in lines if line.subject == "Model") == (
        "openai:gpt-4.1-mini at api.openai.com reads answers in interviews, briefs, stories, what retro summaries are "
        "made of, and the passages that `/context` finds."
    )


async def test_a_model_that_cannot_be_asked_is_wrong_with_its_mend(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    change(folder / "config.yaml", 'model: ""', "model: openai:gpt-4.1-mini")
    line = (await looked_at(folder, doctor.language_model))["Model"]
    assert (line.state, line.found) == ("wrong", "OPENAI_API_KEY is not set, so it can’t be asked.")
    monkeypatch.setenv("OPENAI_API_KEY", "x")
    lines = await looked_at(folder, doctor.language_model)
    assert lines["Model"].state == "well"
    assert (lines["Budget"].state, lines["Budget"].found) == ("note", "openai:gpt-4.1-mini has no price.")
    change(folder / "config.yaml", "  money_a_day:", "  money_a_day: 5")
    assert "so the limits of money can’t be held" in (await looked_at(folder, doctor.language_model))["Budget"].found
    change(folder / "config.yaml", "prices: {}", "prices: {gpt-4.1-mini: {input: 0.4, output: 1.6}}")
    budget = (await looked_at(folder, doctor.language_model))["Budget"]
    assert (
        budget.found == "at most 2,000,000 tokens a day, 60,000 tokens a turn, 5 of money a day and 60 seconds a turn."
    )


async def test_a_broken_model_prompt_is_found(folder: Path) -> None:
    change(folder / "prompts" / "model" / "stories" / "story.yaml", "system: |", "sistem: |")
    line = (await looked_at(folder, doctor.language_model))["Model prompts"]
    assert (line.state, line.mend) == ("wrong", "Did you mean `system`?")
