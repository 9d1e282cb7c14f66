"""Asks a language model for one turn: within its budget, in time, with secrets hidden, and never insisting."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from pydantic import BaseModel, ValidationError

from bot.json_text import NotJson, load
from bot.llm import Filled
from bot.llm.breaker import Breaker
from bot.llm.prompt import ReadyPrompt, unfenced
from bot.llm.provider import PASSING, Provider, ProviderTrouble, Reply, Said
from bot.llm.redact import Redactor, put_back, unknown_mark
from bot.llm.spending import Book, Budget, Call, Price, Spent, cost, enough, foreseen, price_of

_log = structlog.get_logger(__name__)
_TRIES = 2  # an answer that can't be read goes back once, with the reason
_ATTEMPTS = 3
_SHOWN = 2_000  # characters of an unreadable answer that the model is shown again
_LEAST_SECONDS = 0.05


class Model:
    """The configured model, for the whole process: who is asked, with which prompts, at what cost."""

    def __init__(  # noqa: PLR0913 (everything that decides about a call, each by name)
        self,
        provider: Provider,
        prompts: Mapping[str, ReadyPrompt],
        *,
        book: Book,
        budget: Budget,
        prices: Mapping[str, Price] | None = None,
        redactor: Redactor | None = None,
        zone: ZoneInfo | None = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        pause: float = 0.3,
    ) -> None:
        self.provider = provider
        self.prompts = prompts
        self.book = book
        self.budget = budget
        self.price: Price | None = price_of(provider.name, prices or {})
        self.redactor = redactor or Redactor()
        self.breaker = Breaker(clock)
        self.clock = clock
        self.now = now
        self.pause = pause
        self.reserved = Spent()
        self._zone = zone or ZoneInfo("UTC")

    def for_turn(self, turn_id: str) -> TurnModel:
        """The model as one turn sees it, with a budget and a deadline of its own."""
        return TurnModel(self, turn_id)

    async def spent_today(self) -> Spent:
        """What this day has used so far, with what is being asked right now."""
        midnight = self.now().astimezone(self._zone).replace(hour=0, minute=0, second=0, microsecond=0)
        return (await self.book.spent(midnight)).plus(self.reserved)


@dataclass(frozen=True, slots=True)
class _Question:
    """One fill on its way."""

    prompt: ReadyPrompt
    into: type[BaseModel]
    given: Mapping[str, Any]
    marks: Mapping[str, str]
    ends: float


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came back: `filled`, or the `problem` with it."""

    filled: BaseModel | None
    problem: str
    text: str


class TurnModel:
    """`Llm` for one turn; its time begins with its first question."""

    def __init__(self, model: Model, turn_id: str) -> None:
        self._model = model
        self._turn = turn_id
        self._ends: float | None = None
        self._spent = Spent()

    async def fill(self, prompt: str, into: type[Filled], **values: Any) -> Filled | None:
        """See `Llm.fill`."""
        ready = self._model.prompts[prompt]
        if ready.fill.into is not into or ready.fill.values != set(values):
            raise TypeError(f"{prompt} takes {sorted(ready.fill.values)} and gives {ready.fill.into.__name__}")
        hidden, marks = self._model.redactor.hide(values)
        now = self._model.clock()
        if self._ends is None:
            self._ends = now + self._model.budget.seconds_a_turn
        question = _Question(ready, into, hidden, marks, min(self._ends, now + ready.prompt.limits.seconds))
        conversation = ready.conversation(hidden)
        for _ in range(_TRIES):
            answer = await self._ask(question, conversation)
            if answer is None:
                return None
            if isinstance(answer.filled, into):
                return answer.filled
            again = f"That answer can't be used: {answer.problem}. Give the whole answer again, as JSON."
            conversation = (*conversation, Said("model", answer.text[:_SHOWN]), Said("person", again))
        return None

    async def _ask(self, question: _Question, conversation: Sequence[Said]) -> _Answer | None:
        """One answer, with repetitions while there is time; None when none came."""
        import stamina

        model, limits = self._model, question.prompt.prompt.limits
        size = sum(len(said.text) for said in conversation)
        hindered = await self._hindered(question, size)
        if hindered is not None:
            _log.info("model_not_asked", prompt=question.prompt.name, why=hindered)
            return None
        most = foreseen(size, limits.tokens, model.price)
        model.reserved = model.reserved.plus(most)
        left = question.ends - model.clock()
        try:
            async for attempt in stamina.retry_context(
                on=self._whether_again(question),
                attempts=_ATTEMPTS,
                timeout=left,
                wait_initial=model.pause,
                wait_jitter=model.pause,
                wait_max=max(model.pause, left / 2),
            ):
                with attempt:
                    return await self._once(question, conversation)
        except ProviderTrouble as trouble:
            _log.info("model_gave_nothing", prompt=question.prompt.name, why=trouble.kind)
        finally:
            model.reserved = model.reserved.minus(most)
        return None

    async def _hindered(self, question: _Question, size: int) -> str | None:
        """Why the model isn't even asked."""
        model, limits = self._model, question.prompt.prompt.limits
        if size > limits.characters:
            return "too_long"
        if question.ends - model.clock() < _LEAST_SECONDS:
            return "no_time_left"
        if model.breaker.open:
            return "provider_rests"
        more = foreseen(size, limits.tokens, model.price)
        return enough(model.budget, await model.spent_today(), self._spent, more)

    def _whether_again(self, question: _Question) -> Callable[[Exception], bool | float]:
        def again(error: Exception) -> bool | float:
            if not isinstance(error, ProviderTrouble) or error.kind not in PASSING or self._model.breaker.open:
                return False
            left = question.ends - self._model.clock()
            if error.wait is None:
                return left > self._model.pause
            return error.wait if error.wait < left else False

        return again

    async def _once(self, question: _Question, conversation: Sequence[Said]) -> _Answer:
        model, limits = self._model, question.prompt.prompt.limits
        started, left = model.clock(), question.ends - model.clock()
        try:
            async with asyncio.timeout(max(left, _LEAST_SECONDS)):
                reply = await model.provider.ask(conversation, question.prompt.schema(), most_tokens=limits.tokens)
        except (TimeoutError, ProviderTrouble) as error:
            trouble = error if isinstance(error, ProviderTrouble) else ProviderTrouble("slow")
            model.breaker.failed(trouble.kind)
            await self._write_down(question, started, trouble.tokens_in, trouble.tokens_out, trouble.kind)
            raise trouble from error
        model.breaker.worked()
        try:
            answer = _read(reply, question)
        except RecursionError:  # thousands of brackets
            answer = _Answer(None, "it goes too deep", reply.text)
        outcome = "used" if answer.filled is not None else "unreadable"
        await self._write_down(question, started, reply.tokens_in, reply.tokens_out, outcome)
        return answer

    async def _write_down(
        self, question: _Question, started: float, tokens_in: int, tokens_out: int, outcome: str
    ) -> None:
        model = self._model
        micros = cost(tokens_in, tokens_out, model.price)
        self._spent = self._spent.plus(Spent(tokens=tokens_in + tokens_out, micros=micros))
        await model.book.add(
            Call(
                at=model.now(),
                turn=self._turn,
                feature=question.prompt.feature,
                prompt=question.prompt.name,
                model=model.provider.name,
                tokens_in=tokens_in,
                tokens_out=tokens_out,
                micros=micros,
                seconds=round(model.clock() - started, 3),
                outcome=outcome,
            )
        )


def _read(reply: Reply, question: _Question) -> _Answer:
    """The answer as what was asked for, with secrets and signs put back; or what is wrong with it."""
    text = reply.text or json.dumps(reply.data, ensure_ascii=False, default=str)
    data = reply.data if isinstance(reply.data, dict) else _json_in(reply.text)
    if data is None:
        return _Answer(None, "it is no JSON object", text)
    mark = unknown_mark(data, question.marks, question.given)
    if mark is not None:
        return _Answer(None, f"{mark} stands for nothing", text)
    whole = put_back(unfenced(data, json.dumps(question.given, ensure_ascii=False)), question.marks)
    try:
        return _Answer(question.into.model_validate(whole), "", text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        return _Answer(None, f"{where}: {first['msg']}".removeprefix(": "), text)


def _json_in(text: str) -> dict[str, Any] | None:
    """The JSON object in a text that has words around it."""
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        return None
    try:
        found = load(text[start : end + 1])
    except NotJson:
        return None
    return found if isinstance(found, dict) else None
