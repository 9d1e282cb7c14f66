"""A team reads how its work goes: numbers with how they were counted, and gates that never open on missing data."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import build
from bot.chat import Chart
from bot.config import load
from bot.health.facts import Ended, Facts, Held, Judged, Left, Planned, Promised, Reported, Span, Written
from bot.health.gates import next_best, verdicts
from bot.health.metrics import (
    ACTIONS,
    COVERAGE,
    FINDINGS,
    MEASURES,
    QUESTIONS,
    READY,
    USABLE,
    months_to,
    themes_again,
)
from bot.health.says import gates_post, health_post, trend
from bot.limits import Limits
from bot.prompts import Prompts
from bot.store.sql import SqlStore
from tests.dialog import Bot, StraightRoad, visible

UTC_ZONE = ZoneInfo("UTC")
TODAY = date(2026, 3, 31)
FIRST = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_DAYS = st.integers(min_value=0, max_value=200).map(
    lambda days: datetime(2025, 11, 1, tzinfo=UTC) + timedelta(days=days)
)
FACTS = st.builds(
    Facts,
    interviews=st.lists(st.builds(Ended, at=_DAYS, settled=st.integers(0, 14), total=st.just(14)), max_size=8).map(
        tuple
    ),
    begun=st.lists(_DAYS, max_size=8).map(tuple),
    questions=st.lists(st.builds(Left, at=_DAYS, answered=st.none() | _DAYS), max_size=8).map(tuple),
    stories=st.lists(st.builds(Written, at=_DAYS, before=st.just(3.0), after=st.just(1.0)), max_size=8).map(tuple),
    reports=st.lists(
        st.builds(Reported, story=st.sampled_from("abcdefgh"), at=_DAYS, usable=st.booleans()), max_size=8
    ).map(tuple),
    sprints=st.lists(
        st.builds(Planned, begins=_DAYS.map(datetime.date), items=st.just(6), ready=st.integers(0, 6)), max_size=8
    ).map(tuple),
    retros=st.lists(
        st.builds(Held, at=_DAYS, people=st.none() | st.integers(1, 9), members=st.none() | st.integers(1, 9)),
        max_size=8,
    ).map(tuple),
    actions=st.lists(
        st.builds(Promised, due=_DAYS.map(datetime.date), done=st.none() | _DAYS.map(datetime.date)), max_size=8
    ).map(tuple),
    passages=st.lists(st.builds(Judged, at=_DAYS, helped=st.booleans()), max_size=8).map(tuple),
    days=st.lists(_DAYS.map(datetime.date), max_size=30).map(tuple),
)


@pytest.fixture
def health_bot(tmp_path: Path, prompts: Prompts, bot_store: SqlStore) -> Bot:
    """The bot, whose numbers are read from the store that it writes to."""
    (tmp_path / "knowledge").mkdir()
    environ = {"GROUNDWORK_HOME": str(tmp_path / "state"), "GROUNDWORK_INDEX_EMBEDDER": "none"}
    config = load(None, cwd=tmp_path, environ=environ)
    return Bot(StraightRoad(build(config, prompts, store=bot_store), bot_store))


def whole_team(weeks: int = 10) -> Facts:
    """A team that does well, week after week."""
    at = [datetime(2026, 3, 30, 9, 0, tzinfo=UTC) - timedelta(weeks=back) for back in range(weeks)]
    return Facts(
        interviews=tuple(Ended(at=each, settled=13, total=14) for each in at),
        begun=tuple(at),
        questions=(Left(at=at[-1], answered=at[0]),),
        reports=tuple(Reported(story=f"set-1/US-{number}", at=each, usable=True) for number, each in enumerate(at)),
        sprints=tuple(Planned(begins=each.date(), items=5, ready=5) for each in at),
        actions=tuple(Promised(due=each.date(), done=each.date()) for each in at),
        days=tuple(each.date() for each in at),
    )


async def test_a_month_without_anything_says_what_is_missing_and_how_to_get_it(health_bot: Bot) -> None:
    await health_bot.says("Priya", "/health")
    health_bot.shows("March 2026", "Interview coverage at the end")
    health_bot.shows("Not enough to tell: no finished interviews, and it takes at least 3.")
    health_bot.shows("Counted: actions done by the day agreed on, of those due")
    assert not [part for part in health_bot.posts[-1].parts if isinstance(part, Chart)]
    await health_bot.says("Priya", "/health gates")
    health_bot.shows("Not yet: of 6 gates, 1 not met, 5 unknown. What is unknown counts as not met.")
    health_bot.hides("All gates are met")


async def test_whoever_builds_a_story_says_how_it_was(health_bot: Bot) -> None:
    for idea in range(5):
        await health_bot.says("Priya", f"/story customers should see where parcel {idea} is")
        await health_bot.says("Priya", "approve")
        health_bot.shows("US-1: whoever builds it, how was it?", "Usable as it was", "Had to correct, add, clarify")
        await health_bot.picks("Tom", "Had to correct, add, clarify" if idea == 4 else "Usable as it was")
        health_bot.shows("Kept for US-1")
        assert health_bot.posts[-1].private_to == "tom"
    await health_bot.says("Priya", "/health")
    health_bot.shows("**80 %**, from 5 stories reported on.")
    health_bot.shows("from 5 approved stories; before:")
    await health_bot.says("Tom", "/health corrected US-1")
    await health_bot.says("Tom", "/health usable us-1")
    await health_bot.says("Priya", "/health")
    health_bot.shows("**100 %**, from 5 stories reported on.")
    await health_bot.says("Tom", "/health usable US-9")
    health_bot.shows("No US-9 is approved here.")
    await health_bot.says("Tom", "/health", at="terminal:elsewhere")
    health_bot.shows("no stories reported on, and it takes at least 5")


async def test_what_is_typed_wrongly_is_explained(health_bot: Bot) -> None:
    await health_bot.says("Tom", "/health nonsense")
    health_bot.shows("`/health gates` whether the gates are met")
    await health_bot.says("Tom", "/health 2030-01")
    health_bot.shows("January 2030 is still to come.")
    await health_bot.says("Tom", "/health usable")
    health_bot.shows("Say which story: `/health usable US-2`.")
    await health_bot.says("Tom", "/health 2026-01")
    health_bot.shows("January 2026", "the whole month")


async def test_an_interview_counts_with_what_it_settled_and_what_it_left_open(health_bot: Bot) -> None:
    await health_bot.says("Priya", "/interview Faster refunds. The problem is that customers lose the receipt.")
    await health_bot.says("Priya", "don't know, ask @mara by Friday")
    await health_bot.says("Priya", "finish", posts=2)
    await health_bot.says("Priya", "/health")
    health_bot.shows("Not enough to tell: 1 finished interview, and")
    health_bot.shows("**0**, from 1 interview.")
    health_bot.now += timedelta(days=16)
    await health_bot.says("Priya", "/health")
    health_bot.shows("**1**, from 1 interview.")


async def test_a_team_that_does_well_meets_every_gate() -> None:
    post = gates_post(whole_team(), Limits(), TODAY, UTC_ZONE)
    shown = visible(post)
    assert "All gates are met on the data that I have. Whether you go on is for you to decide" in shown
    assert "What to work on next" not in shown


async def test_the_gate_farthest_from_its_limit_is_next() -> None:
    facts = whole_team().model_copy(
        update={"actions": tuple(Promised(due=date(2026, 3, day), done=None) for day in range(1, 8))}
    )
    found = verdicts(facts, Limits(), TODAY, UTC_ZONE)
    best = next_best(found)
    assert best is not None
    assert best.name == ACTIONS.title
    assert best.evidence == "0 %, from 7 actions that were due in the last 8 weeks"
    assert "**✗ not met** · Actions done in time, at least 70 %" in visible(
        gates_post(facts, Limits(), TODAY, UTC_ZONE)
    )


def verdict(facts: Facts, name: str, today: date = TODAY) -> tuple[str, str]:
    """How a gate stands, and on what evidence."""
    return next((one.state, one.evidence) for one in verdicts(facts, Limits(), today, UTC_ZONE) if one.name == name)


def test_one_story_that_everybody_praises_is_one_story() -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    praised = tuple(Reported(story="set-1/US-1", at=at, usable=True) for _ in range(9))
    assert verdict(Facts(reports=praised), USABLE.title) == (
        "unknown",
        "1 story reported on in the last 8 weeks; it takes at least 5",
    )
    mended = tuple(Reported(story=f"set-1/US-{number}", at=at, usable=False) for number in range(2, 6))
    assert verdict(Facts(reports=(*praised, *mended)), USABLE.title)[0] == "not met"


def test_a_team_without_any_open_question_can_meet_that_gate_and_one_interview_cannot() -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    assert verdict(Facts(begun=(at, at, at)), QUESTIONS.title) == ("met", "0, from 3 interviews")
    assert verdict(Facts(begun=(at,)), QUESTIONS.title) == ("unknown", "1 interview; it takes at least 3")
    old = tuple(Left(at=datetime(2026, 1, 2, tzinfo=UTC)) for _ in range(4))
    assert verdict(Facts(begun=(at,), questions=old), QUESTIONS.title) == ("not met", "4, from 1 interview")


@pytest.mark.parametrize(
    ("first", "state"),
    [(date(2026, 2, 4), "not met"), (date(2026, 2, 3), "met")],
    ids=["one day short of eight weeks", "eight weeks"],
)
def test_data_of_eight_weeks_is_eight_weeks_old(first: date, state: str) -> None:
    days = tuple(first + timedelta(days=day) for day in range(80))
    assert verdict(Facts(days=days), "Weeks of data", date(2026, 3, 31))[0] == state


def test_eight_weeks_are_calendar_weeks_and_no_more_are_looked_at_than_are_told() -> None:
    long_ago = tuple(date(2025, 12, 14) - timedelta(weeks=back) for back in range(8))
    assert verdict(Facts(days=long_ago), "Weeks of data", TODAY) == (
        "not met",
        "something was written down in 0 of the last 16 calendar weeks, the first time on Sun 26 Oct 2025",
    )


def test_a_sprint_that_is_still_to_come_says_nothing_yet() -> None:
    facts = Facts(sprints=(Planned(begins=TODAY + timedelta(days=1), items=9, ready=9),))
    assert verdict(facts, READY.title)[0] == "unknown"
    assert verdict(facts, READY.title, TODAY + timedelta(days=1))[0] == "met"


def test_just_below_the_limit_is_below_it() -> None:
    facts = Facts(sprints=(Planned(begins=TODAY, items=250, ready=199),))
    assert verdict(facts, READY.title) == ("not met", "79 %, from 250 planned items in the last 8 weeks")
    at = datetime(2026, 3, 2, tzinfo=UTC)
    thirds = tuple(Ended(at=at, settled=settled, total=15) for settled in (11, 12, 13))
    assert verdict(Facts(interviews=thirds), COVERAGE.title)[0] == "met"


@pytest.mark.parametrize(("zone", "month"), [("UTC", 3), ("Pacific/Auckland", 4), ("America/Los_Angeles", 3)])
def test_a_report_in_the_night_counts_in_the_month_of_the_teams_clock(zone: str, month: int) -> None:
    night = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
    facts = Facts(reports=(Reported(story="set-1/US-1", at=night, usable=True),))
    today = date(2026, 4, 30)
    behind = {span.first.month: USABLE.over(facts, span, ZoneInfo(zone)).behind for span in months_to(today, today, 2)}
    assert behind == {month: 1, 7 - month: 0}


async def test_switched_off_gates_are_no_yes() -> None:
    off = Limits(weeks=None, coverage=None, ready=None, usable=None, actions=None, questions=None)
    assert "I can’t tell" in visible(gates_post(whole_team(), off, TODAY, UTC_ZONE))


@given(FACTS)
def test_gates_never_open_on_missing_data(facts: Facts) -> None:
    found = verdicts(facts, Limits(), TODAY, UTC_ZONE)
    by_name = {one.name: one for one in found}
    span = Span(TODAY - timedelta(weeks=8) + timedelta(days=1), TODAY)
    for measure in MEASURES:
        tally = measure.over(facts, span, UTC_ZONE)
        if measure.title in by_name and tally.behind < max(measure.fewest, measure.sure):
            too_much = measure.better == "less" and tally.value > 3
            assert by_name[measure.title].state == ("not met" if too_much else "unknown")
    said_yes = "All gates are met" in visible(gates_post(facts, Limits(), TODAY, UTC_ZONE))
    assert said_yes == all(one.state == "met" for one in found)
    assert said_yes == (next_best(found) is None)


@given(FACTS)
def test_every_month_can_be_shown_and_shares_stay_shares(facts: Facts) -> None:
    for measure in MEASURES:
        for span in months_to(TODAY, TODAY):
            tally = measure.over(facts, span, UTC_ZONE)
            assert tally.behind >= 0
            assert measure.unit != "%" or 0 <= tally.value <= 100
    assert visible(health_post(facts, TODAY, TODAY, UTC_ZONE))


def test_a_trend_takes_two_months_with_enough_behind_them() -> None:
    months = months_to(TODAY, TODAY)
    chart = trend(ACTIONS, whole_team(), months, UTC_ZONE)
    assert chart is None, "February and March have four and five"
    chart = trend(READY, whole_team(), months, UTC_ZONE)
    assert chart is not None
    assert chart.labels == ("Jan (5)", "Feb (20)", "Mar (25)")
    told = Facts(stories=tuple(Written(at=FIRST + timedelta(days=5 * day), before=4, after=1) for day in range(14)))
    both = trend(FINDINGS, told, months, UTC_ZONE)
    assert both is not None
    assert [(one.name, set(one.values)) for one in both.series] == [("before", {4.0}), ("after", {1.0})]


def test_a_question_is_old_after_two_weeks_and_no_longer_once_it_is_answered() -> None:
    asked = datetime(2026, 1, 10, tzinfo=UTC)
    facts = Facts(begun=(asked,), questions=(Left(at=asked, answered=datetime(2026, 3, 2, tzinfo=UTC)),))
    values = [QUESTIONS.over(facts, span, UTC_ZONE).value for span in months_to(TODAY, TODAY, 3)]
    assert values == [1, 1, 0]


def test_months_end_where_they_end_and_the_last_one_today() -> None:
    months = months_to(date(2026, 2, 10), date(2026, 2, 10), 3)
    assert months == [
        Span(date(2025, 12, 1), date(2025, 12, 31)),
        Span(date(2026, 1, 1), date(2026, 1, 31)),
        Span(date(2026, 2, 1), date(2026, 2, 10)),
    ]


def test_themes_that_come_back_are_named() -> None:
    facts = Facts(
        retros=(
            Held(at=datetime(2026, 3, 2, tzinfo=UTC), people=4, members=8, themes=("Flaky tests\nthe build is red",)),
            Held(at=datetime(2026, 3, 16, tzinfo=UTC), people=9, members=8, themes=("Lunch", "Flaky tests\nagain")),
        )
    )
    assert themes_again(facts, Span(date(2026, 3, 1), TODAY), UTC_ZONE) == (("Flaky tests", 2),)
    shown = visible(health_post(facts, TODAY, TODAY, UTC_ZONE))
    assert "“Flaky tests”: 2 retros in a row." in shown
    assert "**75 %**, from 2 closed retros of a team whose members I know." in shown
