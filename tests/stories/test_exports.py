"""Stories leave in formats that other tools read, whatever people typed into them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import jinja2
import pytest
from gherkin.parser import Parser
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.stories.draft import draft_stories
from bot.stories.exports import FORMATS, export_stories, safe_cell, to_feature, to_jira_csv, to_markdown
from bot.stories.rules import CriteriaStyle, Criterion, Material, Story
from tests.stories.making import material

TEMPLATE = jinja2.Template((Path(__file__).parents[2] / "prompts/documents/story.md.jinja").read_text(encoding="utf-8"))
SAID = material(
    "Support agents can refund an order", ("rule", "an order can't be refunded twice"), "We need an audit log"
)
STORIES = draft_stories(SAID)
HOSTILE = [
    "Feature: not yours",
    "Given\nWhen\nThen",
    "# comment",
    "# language: fr",
    "@tag",
    '"""',
    "| a | b |",
    "Scenario: x\nGiven y",
    "שלום עולם",
    "a\u2028b\u0085c\x0bd\re",
    "* star",
    "Examples:",
    "<placeholder>",
    "```gherkin",
    "{{7*7}}",
    "",
    "   ",
    "\t#\t",
]


def _feature(
    stories: tuple[Story, ...], said: Material, style: CriteriaStyle = "gherkin", title: str = "Returns"
) -> dict[str, Any]:
    parsed: dict[str, Any] = dict(
        Parser().parse(to_feature(stories, said, style=style, template=TEMPLATE, title=title))
    )
    return parsed


def _hostile(text: str) -> tuple[Story, ...]:
    criterion = Criterion(
        id="AC-1.1", title=text, given=(text,), when=text or "x", then=(text or "y",), sources=("S1",)
    )
    return (
        Story(id="US-1", role=text or "agent", want=text or "x", benefit=text, criteria=(criterion,), sources=("S1",)),
    )


def test_a_feature_holds_each_story_as_a_rule_with_its_scenarios() -> None:
    feature = _feature(STORIES, SAID)["feature"]
    rules = [child["rule"] for child in feature["children"]]
    assert feature["name"] == "Returns"
    assert [rule["name"] for rule in rules] == [
        "As a support agent, I want to refund an order.",
        "As a support agent, I want an audit log.",
    ]
    assert [tag["name"] for tag in rules[0]["tags"]] == ["@US-1", "@stated", "@slice-1", "@R1"]
    scenario = rules[0]["children"][0]["scenario"]
    assert [step["keyword"].strip() + " " + step["text"] for step in scenario["steps"]] == [
        "When I refund an order",
        "Then the order is refunded",
    ]
    assert [tag["name"] for tag in scenario["tags"]] == ["@AC-1.1", "@stated", "@positive"]


def test_sources_stand_as_comments() -> None:
    comments = [comment["text"].strip() for comment in _feature(STORIES, SAID)["comments"]]
    assert "# S1, Ana: “Support agents can refund an order”" in comments
    assert "# rests on S2" in comments


def test_in_ears_each_criterion_is_a_rule_with_its_example() -> None:
    rules = [child["rule"] for child in _feature(STORIES, SAID, "ears")["feature"]["children"]]
    assert rules[0]["name"] == "When the support agent refunds an order, the order shall be refunded."
    assert len(rules[0]["children"]) == 1


@pytest.mark.parametrize("style", ["gherkin", "ears"])
@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_was_typed_becomes_gherkin(text: str, style: CriteriaStyle) -> None:
    said = material(text or "x")
    feature = _feature(_hostile(text), said, style, title=text)["feature"]
    rules = [child["rule"] for child in feature["children"]]
    assert len(rules) == 1
    assert len(rules[0]["children"]) == 1
    assert feature["language"] == "en"


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=80), st.sampled_from(["gherkin", "ears"]))
def test_any_text_exports_to_a_feature_that_parses(text: str, style: CriteriaStyle) -> None:
    said = material(text)
    _feature(draft_stories(said), said, style, title=text)
    _feature(_hostile(" ".join(text.split()) or "x"), said, style, title=text)


def test_jira_reads_a_row_for_each_story() -> None:
    rows = list(csv.reader(io.StringIO(to_jira_csv(STORIES, style="gherkin", template=TEMPLATE))))
    assert rows[0][:4] == ["Summary", "Issue Type", "Description", "Acceptance Criteria"]
    assert [len(row) for row in rows] == [len(rows[0])] * 3
    assert rows[1][0:3] == ["to refund an order", "Story", "As a support agent, I want to refund an order."]
    assert "When I try to refund an order twice" in rows[1][3]
    assert rows[1][rows[0].index("Story ID")] == "US-1"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "＝", "\r"])
def test_no_cell_becomes_a_formula(start: str) -> None:
    assert safe_cell(f"{start}HYPERLINK(1)").startswith("'")
    rows = list(csv.reader(io.StringIO(to_jira_csv(_hostile(f"{start}1+1"), style="gherkin", template=TEMPLATE))))
    assert all(cell[:1] not in {"=", "+", "-", "@", "\t", "\r"} for cell in rows[1])


def test_plain_cells_stay_as_they_are() -> None:
    assert safe_cell("to refund an order") == "to refund an order"


def test_json_holds_everything_with_its_text() -> None:
    found = json.loads(export_stories(STORIES, SAID, "json", style="gherkin", template=TEMPLATE, title="Returns"))
    assert found["stories"][0]["text"] == "As a support agent, I want to refund an order."
    assert found["stories"][0]["criteria"][0]["text"].startswith("Scenario: Refund an order")
    assert found["sources"][0]["id"] == "S1"
    assert found["coverage"]["rows"][0]["requirement"] == "R2"
    kept = {key: value for key, value in found["stories"][0].items() if key not in {"text", "size_reason", "criteria"}}
    assert Story.model_validate(kept | {"criteria": ()}) == STORIES[0].model_copy(update={"criteria": ()})


def test_markdown_shows_stories_sources_and_coverage() -> None:
    text = to_markdown(STORIES, SAID, style="gherkin", template=TEMPLATE, title="Returns")
    assert "## US-1\n\nAs a support agent, I want to refund an order." in text
    assert "Covers R1. Rests on [S1](https://chat/1), [S2](https://chat/2) (stated)." in text
    assert "| R2 | an order can't be refunded twice | AC-1.2 |" in text


def test_markdown_of_hostile_text_keeps_its_fences() -> None:
    text = to_markdown(_hostile("```\n# x"), material("x"), style="gherkin", template=TEMPLATE, title="# [x](y)")
    assert "````gherkin" in text


def test_every_format_is_written_and_any_other_refused() -> None:
    for form in FORMATS:
        assert export_stories(STORIES, SAID, form, style="ears", template=TEMPLATE, title="Returns")
    with pytest.raises(ValueError, match="not as pdf"):
        export_stories(STORIES, SAID, "pdf", style="ears", template=TEMPLATE, title="Returns")
