"""A team assesses itself: everybody alone, nobody by name, and nothing is shown of fewer than four."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from itertools import combinations_with_replacement
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App, open_app
from bot.chat import Chart, Form, Message, Person, Post, Table
from bot.config import load
from bot.durable import Ports
from bot.errors import Trouble
from bot.health.assessing import AssessSettings, assess_command
from bot.health.assessment import (
    ANSWERED,
    FEWEST,
    KIND,
    SCALE,
    Assessment,
    Result,
    Round,
    begun,
    overall,
    replay,
    result_of,
)
from bot.prompts import Prompts, check_prompts
from bot.store.journal import Entry, Journal, Store
from bot.store.keys import AnswerKeys, RetroKeys
from tests.dialog import HERE, MONDAY, Bot, DurableRoad
from tests.retros.test_anonymous import find_everywhere

UTC_ZONE = ZoneInfo("UTC")
PEOPLE = ("Priya", "Tom", "Mara", "Ines")


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    (tmp_path / "knowledge").mkdir()
    environ = {"GROUNDWORK_HOME": str(tmp_path / "state"), "GROUNDWORK_INDEX_EMBEDDER": "none"}
    async with open_app(load(None, cwd=tmp_path, environ=environ)) as app:
        yield app


@pytest.fixture
def team(app: App) -> Bot:
    return Bot(DurableRoad(app))


def scores(prompts: Prompts, score: int) -> dict[str, str]:
    """The form, filled with the same score everywhere."""
    return {one.id: SCALE[score - 1] for one in prompts.assessment.statements}


async def answer(team: Bot, who: str, values: dict[str, str], number: int = 1) -> None:
    await team.fills(who, f"assess:answer:assessment-{number}", posts=1, **values)


async def test_a_round_from_its_first_answer_to_what_moved(team: Bot, prompts: Prompts) -> None:
    await team.says("Priya", "/assess")
    team.shows("How ready is our process?", "12 statements", "Nobody has answered yet", "DORA's AI Capabilities Model")
    for score, who in enumerate(PEOPLE[:3], 2):
        await answer(team, who, scores(prompts, score))
    team.shows("3 have answered")
    team.hides("3.0")
    await team.says("Priya", "/assess close")
    team.shows("With fewer than 4 an average would tell on somebody")
    await answer(team, "Tom", scores(prompts, 1))
    team.shows("3 have answered")
    await answer(team, "Ines", scores(prompts, 5) | {"safety": "can’t say"})
    team.shows("4 have answered")
    await team.says("Tom", "/assess close", posts=2)
    (table,) = [part for part in team.posts[-1].parts if isinstance(part, Table)]
    rows = {row[0].partition(":")[0]: row[1:] for row in table.rows}
    assert rows["Version control"] == ("3.0",)
    assert rows["Safety"] == ("fewer than 4 weighed it",)
    team.shows("You see these very differently", "Whose answers these are is kept nowhere, and")
    await team.says("Tom", "/assess")
    for who in PEOPLE:
        await answer(team, who, scores(prompts, 5), 2)
    await team.says("Tom", "/assess close", posts=2)
    team.shows("4.5 or more", "▲ +1.5")
    (chart,) = [part for part in team.posts[-1].parts if isinstance(part, Chart)]
    assert chart.series[0].values == (3.0, 4.5)
    await team.says("Mara", "/assess results")
    team.shows("▲ +1.5")


async def test_who_came_later_cannot_be_worked_out(team: Bot, prompts: Prompts) -> None:
    """Four answer, then the same four in the same way and a fifth: what is told stays what it was."""
    await team.says("Priya", "/assess")
    for score, who in zip((2, 3, 4, 4), PEOPLE, strict=True):
        await answer(team, who, scores(prompts, score))
    await team.says("Tom", "/assess close", posts=2)
    before = [row[1] for part in team.posts[-1].parts if isinstance(part, Table) for row in part.rows]
    await team.says("Tom", "/assess")
    for score, who in zip((2, 3, 4, 4, 1), (*PEOPLE, "Zoe"), strict=True):
        await answer(team, who, scores(prompts, score), 2)
    await team.says("Tom", "/assess close", posts=2)
    team.shows("5 have answered", "As it was: at most so far from it")
    assert [row[1] for part in team.posts[-1].parts if isinstance(part, Table) for row in part.rows] == before
    team.hides("▲", "▼")


async def test_no_author_is_kept_and_the_secret_goes(app: App, team: Bot, prompts: Prompts, tmp_path: Path) -> None:
    await team.says("Priya", "/assess")
    await answer(team, "Wilhelmina Quist", scores(prompts, 2))
    for who in ("Tom", "Mara", "Ines"):
        await answer(team, who, scores(prompts, 2))
    assert await RetroKeys(app.store).get("assessment-1")
    await team.says("Priya", "/assess close", posts=2)
    assert await RetroKeys(app.store).get("assessment-1") is None
    journal = await app.store.journal("assessment-1")
    assert journal is not None
    assert [entry.kind for entry in journal.entries] == ["begun", "posted", "closed"], "single answers are deleted"
    assert find_everywhere(tmp_path / "state", "Wilhelmina Quist") == []
    with pytest.raises(Trouble, match="closed, so nothing of your answer was kept"):
        await answer(team, "Tom", scores(prompts, 5))


async def test_the_form_opens_at_once_with_what_was_answered_before(app: App, team: Bot, prompts: Prompts) -> None:
    await team.says("Priya", "/assess")

    async def form(who: str) -> Form:
        choice = "assess:answer:assessment-1"
        message = Message(key="1", address=HERE, author=Person(id=who.lower(), name=who), at=MONDAY, choice=choice)
        found = await app.opens(message)
        assert found is not None
        return found

    assert {field.value for field in (await form("Tom")).fields} == {"can’t say"}
    await answer(team, "Tom", scores(prompts, 5))
    assert {field.value for field in (await form("Tom")).fields} == {"5 fully"}
    assert {field.value for field in (await form("Mara")).fields} == {"can’t say"}


async def test_a_number_counts_and_what_is_off_the_scale_is_told(team: Bot, prompts: Prompts) -> None:
    await team.says("Priya", "/assess")
    for who in PEOPLE[:3]:
        await answer(team, who, {"stance": "4"})
    with pytest.raises(Trouble, match="I can’t weigh stance: it takes 1 to 5, or “can’t say”"):
        await answer(team, PEOPLE[3], {"stance": "9", "flow": "4 mostly"})
    await answer(team, PEOPLE[3], {"stance": "2 rather not"})
    await team.says("Priya", "/assess close", posts=None)
    (table,) = [part for part in team.posts[-1].parts if isinstance(part, Table)]
    assert table.rows[0][1] == "3.5"


async def test_giving_it_up_shows_nothing(team: Bot, prompts: Prompts) -> None:
    await team.says("Priya", "/assess close")
    team.shows("No assessment is open here.")
    await team.says("Priya", "/assess results")
    team.shows("No assessment was closed here yet.")
    await team.says("Priya", "/assess")
    for who in PEOPLE:
        await answer(team, who, scores(prompts, 2))
    await team.says("Priya", "/assess cancel", posts=2)
    team.shows("given up. What was answered is deleted, and nobody sees it.")
    await team.says("Priya", "/assess results")
    team.shows("No assessment was closed here yet.")
    await team.says("Priya", "/assess whatever")
    team.shows("`/assess close` ends it")


def test_a_file_of_statements_that_cant_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "health").mkdir()
    file = tmp_path / "health" / "assessment.yaml"
    file.write_text("title: Us\nstatements:\n  - {id: one, about: One, sais: x}\n", encoding="utf-8")
    (problem,) = [one for one in check_prompts(tmp_path) if one.file == file]
    assert problem.line == 3
    assert "sais" in problem.message


ONE = Assessment.model_validate({"title": "Us", "statements": [{"id": "one", "about": "One", "says": "x"}]})
SCORES = st.lists(st.integers(1, 5), max_size=9)


def answered(scores: Iterable[int]) -> Round:
    """A round that is open, with these answers."""
    entries = [Entry(kind="begun", at=MONDAY, by=None, body=begun(ONE))]
    entries += [
        Entry(kind="answered", at=MONDAY, by=None, body={"mark": str(mark), "scores": {"one": score}})
        for mark, score in enumerate(scores)
    ]
    return replay(f"{KIND}-1", entries)


@given(SCORES)
def test_nothing_is_told_of_fewer_than_four(scores: list[int]) -> None:
    result = result_of(answered(scores), None)
    assert (overall(result) is None) == (len(scores) < FEWEST)
    assert all(1.5 <= mean.value <= 4.5 for mean in result.means.values()), "an extreme says what everybody answered"


def test_what_comes_after_the_end_changes_nothing() -> None:
    result = result_of(answered([3, 3, 3, 3]), None)
    begins = Entry(kind="begun", at=MONDAY, by=None, body=begun(ONE))
    closed = Entry(kind="closed", at=MONDAY, by=None, body={"result": result.model_dump(mode="json")})
    late = Entry(kind="answered", at=MONDAY, by=None, body={"mark": "zz", "scores": {"one": 1}})
    assert replay(f"{KIND}-1", [begins, closed, late]).result == result
    answers = [
        Entry(kind="answered", at=MONDAY, by=None, body={"mark": str(mark), "scores": {"one": 3}}) for mark in range(4)
    ]
    older = Entry(kind="closed", at=MONDAY, by=None)
    assert replay(f"{KIND}-1", [begins, *answers, older, late]).result == result


def told(scores: Iterable[int], before: Result | None = None) -> tuple[Result, tuple[float, bool]]:
    """What is kept of a round, and what people read of it."""
    result = result_of(answered(scores), before)
    mean = result.means["one"]
    return result, (mean.value, mean.far_apart)


@pytest.mark.parametrize("few", [1, 2, 3])
def test_nobody_can_work_out_who_came_left_or_thought_again(few: int) -> None:
    """All teams of four to six: with the others' answers unchanged, what is told doesn't depend on those few."""
    for size in (4, 5, 6):
        for stay in combinations_with_replacement(range(1, 6), size):
            kept, read = told(stay)
            for came in combinations_with_replacement(range(1, 6), few):
                more, then = told((*stay, *came), kept)
                assert then == read, "somebody came"
                assert told(stay, more)[1] == read, "and left again"
        for stay in combinations_with_replacement(range(1, 6), size):
            kept, read = told(stay)
            for other in range(1, 6):
                assert told((*stay[1:], other), kept)[1] == read, "one thought again, or another came in their place"


@given(SCORES, SCORES, SCORES)
def test_a_round_in_which_too_few_answered_between_two_others_opens_no_door(
    first: list[int], few: list[int], more: list[int]
) -> None:
    kept, _ = result_of(answered([*first, 3, 3, 3, 3]), None), few
    between = result_of(answered(few[:3]), kept)
    assert not between.means
    assert result_of(answered(more), between).means == result_of(answered(more), kept).means


def test_what_a_whole_team_changed_is_told() -> None:
    kept, _ = told((2, 2, 3, 3))
    more, _ = told((4, 4, 4, 5), kept)
    assert (more.means["one"].value, more.means["one"].moved) == (4.2, 1.7)
    large, _ = told((2, 3) * 10)
    again, _ = told((3, 3) * 10, large)
    assert again.means["one"].moved == 0.5


async def test_a_closing_that_runs_again_finds_what_it_had_counted(app: App, team: Bot, prompts: Prompts) -> None:
    """The answers are gone by then; what was counted was written down before they went."""
    await team.says("Priya", "/assess")
    for who in PEOPLE:
        await answer(team, who, scores(prompts, 2))
    looked: dict[str, object] = {}
    journal = await app.store.journal("assessment-1")
    assert journal is not None
    settings = AssessSettings(
        assessment=prompts.assessment, keys=AnswerKeys(app.store, ANSWERED), team_of=lambda _: HERE, zone=UTC_ZONE
    )
    said: list[Post] = []

    async def look(name: str, call: Callable[[], Awaitable[object]]) -> object:
        if name not in looked:
            looked[name] = await call()
        return looked[name]

    async def say(post: Post, address: str | None = None) -> str:
        del address
        said.append(post)
        return "1"

    class Once:
        """The store of a turn that was killed before its end: what it wrote is written, what it reads is there."""

        def __getattr__(self, name: str) -> object:
            return getattr(app.store, name)

        async def append(self, journal_id: str, entries: Sequence[Entry], **more: Any) -> None:
            await app.store.append(journal_id, entries, effect="closing:1", **more)

        async def current(self, *_: object) -> Journal | None:
            found = await app.store.journal("assessment-1")
            kept = [entry for entry in found.entries if entry.kind != "closed"] if found else []
            return found.model_copy(update={"entries": tuple(kept)}) if found else None

    message = Message(key="k", address=HERE, author=Person(id="tom", name="Tom"), at=MONDAY, command="assess")
    for _ in range(2):
        ports = Ports(store=cast("Store", Once()), say=say, look=look)
        await assess_command(message.model_copy(update={"text": "close"}), ports, settings)
    results = [post for post in said if "4 have answered" in (post.text or "")]
    assert len(results) == 2
    assert results[0] == results[1]
