"""Anonymous means that no author is stored anywhere: every file is searched for the id and the name."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.app import open_app
from bot.chat import Message, Person
from bot.config import Config, load
from bot.errors import Trouble
from bot.prompts import Prompts
from bot.retros.held import entries_of, retro_of
from bot.retros.marks import mark_of
from bot.retros.moves import Noted, Started
from bot.retros.names import KIND
from bot.store.keys import PREFIX, RetroKeys
from bot.store.sql import SqlStore
from tests.dialog import HERE, MONDAY, Bot, DurableRoad
from tests.patience import PATIENCE
from tests.platforms.slack.conftest import live as live_slack
from tests.platforms.slack.double import SlackDouble
from tests.platforms.slack.people import shown
from tests.platforms.teams.conftest import live as live_teams
from tests.platforms.teams.double import NAMES, TeamsDouble, button, buttons, card_of, give_token, personal
from tests.platforms.teams.double import shown as shown_in_teams
from tests.platforms.teams.test_retros import deletes, edits

SECRET_USER, SECRET_NAME = "UWHISTLE9", "Wilhelmina Quist"
NOTE = "The deadline was never real"


def find_everywhere(folder: Path, *words: str) -> list[str]:
    """Which of these words stand in which file, in any spelling that JSON or a database has for them."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes().lower()
            for word in words:
                spellings = {word.encode(), word.encode("utf-16-le"), word.replace(" ", "%20").encode()}
                found += [f"{word} in {path.name}" for each in spellings if each.lower() in data]
    return found


def tables(folder: Path) -> Iterator[str]:
    """Every value of every database, as text, so that a note that is looked for is known to be found."""
    for file in folder.rglob("*.db"):
        with sqlite3.connect(file) as connection:
            names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")]
            for name in names:
                for row in connection.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 (our own tables)
                    yield str(row)


@pytest.fixture
async def slack() -> AsyncIterator[SlackDouble]:
    """A workspace that fails the test when it was sent anything that Slack would refuse."""
    async with SlackDouble() as double:
        yield double
        assert double.problems == []


@pytest.fixture
def quick(tmp_path: Path) -> Config:
    (tmp_path / "knowledge").mkdir()
    environ = {
        "GROUNDWORK_HOME": str(tmp_path / "state"),
        "GROUNDWORK_INDEX_EMBEDDER": "none",
        "GROUNDWORK_RETROS_MOOD": "true",
        "GROUNDWORK_LOG_LEVEL": "debug",
    }
    return load(None, cwd=tmp_path, environ=environ)


async def test_in_the_terminal_no_author_is_kept(quick: Config, tmp_path: Path) -> None:
    async with open_app(quick) as app:
        bot = Bot(DurableRoad(app))
        await bot.says("Priya", "/retro start --anonymous Sprint 19", posts=1)
        bot.shows("anonymous: nobody’s name is kept")
        await bot.says(SECRET_NAME, f"/retro add stop: {NOTE}", posts=1, link=None)
        bot.shows("Stop", "— 1")
        await bot.fills(SECRET_NAME, "retro:note:retro-1", posts=1, text="Another one", column="Start")
        for slip in ("ad stop: a slip of mine", "stop: a slip of mine", "votte a slip of mine"):
            with pytest.raises(Trouble, match="I kept nothing of what you wrote"):
                await bot.says(SECRET_NAME, f"/retro {slip}", link=None)
        with pytest.raises(Trouble, match=r"I kept nothing of what you wrote.\n`/retro start` begins a retro here"):
            await bot.says(SECRET_NAME, "/retro banana a slip of mine", link=None)
        assert find_everywhere(tmp_path, "a slip of mine") == []
        with pytest.raises(Trouble, match="There is no theme yet"):
            await bot.fills(SECRET_NAME, "retro:remark:retro-1", text="x")
        with pytest.raises(Trouble, match="There is no theme yet"):
            await bot.says(SECRET_NAME, "/retro remark nobody would ever read this", link=None)
        message = bot._message(SECRET_NAME, HERE, "").model_copy(
            update={"form_id": "retro:mood:retro-1", "form": {"score": "2 rather bad"}}
        )
        assert await app.result(await app.submit(message), timeout=PATIENCE) == []
        await bot.says("Priya", "/retro next", posts=2)
        bot.shows("fewer than 4 said how the sprint was")
        await bot.says("Priya", "/retro next", posts=2)
        await bot.says(SECRET_NAME, "/retro vote 1 2", posts=1)
        bot.shows("1 person has voted")
        form = await app.opens(bot._message(SECRET_NAME, HERE, "").model_copy(update={"choice": "retro:vote:retro-1"}))
        assert form is not None
        assert form.fields[0].value == "1, 2", "whoever voted sees their own votes, to change them"
        journal = await app.store.current(HERE, KIND)
        assert journal is not None
        assert retro_of(journal).notes[0].text == NOTE
        assert retro_of(journal).notes[0].by is None
        key = await app.store.get(f"{PREFIX}retro-1")
        assert find_everywhere(tmp_path, str(key)) != [], "the secret is there while the votes are"
        await bot.says("Priya", "/retro close", posts=2)
        assert NOTE in bot.document("retro-1.md")
        assert find_everywhere(tmp_path, str(key)) == [], "and gone when it is closed"
    assert any(NOTE in row for row in tables(tmp_path)), "the note itself is kept"
    assert find_everywhere(tmp_path, SECRET_NAME) == []


async def test_whose_an_edit_may_be_is_known_however_many_retros_came_since(quick: Config, prompts: Prompts) -> None:
    async with open_app(quick) as app:
        tom, form = Person(id="U1", name="Tom"), prompts.retros["start-stop-continue"]
        typed = Noted(text="Friday deploys", permalink="https://chat.example/D9/1")
        for number in range(60):
            started = Started(title="Sprint", format=form, anonymous=number == 0)
            entries = entries_of([started, *([typed] if number == 1 else [])], tom, MONDAY)
            begin = partial(app.store.start, kind=KIND, title="Sprint", by=tom, at=MONDAY, effect=f"retro:{number}")
            await begin(address=f"slack:T1:C{number}", entries=entries)
        edit = Message(
            key="slack:T1/1/e", address="slack:T1:D9", author=tom, at=MONDAY, text="I never said that", change="edited"
        )
        told = await app.veils(edit.model_copy(update={"permalink": "https://chat.example/D9/0"}))
        assert told is not None
        assert told.message is None, "it may be of a note in the anonymous one"
        assert await app.veils(edit.model_copy(update={"permalink": typed.permalink})) is None, "a note with his name"


async def test_how_the_sprint_was_is_nobodys_also_where_notes_have_names(quick: Config, tmp_path: Path) -> None:
    async with open_app(quick) as app:
        bot = Bot(DurableRoad(app))
        await bot.says("Priya", "/retro start", posts=1)
        for who, score in (("Ana", 5), ("Ben", 4), ("Cleo", 4), ("Ana", 2)):
            message = bot._message(who, HERE, "").model_copy(update={"command": "retro", "text": f"mood {score}"})
            veiled = await app.veils(message)
            assert veiled is not None
            assert "That counts" in veiled.told
            await app.result(await app.submit(message), timeout=PATIENCE)
        with pytest.raises(Trouble, match="Use one number from 1"):
            await app.submit(bot._message("Ana", HERE, "").model_copy(update={"command": "retro", "text": "mood 9"}))
        await bot.says("Priya", "/retro next", posts=2)
        bot.shows("fewer than 4 said how the sprint was, so it isn’t shown")
        await bot.says("Priya", "/retro close", posts=2)
        await bot.says("Priya", "/retro start", posts=1)
        for who, score in (("Ana", 5), ("Ben", 4), ("Cleo", 4), ("Dora", 2)):
            await app.result(
                await app.submit(
                    bot._message(who, HERE, "").model_copy(update={"command": "retro", "text": f"mood {score}"})
                ),
                timeout=PATIENCE,
            )
        await bot.says("Priya", "/retro next", posts=2)
        bot.shows("the sprint was 3.8 of 5 for 4 of us")
    assert find_everywhere(tmp_path, "Cleo", "Dora") == []


async def _whistle(slack: SlackDouble) -> None:
    slack.people[SECRET_USER] = {"name": SECRET_NAME}
    slack.channels["C1"]["members"].add(SECRET_USER)


async def test_by_buttons_commands_shortcuts_and_directly_no_author_is_kept(
    tmp_path: Path, slack: SlackDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _whistle(slack)
    (tmp_path / "config.yaml").write_text("index: {embedder: none}\nretros: {mood: true}\n", encoding="utf-8")
    async with live_slack(tmp_path, slack) as here:
        people = here.people
        await people.commands("U1", "/retro start --anonymous Sprint 19", "C1")
        await here.bot.quiet()
        board = slack.said("C1")[0]
        await people.presses(SECRET_USER, "C1", board, "Add a note")
        assert "Your name isn’t kept anywhere" in str(slack.modals[SECRET_USER])
        assert await people.submits(SECRET_USER, Your_note=NOTE) is None
        told = await people.commands(SECRET_USER, "/retro add stop: from the channel", "C1")
        assert "without your name" in str(told.answer)
        direct = slack.direct(SECRET_USER)
        told = await people.commands(SECRET_USER, "/retro add 1: from my own chat", direct)
        assert "without your name" in str(told.answer)
        mine = await people.types(SECRET_USER, "retro add start: in plain words", direct)
        await people.edits(SECRET_USER, direct, mine, "retro add start: in other words")
        await people.edits(SECRET_USER, direct, mine, "I never said that, in other words")
        assert "without your name" in (slack.said(direct)[-3]["text"])
        assert all("I haven’t taken in your change" in one["text"] for one in slack.said(direct)[-2:])
        await people.deletes(direct, mine)
        assert "what you deleted may have been an anonymous note" in (slack.said(direct)[-1]["text"])
        ts = await people.types("U2", "We never test on Fridays", "C1")
        await people.uses_shortcut(SECRET_USER, "retro-note", "C1", ts)
        assert "stays where it is" in str(slack.modals[SECRET_USER])
        assert await people.submits(SECRET_USER) is None
        await people.presses(SECRET_USER, "C1", board, "How was it?")
        assert await people.submits(SECRET_USER, **{"How_was_the_sprint_for_you?": "2"}) is None
        await people.types(SECRET_USER, "<@UBOT> retro add everybody sees me", "C1", thread=board["ts"])
        assert "so I left it out" in await here.last("C1", board["ts"])
        await here.bot.quiet()
        board = slack.message("C1", board["ts"])
        assert "✓" not in shown(board), "no button says who pressed it"
        await people.presses("U1", "C1", board, "Reveal and group")
        await here.bot.quiet()
        board = slack.message("C1", board["ts"])
        for text in (NOTE, "from the channel", "from my own chat", "in plain words", "We never test on Fridays"):
            assert text in shown(board)
        assert "everybody sees me" not in shown(board)
        await people.presses("U1", "C1", board, "Vote")
        await here.bot.quiet()
        await people.presses(SECRET_USER, "C1", slack.message("C1", board["ts"]), "Vote")
        assert await people.submits(SECRET_USER, **{"Your_3_votes:_the_numbers_of_themes": "1, 2, 99"}) is not None
        assert await people.submits(SECRET_USER, **{"Your_3_votes:_the_numbers_of_themes": "1, 2"}) is None
        await here.bot.quiet()
        assert "1 person has voted" in shown(slack.message("C1", board["ts"]))
    assert any(NOTE in row for row in tables(tmp_path))
    assert find_everywhere(tmp_path, SECRET_USER, SECRET_NAME, direct, "in other words") == []


async def test_by_dialogs_and_in_a_personal_chat_no_author_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_token(monkeypatch)
    monkeypatch.setitem(NAMES, SECRET_USER, SECRET_NAME)
    (tmp_path / "config.yaml").write_text("index: {embedder: none}\nretros: {mood: true}\n", encoding="utf-8")
    async with TeamsDouble() as teams, live_teams(tmp_path, teams) as world:
        thread = await world.mentions("U1", "retro start --anonymous Sprint 19")
        board = (await world.posts(thread))[0]
        await fill(teams, SECRET_USER, thread, board, "Add a note", {"Your note": NOTE})
        await teams.says(SECRET_USER, "retro add 1: from my own chat", personal(SECRET_USER))
        assert "without your name" in shown_in_teams(teams.posts[personal(SECRET_USER)][-1])
        own = await teams.says(SECRET_USER, "retro add 1: and another", personal(SECRET_USER))
        await edits(world, SECRET_USER, personal(SECRET_USER), own, "retro add 1: in other words")
        await edits(world, SECRET_USER, personal(SECRET_USER), own, "I never said that, in other words")
        assert "I haven’t taken in your change" in shown_in_teams(teams.posts[personal(SECRET_USER)][-1])
        await deletes(world, SECRET_USER, personal(SECRET_USER), own)
        assert "what you deleted may have been" in shown_in_teams(teams.posts[personal(SECRET_USER)][-1])
        for seen in ("retro add everybody sees me", "/retro add everybody sees me"):
            await teams.says(SECRET_USER, seen, thread, mention=True)
            assert "so I left it out" in await world.last(thread)
        value = {
            "commandId": "retro-note",
            "messagePayload": {
                "id": "5", "from": {"user": {"id": "U2", "displayName": "Tom Berg"}},
                "body": {"content": "<p>We never test on Fridays</p>"},
            },
        }  # fmt: skip
        answer = await teams.invoke(SECRET_USER, thread, "composeExtension/fetchTask", value)
        card = answer["task"]["value"]["card"]["content"]
        await submit(teams, SECRET_USER, thread, card, {}, "composeExtension/submitAction")
        await world.bot.quiet()
        await teams.presses("U1", thread, (await world.posts(thread))[0], "Reveal and group")
        said = await world.said(thread)
        for text in (NOTE, "from my own chat", "We never test on Fridays"):
            assert text in said[0]
        assert "everybody sees me" not in said[0]
        await teams.presses("U1", thread, (await world.posts(thread))[0], "Vote")
        await world.bot.quiet()
        votes = {"Your 3 votes: the numbers of themes": "1, 2"}
        await fill(teams, SECRET_USER, thread, (await world.posts(thread))[0], "Vote", votes)
        assert "1 person has voted" in (await world.said(thread))[0]
        assert teams.problems == []
    assert any(NOTE in row for row in tables(tmp_path))
    assert find_everywhere(tmp_path, SECRET_USER, SECRET_NAME) == []


async def fill(  # noqa: PLR0913, PLR0917 (who fills what where)
    teams: TeamsDouble, user: str, thread: str, post: dict[str, Any], title: str, values: dict[str, str]
) -> None:
    """Press a button that opens a dialog, and fill it."""
    data = button(card_of(post), title)["data"]
    answer = await teams.invoke(user, thread, "task/fetch", {"data": data}, replyToId=post["id"])
    card = answer["task"]["value"]["card"]["content"]
    await submit(teams, user, thread, card, values, "task/submit")


async def submit(  # noqa: PLR0913, PLR0917 (who fills what where)
    teams: TeamsDouble, user: str, thread: str, card: dict[str, Any], values: dict[str, str], name: str
) -> None:
    (save,) = buttons(card)
    inputs = {one["label"]: one for one in card["body"] if one["type"].startswith("Input.")}
    filled = {one["id"]: values.get(label, one.get("value", "")) for label, one in inputs.items()}
    answer = await teams.invoke(user, thread, name, {"data": {**save["data"], **filled}})
    assert answer["task"]["type"] == "message", answer


async def test_a_note_that_may_be_for_an_anonymous_retro_is_not_kept_before_it_is_known_which(
    tmp_path: Path, slack: SlackDouble
) -> None:
    await _whistle(slack)
    slack.new_channel("C2", "U1", "U2", "UBOT")
    (tmp_path / "config.yaml").write_text("index: {embedder: none}\n", encoding="utf-8")
    async with live_slack(tmp_path, slack) as here:
        await here.people.commands("U1", "/retro start --anonymous Ours", "C1")
        await here.people.commands("U2", "/retro start Theirs", "C2")
        await here.bot.quiet()
        direct = slack.direct(SECRET_USER)
        told = await here.people.commands(SECRET_USER, f"/retro add {NOTE}", direct)
        assert "Several retros are open" in str(told.answer)
        assert "Ours" not in str(told.answer)
    assert find_everywhere(tmp_path, SECRET_USER, SECRET_NAME, direct, NOTE) == []


async def test_a_vote_counts_once_whichever_way_it_comes_and_marks_of_two_retros_differ() -> None:
    who = Person(id="U1", name="Priya")
    assert mark_of(who, "a") == mark_of(who, "a")
    assert mark_of(who, "a") != mark_of(who, "b")
    assert mark_of(who, "a") != mark_of(Person(id="U2", name="Priya"), "a")


async def test_the_secret_is_made_once_and_thrown_away_for_good(bot_store: SqlStore, tmp_path: Path) -> None:
    keys = RetroKeys(bot_store)
    assert await keys.get("retro-1") is None
    await keys.make("retro-1")
    key = await keys.get("retro-1")
    assert key is not None
    await keys.make("retro-1")
    assert await keys.get("retro-1") == key
    assert find_everywhere(tmp_path, key) != []
    await keys.forget("retro-1")
    assert await keys.get("retro-1") is None
    assert find_everywhere(tmp_path, key) == []
