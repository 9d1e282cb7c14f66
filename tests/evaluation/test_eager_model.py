"""A model that finds everything unclear asks more, and takes no question of the rules away."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.app import model_of
from bot.cli import evaluating
from bot.config import Config
from bot.evaluation.cases import load_cases
from bot.llm.model import Model
from bot.store.sql import SqlStore
from tests.llm.scripted import PROMPTS, ScriptedProvider, fences
from tests.llm.talk import echo


def eager(prompt: str, question: str) -> Any:
    """Two words of whatever was said are unclear; all else is as the rules have it."""
    if prompt == "interviews/notice":
        name, text = next(iter(fences(question).items()))
        return {"unclear": [{"statement": name, "phrase": " ".join(re.findall(r"[\w']+", text)[:2])}]}
    return echo(prompt, question)


@pytest.mark.parametrize("name", ["expenses", "machines"])
async def test_nothing_that_the_rules_elicit_is_lost(config: Config, name: str) -> None:
    (case,) = [one for one in load_cases() if one.id == name]
    chosen = config.model_copy(update={"model": "openai:scripted"})
    provider = ScriptedProvider(eager)

    def models(store: SqlStore) -> Model | None:
        return model_of(chosen, store, PROMPTS, provider)

    (floor,) = await evaluating.run(config, "interview", [case])
    (mine,) = await evaluating.run(chosen, "interview", [case], models)
    assert mine.questions > floor.questions
    assert mine.elicited >= floor.elicited
    assert mine.captured >= floor.captured
    assert mine.inventions == ()
