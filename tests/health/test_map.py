"""A team maps how its work flows; every number on the map stands in what somebody said."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Person, Table
from bot.health.answers import read_answers
from bot.health.drawing import Box, Words, as_json, drawn, mermaid, png, svg
from bot.health.lettering import width
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
    bot.shows("**Lead time**: 10 to 11 days (work 2.3 to 3.3 days, waiting 8 days).")
    bot.shows("**Right all the way** (rolled %C/A), with nothing to correct at any step: 45%.")
    bot.shows("Let nine of ten come right out of **Refinement**: what comes back passes it again")
    bot.shows("3.25 days × (1 ÷ 50% − 1 ÷ 90%) = 2.89 days")
    bot.shows("Times are working time: a day is 8 hours, a week 5 days")
    assert table(bot) == {
        "Refinement": ("3 days (S4)", "2 h (S4)", "~50% (S5)"),
        "Coding": ("0 min (S6)", "~2 to 3 days (S6)", "~90% (S7)"),
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
    assert table(bot)["Release"][0] == "5 to 10 days (S8, S9)"


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
    bot.shows("Since the map of Mon 2 Mar 2026")


async def test_what_moved_is_work_and_quality_as_well(bot: Bot) -> None:
    await tell(bot)
    await bot.says("Priya", "finish")
    await tell(bot, (*ANSWERS[:4], ("Tom", "1 day, no wait"), ("Tom", "7 of 10"), *ANSWERS[6:]))
    await bot.says("Priya", "finish")
    moved = table(bot, "")
    assert moved["Coding: work"] == ("2 to 3 days", "1 day")
    assert moved["Coding: usable as it comes"] == ("90%", "70%")
    assert moved["Right all the way"] == ("45%", "35%")


async def test_another_kind_of_work_is_no_baseline(bot: Bot) -> None:
    await tell(bot)
    await bot.says("Priya", "finish")
    await bot.says("Priya", "/map Hiring somebody")
    for text in ("From 90 days to 30 by June", "Advert → interviews → contract", "a day, waits a week", "8"):
        await bot.says("Priya", text)
    await bot.says("Priya", "finish")
    bot.hides("Since the map of")


async def test_who_does_what_and_where_it_goes_back_to(bot: Bot) -> None:
    await bot.says("Priya", "/map Changes of the checkout")
    await bot.says("Priya", "From 40 days to 20 by the end of June")
    bot.shows("and who does each?")
    await bot.says(
        "Priya", "Idea (product manager) → refinement (team) → coding (developers, two) → release (developers)"
    )
    await bot.says("Priya", "4 hours, waits 10 days")
    await bot.says("Priya", "60 %")
    await bot.says("Tom", "2 hours, waits 3 days")
    await bot.says("Tom", "5, the rest goes back to the idea")
    await bot.says("Priya", "finish")
    assert table(bot)["Refinement (back to Idea)"] == ("team", "3 days (S6)", "2 h (S6)", "~50% (S7)")
    bot.shows("**Hand-offs** to somebody else: 3.")
    bot.shows("what comes back begins again at Idea, so that saves")
    bot.shows("As far as it was told. Let nine of ten come right out of **Refinement**")
    bot.shows(
        "**Lead time**: at least 14 days (work at least 6 h, waiting at least 13 days)",
        "**Flow efficiency**, work ÷ lead time: unknown until each step has",
    )
    bot.shows("nothing to correct at any step: at most 30%.")
    (drawn,) = [file.text for file in bot.posts[-1].attachments if file.name == "map.mmd"]
    assert 's1 -.->|"comes back"| s0' in drawn


async def test_who_does_a_step_is_asked_for_where_it_was_told_of_others(bot: Bot) -> None:
    await bot.says("Priya", "/map Checkout")
    for text in ("From 40 days to 20 by June", "Idea (Priya) → release", "an hour, waits a week", "finish"):
        await bot.says("Priya", text)
    assert table(bot)["Release"][0] == "?"
    bot.shows("Release: who does it", "5 days ÷ 2 = 2.5 days, 49% of the lead time of 5.12 days.")
    bot.hides("Hand-offs")


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


BY_HAND = """\
title: Checkout
steps:
  - {name: Idea, who: product manager, work: 4 hours, wait: 10 days, usable: 60 %}
  - {name: Refinement, who: team, work: 2 hours, wait: 3 days, usable: 5 of 10, back: Idea}
  - {name: Coding, who: developer, work: 2 to 4 days, wait: none, usable: 90 %}
  - {name: Release, who: operations, work: 30 minutes, wait: about a week, usable: always}
"""


def test_a_map_reckoned_by_hand() -> None:
    """With pencil and paper: days of 480 minutes, weeks of five days."""
    stream = read_answers(BY_HAND, "answers.yaml")
    found = totals(stream)
    # Work: 240 + 120 + 960 to 1920 + 30. Waits: 4800 + 1440 + 0 + 2400.
    assert found.work == (1350, 2310)
    assert found.wait == (8640, 8640)
    assert found.lead == (9990, 10950)
    # 1350 of 9990 is 13.5 %, 2310 of 10950 is 21.1 %; 0.6 × 0.5 × 0.9 × 1 is 27 %.
    assert found.efficiency == pytest.approx((0.1351, 0.2110), abs=1e-4)
    assert found.usable == pytest.approx((0.27, 0.27))
    assert (found.hand_offs, found.missing, found.whole, found.all_usable) == (3, (), True, True)
    # Halving the wait before Idea saves 5 days. Idea right nine times of ten: 10.5 days × (1.667 − 1.111) = 5.83 days.
    # From Refinement it goes back to Idea, so both are passed again: (10.5 + 3.25) days × (2 − 1.111) = 12.22 days.
    best = lever(stream)
    assert best is not None
    assert (best.step, best.what, best.back_to) == ("Refinement", "usable", "Idea")
    assert best.saves == pytest.approx(13.75 * DAY * (2 - 10 / 9))
    assert best.arithmetic.startswith("13.75 days × (1 ÷ 50% − 1 ÷ 90%) = 12.22 days, beside 21.81 days")


def test_a_missing_number_makes_times_at_least_and_shares_at_most() -> None:
    no_share = Step(name="A", source="S1", work=(told(DAY, DAY),), wait=(told(DAY, DAY),))
    found = totals(Stream(title="x", steps=(no_share,)))
    assert (found.whole, found.all_usable, found.efficiency) == (True, False, (0.5, 0.5))
    no_wait = Step(name="B", source="S1", work=(told(DAY, DAY),), usable=(told(0.5, 0.5),))
    found = totals(Stream(title="x", steps=(no_share, no_wait)))
    assert (found.lead, found.whole, found.efficiency) == ((3 * DAY, 3 * DAY), False, None)
    assert "at least 3 days" in svg(Stream(title="x", steps=(no_share, no_wait)))


def test_a_step_that_gets_nothing_right_is_the_one_to_improve() -> None:
    never = Step(name="Idea", source="S1", work=(told(DAY, DAY),), wait=(told(0, 0),), usable=(told(0, 0),))
    slow = Step(name="Release", source="S1", work=(told(60, 60),), wait=(told(4 * DAY, 4 * DAY),))
    best = lever(Stream(title="x", steps=(never, slow)))
    assert best is not None
    assert (best.step, best.what) == ("Idea", "usable")
    assert best.saves == pytest.approx(DAY * (20 - 10 / 9))


def test_two_steps_of_one_name_are_not_both_marked() -> None:
    one = Step(name="Review", source="S1", wait=(told(10, 10),), work=(told(1, 1),))
    other = Step(name="Review", source="S1", wait=(told(900, 900),), work=(told(1, 1),))
    assert svg(Stream(title="x", steps=(one, other))).count("stroke-width='3'") == 1


@pytest.mark.parametrize("name", ["要件定義", "مراجعة", "Coding 🙂"])
def test_no_picture_is_drawn_of_boxes_in_place_of_letters(name: str) -> None:
    stream = Stream(title="x", steps=(Step(name=name, source="S1"),))
    assert png(stream) is None
    assert name in svg(stream)


@pytest.mark.parametrize(
    "name", ["Требования", "Απαιτήσεις", "Überprüfung", "W" * 60, "Architecture review board sign-off"]
)
def test_whatever_stands_in_a_box_fits_into_it(name: str) -> None:
    steps = tuple(
        Step(name=f"{name} {number}", source="S1", who=name, wait=(told(6000, 11000),), work=(told(1, 11000),))
        for number in range(15)
    )
    drawing = drawn(Stream(title=name * 3, steps=steps))
    boxes = [shape for shape in drawing.shapes if isinstance(shape, Box)]
    assert len(boxes) == 15
    for shape in drawing.shapes:
        if isinstance(shape, Words):
            wide = width(shape.text, shape.size, bold=shape.bold)
            left = shape.x - wide / 2 if shape.centred else shape.x
            assert left >= 0
            assert left + wide <= drawing.width
            inside = [box for box in boxes if box.x <= shape.x <= box.x + 150 and box.y <= shape.y <= box.y + 118]
            assert all(box.x <= left and left + wide <= box.x + 150 for box in inside)
            crossed = [box for box in boxes if box not in inside and box.y <= shape.y <= box.y + 118]
            assert not any(box.x < left + wide and left < box.x + 150 for box in crossed)
    assert png(Stream(title=name, steps=steps))
    assert svg(Stream(title=name, steps=steps)).count("textLength=") >= 15 * 5, "in wider letters, too"


def test_what_is_too_high_for_a_chat_is_no_picture() -> None:
    steps = tuple(Step(name=f"Step {number}", source="S1") for number in range(60))
    assert png(Stream(title="x", steps=steps)) is None


def test_what_nobody_told_is_unknown() -> None:
    assert say_span(None) == say_share(None) == "unknown"
    assert say_share((0.2, 0.25)) == "20 to 25%"


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
    assert best is None or best.what == "usable" or halved(stream, best.index) == pytest.approx(best.lead - best.saves)
    printable = "".join(char for char in svg(stream) if char in "\t\n\r" or ord(char) >= 0x20)
    assert ET.fromstring(printable).tag.endswith("svg") or not printable  # noqa: S314 (our own)
    assert mermaid(stream).startswith("flowchart LR")
    assert json.loads(as_json(stream))["totals"]["missing"] == list(found.missing)


def halved(stream: Stream, index: int) -> float:
    """The middle of the lead time, once the wait before this step is half as long."""
    step = stream.steps[index]
    half = tuple(one.model_copy(update={"low": one.low / 2, "high": one.high / 2}) for one in step.wait)
    steps = (*stream.steps[:index], step.model_copy(update={"wait": half}), *stream.steps[index + 1 :])
    lead = totals(Stream(title="x", steps=steps)).lead
    assert lead is not None
    return sum(lead) / 2


@given(st.floats(0.1, 0.89), st.floats(1, 1e4))
def test_what_comes_back_passes_again_as_often_as_chance_has_it(share: float, minutes: float) -> None:
    """Reckoned the long way: after n failures in a row, which has a chance of (1 - share)ⁿ, it passes once more."""

    def passes(right: float) -> float:
        return sum((1 - right) ** times for times in range(2000))

    step = Step(name="A", source="S1", work=(told(minutes, minutes),), wait=(told(0, 0),), usable=(told(share, share),))
    best = lever(Stream(title="x", steps=(step,)))
    assert best is not None
    assert best.saves == pytest.approx(minutes * (passes(share) - passes(0.9)), rel=1e-6)


async def test_what_is_only_the_title_is_not_listed_as_left_over(bot: Bot) -> None:
    await bot.says("Priya", "/map how a change gets to our customers")
    bot.shows("Let’s look at “How a change gets to our customers”.", "What should get better")
    bot.hides("Not placed", "Wrong somewhere")
