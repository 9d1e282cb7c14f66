"""A real provider's package against a server on this machine: every way in which it fails has its name."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.interviews.filling import WordedQuestion
from bot.llm.known import PROVIDERS, lacks_key, place_of
from bot.llm.model import Model
from bot.llm.provider import Kind, ProviderTrouble, Said
from bot.llm.providers import LangChainProvider, missing, named
from bot.llm.spending import Budget
from tests.llm.double import Double
from tests.llm.scripted import PROMPTS, MemoryBook
from tests.llm.test_model import QUESTION
from tests.patience import A_DAY, PATIENCE

GOOD = json.dumps({"question": "How often does that happen?"})
SCHEMA = PROMPTS["interviews/question"].schema()
ASKED = (Said("system", "You ask."), Said("person", "Well?"))


@pytest.fixture
def double() -> Iterator[Double]:
    with Double() as server:
        server.content = GOOD
        yield server


async def ask(double: Double) -> Any:
    return await LangChainProvider("openai:double", double.url).ask(ASKED, SCHEMA, most_tokens=99)


async def test_a_question_goes_out_with_its_schema_and_limit_and_comes_back_as_data(double: Double) -> None:
    reply = await ask(double)
    assert json.loads(reply.text) == {"question": "How often does that happen?"}
    assert (reply.tokens_in, reply.tokens_out) == (321, 12)
    (request,) = double.requests
    assert [message["role"] for message in request["messages"]] == ["system", "user"]
    assert 99 in {request.get("max_tokens"), request.get("max_completion_tokens")}
    sent = request["response_format"]["json_schema"]["schema"]
    assert sent["properties"]["question"]["maxLength"] == 400


@pytest.mark.parametrize(
    ("status", "code", "message", "kind"),
    [
        (429, "rate_limit_exceeded", "slow down", "busy"),
        (429, "insufficient_quota", "insufficient_quota: pay first", "not_allowed"),
        (500, "", "oops", "down"),
        (503, "", "overloaded", "down"),
        (401, "invalid_api_key", "wrong key", "not_allowed"),
        (404, "model_not_found", "no such model", "not_allowed"),
        (400, "context_length_exceeded", "This model's maximum context length is 4096 tokens.", "too_long"),
        (400, "", "something else", "broken"),
    ],
)
async def test_a_status_is_a_trouble_with_a_name(
    double: Double, status: int, code: str, message: str, kind: Kind
) -> None:
    double.fails(status, code=code, message=message)
    with pytest.raises(ProviderTrouble) as trouble:
        await ask(double)
    assert trouble.value.kind == kind
    assert len(double.requests) == 1  # repeating is not the package's to do


async def test_it_reads_how_long_to_wait(double: Double) -> None:
    double.fails(429, retry_after="7")
    with pytest.raises(ProviderTrouble) as trouble:
        await ask(double)
    assert (trouble.value.kind, trouble.value.wait) == ("busy", 7.0)


async def test_an_answer_cut_off_is_paid_for_and_named(double: Double) -> None:
    double.says('{"question": "How of', finish="length")
    with pytest.raises(ProviderTrouble) as trouble:
        await ask(double)
    assert (trouble.value.kind, trouble.value.tokens_out) == ("cut", 12)


@pytest.mark.parametrize("how", ["refusal", "filter"])
async def test_a_refusal_is_named(double: Double, how: str) -> None:
    if how == "refusal":
        double.says("", refusal="I can't help with that.")
    else:
        double.says("", finish="content_filter")
    with pytest.raises(ProviderTrouble) as trouble:
        await ask(double)
    assert trouble.value.kind == "refused"


@pytest.mark.parametrize("content", ['{"question": ', "not json", "", "[1, 2]"])
async def test_broken_json_comes_back_as_text_for_a_second_try(double: Double, content: str) -> None:
    double.says(content, usage=False)
    reply = await ask(double)
    assert reply.data is None
    assert reply.text == content
    assert reply.tokens_in > 0


@pytest.mark.parametrize("raw", [b'{"id": "c1", "choices"', b"<html>bad gateway</html>", b""])
async def test_bytes_that_are_no_answer_are_a_trouble(double: Double, raw: bytes) -> None:
    double.sends(raw)
    with pytest.raises(ProviderTrouble):
        await ask(double)


async def test_a_connection_that_breaks_in_the_middle_is_down(double: Double) -> None:
    double.sends(b'{"id": "c1"', length=5000)
    with pytest.raises(ProviderTrouble) as trouble:
        await ask(double)
    assert trouble.value.kind == "down"


async def test_nobody_there_is_down() -> None:
    with Double() as server:
        url = server.url
    with pytest.raises(ProviderTrouble) as trouble:
        await LangChainProvider("openai:double", url).ask(ASKED, SCHEMA, most_tokens=99)
    assert trouble.value.kind == "down"


async def test_a_provider_that_recovers_is_asked_again_within_the_turn(
    double: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    sleep = asyncio.sleep

    async def noted(seconds: float) -> None:
        waits.append(seconds)
        await sleep(seconds)

    double.fails(503)
    double.fails(429, retry_after="0.2")
    monkeypatch.setattr("asyncio.sleep", noted)
    filled, book = await fill(double)
    assert filled is not None
    assert [call.outcome for call in book.calls] == ["down", "busy", "used"]
    assert 0.2 < sum(waits) < 4


async def fill(double: Double) -> tuple[WordedQuestion | None, MemoryBook]:
    book = MemoryBook()
    provider = LangChainProvider("openai:double", double.url)
    whole = Model(provider, PROMPTS, book=book, budget=Budget(seconds_a_turn=PATIENCE), pause=0.05)
    return await whole.for_turn("t").fill("interviews/question", WordedQuestion, **QUESTION), book


async def test_a_provider_that_hangs_costs_no_more_than_the_turns_time(double: Double) -> None:
    warm = LangChainProvider("openai:double", double.url)
    await warm.ask(ASKED, SCHEMA, most_tokens=120)
    double.hangs(A_DAY)
    book = MemoryBook()
    whole = Model(warm, PROMPTS, book=book, budget=Budget(seconds_a_turn=0.5))
    async with asyncio.timeout(PATIENCE):
        assert await whole.for_turn("t").fill("interviews/question", WordedQuestion, **QUESTION) is None
    assert [call.outcome for call in book.calls] == ["slow"]


async def test_broken_json_is_sent_back_once_and_then_left(double: Double) -> None:
    double.says('{"question": ')
    double.says('{"question": ')
    filled, book = await fill(double)
    assert filled is None
    assert [call.outcome for call in book.calls] == ["unreadable", "unreadable"]
    assert "can't be used" in double.requests[-1]["messages"][-1]["content"]


async def test_nothing_is_traced_whatever_the_environment_says(double: Double, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "x")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", double.url.removesuffix("/v1"))
    await ask(double)
    assert len(double.requests) == 1


def test_errors_of_other_packages_are_told_by_status_and_name() -> None:
    class ThrottlingException(Exception):  # noqa: N818
        pass

    class ReadTimeout(Exception):  # noqa: N818
        pass

    class ConnectError(Exception):
        pass

    class Overloaded(Exception):  # noqa: N818
        status_code = 529

    assert named(ThrottlingException()).kind == "busy"
    assert named(ReadTimeout()).kind == "slow"
    assert named(ConnectError()).kind == "down"
    assert named(Overloaded()).kind == "down"
    assert named(ImportError("no package")).kind == "not_allowed"
    assert named(ValueError("Prompt is too long: 9 > 8")).kind == "too_long"
    assert named(KeyError("x")).kind == "broken"


def test_where_a_model_is_and_what_it_lacks() -> None:
    assert place_of("openai:x", "", {}) == "api.openai.com"
    assert place_of("openai:x", "", {"OPENAI_BASE_URL": "https://proxy.example/v1"}) == "proxy.example"
    assert place_of("openai:x", "http://127.0.0.1:8000/v1", {}) == "this machine"
    assert place_of("ollama:x", "", {}) == "this machine"
    assert place_of("ollama:x", "", {"OLLAMA_HOST": "gpu.example:11434"}) == "gpu.example"
    assert lacks_key("openai:x", "", {}) == "OPENAI_API_KEY"
    assert lacks_key("openai:x", "http://localhost/v1", {}) is None
    assert lacks_key("google_genai:x", "", {"GEMINI_API_KEY": "k"}) is None
    assert set(PROVIDERS) == {"openai", "azure_openai", "anthropic", "ollama", "google_genai", "bedrock_converse"}


def test_what_is_missing_is_named_with_its_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert missing("openai:x", "") == (
        "OPENAI_API_KEY is not set",
        "Set OPENAI_API_KEY in the environment that Groundwork runs in.",
    )
    assert missing("openai:x", "http://localhost/v1") is None
    found = missing("ollama:x", "")
    assert found is None or "uv sync --no-dev --inexact --extra ollama" in found[1]
