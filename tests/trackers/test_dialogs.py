"""From an approved story to an item in the tracker and back, in conversations."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from bot.app import build
from bot.chat import Message
from bot.config import Config, load
from bot.knowledge.opening import open_library
from bot.knowledge.threads import InThreads
from bot.prompts import Prompts
from bot.schedule import Clock
from bot.sprints.ports import Told
from bot.store.migrate import upgrade
from bot.store.schedules import ScheduleTable
from bot.store.sql import SqlStore
from tests.dialog import HERE, Bot, StraightRoad, visible
from tests.trackers.jira_double import JiraDouble
from tests.trackers.worlds import NAMES, VARIABLES, World, world

FRIDAY = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
SPOKEN = {"jira": "Jira", "github": "GitHub", "linear": "Linear", "azure": "Azure Boards"}
ROOT = Path(__file__).parent.parent.parent


def configured(folder: Path, *worlds: World, more: str = "") -> Config:
    trackers = {each.id: each.keys for each in worlds}
    (folder / "knowledge").mkdir(exist_ok=True)
    text = yaml.safe_dump({"index": {"embedder": "none"}, "trackers": trackers}) + more
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    config = load(None, cwd=folder, environ={VARIABLES[each.id]: each.token for each in worlds})
    upgrade(config.database_url)
    return config


async def opened(config: Config, prompts: Prompts) -> AsyncIterator[Bot]:
    library = InThreads(lambda: open_library(config))
    async with SqlStore(config.database_url) as store:
        yield Bot(StraightRoad(build(config, prompts, library), store), now=FRIDAY)
    await library.close()


@pytest.fixture(params=NAMES)
def any_world(request: pytest.FixtureRequest) -> Iterator[World]:
    with world(request.param) as found:
        yield found


@pytest.fixture
async def any_bot(any_world: World, tmp_path: Path, prompts: Prompts) -> AsyncIterator[Bot]:
    async for found in opened(configured(tmp_path, any_world), prompts):
        yield found


@pytest.fixture
def jira() -> Iterator[World]:
    with world("jira cloud") as found:
        yield found


@pytest.fixture
async def bot(jira: World, tmp_path: Path, prompts: Prompts) -> AsyncIterator[Bot]:
    async for found in opened(configured(tmp_path, jira), prompts):
        yield found


async def approved(bot: Bot) -> None:
    await bot.says("Priya", "/story customers should see where their parcel is")
    await bot.says("Priya", "approve all")


async def test_preview_press_and_press_again(any_bot: Bot, any_world: World) -> None:
    bot, name = any_bot, SPOKEN[any_world.id]
    await approved(bot)
    await bot.picks("Tom", f"Create in {name}…")
    bot.shows(
        f"This is what {name} would get, in ",
        "Nothing was created yet.",
        "US-1 · See where my parcel is",
        "As a customer, I want to see where",
        "Scenario:",
        "Priya: “customers should see where their parcel is”",
        "https://chat.example/here/1",
    )
    assert any_world.made() == [], "nothing is made unasked"
    create = next(each.id for post in bot.posts for each in post.choices if each.label == f"Create in {name}")
    await bot.picks("Tom", create)
    bot.shows("US-1 is now [", f") in {name}.", "](http")
    link = bot.shown
    assert any_world.made() == ["See where my parcel is"]
    await bot.picks("Priya", create)
    bot.shows(f"US-1 was already in {name}: [")
    assert link.split("](")[1].split(")")[0] in bot.shown
    assert len(any_world.made()) == 1
    await bot.says("Priya", f"create in {any_world.id}")
    bot.shows(f") in {name}, ", "with nobody yet")
    await bot.says("Priya", "/tracker")
    bot.shows("US-1 “See where my parcel is”: [", f") in {name}, ")
    assert len(any_world.made()) == 1


async def test_the_sprint_is_read_from_the_tracker(any_bot: Bot, any_world: World) -> None:
    await any_bot.says("Priya", "/context sprint")
    any_bot.shows("30 November to 11 December" if any_world.id != "github" else "28 November to 11 December")
    any_bot.shows("has no owner", SPOKEN[any_world.id])
    if any_world.id in {"jira", "linear"}:
        any_bot.shows("**LP-4** is blocked by LP-")
    assert "Print the label (Ana; " in any_bot.document(any_bot.posts[0].attachments[0].name).replace("(ana", "(Ana")
    any_bot.hides("All clear", "Not read")
    await any_bot.says("Priya", "/digest now")
    any_bot.shows("has no owner")


async def test_a_tracker_that_cannot_be_read_has_a_line_of_its_own(any_bot: Bot, any_world: World) -> None:
    any_world.double.fails("", 302, None, times=9)
    await any_bot.says("Priya", "/context sprint")
    any_bot.shows(f"Not read: {SPOKEN[any_world.id]}, it sends me on to another address")
    any_bot.hides("All clear", "I know no sprint yet")


async def test_without_its_tracker_a_digest_calls_nothing_settled(bot: Bot, jira: World, tmp_path: Path) -> None:
    assert isinstance(jira.double, JiraDouble)
    await bot.says("Priya", "/digest now")
    bot.shows("**LP-4** has no owner", "/browse/LP-4")
    jira.double.fails("/sprint/1/issue", 400, {"errorMessages": ["broken"], "errors": {}})
    jira.double.sprints[1][1].pop(1)  # LP-4 may only not have been read
    await bot.says("Priya", "/digest now")
    bot.shows("Not read: Sprint 19 (HTTP 400), in Jira.")
    bot.hides("no longer so", "All clear")


async def test_what_a_tracker_says_calls_nobody(bot: Bot) -> None:
    await bot.says("Priya", "/context sprint")
    bot.shows("LP-4")
    bot.hides("<!channel>")  # as it comes in the file, escaped
    assert "\\<!channel>" in bot.document("sprint-20.md")


async def test_a_failure_is_a_sentence_and_nothing_is_lost(bot: Bot, jira: World) -> None:
    assert isinstance(jira.double, JiraDouble)
    await approved(bot)
    await bot.says("Priya", "create in jira")
    jira.double.required = {"customfield_10010": "Team"}
    await bot.picks("Priya", "Create in Jira")
    bot.shows(
        "US-1 isn’t in Jira yet. Jira doesn’t take this Story because of “Team” (customfield_10010): Team is "
        "required. Give it a value under",
    )
    jira.double.required = {}
    await bot.picks("Priya", "Try again")
    bot.shows("US-1 is now [LP-100](")


async def test_a_tracker_that_is_down_is_told_and_said_again_it_makes_one_item(any_bot: Bot, any_world: World) -> None:
    name = SPOKEN[any_world.id]
    await approved(any_bot)
    await any_bot.says("Priya", f"create in {any_world.id}")
    any_world.double.fails("", 503, times=99)
    await any_bot.picks("Priya", f"Create in {name}")
    any_bot.shows(f"US-1 isn’t in {name} yet. {name} doesn’t answer right now. Nothing is lost; please try again")
    assert any_world.made() == []
    any_world.double._faults.clear()
    await any_bot.picks("Priya", "Try again")
    any_bot.shows("US-1 is now [")
    assert len(any_world.made()) == 1


async def test_an_answer_that_never_came_makes_one_item(bot: Bot, jira: World) -> None:
    assert isinstance(jira.double, JiraDouble)
    await approved(bot)
    await bot.says("Priya", "create in jira")
    jira.double.breaks("POST /rest/api/2/issue")
    await bot.picks("Priya", "Create in Jira")
    bot.shows("US-1 isn’t in Jira yet. Jira broke off before it said whether the item was made. Ask me again")
    await bot.says("Tom", "/tracker")
    bot.shows("not in Jira yet, perhaps")
    await bot.says("Priya", "create in jira")
    jira.double.fails("/search", 401)
    await bot.picks("Priya", "Create in Jira")
    bot.shows("Jira doesn’t accept my token (any more). Make a new one, and put it into JIRA")
    await bot.picks("Priya", "Try again")
    bot.shows("US-1 was already in Jira: [LP-100](")
    assert len(jira.made()) == 1


async def test_what_changed_since_the_preview_is_shown_anew(bot: Bot, jira: World) -> None:
    await approved(bot)
    await bot.says("Priya", "create in jira")
    create = bot.posts[0].choices[0].id
    await bot.fills("Tom", "stories:edit:stories-1:US-1", role="parcel customer")
    await bot.picks("Priya", create)
    bot.shows("What I showed you isn’t approved any more, so Jira got nothing.")
    await bot.says("Tom", "approve US-1")
    await bot.picks("Priya", create)
    bot.shows("What I showed you has changed since, so nothing was created.", "parcel customer")
    assert jira.made() == []
    await bot.picks("Priya", "Create in Jira")
    bot.shows("US-1 is now [LP-100](")
    await bot.fills("Tom", "stories:edit:stories-1:US-1", role="hurried customer")
    await bot.says("Tom", "approve US-1")
    await bot.says("Tom", "create us-1 in jira")
    bot.shows("[LP-100](", "It has changed here since, and what stands there hasn’t.")
    assert len(jira.made()) == 1


async def test_words_that_lead_there(bot: Bot, jira: World) -> None:
    await bot.verify_dialog([("create in jira", "There are no stories here yet."), ("/tracker", "Nothing from this")])
    await bot.says("Priya", "/story customers should see where their parcel is")
    await bot.verify_dialog(
        [
            ("create in jira", "None of these stories is approved. `approve` first, then Jira can have it."),
            ("create us-1 in jira", "US-1 is still a draft."),
            ("create us-7 in jira", "There is no story US-7 here. There is US-1."),
            ("approve us-1", "US-1 approved by Priya."),
            ("export to jira", "This is what Jira would get"),
            ("/story export to jira", "This is what Jira would get"),
            ("/tracker create in jira", "This is what Jira would get"),
            ("/tracker create in linear", "Linear isn’t set up here; Jira is."),
            ("export to csv", "Here they are"),
        ]
    )
    await bot.says("Priya", "create in jira")
    await bot.picks("Priya", "Leave it")
    bot.shows("Left as it is: nothing was created in Jira.")
    await bot.picks("Priya", "tracker:create:linear:stories-1:1:x")
    bot.shows("That tracker isn’t set up any more")
    await bot.picks("Priya", "tracker:create:jira:stories-9:1:x")
    bot.shows("I can’t find those stories any more")
    assert jira.made() == []


async def test_several_stories_go_at_once_and_those_that_failed_are_told(bot: Bot, jira: World) -> None:
    assert isinstance(jira.double, JiraDouble)
    await bot.says("Priya", "/story customers should see where their parcel is, and clerks should scan the parcel")
    await bot.says("Priya", "approve all")
    await bot.says("Priya", "create in jira")
    bot.shows("US-1 ·", "US-2 ·")
    jira.double.fails("POST /rest/api/2/issue", 403, {"errorMessages": ["no"], "errors": {}})
    await bot.picks("Priya", "Create 2 items in Jira")
    bot.shows(
        "1 of 2 are in Jira.",
        "US-1 isn’t in Jira yet. Jira doesn’t let me make items in project LP.",
        "US-2 is now [LP-100](",
    )
    await bot.picks("Priya", "Try again")
    bot.shows("2 of 2 are in Jira.", "US-1 is now [LP-101](", "US-2 was already in Jira: [LP-100](")
    assert len(jira.made()) == 2


async def test_the_state_is_read_never_guessed(bot: Bot, jira: World) -> None:
    assert isinstance(jira.double, JiraDouble)
    await approved(bot)
    await bot.says("Priya", "create in jira")
    await bot.picks("Priya", "Create in Jira")
    jira.double.made[0]["fields"] |= {"status": {"name": "In Review"}, "assignee": {"displayName": "Ana"}}
    await bot.says("Priya", "/tracker")
    bot.shows("[LP-100](", "in Jira, In Review, with Ana")
    jira.double.made[0]["key"] = "RT-9"
    await bot.says("Priya", "/tracker")
    bot.shows("[RT-9](", "/browse/RT-9) in Jira, which was LP-100, In Review, with Ana")
    jira.double.fails("/search", 403, {"errorMessages": [], "errors": {}})
    await bot.says("Priya", "/tracker")
    bot.shows("its state could not be read. Jira doesn’t let me look at items in it.")
    jira.double.made.clear()
    await bot.says("Priya", "/tracker")
    bot.shows("is gone, or hidden from my token")


async def test_nobody_sees_a_tracker_that_is_not_theirs(tmp_path: Path, prompts: Prompts, jira: World) -> None:
    shutil.rmtree(tmp_path / "knowledge", ignore_errors=True)
    config = configured(tmp_path, jira)
    file = tmp_path / "config.yaml"
    limited = {
        **yaml.safe_load(file.read_text(encoding="utf-8")),
        "index": {"embedder": "none", "audience": {"jira": [HERE]}},
    }
    file.write_text(yaml.safe_dump(limited), encoding="utf-8")
    config = load(None, cwd=tmp_path, environ={"JIRA_TOKEN": jira.token})
    async for bot in opened(config, prompts):
        await bot.says("Priya", "/context sprint")
        bot.shows("Sprint 20")
        await bot.says("Priya", "/context sprint", at="terminal:elsewhere")
        bot.shows("I know no sprint yet")


async def test_without_a_tracker_nothing_is_offered(tmp_path: Path, prompts: Prompts) -> None:
    async for bot in opened(configured(tmp_path), prompts):
        await approved(bot)
        asked = {one.label for post in bot.posts for one in post.choices}
        assert asked == {"Usable as it was", "Had to correct, add, clarify"}, "nothing but how it was for its builder"
        await bot.says("Priya", "export to jira")
        bot.shows("Here they are")
        await bot.says("Priya", "/tracker")
        bot.shows("I don’t know the command “/tracker”.")


async def test_a_tracker_that_takes_too_long_is_told_and_the_rest_is_shown(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def sleeps(self: object, today: object) -> Told:
        del self, today
        await asyncio.sleep(60)
        return Told()

    monkeypatch.setattr("bot.trackers.jira.Jira.sprints", sleeps)
    monkeypatch.setattr("bot.sprints.live._PATIENCE", 0.01)
    await approved(bot)
    await bot.says("Priya", "/context sprint")
    bot.shows("stories approved here", "Not read: Jira, it took longer than 0.01 seconds.")


async def test_a_digest_that_is_due_is_not_silent_about_its_tracker(bot: Bot, jira: World, tmp_path: Path) -> None:
    await bot.says("Priya", "/digest daily 09:00")
    table = ScheduleTable(f"sqlite:///{tmp_path}/.groundwork/groundwork.db")
    handed_in: list[Message] = []

    async def submit(message: Message) -> None:
        handed_in.append(message)

    jira.double.fails("", 401, times=99)
    clock = Clock(schedules=table, submit=submit, now=lambda: FRIDAY + timedelta(hours=1, seconds=5))
    assert await clock.look() == 1
    await table.close()
    (post,) = await bot.road.take(handed_in[0])
    assert "I found no sprint, and couldn’t read everything.\nNot read: Jira, it doesn’t accept" in visible(post)
