"""Asks a model, checks what it gives line by line, sends back once what is refused, and keeps only what stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from bot.grounding import Verdict
from bot.llm import Filled, Llm

T = TypeVar("T")


async def ask_twice(
    llm: Llm, prompt: str, into: type[Filled], judge: Callable[[Filled], Verdict[T]], **values: Any
) -> Verdict[T] | None:
    """The lines that stand after two tries, and those that don't; None when there was no answer at all."""
    first = await llm.fill(prompt, into, refusals=[], **values)
    if first is None:
        return None
    verdict = judge(first)
    if not verdict.refused:
        return verdict
    told = [{"line": one.line, "reason": one.reason} for one in verdict.refused]
    second = await llm.fill(prompt, into, refusals=told, **values)
    if second is None:
        return verdict
    again = judge(second)
    stands = {**again.stands, **verdict.stands}
    refused = {one.line: one for one in (*verdict.refused, *again.refused) if one.line not in stands}
    return Verdict(stands, tuple(refused.values()))
