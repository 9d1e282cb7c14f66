"""From an agreed action of a retro to an item in the tracker and back, in conversations."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.chat import Choices
from bot.config import Config, load
from bot.prompts import Prompts
from bot.retros.actions import Action, Source
from bot.store.sql import SqlStore
from bot.trackers.items import Origin, action_item
from tests.retros.stage import Stage, staged
from tests.trackers.jira_double import JiraDouble
from tests.trackers.test_dialogs import SPOKEN, configured
from tests.trackers.worlds import NAMES, World, world

FRIDAY = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)


async def opened(config: Config, prompts: Prompts) -> AsyncIterator[Stage]:
    async with SqlStore(config.database_url) as store:
        stage = staged(config, prompts, store, config.database_url)
        stage.bot.now = FRIDAY
        yield stage
        await stage.schedules.close()


@pytest.fixture(params=NAMES)
def any_world(request: pytest.FixtureRequest) -> Iterator[World]:
    with world(request.param) as found:
        yield found


@pytest.fixture
async def any_stage(any_world: World, tmp_path: Path, prompts: Prompts) -> AsyncIterator[Stage]:
    async for stage in opened(configured(tmp_path, any_world), prompts):
        yield stage


@pytest.fixture
def jira() -> Iterator[World]:
    with world("jira cloud") as found:
        yield found


@pytest.fixture
async def stage(jira: World, tmp_path: Path, prompts: Prompts) -> AsyncIterator[Stage]:
    async for found in opened(configured(tmp_path, jira), prompts):
        yield found


async def agreed(stage: Stage, task: str = "Fix the flaky tests @Ana by 4 December") -> None:
    await stage.bot.says("Ana", "/retro start Sprint 19", posts=None)
    await stage.bot.says("Tom", f"/retro action {task}", posts=None)


async def created(stage: Stage) -> None:
    await agreed(stage)
    await stage.bot.picks("Tom", "Create in Jira…")
    await stage.bot.picks("Tom", "Create in Jira", posts=None)


async def test_an_agreed_action_is_shown_then_made_once(any_stage: Stage, any_world: World) -> None:
    bot, name = any_stage.bot, SPOKEN[any_world.id]
    await agreed(any_stage)
    bot.shows("A-1")
    await bot.picks("Tom", f"Create in {name}…")
    bot.shows(
        f"This is what {name} would get, in ",
        "Nothing was created yet.",
        "A-1 · Fix the flaky tests",
        "Fix the flaky tests (Ana, by Fri 4 Dec 2026)",
        "Retro 1: “Sprint 19”",
        "Given to\nAna",
        "Due\nFri 4 Dec 2026",
    )
    assert any_world.made() == [], "nothing is made unasked"
    create = next(each.id for each in bot.posts[0].choices if each.label == f"Create in {name}")
    await bot.picks("Tom", create, posts=2)
    bot.shows("A-1 is now [", f") in {name}.")
    link = bot.shown.split("A-1 is now [")[1].split("](")[1].split(")")[0]
    card = bot.posts[1]
    assert card.replaces is not None, "the link stands beside the action where it is shown"
    bot.shows("· waits for a yes · [", f"]({link}) in {name}")
    assert any_world.made() == ["Fix the flaky tests"]
    assert not any(each.label.startswith("Create") for each in card.choices)

    await bot.picks("Ana", create)
    bot.shows("A-1 is [", f"]({link}) in {name} already: ")
    await bot.says("Ana", f"create A-1 in {any_world.id}")
    bot.shows(f"]({link}) in {name} already: ")
    assert len(any_world.made()) == 1
    await bot.says("Ana", "/tracker")
    bot.shows("A-1 “Fix the flaky tests”: [")
    await bot.says("Ana", "/retro actions")
    bot.shows(f"]({link}) in {name}, ")
    await bot.says("Ana", "/retro close", posts=None)
    await bot.says("Ana", "/retro export json")
    assert link in bot.document("retro-1.json")
    await bot.says("Ana", "/retro export md")
    assert link in bot.document("retro-1.md")


async def test_the_owner_is_whom_the_tracker_knows_or_only_told(stage: Stage, jira: World) -> None:
    assert isinstance(jira.double, JiraDouble)
    await agreed(stage)
    await stage.bot.picks("Tom", "Create in Jira…")
    stage.bot.shows("Given to\nAna Ruiz, as Jira calls them")
    await stage.bot.picks("Tom", "Create in Jira", posts=None)
    assert jira.double.made[0]["given"]["assignee"] == {"accountId": "account-ana"}
    assert jira.double.made[0]["given"]["duedate"] == "2026-12-04"
    await stage.bot.says("Ana", "/retro action Order the printer @Tom", posts=None)
    await stage.bot.picks("Ana", "Create in Jira…")
    stage.bot.shows("nobody: Jira lets me give it to no one person called Tom. The text names them", "Due\nno day")
    await stage.bot.picks("Ana", "Create in Jira", posts=None)
    assert "assignee" not in jira.double.made[1]["given"]
    assert "Order the printer (Tom)" in jira.double.made[1]["given"]["description"].replace("\\", "")


async def test_what_changed_since_the_preview_is_shown_anew(stage: Stage, jira: World) -> None:
    await agreed(stage)
    await stage.bot.picks("Tom", "Create in Jira…")
    create = stage.bot.posts[0].choices[0].id
    await stage.bot.says("Tom", "/retro reword A-1 Delete the flaky tests", posts=None)
    await stage.bot.picks("Tom", create)
    stage.bot.shows("What I showed you has changed since, so nothing was created.", "A-1 · Delete the flaky tests")
    assert jira.made() == []
    await stage.bot.picks("Tom", "Leave it")
    stage.bot.shows("Left as it is: nothing was created in Jira.")
    await stage.bot.says("Tom", "/retro done A-1", posts=None)
    await stage.bot.picks("Tom", create)
    stage.bot.shows("A-1 is done already, so Jira got nothing.")
    assert jira.made() == []


async def test_a_failure_is_a_sentence_and_can_be_tried_again(stage: Stage, jira: World) -> None:
    await agreed(stage)
    jira.double.fails("/user/assignable/search", 401)
    await stage.bot.picks("Tom", "Create in Jira…")
    stage.bot.shows("A-1 isn’t in Jira yet. Jira doesn’t accept my token (any more).")
    await stage.bot.picks("Tom", "Try again")
    stage.bot.shows("This is what Jira would get")
    jira.double.breaks("POST /rest/api/2/issue")
    await stage.bot.picks("Tom", "Create in Jira")
    stage.bot.shows("A-1 isn’t in Jira yet. Jira broke off before it said whether the item was made.")
    await stage.bot.picks("Tom", "Try again", posts=2)
    stage.bot.shows("A-1 was already in Jira: [LP-100](")
    assert len(jira.made()) == 1


async def test_closed_there_its_owner_is_asked_once_and_only_they_say_it_is_done(stage: Stage, jira: World) -> None:
    assert isinstance(jira.double, JiraDouble)
    await created(stage)
    await stage.bot.says("Ana", "/retro take A-1", posts=None)
    await stage.bot.says("Ana", "/retro close", posts=None)
    assert await stage.until(datetime(2026, 11, 30, 9, 5, tzinfo=UTC)) == []
    jira.double.closes(jira.double.made[0], "Released")
    (asked,) = await stage.until(datetime(2026, 12, 1, 9, 5, tzinfo=UTC))
    assert asked.private_to == "ana"
    assert asked.text.startswith("[LP-100](")
    assert asked.text.endswith(") in Jira was closed there: Released. Is this done?")
    assert [each.label for each in asked.choices] == ["Done", "Not yet", "Drop it"]
    assert await stage.until(datetime(2026, 12, 2, 9, 5, tzinfo=UTC)) == [], "it is asked once"
    await stage.bot.says("Ana", "/retro actions")
    stage.bot.shows("accepted · [LP-100](", ") in Jira, closed there: Released")
    (soon,) = await stage.until(datetime(2026, 12, 3, 9, 5, tzinfo=UTC))
    assert soon.text == "This is due on Fri 4 Dec 2026."
    stage.bot.posts = [asked]
    await stage.bot.picks("Ana", "Done", posts=None)
    stage.bot.shows("✓ done · [LP-100](")


async def test_a_state_that_cannot_be_read_is_not_guessed(stage: Stage, jira: World) -> None:
    assert isinstance(jira.double, JiraDouble)
    await created(stage)
    jira.double.fails("/search", 401, times=2)
    await stage.bot.says("Ana", "/retro actions")
    stage.bot.shows(") in Jira, whose state could not be read", "Jira doesn’t accept my token (any more).")
    assert await stage.until(datetime(2026, 11, 30, 9, 5, tzinfo=UTC)) != [], "Ana is asked whether it is hers"
    jira.double.made.clear()
    await stage.bot.says("Ana", "/retro actions")
    stage.bot.shows(") in Jira, gone there or hidden from my token")


async def test_the_next_retro_begins_with_how_it_stands_there(stage: Stage, jira: World) -> None:
    assert isinstance(jira.double, JiraDouble)
    await created(stage)
    await stage.bot.says("Ana", "/retro close", posts=None)
    jira.double.closes(jira.double.made[0])
    await stage.bot.says("Ana", "/retro start Sprint 20", posts=None)
    stage.bot.shows("What became of this?", ") in Jira, closed there: Done")


async def test_the_reminder_offers_it(stage: Stage, jira: World) -> None:
    await agreed(stage)
    await stage.bot.says("Ana", "/retro take A-1", posts=None)
    (soon,) = [each for each in await stage.until(datetime(2026, 12, 3, 9, 5, tzinfo=UTC)) if each.private_to]
    assert [each.label for each in soon.choices][-1] == "Create in Jira…"
    lasting = [part for part in soon.parts if isinstance(part, Choices) and part.lasts]
    assert [each.label for each in lasting[0].options] == ["Create in Jira…"], "it takes no other button away"
    assert jira.made() == []


async def test_what_an_anonymous_retro_rests_on_names_nobody(stage: Stage, jira: World) -> None:
    assert isinstance(jira.double, JiraDouble)
    bot = stage.bot
    await bot.says("Ana", "/retro start --anonymous Sprint 19", posts=None)
    await bot.says("Wilhelmina", "/retro add stop: The deadline was never real", posts=None)
    for word in ("next", "next", "next", "topic"):
        await bot.says("Ana", f"/retro {word}", posts=None)
    await bot.says("Ana", "/retro action Say no to dates", posts=None)
    await bot.picks("Tom", "Create in Jira…")
    bot.shows("Retro 1: “Sprint 19”", "Said: “The deadline was never real”", "Given to\nnobody yet")
    bot.hides("Wilhelmina", "https://chat.example/here/2")
    await bot.picks("Tom", "Create in Jira", posts=None)
    given = str(jira.double.made[0]["given"])
    assert "The deadline was never real" in given
    assert not any(name in given for name in ("Wilhelmina", "wilhelmina", "chat.example"))


def test_an_author_or_a_link_beside_an_anonymous_note_never_leaves() -> None:
    said = Source(text="The deadline was never real", author="Wilhelmina", link="https://chat.example/p1")
    action = Action(id="A-1", text="Say no to dates", source=(said,), made_at=FRIDAY)
    hidden = Origin(label="Retro 1", title="Sprint 19", link="https://chat.example/board", anonymous=True)
    assert [(each.author, each.link) for each in action_item(action, None, hidden, "").words] == [
        ("", "https://chat.example/board"),
        ("", None),
    ]
    shown = action_item(action, None, hidden.model_copy(update={"anonymous": False}), "").words[1]
    assert (shown.author, shown.link) == ("Wilhelmina", "https://chat.example/p1")


async def test_another_team_and_an_unknown_action_get_nothing(stage: Stage, jira: World) -> None:
    await agreed(stage)
    await stage.bot.picks("Tom", "Create in Jira…")
    create = stage.bot.posts[0].choices[0].id
    await stage.bot.picks("Eve", create, at="terminal:elsewhere")
    stage.bot.shows("I can’t find that action any more, so nothing was created.")
    await stage.bot.says("Tom", "create a-99 in jira")
    stage.bot.shows("I can’t find that action any more")
    assert jira.made() == []


async def test_a_team_can_do_without(jira: World, tmp_path: Path, prompts: Prompts) -> None:
    configured(tmp_path, jira, more="retros: {tracker: false}\n")
    config = load(None, cwd=tmp_path, environ={"JIRA_TOKEN": jira.token})
    async for stage in opened(config, prompts):
        await agreed(stage)
        assert not any("Jira" in each.label for post in stage.bot.posts for each in post.choices)
        await stage.bot.says("Tom", "create A-1 in jira")
        stage.bot.shows("Actions stay here, as `retros.tracker` in config.yaml says, so Jira got nothing.")
        await stage.bot.says("Tom", "/retro actions")
        assert not any("Jira" in each.label for post in stage.bot.posts for each in post.choices)
    assert jira.made() == []
