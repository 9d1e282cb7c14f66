"""The labelled set, the people in it, and the figures that come of talking with them."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from bot.cli.evaluating import run
from bot.config import Config
from bot.evaluation.cases import Case, holds, load_cases
from bot.evaluation.interviewee import Interviewee
from bot.evaluation.measures import Scores, added_up, inventions, measure_brief
from bot.evaluation.running import document_of
from bot.interviews.brief import draft_brief
from bot.interviews.moves import Asked
from bot.interviews.rules import Interview
from bot.prompts import Prompts
from tests.llm.scripted import ScriptedProvider, model
from tests.llm.talk import echo

CASES = load_cases()
EXPENSES = next(case for case in CASES if case.id == "expenses")


def test_there_are_nine_people_each_with_hidden_facts_stories_and_temptations() -> None:
    assert len(CASES) >= 8
    assert len({case.persona.style for case in CASES}) == len(CASES)
    for case in CASES:
        assert sum(not fact.opening for fact in case.facts) >= 10
        assert len(case.stories) >= 2
        assert len(case.criteria) >= 3
        assert len(case.tempting) >= 5


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_labels_can_be_met_and_temptations_are_not_in_what_people_say(case: Case) -> None:
    for fact in case.facts:
        assert holds(fact.says, fact.shows)
        assert fact.topics
        assert fact.opening or fact.keys
    everything = " ".join([case.opening, *(fact.says for fact in case.facts)]).lower()
    assert [word for word in case.tempting if f" {word}" in everything] == []
    assert not Counter(fact.says for fact in case.facts) - Counter({fact.says for fact in case.facts})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_topics_of_the_labels_are_topics_of_the_interview(case: Case, prompts: Prompts) -> None:
    known = {topic.id for topic in prompts.frameworks["requirements"].topics}
    assert {topic for fact in case.facts for topic in fact.topics} <= known


def test_people_tell_only_what_is_asked_and_nothing_twice() -> None:
    person = Interviewee(EXPENSES)
    assert person.answer(Asked(form="question", topic="glossary", text="Which words?")) == "don't know"
    told = person.answer(Asked(form="question", topic="behaviour", text="Tell me the main path."))
    assert told.startswith("An employee photographs")
    assert told.count(".") == EXPENSES.persona.most
    assert "exports" in person.answer(Asked(form="more", topic="behaviour", text="What else?"))
    assert person.answer(Asked(form="more", topic="behaviour", text="What else?")) == "don't know"
    assert person.answer(Asked(form="probe", topic="rules", text="“some”: how many?")) == "don't know"


def test_a_question_worded_otherwise_is_answered_by_what_it_says() -> None:
    person = Interviewee(EXPENSES)
    asked = Asked(form="question", topic="glossary", text="x?", worded="And which rules must always hold?")
    assert "500 €" in person.answer(asked)


def test_who_changes_their_mind_says_so_a_turn_later() -> None:
    person = Interviewee(next(case for case in CASES if case.id == "machines"))
    asked = Asked(form="question", topic="behaviour", text="Tell me the main path.")
    assert "50 operating hours" in person.answer(asked)
    assert person.answer(asked) == "Actually, make that 40 operating hours."


def test_figures_count_what_is_there(prompts: Prompts) -> None:
    brief = draft_brief("Expenses", Interview(), prompts.frameworks["requirements"], date(2026, 3, 2))
    told = EXPENSES.facts[:3]
    figures = measure_brief(EXPENSES, told, brief, {})
    assert (figures["hidden"], figures["elicited"], figures["told"], figures["captured"]) == (13, 1, 3, 0)
    assert inventions(EXPENSES, brief, (), ()) == ()
    total = added_up(
        [Scores(case="a", hidden=2, elicited=1), Scores(case="b", hidden=3, elicited=3, inventions=("x",))]
    )
    assert (total.hidden, total.elicited, total.inventions) == (5, 4, ("x",))


async def test_the_rules_alone_find_most_of_it_and_invent_nothing(config: Config) -> None:
    total = added_up(await run(config, "interview", CASES))
    assert total.inventions == ()
    assert total.elicited / total.hidden >= 0.8
    assert total.captured / total.told >= 0.9
    assert total.found_stories / total.expected_stories >= 0.75
    assert total.questions / len(CASES) <= 25


async def test_stories_are_measured_from_a_document_that_holds_everything(config: Config, prompts: Prompts) -> None:
    from bot.features.interviews import interview_settings

    document = document_of(EXPENSES, interview_settings(config, prompts))
    assert "## What it does\n\n- An employee photographs" in document
    (scores,) = await run(config, "stories", [EXPENSES])
    assert scores.questions == 0
    assert scores.found_stories >= 2
    assert scores.inventions == ()


async def test_a_model_is_measured_the_same_way_and_one_that_adds_nothing_gives_the_same_figures(
    config: Config,
) -> None:
    (floor,) = await run(config, "interview", [EXPENSES])
    provider = ScriptedProvider(echo)
    (with_model,) = await run(config, "interview", [EXPENSES], lambda _: model(provider))
    assert with_model == floor
    assert len(provider.history) > 10
