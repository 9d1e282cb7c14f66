"""The real app, its durable turns and a real provider's package, against a server on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.app import open_app
from bot.cli import evaluating
from bot.config import Config
from bot.llm.provider import Said
from bot.store.usage import UsageBook
from tests.dialog import MONDAY, Bot, DurableRoad
from tests.llm.double import Double
from tests.llm.scripted import prompt_of
from tests.llm.talk import LINES, echo
from tests.llm.test_honest import better
from tests.patience import A_DAY


def answering(answer: Any) -> Any:
    """A server's answer by what its system text and its fourth message are."""

    def content(request: dict[str, Any]) -> str:
        said = [Said("system", message["content"]) for message in request["messages"]]
        return json.dumps(answer(prompt_of(said), said[3].text))

    return content


@pytest.fixture
def double() -> Iterator[Double]:
    with Double() as server:
        server.content = answering(better)
        yield server


def chosen(config: Config, url: str, **budget: Any) -> Config:
    update = {"model": "openai:double", "base_url": url, "budget": config.budget.model_copy(update=budget)}
    return config.model_copy(update=update)


async def test_an_interview_with_a_model_from_the_first_word_to_the_stories(config: Config, double: Double) -> None:
    async with open_app(chosen(config, double.url)) as app:
        bot = Bot(DurableRoad(app))
        for line in LINES:
            await bot.says("Priya", line, posts=None)
        bot.shows("The customer opens the link in the mail, then picks another day.")
        found = await UsageBook(app.store).by_day(MONDAY.replace(year=2020), config.zone)
    assert {one.feature for one in found} == {"interviews", "stories"}
    assert all(one.tokens_in for one in found)
    assert all("Bearer" not in json.dumps(request) for request in double.requests)


@pytest.mark.parametrize("trouble", ["down", "busy", "server", "hangs", "cut", "refuses", "too long", "half", "html"])
async def test_whatever_happens_to_the_provider_each_turn_ends_well_and_in_time(
    config: Config, double: Double, trouble: str
) -> None:
    url = double.url
    for _ in range(60):
        if trouble == "busy":
            double.fails(429, retry_after=f"{A_DAY:.0f}")
        elif trouble == "server":
            double.fails(503)
        elif trouble == "hangs":
            double.hangs(A_DAY)
        elif trouble == "cut":
            double.says('{"lines": [', finish="length")
        elif trouble == "refuses":
            double.says("", refusal="No.")
        elif trouble == "too long":
            double.fails(400, code="context_length_exceeded", message="maximum context length is 10 tokens")
        elif trouble == "half":
            double.says('{"question": "How')
        elif trouble == "html":
            double.sends(b"<html>502</html>")
    if trouble == "down":
        url = "http://127.0.0.1:9/v1"
    async with open_app(chosen(config, url, seconds_a_turn=1.0)) as app:
        bot = Bot(DurableRoad(app))
        for line in (*LINES[:3], "finish"):
            await bot.says("Priya", line, posts=None)  # which ends: the road has no patience for a day
        bot.shows("Finished. Here is what we have.", "these are the rules’ own words")
        assert "180 calls a week" in bot.document()


async def test_the_command_line_measures_a_model_beside_the_rules(
    config: Config, double: Double, capsys: pytest.CaptureFixture[str]
) -> None:
    double.content = answering(echo)
    settings = chosen(config, double.url)
    await evaluating.evaluate(settings, "stories", ["museum"], as_json=False)
    shown = capsys.readouterr().out
    assert "openai:double" in shown
    assert "No model is configured" not in shown
    await evaluating.evaluate(settings, "stories", ["museum"], as_json=True)
    whole = json.loads(capsys.readouterr().out)
    assert whole["rules"] == whole["openai:double"]
