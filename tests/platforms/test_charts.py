"""A chart is a picture where there are pictures, and loses no number where there are none."""

from __future__ import annotations

import base64
import io
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pydantic import ValidationError

from bot.chat import Chart, Post, Series, plain_number
from bot.platforms.bars import written
from bot.platforms.pictures import picture
from bot.platforms.slack.render import render
from bot.platforms.slack.render.document import document
from bot.platforms.slack.render.messages import read
from bot.platforms.teams.render import render as render_teams
from bot.platforms.teams.render.elements import read as read_elements
from bot.platforms.terminal.render import as_text
from tests.platforms.charts import charts
from tests.platforms.teams.strict import walk

POINTS = Chart(
    draws="bar",
    title="Points per sprint",
    labels=("Sprint 17", "Sprint 18"),
    series=(Series(name="Planned", values=(21, 23)), Series(name="Done", values=(18, 22.5))),
    unit="points",
)
SHARE = Chart(
    draws="share", title="Where the days went", labels=("New work", "Waiting"), series=(Series(values=(9, 3)),),
    unit="days",
)  # fmt: skip
WORDS = st.text("abc ÄßЖ漢😀&<>*_|", max_size=30)


def slack_blocks(chart: Chart) -> list[dict[str, Any]]:
    return [block for message in render(Post(parts=(chart,)))[0] for block in message.blocks]


def numbers_in(words: str) -> list[str]:
    return re.findall(r"-?\d[\d,.]*(?:e[+-]?\d+)?(?<![,.])", words)


def test_half_of_a_hundred_per_cent_is_half_a_bar() -> None:
    half = Chart(draws="bar", title="Done", labels=("Retro 1",), series=(Series(values=(50,)),), unit="%")
    assert as_text(Post(parts=(half,)), width=80).count("█") == 20
    assert written(half, width=10).count("█") == 5


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"labels": ("Sprint 17",)}, "one number for each label"),
        ({"labels": ()}, "at least 1 item"),
        ({"series": (Series(values=(1, float("nan"))),)}, "finite"),
        ({"draws": "share"}, "of one series"),
        ({"draws": "share", "series": (Series(values=(0, 0)),)}, "come to something"),
        ({"draws": "share", "series": (Series(values=(3, -1)),)}, "from 0"),
        ({"draws": "pie"}, "'bar', 'line' or 'share'"),
    ],
)
def test_a_chart_that_does_not_add_up_is_refused(change: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        Chart.model_validate({**POINTS.model_dump(), **change})


def test_who_cannot_see_it_hears_every_number() -> None:
    assert POINTS.alt == (
        "Bar chart. Points per sprint (points). "
        "Planned: Sprint 17 21, Sprint 18 23; Done: Sprint 17 18, Sprint 18 22.5."
    )
    assert SHARE.alt == "Share chart. Where the days went (days). New work 9, Waiting 3."


@pytest.mark.parametrize(
    ("number", "told"),
    [(12400, "12,400"), (2.5, "2.5"), (-3.0, "-3"), (1234.5, "1,234.5"), (1e-7, "1e-07"), (-0.0, "0")],
)
def test_a_number_is_told_shortly_and_whole(number: float, told: str) -> None:
    assert plain_number(number) == told


def test_an_export_holds_it_as_a_table() -> None:
    assert document(Post(parts=(POINTS,))) == (
        "Points per sprint (points)\n\n"
        "|  | Planned | Done |\n|---|---|---|\n| Sprint 17 | 21 | 18 |\n| Sprint 18 | 23 | 22.5 |\n"
    )
    assert "|  | days | Share |\n|---|---|---|\n| New work | 9 | 75% |" in document(Post(parts=(SHARE,)))


def test_slack_draws_it_itself() -> None:
    (block,) = slack_blocks(POINTS)
    assert block == {
        "type": "data_visualization",
        "title": "Points per sprint (points)",
        "chart": {
            "type": "bar",
            "series": [
                {"name": "Planned", "data": [{"label": "Sprint 17", "value": 21}, {"label": "Sprint 18", "value": 23}]},
                {"name": "Done", "data": [{"label": "Sprint 17", "value": 18}, {"label": "Sprint 18", "value": 22.5}]},
            ],
            "axis_config": {"categories": ["Sprint 17", "Sprint 18"], "y_label": "points"},
        },
    }
    (message,) = render(Post(parts=(POINTS,)))[0]
    assert message.text == POINTS.alt, "a notification and a screen reader have nothing else"
    (block,) = slack_blocks(SHARE)
    assert block["chart"]["segments"] == [{"label": "New work", "value": 9}, {"label": "Waiting", "value": 3}]


@pytest.mark.parametrize(
    "chart",
    [
        POINTS.model_copy(update={"labels": ("Sprint 17", "A sprint of a longer name than that")}),
        POINTS.model_copy(update={"labels": ("Sprint", "Sprint")}),
        Chart(draws="share", title="None", labels=("a", "b"), series=(Series(values=(0, 3)),)),
        Chart(draws="share", title="Seven", labels=tuple("abcdefg"), series=(Series(values=(1,) * 7),)),
        Chart(draws="line", title="Long", labels=tuple(f"S{n}" for n in range(21)), series=(Series(values=(2,) * 21),)),
    ],
)
def test_what_slack_cannot_draw_is_drawn_in_letters(chart: Chart) -> None:
    title, bars = slack_blocks(chart)[0]["elements"]
    assert title["elements"][0]["text"] == chart.table.title
    assert bars["type"] == "rich_text_preformatted"
    assert "█" in bars["elements"][0]["text"]


def test_a_third_chart_of_a_message_is_drawn_in_letters() -> None:
    blocks = [block for message in render(Post(parts=(POINTS, SHARE, POINTS)))[0] for block in message.blocks]
    assert [block["type"] for block in blocks] == ["data_visualization", "data_visualization", "rich_text"]


def test_a_long_title_stands_above_it_in_full() -> None:
    title = "How many points the team planned and how many of them were done"
    words, block = slack_blocks(POINTS.model_copy(update={"title": title}))
    assert words["elements"][0]["elements"][0]["text"] == f"{title} (points)"
    assert len(block["title"]) <= 50


def test_teams_shows_a_picture_and_folds_the_numbers_under_it() -> None:
    (message,) = render_teams(Post(parts=(POINTS,)))
    (image,) = [one for one in walk(message.card) if one.get("type") == "Image"]
    assert image["altText"] == POINTS.alt
    file = base64.b64decode(image["url"].removeprefix("data:image/png;base64,"))
    assert len(file) < 12_000
    with Image.open(io.BytesIO(file)) as opened:
        assert opened.format == "PNG"
        assert max(opened.size) <= 1_024
        assert len(opened.convert("RGB").getcolors(1_000_000) or []) > 3, "paper, ink and two colours"
    (folded,) = [one for one in walk(message.card) if one.get("isVisible") is False]
    assert numbers_in(read_elements([folded])) == ["17", "21", "18", "18", "23", "22.5"]


@pytest.mark.parametrize("label", ["漢字", "😀", "\ud800"])
def test_what_the_font_has_not_is_drawn_in_letters(label: str) -> None:
    chart = POINTS.model_copy(update={"labels": ("Sprint 17", label)})
    assert picture(chart) is None
    (message,) = render_teams(Post(parts=(chart,)))
    assert "█" in read_elements(message.card["body"])


def test_a_terminal_shows_bars() -> None:
    assert as_text(Post(parts=(SHARE,)), 60) == (
        "Where the days went (days)\n"
        "New work  ████████████████████████████████████████ 9 (75%)\n"
        "Waiting   █████████████ 3 (25%)\n"
    )
    assert as_text(Post(parts=(POINTS,)), 24) == (
        "Points per sprint\n(points)\n"
        "Sprint 17\n  Planned  21\n  Done     18\nSprint 18\n  Planned  23\n  Done     22.5\n"
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(charts(WORDS))
def test_no_number_is_lost_anywhere(chart: Chart) -> None:
    wanted = {plain_number(value) for one in chart.series for value in one.values}
    post = Post(parts=(chart,))
    messages, files = render(post)
    in_slack = "\n".join([*(read(block) for one in messages for block in one.blocks), *(each.text for each in files)])
    teams = [one for message in render_teams(post) for one in walk(message.card)]
    folded = read_elements([one for one in teams if one.get("isVisible") is False]) or read_elements(teams)
    for place in (chart.alt, in_slack, folded, as_text(post, 400), document(post)):
        assert wanted <= set(numbers_in(place.replace("\n", "\n "))), place


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(charts(WORDS))
def test_any_picture_is_small(chart: Chart) -> None:
    file = picture(chart)
    if file is not None:
        with Image.open(io.BytesIO(file)) as opened:
            assert max(opened.size) <= 1_024
        assert len(file) < 40_000
