"""A team maps how its work flows; every number on the map stands in what somebody said."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Person, Table
from bot.health.drawing import as_json, mermaid, svg
from bot.health.stream import Step, Stream, Told, lever, say_share, say_span, say_time, totals
from bot.interviews.growing import things
from bot.language.amounts import DAY, HOUR
from tests.dialog import Bot

ANSWERS = (
    ("Priya", "From 40 days to 20 by the end of June"),
    ("Priya", "Refinement → coding → release"),
    ("Priya", "Two hours, after three days of waiting"),
    ("Priya", "half of the stories come back with questions"),
    ("Tom", "2-3 days, no wait"),
    ("Tom", "9 of 10"),
    ("Tom", "20 minutes, waits until the Thursday train, a week"),
    ("Tom", "always"),
)


async def tell(bot: Bot, answers: tuple[tuple[str, str], ...] = ANSWERS) -> None:
    await bot.says("Priya", "/map Changes of the checkout")
    for who, text in answers:
        await bot.says(who, text)


def table(bot: Bot, title: str = "The steps") -> dict[str, tuple[str, ...]]:
    """The rows of a table in the last post, by their first cell."""
    tables = [part for part in bot.posts[-1].parts if isinstance(part, Table)]
    return {row[0]: row[1:] for one in tables if one.title == title for row in one.rows}


async def test_each_step_is_asked_about_and_the_map_adds_up(bot: Bot) -> None:
    await bot.says("Priya", "/map Changes of the checkout")
    bot.shows("from which number to which, and by when?")
    await bot.says("Priya", ANSWERS[0][1])
    bot.shows("Which steps does a piece of work go through")
    await bot.says("Priya", ANSWERS[1][1])
    bot.shows("Refinement: how long does the work itself take, and how long did it wait before somebody began?")
    await bot.says("Priya", ANSWERS[2][1])
    bot.shows("Refinement: of ten pieces of work, how many can the next step use as they come")
    for who, text in ANSWERS[3:]:
        await bot.says(who, text)
    bot.shows("What makes work wait or come back that nobody has told me yet?")
    await bot.says("Priya", "nothing")
    bot.shows("**Lead time** 10 days to 11 days, of which 2.3 days to 3.3 days is work and 8 days is waiting.")
    bot.shows("**Right all the way**, with nothing to correct at any step: 45%.")
    bot.shows("Let nine of ten come right out of **Refinement**: what comes back passes it again")
    bot.shows("3.2 days × (1 ÷ 50% − 1 ÷ 90%) = 2.9 days")
    assert table(bot) == {
        "Refinement": ("3 days (S4)", "2 h (S4)", "~50% (S5)"),
        "Coding": ("0 min (S6)", "~2 days to 3 days (S6)", "~90% (S7)"),
        "Release": ("5 days (S8)", "20 min (S8)", "~100% (S9)"),
    }
    names = [file.name for file in bot.posts[-1].attachments]
    assert names == ["map.png", "map.svg", "map.mmd", "map.json"]
    assert bot.posts[-1].attachments[0].data.startswith(b"\x89PNG")


async def test_people_who_say_different_things_are_both_shown(bot: Bot) -> None:
    await tell(bot, ANSWERS[:7])
    await bot.says("Priya", "Release: it waits two weeks before that")
    await bot.says("Priya", "finish")
    bot.shows("Told differently", "**Release**, wait: Tom says “a week” _(S8)_; Priya says “two weeks” _(S9)_")
    assert table(bot)["Release"][0] == "5 days to 10 days (S8, S9)"


async def test_a_correction_moves_the_number_and_a_new_step_is_asked_about(bot: Bot) -> None:
    await tell(bot)
    await bot.says("Priya", "change 8 20 minutes, waits two days")
    await bot.says("Priya", "change 3 Refinement → coding → testing → release")
    await bot.says("Priya", "nothing")
    bot.shows("Testing: how long does the work itself take")
    await bot.says("Priya", "skip", posts=None)
    assert table(bot)["Release"][0] == "2 days (S8)"
    bot.shows("Testing: the work")
    bot.shows("at least")


async def test_what_was_told_of_a_step_that_left_the_map_is_not_lost(bot: Bot) -> None:
    await tell(bot)
    await bot.says("Priya", "change 3 Refinement → release")
    await bot.says("Priya", "finish")
    bot.shows("Said about a step that isn’t on the map")
    bot.shows("2-3 days, no wait _(S6)_")
    assert "Coding" not in table(bot)


async def test_the_next_map_shows_what_moved(bot: Bot) -> None:
    await tell(bot)
    await bot.says("Priya", "finish")
    await tell(bot, (*ANSWERS[:6], ("Tom", "20 minutes, waits a day"), ANSWERS[7]))
    await bot.says("Priya", "finish")
    moved = table(bot, "")
    assert moved["Waiting"] == ("8 days", "4 days")
    assert moved["Release: wait"] == ("5 days", "1 day")
    assert "Coding: wait" not in moved


async def test_a_map_without_steps_says_so(bot: Bot) -> None:
    await bot.says("Priya", "/map Checkout")
    await bot.says("Priya", "finish")
    bot.shows("No steps were named, so there is no map")


async def test_the_map_so_far_can_be_seen(bot: Bot) -> None:
    await tell(bot, ANSWERS[:4])
    await bot.says("Priya", "brief")
    bot.shows("This is the map so far.")
    bot.shows("Coding: how long does the work itself take")
    assert table(bot)["Coding"] == ("?", "?", "?")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Idea → code review → release", ("Idea", "Code review", "Release")),
        ("Idea -> coding->release", ("Idea", "Coding", "Release")),
        ("1. idea 2. coding 3. testing", ("Idea", "Coding", "Testing")),
        ("- idea\n- coding", ("Idea", "Coding")),
        ("Request, analysis, development, testing and release",
         ("Request", "Analysis", "Development", "Testing", "Release")),
        ("First someone writes a ticket, then we refine it and then deploy",
         ("Someone writes a ticket", "Refine it", "Deploy")),
        ("coding", ("Coding",)),
        ("", ()),
    ],
)  # fmt: skip
def test_steps_are_read_as_people_list_them(text: str, names: tuple[str, ...]) -> None:
    assert things(text) == names


def told(low: float, high: float, by: str = "Priya", source: str = "S1") -> Told:
    return Told(low=low, high=high, rough=False, words="x", source=source, by=Person(id=by, name=by))


def test_two_people_differ_only_when_both_can_not_be_right() -> None:
    apart = Step(name="Review", source="S1", wait=(told(60, 120), told(300, 300, "Tom", "S2")))
    near = Step(name="Review", source="S1", wait=(told(60, 120), told(100, 300, "Tom", "S2")))
    same = Step(name="Review", source="S1", wait=(told(60, 60), told(300, 300)))
    assert (apart.differs("wait"), near.differs("wait"), same.differs("wait")) == (True, False, False)
    assert apart.range("wait") == (60, 300)
    assert apart.range("work") is None


def test_the_lever_is_the_largest_saving_with_its_sum() -> None:
    review = Step(name="Review", source="S1", work=(told(HOUR, HOUR),), wait=(told(10 * DAY, 10 * DAY),))
    coding = Step(name="Coding", source="S1", work=(told(DAY, DAY),), wait=(told(0, 0),), usable=(told(0.3, 0.3),))
    best = lever(Stream(title="x", steps=(coding, review)))
    assert best is not None
    assert (best.step, best.what, best.saves) == ("Review", "wait", 5 * DAY)
    slow = Step(
        name="Coding", source="S1", work=(told(5 * DAY, 5 * DAY),), wait=(told(0, 0),), usable=(told(0.3, 0.3),)
    )
    best = lever(Stream(title="x", steps=(slow, review)))
    assert best is not None
    assert (best.step, best.what) == ("Coding", "usable")
    assert best.saves == pytest.approx(5 * DAY * (1 / 0.3 - 1 / 0.9))
    assert lever(Stream(title="x", steps=(Step(name="A", source="S1"),))) is None


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 min"), (59, "59 min"), (90, "1.5 h"), (DAY, "1 day"), (2.5 * DAY, "2.5 days")]
)
def test_times_are_said_shortly(minutes: float, words: str) -> None:
    assert say_time(minutes) == words


def test_what_nobody_told_is_unknown() -> None:
    assert say_span(None) == say_share(None) == "unknown"
    assert say_share((0.2, 0.25)) == "20% to 25%"


AMOUNT = st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)).map(lambda pair: told(min(pair), max(pair)))
SHARE = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda pair: told(min(pair), max(pair)))
STEPS = st.builds(
    Step,
    name=st.text(min_size=1, max_size=40),
    source=st.just("S1"),
    work=st.lists(AMOUNT, max_size=3).map(tuple),
    wait=st.lists(AMOUNT, max_size=3).map(tuple),
    usable=st.lists(SHARE, max_size=3).map(tuple),
)


@given(st.lists(STEPS, max_size=8), st.text(max_size=60))
def test_whatever_was_told_the_totals_hold_and_it_can_be_drawn(steps: list[Step], title: str) -> None:
    stream = Stream(title=title, steps=tuple(steps))
    found = totals(stream)
    if found.efficiency is not None:
        assert 0 <= found.efficiency[0] <= found.efficiency[1] <= 1
    if found.lead is not None and found.work is not None and found.wait is not None:
        assert found.lead[0] <= found.lead[1]
        assert found.lead[0] == pytest.approx(found.work[0] + found.wait[0])
    best = lever(stream)
    assert best is None or best.saves > 0
    printable = "".join(char for char in svg(stream) if char in "\t\n\r" or ord(char) >= 0x20)
    assert ET.fromstring(printable).tag.endswith("svg") or not printable  # noqa: S314 (our own)
    assert mermaid(stream).startswith("flowchart LR")
    assert json.loads(as_json(stream))["totals"]["missing"] == list(found.missing)
