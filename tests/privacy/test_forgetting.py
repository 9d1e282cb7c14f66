"""Somebody asks to be forgotten: their words and name are in no file any more, and the rest goes on."""

from __future__ import annotations

import ast
import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from bot.app import App, open_app
from bot.chat import ERASED, Message, Person
from bot.config import Config, load
from bot.doctor import people
from bot.durable.ports import open_to_all
from bot.features.context import made_documents
from bot.features.interviews import interview_settings
from bot.knowledge.indexing import Made
from bot.prompts import Prompts
from bot.store.audit import Audit
from bot.store.forgetting import TREATED, WISH
from bot.store.journal import Entry
from bot.store.schedules import ScheduleTable
from bot.store.sql import SqlStore
from bot.store.tables import Table
from bot.store.telling import everything_about, whose
from bot.store.urls import database_url
from bot.stories.flow import set_of
from tests.dialog import HERE, MONDAY, Bot, DurableRoad
from tests.patience import PATIENCE
from tests.store.databases import new_database, postgres_server

WHO = "Zebulonia"
SECRET = ("zebulonia", "quokka", "warbling", "mauve", "tangerine")
"""The name, and words that nobody else uses."""

PLAYED = {
    "interview", "stories", "digest", "context", "file",
    "retro", "retro-summary", "action", "team", "checkin", "tracker", "sharing",
    "invitation", "report", "assessment",
}  # fmt: skip
"""The kinds of journals that hold somebody's words below."""


SPRINT = """---
type: sprint
status: planned
start: 2026-03-09
end: 2026-03-20
---
# Sprint 7

## Goal

Customers move their parcels.

## Items

- DEL-1 Move a parcel to another day
"""


TEAM = {
    "name": "Quokkas",
    "zone": "UTC",
    "sprint": "2 weeks from 2026-03-02",
    "days": "Mon-Fri",
    "members": f"{WHO}, Europe/Berlin\nTom",
    "scrum_master": f"@{WHO}",
    "ceremonies": "Daily, weekdays 09:00, 15 minutes, https://meet.example/daily",
}
SAID = (
    ("U2", "Retro time! What went well?"),
    (WHO.lower(), "The quokka release went really well"),
    (WHO.lower(), "What bothers me is the warbling tangerine pipeline"),
    (WHO.lower(), "The tangerine pipeline was too slow again"),
    ("U2", "The demo went well"),
    ("U2", "The build is too slow"),
    (WHO.lower(), "Decision: we keep the tangerine calendar"),
    (WHO.lower(), "I will fix the warbling alarm by Friday"),
    ("U2", "I will order a new kettle by Thursday"),
)
CHAT = [
    ("users.json", json.dumps([{"id": "U2", "name": "tom", "real_name": "Tom"}])),
    (
        "team/2026-03-02.json",
        json.dumps(
            [
                {"type": "message", "user": who, "text": said, "ts": f"17724420{at:02d}.000100"}
                for at, (who, said) in enumerate(SAID)
            ]
        ),
    ),
]
"""An export of a chat in which they talked, too."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server() as uri:
        yield uri


@pytest.fixture(params=["sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Config, Callable[[], list[Path]]]:
    """The settings, and every file that anything is kept in."""
    knowledge = tmp_path / "knowledge"
    knowledge.mkdir()
    (knowledge / "adr-001.md").write_text("# Parcels\n\nA parcel is moved by its customer, at most twice.\n")
    (knowledge / "sprints").mkdir()
    (knowledge / "sprints" / "sprint-7.md").write_text(SPRINT)
    environ = {"GROUNDWORK_HOME": str(tmp_path / "state"), "GROUNDWORK_KNOWLEDGE": str(knowledge)}
    if request.param == "sqlite":
        return load(None, cwd=tmp_path, environ=environ), lambda: _files(tmp_path / "state")
    url = new_database(request.getfixturevalue("server"))
    config = load(None, cwd=tmp_path, environ={**environ, "GROUNDWORK_STATE_URL": url})
    return config, lambda: [*_files(tmp_path / "state"), *_of_server(url)]


def _files(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


def _of_server(url: str) -> list[Path]:
    """The tables' files once the server has let go of the old ones; its log of changes is recycled by itself."""
    engine = create_engine(database_url(url), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ANALYZE"))  # as the server does by itself: it keeps samples of what it saw
        connection.execute(text("CHECKPOINT"))
        folder = Path(str(connection.scalar(text("SHOW data_directory"))))
        number = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
    engine.dispose()
    return [each for each in (folder / "base" / str(number)).rglob("*") if each.is_file()]


def found_in(files: list[Path], words: tuple[str, ...] = SECRET) -> list[tuple[str, str]]:
    """The words that stand in one of the files, as they are or as JSON writes them."""
    return [
        (word, str(file)) for file in files for word in words if file.exists() and word.encode() in _bytes(file).lower()
    ]


def _bytes(file: Path) -> bytes:
    return file.read_bytes()


async def talk(bot: Bot) -> None:
    """An interview of two people with its brief and stories, an idea, a digest, and passages from the documents."""
    await bot.says(
        "Tom",
        "/interview Let customers move a delivery. The customer picks another day within the next week. "
        "The planner sees every change at once.",
        posts=None,
    )
    await bot.says(WHO, "The quokka customer opens the mauve link in the mail and sees the planned day.", posts=None)
    await bot.says(WHO, "A warbling dispatcher cancels the delivery for the customer.", posts=None)
    await bot.says(WHO, "A delivery can be moved at most 2 times by a warbling customer on Thursdays.", posts=None)
    said = f"{WHO} told me: a delivery can be moved at most 2 times by a warbling customer on Thursdays. I doubt it."
    await bot.says("Tom", said, posts=None)
    await bot.says(WHO, "Every Thursday the warbling phone rings 90 times.", posts=None)
    await bot.says("Tom", f"{WHO} told me: every Thursday the warbling phone rings 90 times, as I know.", posts=None)
    await bot.says(WHO, "Actually, a delivery can be moved at most 7 times by a tangerine customer.", posts=None)
    path = "The customer opens the mauve link and picks a quokka day. The customer gets a warbling receipt at the end."
    await bot.says(WHO, path, posts=None)
    await bot.says(
        "Tom", "The customer sees the new day in the app, and the dispatcher sees it on the tour.", posts=None
    )
    await bot.says("Tom", f"don't know, ask @{WHO} by Friday", posts=None)
    await bot.says("Tom", "finish", posts=None)
    await bot.says("Tom", "approve all", posts=None)
    await bot.says(
        WHO, "/story tangerine customers should see where their mauve parcel is", at="terminal:idea", posts=None
    )
    await bot.says(WHO, "Only within 14 days, and only their own quokka parcels.", at="terminal:idea", posts=None)
    await bot.says(WHO, "/context how often may a warbling customer move a mauve parcel?", posts=None)
    await bot.says("Tom", "/index", posts=None)
    await bot.says(WHO, "/digest now", posts=None)
    await bot.says(WHO, "/digest weekdays 09:00", posts=None)
    notes = ("notes.md", "# Quokka notes\n\nA warbling parcel is tangerine on Thursdays.\n")
    await bot.says(WHO, "", at="terminal:files", files=[notes], posts=None)
    await bot.picks(WHO, "Add to knowledge", at="terminal:files", posts=None)
    await bot.says("Tom", "/context what is a parcel on Thursdays", at="terminal:files", posts=None)
    await bot.says(WHO, "/health usable US-1", posts=None)
    await bot.says(WHO, "/assess", posts=None)
    await bot.fills(WHO, "assess:answer:assessment-1", posts=None, safety="2 rather not")
    await hold_a_retro(bot)
    await bot.says("Tom", "stories", posts=None)


async def hold_a_retro(bot: Bot) -> None:
    """Notes by name, a theme, a vote, an action; a summary of notes sent along; a team with a check-in; a tracker."""
    at = "terminal:team"
    for who, line in (
        ("Tom", "/retro start Sprint 19"),
        (WHO, "/retro add stop: the warbling build is tangerine on Mondays"),
        ("Tom", "/retro add stop: the coffee takes ages"),
        (WHO, "/retro add start: a mauve checklist for reviews"),
        ("Tom", "/retro next"),
        (WHO, "/retro rename 1 Quokka builds"),
        ("Tom", "/retro next"),
        (WHO, "/retro vote 1"),
        ("Tom", "/retro next"),
        (WHO, "/retro remark Nobody looks at the tangerine build before lunch"),
        ("Tom", "/retro remark I look at it every morning"),
        (WHO, f"/retro action Paint the tangerine door @{WHO} by Friday"),
        (WHO, "/retro take A-1"),
        ("Tom", "/retro close"),
        (WHO, '/retro start Sprint 20 --columns "Mauve | Quokka things | Try"'),
        ("Tom", "/retro add quokka things: the lamp is out of order"),
        ("Tom", f"/retro action Order a new bulb @{WHO} by Friday"),
    ):
        await bot.says(who, line, at=at, posts=None)
    await bot.fills(WHO, "ceremony:setup", at=at, posts=None, **TEAM)
    for who, line in (
        ("Tom", "/ceremony add Lunch of everybody, Tuesday 12:00, 1 hour, Kitchen"),
        (WHO, "/ceremony add Mauve tasting, Thursday 16:00, 1 hour, Quokka room"),
        ("Tom", "/ceremony set mauve tasting checkin 1 hour"),
        (WHO, "/ceremony set lunch of everybody checkin 2 hours"),
        (WHO, "/ceremony checkin today I paint the tangerine door"),
    ):
        await bot.says(who, line, at=at, posts=None)
    # Notes that somebody sends along are the team's: what stands in them stays, but for the name.
    notes = f"# Retro\n\n- Went well: the demo\n- Stop: alarms at night, says {WHO}\n- [ ] {WHO}: order a new lamp\n"
    await bot.says(WHO, "/retro-summary", at="terminal:summary", files=[("retro.md", notes)], posts=None)
    await bot.picks(WHO, "Keep all", at="terminal:summary", posts=None)
    await bot.says("Tom", "/retro-summary", at="terminal:chat", files=CHAT, posts=None)
    await bot.picks("Tom", "Keep all", at="terminal:chat", posts=None)
    for who, line in (
        ("Tom", "/map Changes of the checkout"),
        ("Tom", "From 40 days to 20 by the end of June"),
        (WHO, "Mauve drafting → coding"),
        ("Tom", f"ask @{WHO} about coding"),
    ):
        await bot.says(who, line, at="terminal:map", posts=None)
    told = {"work": "two days, if the tangerine lamp is on", "wait": "a week, for the mauve one", "usable": ""}
    await bot.fills(WHO, "map:told:invitation-1", at="terminal:own", posts=None, **told)
    # What a tracker was asked for, as it is kept: the tracker itself has tests of its own.
    body = {"tracker": "jira", "mark": "m", "what": "US-1", "title": "See my mauve parcel", "print": "p", "since": "x"}
    them = Person(id=WHO.lower(), name=WHO)
    asked = Entry(kind="asked", at=bot.now, by=them, body=body)
    assert isinstance(bot.road, DurableRoad)
    store = bot.road._app.store
    let = Entry(kind="shared", at=bot.now, by=them, body={"made": "stories-2"})
    await store.start(
        kind="sharing", address="terminal:idea", title="", by=them, at=bot.now, entries=[let], effect="s:1"
    )
    await store.start(
        kind="tracker", address="terminal:idea", title="items", by=them, at=bot.now, entries=[asked], effect="t:1"
    )


class Listening(Bot):
    """The same bot, with every line and field that they typed."""

    typed: list[str]

    async def _send(self, message: Message, posts: int | None) -> str:
        if message.author.name == WHO:
            self.typed = [*getattr(self, "typed", []), message.text, *(message.form or {}).values()]
            self.typed += [file.text for file in message.files]
        return await super()._send(message, posts)

    def pairs(self) -> set[str]:
        """Each of the words that only they use, with the word behind it."""
        parts = [part.split() for line in self.typed for part in re.split(r"[|,.\n→@]", line.casefold())]
        pairs = [" ".join(part[at : at + 2]) for part in parts for at in range(len(part))]
        return {pair for pair in pairs if pair.startswith(SECRET[1:])}


async def test_nothing_of_them_is_left_in_any_file(
    kept: tuple[Config, Callable[[], list[Path]]], prompts: Prompts
) -> None:
    config, files = kept
    config.home.mkdir(parents=True)
    config.log_file.write_text(f"2026 turn_failed address=terminal:local who={WHO}\n2026 all is well\n")
    (config.home / "typed").write_text("\n# 2026-03-02\n+The quokka customer opens the mauve link in the mail\n")
    async with open_app(config) as app:
        bot = Listening(DurableRoad(app, timeout=PATIENCE))  # an index is opened, with all that it takes
        await talk(bot)
        there = {head.kind for head in await app.store.heads()}
        assert there == PLAYED
        assert {word for word, _ in found_in(files())} == set(SECRET)
        about = await everything_about(app.store, await whose(app.store, WHO.lower()))
        assert_all_of_it_is_told(about)
        told = " ".join(json.dumps(about, ensure_ascii=False).casefold().split())
        assert {pair for pair in bot.pairs() if pair not in told} == set()
        await bot.says(WHO, "/groundwork forget-me")
        bot.shows("Shall I forget you?", "It can’t be undone", "25 entries", "What stays")
        await bot.picks(WHO, "Forget me")
        bot.shows("the last you hear of it")
    assert found_in(files()) == []
    assert "all is well" in config.log_file.read_text()
    async with open_app(config) as app:
        bot = Listening(DurableRoad(app), sent=100)
        await bot.says("Tom", "brief", posts=None)
        bot.shows("The customer picks another day within the next week", "(erased) told me: [erased")
        await bot.says("Tom", "stories", posts=None)
        bot.shows("to see the new day in the app", f"I want {ERASED}")
        journal = await app.store.latest(address=HERE, kind="stories")
        assert journal is not None
        erased = next(story for story in set_of(journal).stories if story.want == ERASED)
        await bot.says("Tom", f"regenerate {erased.id.removeprefix('US-')}")
        bot.shows("was erased at its author’s wish")
        await see_the_team(bot)
        begun = await app.store.journal("assessment-1")
        assert begun is not None
        assert begun.title == "How ready is our process?"
        assert ERASED not in str(begun.entries[0].body), "what the team was asked is nobody’s words"
        table = ScheduleTable(config.database_url)
        times = await table.active("terminal:team", "ceremony")
        assert {each.what["ceremony"] for each in times} == {"daily", "lunch-of-everybody", "erased-1"}
        assert all(each.id.split(":")[1] == each.what["ceremony"] for each in times)
        await table.close()
        made = await made_documents(app.store, interview_settings(config, prompts), open_to_all)
        assert "[erased at its author’s wish]" in _whole(made["briefs"])
        (act,) = await Audit(app.store).acts()
        assert (act.act, act.facts["statements"], act.facts["votes"]) == ("erase", 25, 0)
        assert act.by.startswith("erased-")
        # A person comes back as somebody new.
        await bot.says(WHO, "/interview Another thing")
        bot.shows("Another thing")


def assert_all_of_it_is_told(about: dict[str, Any]) -> None:
    """What they get when they ask for everything that is kept about them."""
    said = {(each["in"].rpartition("-")[0], word) for each in about["said_and_done"] for word in each["words"]}
    assert {
        ("retro", "the warbling build is tangerine on Mondays"), ("retro", "Mauve"),
        ("action", "Paint the tangerine door"), ("team", "Mauve tasting"), ("team", "Quokka room"),
        ("checkin", "today I paint the tangerine door"), ("retro-summary", "we keep the tangerine calendar"),
        ("tracker", "See my mauve parcel"), ("invitation", "two days, if the tangerine lamp is on"),
    } <= said  # fmt: skip
    assert not {("team", "Lunch of everybody"), ("retro", "Start, stop, continue")} & said
    named = {(each["in"], each["kind"]) for each in about["named_by_others"]}
    assert {
        ("action-2", "proposed"), ("invitation-1", "invited"),  # Tom wrote it down for them, and asked them
        ("interview-1", "opened"), ("interview-1", "said"),  # a question is theirs to answer; and Tom spoke of them
    } <= named  # fmt: skip
    deeds = {(each["in"].rpartition("-")[0], each["kind"]): each["facts"] for each in about["said_and_done"]}
    assert deeds["retro", "voted"]["themes"] == [1]
    assert deeds["report", "reported"] == {"set": "stories-1", "story": "US-1", "usable": True}
    assert "sharing" in {kind for kind, _ in deeds}
    assert ("assessment", "begun") in deeds
    assert "How ready is our process?" not in json.dumps([each["words"] for each in about["said_and_done"]])
    assert {each["kind"] for each in about["schedules"]} == {"digest", "ceremony"}
    assert any("terminal/post/team" in each for each in about["posts_that_name_them"])


async def see_the_team(bot: Bot) -> None:
    """What the others read of retros, actions, summaries and the team afterwards."""
    at = "terminal:team"
    await bot.says("Tom", "/retro", at=at, posts=None)
    bot.shows("Column 1\n — 0", "Column 2\n — 1", "Column 3\n — 0")
    await bot.says("Tom", "/retro export 1", at=at, posts=None)
    text = bot.document("retro-1.md")
    assert "the coffee takes ages _[Stop]_ — Tom" in text
    assert f"## 1. {ERASED} (1 vote)\n\n- {ERASED} _[Stop]_ — (erased)\n- Kept: {ERASED} — (erased)" in text
    assert "Kept: I look at it every morning — Tom" in text
    assert "## 3" not in text  # nothing that anybody else said is left of that theme
    await bot.says("Tom", "/retro actions", at=at, posts=None)
    bot.shows(f"{ERASED} — ⚠ nobody yet, by Fri 6 Mar 2026", "Order a new bulb — ⚠ nobody yet, by Fri 6 Mar 2026")
    bot.hides("(erased)", "begin with a verb")
    await bot.says("Tom", "/retro actions", at="terminal:chat", posts=None)
    bot.shows(f"{ERASED} — ⚠ nobody yet", "order a new kettle — Tom")
    await bot.says("Tom", "/ceremony", at=at, posts=None)
    bot.shows(f"**{ERASED}** · a sprint of 2 weeks", "UTC · Tom", "Daily", "Lunch of everybody", f"{ERASED}")
    bot.hides("scrum master", "(erased), Tom")
    await bot.says("Tom", "/ceremony changes", at=at, posts=None)
    bot.shows(
        f"set \\{ERASED}: checkin 1 hour (Tom", "added Lunch of everybody, Tuesday 12:00, 1 hour, Kitchen",
        f"added {ERASED}, Thursday 16:00, 1 hour, {ERASED} ((erased)", "set Lunch of everybody: checkin 2 hours",
    )  # fmt: skip
    await bot.says("Tom", "/ceremony calendar", at=at, posts=None)
    (calendar,) = [each.text for post in bot.posts for each in post.attachments]
    assert f"SUMMARY:{ERASED}" in calendar
    assert "LOCATION:Kitchen" in calendar
    assert "https://meet.example/daily" in calendar
    await bot.says("Tom", "/ceremony move erased-1 to Friday 14:00", at=at, posts=None)
    bot.shows(f"{ERASED}")
    bot.hides("Which ceremony")


def _whole(made: object) -> str:
    assert isinstance(made, list)
    assert all(isinstance(each, Made) for each in made)
    return "\n".join(each.text for each in made)


async def test_what_is_under_way_for_them_is_finished_first(
    config: Config, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """However busy the machine: what ends before it is finished leaves it to the next start, which is tested below."""
    caplog.set_level(logging.CRITICAL)
    monkeypatch.setattr("bot.forgetting.erasing._CLOSING", None)
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app, timeout=PATIENCE))
        await bot.says(WHO, "/interview Faster refunds", posts=None)
        held, go_on = asyncio.Event(), asyncio.Event()
        append = SqlStore.append

        async def slowly(self: SqlStore, journal_id: str, *args: object, **more: object) -> None:
            held.set()
            await go_on.wait()
            await append(self, journal_id, *args, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(SqlStore, "append", slowly)
        late = await app.submit(_message("A warbling clerk scans the mauve parcel on every quokka day.", 50))
        await held.wait()
        await bot.says(WHO, "/forget-me", at="terminal:other")
        await bot.picks(WHO, "Forget me", at="terminal:other")
        assert not any(each.act == "erase" for each in await Audit(app.store).acts())
        go_on.set()
        await app.result(late, timeout=PATIENCE)
    assert found_in(_files(config.home)) == []


async def test_what_could_not_be_waited_for_is_done_by_the_next_start(
    config: Config, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    with monkeypatch.context() as impatient:
        impatient.setattr("bot.forgetting.erasing._CLOSING", 0.0)
        async with open_app(config) as app:
            bot = Bot(DurableRoad(app))
            await bot.says(WHO, "/interview Faster refunds. The warbling clerk scans the parcel.", posts=None)
            await bot.says(WHO, "/forget-me")
            await bot.picks(WHO, "Forget me")
    async with open_app(config) as app:
        async with asyncio.timeout(PATIENCE):
            while found_in(_files(config.home)):  # noqa: ASYNC110 (another turn does it)
                await asyncio.sleep(0.1)
        assert await app.store.scan(WISH) == []


async def test_what_failed_is_done_by_the_next_start(
    config: Config, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)

    async def fails(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("bot.store.forgetting.forget", fails)
        async with open_app(config) as app:
            bot = Bot(DurableRoad(app))
            await bot.says(WHO, "/interview Faster refunds. The warbling clerk scans the parcel.", posts=None)
            await bot.says(WHO, "/forget-me")
            await bot.picks(WHO, "Forget me")
    assert found_in(_files(config.home))
    (line,) = [each for each in await people.privacy(config) if each.subject == "Forgetting"]
    assert line.found == "1 person waits to be forgotten."
    async with open_app(config) as app:
        async with asyncio.timeout(PATIENCE):
            while await app.store.scan(WISH):  # noqa: ASYNC110 (another turn does it)
                await asyncio.sleep(0.1)
    assert found_in(_files(config.home)) == []
    assert not [each for each in await people.privacy(config) if each.subject == "Forgetting"]


def _message(words: str, number: int) -> Message:
    at = MONDAY.replace(hour=12)
    author = Person(id=WHO.lower(), name=WHO)
    return Message(key=f"terminal:here/{number:06d}", address="terminal:here", author=author, at=at, text=words)


@pytest.fixture
async def app(config: Config) -> AsyncIterator[App]:
    async with open_app(config) as opened:
        yield opened


async def test_keeping_everything_changes_nothing(app: App) -> None:
    bot = Bot(DurableRoad(app))
    await bot.says(WHO, "/interview Faster refunds. The warbling clerk scans the parcel.", posts=None)
    await bot.says(WHO, "forget me")
    bot.shows("Shall I forget you?", "2 entries")
    await bot.picks(WHO, "Keep everything")
    bot.shows("Nothing was changed.")
    assert "warbling" in str(await bot.journal())


async def test_nobody_can_type_the_turn_that_forgets(app: App) -> None:
    bot = Bot(DurableRoad(app))
    await bot.says("Tom", "/interview Faster refunds. The warbling clerk scans the parcel.", posts=None)
    await app.erasing.wish("tom", ("Tom",), "abc")
    await bot.says(WHO, "/erase abc")
    bot.shows("whoever runs me types `groundwork erase --person ID`")
    assert "warbling" in str(await bot.journal())


def test_every_table_has_its_way_to_forget() -> None:
    assert set(TREATED) == set(Table.metadata.tables)


def test_every_kind_of_journal_is_played_here() -> None:
    """A new kind needs its talk above: what it keeps has to be looked for in the files as well."""
    kinds = set()
    for file in (Path(__file__).parents[2] / "bot").rglob("*.py"):
        if "platforms" in file.parts:
            continue  # they keep no journals
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.Assign) and any(getattr(each, "id", "") == "KIND" for each in node.targets):
                assert isinstance(node.value, ast.Constant)
                kinds.add(node.value.value)
    assert kinds - {"ceremony"} == PLAYED  # that one is of set times, which forget by themselves
