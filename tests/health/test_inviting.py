"""Somebody who is named for a step is asked about it in their own chat; what they tell comes onto the map."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.chat import Choices, Post
from bot.config import load
from bot.prompts import Prompts
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore
from tests.dialog import visible
from tests.health.test_map import ANSWERS
from tests.retros.stage import Stage, staged

OWN = "terminal:@sam"
TELL = "map:told:invitation-1"


@pytest.fixture
async def stage(tmp_path: Path, prompts: Prompts) -> AsyncIterator[Stage]:
    (tmp_path / "config.yaml").write_text("index: {embedder: none}\n", encoding="utf-8")
    config = load(None, cwd=tmp_path, environ={})
    upgrade(config.database_url)
    async with SqlStore(config.database_url) as store:
        found = staged(config, prompts, store, config.database_url)
        yield found
        await found.schedules.close()


async def mapped(stage: Stage, answers: tuple[tuple[str, str], ...] = ANSWERS[:2]) -> None:
    """A map of refinement, coding and release."""
    await stage.bot.says("Priya", "/map Changes of the checkout")
    for who, text in answers:
        await stage.bot.says(who, text)


def asked(posts: list[Post], who: str = "sam") -> Post:
    """What this person reads in their own chat."""
    (post,) = [post for post in posts if post.private_to == who and post.apart]
    return post


async def invited(stage: Stage) -> Post:
    await stage.bot.says("Priya", "ask @Sam about step 2", posts=2)
    return asked(stage.bot.posts)


def public(stage: Stage) -> str:
    return "\n".join(visible(post) for post in stage.bot.posts if post.private_to is None)


async def test_somebody_is_asked_about_their_step_only_and_the_map_goes_on(stage: Stage) -> None:
    await mapped(stage)
    post = await invited(stage)
    assert post.text == (
        "Priya draws a map of how work flows, “Changes of the checkout”, and asks you about one step: **Coding**. "
        "Rough numbers are welcome, bit by bit if you like, until Mon 9 Mar 2026. What you say stands on that map with "
        "your name."
    )
    assert "Coding: how long does somebody work on it, roughly?" in visible(post)
    assert "Refinement" not in visible(post)
    assert [each.label for each in post.choices] == ["Answer", "I’d rather not"]
    told = public(stage)
    assert "I asked Sam about “Coding”, in their own chat, and remind them once, on Wed 4 Mar 2026." in told
    assert "Refinement: how long does the work itself take" in told, "the map goes on here"
    await stage.bot.says("Priya", ANSWERS[2][1])
    await stage.bot.says("Priya", ANSWERS[3][1])
    stage.bot.shows("Release: how long does the work itself take")
    stage.bot.hides("Coding: how long")
    await stage.bot.says("Priya", "brief")
    stage.bot.shows("Asked, and not told yet", "Coding: Sam, by Mon 9 Mar 2026")


async def test_what_they_tell_days_later_is_on_the_map_with_their_name(stage: Stage) -> None:
    await mapped(stage)
    await invited(stage)
    stage.bot.now = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
    await stage.bot.fills("Sam", TELL, at=OWN, posts=2, work="2 days", wait="", usable="")
    assert "Sam told of “Coding”: Work “2 days”." in public(stage)
    thanks = asked(stage.bot.posts)
    assert thanks.text.startswith("Thank you, that is on the map now: Work “2 days”.")
    stage.bot.now = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)
    await stage.bot.fills("Sam", TELL, at=OWN, posts=2, work="2 days", wait="a week", usable="9 of 10")
    assert "Sam told of “Coding”: Wait “a week”, Usable as it comes “9 of 10”." in public(stage)
    await stage.bot.says("Priya", "brief")
    stage.bot.shows("Coding\n5 days (S5)\n2 days (S4)\n~90% (S6)")
    stage.bot.hides("Asked, and not told yet")
    statements = {one.text: one.author.name for one in (await stage.bot.interview()).active}
    assert statements["a week"] == "Sam"


async def test_two_who_tell_different_things_are_both_shown(stage: Stage) -> None:
    await mapped(stage, ANSWERS[:6])
    await invited(stage)
    await stage.bot.fills("Sam", TELL, at=OWN, posts=2, work="two weeks", wait="", usable="9 of 10")
    assert "Told differently" in public(stage)
    assert "**Coding**, work: Tom says “2-3 days” _(S6)_; Sam says “two weeks” _(S8)_" in public(stage)
    assert "usable" not in public(stage).split("Told differently")[1], "who says the same isn’t shown against anybody"
    await stage.bot.says("Priya", "finish")
    stage.bot.shows("Tom says “2-3 days” _(S6)_; Sam says “two weeks” _(S8)_", "~2 to 10 days (S6, S8)")


async def test_an_answer_to_the_pending_question_moves_the_map_on(stage: Stage) -> None:
    await mapped(stage)
    await stage.bot.says("Priya", "ask @Sam about step 2", posts=2)
    await stage.bot.says("Priya", "back 2", posts=None)
    await stage.bot.says("Priya", "ask @Sam about Refinement", posts=2)
    stage.bot.shows("Release: how long does the work itself take")
    await stage.bot.fills("Sam", TELL, at=OWN, posts=2, work="2 days", wait="no wait", usable="always")
    stage.bot.hides("Release: how long")


async def test_they_may_decline_and_whoever_asked_hears_of_it(stage: Stage) -> None:
    await mapped(stage)
    await invited(stage)
    await stage.bot.picks("Sam", "map:decline:invitation-1", at=OWN, posts=2)
    assert asked(stage.bot.posts).text == "That’s fine. I let Priya know, and don’t ask again."
    assert "Sam would rather not tell of “Coding”. Does somebody else know?" in public(stage)
    await stage.bot.picks("Sam", "map:decline:invitation-1", at=OWN)
    assert asked(stage.bot.posts).text == "That’s fine, and noted already."
    assert await stage.until(datetime(2026, 3, 4, 9, 5, tzinfo=UTC)) == []
    await stage.bot.says("Priya", "ask @Sam about Coding")
    stage.bot.shows("I asked Sam about “Coding” on Mon 2 Mar 2026, and they would rather not.")
    await stage.bot.says("Priya", "brief")
    stage.bot.shows("Coding: Priya, by Mon 9 Mar 2026")


async def test_they_are_reminded_once_and_not_when_they_told(stage: Stage) -> None:
    await mapped(stage)
    await invited(stage)
    (reminder,) = await stage.until(datetime(2026, 3, 4, 9, 5, tzinfo=UTC))
    assert reminder.private_to == "sam"
    assert reminder.text == (
        "Priya asked you about **Coding**, and a rough answer would still help, until Mon 9 Mar 2026. "
        "I don’t ask again."
    )
    assert await stage.until(datetime(2026, 3, 9, 9, 5, tzinfo=UTC)) == []
    await stage.bot.says("Priya", "ask @Tom about step 3", posts=2)
    await stage.bot.fills("Tom", "map:told:invitation-2", at="terminal:@tom", posts=2, work="an hour")
    assert await stage.until(datetime(2026, 3, 20, 9, 5, tzinfo=UTC)) == []


async def test_whoever_is_named_in_an_answer_can_be_asked_and_nobody_is_before_somebody_presses(stage: Stage) -> None:
    await mapped(stage)
    await stage.bot.says("Priya", "@Sam does it, two hours after three days of waiting")
    assert [each.label for each in stage.bot.posts[0].choices] == ["Ask Sam about Refinement"]
    assert not any(post.apart for post in stage.bot.posts)
    await stage.bot.picks("Priya", "Ask Sam about Refinement", posts=2)
    assert "**Refinement**" in asked(stage.bot.posts).text
    assert "Coding: how long does the work itself take" in public(stage), "the rest about it is left to Sam"
    await stage.bot.says("Priya", "half a day, no wait")
    assert stage.bot.posts[0].choices == (), "nobody is named, so nobody is offered"


async def test_who_is_named_beside_a_step_can_be_asked_about_it(stage: Stage) -> None:
    await mapped(stage, (ANSWERS[0], ("Priya", "Idea (@Ana) → coding (@Tom) → release (operations)")))
    assert [each.label for each in stage.bot.posts[0].choices] == ["Ask Ana about Idea", "Ask Tom about Coding"]
    await stage.bot.picks("Priya", "Ask Tom about Coding", posts=2)
    assert "**Coding**" in asked(stage.bot.posts, "tom").text
    assert "Idea: how long" in public(stage)


async def test_a_finished_map_can_still_be_told_of(stage: Stage) -> None:
    await mapped(stage, ANSWERS[:4])
    await stage.bot.says("Priya", "finish")
    await stage.bot.says("Priya", "/map ask @Sam about coding by Friday", posts=2)
    assert "until Fri 6 Mar 2026" in asked(stage.bot.posts).text
    assert "I asked Sam about “Coding”" in public(stage)
    await stage.bot.fills("Sam", TELL, at=OWN, posts=2, work="3 days")
    assert "Sam told of “Coding”: Work “3 days”. `brief` shows the map as it is now." in public(stage)
    await stage.bot.says("Priya", "brief")
    stage.bot.shows("3 days (S")


async def test_what_cannot_be_is_said(stage: Stage) -> None:
    await stage.bot.says("Priya", "/map ask @Sam about coding")
    stage.bot.shows("There is no map with steps here yet; `/map` begins one.")
    await mapped(stage)
    await stage.bot.says("Priya", "/map ask @Sam about testing")
    stage.bot.shows("Which step is “testing”? The map has 1 Refinement, 2 Coding, 3 Release.")
    await invited(stage)
    await stage.bot.says("Priya", "ask @Sam about coding")
    stage.bot.shows("I asked Sam about “Coding” on Mon 2 Mar 2026 already, and I don’t ask twice.")
    await stage.bot.fills("Sam", TELL, at=OWN, work="ages", wait="", usable="")
    stage.bot.shows("I can’t read that as a time. Write it as “2 days”, or “about half an hour”.")
    await stage.bot.fills("Sam", TELL, at=OWN, work="", wait="", usable="")
    stage.bot.shows("One answer is enough, but it takes one.")
    await stage.bot.fills("Eve", TELL, at="terminal:@eve", work="1 day")
    stage.bot.shows("That question is for Sam.")
    assert len((await stage.bot.interview()).active) == 3
    await stage.bot.says("Priya", "cancel")
    await stage.bot.fills("Sam", TELL, at=OWN, work="1 day")
    stage.bot.shows("That map isn’t there any more, so nothing needs to be told about it.")
    assert await stage.until(datetime(2026, 3, 4, 9, 5, tzinfo=UTC)) == [], "nobody is reminded of what was given up"


async def test_what_is_told_of_a_step_that_left_the_map_is_not_lost(stage: Stage) -> None:
    await mapped(stage)
    await invited(stage)
    await stage.bot.says("Priya", "change 3 Refinement → release", posts=None)
    await stage.bot.fills("Sam", TELL, at=OWN, posts=2, work="2 days")
    assert "Sam told of “a step that isn’t on the map any more”: Work “2 days”." in public(stage)
    await stage.bot.says("Priya", "brief")
    stage.bot.shows("Said about a step that isn’t on the map", "2 days _(S4)_")


async def test_in_another_interview_it_stays_what_it_was(stage: Stage) -> None:
    await stage.bot.says("Priya", "/interview Let customers move a delivery themselves")
    await stage.bot.says("Priya", "ask @Sam about step 2")
    assert not any(post.apart for post in stage.bot.posts), "only a map asks people in their own chats"


async def test_what_somebody_told_elsewhere_answers_nothing_that_is_asked_here(stage: Stage) -> None:
    await mapped(stage)
    await invited(stage)
    await stage.bot.fills("Sam", TELL, at=OWN, posts=2, work="2 days")
    await stage.bot.says("Priya", ANSWERS[2][1])
    stage.bot.shows("Refinement: of ten pieces of work")
    interview = await stage.bot.interview()
    assert interview.statements[-1].asked is not None
    assert interview.statements[-1].asked.endswith("refinement")


async def test_the_answer_form_opens_with_what_was_told(stage: Stage) -> None:
    await mapped(stage)
    post = await invited(stage)
    lasting = [part for part in post.parts if isinstance(part, Choices)]
    assert lasting[0].lasts, "it can be used for days"
    await stage.bot.fills("Sam", TELL, at=OWN, posts=2, work="2 days")
    await stage.bot.picks("Sam", "map:tell:invitation-1", at=OWN)
    form = stage.bot.posts[0].form
    assert form is not None
    assert [(field.name, field.value) for field in form.fields] == [("work", "2 days"), ("wait", ""), ("usable", "")]


def test_in_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yaml").write_text("index: {embedder: none}\n", encoding="utf-8")

    def say(*words: str) -> str:
        done = CliRunner().invoke(cli.app, ["say", *words])
        assert done.exit_code == 0, done.output
        return " ".join(done.output.split())

    say("/map Changes of the checkout", "--as", "Priya")
    for text in ("From 40 days to 20 by the end of June", "Refinement → coding → release"):
        say(text, "--as", "Priya")
    told = say("ask @Sam about step 2", "--as", "Priya")
    assert "I asked Sam about “Coding”, in their own chat" in told
    assert "Sam told of “Coding”: Work “2 days”." in say("--form", TELL, "work=2 days", "--as", "Sam")
    assert "2 days (S4)" in say("brief", "--as", "Priya")
