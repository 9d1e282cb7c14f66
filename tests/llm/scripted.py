"""A language model that says what a test tells it to, through the same door as a real one."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.llm.model import Model
from bot.llm.prompt import ReadyPrompt
from bot.llm.provider import Kind, ProviderTrouble, Reply, Said
from bot.llm.redact import Redactor
from bot.llm.spending import Budget, Call, Price, Spent
from bot.model_prompts import load_model_prompts
from tests.patience import PATIENCE

PROMPTS = load_model_prompts(Path(__file__).parent.parent.parent / "prompts")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

Answer = Callable[[str, str], Any]
"""What is said to a question: the prompt's name and the question's text go in; a JSON value, or a text, comes out."""


class ScriptedProvider:
    """`Provider`: answers what it is told to, fails as it is told to, and remembers what it was asked."""

    name = "openai:scripted"

    def __init__(self, answer: Answer | None = None) -> None:
        self._answer = answer or (lambda _prompt, _question: {})
        self._troubles: list[ProviderTrouble | float] = []
        self.history: list[tuple[Said, ...]] = []

    def fails(self, kind: Kind, *, wait: float | None = None, times: int = 1) -> None:
        """The next questions get no answer."""
        self._troubles += [ProviderTrouble(kind, wait, tokens_in=5) for _ in range(times)]

    def sleeps(self, seconds: float) -> None:
        """The next answer takes this long."""
        self._troubles.append(seconds)

    @property
    def questions(self) -> list[str]:
        """The last thing that was asked, each time."""
        return [conversation[-1].text for conversation in self.history]

    async def ask(self, conversation: Sequence[Said], schema: Mapping[str, Any], *, most_tokens: int) -> Reply:
        """See `Provider.ask`."""
        assert schema["type"] == "object"
        assert "$ref" not in json.dumps(schema)
        self.history.append(tuple(conversation))
        trouble = self._troubles.pop(0) if self._troubles else None
        if isinstance(trouble, float):
            await asyncio.sleep(trouble)
        elif trouble is not None:
            raise trouble
        said = self._answer(
            prompt_of(conversation), conversation[3].text
        )  # behind the example; what follows repeats it
        tokens_in = sum(len(one.text) for one in conversation) // 4
        if isinstance(said, str):
            return Reply(None, said[: most_tokens * 4], tokens_in, min(most_tokens, len(said) // 4))
        return Reply(said, "", tokens_in, len(json.dumps(said, default=str)) // 4)


def prompt_of(conversation: Sequence[Said]) -> str:
    """Which prompt a conversation began with."""
    return next(name for name, one in PROMPTS.items() if one.prompt.system.strip() == conversation[0].text)


def fences(question: str) -> dict[str, str]:
    """The statements of a question, by their ids."""
    return dict(re.findall(r'<said id="(\w+)">(.*?)</said>', question, re.DOTALL))


class MemoryBook:
    """`Book` in memory."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    async def add(self, call: Call) -> None:
        """Write down a call."""
        self.calls.append(call)

    async def spent(self, since: datetime) -> Spent:
        """Everything since that moment."""
        found = [call for call in self.calls if call.at >= since]
        return Spent(
            tokens=sum(call.tokens_in + call.tokens_out for call in found), micros=sum(call.micros for call in found)
        )


class Clock:
    """Seconds that go on when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def model(  # noqa: PLR0913 (what a test may want to choose)
    provider: ScriptedProvider,
    *,
    budget: Budget | None = None,
    prices: dict[str, Price] | None = None,
    redact: Sequence[str] = (),
    book: MemoryBook | None = None,
    clock: Callable[[], float] | None = None,
    prompts: Mapping[str, ReadyPrompt] = PROMPTS,
) -> Model:
    """The model behind the port, over a scripted provider."""
    options: dict[str, Any] = {} if clock is None else {"clock": clock}
    return Model(
        provider,
        prompts,
        book=book or MemoryBook(),
        budget=budget or Budget(seconds_a_turn=PATIENCE),
        prices=prices,
        redactor=Redactor.of(redact),
        now=lambda: NOON,
        pause=0.01,
        **options,
    )
