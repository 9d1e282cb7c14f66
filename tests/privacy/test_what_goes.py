"""What the page about privacy says of being forgotten, sentence by sentence, as far as no other test plays it."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.app import App, open_app
from bot.chat import ERASED
from bot.config import Config, load
from bot.doctor import people
from bot.forgetting.purging import Purging
from bot.privacy.flow import erase_message
from bot.privacy.quoting import Taken
from bot.store import forgetting
from bot.store.audit import Audit
from bot.store.forgetting import WISH
from bot.store.schedules import ScheduleTable
from bot.store.sql import SqlStore
from bot.store.tables import VoteRow
from bot.store.urls import sqlite_file
from tests.dialog import HERE, Bot, DurableRoad
from tests.privacy.looking import mentioning

ROOT = Path(__file__).parents[2]


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "refunds.md").write_text("# Refunds\n\nA refund takes nine days.\n")
    (tmp_path / "config.yaml").write_text("index: {embedder: none}\n")
    return load(None, cwd=tmp_path, environ={})


async def forgets(app: App, person: str, name: str) -> str:
    """Let somebody be erased; what whoever asked for it reads."""
    await app.erasing.wish(person, (name,), "token")
    return await erased(app)


async def erased(app: App) -> str:
    posts = await app.result(await app.submit(erase_message("token", datetime.now(UTC), "terminal:op")), timeout=90)
    return "\n".join(post.text for post in posts)


def _holding(folder: Path, *words: bytes) -> list[str]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [file.name for file in files if any(word in file.read_bytes() for word in words)]


async def test_votes_go_and_a_set_time_stays_without_a_name(config: Config) -> None:
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app, timeout=60))
        for who, asks in (("Zelda", "how long does a refund take"), ("Tom", "when is a refund paid")):
            await bot.says(who, f"/context {asks}", posts=None)
            await bot.picks(who, "👍 1", posts=None)
        await bot.says("Zelda", "/digest weekdays 09:00", posts=None)
        assert "1 vote," in await forgets(app, "zelda", "Zelda")
        assert [row.person for row in await app.store.read(select(VoteRow.person))] == ["tom"]
        table = ScheduleTable(config.database_url)
        (digest,) = await table.active(HERE, "digest")
        assert digest.by.name == "(erased)"
        assert (digest.rule.at, digest.rule.days) == ("09:00", (0, 1, 2, 3, 4))
        await table.close()
    assert mentioning(config.home, "Zelda") == []


async def test_a_title_goes_unless_somebody_else_gave_the_same(config: Config) -> None:
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app))
        await bot.says("Zelda", "/interview Faster refunds", posts=None)
        await bot.says("Tom", "/interview Faster refunds", at="terminal:b", posts=None)
        await bot.says("Zelda", "/interview Purple parcels", at="terminal:c", posts=None)
        await forgets(app, "zelda", "Zelda")
        titles = {head.address: head.title for head in await app.store.heads()}
    assert titles == {HERE: "Faster refunds", "terminal:b": "Faster refunds", "terminal:c": ERASED}


async def test_in_a_conversation_of_their_own_its_name_stays(config: Config) -> None:
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app))
        await bot.says("Tom", "/interview Faster refunds", at="terminal:roadmap", posts=None)
        await bot.says("Zelda", "Clerks wait for the purple receipt.", at="terminal:roadmap", posts=None)
        await forgets(app, "zelda", "Zelda")
        assert [head.address for head in await app.store.heads()] == ["terminal:roadmap"]


@pytest.mark.parametrize(
    ("text", "rests"),
    [
        ("the purple receipt is printed", True),
        ("purple receipts, twice a day", False),
        ("a receipt of any colour is scanned by whoever comes first", False),
        ("it is so", False),
    ],
)
def test_what_rests_on_several_goes_with_half_of_its_longer_words(text: str, *, rests: bool) -> None:
    assert Taken(["Clerks wait for the purple receipt"]).rests_on(text) is rests


async def test_files_that_could_not_be_written_anew_are_told_and_are_the_next_night(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.sweeping._PATIENCE", 0.3)
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app, timeout=60))
        await bot.says("Zelda", "/interview Faster refunds. The clerk scans the parcel.", posts=None)
        with closing(sqlite3.connect(sqlite_file(config.database_url) or "", isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM entries").fetchone()  # somebody goes on reading an old state
            told = await forgets(app, "zelda", "Zelda")
            assert "could not be written anew, because something reads them; I try again every night." in told
            assert [each.subject for each in await people.privacy(config)] == ["Kept", "Files"]
            assert _holding(config.home, b"clerk scans")
        monkeypatch.undo()
        night = Purging(config=config, store=app.store, library=app.library, passing=())
        assert await night.purge(datetime.now(UTC), "retention:1") == {}, "nothing is old"
        assert [each.subject for each in await people.privacy(config)] == ["Kept"]
        assert _holding(config.home, b"clerk scans") == []


async def test_what_they_say_while_it_happens_goes_with_the_rest(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Said when the tables had been looked at once: nobody knows these words then, and its turn has only just ended."""
    real, times = forgetting.forget, count(1)
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app))

        async def forget(store: SqlStore, known: forgetting.Known) -> Counter[str]:
            done = await real(store, known)
            if next(times) == 1:
                await bot.says("Zelda", "The warbling clerk scans the parcel.", posts=None)
            return done

        await bot.says("Zelda", "/interview Faster refunds", posts=None)
        monkeypatch.setattr(forgetting, "forget", forget)
        told = await forgets(app, "zelda", "Zelda")
    assert mentioning(config.home, "Zelda", "warbling") == []
    assert "Erased: 2 entries," in told


async def test_asked_again_after_it_was_stopped_at_the_very_end_it_tells_what_it_has_done(config: Config) -> None:
    """Two turns may have the same wish after a crash, at once or one after another: all tell the same, once done."""
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app))
        await bot.says("Tom", "/interview Faster refunds", posts=None)
        await bot.says("Zelda", "The clerk scans the parcel.", posts=None)
        await app.erasing.wish("zelda", ("Zelda",), "token")
        at = datetime.now(UTC)
        turns = [await app.submit(erase_message("token", at, f"terminal:op-{one}")) for one in range(2)]
        told = [(await app.result(turn, timeout=90))[0].text for turn in turns]
        told.append(await erased(app))
        assert told[0].startswith("Erased: 1 entry, 1 conversation record,")
        assert set(told) == {told[0]}
        assert len(await Audit(app.store).acts()) == 1


@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_in_the_middle_the_next_start_goes_on_with_it(config: Config, when: str) -> None:
    """Killed for good before or after the tables have forgotten; log and files haven't by then."""
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app))
        await bot.says("Tom", "/interview Faster refunds", posts=None)
        await bot.says("Zelda", "The warbling clerk scans the parcel.", posts=None)
    config.log_file.write_text("2026 refused who=zelda\n2026 all is well\n")
    lines = (
        "import os, sys",
        "import bot.store.forgetting as forgetting",
        "real = forgetting.forget",
        "async def dies(*given):",
        *(["    await real(*given)"] if when == "after" else []),
        "    os._exit(9)",
        "forgetting.forget = dies",
        "sys.argv = ['groundwork', 'erase', '--person', 'zelda', '--name', 'Zelda', '--yes']",
        "from bot.cli import main",
        "main()",
    )
    words = [sys.executable, "-c", "\n".join(lines)]
    killed = await asyncio.create_subprocess_exec(*words, cwd=config.home.parent, env={"PYTHONPATH": str(ROOT)})
    assert await asyncio.wait_for(killed.wait(), 120) == 9
    async with SqlStore(config.database_url) as store:
        assert [each["person"] for _, each in await store.scan(WISH)] == ["zelda"], "it was in the middle"
    async with open_app(config) as app:
        async with asyncio.timeout(60):
            while _holding(config.home, b"Zelda", b"zelda", b"warbling"):  # noqa: ASYNC110 (another turn does it)
                await asyncio.sleep(0.2)
            while await app.store.scan(WISH):  # noqa: ASYNC110 (the same)
                await asyncio.sleep(0.2)
        bot = Bot(DurableRoad(app), sent=50)
        await bot.says("Tom", "list")
        bot.shows(ERASED)
        (act,) = await Audit(app.store).acts()
        assert (act.act, act.facts["statements"]) == ("erase", 1)
        people = {entry.by.id for entry in (await bot.journal()).entries if entry.by}
        assert people == {"tom", act.facts["about"]}, "they have one made-up id"
    assert config.log_file.read_text().splitlines()[-1] == "2026 all is well"
