"""An answer about a rough idea changes what was asked for, and nothing else."""

from __future__ import annotations

import pytest

from bot.stories.asking import answered, asks, who_of
from bot.stories.idea import Idea, standardise
from bot.stories.improve import improve
from bot.stories.set import StorySet
from tests.stories.making import ANA, NOON


def _after(idea: str, *answers: str) -> Idea:
    found = standardise(idea, author=ANA, at=NOON)
    for answer in answers:
        told = StorySet(
            material=found.material,
            style="gherkin",
            stories=(found.story, *found.more),
            idea=idea,
            questions=found.questions,
        )
        found = improve(told, answer, ANA, NOON, None)
    return found


def test_a_fragment_is_the_role_that_was_asked_for() -> None:
    story = _after("dark mode", "counters on night shift").story
    assert (story.role, story.want) == ("counter on the night shift", "a dark mode")
    assert story.sources == ("S1", "S2")


def test_a_fragment_is_the_reason_that_was_asked_for() -> None:
    story = _after("dark mode", "counters on night shift", "eyes hurt").story
    assert story.benefit == "eyes no longer hurt"


def test_a_sentence_with_the_role_does_not_replace_the_story() -> None:
    story = _after("dark mode for handheld", "Counters on the night shift need it.").story
    assert (story.role, story.want) == ("counter on the night shift", "a dark mode for handheld")


def test_a_reason_is_said_from_the_roles_side() -> None:
    answers = ("Counters on the night shift need it.", "So that their eyes do not hurt in the dark hall.")
    assert _after("dark mode for handheld", *answers).story.benefit == "my eyes do not hurt in the dark hall"


def test_what_happens_when_it_fails_becomes_a_negative_criterion() -> None:
    story = _after("dark mode", "counters", "eyes hurt", "If it fails, the light theme stays.").story
    last = story.criteria[-1]
    assert (last.when, last.then, last.negative, last.tag) == (
        "I switch on the dark mode and it fails",
        ("the light theme stays",),
        True,
        "stated",
    )
    assert [criterion.id for criterion in story.criteria] == [f"AC-1.{n}" for n in range(1, len(story.criteria) + 1)]


def test_a_limit_becomes_a_criterion() -> None:
    story = _after("fast search for agents", "under 2 seconds").story
    assert story.want == "a fast search"
    assert "it takes under 2 seconds" in [then for criterion in story.criteria for then in criterion.then]


def test_no_idea_leaves_the_story_and_asks_no_more() -> None:
    before, after = _after("dark mode"), _after("dark mode", "idk")
    assert after.story == before.story
    assert len(after.questions) == len(before.questions) - 1


def test_every_answer_is_kept_as_a_statement_of_who_gave_it() -> None:
    idea = _after("dark mode", "counters", "idk", "eyes hurt")
    assert [source.text for source in idea.material.sources] == ["dark mode", "counters", "idk", "eyes hurt"]


def test_an_answer_is_asked_for_once() -> None:
    asked = _after("dark mode", "counters", "eyes hurt").questions
    assert "who" not in [asks(question) for question in asked]
    assert "why" not in [asks(question) for question in asked]


def test_what_it_is_for_can_still_be_told() -> None:
    story = _after("der Nutzer soll suchen können", "agents can search orders by name").story
    assert (story.role, story.want) == ("agent", "to search orders by name")


def test_a_number_says_which_question_is_answered() -> None:
    questions = ("Who needs “x”, by their job or role?", "Why does somebody want “x”?")
    assert answered(questions, "2: less paper") == (questions[1], "less paper")
    assert answered(questions, "1) guides") == (questions[0], "guides")


@pytest.mark.parametrize(
    ("answer", "role"),
    [
        ("counter", "counter"),
        ("the guides", "guide"),
        ("it's for night nurses", "night nurse"),
        ("Shift leads, mostly", "shift lead"),
        ("our HR team", "HR team member"),
        ("eyes hurt", ""),
        ("no recount", ""),
        ("under 2 seconds", ""),
        ("because they lose calls", ""),
        ("max 50 results", ""),
    ],
)
def test_a_role_is_told_from_a_reason_and_a_limit(answer: str, role: str) -> None:
    assert who_of(answer) == role
