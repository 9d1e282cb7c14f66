"""A language model that is down, busy, slow or lies: people read whose words they get, and later it is asked again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from bot.app import model_of, open_app
from bot.config import Config
from bot.llm.model import Model
from tests.dialog import Bot, DurableRoad
from tests.llm.double import Double
from tests.llm.talk import LINES
from tests.llm.test_honest import better
from tests.llm.test_whole import answering, chosen
from tests.patience import A_DAY, PATIENCE

TOLD = "the rules’ own words"
WORDED = "The customer opens the link in the mail, then picks another day."
SAID = "The customer opens the link in the mail and picks another day."
LIE = "The board approved 1 million euros for Acme until 14 July"


@pytest.fixture
def double() -> Iterator[Double]:
    with Double() as server:
        server.content = answering(better)
        yield server


def lies(prompt: str, question: str) -> object:
    """What nobody said, wherever there is room for words."""
    said = better(prompt, question)
    return json.loads(json.dumps(said), object_hook=_twisted)


def _twisted(value: dict[str, object]) -> dict[str, object]:
    return {name: LIE if name in {"question", "text", "want"} else each for name, each in value.items()}


def breaks(double: Double, how: str) -> None:
    """From now on, until it is mended."""
    if how == "lies":
        double.content = answering(lies)
        return
    for _ in range(60):
        match how:
            case "down":
                double.sends(b"HTTP/1.1 200 OK", length=500)
            case "fails":
                double.fails(503)
            case "busy":
                double.fails(429, retry_after=f"{A_DAY:.0f}")
            case "slow":
                double.hangs(A_DAY)


def mends(double: Double) -> None:
    double._next.clear()
    double.content = answering(better)


@pytest.mark.parametrize("how", ["down", "fails", "busy", "slow", "lies"])
async def test_people_are_told_whose_words_they_read_and_it_is_asked_again_later(
    config: Config, double: Double, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr("bot.llm.breaker.REST", 0.0)  # nobody waits a minute here; `test_model` has the minute
    models: list[Model] = []

    def made(*given: Any, **more: Any) -> Model:
        models.append(real(*given, **more))
        return models[-1]

    real = cast("Callable[..., Model]", model_of)
    monkeypatch.setattr("bot.app.model_of", made)
    async with open_app(chosen(config, double.url, seconds_a_turn=PATIENCE)) as app:
        (model,) = models
        patient = model.budget
        bot = Bot(DurableRoad(app, timeout=60))

        async def interview(at: str) -> str:
            shown = [await bot.says("Priya", line, at=at, posts=None) for line in (*LINES[:5], "finish")]
            return "\n".join(shown)

        breaks(double, how)
        if how == "slow":
            model.budget = patient.model_copy(update={"seconds_a_turn": 1.0})
        shown = await interview("terminal:one")
        assert TOLD in shown
        assert SAID in shown
        assert "1 million" not in shown
        mends(double)
        model.budget = patient
        shown = await interview("terminal:two")
        assert WORDED in shown, "the same process asks it again"
        assert TOLD not in shown
