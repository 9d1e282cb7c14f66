"""A real model, when somebody names one: whatever it says, what comes out is grounded and no worse than the rules'."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from bot.app import model_of
from bot.cli.evaluating import run
from bot.config import Config
from bot.evaluation.cases import load_cases
from bot.evaluation.measures import Scores
from bot.llm.prompt import ReadyPrompt
from tests.llm.scripted import PROMPTS

URL, NAME = os.environ.get("TEST_MODEL_URL", ""), os.environ.get("TEST_MODEL_NAME", "")
pytestmark = pytest.mark.skipif(not (URL and NAME), reason="TEST_MODEL_URL and TEST_MODEL_NAME name no model")

CASE = next(case for case in load_cases() if case.id == "museum")


def patient(prompts: dict[str, ReadyPrompt]) -> dict[str, ReadyPrompt]:
    """The prompts with time enough for a model on a slow machine."""
    from dataclasses import replace

    found = {}
    for name, ready in prompts.items():
        limits = ready.prompt.limits.model_copy(update={"seconds": 900.0})
        found[name] = replace(ready, prompt=ready.prompt.model_copy(update={"limits": limits}))
    return found


@pytest.mark.parametrize("what", ["stories", "interview"])
async def test_a_real_model_makes_nothing_worse(config: Config, what: str, tmp_path: Path) -> None:
    budget = config.budget.model_copy(update={"seconds_a_turn": 7200.0, "tokens_a_turn": None})
    chosen = config.model_copy(update={"model": f"openai:{NAME}", "base_url": URL, "budget": budget})
    (floor,) = await run(config, what, [CASE])
    (scores,) = await run(chosen, what, [CASE], lambda store: model_of(chosen, store, patient(PROMPTS)))
    _tell(what, floor, scores, tmp_path)
    assert len(scores.inventions) <= len(floor.inventions)
    assert scores.lint_errors <= floor.lint_errors
    assert scores.found_stories >= floor.found_stories
    assert scores.found_criteria >= floor.found_criteria
    assert scores.stories == floor.stories
    if what == "interview":
        assert scores.elicited >= floor.elicited - 1


def _tell(what: str, floor: Scores, scores: Scores, folder: Path) -> None:
    """The figures, for whoever runs it."""
    figures = {"rules": floor.model_dump(mode="json"), NAME: scores.model_dump(mode="json")}
    (folder / f"{what}.json").write_text(json.dumps(figures, indent=2), encoding="utf-8")
    sys.stderr.write(f"\n{what}: {json.dumps(figures)}\n")
