"""A team assesses itself: everybody alone, nobody by name, and nothing is shown of fewer than four."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App, open_app
from bot.chat import Chart, Form, Message, Person, Table
from bot.config import load
from bot.errors import Trouble
from bot.health.assessment import FEWEST, KIND, SCALE, Assessment, begun, means, overall, replay
from bot.prompts import Prompts, check_prompts
from bot.store.journal import Entry
from bot.store.keys import RetroKeys
from tests.dialog import HERE, MONDAY, Bot, DurableRoad
from tests.retros.test_anonymous import find_everywhere

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
    assert rows["Version control"] == ("3.0", "")
    assert rows["Safety"] == ("fewer than 4 weighed it", "")
    team.shows("You see these very differently", "Whose answers these are is kept nowhere.")
    await team.says("Tom", "/assess")
    for who in PEOPLE:
        await answer(team, who, scores(prompts, 4), 2)
    await team.says("Tom", "/assess close", posts=2)
    team.shows("▲ +1.0")
    (chart,) = [part for part in team.posts[-1].parts if isinstance(part, Chart)]
    assert chart.series[0].values == (3.0, 4.0)
    await team.says("Mara", "/assess results")
    team.shows("▲ +1.0")


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
    assert [entry.by for entry in journal.entries if entry.kind == "answered"] == [None] * 4
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


async def test_giving_it_up_shows_nothing(team: Bot, prompts: Prompts) -> None:
    await team.says("Priya", "/assess close")
    team.shows("No assessment is open here.")
    await team.says("Priya", "/assess results")
    team.shows("No assessment was closed here yet.")
    await team.says("Priya", "/assess")
    for who in PEOPLE:
        await answer(team, who, scores(prompts, 2))
    await team.says("Priya", "/assess cancel", posts=2)
    team.shows("given up. Nothing of what was answered is shown to anybody.")
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


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(1, 5), max_size=8))
def test_nothing_is_told_of_fewer_than_four_or_while_it_is_open(answers: dict[str, int]) -> None:
    assessment = Assessment.model_validate({"title": "Us", "statements": [{"id": "one", "about": "One", "says": "x"}]})
    entries = [Entry(kind="begun", at=MONDAY, by=None, body=begun(assessment))]
    entries += [
        Entry(kind="answered", at=MONDAY, by=None, body={"mark": mark, "scores": {"one": score}})
        for mark, score in answers.items()
    ]
    assert means(replay(f"{KIND}-1", entries)) == {"one": None}
    closed = replay(f"{KIND}-1", [*entries, Entry(kind="closed", at=MONDAY, by=None)])
    assert (overall(closed) is None) == (len(answers) < FEWEST)
    late = Entry(kind="answered", at=MONDAY, by=None, body={"mark": "zz", "scores": {"one": 1}})
    again = replay(f"{KIND}-1", [*entries, Entry(kind="closed", at=MONDAY, by=None), late])
    assert again.answers == closed.answers
