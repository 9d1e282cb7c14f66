"""Stories that people would say aloud, from lines that nobody polished."""

from __future__ import annotations

import re
from pathlib import Path

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.text import content_words, words
from bot.language.verbs import base_form
from bot.stories.coverage import untold
from bot.stories.draft import draft_stories
from bot.stories.exports import story_sentence
from bot.stories.lint.linter import lint_story
from bot.stories.rules import Requirement, Story
from tests.stories.making import material

TEMPLATE = jinja2.Template((Path(__file__).parents[2] / "prompts/documents/story.md.jinja").read_text(encoding="utf-8"))
DESK = ("support agent", "customer", "team lead")


def _table() -> dict[str, str]:
    """said.txt: what was said, and below it, indented, the story."""
    lines = (Path(__file__).parent / "said.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line for line in lines if line and not line.startswith("#")]
    return {said: story.strip() for said, story in zip(pairs[::2], pairs[1::2], strict=True)}


SAID = _table()


def _clumsy() -> list[tuple[tuple[str, ...], str, list[str]]]:
    """clumsy.txt: the roles of a domain, a line of it, and its stories, none for a "-"."""
    cases: list[tuple[tuple[str, ...], str, list[str]]] = []
    roles: tuple[str, ...] = ()
    for line in (Path(__file__).parent / "clumsy.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            roles = tuple(role.strip() for role in line.removeprefix("## ").split(","))
        elif line.startswith("    "):
            cases[-1][2].extend([] if line.strip() == "-" else [line.strip()])
        elif line and not line.startswith("#"):
            cases.append((roles, line, []))
    return cases


CLUMSY = _clumsy()


@pytest.mark.parametrize(("roles", "line", "stories"), CLUMSY, ids=[line for _, line, _ in CLUMSY])
def test_a_spoken_line_becomes_what_an_editor_would_write_or_nothing(
    roles: tuple[str, ...], line: str, stories: list[str]
) -> None:
    said = material(line, roles=roles)
    found = draft_stories(said)
    assert [story_sentence(story, TEMPLATE) for story in found] == stories
    assert bool(untold(said, found)) is not bool(stories)


@pytest.mark.parametrize(("roles", "line"), [(roles, line) for roles, line, stories in CLUMSY if stories])
def test_a_story_of_a_spoken_line_says_no_word_that_was_not_said(roles: tuple[str, ...], line: str) -> None:
    said = content_words(f"{line} {' '.join(roles)} {' '.join(base_form(word) for word in words(line))}")
    ours = content_words("system answer another myself told longer")
    for story in draft_stories(material(line, roles=roles)):
        assert content_words(f"{story.role} {story.want} {story.benefit}") <= said | ours


def test_what_can_only_be_quoted_is_no_story_but_is_counted() -> None:
    said = material("der Nutzer soll suchen können", "Agents can print a label", roles=DESK)
    stories = draft_stories(said)
    assert [story.requirements for story in stories] == [("R2",)]
    assert [line.id for line in untold(said, stories)] == ["R1"]


def _story(line: str, *reasons: str) -> Story:
    return draft_stories(material(line, roles=DESK, reasons=reasons))[0]


@pytest.mark.parametrize(("line", "story"), SAID.items())
def test_a_clumsy_line_becomes_a_story_that_can_be_said(line: str, story: str) -> None:
    assert story_sentence(_story(line), TEMPLATE) == story


@pytest.mark.parametrize("line", [line for line in SAID if "notice" not in line and "sees the amount" not in line])
def test_the_linter_has_no_error_to_report_about_a_draft(line: str) -> None:
    found = lint_story(story_sentence(_story(line), TEMPLATE))
    assert [finding for finding in found if finding.severity == "error"] == []


def test_the_nearest_reason_is_the_benefit_and_is_cited() -> None:
    story = _story(
        "Support agents can refund an order", "Agents lose 20 minutes per refund.", "The printer is always broken."
    )
    assert story.benefit == "I no longer lose 20 minutes per refund"
    assert story.sources == ("S1", "S2")


def test_a_goal_can_be_the_benefit() -> None:
    assert _story("Agents can refund an order", "Cut refund time from 3 days to 1").benefit == (
        "we can cut refund time from 3 days to 1"
    )


def test_somebody_elses_pain_is_no_benefit() -> None:
    assert (
        _story("Support agents can refund an order", "Customers wait for the refund of an order for weeks.").benefit
        == ""
    )


def test_a_reason_is_said_once_for_the_story_it_is_nearest_to() -> None:
    stories = draft_stories(
        material(
            "Agents can refund an order",
            "Agents can refund a voucher order",
            roles=DESK,
            reasons=["Agents lose voucher orders."],
        )
    )
    assert [story.benefit for story in stories] == ["", "I no longer lose voucher orders"]


def test_true_duplicates_share_a_story_and_keep_both_lines() -> None:
    stories = draft_stories(
        material("Agents can export orders to CSV", "export orders to CSV", "Agents export refunds to CSV")
    )
    assert [story.requirements for story in stories] == [("R1", "R2"), ("R3",)]
    assert set(stories[0].sources) == {"S1", "S2"}


def test_a_line_without_a_role_belongs_to_the_one_its_statement_speaks_of() -> None:
    said = material("Customers use the portal all day. Show the last order.", roles=DESK)
    line = Requirement(id="R1", kind="functional", text="Show the last order.", sources=("S1",))
    story = draft_stories(said.model_copy(update={"requirements": (line,)}))[0]
    assert story.role == "customer"


def test_without_any_role_it_is_the_user_who_wants_it() -> None:
    assert draft_stories(material("Export to CSV", roles=()))[0].role == "user"


def test_what_was_said_to_ship_first_is_the_first_slice() -> None:
    said = material("Agents can refund an order", "Agents can print a label", roles=DESK)
    first = said.requirements[1].model_copy(update={"first_slice": True})
    stories = draft_stories(said.model_copy(update={"requirements": (said.requirements[0], first)}))
    assert [story.slice for story in stories] == [2, 1]


def test_the_article_follows_the_role_and_an_empty_reason_leaves_no_trace() -> None:
    bare = jinja2.Template("As a {{ role }}, I want {{ want }}, so that {{ benefit }}.")
    story = _story("Inspectors can print a badge")
    assert story_sentence(story, bare) == "As an inspector, I want to print a badge."
    assert story_sentence(story.model_copy(update={"benefit": "I am safe"}), bare).endswith(
        "a badge, so that I am safe."
    )


LETTERS = st.sampled_from(
    "the a agents customer system should must can't refund orders when if unless so that because I "
    "we need to be over 500 EUR , . ; : "
    '" “ ” ( ) {{7*7}} 🙂 שלום **bold** not never only they their and or export sees - – search by '
    "is are was ? ! in Peter 3 more than every Monday".split()
)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(LETTERS, max_size=14).map(" ".join) | st.text(max_size=60), min_size=1, max_size=4))
def test_whatever_is_said_becomes_well_formed_stories_and_no_line_is_lost(lines: list[str]) -> None:
    said = material(*lines, roles=DESK)
    stories = draft_stories(said)
    told = {one for story in stories for one in story.requirements}
    assert told | {line.id for line in untold(said, stories)} == {line.id for line in said.requirements}
    assert not told & {line.id for line in untold(said, stories)}
    for story in stories:
        text = story_sentence(story, TEMPLATE)
        assert re.match(r"As an? \S", text)
        assert "  " not in text
        assert not re.search(r"\bwant to (?:the|a|an|wants|to)\b|[^.]\.\.$", text)
        assert story.want.count('"') % 2 == 0
        assert story.want.count("“") == story.want.count("”")
        assert not re.search(r"\d|peter", story.role, re.IGNORECASE)


@pytest.mark.parametrize("line", SAID)
def test_every_word_of_content_comes_from_what_was_said(line: str) -> None:
    story = _story(line)
    said = content_words(f"{line} {' '.join(base_form(word) for word in words(line))}")
    ours = content_words("system team member cover myself support agent customer other nurse")
    assert content_words(f"{story.role} {story.want} {story.benefit}") <= said | ours


def test_drafting_twice_gives_the_same() -> None:
    said = material(*SAID, roles=DESK)
    assert draft_stories(said) == draft_stories(said)
